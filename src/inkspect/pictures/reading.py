"""A picture of one digit becomes the network's input."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkspect.network.architecture import load_architecture
from inkspect.pictures.decoding import PictureError, Source, decode
from inkspect.pictures.drawing import Drawn, NothingDrawnError, View, find_drawing, usual_stroke_width, with_lines
from inkspect.pictures.filters import Grey, Mask
from inkspect.pictures.fitting import fit
from inkspect.pictures.paper import Paper, find_papers
from inkspect.pictures.sheet import continued, find_sheet

# How far a picture may be from MNIST's rule, in cells and in grey, to be taken for one that follows it.
_CELL = 1.0
_SHADE = 0.1
# How much wider than the usual a stroke may be, where it thickens, turns or crosses another.
_STROKES = 3.0


@dataclass(frozen=True)
class Picture:
    """What the network is shown: `pixels` (28, 28) float64, 0 paper … 1 ink."""

    pixels: NDArray[np.float64]


def read_picture(source: Source, name: str | None = None) -> Picture:
    """Read the one digit in a picture: a file, its bytes, a Pillow image or an array.

    Files are PNG, JPEG, WebP, BMP or GIF (its first frame). Arrays are (h, w) or (h, w, channels), numbers 0..1,
    0..255 or 0..65535, channels grey, grey and opacity, RGB, or RGB and opacity. Dark ink on light paper and light
    ink on dark are told apart, uneven light is evened out, EXIF's rotation is followed. The table under a sheet, lines
    that cross the paper, a straight-sided frame and an underline are left out. A picture of 28×28 that follows MNIST's
    own rule already is kept as it is.

    Args:
        source: the picture.
        name: how error lines call it; by default its path, or "the picture".

    Raises:
        PictureError: it cannot be read, does not hold exactly one drawing, or what surrounds or underlines it leaves
            in doubt what that is.
    """
    called = name if name is not None else str(source) if isinstance(source, str | Path) else "the picture"
    grey = decode(source, called)
    pixels = _as_it_is(grey)
    return Picture(_fitted(grey, called) if pixels is None else pixels)


def _fitted(grey: Grey, name: str) -> NDArray[np.float64]:
    """Find the drawing in (h, w) and fit it; a sheet that lies on a table is looked at first, without the table."""
    if (sheet := find_sheet(grey)) is not None:
        rows, columns = (np.flatnonzero(sheet.any(axis=axis)) for axis in (1, 0))
        box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        try:
            return fit(_drawing(continued(grey[box], sheet[box]), name, sheet[box]))
        except NothingDrawnError:
            pass
    return fit(_drawing(grey, name))


def _drawing(grey: Grey, name: str, sheet: Mask | None = None) -> Drawn:
    """Return the drawing in (h, w), dark on light or light on dark, whichever there is."""
    papers = find_papers(grey)
    for paper in papers:
        try:
            return _drawing_on(paper, name, sheet)
        except NothingDrawnError:
            if paper is papers[-1]:
                raise
    raise AssertionError("a picture is looked at in one way at least")


def _drawing_on(paper: Paper, name: str, sheet: Mask | None) -> Drawn:
    """Return the drawing on this paper; in uneven light the strokes' own width tells what is shadow."""
    view = with_lines(View(paper.ink_strength(), paper.level is not None, sheet))
    try:
        if not view.light_is_even:
            width = usual_stroke_width(view, name)
            view = replace(view, strength=paper.ink_strength(_STROKES * width))
        return find_drawing(view, name)
    except NothingDrawnError as error:
        if view.lines is None:
            raise
        # The cells of a grid are not light ink on dark paper.
        raise PictureError(str(error)) from error


def _as_it_is(grey: Grey) -> NDArray[np.float64] | None:
    """Return a picture that MNIST could hold as light on dark, (28, 28); None for every other one."""
    architecture = load_architecture()
    if grey.shape != architecture.input_shape[1:]:
        return None
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    pixels = (1 - grey if np.median(border) > 0.5 else grey).astype(np.float64)
    rows, columns = np.nonzero(pixels > _SHADE)
    if pixels.max() < 1 - _SHADE or np.median(pixels) > 0 or rows.size == 0:
        return None
    span = max(np.ptp(rows), np.ptp(columns)) + 1
    centres = np.arange(len(pixels)) + 0.5
    mass = np.array([centres @ pixels.sum(axis=axis) for axis in (0, 1)]) / pixels.sum()
    follows = (
        abs(span - architecture.ink.ink_span) <= _CELL and np.abs(mass - architecture.ink.mass_center).max() <= _CELL
    )
    return pixels if follows else None

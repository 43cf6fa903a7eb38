"""Turn a picture of one digit into the network's input."""

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

# How far a picture may deviate from MNIST's rule, in cells and in grey, and still count as following it.
_CELL = 1.0
_SHADE = 0.1
# How much wider than usual a stroke may be, where it thickens, turns or crosses another.
_STROKES = 3.0


@dataclass(frozen=True)
class Picture:
    """The network's input: `pixels` (28, 28) float64, from 0 (paper) to 1 (ink)."""

    pixels: NDArray[np.float64]


def read_picture(source: Source, name: str | None = None) -> Picture:
    """Read the one digit in a picture: a file, its bytes, a Pillow image or an array.

    Files are PNG, JPEG, WebP, BMP or GIF (its first frame). Arrays are (h, w) or (h, w, channels), with numbers in
    0..1, 0..255 or 0..65535, and channels grey, grey and opacity, RGB, or RGB and opacity. Dark ink on light paper and
    light ink on dark are distinguished, uneven light is corrected, and EXIF's rotation is applied. The table under a
    sheet, lines across the paper, a straight-sided frame and an underline are ignored. A 28×28 picture that already
    follows MNIST's own rule is used unchanged.

    Args:
        source: the picture.
        name: its name in error messages; by default its path, or "the picture".

    Raises:
        PictureError: it cannot be read, does not hold exactly one drawing, or a line around or below the drawing makes
            it unclear what the digit is.
    """
    called = name if name is not None else str(source) if isinstance(source, str | Path) else "the picture"
    grey = decode(source, called)
    pixels = _as_it_is(grey)
    return Picture(_fitted(grey, called) if pixels is None else pixels)


def _fitted(grey: Grey, name: str) -> NDArray[np.float64]:
    """Find the drawing in (h, w) and fit it; if a sheet lies on a table, first look only at the sheet."""
    if (sheet := find_sheet(grey)) is not None:
        rows, columns = (np.flatnonzero(sheet.any(axis=axis)) for axis in (1, 0))
        box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        try:
            return fit(_drawing(continued(grey[box], sheet[box]), name, sheet[box]))
        except NothingDrawnError:
            pass
    return fit(_drawing(grey, name))


def _drawing(grey: Grey, name: str, sheet: Mask | None = None) -> Drawn:
    """Return the drawing in (h, w), whether dark on light or light on dark."""
    papers = find_papers(grey)
    for paper in papers:
        try:
            return _drawing_on(paper, name, sheet)
        except NothingDrawnError:
            if paper is papers[-1]:
                raise
    raise AssertionError("there is at least one candidate for the paper")


def _drawing_on(paper: Paper, name: str, sheet: Mask | None) -> Drawn:
    """Return the drawing on this paper; in uneven light the strokes' own width shows what is shadow."""
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
    """Return a picture that follows MNIST's rule as light on dark, (28, 28); None for any other."""
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

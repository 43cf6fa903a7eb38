"""Find the one drawing in a picture: its ink, without dust and shadows; several drawings are detected and refused."""

from dataclasses import dataclass, replace

import numpy as np

from inkspect.pictures.decoding import PictureError
from inkspect.pictures.filters import Grey, Labels, Mask, box_mean
from inkspect.pictures.frames import surroundings
from inkspect.pictures.marks import Mark, find_marks, finest_stroke_width, put_together, stroke_width_of
from inkspect.pictures.ruling import line_ink
from inkspect.pictures.underline import without_underline

# The faintest ink, as a share of the range from paper to black: on paper without noise, and on paper with noise; and in
# multiples of that noise.
_FAINTEST = 0.06
_FAINTEST_IN_UNREST = 0.22
_ABOVE_UNREST = 6.0
# In a photograph, a mark's median ink is at least this dark, and a drawing is at least this many pixels long.
_FAINTEST_MARK = 0.2
_SHORTEST = 8
# Noise, as a share of the range from paper to black, that only a photograph or a scan has.
_UNREST = 0.001
# A stroke extends as far as its strength exceeds this share of the strongest ink's, and this multiple of the noise.
_INK_LEVEL = 0.35
_LEVEL_ABOVE_UNREST = 4.0
_MOST_MARKS = 60
# A mark that runs off a photograph is a shadow if it is fainter than this share of the ink within, or if two of these
# hold: it is less dark than this, this share of its longer side lies along the edge, its strokes are this wide.
_FAINTER = 0.75
_DARK = 0.55
_ALONG_THE_EDGE = 0.4
_WIDE = 0.15
# Marks that shadows are compared with have at least this share of the largest mark's longer side.
_LARGE = 0.1


@dataclass(frozen=True)
class Drawn:
    """One drawing, cropped: `strength` (h, w) from 0 (paper) to 1 (the strongest ink); above `level` is ink."""

    strength: Grey
    level: float


@dataclass(frozen=True)
class _Ink:
    """A picture's ink: `relative` (h, w) from 0 (paper) to 1 (strongest ink), which is `contrast` from the paper."""

    relative: Grey
    contrast: float
    photographed: bool


class NothingDrawnError(PictureError):
    """A picture in which nothing stands out from the paper."""


@dataclass(frozen=True)
class View:
    """A picture as ink on paper.

    Attributes:
        strength: the ink's strength, (h, w), as returned by `Paper.ink_strength`.
        light_is_even: whether the paper has a single grey.
        sheet: the pixels that are paper, (h, w); None if all are.
        lines: the pixels of lines across the paper, (h, w); None if there are none, or they were not searched for.
    """

    strength: Grey
    light_is_even: bool
    sheet: Mask | None = None
    lines: Mask | None = None


def find_drawing(view: View, name: str) -> Drawn:
    """Return the one drawing.

    Raises:
        NothingDrawnError: nothing is drawn; the message begins with `name`.
        PictureError: there are several drawings, or a line around or below it makes it unclear what the digit is.
    """
    ink, labels, marks = _marks(view, name)
    if len(marks) > _MOST_MARKS:
        raise PictureError(f"{name}: holds {len(marks)} separate marks; crop it to one drawing on plain paper")
    if ink.photographed or view.sheet is not None:
        marks = _without_shadows(marks, labels, ink, _edges(labels, view.sheet))
    marks = put_together(without_underline(marks, labels, name), labels) if marks else []
    if not marks or (ink.photographed and marks[0].side < _SHORTEST):
        raise NothingDrawnError(_nothing(name))
    if len(marks) > 1:
        raise PictureError(f"{name}: holds {len(marks)} separate drawings; crop it to one")
    return _cut_out(ink.relative, labels, marks[0])


def with_lines(view: View) -> View:
    """Return the view with the lines across the paper marked, since they would count as the paper's noise."""
    paper, strongest = np.quantile(view.strength if view.sheet is None else view.strength[view.sheet], [0.5, 0.9995])
    if strongest - paper < _FAINTEST:
        return view
    relative = np.clip((view.strength - paper) / (strongest - paper), 0, 1).astype(np.float32)
    return replace(view, lines=line_ink(relative, view.sheet))


def usual_stroke_width(view: View, name: str) -> float:
    """Return the width in pixels of the finest strokes among the larger and darker marks.

    Raises:
        PictureError: as `find_drawing`.
    """
    ink, labels, marks = _marks(view, name)
    strengths = [_median_strength(mark, labels, ink.relative) for mark in marks]
    large = _LARGE * max(mark.side for mark in marks)
    darkest = max(strength for strength, mark in zip(strengths, marks, strict=True) if mark.side >= large)
    dark = [mark for mark, strength in zip(marks, strengths, strict=True) if strength >= _FAINTER * darkest]
    return finest_stroke_width(dark, labels)


def _marks(view: View, name: str) -> tuple[_Ink, Labels, list[Mark]]:
    """Return the ink, and its marks without lines across the paper and frames around the drawing."""
    within = view.sheet
    while True:
        ink = _ink(view, within, name)
        labels, marks = find_marks(ink.relative, _INK_LEVEL)
        if not marks:
            raise NothingDrawnError(_nothing(name))
        around = surroundings(ink.relative, _INK_LEVEL)
        if around is None:
            return ink, labels, marks
        if not around.straight:
            raise PictureError(f"{name}: a line surrounds the drawing; crop the picture to what is inside it")
        inside = around.inside if within is None else around.inside & within
        within = box_mean(inside.astype(np.float32), 5) > 0.999


def _nothing(name: str) -> str:
    return f"{name}: holds no drawing; nothing in it stands out from the paper"


def _ink(view: View, within: Mask | None, name: str) -> _Ink:
    """Return the ink `within` a part of the picture (h, w).

    Raises:
        NothingDrawnError: nothing is dark enough to be ink.
    """
    strength = view.strength
    smooth = box_mean(strength, 3) if min(strength.shape) > 3 else strength
    blank = view.lines if within is None else ~within if view.lines is None else ~within | view.lines
    looked_at, as_it_is = (smooth, strength) if blank is None else (smooth[~blank], strength[~blank])
    if not looked_at.size:
        raise NothingDrawnError(_nothing(name))
    strongest = float(np.quantile(looked_at, 1 - min(0.0005, 1 / looked_at.size)))
    paper, unrest = _level_and_unrest(looked_at, strongest / 2)
    contrast = strongest - paper
    photographed = not view.light_is_even or unrest > _UNREST
    if contrast < max(_FAINTEST_IN_UNREST if photographed else _FAINTEST, _ABOVE_UNREST * unrest):
        raise NothingDrawnError(_nothing(name))
    grainy = _LEVEL_ABOVE_UNREST * _level_and_unrest(as_it_is, strongest / 2)[1] > _INK_LEVEL * contrast
    relative = np.clip(((smooth if grainy else strength) - paper) / contrast, 0, 1).astype(np.float32)
    return _Ink(relative if blank is None else np.where(blank, np.float32(0), relative), contrast, photographed)


def _level_and_unrest(strength: Grey, ink: float) -> tuple[float, float]:
    """Return the median strength below `ink`, and its noise, as the standard deviation of a normal distribution."""
    bare = strength[strength <= ink]
    if not bare.size:
        return 0.0, 0.0
    level = float(np.median(bare))
    return level, 1.4826 * float(np.median(np.abs(bare - level)))


def _edges(labels: Labels, sheet: Mask | None) -> list[Labels]:
    """Return the labels along each of the picture's four edges, or all along the sheet's edge."""
    if sheet is None:
        return [labels[0], labels[-1], labels[:, 0], labels[:, -1]]
    inner = box_mean(np.pad(sheet, 1).astype(np.float32), 3)[1:-1, 1:-1] > 0.999
    return [labels[sheet & ~inner]]


def _without_shadows(marks: list[Mark], labels: Labels, ink: _Ink, edges: list[Labels]) -> list[Mark]:
    """Drop marks that are too faint, and those running off the paper that are shadows or edges of other things."""
    along_edge = [max(int(np.isin(edge, mark.components).sum()) for edge in edges) for mark in marks]
    within = [length == 0 for length in along_edge]
    strengths = [ink.contrast * _median_strength(mark, labels, ink.relative) for mark in marks]
    large = _LARGE * max(mark.side for mark in marks)
    strongest_within = max(
        (
            strength
            for mark, inside, strength in zip(marks, within, strengths, strict=True)
            if inside and mark.side >= large
        ),
        default=0.0,
    )
    return [
        mark
        for mark, length, strength in zip(marks, along_edge, strengths, strict=True)
        if strength >= _FAINTEST_MARK and not (length and _is_shadow(mark, labels, strength, strongest_within, length))
    ]


def _is_shadow(mark: Mark, labels: Labels, strength: float, strongest_within: float, along_edge: int) -> bool:
    """Return whether a mark at the paper's edge is too faint compared with the ink within, or not shaped like a stroke.

    It runs along the edge for `along_edge` pixels.

    Two of three signs make a shadow: it is faint, it runs along the edge, it is wide.
    """
    if strength < _FAINTER * strongest_within:
        return True
    signs = (
        strength < _DARK,
        along_edge >= _ALONG_THE_EDGE * mark.side,
        stroke_width_of(mark, labels) >= _WIDE * mark.side,
    )
    return sum(signs) >= 2


def _median_strength(mark: Mark, labels: Labels, relative: Grey) -> float:
    box = relative[mark.top : mark.bottom, mark.left : mark.right]
    return float(np.median(box[mark.pixels(labels)]))


def _cut_out(relative: Grey, labels: Labels, mark: Mark) -> Drawn:
    """Return the mark's ink with its soft edge, without anything else in its box."""
    surrounded = box_mean(np.pad(mark.pixels(labels), 1).astype(np.float32), 3) > 0
    strength = np.pad(relative, 1)[mark.top : mark.bottom + 2, mark.left : mark.right + 2]
    return Drawn(np.where(surrounded, strength, np.float32(0)), _INK_LEVEL)

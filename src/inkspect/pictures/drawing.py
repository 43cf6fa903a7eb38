"""The one drawing in a picture: its ink without dust, its parts together, two of them told apart."""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.decoding import PictureError
from inkspect.pictures.filters import Grey, Labels, Mask, box_mean, label_components
from inkspect.pictures.outline import any_of_blocks, distance_to, stroke_width

# The faintest ink, as a part of the way from paper to black, and in multiples of the paper's own unrest.
_FAINTEST = 0.06
_ABOVE_UNREST = 6.0
# A stroke is what reaches the upper level (of the strongest ink) somewhere, as far as it stays above the lower.
_INK_LEVEL = 0.35
_STROKE_LEVEL = 0.5
# Marks with a longer side below this part of the largest mark's are the paper's grain.
_GRAIN = 0.03
_MOST_MARKS = 60
# Widths and gaps are measured at this many pixels.
_MEASURED_SIDE = 200
# A mark with at least this part of the largest one's side tells how wide strokes are.
_LARGE = 0.3
# How two marks are parts of one drawing, in units of the longer side of both: measured on people's digits (4s and 5s
# of two parts) and on pairs of digits written side by side or one above the other.
_TOUCHING = 0.03
_NEAR = 0.4
_OF_ITS_OWN = 0.3
# Smaller than this, and further away than that, it is dust.
_DUST = 0.12
_DUST_GAP = 0.1
# What runs off the picture and is fainter than this part of the ink within it is a shadow's corner.
_SHADOW = 0.75


@dataclass(frozen=True)
class Drawn:
    """One drawing, cut out: `strength` (h, w) is 0 paper … 1 the strongest ink, `level` what counts as ink."""

    strength: Grey
    level: float


@dataclass(frozen=True)
class _Mark:
    """Marks that belong together, as the numbers of their components, with their box in pixels (ends excluded)."""

    components: tuple[int, ...]
    left: int
    right: int
    top: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def side(self) -> int:
        """The longer one."""
        return max(self.width, self.height)

    def with_(self, other: "_Mark") -> "_Mark":
        return _Mark(
            self.components + other.components,
            min(self.left, other.left),
            max(self.right, other.right),
            min(self.top, other.top),
            max(self.bottom, other.bottom),
        )


def find_drawing(strength: Grey, name: str) -> Drawn:
    """Return the one drawing in the ink's strength (h, w), as `ink_strength` gives it.

    Raises:
        PictureError: nothing is drawn, or several things are; the line begins with `name`.
    """
    relative = _relative_strength(strength)
    if relative is None:
        raise PictureError(f"{name}: holds no drawing, nothing in it stands out from the paper")
    labels, marks = _marks(relative)
    marks = _without_shadows(_put_together(marks, labels, name), labels, relative)
    if len(marks) > 1:
        raise PictureError(f"{name}: holds {len(marks)} separate drawings; crop it to one")
    return _cut_out(relative, labels, marks[0])


def finest_stroke_width(strength: Grey) -> float | None:
    """Return the width in pixels of the finest strokes among the larger marks; None if there are no marks."""
    relative = _relative_strength(strength)
    if relative is None:
        return None
    labels, marks = _marks(relative)
    largest = max(mark.side for mark in marks)
    return min(_stroke_width(labels, mark) for mark in marks if mark.side >= _LARGE * largest)


def _stroke_width(labels: Labels, mark: _Mark) -> float:
    factor = -(-mark.side // _MEASURED_SIDE)
    ink = any_of_blocks(_own_pixels(labels, mark), factor)
    return stroke_width(np.pad(ink, 1)) * factor


def _own_pixels(labels: Labels, mark: _Mark) -> Mask:
    """Return what of the mark's box (h, w) is the mark's."""
    return np.isin(labels[mark.top : mark.bottom, mark.left : mark.right], mark.components)


def _relative_strength(strength: Grey) -> Grey | None:
    """Return strength as 0 paper … 1 the strongest ink, or None if none differs enough from the paper."""
    smooth = box_mean(strength, 3) if min(strength.shape) > 3 else strength
    strongest = float(np.quantile(smooth, 1 - min(0.0005, 1 / smooth.size)))
    bare = smooth[smooth <= strongest / 2]
    paper = float(np.median(bare)) if bare.size else 0.0
    unrest = 1.4826 * float(np.median(np.abs(bare - paper))) if bare.size else 0.0
    if strongest - paper < max(_FAINTEST, _ABOVE_UNREST * unrest):
        return None
    relative: Grey = np.clip((strength - paper) / (strongest - paper), 0, 1).astype(np.float32)
    return relative


def _marks(relative: Grey) -> tuple[Labels, list[_Mark]]:
    """Return the components' numbers (h, w), and those that are more than the paper's grain as marks."""
    labels, count = label_components(relative > _INK_LEVEL)
    strongest = np.zeros(count + 1, dtype=np.float32)
    np.maximum.at(strongest, labels.ravel(), relative.ravel())
    rows, columns = np.nonzero(labels)
    numbers = labels[rows, columns]
    top, left = np.full(count + 1, labels.shape[0]), np.full(count + 1, labels.shape[1])
    bottom, right = np.zeros(count + 1, dtype=np.intp), np.zeros(count + 1, dtype=np.intp)
    np.minimum.at(top, numbers, rows)
    np.minimum.at(left, numbers, columns)
    np.maximum.at(bottom, numbers, rows + 1)
    np.maximum.at(right, numbers, columns + 1)
    side = np.maximum(bottom - top, right - left)
    side[0] = 0
    side[strongest < _STROKE_LEVEL] = 0
    kept = np.flatnonzero((side > 0) & (side >= _GRAIN * side.max()))
    marks = [_Mark((int(n),), int(left[n]), int(right[n]), int(top[n]), int(bottom[n])) for n in kept]
    return labels, marks


def _put_together(marks: list[_Mark], labels: Labels, name: str) -> list[_Mark]:
    """Unite the parts of a drawing, nearest first, and leave the dust out."""
    if len(marks) > _MOST_MARKS:
        raise PictureError(f"{name}: holds {len(marks)} separate marks; crop it to one drawing on plain paper")
    gaps = _gaps(marks, labels)
    while True:
        pairs = [(first, second) for first in range(len(marks)) for second in range(first)]
        parts = [pair for pair in pairs if _are_one(marks[pair[0]], marks[pair[1]], gaps[pair])]
        if not parts:
            break
        first, second = min(parts, key=lambda pair: float(gaps[pair]))
        marks = [*marks[:second], marks[second].with_(marks[first]), *marks[second + 1 : first], *marks[first + 1 :]]
        gaps[second] = np.minimum(gaps[second], gaps[first])
        gaps[:, second] = gaps[second]
        gaps = np.delete(np.delete(gaps, first, axis=0), first, axis=1)
    largest = max(mark.side for mark in marks)
    return [mark for mark in marks if mark.side >= _DUST * largest]


def _gaps(marks: list[_Mark], labels: Labels) -> NDArray[np.float64]:
    """Return the distance of each two marks in pixels, (marks, marks), to about a 200th of what they span."""
    if len(marks) < 2:
        return np.zeros((len(marks), len(marks)))
    top, left = min(mark.top for mark in marks), min(mark.left for mark in marks)
    span = labels[top : max(mark.bottom for mark in marks), left : max(mark.right for mark in marks)]
    factor = -(-max(span.shape) // _MEASURED_SIDE)
    masks = [any_of_blocks(span == mark.components[0], factor) for mark in marks]
    gaps = np.zeros((len(marks), len(marks)))
    for first, mask in enumerate(masks):
        away = distance_to(mask)
        gaps[first] = [away[other].min() for other in masks]
    gaps *= factor
    return gaps


def _are_one(first: _Mark, second: _Mark, gap: float) -> bool:
    both = first.with_(second)
    if gap < _TOUCHING * both.side:
        return True
    if min(first.side, second.side) < _DUST * both.side:
        return gap < _DUST_GAP * both.side
    if gap > _NEAR * both.side:
        return False
    beside = min(first.right, second.right) <= max(first.left, second.left)
    above = min(first.bottom, second.bottom) <= max(first.top, second.top)
    tall = min(first.height, second.height) >= _OF_ITS_OWN * both.side
    return not ((beside or above) and tall)


def _without_shadows(marks: list[_Mark], labels: Labels, relative: Grey) -> list[_Mark]:
    """Leave out what is cut off by the picture's edge, if ink that is not is much stronger."""
    height, width = labels.shape
    within = [m.left > 0 and m.top > 0 and m.right < width and m.bottom < height for m in marks]
    if len(marks) < 2 or not any(within):
        return marks
    strengths = [float(np.median(relative[np.isin(labels, mark.components)])) for mark in marks]
    ink = max(strength for strength, inside in zip(strengths, within, strict=True) if inside)
    kept = (inside or strength >= _SHADOW * ink for strength, inside in zip(strengths, within, strict=True))
    return list(itertools.compress(marks, kept))


def _cut_out(relative: Grey, labels: Labels, mark: _Mark) -> Drawn:
    """Return the mark's ink with the soft edge around it, without whatever else lies in its box."""
    surrounded = box_mean(np.pad(_own_pixels(labels, mark), 1).astype(np.float32), 3) > 0
    strength = np.pad(relative, 1)[mark.top : mark.bottom + 2, mark.left : mark.right + 2]
    return Drawn(np.where(surrounded, strength, np.float32(0)), _INK_LEVEL)

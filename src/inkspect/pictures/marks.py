"""Marks on paper: connected ink, and which marks are parts of one drawing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Grey, Labels, Mask, label_components
from inkspect.pictures.outline import any_of_blocks, distance_to, stroke_width
from inkspect.pictures.skips import interrupts_a_stroke

# A mark reaches this strength somewhere, as a share of the strongest ink's.
_SURELY_INK = 0.5
# Marks whose longer side is below this share of the largest mark's are the paper's grain.
_GRAIN = 0.03
# Widths and gaps are measured at this many pixels.
_MEASURED_SIDE = 200
# Stroke width is measured on marks with at least this share of the largest one's side.
_LARGE = 0.3
# When two marks are parts of one drawing, in units of the longer side of both together: measured on people's digits (4s
# and 5s in two parts) and on pairs of digits written side by side or one above the other.
_TOUCHING = 0.03
_NEAR = 0.4
_OF_ITS_OWN = 0.3
# A gap in a stroke is at most this share of the height of all marks.
_SKIPPED = 0.05
# A mark smaller than the first and further away than the second is dust.
_DUST = 0.12
_DUST_GAP = 0.1


@dataclass(frozen=True)
class Mark:
    """Connected components that belong together, by number, with their box in pixels (ends excluded)."""

    components: tuple[int, ...]
    left: int
    right: int
    top: int
    bottom: int

    @property
    def width(self) -> int:
        """The width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """The height in pixels."""
        return self.bottom - self.top

    @property
    def side(self) -> int:
        """The longer side in pixels."""
        return max(self.width, self.height)

    def with_(self, other: "Mark") -> "Mark":
        """Return both marks as one."""
        return Mark(
            self.components + other.components,
            min(self.left, other.left),
            max(self.right, other.right),
            min(self.top, other.top),
            max(self.bottom, other.bottom),
        )

    def pixels(self, labels: Labels) -> Mask:
        """Return which pixels of the box (h, w) are the mark's."""
        return np.isin(labels[self.top : self.bottom, self.left : self.right], self.components)


def find_marks(relative: Grey, level: float, surely: float = _SURELY_INK) -> tuple[Labels, list[Mark]]:
    """Return the ink above `level` in (h, w), 0 (paper) … 1 (the strongest ink), as numbered components and as marks.

    Marks are the components that reach `surely` somewhere and are larger than the paper's grain.
    """
    labels, count = label_components(relative > level)
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
    side[strongest < surely] = 0
    kept = np.flatnonzero((side > 0) & (side >= _GRAIN * side.max()))
    marks = [Mark((int(n),), int(left[n]), int(right[n]), int(top[n]), int(bottom[n])) for n in kept]
    return labels, marks


def finest_stroke_width(marks: list[Mark], labels: Labels) -> float:
    """Return the width in pixels of the finest strokes among the larger marks; there must be at least one mark."""
    largest = max(mark.side for mark in marks)
    return min(stroke_width_of(mark, labels) for mark in marks if mark.side >= _LARGE * largest)


def stroke_width_of(mark: Mark, labels: Labels) -> float:
    """Return the typical width in pixels of one mark's strokes."""
    factor = -(-mark.side // _MEASURED_SIDE)
    return stroke_width(np.pad(any_of_blocks(mark.pixels(labels), factor), 1)) * factor


def put_together(marks: list[Mark], labels: Labels) -> list[Mark]:
    """Merge the parts of each drawing, nearest first, and drop dust."""
    gaps, skipped = _gaps(marks, labels)
    while True:
        pairs = [(first, second) for first in range(len(marks)) for second in range(first)]
        parts = [pair for pair in pairs if skipped[pair] or _are_one(marks[pair[0]], marks[pair[1]], gaps[pair])]
        if not parts:
            break
        first, second = min(parts, key=lambda pair: float(gaps[pair]))
        marks = [*marks[:second], marks[second].with_(marks[first]), *marks[second + 1 : first], *marks[first + 1 :]]
        gaps[second] = np.minimum(gaps[second], gaps[first])
        gaps[:, second] = gaps[second]
        skipped[second] |= skipped[first]
        skipped[:, second] = skipped[second]
        others = np.delete(np.arange(len(gaps)), first)
        gaps, skipped = gaps[np.ix_(others, others)], skipped[np.ix_(others, others)]
    largest = max(mark.side for mark in marks)
    return [mark for mark in marks if mark.side >= _DUST * largest]


def _gaps(marks: list[Mark], labels: Labels) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the distance between every two marks in pixels, (marks, marks), to about 1/200 of their total extent.

    Also return which of these gaps were left by a pen that skipped.
    """
    gaps = np.zeros((len(marks), len(marks)))
    skipped = np.zeros(gaps.shape, dtype=np.bool_)
    if len(marks) < 2:
        return gaps, skipped
    top, left = min(mark.top for mark in marks), min(mark.left for mark in marks)
    span = labels[top : max(mark.bottom for mark in marks), left : max(mark.right for mark in marks)]
    factor = -(-max(span.shape) // _MEASURED_SIDE)
    masks = [any_of_blocks(np.isin(span, mark.components), factor) for mark in marks]
    width = finest_stroke_width(marks, labels) / factor
    for first, mask in enumerate(masks):
        away = distance_to(mask)
        for second, other in enumerate(masks):
            gaps[first, second] = away[other].min()
            near = gaps[first, second] - 1 <= _SKIPPED * len(away)
            skipped[first, second] = second < first and near and interrupts_a_stroke(mask, other, away, width)
    return gaps * factor, skipped | skipped.T


def _are_one(first: Mark, second: Mark, gap: float) -> bool:
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

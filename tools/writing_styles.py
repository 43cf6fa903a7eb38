"""Ways of writing a digit that can be told from the strokes: what the model card breaks accuracy down by.

Each style says in words what its test does, no more; a drawing may be of several.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from inkspect.data.strokes import Drawing
from inkspect.ink import Stroke, rasterize

_POINTS_PER_HEIGHT = 60
"""Strokes are cut into steps of about so many a height of the drawing, so that shares of ink are shares of length."""

_INK = 0.5
_SIDES = ((0, 1), (1, 0), (0, -1), (-1, 0))
_CORNERS = ((1, 1), (1, -1), (-1, 1), (-1, -1))


class Shape:
    """A drawing measured in its own height: x from 0 to `width`, y from 0 (top) to 1 (bottom)."""

    def __init__(self, strokes: Sequence[Stroke]) -> None:
        inked = [stroke[:, :2] for stroke in strokes if len(stroke)]
        points = np.concatenate(inked)
        corner, (width, height) = points.min(axis=0), np.ptp(points, axis=0)
        scale = max(float(height), float(width) / 100, 1e-9)
        self.width = float(width) / scale
        self.strokes = [_resampled((stroke - corner) / scale) for stroke in inked]
        self.points: Stroke = np.concatenate(self.strokes)
        self._drawn = inked

    @cached_property
    def picture(self) -> NDArray[np.bool_]:
        """Where there is ink in the 28×28 that the network gets."""
        return rasterize(self._drawn) >= _INK

    @cached_property
    def holes(self) -> int:
        """How many patches of paper the ink encloses."""
        return _patches(~np.pad(self.picture, 1)) - 1

    @cached_property
    def pieces(self) -> int:
        """How many pieces of ink there are that do not touch, corners counting as touching."""
        return _patches(self.picture, diagonal=True)

    @cached_property
    def upstroke(self) -> float:
        """How far below the top a line begins that leads up to it from the left, whichever way the pen went.

        It is an end of the longest stroke, which then comes down by at least half the height; or a shorter stroke of
        its own, at the top and to the left of the longest one's highest point.
        """
        longest = max(self.strokes, key=len)
        rises = [0.0]
        for way in (longest, longest[::-1]):
            top = int(np.argmin(way[:, 1]))
            if np.ptp(way[top:, 1]) >= 0.5 and way[0, 0] < way[top, 0]:
                rises.append(float(way[0, 1] - way[top, 1]))
        head = longest[np.argmin(longest[:, 1]), 0]
        rises += [
            float(np.ptp(stroke[:, 1]))
            for stroke in self.strokes
            if stroke is not longest and stroke[:, 1].min() < 0.2 and stroke[:, 0].mean() < head
        ]
        return max(rises)

    def span(self, top: float, bottom: float) -> float:
        """How wide the ink between two heights is, in heights of the drawing."""
        x = self.points[(self.points[:, 1] >= top) & (self.points[:, 1] <= bottom), 0]
        return float(np.ptp(x)) if len(x) else 0.0

    def has_bar(self, top: float, bottom: float) -> bool:
        """Whether a stroke after the first is wider than high and lies between two heights."""
        return any(
            np.ptp(stroke[:, 0]) > np.ptp(stroke[:, 1]) and stroke[:, 1].min() >= top and stroke[:, 1].max() <= bottom
            for stroke in self.strokes[1:]
        )

    def has_dot(self, size: float) -> bool:
        """Whether a stroke among several is smaller than so many heights of the drawing."""
        return len(self.strokes) > 1 and any(np.ptp(stroke, axis=0).max() < size for stroke in self.strokes)

    def inside(self) -> bool:
        """Whether there is ink in the middle third of both width and height."""
        x, y = self.points[:, 0] / max(self.width, 1e-9), self.points[:, 1]
        return bool(((abs(x - 0.5) < 1 / 6) & (abs(y - 0.5) < 1 / 6)).any())

    def begins_right(self) -> bool:
        """Whether the first point lies in the right half."""
        return bool(self.points[0, 0] > self.width / 2)

    def height_of_end(self) -> float:
        """Return how far down the last point lies."""
        return float(self.points[-1, 1])

    def height_of_leftmost(self) -> float:
        """Return how far down the leftmost point lies."""
        return float(self.points[np.argmin(self.points[:, 0]), 1])


@dataclass(frozen=True)
class Style:
    """A way of writing.

    Attributes:
        digits: the digits it is told for.
        name: what it is called.
        test: in words, what `holds` looks at.
        holds: whether a drawing of one of the digits is written so.
    """

    digits: str
    name: str
    test: str
    holds: Callable[[Shape], bool]


_ANY = "0123456789"

STYLES = (
    Style("0", "closed", "the ink encloses one patch of paper", lambda s: s.holes == 1),
    Style("0", "not closed", "the ink encloses no paper", lambda s: s.holes == 0),
    Style("0", "slashed or overwritten", "ink in the middle third of both width and height", lambda s: s.inside()),
    Style("1", "a bare stem", "upstroke below 5 % of the height", lambda s: s.upstroke < 0.05),
    Style("1", "short upstroke", "upstroke of 5 % to a third of the height", lambda s: 0.05 <= s.upstroke < 1 / 3),
    Style("1", "long upstroke", "upstroke of a third of the height or more", lambda s: s.upstroke >= 1 / 3),
    Style("1", "very long upstroke", "upstroke of half the height or more", lambda s: s.upstroke >= 1 / 2),
    Style("1", "with a broad head", "upper third wider than a third of the height", lambda s: s.span(0, 1 / 3) > 1 / 3),
    Style("1", "with a foot", "lowest tenth wider than a quarter of the height", lambda s: s.span(0.9, 1) > 0.25),
    Style("2", "with a loop", "the ink encloses paper", lambda s: s.holes > 0),
    Style("2", "without a loop", "the ink encloses no paper", lambda s: s.holes == 0),
    Style("3", "with a loop", "the ink encloses paper", lambda s: s.holes > 0),
    Style("3", "without a loop", "the ink encloses no paper", lambda s: s.holes == 0),
    Style("4", "closed at the top", "the ink encloses paper", lambda s: s.holes > 0),
    Style("4", "open at the top", "the ink encloses no paper", lambda s: s.holes == 0),
    Style("4", "with a low bar", "leftmost point in the lowest 30 %", lambda s: s.height_of_leftmost() > 0.7),
    Style("5", "in one stroke", "one stroke", lambda s: len(s.strokes) == 1),
    Style("5", "roof as a separate stroke", "two strokes or more", lambda s: len(s.strokes) > 1),
    Style("5", "detached roof", "the ink is in two pieces or more", lambda s: s.pieces > 1),
    Style("6", "closed", "the ink encloses paper", lambda s: s.holes > 0),
    Style("6", "not closed", "the ink encloses no paper", lambda s: s.holes == 0),
    Style(
        "7",
        "plain",
        "one stroke, upstroke below a tenth of the height",
        lambda s: len(s.strokes) == 1 and s.upstroke < 0.1,
    ),
    Style("7", "with a bar", "a later stroke about halfway down, wider than high", lambda s: s.has_bar(0.25, 0.75)),
    Style("7", "with a serif", "upstroke of a tenth of the height or more", lambda s: s.upstroke >= 0.1),
    Style("7", "with a foot", "lowest tenth wider than a quarter of the height", lambda s: s.span(0.9, 1) > 0.25),
    Style("8", "two closed loops", "the ink encloses two patches of paper", lambda s: s.holes == 2),
    Style("8", "a loop open or filled with ink", "the ink encloses fewer than two patches", lambda s: s.holes < 2),
    Style("8", "in two strokes or more", "two strokes or more", lambda s: len(s.strokes) > 1),
    Style("9", "closed", "the ink encloses paper", lambda s: s.holes > 0),
    Style("9", "not closed", "the ink encloses no paper", lambda s: s.holes == 0),
    Style(
        "9",
        "with a straight stem",
        "lowest quarter narrower than a quarter of the height",
        lambda s: s.span(0.75, 1) < 0.25,
    ),
    Style(
        "9", "with a wide tail", "lowest quarter wider than a quarter of the height", lambda s: s.span(0.75, 1) >= 0.25
    ),
    Style("9", "with a curled tail", "last point above the lowest point", lambda s: s.height_of_end() < 0.98),
    Style("9", "started on the right", "first point in the right half", lambda s: s.begins_right()),
    Style("9", "started on the left", "first point in the left half", lambda s: not s.begins_right()),
    Style("0235689", "narrow", "less than half as wide as high", lambda s: s.width < 0.5),
    Style("02345679", "wide", "wider than high", lambda s: s.width > 1),
    Style("0123689", "more strokes than usual", "two or more", lambda s: len(s.strokes) > 1),
    Style("457", "more strokes than usual", "three or more", lambda s: len(s.strokes) > 2),
    Style(_ANY, "in pieces", "the ink is in two pieces or more", lambda s: s.pieces > 1),
    Style(_ANY, "with a dot", "a stroke smaller than a twentieth of the height", lambda s: s.has_dot(0.05)),
)
"""In the order of the card's table."""


def styles_of(drawing: Drawing) -> list[Style]:
    """Return the styles that a labelled drawing with ink is written in."""
    shape = Shape(drawing.kept)
    return [style for style in STYLES if drawing.label and drawing.label in style.digits and style.holds(shape)]


def _resampled(stroke: Stroke) -> Stroke:
    """Return points (n, 2) at even distances along the stroke, its ends among them."""
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    count = max(int(np.ceil(lengths[-1] * _POINTS_PER_HEIGHT)) + 1, 1)
    places = np.linspace(0.0, lengths[-1], count)
    return np.stack([np.interp(places, lengths, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _patches(where: NDArray[np.bool_], *, diagonal: bool = False) -> int:
    """Count the patches of neighbouring cells that are true."""
    left = {(int(row), int(column)) for row, column in np.argwhere(where)}
    steps = _SIDES + _CORNERS if diagonal else _SIDES
    count = 0
    while left:
        count += 1
        waiting = [left.pop()]
        while waiting:
            row, column = waiting.pop()
            near = {(row + down, column + right) for down, right in steps} & left
            left -= near
            waiting += near
    return count

"""Walks along the points of a drawing in steps: the rule that turns ink into movements, one token a movement."""

import functools
import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from inkspect.pen.description import PenDescription, load_pen

Point: TypeAlias = Sequence[float]
"""x and y, in steps of a frame."""

_Candidate: TypeAlias = tuple[int, float, float]
"""A direction's token, and its step as x and y."""


class Pen:
    """A pen on its way, with the movements that it has made.

    It makes at most `limit` movements, 2 at least; what would come after is left out.
    """

    def __init__(self, limit: int) -> None:
        description = load_pen()
        self._limit = limit
        self._reach_squared = description.reach * description.reach
        self._candidates = candidates_by_octant(description)
        self._x = self._y = 0.0
        self.movements: list[int] = []

    def draw(self, stroke: Sequence[Point]) -> None:
        """Put the pen down at a stroke's first point, and follow the others; there must be one point at least."""
        if self.movements:
            self._jump(stroke[0])
        else:
            self._begin(stroke[0])
        self.follow(stroke[1:])

    def follow(self, points: Iterable[Point]) -> None:
        """Step towards each point until it is less than 0.75 steps away; what is left is carried on."""
        movements, limit, reach_squared, candidates = self.movements, self._limit, self._reach_squared, self._candidates
        pen_x, pen_y = self._x, self._y
        for x, y in points:
            away_x, away_y = x - pen_x, y - pen_y
            while away_x * away_x + away_y * away_y >= reach_squared and len(movements) < limit:
                octant = (away_x < 0) + 2 * (away_y < 0) + 4 * (abs(away_y) > abs(away_x))
                (token, step_x, step_y), second, third = candidates[octant]
                largest = away_x * step_x + away_y * step_y
                along = away_x * second[1] + away_y * second[2]
                if along > largest:
                    largest, (token, step_x, step_y) = along, second
                if away_x * third[1] + away_y * third[2] > largest:
                    token, step_x, step_y = third
                movements.append(token)
                pen_x += step_x
                pen_y += step_y
                away_x, away_y = x - pen_x, y - pen_y
        self._x, self._y = pen_x, pen_y

    def _begin(self, point: Point) -> None:
        """Begin a drawing at the whole step that is nearest to its first point; the pen then *is* there."""
        pen = load_pen()
        self._x, self._y = (float(nearest_whole(value, 0, pen.steps)) for value in point)
        self.movements += [pen.at(int(self._x)), pen.at(int(self._y))]

    def _jump(self, point: Point) -> None:
        """Lift the pen, carry it through the air to a point, and put it down there."""
        self._sign("LIFT")
        self.follow([point])
        self._sign("DROP")

    def _sign(self, name: str) -> None:
        if len(self.movements) < self._limit:
            self.movements.append(load_pen().id(name))


def nearest_whole(value: float, least: int, most: int) -> int:
    """Return the whole number nearest to a finite value, halves rounded up, kept in least … most."""
    return min(max(math.floor(value + 0.5), least), most)


@functools.cache
def candidates_by_octant(description: PenDescription) -> tuple[tuple[_Candidate, ...], ...]:
    """Return, for every octant of the plane, the three directions in it and on its borders, in order of ids.

    The one with the largest product with a vector in the octant is among them: the others are at least 22.5° away from
    it, one of these at most 11.25°. Octants are numbered by 1 if x is negative, 2 if y is, 4 if y is the larger one.
    """
    return tuple(
        tuple(
            (description.step(index), x, y)
            for index, (x, y) in enumerate(description.directions)
            if x * (-1 if octant & 1 else 1) >= 0
            and y * (-1 if octant & 2 else 1) >= 0
            and (abs(y) >= abs(x) if octant & 4 else abs(x) >= abs(y))
        )
        for octant in range(8)
    )

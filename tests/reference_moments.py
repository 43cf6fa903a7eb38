"""What the page keeps of strokes from elsewhere, written a second time, in fractions; nothing here is the package's.

`reference.cut_to_pad` is what it keeps of strokes that are placed already; here is what comes before and after.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

import numpy as np

import reference

_NEARLY_HALF = Fraction(1, 10**6)


def kept_strokes(strokes: Sequence[Sequence[Sequence[float]]], *, placed: bool) -> list[list[list[int]]]:
    """Points [x, y] or [x, y, t] in any unit, or in pad units if placed → kept points [x, y, t], t from 0."""
    drawn = [[[Fraction(value) for value in point] for point in stroke] for stroke in strokes if stroke]
    times = iter(_whole_times([point[2] if len(point) == 3 else None for stroke in drawn for point in stroke]))
    timed = [[[*point[:2], Fraction(next(times))] for point in stroke] for stroke in drawn]
    kept = reference.cut_to_pad(timed if placed else _fitted(timed))  # type: ignore[arg-type]  # fractions do as well
    start = kept[0][0][2] if kept else 0
    return [[[x, y, t - start] for x, y, t in stroke] for stroke in kept]


def _fitted(strokes: Sequence[Sequence[Sequence[Fraction]]]) -> list[list[list[Fraction]]]:
    """Into the middle of the pad, the box's longer side 60 % of the pad's, in whole pad units."""
    xs, ys = ([point[axis] for stroke in strokes for point in stroke] for axis in (0, 1))
    longest = max(max(xs) - min(xs), max(ys) - min(ys))
    scale = Fraction(6, 10) * reference.PAD_SIDE / longest if longest else Fraction(0)
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return [
        [[Fraction(_whole(2048 + (x - middle_x) * scale)), Fraction(_whole(2048 + (y - middle_y) * scale)), t]
         for x, y, t in stroke]
        for stroke in strokes
    ]  # fmt: skip


def moments_of(strokes: Sequence[list[list[int]]]) -> list[list[list[list[int]]]]:
    """The strokes after 1, 2, … points."""
    return [
        [*strokes[:number], stroke[: count + 1]]
        for number, stroke in enumerate(strokes)
        for count in range(len(stroke))
    ]


def picture_of(strokes: Sequence[Sequence[Sequence[int]]]) -> reference.Float64s:
    """(28, 28), as a network gets it: in float32."""
    return reference.ink_rule(strokes).astype(np.float32).astype(np.float64)


def _whole_times(given: Sequence[Fraction | None]) -> list[int]:
    """Times from the first one on, whole and never running backwards: one that would holds up all after it."""
    first = next(iter(given)) or Fraction(0)
    times: list[int] = []
    late = 0
    for time in given:
        if time is None:
            times.append(times[-1] + 10 if times else 0)
        else:
            wanted = _whole(time - first) + late
            times.append(max(wanted, times[-1] if times else wanted))
            late += times[-1] - wanted
    return times


def _whole(value: Fraction) -> int:
    """To the nearest whole number, halves up."""
    undecided = value.denominator > 2 and abs(value % 1 - Fraction(1, 2)) < _NEARLY_HALF
    assert not undecided, f"rounding in float64 may decide {float(value)} otherwise: choose another case"
    return floor(value + Fraction(1, 2))

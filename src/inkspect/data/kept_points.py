"""The points that the page keeps of a drawing: fitted into the pad, rounded to pad units, cut at the border, timed.

The counterpart of the page's `ink/strokes.ts`; the golden moments keep the two in step.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.data.pad import PAD_SIDE, cut_to_pad, rounded_half_up
from inkspect.data.stroke_values import MILLISECONDS_PER_POINT
from inkspect.data.strokes import Drawing
from inkspect.system.errors import InkspectError

MAX_KEPT_POINTS = 20_000
"""The most points that the page keeps of a drawing."""

_FITTED_SHARE = 0.6
"""The longer side of a fitted drawing, as a share of the pad's side."""


@dataclass(frozen=True, eq=False)
class KeptPoints:
    """The points of a drawing in the order drawn; a moment of the drawing is a number of them.

    Attributes:
        points: float64 (n, 3): x and y in pad units, and t in ms since the first point; all whole numbers.
        strokes: (n,): the index of each point's stroke, from 0.
    """

    points: NDArray[np.float64]
    strokes: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.points)

    def until(self, moment: int) -> list[NDArray[np.float64]]:
        """Return the strokes after so many points, each (points, 2)."""
        begins = np.flatnonzero(np.diff(self.strokes[:moment])) + 1
        return np.split(self.points[:moment, :2], begins) if moment else []


def kept_points(drawing: Drawing) -> KeptPoints:
    """Return what the page keeps of a drawing; nothing if it has no visible ink.

    Raises:
        InkspectError: the drawing has more points than the page keeps.
    """
    strokes = [stroke for stroke in drawing.strokes if len(stroke)]
    _check_count(strokes)
    if not strokes:
        return KeptPoints(np.empty((0, 3)), np.empty(0, np.intp))
    timed = _timed(strokes)
    kept = cut_to_pad(timed if drawing.placed else _fitted(timed))
    _check_count(kept)
    points = np.concatenate([np.empty((0, 3)), *kept])
    points[:, 2] -= points[:1, 2]
    return KeptPoints(points, np.repeat(np.arange(len(kept)), [len(stroke) for stroke in kept]))


def _check_count(strokes: Sequence[NDArray[np.float64]]) -> None:
    points = sum(map(len, strokes))
    if points > MAX_KEPT_POINTS:
        raise InkspectError(f"the drawing has {points:,} points; the page keeps at most {MAX_KEPT_POINTS:,}")


def _timed(strokes: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Return the strokes as (points, 3), with times in whole ms since the first point, never running backwards.

    A time that would run backwards is delayed, along with all after it; a missing one is 10 ms after the previous.
    """
    first = strokes[0][0, 2] if strokes[0].shape[1] == 3 else 0.0
    last, delay = -MILLISECONDS_PER_POINT, 0.0
    timed = []
    for stroke in strokes:
        times = np.empty(len(stroke))
        given = rounded_half_up(stroke[:, 2] - first).tolist() if stroke.shape[1] == 3 else [None] * len(stroke)
        for index, time in enumerate(given):
            due = last + MILLISECONDS_PER_POINT if time is None else time + delay
            times[index] = max(last, due)
            delay += times[index] - due
            last = float(times[index])
        timed.append(np.column_stack([stroke[:, :2], times]))
    return timed


def _fitted(strokes: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Return the strokes centred on the pad, the longer side of their box 60 % of the pad's; nothing is rounded yet."""
    places = np.concatenate([stroke[:, :2] for stroke in strokes])
    low, high = places.min(axis=0), places.max(axis=0)
    centre = low / 2 + high / 2
    half_side = float((high / 2 - low / 2).max())

    def fitted(values: NDArray[np.float64]) -> NDArray[np.float64]:
        # Halved before they are subtracted, in this order, every value is computed as in the page.
        shares = (values / 2 - centre / 2) / half_side if half_side > 0 else np.zeros_like(values)
        return PAD_SIDE / 2 + shares * (PAD_SIDE * _FITTED_SHARE)

    return [np.column_stack([fitted(stroke[:, :2]), stroke[:, 2:]]) for stroke in strokes]

"""What the pen's network reads in a drawing after every point: its digit, and where it expects the pen to go."""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from inkspect.data.kept_points import KeptPoints, kept_points
from inkspect.data.strokes import Drawing
from inkspect.pen.frame import Frame
from inkspect.pen.network import PenNetwork
from inkspect.pen.reading import PenReading, PenReadingJson, read_tokens
from inkspect.pen.tokens import Tokens, tokens_of
from inkspect.pen.walking import Pen
from inkspect.system.arguments import as_whole
from inkspect.system.words import counted


class PenMomentJson(PenReadingJson):
    """The JSON values of one moment: a reading, the number of points drawn, and when the last one was, in ms."""

    moment: int
    t: int


@dataclass(frozen=True, eq=False, repr=False)
class PenReadingOverTime:
    """The pen's network's reading of a drawing after every point that the page keeps of it; `len` is their number, n.

    Attributes:
        points: (n, 3) the points: x and y in pad units, 1/4096 of the pad's side, and t in ms since the first point.
        strokes: (n,) the index of each point's stroke, from 0.
        readings: the n readings, each in the frame of the points so far.
    """

    points: NDArray[np.float64]
    strokes: NDArray[np.intp]
    readings: tuple[PenReading, ...]

    def __len__(self) -> int:
        return len(self.readings)

    def __repr__(self) -> str:
        end = f", at the end {self.readings[-1].digit}" if self.readings else ""
        return f"<PenReadingOverTime: {counted(len(self), 'point')}{end}>"

    def at(self, moment: int) -> PenReading:
        """Return the reading after so many points, from 1 to n.

        Raises:
            InvalidValueError: `moment` is not a whole number from 1 to n.
        """
        return self.readings[as_whole(moment, "moment", 1, len(self)) - 1]

    def to_json(self) -> list[PenMomentJson]:
        """Return a JSON object for every point, as `inkspect read --over-time --network pen` prints them."""
        times = self.points[:, 2].astype(np.int64).tolist()
        moments = enumerate(zip(times, self.readings, strict=True), start=1)
        return [{"moment": moment, "t": t, **reading.to_json()} for moment, (t, reading) in moments]


def read_movements_over_time(drawing: Drawing, network: PenNetwork) -> PenReadingOverTime:
    """Read a drawing after every point with the pen's network.

    Raises:
        InkspectError: the drawing has more than 20,000 points.
    """
    kept = kept_points(drawing)
    every = list(tokens_over_time(kept))
    different = {tokens.ids: tokens for tokens in every}  # most points are no movement
    with threadpool_limits(limits=1, user_api="blas"):  # the matrices are so small that threads mostly wait
        read = dict(zip(different, read_tokens(list(different.values()), network), strict=True))
    readings = tuple(_with_left_out(read[tokens.ids], tokens.left_out) for tokens in every)
    return PenReadingOverTime(kept.points, kept.strokes, readings)


def tokens_over_time(kept: KeptPoints) -> Iterator[Tokens]:
    """Yield a drawing's tokens after 1, 2, … n points, as `tokenize` tells them.

    As long as the frame stays the same, the pen walks on from where it is.
    """
    places = kept.points[:, :2]
    low, high = np.minimum.accumulate(places), np.maximum.accumulate(places)
    frame, pen = Frame(math.nan, math.nan, math.nan), _WalkingPen(kept)
    for moment in range(1, len(kept) + 1):
        around = Frame.around(np.stack([low[moment - 1], high[moment - 1]]))
        if around != frame:
            frame, pen = around, _WalkingPen(kept)
        yield tokens_of(pen.movements_until(moment, frame), frame)


class _WalkingPen:
    """A pen that has walked along a drawing's first points in one frame."""

    def __init__(self, kept: KeptPoints) -> None:
        self._kept, self._pen, self._walked = kept, Pen(sys.maxsize), 0

    def movements_until(self, moment: int, frame: Frame) -> tuple[int, ...]:
        """Walk on to a later moment, and return all movements."""
        strokes = self._kept.strokes
        points = frame.in_steps(self._kept.points[self._walked : moment, :2]).tolist()
        for index, point in enumerate(points, start=self._walked):
            if index == 0 or strokes[index] != strokes[index - 1]:
                self._pen.draw([point])
            else:
                self._pen.follow([point])
        self._walked = moment
        return tuple(self._pen.movements)


def _with_left_out(reading: PenReading, left_out: int) -> PenReading:
    if left_out == reading.left_out:
        return reading
    return PenReading(reading.digit, reading.probabilities, reading.next_tokens, left_out)

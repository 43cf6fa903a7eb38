"""Digits that the pen's network writes: whether they are read as meant, and whether they are copies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from inkspect.data.labels import DIGITS
from inkspect.ink import Stroke, rasterize_all
from inkspect.network.network import Network
from inkspect.pen.network import PenNetwork
from inkspect.pen.stepping import Stepping
from inkspect.pen.writing import Written, write

OF_EACH = 100
"""How many of each digit are written."""

TEMPERATURES = (0.8, 0.5)
_AT_ONCE = 256


class NearnessJson(TypedDict):
    """How near written digits are to training drawings, and held-out drawings for comparison."""

    training: int
    held_out: int
    median_of_written: float
    median_of_held_out: float
    nearer_than_median: int
    nearer_than_any: int


class WrittenJson(TypedDict):
    """How many of the digits written at a temperature were read as meant."""

    temperature: float
    count: int
    unended: int
    right: int
    sure: int
    right_of_each: list[int]
    nearness: NearnessJson | None


@dataclass(frozen=True)
class Nearness:
    """How near written digits are to the nearest of the training drawings: whether they are copies.

    The distance of two drawings is that of their 28×28 ink, from 0 to 1 a cell: the root of the sum of the squared
    differences. How near drawings of other writers come by chance is what held-out ones tell.

    Attributes:
        training: the number of training drawings.
        held_out: the number of held-out drawings.
        median_of_written: the median of the written digits' distances.
        median_of_held_out: the same of the held-out drawings'.
        nearer_than_median: how many written digits are nearer than the median of the held-out drawings is.
        nearer_than_any: how many are nearer than all held-out drawings are.
    """

    training: int
    held_out: int
    median_of_written: float
    median_of_held_out: float
    nearer_than_median: int
    nearer_than_any: int

    def to_json(self) -> NearnessJson:
        """Return the figures as JSON values."""
        return {
            "training": self.training,
            "held_out": self.held_out,
            "median_of_written": self.median_of_written,
            "median_of_held_out": self.median_of_held_out,
            "nearer_than_median": self.nearer_than_median,
            "nearer_than_any": self.nearer_than_any,
        }


@dataclass(frozen=True)
class WrittenDigits:
    """How the picture's network reads digits that the pen's network wrote.

    Attributes:
        temperature: that they were written at.
        of_each: how many of each digit were written.
        unended: how many had no end when the context was full; they count as misread.
        right_of_each: (10,) how many of each digit have an end, and the digit meant as the most probable one.
        sure: how many of those right have the verdict "digit".
        nearness: how near they are to training drawings; None if none are given.
    """

    temperature: float
    of_each: int
    unended: int
    right_of_each: tuple[int, ...]
    sure: int
    nearness: Nearness | None = None

    @property
    def count(self) -> int:
        """How many were written."""
        return len(DIGITS) * self.of_each

    @property
    def right(self) -> int:
        """How many were read as meant."""
        return sum(self.right_of_each)

    @property
    def accuracy(self) -> float:
        """The share read as meant."""
        return self.right / self.count

    def to_json(self) -> WrittenJson:
        """Return the figures as JSON values."""
        return {
            "temperature": self.temperature,
            "count": self.count,
            "unended": self.unended,
            "right": self.right,
            "sure": self.sure,
            "right_of_each": list(self.right_of_each),
            "nearness": None if self.nearness is None else self.nearness.to_json(),
        }


@dataclass(frozen=True, eq=False)
class Known:
    """What written digits are compared with.

    Attributes:
        training: (n, 784) the ink of the drawings that the network learned from.
        held_out: (m,) the distances of held-out drawings from the nearest of them.
    """

    training: NDArray[np.float32]
    held_out: NDArray[np.float32]

    @classmethod
    def of(cls, training: Sequence[Sequence[Stroke]], held_out: Sequence[Sequence[Stroke]]) -> "Known":
        """Return what at least one drawing of each kind gives."""
        ink = _ink(training)
        return cls(ink, nearest_distances(_ink(held_out), ink))

    def nearness(self, written: Sequence[Sequence[Stroke]]) -> Nearness:
        """Compare at least one written digit with the training drawings."""
        distances = nearest_distances(_ink(written), self.training)
        median = float(np.median(self.held_out))
        return Nearness(
            len(self.training),
            len(self.held_out),
            median_of_written=float(np.median(distances)),
            median_of_held_out=median,
            nearer_than_median=int((distances < median).sum()),
            nearer_than_any=int((distances < self.held_out.min()).sum()),
        )


def write_digits(
    network: PenNetwork, temperature: float, of_each: int = OF_EACH, on_digit: Callable[[int], object] | None = None
) -> list[Written]:
    """Return written digits, `of_each` zeros first; their seeds are 0, 1, 2, … in this order.

    Args:
        network: the pen's network.
        temperature: what they are written at.
        of_each: how many of each digit.
        on_digit: called before each digit with it.

    Raises:
        InvalidValueError: the network's logits are not finite.
    """
    stepping, written = Stepping(network), list[Written]()
    with threadpool_limits(limits=1, user_api="blas"):  # for a token at a time, threads mostly wait
        for digit in range(len(DIGITS)):
            if on_digit is not None:
                on_digit(digit)
            seeds = range(digit * of_each, (digit + 1) * of_each)
            written += [write(stepping, digit, temperature, seed=seed) for seed in seeds]
    return written


def read_written(
    written: Sequence[Written], temperature: float, picture: Network, known: Known | None = None
) -> WrittenDigits:
    """Let the picture's network read digits that `write_digits` returned."""
    of_each = len(written) // len(DIGITS)
    meant = np.repeat(np.arange(len(DIGITS)), of_each)
    ended = np.array([one.ended for one in written])
    drawn = [one.strokes for one in written]
    trace = picture.trace(rasterize_all(drawn).astype(np.float32))
    right = ended & (trace.probabilities.argmax(axis=1) == meant)
    certain = np.array([verdict == "digit" for verdict in picture.verdict_rule.judge(trace.probabilities)])
    finished = [strokes for strokes, whole in zip(drawn, ended, strict=True) if whole]
    return WrittenDigits(
        temperature,
        of_each,
        unended=int((~ended).sum()),
        right_of_each=tuple(np.bincount(meant[right], minlength=len(DIGITS)).tolist()),
        sure=int((right & certain).sum()),
        nearness=known.nearness(finished) if known is not None and finished else None,
    )


def nearest_distances(pictures: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return each picture's distance from the nearest of the others; both (n, cells), at least one other."""
    norms = np.square(others).sum(axis=1)
    nearest = np.empty(len(pictures), np.float32)
    for start in range(0, len(pictures), _AT_ONCE):
        some = pictures[start : start + _AT_ONCE]
        candidates = (norms - 2 * (some @ others.T)).argmin(axis=1)
        # Again, from differences: the squares' own difference would lose what makes two copies equal.
        nearest[start : start + _AT_ONCE] = np.sqrt(np.square(some - others[candidates]).sum(axis=1))
    return nearest


def _ink(drawings: Sequence[Sequence[Stroke]]) -> NDArray[np.float32]:
    return rasterize_all(drawings).astype(np.float32).reshape(len(drawings), -1)

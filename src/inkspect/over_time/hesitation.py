"""How a network changes its mind while drawings are drawn: how often, and how early it settles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from inkspect.data.strokes import Drawing
from inkspect.network.network import Network
from inkspect.network.verdict import Verdict
from inkspect.over_time.reading import ReadingOverTime, read_over_time

Answer: TypeAlias = tuple[Verdict, frozenset[int]]
"""What the page says: a verdict, and the digits that it names: one, two if it is unsure, or none."""


@dataclass(frozen=True)
class Hesitation:
    """How a network came to its answer to one drawing.

    Attributes:
        points: the number of points.
        changes: how often the answer, verdict and digits named, changed from one point to the next.
        firm_digits: how many different digits it took the drawing for with the verdict "digit", sooner or later.
        found: the number of points after which the most probable digit was, and stayed, the one of the end.
        sure: the number of points after which the verdict was, and stayed, "digit" with that digit; None if it is not
            that in the end.
    """

    points: int
    changes: int
    firm_digits: int
    found: int
    sure: int | None

    @property
    def found_share(self) -> float:
        """The share of the points after which the last digit is found, above 0 and at most 1."""
        return self.found / self.points

    @property
    def sure_share(self) -> float | None:
        """The share of the points after which it is sure; None if it is not sure in the end."""
        return None if self.sure is None else self.sure / self.points


def read_hesitations(drawings: Iterable[Drawing], network: Network) -> list[Hesitation]:
    """Read drawings that have ink after every point, and return how the network came to its answer to each.

    Raises:
        InkspectError: a drawing has more points than the page keeps.
    """
    with threadpool_limits(limits=1, user_api="blas"):  # for so few pictures at once, threads mostly wait
        return [hesitation_of(read_over_time(drawing, network)) for drawing in drawings]


def hesitation_of(read: ReadingOverTime) -> Hesitation:
    """Return how a network came to its answer to a drawing that has ink."""
    answers = answers_in(read)
    last = answers[-1]
    return Hesitation(
        points=len(answers),
        changes=sum(answer != before for before, answer in pairwise(answers)),
        firm_digits=len({digits for verdict, digits in answers if verdict == "digit"}),
        found=_stays_from(read.digits == read.digits[-1]),
        sure=_stays_from(np.array([answer == last for answer in answers])) if last[0] == "digit" else None,
    )


def answers_in(read: ReadingOverTime) -> list[Answer]:
    """Return the answer after each point."""
    leading = np.argsort(-read.probabilities, axis=1, kind="stable")[:, :2].tolist()
    named = {"digit": 1, "unsure": 2, "none": 0}
    return [
        (verdict, frozenset(digits[: named[verdict]])) for verdict, digits in zip(read.verdicts, leading, strict=True)
    ]


def _stays_from(holds: NDArray[np.bool_]) -> int:
    """Return after how many points something holds that holds at the end, and does not cease to hold in between."""
    broken = np.flatnonzero(~holds)
    return int(broken[-1]) + 2 if len(broken) else 1


@dataclass(frozen=True)
class Hesitations:
    """How a network came to its answers to many drawings.

    Attributes:
        drawings: the number of drawings.
        points: the median of their points.
        changes: (drawings,) how often the answer changed.
        through_two_digits: the share of the drawings that were taken for two or more digits with the verdict "digit".
        found: (drawings,) the shares of the points after which the last digit was found.
        sure: (up to drawings,) the same for being sure, of the drawings that it was sure of in the end.
    """

    drawings: int
    points: float
    changes: NDArray[np.int64]
    through_two_digits: float
    found: NDArray[np.float64]
    sure: NDArray[np.float64]

    @classmethod
    def of(cls, each: Sequence[Hesitation]) -> "Hesitations":
        """Gather the hesitations of one drawing or more."""
        return cls(
            drawings=len(each),
            points=float(np.median([one.points for one in each])),
            changes=np.array([one.changes for one in each]),
            through_two_digits=sum(one.firm_digits >= 2 for one in each) / len(each),
            found=np.array([one.found_share for one in each]),
            sure=np.array([share for one in each if (share := one.sure_share) is not None]),
        )

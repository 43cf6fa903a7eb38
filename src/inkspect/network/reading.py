"""A network's reading of one drawing or picture: verdict, digit and probabilities."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

import numpy as np
from numpy.typing import NDArray

from inkspect.network.trace import Trace
from inkspect.network.verdict import Verdict, VerdictRule
from inkspect.system.comparing import same_fields

SECOND_FROM = 0.1
"""A second digit is in question from this probability on; web/src/explain/reading.ts has the same."""


class ReadingJson(TypedDict):
    """The JSON values that `Reading.to_json` returns."""

    verdict: Verdict
    digit: int | None
    probabilities: list[float] | None


@dataclass(frozen=True, eq=False, repr=False)
class Reading:
    """A network's reading of one drawing or picture.

    Attributes:
        verdict: the verdict: "digit"; "unsure", if it is perhaps a digit, or one of two; "none", if it is no digit;
            "empty", if nothing is drawn. A network gives only its `verdict_rule.possible_verdicts`, and "empty".
        digit: the most probable digit; None if nothing is drawn.
        probabilities: (10,) of the digits 0 to 9, summing to 1; None if nothing is drawn.
    """

    verdict: Verdict
    digit: int | None
    probabilities: NDArray[np.float32] | None

    @property
    def second(self) -> int | None:
        """The digit it may be instead: the second most probable, if it is unsure and that has a tenth or more."""
        if self.verdict != "unsure" or self.probabilities is None:
            return None
        second = int(np.argsort(-self.probabilities, kind="stable")[1])
        return second if self.probabilities[second] >= SECOND_FROM else None

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds an array

    def __repr__(self) -> str:
        if self.digit is None or self.probabilities is None:
            return f"<Reading: {self.verdict}>"
        return f"<Reading: {self.verdict}, {self.digit} with {self.probabilities[self.digit]:.4f}>"

    def _repr_html_(self) -> str:
        """Return the ten probabilities as bars, for notebooks."""
        if self.probabilities is None:
            return "<p>Nothing is drawn.</p>"
        shares = enumerate(self.probabilities.tolist())
        rows = "".join(
            f'<tr><th>{digit}</th><td><meter value="{share:.4f}" max="1"></meter></td><td>{share:.2%}</td></tr>'
            for digit, share in shares
        )
        return f"<table><caption>{self.verdict}</caption>{rows}</table>"

    def to_json(self) -> ReadingJson:
        """Return the reading as JSON values."""
        probabilities = None if self.probabilities is None else [float(share) for share in self.probabilities]
        return {"verdict": self.verdict, "digit": self.digit, "probabilities": probabilities}


def readings_of(trace: Trace, rule: VerdictRule) -> list[Reading]:
    """Return the reading of each picture in a trace."""
    return list(map(_reading, judge(trace, rule), trace.probabilities))


def judge(trace: Trace, rule: VerdictRule) -> list[Verdict]:
    """Return the verdict on each picture in a trace."""
    verdicts = rule.judge(trace.probabilities)
    return [verdict if picture.any() else "empty" for verdict, picture in zip(verdicts, trace.pictures, strict=True)]


def _reading(verdict: Verdict, probabilities: NDArray[np.floating]) -> Reading:
    if verdict == "empty":
        return Reading(verdict, None, None)
    return Reading(verdict, int(probabilities.argmax()), probabilities.astype(np.float32))

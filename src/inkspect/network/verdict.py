"""The verdict on a drawing: a digit, one of two, or none; web/src/explain/verdict.ts implements the same rule."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from numbers import Real
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.system.arguments import shown
from inkspect.system.errors import InkspectError, InvalidValueError

Verdict: TypeAlias = Literal["digit", "unsure", "none", "empty"]
"""The conclusion drawn from ten probabilities.

"digit": the drawing shows the most probable digit; "unsure": perhaps that digit, or the second most probable; "none":
no digit; "empty": nothing is drawn.
"""

METADATA_KEY = "verdict"
"""The metadata key under which a weights file stores the rule's numbers, as JSON."""


def evidence(probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return how far the leading digit's logit is above the average digit's (n,), from probabilities (n, 10).

    That is the logarithm of the highest probability over the geometric mean of all ten, so it can be told from
    probabilities alone. A probability of 0 makes it infinite.
    """
    with np.errstate(divide="ignore"):
        logarithms = np.log(probabilities.astype(np.float64))
    above: NDArray[np.float64] = logarithms.max(axis=1) - logarithms.mean(axis=1)
    return above


def _is_number(value: object, most: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    try:
        return 0 <= float(value) <= most
    except OverflowError:
        return False


_NEEDED = frozenset({"digit_from", "unsure_from"})
_MOST = {"digit_from": 1.0, "unsure_from": 1.0, "digit_evidence_from": 1e9, "unsure_evidence_from": 1e9}


@dataclass(frozen=True)
class VerdictRule:
    """Judges by the two highest probabilities and by the evidence for the leading digit.

    Probabilities tell which digit it is, if it is one. Whether it is one, the evidence tells better: how far the
    leading digit's logit is above the average digit's (`evidence`). Training makes all ten equal where there is no
    digit; a drawing that is a little like one digit, and like no other, has a high probability on little evidence.

    Where all numbers are 0, as without drawings to learn from, all ink is a "digit".

    Attributes:
        digit_from: the verdict is "digit" if the highest probability is at least this, from 0 to 1, and the evidence
            at least `digit_evidence_from`.
        unsure_from: otherwise "unsure" if the two highest add up to at least this, from 0 to 1, and the evidence is at
            least `unsure_evidence_from`; otherwise "none".
        digit_evidence_from: at least 0; a difference of logits.
        unsure_evidence_from: at least 0; a difference of logits.

    Raises:
        InvalidValueError: one of them is no such number.
    """

    digit_from: float
    unsure_from: float
    digit_evidence_from: float = 0.0
    unsure_evidence_from: float = 0.0

    def __post_init__(self) -> None:
        for name, value in list(vars(self).items()):
            if not _is_number(value, _MOST[name]):
                wanted = "from 0 to 1" if _MOST[name] == 1 else "of at least 0"
                raise InvalidValueError(f"{name} must be a number {wanted}, not {shown(value)}")
            object.__setattr__(self, name, float(value))  # NumPy's numbers are not JSON's

    @property
    def possible_verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts that can occur: of ten probabilities, the highest is at least 0.1, the two highest 0.2."""
        if self.digit_from <= 1 / 10 and not self.digit_evidence_from:
            return ("digit",)
        never_none = self.unsure_from <= 2 / 10 and not self.unsure_evidence_from
        return ("digit", "unsure") if never_none else ("digit", "unsure", "none")

    def judge(self, probabilities: NDArray[np.floating]) -> list[Verdict]:
        """Return the verdict on each row of probabilities (n, 10), for drawings that have ink."""
        second, first = np.sort(probabilities.astype(np.float64), axis=1)[:, -2:].T
        above = evidence(probabilities)
        is_digit = (first >= self.digit_from) & (above >= self.digit_evidence_from)
        is_doubtful = (first + second >= self.unsure_from) & (above >= self.unsure_evidence_from)
        return [
            "digit" if digit else "unsure" if doubtful else "none"
            for digit, doubtful in zip(is_digit, is_doubtful, strict=True)
        ]

    def to_metadata(self) -> str:
        """Return the numbers as stored in a weights file."""
        numbers = {name: number for name, number in asdict(self).items() if number or name in _NEEDED}
        return json.dumps(numbers, separators=(",", ":"))


ALWAYS_A_DIGIT = VerdictRule(0.0, 0.0)
"""The rule of weights without a stored rule: all ink is a digit."""


def rule_of(metadata: Mapping[str, str]) -> VerdictRule:
    """Return the rule in a weights file's metadata; without one, all ink is a digit.

    Raises:
        InkspectError: the entry is not a JSON object with the rule's numbers; those of the evidence may be missing.
    """
    text = metadata.get(METADATA_KEY)
    if text is None:
        return ALWAYS_A_DIGIT
    try:
        numbers = json.loads(text)
    except (ValueError, RecursionError):
        numbers = None
    if (
        not isinstance(numbers, dict)
        or not _NEEDED <= set(numbers) <= set(_MOST)
        or not all(_is_number(number, _MOST[name]) for name, number in numbers.items())
    ):
        wanted = (
            '{"digit_from": …, "unsure_from": …} with numbers from 0 to 1, and if need be "digit_evidence_from" and '
            '"unsure_evidence_from" of at least 0'
        )
        raise InkspectError(f"its metadata's {METADATA_KEY!r} is {text[:60]!r}, not {wanted}")
    return VerdictRule(**numbers)

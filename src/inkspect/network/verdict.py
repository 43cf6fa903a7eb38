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

"digit": the drawing shows the most probable digit; "unsure": one of the two most probable digits; "none": no digit;
"empty": nothing is drawn.
"""

METADATA_KEY = "verdict"
"""The metadata key under which a weights file stores the rule's numbers, as JSON."""


def _is_share(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    return 0 <= float(value) <= 1


@dataclass(frozen=True)
class VerdictRule:
    """Judges by the two highest probabilities; training makes all ten equal where there is no digit.

    Where both thresholds are 0, as without drawings to learn from, all ink is a "digit".

    Attributes:
        digit_from: the verdict is "digit" if the highest probability is at least this, from 0 to 1.
        unsure_from: otherwise "unsure" if the two highest add up to at least this, from 0 to 1; otherwise "none".

    Raises:
        InvalidValueError: one of them is not a number from 0 to 1.
    """

    digit_from: float
    unsure_from: float

    def __post_init__(self) -> None:
        for name, value in list(vars(self).items()):
            if not _is_share(value):
                raise InvalidValueError(f"{name} must be a number from 0 to 1, not {shown(value)}")
            object.__setattr__(self, name, float(value))  # NumPy's numbers are not JSON's

    @property
    def possible_verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts that can occur: of ten probabilities, the highest is at least 0.1, the two highest 0.2."""
        if self.digit_from <= 1 / 10:
            return ("digit",)
        return ("digit", "unsure") if self.unsure_from <= 2 / 10 else ("digit", "unsure", "none")

    def judge(self, probabilities: NDArray[np.floating]) -> list[Verdict]:
        """Return the verdict on each row of probabilities (n, 10), for drawings that have ink."""
        second, first = np.sort(probabilities.astype(np.float64), axis=1)[:, -2:].T
        return [
            "digit" if highest >= self.digit_from else "unsure" if highest + next_one >= self.unsure_from else "none"
            for highest, next_one in zip(first, second, strict=True)
        ]

    def to_metadata(self) -> str:
        """Return the numbers as stored in a weights file."""
        return json.dumps(asdict(self), separators=(",", ":"))


ALWAYS_A_DIGIT = VerdictRule(0.0, 0.0)
"""The rule of weights without a stored rule: all ink is a digit."""


def rule_of(metadata: Mapping[str, str]) -> VerdictRule:
    """Return the rule in a weights file's metadata; without one, all ink is a digit.

    Raises:
        InkspectError: the entry is not a JSON object with exactly two numbers from 0 to 1.
    """
    text = metadata.get(METADATA_KEY)
    if text is None:
        return ALWAYS_A_DIGIT
    try:
        numbers = json.loads(text)
    except ValueError:
        numbers = None
    names = set(VerdictRule.__dataclass_fields__)
    if not isinstance(numbers, dict) or set(numbers) != names or not all(map(_is_share, numbers.values())):
        wanted = '{"digit_from": …, "unsure_from": …} with numbers from 0 to 1'
        raise InkspectError(f"its metadata's {METADATA_KEY!r} is {text[:60]!r}, not {wanted}")
    return VerdictRule(**numbers)

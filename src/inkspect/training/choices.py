"""Choices that know what they may be: a recipe refuses nonsense by name, before hours are spent on it."""

import dataclasses
import math
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING

from inkspect.system.errors import InvalidValueError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_RANGE = "range"


@dataclass(frozen=True)
class Range:
    """The numbers that a choice may be.

    Attributes:
        least: the least of them.
        most: the largest; none may be infinite.
        whole: whether they are whole.
        above_least: whether `least` itself is none of them.
        below_most: whether `most` itself is none of them.
    """

    least: float
    most: float = math.inf
    whole: bool = False
    above_least: bool = False
    below_most: bool = False

    def __contains__(self, value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, Integral if self.whole else Real):
            return False
        try:
            number = float(value)
        except OverflowError:
            return False
        high_enough = number > self.least if self.above_least else number >= self.least
        low_enough = number < self.most if self.below_most else number <= self.most
        return high_enough and low_enough and math.isfinite(number)

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        most = "" if self.most == math.inf else f"{'below ' if self.below_most else ''}{self.most:g}"
        if self.above_least:
            return f"{kind} above {self.least:g}" + (f" {'and' if self.below_most else 'to'} {most}" if most else "")
        return f"{kind} from {self.least:g} to {most}" if most else f"{kind} of at least {self.least:g}"


def whole(default: int, least: int, most: float = math.inf) -> int:
    """Return a dataclass's field of a whole number."""
    chosen: int = dataclasses.field(default=default, metadata={_RANGE: Range(least, most, whole=True)})
    return chosen


def number(
    default: float, least: float, most: float = math.inf, *, above_least: bool = False, below_most: bool = False
) -> float:
    """Return a dataclass's field of a finite number."""
    allowed = Range(least, most, above_least=above_least, below_most=below_most)
    chosen: float = dataclasses.field(default=default, metadata={_RANGE: allowed})
    return chosen


def share(default: float) -> float:
    """Return a dataclass's field of a share, 0 to 1."""
    return number(default, 0, 1)


def check_choices(record: "DataclassInstance") -> None:
    """Refuse a record of choices one of which is out of its range; NumPy's numbers become Python's.

    Raises:
        InvalidValueError: the line names the choice, and says what it may be.
    """
    for field in dataclasses.fields(record):
        allowed, value = field.metadata.get(_RANGE), getattr(record, field.name)
        if allowed is not None and value not in allowed:
            raise InvalidValueError(f"{field.name} is {allowed}, not {value!r}")
        if allowed is not None and not isinstance(value, int | float):
            object.__setattr__(record, field.name, int(value) if allowed.whole else float(value))

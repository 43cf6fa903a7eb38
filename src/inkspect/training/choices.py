"""Choices with their allowed ranges: a recipe rejects an invalid choice by name before any training starts."""

import dataclasses
import math
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING

from inkspect.system.arguments import shown
from inkspect.system.errors import InvalidValueError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_RANGE = "range"


@dataclass(frozen=True)
class Range:
    """The finite numbers that a choice may be.

    Attributes:
        least: the lower bound.
        most: the upper bound.
        whole: whether only whole numbers are allowed.
        above_least: whether the lower bound is excluded.
        below_most: whether the upper bound is excluded.
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
    """Return a dataclass field for a whole number."""
    chosen: int = dataclasses.field(default=default, metadata={_RANGE: Range(least, most, whole=True)})
    return chosen


def number(
    default: float, least: float, most: float = math.inf, *, above_least: bool = False, below_most: bool = False
) -> float:
    """Return a dataclass field for a finite number."""
    allowed = Range(least, most, above_least=above_least, below_most=below_most)
    chosen: float = dataclasses.field(default=default, metadata={_RANGE: allowed})
    return chosen


def share(default: float) -> float:
    """Return a dataclass field for a share, from 0 to 1."""
    return number(default, 0, 1)


def check_choice(value: object, allowed: Range, name: str) -> None:
    """Check that one value is in its range.

    Raises:
        InvalidValueError: it is not; the message names it and its range.
    """
    if value not in allowed:
        raise InvalidValueError(f"{name} must be {allowed}, not {shown(value)}")


def range_in(field: "dataclasses.Field[object]") -> Range | None:
    """Return the numbers that a field may be; None if it has no range."""
    allowed = field.metadata.get(_RANGE)
    return allowed if isinstance(allowed, Range) else None


def check_choices(record: "DataclassInstance") -> None:
    """Check that every choice in a record is in its range; convert NumPy's numbers to Python's.

    Raises:
        InvalidValueError: a choice is out of range; the message names it and its range.
    """
    for field in dataclasses.fields(record):
        allowed, value = field.metadata.get(_RANGE), getattr(record, field.name)
        if allowed is None:
            continue
        check_choice(value, allowed, field.name)
        if not isinstance(value, int | float):
            object.__setattr__(record, field.name, int(value) if allowed.whole else float(value))

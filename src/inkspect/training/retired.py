"""Choices in files written by earlier versions that recipes no longer have.

A recipe could have a teacher, a wider network to learn from; docs/recipe.md says why none has one any longer.
"""

from collections.abc import Mapping
from typing import TypeVar

from inkspect.system.errors import InkspectError

Value = TypeVar("Value")


class RetiredRecipeError(InkspectError):
    """A file is valid, but its recipe is no longer supported."""


def without_teacher(settings: Mapping[str, Value]) -> dict[str, Value]:
    """Return a recipe's settings, by dotted name, without the teacher's, provided that it had no teacher.

    Raises:
        RetiredRecipeError: it had one.
    """
    width = settings.get("teacher.width", 0)
    if width not in (0, "0"):
        raise RetiredRecipeError(f"its recipe has a teacher (teacher.width {width}), which is no longer supported")
    return {name: value for name, value in settings.items() if not name.startswith("teacher.")}

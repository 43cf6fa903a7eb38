"""Choices that recipes no longer have, in files that earlier versions wrote.

A recipe could have a teacher, a wider network to learn from; docs/recipe.md says why none has one any more.
"""

from collections.abc import Mapping
from typing import TypeVar

from inkspect.system.errors import InkspectError

Value = TypeVar("Value")


class RetiredRecipeError(InkspectError):
    """A file is whole, but of a recipe that can no longer be followed."""


def without_teacher(settings: Mapping[str, Value]) -> dict[str, Value]:
    """Return a recipe's settings, by dotted names, without those of a teacher where it had none.

    Raises:
        RetiredRecipeError: it had one.
    """
    width = settings.get("teacher.width", 0)
    if width not in (0, "0"):
        raise RetiredRecipeError(f"its recipe has a teacher (teacher.width {width}), as none has any more")
    return {name: value for name, value in settings.items() if not name.startswith("teacher.")}

"""Recipes in files written by earlier versions: choices that there no longer are, and choices that came later.

A recipe could have a teacher, a wider network to learn from; docs/recipe.md says why none has one any longer.
"""

from collections.abc import Mapping
from typing import TypeVar

from inkspect.system.errors import InkspectError
from inkspect.training.settings import Scalar

Value = TypeVar("Value")


_CAME_LATER: dict[str, Scalar] = {"stroke_mix.source_balance": 0.0}
"""Choices that earlier versions did not have, with the values that do as they did."""


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


def with_later_choices(settings: Mapping[str, Scalar | None]) -> dict[str, Scalar | None]:
    """Return a recipe's settings, by dotted name, completed with the choices that came later."""
    groups = {name.rpartition(".")[0] for name in settings}
    missing = {name: value for name, value in _CAME_LATER.items() if name.rpartition(".")[0] in groups}
    return missing | dict(settings)

"""The defaults and ranges of dataclass fields, which the source declares as in `epochs: int = whole(20, 1)`."""

import dataclasses

from inkspect.training.choices import range_in


def default_of(owner: object, name: str) -> str | None:
    """Return a field's default as code; None if it has none."""
    field = _field(owner, name)
    if field is None:
        return None
    if field.default_factory is not dataclasses.MISSING:
        return _as_call(field.default_factory())
    return None if field.default is dataclasses.MISSING else repr(field.default)


def _as_call(made: object) -> str:
    """Return what makes an object: of a dataclass, its name, and the fields that are not at their default."""
    if not dataclasses.is_dataclass(made) or isinstance(made, type):
        return repr(made)
    given = [
        f"{field.name}={getattr(made, field.name)!r}"
        for field in dataclasses.fields(made)
        if field.default is not dataclasses.MISSING and getattr(made, field.name) != field.default
    ]
    return f"{type(made).__name__}({', '.join(given)})"


def range_of(owner: object, name: str) -> str | None:
    """Return the numbers that a field may be, in words; None if it has no range."""
    field = _field(owner, name)
    allowed = None if field is None else range_in(field)
    return None if allowed is None else str(allowed)


def _field(owner: object, name: str) -> "dataclasses.Field[object] | None":
    if not isinstance(owner, type) or not dataclasses.is_dataclass(owner):
        return None
    return next((field for field in dataclasses.fields(owner) if field.name == name), None)

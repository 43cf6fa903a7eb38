"""An extension of griffe, which reads the source for mkdocstrings: dataclass fields with their defaults and ranges."""

import re
from importlib import import_module

import griffe

from field_defaults import default_of, range_of


class FieldDefaults(griffe.Extension):
    """Replaces the call that declares a field by the field's default, and adds default and range to its description."""

    def on_class_members(self, *, cls: griffe.Class, **_: object) -> None:
        """Change a class, once griffe has found its members."""
        if not any("dataclass" in str(decorator.value) for decorator in cls.decorators):
            return
        owner: object = getattr(import_module(cls.module.path), cls.name)
        for name, attribute in cls.attributes.items():
            default, allowed = default_of(owner, name), range_of(owner, name)
            if default is not None:
                attribute.value = default
            if cls.docstring is not None and allowed is not None:
                cls.docstring.value = with_note(cls.docstring.value, name, f"default {default}; {allowed}")


def with_note(docstring: str, name: str, note: str) -> str:
    """Return a docstring with a note at the end of an attribute's description."""
    described = re.compile(rf"^ +{name}: .*(?:\n {{8,}}.*)*", re.M)
    return described.sub(lambda found: f"{found[0].removesuffix('.')} ({note}).", docstring, count=1)

"""HTML and SVG as trees of elements; all text in them is escaped on serialization."""

import re
from collections.abc import Iterable
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

Child: TypeAlias = "Element | str | Iterable[Child] | None"
"""The content of an element: elements, text, nothing, or several of these."""

MOST_CHARACTERS_OF_A_NAME = 60

# Characters that HTML cannot contain: control characters, and lone surrogates, which JSON can smuggle in.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def element(tag: str, *children: Child, **attributes: str | float | None) -> Element:
    """Return an element.

    Args:
        tag: its name.
        children: its children, in order.
        attributes: its attributes by name; an underscore becomes a hyphen, and a trailing one is removed (`class_`,
            `aria_label`); those that are None are left out.
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            text = f"{value:g}" if isinstance(value, float) else str(value)
            made.set(name.removesuffix("_").replace("_", "-"), _writable(text))
    append(made, *children)
    return made


def append(parent: Element, *children: Child) -> None:
    """Append children to an element."""
    for child in children:
        if isinstance(child, Element):
            parent.append(child)
        elif isinstance(child, str):
            _append_text(parent, _writable(child))
        elif child is not None:
            append(parent, *child)


def foreign(text: str) -> Element:
    """Return untrusted text, such as a writer's name, in an element that isolates its direction; shortened if long."""
    cut = text if len(text) <= MOST_CHARACTERS_OF_A_NAME else f"{text[: MOST_CHARACTERS_OF_A_NAME - 1]}…"
    return element("bdi", cut)


def to_html(root: Element) -> str:
    """Serialize a document or a fragment; the text of style and script elements is not escaped."""
    return tostring(root, encoding="unicode", method="html")


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _append_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text

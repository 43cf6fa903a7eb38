"""XML read as a tree of elements with their line numbers, safely: no document types, and limits to size and depth.

Entities are declared in a document type; without one there are none to expand, in memory or from other files.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat  # document types are refused

from inkspect.data.importers.opening import opened
from inkspect.system.errors import InkspectError

_BYTES_AT_ONCE = 1 << 16
_LARGEST_BYTES = 64 * 2**20
_MOST_ELEMENTS = 200_000
_DEEPEST = 100
_SEPARATOR = " "


@dataclass(eq=False)
class Element:
    """An element, compared by identity.

    Attributes:
        name: its local name.
        attributes: by local name; `xml:id` is `id`.
        line: the line of its start tag, from 1.
        children: its child elements.
        text: its own text, without that of its children.
    """

    name: str
    attributes: dict[str, str]
    line: int
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def named(self, name: str) -> Iterator["Element"]:
        """Iterate over the children of a name."""
        return (child for child in self.children if child.name == name)

    def all_elements(self) -> Iterator["Element"]:
        """Iterate over this element and everything in it, in document order."""
        yield self
        for child in self.children:
            yield from child.all_elements()


def read_xml(path: Path, namespaces: Collection[str]) -> Element:
    """Read an XML file, gzipped or not, and return its root, without the elements of other namespaces.

    Args:
        path: the file.
        namespaces: those of the elements to read; the empty string stands for none.

    Raises:
        InkspectError: the file can't be read, is not well-formed, has a document type, is too large or too deeply
            nested, or its root is in another namespace; the message names file and line.
    """
    builder = _Builder(frozenset(namespaces))
    with opened(path) as file:
        size = 0
        try:
            while part := file.read(_BYTES_AT_ONCE):
                size += len(part)
                if size > _LARGEST_BYTES:
                    raise InkspectError(f"the file is over {_LARGEST_BYTES // 2**20} MB")
                builder.parser.Parse(part, False)
            builder.parser.Parse(b"", True)
        except InkspectError as error:
            raise InkspectError(f"{path}:{builder.parser.CurrentLineNumber}: {error}") from error
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise InkspectError(f"{path}:{error.lineno}: not well-formed XML: {reason}") from error
        except (LookupError, ValueError) as error:  # an encoding that Python or expat does not know
            raise InkspectError(f"{path}:1: cannot decode the XML: {error}") from error
    if builder.root is None:
        raise InkspectError(f"{path}: the root element is in another namespace")
    return builder.root


class _Builder:
    """Builds the tree from expat's events."""

    def __init__(self, namespaces: frozenset[str]) -> None:
        self.root: Element | None = None
        self._namespaces = namespaces
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._skipped_depth = 0
        self._count = 0
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_document_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._take_text

    def _refuse_document_type(self, *_: object) -> NoReturn:
        raise InkspectError("has a document type (<!DOCTYPE …>), which could declare entities; remove it")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(_SEPARATOR)
        self._count += 1
        if len(self._open) + self._skipped_depth >= _DEEPEST:
            raise InkspectError(f"elements are nested over {_DEEPEST} deep")
        if self._count > _MOST_ELEMENTS:
            raise InkspectError(f"has over {_MOST_ELEMENTS:,} elements")
        if self._skipped_depth or namespace not in self._namespaces:
            self._skipped_depth += 1
            return
        element = Element(
            local,
            {key.rpartition(_SEPARATOR)[2]: value for key, value in attributes.items()},
            self.parser.CurrentLineNumber,
        )
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def _end(self, _: str) -> None:
        if self._skipped_depth:
            self._skipped_depth -= 1
            return
        self._open.pop().text = "".join(self._texts.pop())

    def _take_text(self, text: str) -> None:
        if self._texts and not self._skipped_depth:
            self._texts[-1].append(text)

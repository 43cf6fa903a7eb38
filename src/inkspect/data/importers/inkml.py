"""Drawings from InkML: one for each trace group that has traces or names them, or one for the whole file.

Source: W3C, Ink Markup Language (InkML), Recommendation of 20 September 2011, https://www.w3.org/TR/InkML/. Labels are
annotations of the type `truth`, and writers those of the type `writer`, as in the CROHME data sets.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inkspect.data.importers.inkml_traces import TraceFormat, points_of, trace_format
from inkspect.data.importers.omissions import Omissions
from inkspect.data.importers.xml_elements import Element, read_xml
from inkspect.data.strokes import Drawing
from inkspect.system.errors import InkspectError

_NAMESPACES = ("", "http://www.w3.org/2003/InkML")
_DEFAULT_CONTEXT = "DefaultContext"
_MOST_REFERENCES = 20
_MOST_TAKEN = 10_000_000
"""The most points, and elements looked up, that groups may take: a file may name one trace any number of times."""


def import_inkml(path: Path, omissions: Omissions | None = None) -> Iterator[Drawing]:
    """Read the drawings of one file, gzipped or not, with the coordinates as they are.

    If there is no group, all traces are one drawing. A group without a label has that of the group or ink around it if
    that holds no other drawing.

    Args:
        path: the file.
        omissions: records strokes that are in none of the groups, and times in unknown units.

    Raises:
        InkspectError: the file can't be read, or is not valid InkML; the message names file and line.
    """
    try:
        ink = _Ink(read_xml(path, _NAMESPACES), Omissions() if omissions is None else omissions)
        for found in ink.drawings():
            with _at(found.line):
                drawing = Drawing(found.strokes, found.label, writer=found.writer)
            yield drawing
    except _AtLineError as error:
        raise InkspectError(f"{path}:{error.line}: {error}") from error


class _AtLineError(InkspectError):
    """An error in a line of the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@contextmanager
def _at(line: int) -> Iterator[None]:
    """Give errors this line, unless they already have one."""
    try:
        yield
    except _AtLineError:
        raise
    except InkspectError as error:
        raise _AtLineError(str(error), line) from error


@dataclass
class _Found:
    """A drawing found; each stroke is a list of points."""

    line: int
    strokes: list[list[list[float]]]
    label: str | None
    writer: str | None


class _Ink:
    """The traces of an InkML document, decoded, and its groups."""

    def __init__(self, root: Element, omissions: Omissions) -> None:
        self._root, self._omissions = root, omissions
        self._by_id = {
            element.attributes["id"]: element for element in root.all_elements() if "id" in element.attributes
        }
        self._formats: dict[Element, TraceFormat] = {}
        self._strokes: dict[Element, list[list[float]]] = {}
        self._beginnings: dict[Element, Element] = {}
        self._grouped: set[Element] = set()
        self._taken = self._references = 0
        self._decode(root, TraceFormat())

    def drawings(self) -> list[_Found]:
        """Return the drawings in document order."""
        writer, label = _annotation(self._root, "writer"), _annotation(self._root, "truth")
        found: list[_Found] = []
        for group in self._root.children:
            if group.name in ("traceGroup", "traceView"):
                with _at(group.line):
                    found += self._drawings_in(group, writer)
        loose = [trace for trace in self._root.named("trace") if trace in self._strokes]
        if found:
            self._omissions.loose_strokes += len(set(loose) - self._grouped)
            return _labelled(found, label)
        strokes = [self._strokes[trace] for trace in loose]
        return [_Found(self._root.line, strokes, label, writer)] if strokes else []

    def _decode(self, element: Element, form: TraceFormat) -> None:
        """Decode all traces in an element; a context or a trace format holds for the traces after it."""
        for child in element.children:
            with _at(child.line):
                match child.name:
                    case "context" | "traceFormat":
                        form = self._format_of(child, form)
                    case "trace":
                        self._decode_trace(child, self._format_of(child, form))
                    case "traceGroup":
                        self._decode(child, self._format_of(child, form))
                    case "definitions":
                        self._decode(child, TraceFormat())
                    case _:
                        pass

    def _decode_trace(self, trace: Element, form: TraceFormat) -> None:
        if trace.attributes.get("type") == "penUp":
            return
        points = points_of(trace.text, form)
        if form.has_unknown_times:
            self._omissions.unknown_time_units.add(form.time_unit)
        if trace.attributes.get("continuation") in ("middle", "end") and "priorRef" in trace.attributes:
            prior = self._element(trace.attributes["priorRef"])
            beginning = self._beginnings.get(prior, prior)
            if beginning not in self._strokes:
                raise InkspectError("the trace continues one that is not before it")
            self._beginnings[trace] = beginning
            self._strokes[beginning].extend(points)
        elif points:
            self._strokes[trace] = points

    def _format_of(self, element: Element, default: TraceFormat) -> TraceFormat:
        """Return the trace format that an element declares, or refers to."""
        self._references = 0
        return self._resolved(element, default)

    def _resolved(self, element: Element, form: TraceFormat) -> TraceFormat:
        self._references += 1
        if self._references > _MOST_REFERENCES:
            raise InkspectError("refers to too many contexts and formats, perhaps in a circle")
        if element.name == "traceFormat":
            if element not in self._formats:
                self._formats[element] = trace_format(element)
            return self._formats[element]
        for reference in ("contextRef", "inkSourceRef", "traceFormatRef"):
            if (target := element.attributes.get(reference)) is not None:
                is_default = target.lstrip("#") == _DEFAULT_CONTEXT
                form = TraceFormat() if is_default else self._resolved(self._element(target), form)
        for child in element.children:
            if child.name in ("inkSource", "traceFormat"):
                form = self._resolved(child, form)
        return form

    def _element(self, reference: str) -> Element:
        element = self._by_id.get(reference.removeprefix("#"))
        if element is None:
            raise InkspectError(f"refers to {reference[:40]!r}, which is not in the file")
        return element

    def _drawings_in(self, group: Element, writer: str | None) -> list[_Found]:
        """Return the drawings of a group: its own traces, if any, and those of the groups in it."""
        writer, label = _annotation(group, "writer") or writer, _annotation(group, "truth")
        own = self._viewed(group)
        inner: list[_Found] = []
        for child in group.children:
            with _at(child.line):
                if _is_group(child):
                    inner += self._drawings_in(child, writer)
                elif child.name == "traceView":
                    own += self._viewed(child)
                elif child.name == "trace":
                    own += self._take(child)
        if own:
            return [_Found(group.line, own, label, writer), *inner]
        return _labelled(inner, label)

    def _viewed(self, view: Element) -> list[list[list[float]]]:
        """Return the strokes that a view names, if any: a trace, or a group with all its traces."""
        if {"from", "to"} & view.attributes.keys():
            raise InkspectError("the traceView selects a part of its trace (from, to), which is not supported")
        if "traceDataRef" not in view.attributes:
            return []
        named = self._element(view.attributes["traceDataRef"])
        return [stroke for part in named.all_elements() for stroke in self._take(part)]

    def _take(self, element: Element) -> list[list[list[float]]]:
        """Return a trace's stroke, as a list of one; none for other elements, and for what continues another trace."""
        points = self._strokes.get(element)
        self._taken += 1 + len(points or ())
        if self._taken > _MOST_TAKEN:
            raise InkspectError(f"groups name the same traces again and again, over {_MOST_TAKEN:,} points in all")
        if points is None:
            return []
        self._grouped.add(element)
        return [points]


def _is_group(element: Element) -> bool:
    """Return whether an element is a drawing of its own: a `traceGroup`, or a `traceView` with a label or views."""
    if element.name == "traceView":
        return any(element.named("traceView")) or _annotation(element, "truth") is not None
    return element.name == "traceGroup"


def _labelled(found: list[_Found], label: str | None) -> list[_Found]:
    """Give the label of what is around a drawing to it, if there is one drawing, which has none."""
    if len(found) == 1 and found[0].label is None:
        found[0].label = label
    return found


def _annotation(element: Element, kind: str) -> str | None:
    """Return the text of an element's annotation; None if there is none, or it is blank."""
    texts = (child.text.strip() for child in element.named("annotation") if child.attributes.get("type") == kind)
    return next(filter(None, texts), None)

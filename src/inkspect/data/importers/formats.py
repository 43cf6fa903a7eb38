"""The format of a file to import, told by its first bytes, whatever its name."""

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inkspect.data.importers.opening import opened

_START_BYTES = 1 << 16

READ = "UNIPEN's train_r01_v07, pendigits-orig.tra and .tes, InkML, signature_pad's toData and Quick, Draw!'s lines"
"""The formats that can be imported, in words."""


class Format(StrEnum):
    """A format that can be imported from a file; UNIPEN's data set is a folder."""

    PENDIGITS = "pendigits-orig"
    INKML = "InkML"
    SIGNATURE_PAD = "signature_pad"
    QUICK_DRAW = "Quick, Draw!"


@dataclass(frozen=True)
class Recognized:
    """What a file holds.

    Attributes:
        what: in words, for an error message.
        format: the format to import it from; None if it cannot be imported.
    """

    what: str
    format: Format | None = None


def recognize(path: Path) -> Recognized:
    """Tell what a file holds from its first 64 kB, decompressed if it is gzipped.

    Raises:
        InkspectError: it is not a regular file, or can't be read.
    """
    with opened(path) as file:
        start = file.read(_START_BYTES)
    for binary in (_packed, _utf_16):
        if found := binary(start):
            return found
    if b"\0" in start:
        return Recognized("binary data")
    text = start.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace").lstrip()
    if not text:
        return Recognized("an empty file")
    return {"<": _xml, "{": _object, "[": _array, ".": _unipen}.get(text[0], _other)(text)


def _packed(start: bytes) -> Recognized | None:
    if start.startswith(b"\x1f\x9d"):
        return Recognized("a file packed by compress (.Z); unpack it first, with gzip -d")
    return Recognized("a ZIP archive; unpack it first") if start.startswith(b"PK\3\4") else None


def _utf_16(start: bytes) -> Recognized | None:
    """XML may be UTF-16; JSON may not."""
    if not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    text = start.decode("utf-16", errors="replace").lstrip()
    return _xml(text) if text.startswith("<") else Recognized("UTF-16 text; save it as UTF-8")


def _xml(text: str) -> Recognized:
    document_type = re.search(r"<!DOCTYPE\s+([\w.:-]+)", text)
    root = document_type or re.search(r"<([A-Za-z_][\w.:-]*)", re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.DOTALL))
    name = root[1].rpartition(":")[2] if root else ""
    if name == "ink":
        return Recognized("InkML", Format.INKML)
    return Recognized(f"XML with the root element {name[:40]!r}, not 'ink'" if root else "XML without a root element")


def _object(text: str) -> Recognized:
    if re.search(r'"drawing"\s*:', text):
        return Recognized("Quick, Draw!'s lines", Format.QUICK_DRAW)
    if re.search(r'"strokes"\s*:', text):
        return Recognized("already a stroke file, which every command reads as it is")
    return Recognized("JSON without 'drawing' or 'strokes'")


def _array(text: str) -> Recognized:
    points = r'\[\s*\{[^{}]*"[xy]"\s*:'
    strokes = rf'\[\s*(\]|(\[\s*\]\s*,\s*)*{points}|\[\s*\]|\{{[^{{}}\[\]]*"points"\s*:)'
    if re.match(strokes, text):
        return Recognized("a drawing by signature_pad", Format.SIGNATURE_PAD)
    return Recognized("a JSON array that is no drawing by signature_pad")


def _unipen(text: str) -> Recognized:
    if re.search(r"^[ \t]*\.SEGMENT[ \t]+DIGIT[ \t]", text, re.MULTILINE | re.IGNORECASE):
        return Recognized("pendigits' recordings", Format.PENDIGITS)
    if re.search(r"^\.[A-Z_]+", text):
        return Recognized("a file in UNIPEN's format; give the folder of the whole data set")
    return _other(text)


def _other(text: str) -> Recognized:
    if re.match(r"\d+\s*(,\s*\d+\s*){16}$", text, re.MULTILINE):
        return Recognized("pendigits' resampled points, 8 a digit; give pendigits-orig.tra or pendigits-orig.tes")
    return Recognized("text in another format")

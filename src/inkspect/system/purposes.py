"""Detect a file's purpose from its first bytes, so that no command overwrites a file made for another purpose."""

import contextlib
import errno
import json
import os
import zlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from inkspect.system.errors import InkspectError

_BYTES_READ = 1 << 20  # the header of a training run of ten thousand epochs
_HEADER_LENGTH_BYTES = 8
_GZIP_MAGIC = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_STANDARD_OUTPUT = "-"

_LOG_START = b"epoch,loss,"

SHEET_TITLE = "Inkspect: written digits"
"""The title of an SVG, and the software of a PNG, that shows written digits."""

_PICTURE_STARTS = (b"<svg ", b"\x89PNG\r\n\x1a\n")
_TITLE_WITHIN = 1024


class Purpose(StrEnum):
    """The purposes of the program's files, as worded in error messages."""

    PAGE = "the page"
    REPORT = "a report"
    WEIGHTS = "a network's weights"
    PEN_WEIGHTS = "the weights of a pen's network"
    CHECKPOINT = "the checkpoint of a training run"
    ONNX = "an export to ONNX"
    JSON = "an export to JSON"
    EXPLANATION = "an explanation"
    STROKES = "drawings"
    SHEET = "a picture of written digits"
    RESULTS = "a sweep's results"
    LOG = "the log of a training run"
    UNKNOWN = "data of unknown origin"


def purpose_of(path: Path) -> Purpose | None:
    """Return a file's purpose, whatever its name; None if there is no file, or an empty one.

    Raises:
        InkspectError: it is not a regular file, or cannot be read.
    """
    if not path.exists():
        return None
    if not path.is_file():
        reason = os.strerror(errno.EISDIR) if path.is_dir() else "it is not a regular file"
        raise InkspectError(f"cannot write {path}: {reason}")
    try:
        with path.open("rb") as file:
            start = file.read(_BYTES_READ)
    except OSError as error:
        raise InkspectError(f"cannot read {path}, which would be overwritten: {error.strerror or error}") from error
    return _purpose_of_bytes(start) if start else None


def check_replaceable(path: Path, purpose: Purpose) -> None:
    """Refuse to overwrite a file unless it was made for this purpose, or is empty.

    Raises:
        InkspectError: the file was made for another purpose, is not a regular file, cannot be read, or is `-`.
    """
    refuse_standard_output(path, purpose)
    found = purpose_of(path)
    if found not in (None, purpose):
        raise InkspectError(
            f"{path} holds {found}, and is not overwritten by {purpose}; choose another file, or move this one away"
        )


def refuse_standard_output(path: Path, purpose: Purpose) -> None:
    """Refuse the name that stands for standard output: a file of that name is not what was meant.

    Raises:
        InkspectError: the path is `-`.
    """
    if str(path) == _STANDARD_OUTPUT:
        raise InkspectError(f"cannot write {purpose} to standard output (-); name a file")


def check_same_or_absent(path: Path, content: bytes | BinaryIO) -> None:
    """Refuse to overwrite a file with different contents, given as bytes, or as a file at its beginning.

    Raises:
        InkspectError: the file exists with other contents, or cannot be read.
    """
    found = purpose_of(path)
    if found is None:
        return
    try:
        same = path.read_bytes() == content if isinstance(content, bytes) else _same(path, content)
    except OSError as error:
        raise InkspectError(f"cannot read {path}, which would be overwritten: {error.strerror or error}") from error
    if not same:
        raise InkspectError(
            f"{path} already holds {found}, with other contents; choose another folder, or move it away"
        )


def _same(path: Path, content: BinaryIO) -> bool:
    """Return whether a file has the same bytes as an open one, which is left at its beginning."""
    try:
        with path.open("rb") as file:
            while (part := file.read(_BYTES_READ)) == content.read(_BYTES_READ):
                if not part:
                    return True
        return False
    finally:
        content.seek(0)


def safetensors_header(start: bytes) -> Mapping[str, object] | None:
    """Return the header of a safetensors file from its first bytes, or None if they are not those of one."""
    length = int.from_bytes(start[:_HEADER_LENGTH_BYTES], "little")
    text = start[_HEADER_LENGTH_BYTES : _HEADER_LENGTH_BYTES + length]
    if not text.startswith(b"{"):
        return None
    with contextlib.suppress(ValueError, RecursionError):
        header = json.loads(text)
        return header if isinstance(header, dict) else None
    return None


def weights_metadata(path: Path) -> Mapping[str, str]:
    """Return a weights file's metadata; empty if it is not a weights file, or cannot be read."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        header = safetensors_header(file.read(_BYTES_READ))
        metadata = (header or {}).get("__metadata__")
        if isinstance(metadata, dict):
            return {str(name): str(text) for name, text in metadata.items()}
    return {}


def _purpose_of_bytes(start: bytes) -> Purpose:
    header = safetensors_header(start)
    if header is not None:
        return _purpose_of_tensors(header)
    if start.startswith(b"\x08") and start[2:].startswith(b"\x12\x08inkspect"):  # IR version, then the producer
        return Purpose.ONNX
    if start.startswith(b"<!doctype html>"):
        if b"<title>Inkspect</title>" in start:
            return Purpose.PAGE
        return Purpose.REPORT if b"<title>Inkspect: how " in start else Purpose.UNKNOWN
    if start.startswith(_PICTURE_STARTS):
        return Purpose.SHEET if SHEET_TITLE.encode() in start[:_TITLE_WITHIN] else Purpose.UNKNOWN
    if start.startswith(_LOG_START):
        return Purpose.LOG
    text = _unzipped(start) if start.startswith(_GZIP_MAGIC) else start
    return _purpose_of_json(text.removeprefix(_BYTE_ORDER_MARK).lstrip())


def _purpose_of_tensors(header: Mapping[str, object]) -> Purpose:
    metadata = header.get("__metadata__")
    version = str(metadata.get("format_version")) if isinstance(metadata, dict) else ""
    if version.startswith("inkspect checkpoint"):
        return Purpose.CHECKPOINT
    if {"token.weight", "pen_up.weight"} <= header.keys():
        return Purpose.PEN_WEIGHTS
    return Purpose.WEIGHTS if {"conv1.weight", "fc2.weight"} <= header.keys() else Purpose.UNKNOWN


def _purpose_of_json(text: bytes) -> Purpose:
    if text.startswith((b'{"format":"inkspect-network"', b'{"format":"inkspect-pen-network"')):
        return Purpose.JSON
    if text.startswith(b'{"kind":"inkspect-explanation"'):
        return Purpose.EXPLANATION
    if text.startswith(b'{"run": "'):
        return Purpose.RESULTS
    return Purpose.STROKES if text.startswith(b"{") and b'"strokes"' in text else Purpose.UNKNOWN


def _unzipped(start: bytes) -> bytes:
    """Return the beginning of the decompressed data."""
    with contextlib.suppress(zlib.error):
        return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(start, _BYTES_READ)
    return b""

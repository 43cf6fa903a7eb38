"""Any network's parameters and metadata as the bytes of a safetensors file, fully checked on reading."""

import json
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias, TypedDict

import numpy as np
import safetensors
import safetensors.numpy
from numpy.typing import NDArray

from inkspect.network.architecture import Shape
from inkspect.network.layers import Floats
from inkspect.system.arguments import shown
from inkspect.system.errors import InkspectError, InvalidValueError

StoredType: TypeAlias = Literal["F16", "F32"]
"""The type in which a weights file stores parameters: "F16", half precision, as published, or "F32", every bit."""

FORMAT_VERSION = "1"
"""The version of the layout below, stored in the metadata as `format_version`."""

_NUMPY_TYPES: dict[StoredType, type[np.float16] | type[np.float32]] = {"F16": np.float16, "F32": np.float32}
_HEADER_LENGTH_BYTES = 8


class StoredTensors(NamedTuple):
    """The contents of a weights file.

    Attributes:
        parameters: by name, as float32.
        metadata: how they were made, as stored in the file.
    """

    parameters: dict[str, NDArray[np.float32]]
    metadata: dict[str, str]


def serialize_tensors(parameters: Mapping[str, Floats], metadata: Mapping[str, str], dtype: StoredType) -> bytes:
    """Return the file's bytes; the same parameters and metadata always give the same bytes.

    Raises:
        InkspectError: a parameter is not finite, or too large for the type.
    """
    described = {**metadata, "format_version": FORMAT_VERSION}
    # The library leaves the metadata's order to chance.
    return with_metadata(safetensors.numpy.save(as_stored(parameters, dtype), described), described)


def lossless_type(parameter_vector: Floats) -> StoredType:
    """Return "F16" if that keeps every bit of the parameters, else "F32"."""
    with np.errstate(over="ignore"):
        kept = parameter_vector.astype(np.float16).astype(parameter_vector.dtype)
    return "F16" if np.array_equal(kept, parameter_vector) else "F32"


def parse_tensors(content: bytes, source: str, shapes: Mapping[str, Shape], network: str) -> StoredTensors:
    """Parse a file's bytes.

    Args:
        content: the bytes.
        source: names them in error messages.
        shapes: of the parameters that they must hold, no more and no fewer, by name.
        network: whose parameters these are, such as "this network", for error messages.

    Raises:
        InkspectError: they are not weights of exactly this network; the message says what is wrong.
    """
    try:
        tensors = _read_tensors(content)
        metadata = _read_metadata(content)
        return StoredTensors(_checked_parameters(tensors, shapes), metadata)
    except safetensors.SafetensorError as error:
        reason = str(error).removeprefix("Error while deserializing: ")
        raise InkspectError(f"{source} is not a complete safetensors file: {reason}") from error
    except _WeightsError as error:
        raise InkspectError(f"{source} is not a weights file of {network}: {error}") from error


def as_stored(parameters: Mapping[str, Floats], dtype: StoredType) -> dict[str, Floats]:
    """Return parameters converted to the stored type.

    Raises:
        InkspectError: a parameter is not finite, or too large for the type.
    """
    if dtype not in _NUMPY_TYPES:
        raise InvalidValueError(f"dtype must be one of {', '.join(map(repr, _NUMPY_TYPES))}, not {shown(dtype)}")
    stored: dict[str, Floats] = {}
    for name, values in parameters.items():
        with np.errstate(over="ignore"):
            stored[name] = np.ascontiguousarray(values, _NUMPY_TYPES[dtype])
        if not np.isfinite(stored[name]).all():
            raise InkspectError(f"{name} has a value that is not finite as {dtype}; such weights are not saved")
    return stored


class _WeightsError(Exception):
    """A fault in a safetensors file that keeps it from being weights of a certain network."""


class _Header(TypedDict, total=False):
    """The part of a safetensors header read here; the library has already checked that it maps strings to strings."""

    __metadata__: dict[str, str] | None


def with_metadata(content: bytes, metadata: Mapping[str, str]) -> bytes:
    """Return the bytes of a file that has been parsed with other metadata, in the order of names; its tensors stay."""
    header_end = _HEADER_LENGTH_BYTES + int.from_bytes(content[:_HEADER_LENGTH_BYTES], "little")
    header = json.loads(content[_HEADER_LENGTH_BYTES:header_end])
    header["__metadata__"] = dict(sorted(metadata.items()))
    # Padded as the format asks.
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(_HEADER_LENGTH_BYTES, "little") + text + content[header_end:]


def _read_tensors(content: bytes) -> dict[str, NDArray[np.generic]]:
    """Let the library read the file; it checks the header's size and syntax, and that offsets cover the data once."""
    try:
        return dict(safetensors.numpy.load(content))
    except KeyError as unknown_type:
        raise _WeightsError(f"it holds a tensor of type {unknown_type.args[0]}, not F16 or F32") from unknown_type


def _read_metadata(content: bytes) -> dict[str, str]:
    """Parse the header again for its metadata, refusing duplicate names, of which the library keeps the last."""
    header_length = int.from_bytes(content[:_HEADER_LENGTH_BYTES], "little")
    text = content[_HEADER_LENGTH_BYTES : _HEADER_LENGTH_BYTES + header_length]
    header: _Header = json.loads(text, object_pairs_hook=_without_duplicates)
    metadata = header.get("__metadata__") or {}
    version = metadata.get("format_version", FORMAT_VERSION)
    if version != FORMAT_VERSION:
        raise _WeightsError(f"its format version is {version[:40]!r}, but this program reads {FORMAT_VERSION!r}")
    return metadata


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _WeightsError(f"its header has {_some(twice)} twice")
    return dict(pairs)


def _checked_parameters(
    tensors: Mapping[str, NDArray[np.generic]], shapes: Mapping[str, Shape]
) -> dict[str, NDArray[np.float32]]:
    missing = [name for name in shapes if name not in tensors]
    unknown = sorted(name for name in tensors if name not in shapes)
    if missing:
        raise _WeightsError(f"{_some(missing)} missing")
    if unknown:
        raise _WeightsError(f"it holds {_some(unknown)}, which this network does not have")
    return {name: _checked_parameter(name, tensors[name], shape) for name, shape in shapes.items()}


def _checked_parameter(name: str, values: NDArray[np.generic], shape: Shape) -> NDArray[np.float32]:
    if values.dtype not in (np.float16, np.float32):
        raise _WeightsError(f"{name} has type {values.dtype}, not float16 or float32")
    if values.shape != shape:
        raise _WeightsError(f"{name} has shape {values.shape}, not {shape}")
    parameter = values.astype(np.float32)
    if not np.isfinite(parameter).all():
        raise _WeightsError(f"{name} has a value that is not finite")
    return parameter


def _some(names: list[str]) -> str:
    return ", ".join(name[:40] for name in names[:3]) + (" and more" if len(names) > 3 else "")

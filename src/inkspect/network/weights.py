"""Weights as safetensors files: written deterministically, believed only when everything about them is right."""

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Literal, TypeAlias, TypedDict

import numpy as np
import safetensors
import safetensors.numpy
from numpy.typing import NDArray

from inkspect.network.architecture import Shape, load_architecture
from inkspect.network.layers import Floats
from inkspect.network.network import Network
from inkspect.network.verdict import ALWAYS_A_DIGIT, METADATA_KEY, rule_of
from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically

StoredType: TypeAlias = Literal["F16", "F32"]

FORMAT_VERSION = "1"
"""Version of the layout below, kept in the metadata as `format_version`."""

_NUMPY_TYPES: dict[StoredType, type[np.float16] | type[np.float32]] = {"F16": np.float16, "F32": np.float32}
_HEADER_LENGTH_BYTES = 8
_LARGEST_FILE = 16 * 2**20


def published_weights() -> Path:
    """Return the weights file that ships with the package."""
    return Path(str(resources.files("inkspect").joinpath("pretrained", "weights.safetensors")))


def rounded(network: Network, dtype: StoredType = "F16") -> Network:
    """Return the float32 network that a file of this type will hold; figures are measured with it."""
    stored = _stored_tensors(network, dtype)
    parameters = {name: values.astype(np.float32) for name, values in stored.items()}
    return Network.from_parameters(parameters, verdict_rule=network.verdict_rule)


def serialize_weights(network: Network, metadata: Mapping[str, str], dtype: StoredType = "F16") -> bytes:
    """Return the file's bytes: the same for the same parameters and metadata, whenever and wherever.

    Raises:
        InkspectError: a parameter is not finite, or too large for the type.
    """
    rule = network.verdict_rule
    judged_by = {} if rule == ALWAYS_A_DIGIT else {METADATA_KEY: rule.to_metadata()}
    described = {**metadata, **judged_by, "format_version": FORMAT_VERSION}
    content = safetensors.numpy.save(_stored_tensors(network, dtype), described)
    return _with_ordered_metadata(content)


def save_weights(path: str | Path, network: Network, metadata: Mapping[str, str], dtype: StoredType = "F16") -> None:
    """Write a network's parameters to `path`, whole or not at all.

    Args:
        path: where to; a file that is there is replaced.
        network: the network.
        metadata: what the file says about how the weights were made; `format_version` is added, and the network's
            verdict rule where it has one.
        dtype: "F16", as published, or "F32", which keeps every bit.

    Raises:
        InkspectError: the file cannot be written, or a parameter is not finite or too large for the type.
    """
    write_atomically(Path(path), serialize_weights(network, metadata, dtype))


def load_weights(path: Path) -> tuple[Network, dict[str, str]]:
    """Read a network, computing in float32, and the file's metadata.

    Raises:
        InkspectError: the file cannot be read, or is not exactly this network's weights; the line says what is wrong.
    """
    return parse_weights(read_weights_file(path), str(path))


def read_weights_file(path: Path) -> bytes:
    """Return the bytes of what should be a weights file.

    Raises:
        InkspectError: the file cannot be read, or is far too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise InkspectError(f"cannot read weights from {path}: {error.strerror or error}") from error
    if len(content) > _LARGEST_FILE:
        raise InkspectError(f"{path} is no weights file of this network: it is larger than {_LARGEST_FILE >> 20} MB")
    return content


def parse_weights(content: bytes, source: str) -> tuple[Network, dict[str, str]]:
    """Do the same for bytes; `source` is what an error line calls them.

    Raises:
        InkspectError: as `load_weights`.
    """
    try:
        tensors = _read_tensors(content)
        metadata = _read_metadata(content)
        parameters = _checked_parameters(tensors)
        rule = rule_of(metadata)
    except safetensors.SafetensorError as error:
        reason = str(error).removeprefix("Error while deserializing: ")
        raise InkspectError(f"{source} is not a whole safetensors file: {reason}") from error
    except (_WeightsError, InkspectError) as error:
        raise InkspectError(f"{source} is no weights file of this network: {error}") from error
    return Network.from_parameters(parameters, verdict_rule=rule), metadata


class _WeightsError(Exception):
    """What is wrong with a file that is safetensors, but not this network's weights."""


class _Header(TypedDict, total=False):
    """The part of a safetensors header that is read here; the library has checked that it is a map of strings."""

    __metadata__: dict[str, str] | None


def _stored_tensors(network: Network, dtype: StoredType) -> dict[str, Floats]:
    stored: dict[str, Floats] = {}
    for name, values in network.parameters().items():
        with np.errstate(over="ignore"):
            stored[name] = np.ascontiguousarray(values, _NUMPY_TYPES[dtype])
        if not np.isfinite(stored[name]).all():
            raise InkspectError(f"{name} holds a value that is not finite as {dtype}; such weights are not saved")
    return stored


def _with_ordered_metadata(content: bytes) -> bytes:
    """Sort the header's metadata, whose order the library leaves to chance, and pad as the format asks."""
    header_end = _HEADER_LENGTH_BYTES + int.from_bytes(content[:_HEADER_LENGTH_BYTES], "little")
    header = json.loads(content[_HEADER_LENGTH_BYTES:header_end])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
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
    """Parse the header again for its metadata; of two entries of one name, the library lets the last one win."""
    header_length = int.from_bytes(content[:_HEADER_LENGTH_BYTES], "little")
    text = content[_HEADER_LENGTH_BYTES : _HEADER_LENGTH_BYTES + header_length]
    header: _Header = json.loads(text, object_pairs_hook=_without_duplicates)
    metadata = header.get("__metadata__") or {}
    version = metadata.get("format_version", FORMAT_VERSION)
    if version != FORMAT_VERSION:
        raise _WeightsError(f"its format version is {version[:40]!r}, this program reads {FORMAT_VERSION!r}")
    return metadata


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _WeightsError(f"its header names {_some(twice)} twice")
    return dict(pairs)


def _checked_parameters(tensors: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.float32]]:
    shapes = load_architecture().parameter_shapes()
    missing = [name for name in shapes if name not in tensors]
    unknown = sorted(name for name in tensors if name not in shapes)
    if missing:
        raise _WeightsError(f"{_some(missing)} missing")
    if unknown:
        raise _WeightsError(f"it holds {_some(unknown)}, which this network does not have")
    return {name: _checked_parameter(name, tensors[name], shape) for name, shape in shapes.items()}


def _checked_parameter(name: str, values: NDArray[np.generic], shape: Shape) -> NDArray[np.float32]:
    if values.dtype not in (np.float16, np.float32):
        raise _WeightsError(f"{name} is of type {values.dtype}, not float16 or float32")
    if values.shape != shape:
        raise _WeightsError(f"{name} has shape {values.shape}, not {shape}")
    parameter = values.astype(np.float32)
    if not np.isfinite(parameter).all():
        raise _WeightsError(f"{name} holds a value that is not finite")
    return parameter


def _some(names: list[str]) -> str:
    return ", ".join(name[:40] for name in names[:3]) + (" and more" if len(names) > 3 else "")

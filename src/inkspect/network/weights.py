"""Networks in weights files: the published one, and those that users trained."""

import hashlib
from collections.abc import Mapping
from importlib import resources
from os import PathLike
from pathlib import Path

import numpy as np

from inkspect.network.network import Network
from inkspect.network.stored import parse, serialize
from inkspect.network.tensors import StoredType, as_stored, lossless_type
from inkspect.system.arguments import as_instance, as_path, as_texts
from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically
from inkspect.system.purposes import Purpose, check_replaceable

_LARGEST_FILE = 16 * 2**20


def published_weights() -> Path:
    """Return the weights file that ships with the package."""
    return Path(str(resources.files("inkspect").joinpath("pretrained", "weights.safetensors")))


def rounded(network: Network, dtype: StoredType = "F16") -> Network:
    """Return the network in float32 after rounding to the stored type; figures are measured with it."""
    stored = as_stored(network.parameters(), dtype)
    parameters = {name: values.astype(np.float32) for name, values in stored.items()}
    return Network.from_parameters(parameters, verdict_rule=network.verdict_rule, metadata=network.metadata)


def serialize_weights(network: Network, metadata: Mapping[str, str] | None = None, dtype: StoredType = "F16") -> bytes:
    """Return the bytes of a network's weights file; the same network and metadata always give the same bytes.

    Args:
        network: the network; its verdict rule is written too.
        metadata: how the weights were made; the network's own metadata if None.
        dtype: "F16", as published, or "F32", which keeps every bit.

    Raises:
        InkspectError: a parameter is not finite, or too large for the type.
    """
    described = network.metadata if metadata is None else metadata
    return serialize(network.parameters(), described, network.verdict_rule, dtype)


def serialize_losslessly(network: Network, metadata: Mapping[str, str] | None = None) -> bytes:
    """Return the bytes of a network's weights file, in float16 if that is lossless, as published, else in float32.

    Raises:
        InkspectError: a parameter is not finite.
    """
    return serialize_weights(network, metadata, lossless_type(network.parameter_vector))


def weights_sha256(network: Network, metadata: Mapping[str, str] | None = None) -> str:
    """Return the SHA-256 of a network's weights file, in hexadecimal; of the published weights, the package's file's.

    Args:
        network: the network.
        metadata: how the weights were made; the network's own metadata if None.

    Raises:
        InkspectError: a parameter is not finite.
    """
    return hashlib.sha256(serialize_losslessly(network, metadata)).hexdigest()


def save_weights(
    path: str | PathLike[str], network: Network, metadata: Mapping[str, str] | None = None, dtype: StoredType = "F16"
) -> None:
    """Write a network to a file, whole or not at all; `network.save(path)` does the same.

    Args:
        path: the file to write; an existing file is replaced.
        network: the network; its verdict rule is written too.
        metadata: how the weights were made; the network's own metadata if None.
        dtype: "F16", as published, or "F32", which keeps every bit.

    Raises:
        InvalidValueError: an argument is of the wrong type, or `dtype` is neither.
        InkspectError: the file cannot be written, or a parameter is not finite or too large for the type.
    """
    described = None if metadata is None else as_texts(metadata, "metadata")
    content = serialize_weights(as_instance(network, Network, "network"), described, dtype)
    target = as_path(path, "path")
    check_replaceable(target, Purpose.WEIGHTS)
    write_atomically(target, content)


def load_weights(path: Path) -> tuple[Network, dict[str, str]]:
    """Read a network that computes in float32, and the file's metadata.

    Raises:
        InkspectError: the file cannot be read, or does not hold weights of exactly this network; the message says why.
    """
    return parse_weights(read_weights_file(path), str(path))


def read_weights_file(path: Path) -> bytes:
    """Return the bytes of a file that should be a weights file.

    Raises:
        InkspectError: the file cannot be read, or is far too large.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise InkspectError(f"cannot read {path}: {error.strerror or error}") from error
    if len(content) > _LARGEST_FILE:
        raise InkspectError(f"{path} is not a weights file of this network: it is over {_LARGEST_FILE >> 20} MB")
    return content


def parse_weights(content: bytes, source: str) -> tuple[Network, dict[str, str]]:
    """Read a network and its metadata from bytes; `source` names them in error messages.

    Raises:
        InkspectError: they are not weights of exactly this network.
    """
    stored = parse(content, source)
    network = Network.from_parameters(stored.parameters, verdict_rule=stored.verdict_rule, metadata=stored.metadata)
    return network, stored.metadata

"""The pen's network in weights files: the published one, and those that users trained."""

import hashlib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import numpy as np

from inkspect.network.tensors import StoredType, as_stored, lossless_type, parse_tensors, serialize_tensors
from inkspect.network.weights import read_weights_file
from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork


def published_weights() -> Path:
    """Return the weights file that ships with the package."""
    return Path(str(resources.files("inkspect").joinpath("pretrained", "pen.safetensors")))


def rounded(network: PenNetwork, dtype: StoredType = "F16") -> PenNetwork:
    """Return the network in float32 after rounding to the stored type; figures are measured with it.

    Raises:
        InkspectError: a parameter is not finite, or too large for the type.
    """
    stored = as_stored(network.parameters(), dtype)
    return PenNetwork.from_parameters(stored, np.float32, network.description, network.metadata)


def serialize_weights(
    network: PenNetwork, metadata: Mapping[str, str] | None = None, dtype: StoredType = "F16"
) -> bytes:
    """Return the bytes of a network's weights file; the same network and metadata always give the same bytes.

    Args:
        network: the network.
        metadata: how the weights were made; the network's own metadata if None.
        dtype: "F16", as published, or "F32", which keeps every bit.

    Raises:
        InkspectError: a parameter is not finite, or too large for the type.
    """
    return serialize_tensors(network.parameters(), network.metadata if metadata is None else metadata, dtype)


def serialize_losslessly(network: PenNetwork, metadata: Mapping[str, str] | None = None) -> bytes:
    """Return the bytes of a network's weights file, in float16 if that is lossless, as published, else in float32.

    Raises:
        InkspectError: a parameter is not finite.
    """
    return serialize_weights(network, metadata, lossless_type(network.parameter_vector))


def weights_sha256(network: PenNetwork, metadata: Mapping[str, str] | None = None) -> str:
    """Return the SHA-256 of a network's weights file, in hexadecimal; of the published weights, the package's file's.

    Args:
        network: the network.
        metadata: how the weights were made; the network's own metadata if None.

    Raises:
        InkspectError: a parameter is not finite.
    """
    return hashlib.sha256(serialize_losslessly(network, metadata)).hexdigest()


def load_weights(path: Path) -> PenNetwork:
    """Read a network that computes in float32; the file's metadata are its own.

    Raises:
        InkspectError: the file cannot be read, or does not hold weights of exactly this network; the message says why.
    """
    return parse_weights(read_weights_file(path), str(path))


def parse_weights(content: bytes, source: str) -> PenNetwork:
    """Read a network with its metadata from bytes; `source` names them in error messages.

    Raises:
        InkspectError: they are not weights of exactly this network.
    """
    description = load_pen()
    stored = parse_tensors(content, source, description.parameter_shapes(), "the pen's network")
    return PenNetwork.from_parameters(stored.parameters, np.float32, description, stored.metadata)

"""The pen's network for other runtimes: safetensors, JSON and ONNX."""

import json
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from inkspect.network.exporting import check_place, format_of, write_json, write_onnx, write_safetensors
from inkspect.pen.network import PenNetwork
from inkspect.pen.onnx_graph import onnx_model
from inkspect.pen.weights import load_weights, serialize_losslessly, weights_sha256
from inkspect.system.purposes import Purpose

Exporter: TypeAlias = Callable[[PenNetwork, Path], str]
"""Writes a network with its metadata to a path, and returns lines that say how to load it."""

JSON_FORMAT = "inkspect-pen-network"
JSON_VERSION = 1


def export_safetensors(network: PenNetwork, path: Path) -> str:
    """Write the parameters as a safetensors file: float16 if that is lossless, as published, else float32.

    Args:
        network: the network; its metadata is written too.
        path: the file to write; an existing file is replaced.

    Returns:
        Lines of text: the file written, and the Python code that loads it.

    Raises:
        InkspectError: the file cannot be written, or a parameter is not finite.
    """
    return write_safetensors(path, serialize_losslessly(network))


def export_json(network: PenNetwork, path: Path) -> str:
    """Write everything that a program in any language needs, as one JSON object.

    `description` is `pen.json`, with the vocabulary, the directions of the steps, and the sizes; `parameters` holds
    nested lists by name, in the order of their shapes; `metadata` and `weights_sha256` say where they come from.
    Numbers keep every bit.

    Args:
        network: the network.
        path: the file to write; an existing file is replaced.

    Returns:
        Lines of text: the file written, and the Python code that loads it.

    Raises:
        InkspectError: the file cannot be written, or a parameter is not finite.
    """
    content = {
        "format": JSON_FORMAT,
        "format_version": JSON_VERSION,
        "description": json.loads(_description()),
        "metadata": dict(network.metadata),
        "weights_sha256": weights_sha256(network),
        "parameters": {name: values.tolist() for name, values in network.parameters().items()},
    }
    return write_json(path, content, "description, parameters, metadata")


def export_onnx(network: PenNetwork, path: Path) -> str:
    """Write the network as an ONNX model, validated by ONNX's own checker.

    Its input `tokens` is int64 (batch, tokens), for any batch size and up to 96 tokens; shorter sequences may end with
    any tokens, which those before them do not see. Its outputs are `logits` and `probabilities` of the token that
    follows each token, both float32 (batch, tokens, 47). The model walks the pen itself, in float64. Values within are
    named as in `PenTrace.by_name()`, but for `layer1.before`, which is `embedding.sum`, and `layer2.before`, which is
    `layer1.after`. `pen.json` is in the metadata, as `pen`.

    Args:
        network: the network.
        path: the file to write; an existing file is replaced.

    Returns:
        Lines of text: the file written, and the Python code that loads it.

    Raises:
        InkspectError: the package onnx is missing, the file cannot be written, or a parameter is not finite.
    """
    described = {**network.metadata, "weights_sha256": weights_sha256(network), "pen": _description()}
    remark = "int64 (batch, tokens), as inkspect.pen.tokens makes them"
    return write_onnx(path, lambda: onnx_model(network), described, "tokens", remark)


EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {"safetensors": export_safetensors, "onnx": export_onnx, "json": export_json}
)
"""The formats' names and their exporters."""


def check_export_place(path: Path, network: PenNetwork, as_format: str) -> None:
    """Refuse to overwrite anything but an earlier export of this network to the same format.

    Raises:
        InkspectError: such a file is there, or cannot be read.
    """
    check_place(path, as_format, Purpose.PEN_WEIGHTS, lambda file: load_weights(file) == network)


def export_by_extension(path: Path, network: PenNetwork) -> str:
    """Write a network in the format that the path's extension names; return what the exporter returns.

    Raises:
        InvalidValueError: the extension names none.
        InkspectError: the file cannot be written, or is no earlier export.
    """
    as_format = format_of(path, EXPORTERS)
    check_export_place(path, network, as_format)
    return EXPORTERS[as_format](network, path)


def _description() -> str:
    return resources.files("inkspect.pen").joinpath("pen.json").read_text(encoding="utf-8")

"""The network for other runtimes: safetensors, JSON and ONNX."""

import importlib.metadata
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from inkspect.network.architecture import (
    Architecture,
    ConvolutionSpec,
    FlattenSpec,
    InkSpec,
    LayerSpec,
    LinearSpec,
    MaxPoolSpec,
    ReluSpec,
)
from inkspect.network.exporting import (
    IR_VERSION,
    OPSET,
    check_place,
    format_of,
    write_json,
    write_onnx,
    write_safetensors,
)
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, serialize_losslessly, weights_sha256
from inkspect.system.purposes import Purpose

if TYPE_CHECKING:
    import onnx

Exporter: TypeAlias = Callable[[Network, Mapping[str, str], Path], str]
"""Writes a network with its metadata to a path, and returns lines that say how to load it."""

JSON_FORMAT = "inkspect-network"
JSON_VERSION = 1


def export_safetensors(network: Network, metadata: Mapping[str, str], path: Path) -> str:
    """Write the parameters as a safetensors file: float16 if that is lossless, as published, else float32.

    Args:
        network: the network.
        metadata: how the weights were made.
        path: the file to write; an existing file is replaced.

    Returns:
        Lines of text: the file written, and the Python code that loads it.

    Raises:
        InkspectError: the file cannot be written, or a parameter is not finite.
    """
    return write_safetensors(path, serialize_losslessly(network, metadata))


def export_json(network: Network, metadata: Mapping[str, str], path: Path) -> str:
    """Write everything that a program in any language needs, as one JSON object.

    `architecture` is `architecture.json`, including the ink rule's constants; `parameters` holds nested lists by name,
    in the order of their shapes; `metadata` and `weights_sha256` say where they come from. Numbers keep every bit.

    Args:
        network: the network.
        metadata: how the weights were made.
        path: the file to write; an existing file is replaced.

    Returns:
        Lines of text: the file written, and the Python code that loads it.

    Raises:
        InkspectError: the file cannot be written, or a parameter is not finite.
    """
    content = {
        "format": JSON_FORMAT,
        "format_version": JSON_VERSION,
        "architecture": json.loads(resources.files("inkspect.network").joinpath("architecture.json").read_bytes()),
        "metadata": dict(metadata),
        "weights_sha256": weights_sha256(network, metadata),
        "parameters": {name: values.tolist() for name, values in network.parameters().items()},
    }
    return write_json(path, content, "architecture, parameters, metadata")


def export_onnx(network: Network, metadata: Mapping[str, str], path: Path) -> str:
    """Write the network as an ONNX model, validated by ONNX's own checker.

    Its input `pictures` is float32 (batch, 28, 28), from 0 (paper) to 1 (ink), for any batch size; its outputs are
    `logits` and `probabilities`, both (batch, 10). Values within are named after the layers in `architecture.json`.

    Args:
        network: the network.
        metadata: how the weights were made.
        path: the file to write; an existing file is replaced.

    Returns:
        Lines of text: the file written, and the Python code that loads it.

    Raises:
        InkspectError: the package onnx is missing, the file cannot be written, or a parameter is not finite.
    """
    described = {
        **metadata,
        "weights_sha256": weights_sha256(network, metadata),
        "ink": json.dumps(asdict(network.architecture.ink)),
    }
    remark = "float32 (batch, 28, 28), 0 paper to 1 ink"
    return write_onnx(path, lambda: _onnx_model(network), described, "pictures", remark)


EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {"safetensors": export_safetensors, "onnx": export_onnx, "json": export_json}
)
"""The formats' names and their exporters."""


def check_export_place(path: Path, network: Network, as_format: str) -> None:
    """Refuse to overwrite anything but an earlier export of this network to the same format.

    Raises:
        InkspectError: such a file is there, or cannot be read.
    """
    check_place(path, as_format, Purpose.WEIGHTS, lambda file: load_weights(file)[0] == network)


def export_by_extension(path: Path, network: Network) -> str:
    """Write a network in the format that the path's extension names; return what the exporter returns.

    Raises:
        InvalidValueError: the extension names none.
        InkspectError: the file cannot be written, or is no earlier export.
    """
    as_format = format_of(path, EXPORTERS)
    check_export_place(path, network, as_format)
    return EXPORTERS[as_format](network, network.metadata, path)


def _onnx_model(network: Network) -> "onnx.ModelProto":
    from onnx import TensorProto, helper, numpy_helper

    architecture = network.architecture
    _, height, width = architecture.input_shape
    classes = architecture.output_shapes()[architecture.layers[-1].name]
    channel_axis = helper.make_tensor("channel_axis", TensorProto.INT64, [1], [1])
    parameters = [
        numpy_helper.from_array(np.ascontiguousarray(values, np.float32), name)
        for name, values in network.parameters().items()
    ]
    graph = helper.make_graph(
        _onnx_nodes(architecture),
        "inkspect",
        inputs=[
            helper.make_tensor_value_info(
                "pictures",
                TensorProto.FLOAT,
                ["batch", height, width],
                "0 paper to 1 ink, row by row from the top left",
            )
        ],
        outputs=[
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", *classes], "of the digits 0 to 9"),
            helper.make_tensor_value_info(
                "probabilities", TensorProto.FLOAT, ["batch", *classes], "of the digits 0 to 9, adding up to 1"
            ),
        ],
        initializer=[channel_axis, *parameters],
        doc_string=_prepared(architecture.ink),
    )
    return helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="inkspect",
        producer_version=importlib.metadata.version("inkspect"),
        doc_string="A small convolutional network for handwritten digits, trained from scratch in NumPy.",
    )


def _prepared(ink: InkSpec) -> str:
    return (
        f"Reads one handwritten digit: ink {ink.ink_span:g} cells along its longer side, its centre of mass "
        f"{ink.mass_center:g} cells from the left and from the top, a pen about {2 * ink.pen_radius:g} cells wide."
    )


def _onnx_nodes(architecture: Architecture) -> list["onnx.NodeProto"]:
    """Return the layers as ONNX operators, each named after its layer."""
    from onnx import helper

    nodes = [helper.make_node("Unsqueeze", ["pictures", "channel_axis"], ["channels"], name="channels")]
    for layer in architecture.layers:
        output = "logits" if layer is architecture.layers[-1] else layer.name
        nodes.append(_onnx_node(layer, nodes[-1].output[0], output))
    nodes.append(helper.make_node("Softmax", ["logits"], ["probabilities"], name="probabilities", axis=1))
    return nodes


def _onnx_node(layer: LayerSpec, source: str, output: str) -> "onnx.NodeProto":
    from onnx import helper

    inputs = [source, f"{layer.name}.weight", f"{layer.name}.bias"]
    match layer:
        case ConvolutionSpec(name, _, kernel):
            return helper.make_node("Conv", inputs, [output], name=name, kernel_shape=[kernel, kernel])
        case LinearSpec(name):
            return helper.make_node("Gemm", inputs, [output], name=name, transB=1)
        case ReluSpec(name):
            return helper.make_node("Relu", [source], [output], name=name)
        case MaxPoolSpec(name, size):
            return helper.make_node(
                "MaxPool", [source], [output], name=name, kernel_shape=[size, size], strides=[size, size]
            )
        case FlattenSpec(name):
            return helper.make_node("Flatten", [source], [output], name=name, axis=1)

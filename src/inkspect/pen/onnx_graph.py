"""The pen's network as an ONNX graph, from tokens to probabilities."""

import importlib.metadata
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from inkspect.network.exporting import IR_VERSION, OPSET
from inkspect.pen.description import PenDescription
from inkspect.pen.network import PenNetwork

if TYPE_CHECKING:
    import onnx


def onnx_model(network: PenNetwork) -> "onnx.ModelProto":
    """Return the network as a model; `inkspect.pen.export.export_onnx` documents it."""
    from onnx import TensorProto, helper

    graph, description = _Graph(), network.description
    for name, values in network.parameters().items():
        graph.constant(name, np.ascontiguousarray(values, np.float32))
    stream = _embedding(graph, description)
    for number in range(1, description.layers + 1):
        stream = _layer(graph, f"layer{number}", stream, description)
    _normalization(graph, "norm", stream, "normalized", description)
    graph.transposed("token.weight")
    graph.node("MatMul", ["normalized", "token.weight transposed"], "logits")
    graph.node("Softmax", ["logits"], "probabilities", axis=-1)
    shape: list[str | int | None] = ["batch", "tokens", len(description.vocabulary)]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "inkspect",
            inputs=[
                helper.make_tensor_value_info(
                    "tokens",
                    TensorProto.INT64,
                    ["batch", "tokens"],
                    f"ids of the vocabulary, {description.context} at most; shorter sequences end with any tokens",
                )
            ],
            outputs=[
                helper.make_tensor_value_info(
                    "logits", TensorProto.FLOAT, shape, "of the token that follows each token"
                ),
                helper.make_tensor_value_info(
                    "probabilities", TensorProto.FLOAT, shape, "of the token that follows each token, adding up to 1"
                ),
            ],
            initializer=graph.constants,
            doc_string="Reads a drawing as a sequence of pen movements, and expects the next one.",
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="inkspect",
        producer_version=importlib.metadata.version("inkspect"),
        doc_string="A small Transformer for handwritten digits as pen movements, trained from scratch in NumPy.",
    )


class _Graph:
    """Nodes, each with one named output, and constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: NDArray[np.generic] | Sequence[int] | float) -> str:
        """Add a constant, whole numbers as int64, and return its name."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, **attributes: float | Sequence[int]) -> str:
        """Add an operator and return its output's name."""
        from onnx import helper

        node = helper.make_node(kind, inputs, [output], name=output)
        node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
        self.nodes.append(node)
        return output

    def transposed(self, name: str) -> str:
        """Add a matrix's transpose and return its name."""
        return self.node("Transpose", [name], f"{name} transposed", perm=[1, 0])


def _embedding(graph: _Graph, description: PenDescription) -> str:
    """Add the embeddings of tokens, positions and places, and return the name of their sum."""
    token = graph.node("Gather", ["token.weight", "tokens"], "embedding.token")
    count = graph.node("Shape", ["tokens"], "count", start=1, end=2)
    start = graph.constant("start", [0])
    position = graph.node("Slice", ["position.weight", start, count, start], "embedding.position")
    place = _place(graph, description)
    graph.node("Add", [token, position], "embedding.token and position")
    return graph.node("Add", ["embedding.token and position", place], "embedding.sum")


def _place(graph: _Graph, description: PenDescription) -> str:
    """Add the walk of the pen and the embedding of its places; compare `inkspect.pen.places`."""
    names = description.vocabulary
    is_at = np.array([name.startswith("AT ") for name in names])
    is_step = np.array([name.startswith("STEP ") for name in names])
    value = np.array([float(name[3:]) if name.startswith("AT ") else 0.0 for name in names])
    steps = np.zeros((2, len(names)))
    steps[:, is_step] = np.transpose(description.directions)
    lifts = np.array([(name == "LIFT") - (name == "DROP") for name in names])

    def per_token(name: str, values: NDArray[np.generic]) -> str:
        return graph.node("Gather", [graph.constant(f"{name} of each token", values), "tokens"], name)

    along = graph.constant("along the sequence", np.array(1))
    one, two, zero, half = (
        graph.constant(name, number)
        for name, number in (("1", np.array(1)), ("2", np.array(2)), ("0.0", np.array(0.0)), ("0.5", np.array(0.5)))
    )
    told = graph.node("CumSum", [per_token("is AT", is_at.astype(np.int64)), along], "ATs so far")
    placing = per_token("places", is_at)
    moving = graph.node("GreaterOrEqual", [told, two], "after the second AT")
    known = graph.node("And", [moving, per_token("moves", is_at | is_step | (lifts != 0))], "has a place")
    at_value = per_token("value", value)
    rows = []
    for axis, (order, name) in enumerate(((one, "x"), (two, "y"))):
        begins = graph.node("And", [placing, graph.node("Equal", [told, order], f"{name} is told")], f"{name} begins")
        step = graph.node("Where", [known, per_token(f"step {name}", steps[axis]), zero], f"{name} steps")
        moved = graph.node("Where", [begins, at_value, step], f"{name} moves")
        walked = graph.node("CumSum", [moved, along], name)
        first, last = (float(cell) for cell in description.place_cells)
        whole = graph.node("Floor", [graph.node("Add", [walked, half], f"{name} + 0.5")], f"{name} whole")
        limits = [graph.constant(f"{name} {end}", np.array(cell)) for end, cell in (("first", first), ("last", last))]
        kept = graph.node("Clip", [whole, *limits], f"{name} kept")
        cell = graph.node("Cast", [graph.node("Sub", [kept, limits[0]], f"{name} cell")], f"{name} row", to=7)  # INT64
        nowhere = graph.constant(f"{name} nowhere", np.array(description.place_count))
        row = graph.node("Where", [known, cell, nowhere], f"{name} row or none")
        zeros = graph.constant(f"{name} zeros", np.zeros((1, description.width), np.float32))
        table = graph.node("Concat", [f"place_{name}.weight", zeros], f"{name} table", axis=0)
        rows.append(graph.node("Gather", [table, row], f"{name} embedded"))
    lifted = graph.node("CumSum", [per_token("lifts", lifts.astype(np.int64)), along], "lifted")
    up = graph.node("And", [known, graph.node("GreaterOrEqual", [lifted, one], "is lifted")], "is up")
    as_number = graph.node("Cast", [up], "up", to=1)  # FLOAT
    last_axis = graph.constant("last axis", [-1])
    column = graph.node("Unsqueeze", [as_number, last_axis], "up as a column")
    added = graph.node("Mul", [column, "pen_up.weight"], "up embedded")
    return graph.node("Add", [graph.node("Add", rows, "place embedded"), added], "embedding.place")


def _layer(graph: _Graph, layer: str, before: str, description: PenDescription) -> str:
    """Add a layer and return the name of the residual stream after it; values are named as in `PenTrace`."""
    inputs = _normalization(graph, f"{layer}.norm1", before, f"{layer}.normalized1", description)
    attended = _attention(graph, layer, inputs, description)
    middle = graph.node("Add", [before, attended], f"{layer}.middle")
    inputs = _normalization(graph, f"{layer}.norm2", middle, f"{layer}.normalized2", description)
    preactivations = _linear(graph, f"{layer}.up", inputs, f"{layer}.preactivations")
    activations = graph.node("Relu", [preactivations], f"{layer}.activations")
    fed_forward = _linear(graph, f"{layer}.down", activations, f"{layer}.fed_forward")
    return graph.node("Add", [middle, fed_forward], f"{layer}.after")


def _attention(graph: _Graph, layer: str, inputs: str, description: PenDescription) -> str:
    heads, head_units = description.heads, description.width // description.heads
    name = f"{layer}.attention"
    projected = _linear(graph, f"{name}.qkv", inputs, f"{name}.qkv")
    shape = graph.constant(f"{name} shape", [0, 0, 3, heads, head_units])
    graph.node("Reshape", [projected, shape], f"{name}.by_head")
    graph.node("Transpose", [f"{name}.by_head"], f"{name}.first", perm=[2, 0, 3, 1, 4])
    for index, part in enumerate(("queries", "keys", "values")):
        which = graph.constant(f"{layer}.{part} index", np.array(index))
        graph.node("Gather", [f"{name}.first", which], f"{layer}.{part}", axis=0)
    keys = graph.node("Transpose", [f"{layer}.keys"], f"{layer}.keys transposed", perm=[0, 1, 3, 2])
    factor = graph.constant(f"{name} factor", np.array(head_units**-0.5, np.float32))
    queries = graph.node("Mul", [f"{layer}.queries", factor], f"{layer}.queries scaled")
    every = graph.node("MatMul", [queries, keys], f"{layer}.scores of all keys")
    mask = np.where(np.tri(description.context, dtype=bool), np.float32(0), np.float32(-np.inf))
    start, both = graph.constant(f"{name} start", [0, 0]), graph.constant(f"{name} axes", [0, 1])
    end = graph.node("Concat", ["count", "count"], f"{name} end", axis=0)
    seen = graph.node("Slice", [graph.constant(f"{name} mask", mask), start, end, both], f"{name} seen")
    scores = graph.node("Add", [every, seen], f"{layer}.scores")
    attention = graph.node("Softmax", [scores], f"{layer}.attention", axis=-1)
    outputs = graph.node("MatMul", [attention, f"{layer}.values"], f"{layer}.heads")
    graph.node("Transpose", [outputs], f"{name}.by_token", perm=[0, 2, 1, 3])
    flat = graph.constant(f"{name} width", [0, 0, description.width])
    graph.node("Reshape", [f"{name}.by_token", flat], f"{name}.side_by_side")
    return _linear(graph, f"{name}.output", f"{name}.side_by_side", f"{layer}.attended")


def _linear(graph: _Graph, name: str, inputs: str, output: str) -> str:
    products = graph.node("MatMul", [inputs, graph.transposed(f"{name}.weight")], f"{output} without bias")
    return graph.node("Add", [products, f"{name}.bias"], output)


def _normalization(graph: _Graph, name: str, inputs: str, output: str, description: PenDescription) -> str:
    parameters = [f"{name}.weight", f"{name}.bias"]
    return graph.node("LayerNormalization", [inputs, *parameters], output, axis=-1, epsilon=description.epsilon)

"""The pen's network written a second time, one token and one head at a time, to hold the package's against."""

from collections.abc import Mapping, Sequence

import numpy as np

import reference_pen
from inkspect.pen.description import PenDescription
from numerical import Float64s


def plain_places(ids: Sequence[int]) -> list[tuple[int, int, bool] | None]:
    """Where the pen is after each token, as cells and whether it is up; None where it has no place."""
    return reference_pen.cells([reference_pen.VOCABULARY[index] for index in ids])


def plain_normalization(values: Float64s, weight: Float64s, bias: Float64s, epsilon: float) -> Float64s:
    mean = sum(values) / len(values)
    variance = sum((value - mean) ** 2 for value in values) / len(values)
    return np.array(
        [w * (value - mean) / (variance + epsilon) ** 0.5 + b for value, w, b in zip(values, weight, bias, strict=True)]
    )


def plain_attention(queries: Float64s, keys: Float64s, values: Float64s) -> tuple[Float64s, Float64s]:
    """One head's outputs and attention, (token, unit) and (query, key), from (token, unit)."""
    count, units = queries.shape
    attention, outputs = np.zeros((count, count)), np.zeros((count, units))
    for query in range(count):
        scores = [float(np.dot(queries[query], keys[key])) / units**0.5 for key in range(query + 1)]
        powers = [np.exp(score - max(scores)) for score in scores]
        for key, power in enumerate(powers):
            attention[query, key] = power / sum(powers)
            outputs[query] += attention[query, key] * values[key]
    return outputs, attention


def plain_trace(
    ids: Sequence[int], parameters: Mapping[str, Float64s], description: PenDescription
) -> dict[str, Float64s]:
    """Every number for one sequence, by the names of `PenTrace.by_name()`."""
    count, width, units = len(ids), description.width, description.width // description.heads

    def normalized(values: Float64s, name: str) -> Float64s:
        weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
        return np.array([plain_normalization(token, weight, bias, description.epsilon) for token in values])

    def linear(values: Float64s, name: str) -> Float64s:
        return np.array([parameters[f"{name}.weight"] @ token + parameters[f"{name}.bias"] for token in values])

    trace = {
        "embedding.token": np.array([parameters["token.weight"][index] for index in ids]),
        "embedding.position": np.array([parameters["position.weight"][position] for position in range(count)]),
        "embedding.place": np.zeros((count, width)),
    }
    for position, place in enumerate(plain_places(ids)):
        if place:
            x, y, up = place
            trace["embedding.place"][position] = parameters["place_x.weight"][x] + parameters["place_y.weight"][y]
            trace["embedding.place"][position] += up * parameters["pen_up.weight"]
    stream = trace["embedding.token"] + trace["embedding.position"] + trace["embedding.place"]
    trace["embedding.sum"] = stream

    for layer in (f"layer{number}" for number in range(1, description.layers + 1)):
        trace[f"{layer}.before"] = stream
        trace[f"{layer}.normalized1"] = normalized(stream, f"{layer}.norm1")
        projected = linear(trace[f"{layer}.normalized1"], f"{layer}.attention.qkv")
        parts = [
            np.array([projected[:, first + head * units :][:, :units] for head in range(description.heads)])
            for first in (0, width, 2 * width)
        ]
        queries, keys, values = parts
        trace |= {f"{layer}.queries": queries, f"{layer}.keys": keys, f"{layer}.values": values}
        scores = np.full((description.heads, count, count), -np.inf)
        for head, query in np.ndindex(description.heads, count):
            for key in range(query + 1):
                scores[head, query, key] = np.dot(queries[head, query], keys[head, key]) / units**0.5
        by_head = [plain_attention(*(part[head] for part in parts)) for head in range(description.heads)]
        trace[f"{layer}.scores"] = scores
        trace[f"{layer}.attention"] = np.array([attention for _, attention in by_head])
        trace[f"{layer}.heads"] = np.array([outputs for outputs, _ in by_head])
        side_by_side = np.concatenate([outputs for outputs, _ in by_head], axis=1)
        trace[f"{layer}.attended"] = linear(side_by_side, f"{layer}.attention.output")
        stream = stream + trace[f"{layer}.attended"]
        trace[f"{layer}.middle"] = stream
        trace[f"{layer}.normalized2"] = normalized(stream, f"{layer}.norm2")
        trace[f"{layer}.preactivations"] = linear(trace[f"{layer}.normalized2"], f"{layer}.up")
        trace[f"{layer}.activations"] = np.maximum(trace[f"{layer}.preactivations"], 0)
        trace[f"{layer}.fed_forward"] = linear(trace[f"{layer}.activations"], f"{layer}.down")
        stream = stream + trace[f"{layer}.fed_forward"]
        trace[f"{layer}.after"] = stream

    trace["normalized"] = normalized(stream, "norm")
    trace["logits"] = np.array([parameters["token.weight"] @ token for token in trace["normalized"]])
    powers = np.exp(trace["logits"] - trace["logits"].max(axis=1, keepdims=True))
    trace["probabilities"] = powers / powers.sum(axis=1, keepdims=True)
    return trace

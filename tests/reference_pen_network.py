"""The pen's network written a second time, one token and one head at a time, to hold the package's against."""

from collections.abc import Mapping, Sequence

import numpy as np

from inkspect.pen.description import PenDescription
from numerical import Float64s


def plain_places(ids: Sequence[int], description: PenDescription) -> list[tuple[int, int, bool] | None]:
    """Where the pen is after each token, as cells and whether it is up; None where it has no place."""
    places: list[tuple[int, int, bool] | None] = []
    first: int | None = None
    x = y = 0.0
    walking = up = False
    for index in ids:
        name = description.vocabulary[index]
        known = walking
        if name.startswith("AT "):
            if first is None:
                first = int(name.removeprefix("AT "))
            else:
                x, y, walking, known = float(first), float(name.removeprefix("AT ")), True, True
        elif name.startswith("STEP "):
            dx, dy = description.directions[int(name.removeprefix("STEP "))]
            x, y = x + dx, y + dy
        elif name in ("LIFT", "DROP"):
            up = name == "LIFT"
        else:
            known = False
        low, high = description.place_cells
        cells = [min(max(int(np.floor(value + 0.5)), low), high) - low for value in (x, y)]
        places.append((cells[0], cells[1], up) if known else None)
    return places


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


def plain_logits(ids: Sequence[int], parameters: Mapping[str, Float64s], description: PenDescription) -> Float64s:
    """(token, class of the vocabulary) for one sequence."""
    width, head_units = description.width, description.width // description.heads
    stream = np.zeros((len(ids), width))
    for position, (index, place) in enumerate(zip(ids, plain_places(ids, description), strict=True)):
        stream[position] = parameters["token.weight"][index] + parameters["position.weight"][position]
        if place:
            x, y, up = place
            stream[position] += parameters["place_x.weight"][x] + parameters["place_y.weight"][y]
            stream[position] += up * parameters["pen_up.weight"]

    def normalized(values: Float64s, name: str) -> Float64s:
        weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
        return np.array([plain_normalization(token, weight, bias, description.epsilon) for token in values])

    def linear(values: Float64s, name: str) -> Float64s:
        return np.array([parameters[f"{name}.weight"] @ token + parameters[f"{name}.bias"] for token in values])

    for layer in (f"layer{number}" for number in range(1, description.layers + 1)):
        projected = linear(normalized(stream, f"{layer}.norm1"), f"{layer}.attention.qkv")
        queries, keys, values = projected[:, :width], projected[:, width : 2 * width], projected[:, 2 * width :]
        heads = np.zeros_like(stream)
        for head in range(description.heads):
            own = slice(head * head_units, (head + 1) * head_units)
            heads[:, own], _ = plain_attention(queries[:, own], keys[:, own], values[:, own])
        stream = stream + linear(heads, f"{layer}.attention.output")
        activations = np.maximum(linear(normalized(stream, f"{layer}.norm2"), f"{layer}.up"), 0)
        stream = stream + linear(activations, f"{layer}.down")
    last = normalized(stream, "norm")
    return np.array([parameters["token.weight"] @ token for token in last])

"""Where a number of the pen's network comes from, and what it does next; web/src/explain/pen has the same."""

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inkspect.explaining.pen_parts import PenPart, Quantity, units_of
from inkspect.explaining.pen_targets import pen_targets, vector_of
from inkspect.pen.grammar import legal_next
from inkspect.pen.network import PenNetwork
from inkspect.pen.places import places_of
from inkspect.pen.trace import PenTrace

PenKind: TypeAlias = Literal["addition", "normalization", "products", "softmax", "relu"]
"""How a number comes about; docs/explanation-format.md says what each has."""

_ARRAYS = {
    "query": "queries",
    "key": "keys",
    "value": "values",
    "head": "heads",
    "score": "scores",
    "preactivation": "preactivations",
    "activation": "activations",
    "fedForward": "fed_forward",
}
"""What the arrays of a layer's trace are called, where not as the quantity."""


@dataclass(frozen=True, eq=False)
class PenProvenance:
    """What feeds a number, and what it feeds.

    Attributes:
        part: the number's name and place.
        kind: how it comes about.
        output: its value.
        sources: the n names of what feeds it: numbers of the trace, or rows of the embedding's tables.
        inputs: (n,) their values.
        amounts: (n,) what each brings.
        weights: (n,) what the inputs are multiplied by; None where they are not.
        factors: the names of the weights that are numbers of the trace themselves; None where they are parameters.
        own: further numbers that only this kind has, by name.
        targets: the m numbers that it feeds.
        brought: (m,) what it brings to each.
    """

    part: PenPart
    kind: PenKind
    output: float
    sources: tuple[str, ...]
    inputs: NDArray[np.float64]
    amounts: NDArray[np.float64]
    weights: NDArray[np.float64] | None
    factors: tuple[str, ...] | None
    own: dict[str, float | None]
    targets: tuple[PenPart, ...] = ()
    brought: NDArray[np.float64] | None = None


@dataclass(frozen=True, eq=False)
class PenEvidence:
    """What explanations of one sequence are taken from."""

    trace: PenTrace
    network: PenNetwork

    def value(self, part: PenPart) -> float:
        """Return the value of a number of the trace."""
        trace, token = self.trace, part.token
        if part.quantity == "embedding":
            return float(trace.embedding.sum[token, part.own_unit])
        if part.quantity == "normalized":
            return float(trace.normalized[token, part.own_unit])
        if part.quantity in ("logit", "probability"):
            logits = trace.logits[token].astype(np.float64)
            if part.quantity == "logit":
                return float(logits[part.own_next])
            powers = _powers(logits, _may_follow(part, self))
            return float(powers[part.own_next] / powers.sum())
        layer = trace.layers[part.own_layer]
        values = getattr(layer, _ARRAYS.get(part.quantity, part.quantity))
        if part.quantity in ("score", "attention"):
            return float(values[part.own_head, token, part.own_key])
        if values.ndim == 3:
            return float(values[part.own_head, token, part.own_unit % values.shape[2]])
        return float(values[token, part.own_unit])


def pen_provenance(part: PenPart, evidence: PenEvidence) -> PenProvenance | None:
    """Return what feeds a number and what it feeds, summed in float64; None if the sequence has no such token."""
    if part.token >= len(evidence.trace.ids):
        return None
    targets = tuple(pen_targets(part, len(evidence.trace.ids)))
    brought = [_brought(str(part), pen_origin(target, evidence)) for target in targets]
    return replace(pen_origin(part, evidence), targets=targets, brought=np.array(brought, np.float64))


def stream_before(layer: int, token: int, unit: int) -> PenPart:
    """Return what comes into a layer: the embedding, or what the layer before has left."""
    return PenPart("after", token, layer - 1, unit=unit) if layer else PenPart("embedding", token, unit=unit)


def pen_origin(part: PenPart, evidence: PenEvidence) -> PenProvenance:
    """Return what feeds a number; its token must be in the trace."""
    quantity, token = part.quantity, part.token
    parameters = evidence.network.parameters()
    match quantity:
        case "embedding":
            return _embedded(part, evidence)
        case "normalized":
            layers = len(evidence.trace.layers)
            return _normalized(part, stream_before(layers, token, part.own_unit), "norm", evidence)
        case "logit":
            weights = parameters["token.weight"][part.own_next]
            return _products(part, vector_of("normalized", part), weights, evidence)
        case "score":
            size = evidence.network.description.width // evidence.network.description.heads
            units = range(part.own_head * size, part.own_head * size + size)
            queries = [PenPart("query", token, part.layer, unit=unit) for unit in units]
            keys = [PenPart("key", part.own_key, part.layer, unit=unit) for unit in units]
            return _products(part, queries, [*map(evidence.value, keys)], evidence, factors=keys, divisor=size**0.5)
        case "head":
            values = [replace(part, quantity="value", token=key) for key in range(token + 1)]
            seen = [PenPart("attention", token, part.layer, part.own_head, key) for key in range(token + 1)]
            return _products(part, values, [*map(evidence.value, seen)], evidence, factors=seen)
        case "attention":
            scores = [replace(part, quantity="score", key=key) for key in range(token + 1)]
            return _softmax(part, scores, part.own_key, evidence)
        case "probability":
            words = range(len(evidence.network.description.vocabulary))
            logits = [PenPart("logit", token, next=word) for word in words]
            return _softmax(part, logits, part.own_next, evidence, _may_follow(part, evidence))
        case _:
            return _of_layer(part, evidence)


def _of_layer(part: PenPart, evidence: PenEvidence) -> PenProvenance:
    layer, name = part.own_layer, f"layer{part.own_layer + 1}"
    before = stream_before(layer, part.token, part.own_unit)
    parameters = evidence.network.parameters()

    def linear(inputs: Quantity, kind: str, first: int = 0) -> PenProvenance:
        row = first + part.own_unit
        weight, bias = parameters[f"{name}.{kind}.weight"][row], float(parameters[f"{name}.{kind}.bias"][row])
        return _products(part, vector_of(inputs, part), weight, evidence, bias=bias)

    match part.quantity:
        case "normalized1":
            return _normalized(part, before, f"{name}.norm1", evidence)
        case "normalized2":
            return _normalized(part, replace(part, quantity="middle"), f"{name}.norm2", evidence)
        case "query" | "key" | "value" as quantity:
            third = ("query", "key", "value").index(quantity)
            return linear("normalized1", "attention.qkv", third * evidence.network.description.width)
        case "attended":
            return linear("head", "attention.output")
        case "preactivation":
            return linear("normalized2", "up")
        case "fedForward":
            return linear("activation", "down")
        case "activation":
            source, output = replace(part, quantity="preactivation"), evidence.value(part)
            return _made(part, "relu", output, [str(source)], [evidence.value(source)], [output], {})
        case "middle":
            return _added(part, [before, replace(part, quantity="attended")], evidence)
        case _:
            return _added(part, [replace(part, quantity="middle"), replace(part, quantity="fedForward")], evidence)


def _embedded(part: PenPart, evidence: PenEvidence) -> PenProvenance:
    token, unit, parameters = part.token, part.own_unit, evidence.network.parameters()
    places = places_of(evidence.trace.ids)
    rows = [("token", "token", int(evidence.trace.ids[token])), ("position", "position", token)]
    if places.known[token]:
        rows += [("placeX", "place_x", int(places.x[token])), ("placeY", "place_y", int(places.y[token]))]
    values = [float(parameters[f"{table}.weight"][row, unit]) for _, table, row in rows]
    names = [f"{name}.{row}.{unit}" for name, _, row in rows]
    if places.up[token]:
        names.append(f"penUp.0.{unit}")
        values.append(float(parameters["pen_up.weight"][unit]))
    return _made(part, "addition", evidence.value(part), names, values, values, {"sum": sum(values)})


def _added(part: PenPart, sources: list[PenPart], evidence: PenEvidence) -> PenProvenance:
    values = [*map(evidence.value, sources)]
    return _made(part, "addition", evidence.value(part), [*map(str, sources)], values, values, {"sum": sum(values)})


def _normalized(part: PenPart, source: PenPart, name: str, evidence: PenEvidence) -> PenProvenance:
    unit, parameters = part.own_unit, evidence.network.parameters()
    stream = np.array([evidence.value(replace(source, unit=one)) for one in range(units_of(part.quantity))])
    mean, variance = float(stream.mean()), float(stream.var())
    deviation = (variance + evidence.network.description.epsilon) ** 0.5
    gain, bias = (float(parameters[f"{name}.{kind}"][unit]) for kind in ("weight", "bias"))
    amount = (stream[unit] - mean) * gain / deviation
    own: dict[str, float | None] = {"mean": mean, "variance": variance, "deviation": deviation, "gain": gain}
    own |= {"bias": bias, "sum": amount + bias}
    output, weights = evidence.value(part), np.array([gain / deviation])
    made = _made(part, "normalization", output, [str(source)], [stream[unit]], [amount], own)
    return replace(made, weights=weights)


def _products(
    part: PenPart,
    sources: list[PenPart],
    weights: ArrayLike,
    evidence: PenEvidence,
    *,
    bias: float | None = None,
    factors: list[PenPart] | None = None,
    divisor: float = 1,
) -> PenProvenance:
    inputs, by = np.array([*map(evidence.value, sources)]), np.asarray(weights, np.float64)
    own: dict[str, float | None] = {"bias": bias, "sum": float(sum(inputs * by) + (bias or 0)), "divisor": divisor}
    made = _made(part, "products", evidence.value(part), [*map(str, sources)], inputs, inputs * by, own)
    return replace(made, weights=by, factors=None if factors is None else tuple(map(str, factors)))


def _may_follow(part: PenPart, evidence: PenEvidence) -> NDArray[np.bool_]:
    """Return of every token of the vocabulary whether it may follow the part's token; where nothing may, all count."""
    legal = legal_next(evidence.trace.ids[: part.token + 1].tolist())
    may = np.full(len(evidence.network.description.vocabulary), not legal)
    may[[*legal]] = True
    return may


def _powers(inputs: NDArray[np.float64], counts: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return exp(input − largest), and 0 for what is masked."""
    powers = np.zeros_like(inputs)
    powers[counts] = np.exp(inputs[counts] - inputs[counts].max())
    return powers


def _softmax(
    part: PenPart,
    sources: list[PenPart],
    own: int,
    evidence: PenEvidence,
    counts: NDArray[np.bool_] | None = None,
) -> PenProvenance:
    inputs = np.array([*map(evidence.value, sources)])
    counts = np.ones(len(inputs), np.bool_) if counts is None else counts
    powers = _powers(inputs, counts)
    largest = float(inputs[counts].max())
    numbers: dict[str, float | None] = {"own": own, "largest": largest, "sum": float(powers.sum())}
    return _made(part, "softmax", evidence.value(part), [*map(str, sources)], inputs, powers, numbers)


def _made(
    part: PenPart,
    kind: PenKind,
    output: float,
    sources: list[str],
    inputs: ArrayLike,
    amounts: ArrayLike,
    own: dict[str, float | None],
) -> PenProvenance:
    values, brought = np.asarray(inputs, np.float64), np.asarray(amounts, np.float64)
    return PenProvenance(part, kind, output, tuple(sources), values, brought, None, None, own)


def _brought(name: str, origin: PenProvenance) -> float:
    """Return what a number brings to one of its targets: the amount of that one's own term."""
    names = origin.factors if origin.factors is not None and name in origin.factors else origin.sources
    return float(origin.amounts[names.index(name)] / (origin.own.get("divisor") or 1))

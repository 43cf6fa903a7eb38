"""What feeds a part of the network."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.contributions import winner_places
from inkspect.explaining.description import LogitForm, Provenance, Terms
from inkspect.explaining.evidence import Evidence, all_units, cells
from inkspect.explaining.parts import STAGES, Link, Node, Part, StageName, Unit, stage_of

Float64s = NDArray[np.float64]

INPUTS_OF = {"conv1": "input", "conv2": "pool1"}
"""The layers that the convolutions look at."""

POOL_OF = {"conv1": "pool1", "conv2": "pool2"}
"""The layers after the convolutions' pooling."""


def origin_of(part: Part, evidence: Evidence, form: LogitForm) -> Provenance:
    """Return where a part's value comes from, without what it feeds.

    Args:
        part: the part.
        evidence: what the explanation is taken from.
        form: how what flows into the logits is told; nothing else depends on it.
    """
    if isinstance(part, Link):
        return _link_origin(part, evidence, form)
    if isinstance(part, Node):
        return _node_origin(part, evidence)
    match part.layer:
        case "input":
            return Provenance(part, "ink", evidence.value_of(part))
        case "conv1" | "conv2":
            return _convolution_origin(part, part.layer, evidence)
        case "pool1" | "pool2":
            return _pool_origin(part, evidence)
        case "fc1":
            terms = _products("pool2", evidence.values["pool2"], evidence.parameters["fc1.weight"][part.index[0]])
            bias = float(evidence.parameters["fc1.bias"][part.index[0]])
            return _rectified(part, terms, bias, evidence)
        case "logit":
            return _logit_origin(part, evidence, form)
        case "probability":
            return _softmax_origin(part, evidence)


def paths_to_map(
    stage: Literal["conv1", "conv2"], source: int, target: int, evidence: Evidence
) -> tuple[NDArray[np.intp], NDArray[np.intp], Float64s]:
    """Return every weight between a source map's cells and the target map's live cells, each by its winner.

    Returns:
        The source's cells (n, 2) and the pooled target's cells (n, 2) as row, column, and the weights (n,).
    """
    kernel = evidence.parameters[f"{stage}.weight"][target, source]
    winners = evidence.winners(POOL_OF[stage])[target : target + 1]
    _, rows, columns, tops, lefts = winner_places(winners)
    taps = np.argwhere(np.ones(kernel.shape, np.bool_))
    corners = np.column_stack([tops, lefts])
    seen = (corners[:, None, :] + taps).reshape(-1, 2)
    targets = np.repeat(np.column_stack([rows, columns]), len(taps), axis=0)
    return seen, targets, np.tile(kernel.ravel(), len(rows))


def source_units(link: Link, evidence: Evidence) -> tuple[str, NDArray[np.intp]]:
    """Return the layer of a link's source and the indices of its units: (n, 3) as map, row, column, or (n, 1)."""
    if link.stage == "output":
        return "fc1", _group(link.source, evidence)[:, None]
    layer = "pool2" if link.stage == "fc1" else INPUTS_OF[link.stage]
    places = np.argwhere(np.ones(evidence.values[layer].shape[1:], np.bool_))
    return layer, np.column_stack([np.full(len(places), link.source), places])


def live_units(group: int, evidence: Evidence) -> NDArray[np.intp]:
    """Return the live units of an FC group."""
    units = _group(group, evidence)
    return units[evidence.values["fc1"][units] > 0]


def _link_origin(link: Link, evidence: Evidence, form: LogitForm) -> Provenance:
    """Return a link's origin: its source's units, each with the sum of the weights to the target's live units."""
    layer, index = source_units(link, evidence)
    inputs = evidence.values[layer][tuple(index.T)]
    if link.stage in ("conv1", "conv2"):
        by_place = np.zeros(evidence.values[layer].shape[1:])
        seen, _, path_weights = paths_to_map(link.stage, link.source, link.target, evidence)
        np.add.at(by_place, (seen[:, 0], seen[:, 1]), path_weights)
        weights = by_place.ravel()
    elif link.stage == "fc1":
        by_cell = evidence.parameters["fc1.weight"].reshape(-1, *evidence.values["pool2"].shape)
        weights = by_cell[live_units(link.target, evidence), link.source].sum(axis=0).ravel()
    else:
        weights = evidence.logit_parameters(form)[0][link.target, index[:, 0]]
    terms = Terms(cells(layer, index), inputs * weights, inputs, weights)
    total = float(terms.amounts.sum())
    return Provenance(link, "sum", total, terms, bias=0.0, sum=total, preactivation=total, rectified=False, needed=0.0)


def _node_origin(part: Node, evidence: Evidence) -> Provenance:
    stage = stage_of(part)
    output = evidence.value_of(part)
    if stage is None:
        return Provenance(part, "ink", output)
    links = evidence.links[stage]
    target = part.index[0]
    sources = _nodes_before(stage, links.contributions.shape[1])
    inputs = np.array([evidence.value_of(source) for source in sources])
    terms = Terms(sources, links.contributions[target], inputs)
    bias = float(links.biases[target])
    live = (
        int((evidence.winners(POOL_OF[stage])[target] >= 0).sum())
        if stage in POOL_OF
        else len(live_units(target, evidence))
    )
    return Provenance(part, "contributions", output, terms, bias=bias, sum=float(terms.amounts.sum()) + bias, live=live)


def _nodes_before(stage: StageName, count: int) -> tuple[Node, ...]:
    if stage == "conv1":
        return (Node("picture", ()),)
    layer: Literal["map1", "map2"] = "map1" if STAGES.index(stage) == 1 else "map2"
    return tuple(Node(layer, (source,)) for source in range(count))


def _convolution_origin(part: Unit, layer: Literal["conv1", "conv2"], evidence: Evidence) -> Provenance:
    """Return kernel × patch, channel by channel, row by row."""
    target, row, column = part.index
    kernel = evidence.parameters[f"{layer}.weight"][target]
    taps = np.argwhere(np.ones(kernel.shape, np.bool_))
    index = taps + np.array([0, row, column])
    inputs = evidence.values[INPUTS_OF[layer]][tuple(index.T)]
    weights = kernel.ravel()
    terms = Terms(cells(INPUTS_OF[layer], index), inputs * weights, inputs, weights)
    return _rectified(part, terms, float(evidence.parameters[f"{layer}.bias"][target]), evidence)


def _pool_origin(part: Unit, evidence: Evidence) -> Provenance:
    target, row, column = part.index
    layer = "conv1" if part.layer == "pool1" else "conv2"
    index = np.array([[target, 2 * row + place // 2, 2 * column + place % 2] for place in range(4)])
    inputs = evidence.values[layer][tuple(index.T)]
    winner = int(evidence.winners(part.layer)[part.index])
    amounts = np.where(np.arange(4) == winner, inputs, 0)
    terms = Terms(cells(layer, index), amounts, inputs)
    return Provenance(part, "largest", evidence.value_of(part), terms, winner=None if winner < 0 else winner)


def _logit_origin(part: Unit, evidence: Evidence, form: LogitForm) -> Provenance:
    weight, bias = evidence.logit_parameters(form)
    digit = part.index[0]
    terms = _products("fc1", evidence.values["fc1"], weight[digit])
    logits = evidence.values["logit"]
    computed = float(logits[digit] - (logits.mean() if form == "average" else 0))
    return Provenance(
        part,
        "sum",
        computed,
        terms,
        bias=float(bias[digit]),
        sum=float(terms.amounts.sum() + bias[digit]),
        preactivation=computed,
        rectified=False,
        needed=0.0,
    )


def _softmax_origin(part: Unit, evidence: Evidence) -> Provenance:
    logits = evidence.values["logit"]
    exponentials = np.exp(logits - logits.max())
    terms = Terms(all_units("logit", logits), exponentials, logits)
    return Provenance(part, "softmax", evidence.value_of(part), terms, sum=float(exponentials.sum()))


def _products(layer: str, inputs: Float64s, weights: Float64s) -> Terms:
    return Terms(all_units(layer, inputs), inputs.ravel() * weights, inputs.ravel(), weights)


def _rectified(part: Unit, terms: Terms, bias: float, evidence: Evidence) -> Provenance:
    preactivation = float(evidence.preactivations(part.layer)[part.index])
    output = evidence.value_of(part)
    return Provenance(
        part,
        "sum",
        output,
        terms,
        bias=bias,
        sum=float(terms.amounts.sum()) + bias,
        preactivation=preactivation,
        rectified=True,
        needed=0.0 if output > 0 else 0.0 - preactivation,
    )


def _group(group: int, evidence: Evidence) -> NDArray[np.intp]:
    units = evidence.network.architecture.fc1_group_units
    return np.arange(group * units, (group + 1) * units)

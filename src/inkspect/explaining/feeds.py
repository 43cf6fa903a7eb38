"""What a part of the network feeds."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.description import LogitForm, Terms
from inkspect.explaining.evidence import Evidence, all_units, cells
from inkspect.explaining.origins import POOL_OF, live_units, paths_to_map, source_units
from inkspect.explaining.parts import STAGES, Link, Node, Part, Unit, stage_of

Float64s = NDArray[np.float64]


def feeds_of(part: Part, evidence: Evidence, form: LogitForm) -> Terms:
    """Return what a part feeds: the cells that look at it, with its amount in their sums."""
    if isinstance(part, Link):
        return _link_feeds(part, evidence, form)
    if isinstance(part, Node):
        return _node_feeds(part, evidence, form)
    value = evidence.value_of(part)
    match part.layer:
        case "input":
            return _seen_by("conv1", 0, part.index, value, evidence)
        case "pool1":
            return _seen_by("conv2", part.index[0], part.index[1:], value, evidence)
        case "conv1" | "conv2":
            return _pool_feeds(part, part.layer, value, evidence)
        case "pool2":
            unit = np.ravel_multi_index(part.index, evidence.values["pool2"].shape)
            weights = evidence.parameters["fc1.weight"][:, unit]
            return Terms(all_units("fc1", weights), value * weights, weights=weights)
        case "fc1":
            weights = evidence.logit_parameters(form)[0][:, part.index[0]]
            return Terms(all_units("logit", weights), value * weights, weights=weights)
        case "logit":
            logits = evidence.values["logit"]
            return Terms(all_units("probability", logits), np.full(len(logits), np.exp(value - logits.max())))
        case "probability":
            return Terms()


def _seen_by(
    layer: Literal["conv1", "conv2"], channel: int, place: tuple[int, ...], value: float, evidence: Evidence
) -> Terms:
    """Return every cell of every map whose patch holds an input cell."""
    weight = evidence.parameters[f"{layer}.weight"][:, channel]
    taps = np.argwhere(np.ones(weight.shape, np.bool_))[:, :]
    taps[:, 1:] = weight.shape[1] - 1 - taps[:, 1:]  # so that the cells come in row order
    index = np.column_stack([taps[:, 0], np.array(place) - taps[:, 1:]])
    on_map = ((index >= 0) & (index < evidence.values[layer].shape)).all(axis=1)
    weights = weight[tuple(taps[on_map].T)]
    return Terms(cells(layer, index[on_map]), value * weights, weights=weights)


def _pool_feeds(part: Unit, layer: Literal["conv1", "conv2"], value: float, evidence: Evidence) -> Terms:
    """Return the cell's pool, if it has one: a last row or column that fills no pool is dropped."""
    target, row, column = part.index
    pool = POOL_OF[layer]
    index = (target, row // 2, column // 2)
    if index[1] >= evidence.values[pool].shape[1] or index[2] >= evidence.values[pool].shape[2]:
        return Terms()
    wins = evidence.winners(pool)[index] == 2 * (row % 2) + column % 2
    return Terms(cells(pool, np.array([index])), np.array([value if wins else 0.0]))


def _node_feeds(part: Node, evidence: Evidence, form: LogitForm) -> Terms:
    own = stage_of(part)
    stage = STAGES[0 if own is None else STAGES.index(own) + 1]
    links = evidence.links[stage]
    told = links.against_average() if stage == "output" and form == "average" else links
    source = part.index[0] if part.index else 0
    targets = range(len(links.sums))
    parts: tuple[Part, ...] = tuple(
        Unit("logit", (target,)) if stage == "output" else Node(_node_layer(stage), (target,)) for target in targets
    )
    return Terms(parts, told.contributions[:, source])


def _node_layer(stage: str) -> Literal["map1", "map2", "group"]:
    return "map1" if stage == "conv1" else "map2" if stage == "conv2" else "group"


def _link_feeds(link: Link, evidence: Evidence, form: LogitForm) -> Terms:
    """Return the target's live units, each with its part of the link."""
    layer, index = source_units(link, evidence)
    inputs = evidence.values[layer][tuple(index.T)]
    if link.stage == "conv1" or link.stage == "conv2":
        seen, targets, weights = paths_to_map(link.stage, link.source, link.target, evidence)
        taps = evidence.parameters[f"{link.stage}.weight"][0, 0].size
        products = weights * evidence.values[layer][link.source, seen[:, 0], seen[:, 1]]
        live = targets[::taps]
        places = np.column_stack([np.full(len(live), link.target), live])
        return Terms(cells(POOL_OF[link.stage], places), products.reshape(-1, taps).sum(axis=1))
    if link.stage == "fc1":
        units = live_units(link.target, evidence)
        weights = evidence.parameters["fc1.weight"].reshape(-1, *evidence.values["pool2"].shape)
        return Terms(
            cells("fc1", units[:, None]), weights[units, link.source].reshape(len(units), len(inputs)) @ inputs
        )
    weights = evidence.logit_parameters(form)[0][link.target, index[:, 0]]
    return Terms((Unit("logit", (link.target,)),), np.array([weights @ inputs]))

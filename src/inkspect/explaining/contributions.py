"""What a link of the diagram shows: the signed contribution of its source to its target for one drawing.

In every stage, the contributions into a target plus its live biases equal the target's summed activation. Sums are
taken in float64. web/src/explain/contributions.ts computes the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from inkspect.explaining.parts import StageName
from inkspect.network.network import Network
from inkspect.network.trace import Trace
from inkspect.system.comparing import same_fields

Float64s = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Links:
    """One stage's links for one drawing.

    Attributes:
        contributions: (targets, sources) what each source adds to each target.
        biases: (targets,) the targets' live biases: a map's bias × its live cells, the biases of a group's live units,
            or a digit's bias.
        sums: (targets,) the targets' summed activations: the sum of a pooled map or of a group's units, or a logit.
    """

    contributions: Float64s
    biases: Float64s
    sums: Float64s

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays

    def against_average(self) -> "Links":
        """Return each target's values less the mean over all targets; at the last stage: against the average digit."""
        return Links(*(values - values.mean(axis=0) for values in (self.contributions, self.biases, self.sums)))


def contributions_of(trace: Trace, network: Network) -> dict[StageName, Links]:
    """Return the 552 links of the trace's first picture, by stage.

    Args:
        trace: a trace by this network.
        network: the network.
    """
    weights = {name: values.astype(np.float64) for name, values in network.parameters().items()}
    pooled = trace.activations["pool1"][0]
    return {
        "conv1": _into_maps("1", trace, trace.pictures[0], weights),
        "conv2": _into_maps("2", trace, pooled, weights),
        "fc1": _into_groups(trace, weights, network.architecture.fc1_group_units),
        "output": _into_digits(trace, weights, network.architecture.fc1_group_units),
    }


def winner_places(winners: NDArray[np.int8]) -> tuple[NDArray[np.intp], ...]:
    """Return where the live cells of pooled maps (map, row, column) come from.

    Returns:
        The live cells' maps, rows and columns, then the winners' rows and columns before pooling.
    """
    maps, rows, columns = np.nonzero(winners >= 0)
    winner = winners[maps, rows, columns].astype(np.intp)
    return maps, rows, columns, 2 * rows + winner // 2, 2 * columns + winner % 2


def _into_maps(number: str, trace: Trace, inputs: NDArray[np.floating], weights: Mapping[str, Float64s]) -> Links:
    """Return the links into a convolution's maps: each source's part of the winners' pre-activations, summed."""
    weight, bias = weights[f"conv{number}.weight"], weights[f"conv{number}.bias"]
    kernel = weight.shape[2:]
    windows = sliding_window_view(inputs.astype(np.float64), kernel, axis=(1, 2))
    maps, _, _, rows, columns = winner_places(trace.winners[f"pool{number}"][0])
    products = (windows[:, rows, columns].swapaxes(0, 1) * weight[maps]).sum(axis=(2, 3))
    parts = np.zeros(weight.shape[:2])
    np.add.at(parts, maps, products)
    live = np.bincount(maps, minlength=len(bias))
    return Links(parts, _times(bias, live), trace.activations[f"pool{number}"][0].sum(axis=(1, 2), dtype=np.float64))


def _into_groups(trace: Trace, weights: Mapping[str, Float64s], group_units: int) -> Links:
    """Return the links into the FC groups: weight × activation over the group's live units and a map's cells."""
    activations = trace.activations["relu3"][0].astype(np.float64)
    live = activations > 0
    maps = trace.activations["pool2"][0]
    products = weights["fc1.weight"] * trace.activations["flatten"][0] * live[:, None]
    parts = products.reshape(len(live) // group_units, group_units, len(maps), -1).sum(axis=(1, 3))
    biases = np.where(live, weights["fc1.bias"], 0).reshape(-1, group_units).sum(axis=1)
    return Links(parts, biases, activations.reshape(-1, group_units).sum(axis=1))


def _into_digits(trace: Trace, weights: Mapping[str, Float64s], group_units: int) -> Links:
    """Return the links into the outputs: weight × activation over each group's units."""
    products = weights["fc2.weight"] * trace.activations["relu3"][0]
    parts = products.reshape(len(products), -1, group_units).sum(axis=2)
    return Links(parts, weights["fc2.bias"], trace.logits[0].astype(np.float64))


def _times(bias: Float64s, live: NDArray[np.intp]) -> Float64s:
    return np.where(live > 0, bias * live, 0.0)  # not -0 where no cell is live

"""All that an explanation is taken from: one drawing's trace, the network that made it, and the diagram's links."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.contributions import Links, contributions_of
from inkspect.explaining.description import LogitForm
from inkspect.explaining.parts import Node, StageName, Unit, stage_of
from inkspect.network.network import Network
from inkspect.network.trace import Trace

Float64s = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the explanation of a trace's first picture is taken from; values are float64.

    Attributes:
        trace: a trace by the network.
        network: the network.
    """

    trace: Trace
    network: Network

    @cached_property
    def links(self) -> Mapping[StageName, Links]:
        """The diagram's links, by stage."""
        return contributions_of(self.trace, self.network)

    @cached_property
    def values(self) -> Mapping[str, Float64s]:
        """Every layer's values after ReLU: (map, row, column) or (unit,)."""
        activations = self.trace.activations
        layers = {
            "input": self.trace.pictures,
            "conv1": activations["relu1"],
            "pool1": activations["pool1"],
            "conv2": activations["relu2"],
            "pool2": activations["pool2"],
            "fc1": activations["relu3"],
            "logit": self.trace.logits,
            "probability": self.trace.probabilities,
        }
        return {layer: values[0].astype(np.float64) for layer, values in layers.items()}

    @cached_property
    def parameters(self) -> Mapping[str, Float64s]:
        """The network's parameters by name."""
        return {name: values.astype(np.float64) for name, values in self.network.parameters().items()}

    def winners(self, pool: str) -> NDArray[np.int8]:
        """Return the winners (map, row, column) of `pool1` or `pool2`."""
        winners: NDArray[np.int8] = self.trace.winners[pool][0]
        return winners

    def preactivations(self, layer: str) -> Float64s:
        """Return the values before ReLU of `conv1`, `conv2` or `fc1`."""
        values: Float64s = self.trace.preactivations[layer][0].astype(np.float64)
        return values

    def logit_parameters(self, form: LogitForm) -> tuple[Float64s, Float64s]:
        """Return the last layer's weights (10, 64) and biases (10,) in the form asked for."""
        weight, bias = self.parameters["fc2.weight"], self.parameters["fc2.bias"]
        if form == "computed":
            return weight, bias
        return weight - weight.mean(axis=0), bias - bias.mean()

    def value_of(self, part: Unit | Node) -> float:
        """Return a unit's value, or a node's summed activation: all ink for the picture."""
        if isinstance(part, Unit):
            index = (0, *part.index) if part.layer == "input" else part.index
            return float(self.values[part.layer][index])
        stage = stage_of(part)
        return float(self.values["input"].sum() if stage is None else self.links[stage].sums[part.index[0]])


def cells(layer: str, index: NDArray[np.intp]) -> tuple[Unit, ...]:
    """Return units of a layer from their indices (n, 3) as map, row, column, or (n, 1)."""
    first = 1 if layer == "input" else 0
    return tuple(Unit(layer, tuple(one)[first:]) for one in index.tolist())  # type: ignore[arg-type]


def all_units(layer: str, values: Float64s) -> tuple[Unit, ...]:
    """Return all units of a layer in order."""
    return cells(layer, np.argwhere(np.ones(values.shape, np.bool_)))

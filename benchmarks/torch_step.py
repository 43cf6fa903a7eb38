"""The same training step in eager PyTorch; no other module imports PyTorch."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from benchmarks.steps import Choices, Parameters
from inkspect.network.architecture import (
    Architecture,
    ConvolutionSpec,
    FlattenSpec,
    LayerSpec,
    LinearSpec,
    MaxPoolSpec,
    ReluSpec,
    load_architecture,
)
from inkspect.training.examples import Examples

BETAS = (0.9, 0.99)
EPSILON = 1e-8


@dataclass(frozen=True)
class Way:
    """One way of writing the step in PyTorch."""

    name: str
    fused: bool = False
    channels_last: bool = False


WAYS = (
    Way("PyTorch"),
    Way("PyTorch, fused AdamW", fused=True),
    Way("PyTorch, fused, channels last", fused=True, channels_last=True),
)
"""The usual way, then variants that are sometimes faster."""


class TorchStep:
    """Forward, backward and AdamW update in PyTorch, in the dtype of the given weights."""

    def __init__(self, parameters: Parameters, choices: Choices, way: Way) -> None:
        self.name = way.name
        architecture = load_architecture()
        layers = {layer.name: _module(layer, architecture) for layer in architecture.layers}
        self._network = nn.Sequential()
        for name, module in layers.items():
            self._network.add_module(name, module)
        state = {name: torch.from_numpy(values.copy()) for name, values in parameters.items()}
        self._dtype = next(iter(state.values())).dtype
        self._layout = torch.channels_last if way.channels_last else torch.contiguous_format
        self._network.to(dtype=self._dtype, memory_format=self._layout)
        self._network.load_state_dict(state)
        self._loss = nn.CrossEntropyLoss(label_smoothing=choices.label_smoothing)
        named = list(self._network.named_parameters())
        self._optimizer = torch.optim.AdamW(
            [
                {"params": [values for name, values in named if not name.endswith(".bias")]},
                {"params": [values for name, values in named if name.endswith(".bias")], "weight_decay": 0.0},
            ],
            lr=choices.learning_rate,
            betas=BETAS,
            eps=EPSILON,
            weight_decay=choices.weight_decay,
            fused=way.fused,
        )

    def run(self, batch: Examples) -> float:
        """Return the batch's mean loss before the update."""
        inputs = torch.from_numpy(batch.pictures)[:, None].to(self._dtype, memory_format=self._layout).mul_(1 / 255)
        labels = torch.from_numpy(batch.labels).long()
        self._optimizer.zero_grad()
        loss = self._loss(self._network(inputs), labels)
        loss.backward()
        self._optimizer.step()
        return float(loss.item())

    def parameters(self) -> Parameters:
        """Return a copy of the current weights."""
        return {
            name: np.array(values.detach().contiguous().numpy()) for name, values in self._network.named_parameters()
        }


def use_threads(threads: int) -> None:
    """Set the number of threads PyTorch computes on."""
    torch.set_num_threads(threads)


def version() -> str:
    """Return PyTorch's version."""
    return str(torch.__version__)


def _module(layer: LayerSpec, architecture: Architecture) -> nn.Module:
    shapes = architecture.parameter_shapes()
    match layer:
        case ConvolutionSpec(name):
            outputs, channels, kernel, _ = shapes[f"{name}.weight"]
            return nn.Conv2d(channels, outputs, kernel)
        case LinearSpec(name):
            outputs, inputs = shapes[f"{name}.weight"]
            return nn.Linear(inputs, outputs)
        case MaxPoolSpec(_, size):
            return nn.MaxPool2d(size)
        case ReluSpec():
            return nn.ReLU()
        case FlattenSpec():
            return nn.Flatten()

"""Everything a forward pass computes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.system.words import counted


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """Everything that the network computed for a batch of n pictures, by layer name in `architecture.json`.

    Maps are (n, channel, row, column), vectors are (n, unit).

    Attributes:
        pictures: the input, (n, 1, 28, 28).
        preactivations: outputs of `conv1` (n, 8, 24, 24), `conv2` (n, 16, 10, 10), `fc1` (n, 64), `fc2` (n, 10).
        activations: outputs of `relu1`, `pool1` (n, 8, 12, 12), `relu2`, `pool2` (n, 16, 5, 5), `flatten` (n, 400)
            and `relu3` (n, 64).
        winners: int8; for `pool1` and `pool2`, the index in row order of the cell, of four in its patch, from which
            each pooled value came; -1 if the patch has no winner because no value in it is above 0.
        logits: (n, 10), the same as `preactivations["fc2"]`.
        probabilities: (n, 10), the softmax of the logits.
    """

    pictures: NDArray[np.floating]
    preactivations: dict[str, NDArray[np.floating]]
    activations: dict[str, NDArray[np.floating]]
    winners: dict[str, NDArray[np.int8]]
    logits: NDArray[np.floating]
    probabilities: NDArray[np.floating]

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of every array, by the expression that accesses it, such as `activations['pool1']`."""
        layers: dict[str, Mapping[str, NDArray[np.generic]]] = {
            "preactivations": self.preactivations,
            "activations": self.activations,
            "winners": self.winners,
        }
        return {
            "pictures": self.pictures.shape,
            **{f"{name}[{layer!r}]": values.shape for name, of in layers.items() for layer, values in of.items()},
            "logits": self.logits.shape,
            "probabilities": self.probabilities.shape,
        }

    def __repr__(self) -> str:
        shapes = ", ".join(f"{name} {shape}" for name, shape in self.shapes().items())
        return f"<Trace of {self._count()}: {shapes}>"

    def _repr_html_(self) -> str:
        """Return the shapes as a table, for notebooks."""
        rows = "".join(
            f"<tr><td><code>{name}</code></td><td>{shape}</td></tr>" for name, shape in self.shapes().items()
        )
        return f"<table><tr><th>Trace of {self._count()}</th><th>shape</th></tr>{rows}</table>"

    def _count(self) -> str:
        return counted(len(self.pictures), "picture")

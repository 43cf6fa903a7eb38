"""The pen network's training step in eager PyTorch."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from benchmarks.steps import Parameters
from benchmarks.torch_step import BETAS, EPSILON
from inkspect.pen.batch import TokenBatch, embedded, groups_by_length
from inkspect.pen.description import load_pen


@dataclass(frozen=True)
class Way:
    """One way of writing the step in PyTorch."""

    name: str
    fused: bool = False
    by_length: bool = False


WAYS = (
    Way("PyTorch, padded"),
    Way("PyTorch, padded, fused AdamW", fused=True),
    Way("PyTorch, by length, fused AdamW", fused=True, by_length=True),
)
"""The usual way, one padded batch; then with a faster optimizer; then sequences of similar length together, as here."""


class TorchPenStep:
    """Forward, backward and AdamW update in PyTorch, in the dtype of the given weights."""

    def __init__(self, parameters: Parameters, learning_rate: float, weight_decay: float, way: Way) -> None:
        self.name = way.name
        self._by_length = way.by_length
        self._pen = load_pen()
        self._values = {name: torch.from_numpy(values.copy()).requires_grad_() for name, values in parameters.items()}
        self._dtype = next(iter(self._values.values())).dtype
        matrices = [values for values in self._values.values() if values.ndim > 1]
        vectors = [values for values in self._values.values() if values.ndim == 1]
        self._optimizer = torch.optim.AdamW(
            [{"params": matrices}, {"params": vectors, "weight_decay": 0.0}],
            lr=learning_rate,
            betas=BETAS,
            eps=EPSILON,
            weight_decay=weight_decay,
            fused=way.fused,
        )

    def run(self, batch: TokenBatch) -> float:
        """Return the batch's mean loss before the update."""
        self._optimizer.zero_grad()
        groups = (
            list(groups_by_length(batch.lengths))
            if self._by_length
            else [(np.arange(len(batch)), int(batch.lengths.max()))]
        )
        total = 0.0
        for rows, longest in groups:
            loss = self._loss(batch.ids[rows, :longest], batch.weights[rows, : longest - 1]) / len(batch)
            loss.backward()
            total += float(loss.item())
        self._optimizer.step()
        return total

    def parameters(self) -> Parameters:
        """Return a copy of the current weights."""
        return {name: np.array(values.detach().numpy()) for name, values in self._values.items()}

    def _loss(self, ids: NDArray[np.integer], weights: NDArray[np.floating]) -> torch.Tensor:
        """Return the weighted cross-entropy of every next token, summed."""
        logits = self._logits(ids[:, :-1])
        targets = torch.from_numpy(ids[:, 1:].astype(np.int64)).reshape(-1)
        each = functional.cross_entropy(logits.reshape(len(targets), -1), targets, reduction="none")
        return (each * torch.from_numpy(np.ascontiguousarray(weights)).to(self._dtype).reshape(-1)).sum()

    def _logits(self, ids: NDArray[np.integer]) -> torch.Tensor:
        """Return logits (sequence, position, token of the vocabulary)."""
        values, tokens = self._values, embedded(ids, self._pen)
        count = ids.shape[1]
        stream = functional.embedding(torch.from_numpy(tokens.ids), values["token.weight"])
        stream = stream + values["position.weight"][:count]
        for cells, name in ((tokens.cells_x, "place_x.weight"), (tokens.cells_y, "place_y.weight")):
            table = functional.pad(values[name], (0, 0, 0, 1))  # its last row stands for no place
            stream = stream + functional.embedding(torch.from_numpy(cells), table)
        stream = stream + torch.from_numpy(tokens.up).to(self._dtype)[..., None] * values["pen_up.weight"]
        for number in range(1, self._pen.layers + 1):
            stream = self._layer(stream, f"layer{number}.")
        return self._normalized(stream, "norm") @ values["token.weight"].T

    def _layer(self, stream: torch.Tensor, layer: str) -> torch.Tensor:
        sequences, count, width = stream.shape
        projected = self._linear(self._normalized(stream, f"{layer}norm1"), f"{layer}attention.qkv")
        queries, keys, values = projected.reshape(sequences, count, 3, self._pen.heads, -1).permute(2, 0, 3, 1, 4)
        heads = functional.scaled_dot_product_attention(queries, keys, values, is_causal=True)
        stream = stream + self._linear(
            heads.transpose(1, 2).reshape(sequences, count, width), f"{layer}attention.output"
        )
        inner = functional.relu(self._linear(self._normalized(stream, f"{layer}norm2"), f"{layer}up"))
        return stream + self._linear(inner, f"{layer}down")

    def _linear(self, inputs: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(inputs, self._values[f"{name}.weight"], self._values[f"{name}.bias"])

    def _normalized(self, inputs: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self._values[f"{name}.weight"], self._values[f"{name}.bias"]
        return functional.layer_norm(inputs, weight.shape, weight, bias, self._pen.epsilon)

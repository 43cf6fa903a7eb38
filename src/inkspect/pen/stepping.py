"""The pen's network one token at a time: what the tokens before it left behind is kept, not computed again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inkspect.network.layers import Floats, softmax
from inkspect.pen.batch import as_sequence, embedded
from inkspect.pen.network import PenNetwork


class RememberingAttention:
    """Causal attention that keeps the keys and values of one sequence's tokens, so that new tokens need no others.

    Attributes:
        length: how many tokens it remembers; less forgets the last ones.
    """

    def __init__(self, heads: int, head_units: int, context: int) -> None:
        self._keys = np.zeros((heads, head_units, context))
        self._values = np.zeros((heads, head_units, context))
        self.length = 0

    def forward(self, projected: Floats, sequences: int) -> Floats:
        """Map queries, keys and values of the one sequence's next tokens (3 · unit, token) to outputs (unit, token)."""
        heads, head_units, _ = self._keys.shape
        queries, keys, values = projected.reshape(3, heads, head_units, -1)
        start, end = self.length, self.length + queries.shape[-1]
        self._keys[..., start:end], self._values[..., start:end] = keys, values
        self.length = end
        scores = queries.transpose(0, 2, 1) @ self._keys[..., :end] / head_units**0.5
        scores += np.where(np.arange(end) > np.arange(start, end)[:, None], -np.inf, 0)
        attention = softmax(scores, axis=-1)
        outputs: Floats = self._values[..., :end] @ attention.transpose(0, 2, 1)
        return outputs.reshape(heads * head_units, -1)


class Stepping:
    """A network that computes for each sequence only what the one before it does not share: a step costs one token.

    It computes in float64, as writing asks for, with the parameters that the network has when it is made.
    """

    def __init__(self, network: PenNetwork) -> None:
        description = network.description
        self._network = network.as_type(np.float64)
        head_units = description.width // description.heads
        self._memories = [
            RememberingAttention(description.heads, head_units, description.context) for _ in range(description.layers)
        ]
        self._ids: NDArray[np.intp] = np.zeros(0, np.intp)
        self._logits = np.zeros((description.context, len(description.vocabulary)))

    def logits(self, ids: Sequence[int] | NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the logits (n, token of the vocabulary) of what follows each of the n tokens of one sequence.

        Raises:
            InvalidValueError: it is no sequence of ids, or longer than the context.
        """
        checked = as_sequence(ids, self._network.description)
        known = _shared_start(self._ids, checked)
        if known < len(checked):
            self._logits[known : len(checked)] = self._following(checked, known)
        self._ids = checked
        return self._logits[: len(checked)].copy()

    def _following(self, ids: NDArray[np.intp], known: int) -> Floats:
        """Return the logits of all but the first `known` tokens, whose keys and values are remembered."""
        network = self._network
        stream = network.embedding.forward(embedded(ids[None], network.description).since(known), known)
        for layer, memory in zip(network.layers, self._memories, strict=True):
            memory.length = known
            stream = layer.forward(stream, 1, memory)
        return network.unembed(stream).T


def _shared_start(one: NDArray[np.intp], other: NDArray[np.intp]) -> int:
    """Return how many tokens two sequences have in common at their start."""
    shorter = min(len(one), len(other))
    different = np.flatnonzero(one[:shorter] != other[:shorter])
    return int(different[0]) if len(different) else shorter

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
    """One sequence that grows token by token, and shrinks again; each step costs the new tokens' work only.

    It computes in float64, as writing asks for, with the parameters that the network has when it begins.
    """

    def __init__(self, network: PenNetwork) -> None:
        description = network.description
        self._network = network.as_type(np.float64)
        head_units = description.width // description.heads
        self._memories = [
            RememberingAttention(description.heads, head_units, description.context) for _ in range(description.layers)
        ]
        self._ids: list[int] = []

    @property
    def ids(self) -> tuple[int, ...]:
        """The sequence so far."""
        return tuple(self._ids)

    def append(self, ids: Sequence[int]) -> NDArray[np.float64]:
        """Let tokens follow and return the logits (n, token of the vocabulary) of what follows each of these n.

        Raises:
            InvalidValueError: an id is unknown, there is none, or the sequence would be longer than the context; the
                sequence stays as it was.
        """
        start, network = len(self._ids), self._network
        as_sequence(ids, network.description)
        longer = as_sequence([*self._ids, *ids], network.description)
        tokens = embedded(longer[None], network.description).since(start)
        stream = network.embedding.forward(tokens, start)
        for layer, memory in zip(network.layers, self._memories, strict=True):
            stream = layer.forward(stream, 1, memory)
        self._ids = longer.tolist()
        return np.array(network.unembed(stream).T, np.float64)

    def keep(self, length: int) -> None:
        """Forget all but the first tokens.

        Args:
            length: how many are left; as many as there are, at most.
        """
        self._ids = self._ids[:length]
        for memory in self._memories:
            memory.length = len(self._ids)

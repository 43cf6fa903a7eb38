"""The Transformer's layers: each layer's forward pass and, beside it, its backward pass.

A batch of sequences of equal (padded) length is one matrix (unit, token), its tokens sequence by sequence, so that
every linear layer is one product of matrices and every sum over units runs over long contiguous stretches. Linear and
Relu are the picture network's.

A layer owns the arrays it returns and reuses them at its next call; copy a result to keep it.
"""

import numpy as np
from numpy.typing import NDArray

from inkspect.network.layers import Floats, ParameterLayer, ReusedArrays

_LARGEST_EXPONENT = 40.0
"""Scores up to this size either way can be exponentiated and summed in float32 as they are."""


class LayerNormalization(ParameterLayer):
    """Layer normalization (Ba et al. 2016, arXiv 1607.06450): every token's units get mean 0 and variance 1.

    output = weight · (input - mean) / √(variance + epsilon) + bias; weight and bias are (unit).
    """

    def __init__(
        self, name: str, weight: Floats, bias: Floats, weight_gradient: Floats, bias_gradient: Floats, epsilon: float
    ) -> None:
        super().__init__(name, weight, bias, weight_gradient, bias_gradient)
        self._epsilon = epsilon

    def forward(self, inputs: Floats) -> Floats:
        """Map (unit, token) to the same axes."""
        units = inputs.dtype.type(len(inputs))
        self._normalized = self._scratch("normalized", inputs.shape, inputs.dtype)
        outputs = self._scratch("outputs", inputs.shape, inputs.dtype)
        mean = np.add.reduce(inputs, axis=0) / units
        np.subtract(inputs, mean, out=self._normalized)
        np.multiply(self._normalized, self._normalized, out=outputs)
        variance = np.add.reduce(outputs, axis=0) / units
        self._scale = 1 / np.sqrt(variance + inputs.dtype.type(self._epsilon))
        self._normalized *= self._scale
        np.multiply(self._normalized, self.weight[:, None], out=outputs)
        outputs += self.bias[:, None]
        return outputs

    def compute_parameter_gradients(self, gradient: Floats) -> None:
        """Sum over tokens the output's gradient times, for a weight, the normalized input."""
        products = self._scratch("products", gradient.shape, gradient.dtype)
        np.multiply(gradient, self._normalized, out=products)
        np.add.reduce(products, axis=1, out=self.weight_gradient)
        np.add.reduce(gradient, axis=1, out=self.bias_gradient)

    def input_gradient(self, gradient: Floats) -> Floats:
        """Take from the gradient what a change of the token's mean or variance would undo; scale the rest."""
        units = gradient.dtype.type(len(gradient))
        by_normalized = self._scratch("by_normalized", gradient.shape, gradient.dtype)
        products = self._scratch("products", gradient.shape, gradient.dtype)
        np.multiply(gradient, self.weight[:, None], out=by_normalized)
        np.multiply(by_normalized, self._normalized, out=products)
        along_variance = np.add.reduce(products, axis=0) / units
        by_normalized -= np.add.reduce(by_normalized, axis=0) / units
        np.multiply(self._normalized, along_variance, out=products)
        by_normalized -= products
        by_normalized *= self._scale
        return by_normalized


class CausalAttention(ReusedArrays):
    """Scaled dot-product attention (Vaswani et al. 2017, arXiv 1706.03762) in several heads, each token on its past.

    Of every head and sequence: output[:, q] = Σ over k ≤ q of attention[k, q] · value[:, k], attention[:, q] being the
    softmax over k ≤ q of key[:, k] · query[:, q] / √(units of a head).

    What is kept are the exponentials: a softmax's denominator is divided out of the outputs, which are fewer. A row of
    ones below the values lets one product give the outputs and the denominators; its counterpart in the backward pass
    subtracts what the softmax's gradient has to lose.
    """

    def __init__(self, heads: int) -> None:
        super().__init__()
        self._heads = heads
        self._mask: Floats = np.zeros((0, 0), np.float32)

    def forward(self, projected: Floats, sequences: int) -> Floats:
        """Map queries, keys and values, one below the other (3 · unit, token), to outputs (unit, token)."""
        units, tokens = len(projected) // 3, projected.shape[1]
        self._shape = shape = self._heads, units // self._heads, sequences, tokens // sequences
        queries, self._keys, values = (
            part.reshape(shape).transpose(0, 2, 1, 3) for part in projected.reshape(3, units, tokens)
        )
        self._queries = self._by_head("queries", shape, projected.dtype)
        np.multiply(queries, self._factor(projected.dtype), out=self._queries)
        self._values = self._by_head("values", _one_more(shape), projected.dtype)
        self._values[:, :, :-1] = values
        self._values[:, :, -1] = 1
        self._powers = self._exponentials()
        sums = self._by_head("sums", _one_more(shape), projected.dtype)
        np.matmul(self._values, self._powers, out=sums)
        self._denominators = sums[:, :, -1:]
        outputs = self._scratch("outputs", shape, projected.dtype)
        self._outputs = outputs.transpose(0, 2, 1, 3)
        np.divide(sums[:, :, :-1], self._denominators, out=self._outputs)
        return outputs.reshape(units, tokens)

    def input_gradient(self, gradient: Floats) -> Floats:
        """Return the gradient of queries, keys and values (3 · unit, token), given that of the outputs."""
        by_outputs = gradient.reshape(self._shape).transpose(0, 2, 1, 3)
        by_sums = self._by_head("by_sums", _one_more(self._shape), gradient.dtype)
        np.divide(by_outputs, self._denominators, out=by_sums[:, :, :-1])
        products = self._by_head("products", self._shape, gradient.dtype)
        np.multiply(by_sums[:, :, :-1], self._outputs, out=products)
        np.negative(np.add.reduce(products, axis=2), out=by_sums[:, :, -1])
        by_scores = self._scratch("by_scores", self._powers.shape, gradient.dtype)
        np.matmul(self._values.transpose(0, 1, 3, 2), by_sums, out=by_scores)
        by_scores *= self._powers
        heads, head_units, sequences, positions = self._shape
        by_projected = self._scratch("by_projected", (3, *self._shape), gradient.dtype)
        by_queries, by_keys, by_values = by_projected.transpose(0, 1, 3, 2, 4)
        np.matmul(self._keys, by_scores, out=by_queries)
        by_queries *= self._factor(gradient.dtype)
        np.matmul(self._queries, by_scores.transpose(0, 1, 3, 2), out=by_keys)
        np.matmul(by_sums[:, :, :-1], self._powers.transpose(0, 1, 3, 2), out=by_values)
        return by_projected.reshape(3 * heads * head_units, sequences * positions)

    def scores(self) -> Floats:
        """Return the last forward pass's scores, scaled (head, sequence, query, key), those of later keys too."""
        scores: Floats = np.matmul(self._queries.transpose(0, 1, 3, 2), self._keys)
        return scores

    def attention(self) -> Floats:
        """Return the last forward pass's attention (head, sequence, query, key), 0 on later keys."""
        attention: Floats = (self._powers / self._denominators).transpose(0, 1, 3, 2)
        return attention

    def _exponentials(self) -> Floats:
        """Return e to the power of every score, up to a factor per query, and 0 for later keys (…, key, query)."""
        heads, _, sequences, positions = self._shape
        powers = self._scratch("powers", (heads, sequences, positions, positions), self._queries.dtype)
        np.matmul(self._keys.transpose(0, 1, 3, 2), self._queries, out=powers)
        needs_shift = max(powers.max(), -powers.min()) > _LARGEST_EXPONENT
        powers += self._later_keys(positions, powers.dtype)
        if needs_shift:
            powers -= powers.max(axis=2, keepdims=True)
        return np.exp(powers, out=powers)

    def _later_keys(self, positions: int, dtype: np.dtype[np.floating]) -> Floats:
        """Return (key, query): -∞ where the key comes later than the query, else 0."""
        if len(self._mask) < positions or self._mask.dtype != dtype:
            self._mask = np.where(np.tri(positions, k=-1, dtype=bool), -np.inf, 0).astype(dtype)
        return self._mask[:positions, :positions]

    def _by_head(self, use: str, shape: tuple[int, int, int, int], dtype: np.dtype[np.floating]) -> Floats:
        """Return the array (head, unit, sequence, position) for `use`, seen as (head, sequence, unit, position)."""
        return self._scratch(use, shape, dtype).transpose(0, 2, 1, 3)

    def _factor(self, dtype: np.dtype[np.floating]) -> np.floating:
        factor: np.floating = dtype.type(self._shape[1] ** -0.5)
        return factor


def _one_more(shape: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    heads, units, sequences, positions = shape
    return heads, units + 1, sequences, positions


def next_token_loss(logits: Floats, targets: NDArray[np.intp], weights: Floats) -> tuple[float, Floats]:
    """Return the weighted cross-entropy summed over tokens, in nats, and its gradient, which replaces the logits.

    Args:
        logits: (class, token); overwritten.
        targets: (token), the class to predict at each token.
        weights: (token), what each token's loss is multiplied by.
    """
    each = np.arange(logits.shape[1])
    logits -= logits.max(axis=0)
    by_target = logits[targets, each]
    np.exp(logits, out=logits)
    sums = np.add.reduce(logits, axis=0)
    loss = float(np.sum(weights * (np.log(sums) - by_target), dtype=np.float64))
    logits *= weights / sums
    logits[targets, each] -= weights
    return loss, logits

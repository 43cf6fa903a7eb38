"""One layer of the Transformer: attention and feed-forward, each added to the residual stream."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

import numpy as np

from inkspect.network.layers import Floats, Linear, Relu, ReusedArrays
from inkspect.pen.layers import CausalAttention, LayerNormalization


class Attends(Protocol):
    """Attention of each token on those before it."""

    def forward(self, projected: Floats, sequences: int) -> Floats:
        """Map queries, keys and values (3 · unit, token) of equally long sequences to outputs (unit, token)."""


class LayerValues(NamedTuple):
    """What a layer computed in its last forward pass, each (unit, token) in the layer's own arrays.

    Attributes:
        before: the residual stream that came in.
        normalized1: the attention's inputs.
        projected: queries, keys and values, one below the other.
        heads: every head's output, one below the other.
        attended: what attention adds to the residual stream.
        middle: the residual stream with it.
        normalized2: the feed-forward part's inputs.
        preactivations: before ReLU.
        activations: after ReLU.
        fed_forward: what the feed-forward part adds to the residual stream.
        after: the residual stream with it.
    """

    before: Floats
    normalized1: Floats
    projected: Floats
    heads: Floats
    attended: Floats
    middle: Floats
    normalized2: Floats
    preactivations: Floats
    activations: Floats
    fed_forward: Floats
    after: Floats


class TransformerLayer(ReusedArrays):
    """A decoder's layer with pre-normalization (Xiong et al. 2020, arXiv 2002.04745).

    middle = input + attention(norm1(input)); output = middle + down(relu(up(norm2(middle))))
    """

    values: LayerValues

    def __init__(
        self, parameters: Mapping[str, Floats], gradients: Mapping[str, Floats], heads: int, epsilon: float
    ) -> None:
        """Compute with these parameters, named from `norm1.weight` to `down.bias`; write their gradients."""
        super().__init__()

        def arrays_of(name: str) -> tuple[Floats, Floats, Floats, Floats]:
            weight, bias = f"{name}.weight", f"{name}.bias"
            return parameters[weight], parameters[bias], gradients[weight], gradients[bias]

        def linear(name: str) -> Linear:
            return Linear(name, *arrays_of(name))

        self.attention = CausalAttention(heads)
        self._norm1 = LayerNormalization("norm1", *arrays_of("norm1"), epsilon)
        self._norm2 = LayerNormalization("norm2", *arrays_of("norm2"), epsilon)
        self._qkv, self._output = linear("attention.qkv"), linear("attention.output")
        self._up, self._relu, self._down = linear("up"), Relu("relu"), linear("down")

    def forward(self, before: Floats, sequences: int, memory: Attends | None = None) -> Floats:
        """Map the residual stream (unit, token) of equally long sequences to the same axes.

        Attention that remembers earlier tokens, if given as `memory`, takes the place of the layer's own.
        """
        normalized1 = self._norm1.forward(before)
        projected = self._qkv.forward(normalized1)
        heads = (memory or self.attention).forward(projected, sequences)
        attended = self._output.forward(heads)
        middle = self._scratch("middle", before.shape, before.dtype)
        np.add(before, attended, out=middle)
        normalized2 = self._norm2.forward(middle)
        preactivations = self._up.forward(normalized2)
        activations = self._relu.forward(preactivations)
        fed_forward = self._down.forward(activations)
        after = self._scratch("after", before.shape, before.dtype)
        np.add(middle, fed_forward, out=after)
        self.values = LayerValues(
            before,
            normalized1,
            projected,
            heads,
            attended,
            middle,
            normalized2,
            preactivations,
            activations,
            fed_forward,
            after,
        )
        return after

    def backward(self, gradient: Floats) -> Floats:
        """Fill the parameters' gradients and return the input's, given the output's."""
        passed_on = gradient
        for layer in (self._down, self._relu, self._up, self._norm2):
            if not isinstance(layer, Relu):
                layer.compute_parameter_gradients(passed_on)
            passed_on = layer.input_gradient(passed_on)
        by_middle = np.add(gradient, passed_on, out=self._scratch("by_middle", gradient.shape, gradient.dtype))
        self._output.compute_parameter_gradients(by_middle)
        by_projected = self.attention.input_gradient(self._output.input_gradient(by_middle))
        self._qkv.compute_parameter_gradients(by_projected)
        by_normalized = self._qkv.input_gradient(by_projected)
        self._norm1.compute_parameter_gradients(by_normalized)
        by_before = self._scratch("by_before", gradient.shape, gradient.dtype)
        return np.add(by_middle, self._norm1.input_gradient(by_normalized), out=by_before)

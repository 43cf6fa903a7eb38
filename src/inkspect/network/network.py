"""The network: a list of layers, with every activation from one forward pass."""

from collections.abc import Iterator, Mapping
from os import PathLike
from types import MappingProxyType
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from inkspect.data.levels import as_ink
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
from inkspect.network.inputs import inner_axes, outer_axes
from inkspect.network.layers import Convolution, Flatten, Floats, Layer, Linear, MaxPool, ParameterLayer, Relu, softmax
from inkspect.network.parameters import as_vector, named_views
from inkspect.network.presenting import network_line, network_table
from inkspect.network.stored import serialize
from inkspect.network.tensors import StoredType
from inkspect.network.trace import Trace
from inkspect.network.verdict import ALWAYS_A_DIGIT, VerdictRule
from inkspect.system.arguments import as_instance, as_path, as_texts, as_whole
from inkspect.system.errors import InvalidValueError
from inkspect.system.files import write_atomically
from inkspect.system.purposes import Purpose, check_replaceable

PICTURES_AT_ONCE = 256
"""The batch size in which many pictures pass through the layers."""


class Network:
    """A network with the layers of `architecture.json`, and its parameters.

    All parameters are in one vector, `parameter_vector`, and `parameters()` returns views of it by name; the same holds
    for gradients. `trace` and `predict_logits` change nothing and may be called from several threads; `forward` and
    `backward`, the training pass, use the layers' own arrays and must stay on one thread.

    Attributes:
        architecture: the layers and shapes, an `inkspect.network.architecture.Architecture`.
        parameter_vector: (parameters,) all parameters.
        gradient_vector: (parameters,) all gradients.
        layers: in order, as of `inkspect.network.layers`.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameter_vector: Floats,
        verdict_rule: VerdictRule = ALWAYS_A_DIGIT,
        metadata: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._verdict_rule, self._metadata = verdict_rule, MappingProxyType(as_texts(metadata, "metadata"))
        self.architecture = architecture
        self.parameter_vector = parameter_vector
        self.gradient_vector = np.zeros_like(parameter_vector)
        self._parameters = named_views(architecture, self.parameter_vector)
        self._gradients = named_views(architecture, self.gradient_vector)
        self.layers = [self._build(spec) for spec in architecture.layers]

    @classmethod
    def initialized(cls, seed: int, dtype: DTypeLike = np.float32, architecture: Architecture | None = None) -> Self:
        """Return an untrained network: weights as in He et al. 2015 (doi 10.1109/ICCV.2015.123), biases 0.

        Args:
            seed: equal seeds give equal weights.
            dtype: the floating-point type to compute in.
            architecture: an `inkspect.network.architecture.Architecture`; the page's if None.

        Raises:
            InvalidValueError: the seed is not a whole number of at least 0, or `dtype` not a floating-point type.
        """
        architecture = architecture or load_architecture()
        random = np.random.default_rng(as_whole(seed, "seed", 0))
        parameters: dict[str, Floats] = {}
        for name, shape in architecture.parameter_shapes().items():
            if name.endswith(".bias"):
                parameters[name] = np.zeros(shape)
            else:
                inputs_per_unit = int(np.prod(shape[1:]))
                parameters[name] = random.normal(0.0, np.sqrt(2.0 / inputs_per_unit), shape)
        return cls.from_parameters(parameters, dtype, architecture)

    @classmethod
    def from_parameters(
        cls,
        parameters: Mapping[str, ArrayLike],
        dtype: DTypeLike = np.float32,
        architecture: Architecture | None = None,
        verdict_rule: VerdictRule = ALWAYS_A_DIGIT,
        metadata: Mapping[str, str] = MappingProxyType({}),
    ) -> Self:
        """Return a network with a copy of these parameters.

        Args:
            parameters: finite numbers by name, in the shapes that `parameters()` returns.
            dtype: the floating-point type to compute in.
            architecture: an `inkspect.network.architecture.Architecture`; the page's if None.
            verdict_rule: the rule that judges its probabilities; all ink is a digit if there is none.
            metadata: how the parameters were made.

        Raises:
            InvalidValueError: a name is missing or unknown, a shape is not the architecture's, a value is not a finite
                number, or another argument is of the wrong type.
        """
        architecture = architecture or load_architecture()
        rule = as_instance(verdict_rule, VerdictRule, "verdict_rule")
        return cls(architecture, as_vector(parameters, dtype, architecture), rule, metadata)

    @property
    def verdict_rule(self) -> VerdictRule:
        """The rule that judges its probabilities; it belongs to these parameters and travels with them."""
        return self._verdict_rule

    @property
    def metadata(self) -> Mapping[str, str]:
        """How the parameters were made, from their file; `docs/exports.md` lists the keys."""
        return self._metadata

    def with_verdict_rule(self, rule: VerdictRule) -> "Network":
        """Return a network that shares these parameters and judges by another rule."""
        checked = as_instance(rule, VerdictRule, "rule")
        return Network(self.architecture, self.parameter_vector, checked, self._metadata)

    def with_metadata(self, metadata: Mapping[str, str]) -> "Network":
        """Return a network that shares these parameters and has other metadata."""
        return Network(self.architecture, self.parameter_vector, self._verdict_rule, metadata)

    def save(self, path: str | PathLike[str], dtype: StoredType = "F16") -> None:
        """Write the network, its verdict rule and metadata to a safetensors file, whole or not at all.

        Args:
            path: the file to write; an existing file is replaced.
            dtype: "F16", as published, or "F32", which keeps every bit.

        Raises:
            InkspectError: the file cannot be written, or a parameter is not finite or too large for the type.
            InvalidValueError: `path` is not a path, or `dtype` is neither.
        """
        target = as_path(path, "path")
        check_replaceable(target, Purpose.WEIGHTS)
        write_atomically(target, serialize(self._parameters, self._metadata, self._verdict_rule, dtype))

    def parameters(self) -> dict[str, NDArray[np.floating]]:
        """Return the parameters by name, such as `conv1.weight`; writing to them changes the network."""
        return dict(self._parameters)

    def gradients(self) -> dict[str, NDArray[np.floating]]:
        """Return the gradients of the last `backward` by parameter name."""
        return dict(self._gradients)

    def replica(self) -> "Network":
        """Return a network that shares these parameters but has its own arrays and gradients."""
        made = Network(self.architecture, self.parameter_vector, self._verdict_rule)
        made._metadata = self._metadata  # checked once; every trace makes a replica
        return made

    def trace(self, pictures: ArrayLike) -> Trace:
        """Run the network and keep every intermediate value.

        Args:
            pictures: (n, 28, 28), (n, 1, 28, 28) or one picture (28, 28): uint8 from 0 (paper) to 255 (ink), or floats
                from 0 to 1.

        Raises:
            InvalidValueError: the pictures have the wrong shape or type, or a value is out of range.
        """
        batch = self._as_batch(pictures)
        replica = self.replica()
        count = len(batch)
        outputs = {
            name: np.empty((count, *shape), batch.dtype) for name, shape in self.architecture.output_shapes().items()
        }
        winners: dict[str, NDArray[np.int8]] = {
            layer.name: np.empty(outputs[layer.name].shape, np.int8)
            for layer in replica.layers
            if isinstance(layer, MaxPool)
        }
        for chunk in _chunks(count):
            values = inner_axes(batch[chunk])
            for layer in replica.layers:
                values = layer.forward(values)
                outputs[layer.name][chunk] = outer_axes(values)
                if isinstance(layer, MaxPool):
                    winners[layer.name][chunk] = outer_axes(layer.winners())
        preactivations = {layer.name: outputs.pop(layer.name) for layer in replica.layers if _has_parameters(layer)}
        logits = preactivations[replica.layers[-1].name]
        return Trace(batch, preactivations, outputs, winners, logits, softmax(logits, axis=1))

    def predict(self, pictures: ArrayLike) -> NDArray[np.intp]:
        """Return the most probable digit of each picture, (n,); pictures as in `trace`."""
        digits: NDArray[np.intp] = self.predict_logits(pictures).argmax(axis=1)
        return digits

    def predict_proba(self, pictures: ArrayLike) -> NDArray[np.floating]:
        """Return the probabilities of the ten digits, (n, 10); pictures as in `trace`."""
        return softmax(self.predict_logits(pictures), axis=1)

    def predict_logits(self, pictures: ArrayLike) -> NDArray[np.floating]:
        """Return only the logits, (n, 10); pictures as in `trace`. Use this for many pictures."""
        batch = self._as_batch(pictures)
        replica = self.replica()
        logits: Floats = np.empty((len(batch), *self.architecture.output_shapes()[self.layers[-1].name]), batch.dtype)
        for chunk in _chunks(len(batch)):
            logits[chunk] = replica.forward(inner_axes(batch[chunk])).T
        return logits

    def forward(self, inputs: NDArray[np.floating]) -> NDArray[np.floating]:
        """Return logits (class, sample) for inputs (row, channel, column, sample), ready for `backward`.

        ReLU and max-pooling commute, so pooling goes first here: only a quarter of the cells is left to rectify.
        """
        values = inputs
        for layer in self._pools_first():
            values = layer.forward(values)
        return values

    def backward(self, logits_gradient: NDArray[np.floating]) -> None:
        """Fill `gradient_vector`, summed over the batch, given the gradient of the last `forward`'s logits."""
        gradient = logits_gradient
        for layer in reversed(self._pools_first()):
            if isinstance(layer, ParameterLayer):
                layer.compute_parameter_gradients(gradient)
            if layer is not self.layers[0]:
                gradient = layer.input_gradient(gradient)

    def _pools_first(self) -> list[Layer]:
        order = list(self.layers)
        for index in range(1, len(order)):
            if isinstance(order[index], MaxPool) and isinstance(order[index - 1], Relu):
                order[index - 1], order[index] = order[index], order[index - 1]
        return order

    def _build(self, spec: LayerSpec) -> Layer:
        match spec:
            case ConvolutionSpec(name):
                return Convolution(name, *self._arrays_of(name))
            case LinearSpec(name):
                return Linear(name, *self._arrays_of(name))
            case MaxPoolSpec(name, size):
                return MaxPool(name, size)
            case ReluSpec(name):
                return Relu(name)
            case FlattenSpec(name):
                return Flatten(name)

    def _arrays_of(self, name: str) -> tuple[Floats, Floats, Floats, Floats]:
        weight, bias = f"{name}.weight", f"{name}.bias"
        return self._parameters[weight], self._parameters[bias], self._gradients[weight], self._gradients[bias]

    def _as_batch(self, pictures: ArrayLike) -> Floats:
        """Return pictures as (n, channel, row, column) in the parameters' type."""
        batch = as_ink(pictures, self.parameter_vector.dtype)
        channels, height, width = self.architecture.input_shape
        if batch.shape[1:] != (height, width):
            raise InvalidValueError(f"pictures must have shape (n, {height}, {width}), not {np.shape(pictures)}")
        return batch.reshape(-1, channels, height, width)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle architecture, parameters, verdict rule and metadata; working arrays are recreated."""
        parts = (self.architecture, self.parameter_vector, self._verdict_rule, dict(self._metadata))
        return type(self), parts

    def __eq__(self, other: object) -> bool:
        """Return whether both compute and judge alike: bit-identical parameters and an equal verdict rule."""
        if not isinstance(other, Network):
            return NotImplemented
        return (
            self.architecture == other.architecture
            and self._verdict_rule == other._verdict_rule
            and np.array_equal(self.parameter_vector, other.parameter_vector)
        )

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # the parameters may change

    def __repr__(self) -> str:
        return f"<{network_line(self.architecture, self._metadata, self._verdict_rule)}>"

    def _repr_html_(self) -> str:
        """Return the layers and known facts about the network as a table, for notebooks."""
        return network_table(self.architecture, self._metadata, self._verdict_rule)


def _chunks(count: int) -> Iterator[slice]:
    return (slice(start, min(start + PICTURES_AT_ONCE, count)) for start in range(0, count, PICTURES_AT_ONCE))


def _has_parameters(layer: Layer) -> bool:
    return isinstance(layer, ParameterLayer)

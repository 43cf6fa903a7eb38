"""The pen's network: a Transformer that predicts every next token of a sequence."""

from collections.abc import Mapping, Sequence
from os import PathLike
from types import MappingProxyType
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from inkspect.network.layers import Floats, softmax
from inkspect.network.parameters import as_vector, named_views
from inkspect.network.tensors import StoredType, serialize_tensors
from inkspect.pen.batch import TokenBatch, as_sequence, embedded, groups_by_length
from inkspect.pen.description import PenDescription, load_pen
from inkspect.pen.embedding import EmbeddedTokens, Embedding, EmbeddingTables
from inkspect.pen.layers import LayerNormalization, next_token_loss
from inkspect.pen.presenting import network_line, network_table
from inkspect.pen.trace import PenTrace, trace_of_embedding, trace_of_layer
from inkspect.pen.transformer_layer import TransformerLayer
from inkspect.system.arguments import as_path, as_texts, as_whole
from inkspect.system.files import write_atomically
from inkspect.system.purposes import Purpose, check_replaceable

_EMBEDDING_DEVIATION = 0.1
"""Of an untrained network's embeddings: its logits then have a standard deviation of about ½, as in GPT-2."""


class PenNetwork:
    """A Transformer decoder with the sizes of `pen.json`, and its parameters.

    All parameters are in one vector, `parameter_vector`, and `parameters()` returns views of it by name; the same holds
    for gradients. `logits`, `probabilities` and `batch_logits` change nothing and may be called from several threads;
    `forward`, `backward` and `loss_and_gradient` use the layers' own arrays and must stay on one thread.

    Attributes:
        description: vocabulary and sizes, an `inkspect.pen.description.PenDescription`.
        parameter_vector: (parameters,) all parameters.
        gradient_vector: (parameters,) all gradients.
        embedding: as of `inkspect.pen.embedding`.
        layers: in order, as of `inkspect.pen.transformer_layer`.
        norm: the last normalization.
    """

    def __init__(
        self,
        description: PenDescription,
        parameter_vector: Floats,
        metadata: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._metadata = MappingProxyType(as_texts(metadata, "metadata"))
        self.description = description
        self.parameter_vector = parameter_vector
        self.gradient_vector = np.zeros_like(parameter_vector)
        self._parameters = named_views(description, self.parameter_vector)
        self._gradients = named_views(description, self.gradient_vector)
        self.embedding = Embedding(_tables(self._parameters), _tables(self._gradients))
        self.layers = [
            TransformerLayer(
                _within(f"layer{number}", self._parameters),
                _within(f"layer{number}", self._gradients),
                description.heads,
                description.epsilon,
            )
            for number in range(1, description.layers + 1)
        ]
        last, by_last = _within("norm", self._parameters), _within("norm", self._gradients)
        self.norm = LayerNormalization(
            "norm", last["weight"], last["bias"], by_last["weight"], by_last["bias"], description.epsilon
        )

    @classmethod
    def initialized(cls, seed: int, dtype: DTypeLike = np.float32, description: PenDescription | None = None) -> Self:
        """Return an untrained network.

        Weights are normal, those of linear layers with variance 1 / inputs, and less where a layer adds to the residual
        stream, as in GPT-2 (Radford et al. 2019): divided by √(2 · layers). Normalizations begin with 1, biases with 0.

        Args:
            seed: equal seeds give equal weights.
            dtype: the floating-point type to compute in.
            description: vocabulary and sizes; the page's if None.

        Raises:
            InvalidValueError: the seed is not a whole number of at least 0, or `dtype` not a floating-point type.
        """
        description = description or load_pen()
        random = np.random.default_rng(as_whole(seed, "seed", 0))
        parameters: dict[str, Floats] = {}
        for name, shape in description.parameter_shapes().items():
            *_, part, kind = name.split(".")
            if kind == "bias":
                parameters[name] = np.zeros(shape)
            elif part.startswith("norm"):
                parameters[name] = np.ones(shape)
            elif name.startswith("layer"):
                summands = 2 * description.layers if part in ("output", "down") else 1
                parameters[name] = random.normal(0.0, (shape[1] * summands) ** -0.5, shape)
            else:
                parameters[name] = random.normal(0.0, _EMBEDDING_DEVIATION, shape)
        return cls.from_parameters(parameters, dtype, description)

    @classmethod
    def from_parameters(
        cls,
        parameters: Mapping[str, ArrayLike],
        dtype: DTypeLike = np.float32,
        description: PenDescription | None = None,
        metadata: Mapping[str, str] = MappingProxyType({}),
    ) -> Self:
        """Return a network with a copy of these parameters.

        Args:
            parameters: finite numbers by name, in the shapes that `parameters()` returns.
            dtype: the floating-point type to compute in.
            description: vocabulary and sizes; the page's if None.
            metadata: how the parameters were made.

        Raises:
            InvalidValueError: a name is missing or unknown, a shape is not the description's, a value is not a finite
                number, or another argument is of the wrong type.
        """
        description = description or load_pen()
        return cls(description, as_vector(parameters, dtype, description), metadata)

    @property
    def metadata(self) -> Mapping[str, str]:
        """How the parameters were made, from their file."""
        return self._metadata

    def with_metadata(self, metadata: Mapping[str, str]) -> "PenNetwork":
        """Return a network that shares these parameters and has other metadata."""
        return PenNetwork(self.description, self.parameter_vector, metadata)

    def as_type(self, dtype: DTypeLike) -> "PenNetwork":
        """Return a network with a copy of these parameters that computes in another floating-point type."""
        return PenNetwork.from_parameters(self._parameters, dtype, self.description, self._metadata)

    def replica(self) -> "PenNetwork":
        """Return a network that shares these parameters but has its own arrays and gradients."""
        made = PenNetwork(self.description, self.parameter_vector)
        made._metadata = self._metadata  # checked once; every forward pass makes a replica
        return made

    def save(self, path: str | PathLike[str], dtype: StoredType = "F16") -> None:
        """Write the network and its metadata to a safetensors file, whole or not at all.

        Args:
            path: the file to write; earlier weights of a pen's network are replaced.
            dtype: "F16", as published, or "F32", which keeps every bit.

        Raises:
            InkspectError: the file cannot be written, holds something else, or a parameter is not finite or too large
                for the type.
            InvalidValueError: `path` is not a path, or `dtype` is neither.
        """
        target = as_path(path, "path")
        check_replaceable(target, Purpose.PEN_WEIGHTS)
        write_atomically(target, serialize_tensors(self._parameters, self._metadata, dtype))

    def parameters(self) -> dict[str, NDArray[np.floating]]:
        """Return the parameters by name, such as `token.weight`; writing to them changes the network."""
        return dict(self._parameters)

    def gradients(self) -> dict[str, NDArray[np.floating]]:
        """Return the gradients of the last backward pass by parameter name."""
        return dict(self._gradients)

    def logits(self, ids: Sequence[int] | NDArray[np.integer]) -> NDArray[np.floating]:
        """Return the logits (n, token of the vocabulary) of what follows each of the n tokens of one sequence.

        Raises:
            InvalidValueError: it is no sequence of ids, or longer than the context.
        """
        checked = as_sequence(ids, self.description)
        return self.replica().forward(embedded(checked[None], self.description)).T

    def trace(self, ids: Sequence[int] | NDArray[np.integer]) -> PenTrace:
        """Run the network on one sequence and keep every intermediate value; `ids` as in `logits`."""
        checked, replica = as_sequence(ids, self.description), self.replica()
        tokens = embedded(checked[None], self.description)
        logits = replica.forward(tokens).T
        layers = tuple(trace_of_layer(layer) for layer in replica.layers)
        embedding = trace_of_embedding(tokens, _tables(self._parameters), replica.layers[0].values.before)
        return PenTrace(checked, embedding, layers, replica._last.T, logits, softmax(logits, axis=1))

    def probabilities(self, ids: Sequence[int] | NDArray[np.integer]) -> NDArray[np.floating]:
        """Return the probabilities (n, token of the vocabulary) of what follows each token; `ids` as in `logits`."""
        return softmax(self.logits(ids), axis=1)

    def batch_logits(self, batch: TokenBatch) -> NDArray[np.floating]:
        """Return the logits (sequences, longest, token of the vocabulary) of a batch, 0 after a sequence's end.

        Use this for many sequences; those of similar length pass through the layers together.

        Args:
            batch: an `inkspect.pen.batch.TokenBatch`.
        """
        replica, classes = self.replica(), len(self.description.vocabulary)
        logits: Floats = np.zeros((*batch.ids.shape, classes), self.parameter_vector.dtype)
        for rows, longest in groups_by_length(batch.lengths):
            found = replica.forward(embedded(batch.ids[rows, :longest], self.description))
            logits[rows, :longest] = found.reshape(classes, len(rows), longest).transpose(1, 2, 0)
        logits[np.arange(batch.ids.shape[1]) >= batch.lengths[:, None]] = 0
        return logits

    def loss_and_gradient(self, batch: TokenBatch) -> tuple[float, NDArray[np.floating]]:
        """Return the weighted cross-entropy summed over a batch, in nats, and its gradient: `gradient_vector`, reused.

        Sequences of similar length pass through the layers together, in an order that depends on nothing but the batch.
        """
        loss, gradient = 0.0, np.zeros_like(self.gradient_vector)
        for rows, longest in groups_by_length(batch.lengths):
            if longest == 1:
                continue  # there is no next token
            logits = self.forward(embedded(batch.ids[rows, : longest - 1], self.description))
            targets = batch.ids[rows, 1:longest].reshape(-1).astype(np.intp)
            weights = batch.weights[rows, : longest - 1].reshape(-1).astype(logits.dtype, copy=False)
            group_loss, logits_gradient = next_token_loss(logits, targets, weights)
            self.backward(logits_gradient)
            loss += group_loss
            gradient += self.gradient_vector
        self.gradient_vector[...] = gradient
        return loss, self.gradient_vector

    def forward(self, tokens: EmbeddedTokens) -> NDArray[np.floating]:
        """Return logits (token of the vocabulary, token) for equally long sequences, ready for `backward`.

        Args:
            tokens: an `inkspect.pen.embedding.EmbeddedTokens`, as `inkspect.pen.batch.embedded` returns it.
        """
        stream = self.embedding.forward(tokens)
        for layer in self.layers:
            stream = layer.forward(stream, len(tokens.ids))
        return self.unembed(stream)

    def unembed(self, stream: NDArray[np.floating]) -> NDArray[np.floating]:
        """Return logits (token of the vocabulary, token), given the last layer's residual stream (unit, token)."""
        self._last = self.norm.forward(stream)
        logits: Floats = np.matmul(self._parameters["token.weight"], self._last)
        return logits

    def backward(self, logits_gradient: NDArray[np.floating]) -> None:
        """Fill `gradient_vector`, summed over the batch, given the gradient of the last `forward`'s logits."""
        by_unembedding = np.matmul(logits_gradient, self._last.T)
        by_last = np.matmul(self._parameters["token.weight"].T, logits_gradient)
        self.norm.compute_parameter_gradients(by_last)
        gradient = self.norm.input_gradient(by_last)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        self.embedding.compute_parameter_gradients(gradient)
        self._gradients["token.weight"] += by_unembedding  # one table embeds tokens and predicts them

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle description, parameters and metadata; working arrays are recreated."""
        return type(self), (self.description, self.parameter_vector, dict(self._metadata))

    def __eq__(self, other: object) -> bool:
        """Return whether both compute alike: bit-identical parameters of equal descriptions."""
        if not isinstance(other, PenNetwork):
            return NotImplemented
        return self.description == other.description and np.array_equal(self.parameter_vector, other.parameter_vector)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # the parameters may change

    def __repr__(self) -> str:
        return f"<{network_line(self.description)}>"

    def _repr_html_(self) -> str:
        """Return the parameters and known facts about the network as a table, for notebooks."""
        return network_table(self.description, self._metadata)


def _within(prefix: str, named: Mapping[str, Floats]) -> dict[str, Floats]:
    start = f"{prefix}."
    return {name.removeprefix(start): values for name, values in named.items() if name.startswith(start)}


def _tables(named: Mapping[str, Floats]) -> EmbeddingTables:
    return EmbeddingTables(*(named[f"{table}.weight"] for table in EmbeddingTables._fields))

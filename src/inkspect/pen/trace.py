"""Everything that the pen's network computes for one sequence of tokens."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from inkspect.network.layers import Floats
from inkspect.pen.embedding import EmbeddedTokens, EmbeddingTables
from inkspect.pen.transformer_layer import TransformerLayer
from inkspect.system.words import counted


@dataclass(frozen=True, eq=False)
class EmbeddingTrace:
    """How n tokens became vectors, each (n, width).

    Attributes:
        token: the row of each token.
        position: the row of each position, from 0.
        place: of the place of the pen, the row along x plus that along y plus, while it is up, the vector for that;
            0 where the pen has no place.
        sum: of all three, the residual stream that the first layer gets.
    """

    token: Floats
    position: Floats
    place: Floats
    sum: Floats


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """What one layer computed for n tokens.

    Attributes:
        before: (n, width) the residual stream that comes in.
        normalized1: (n, width) the attention's inputs, after `norm1`.
        queries: (head, n, unit) of every head and token.
        keys: (head, n, unit).
        values: (head, n, unit).
        scores: (head, query, key) query · key / √units; -∞ for keys later than the query, which it does not see.
        attention: (head, query, key) the softmax of each query's scores.
        heads: (head, n, unit) every head's output: the values, weighted by attention.
        attended: (n, width) what attention adds: the heads' outputs, side by side, through `attention.output`.
        middle: (n, width) the residual stream with it.
        normalized2: (n, width) the feed-forward part's inputs, after `norm2`.
        preactivations: (n, feed-forward unit) through `up`, before ReLU.
        activations: (n, feed-forward unit) after ReLU.
        fed_forward: (n, width) what the feed-forward part adds: the activations through `down`.
        after: (n, width) the residual stream with it.
    """

    before: Floats
    normalized1: Floats
    queries: Floats
    keys: Floats
    values: Floats
    scores: Floats
    attention: Floats
    heads: Floats
    attended: Floats
    middle: Floats
    normalized2: Floats
    preactivations: Floats
    activations: Floats
    fed_forward: Floats
    after: Floats


@dataclass(frozen=True, eq=False, repr=False)
class PenTrace:
    """Everything that the network computed for a sequence of n tokens.

    Attributes:
        ids: (n) the tokens.
        embedding: how they became vectors, an `inkspect.pen.trace.EmbeddingTrace`.
        layers: what each layer computed, each an `inkspect.pen.trace.LayerTrace`.
        normalized: (n, width) the last residual stream after `norm`.
        logits: (n, token of the vocabulary) of what follows each token: products with the tokens' embeddings.
        probabilities: (n, token of the vocabulary), the softmax of the logits.
    """

    ids: NDArray[np.intp]
    embedding: EmbeddingTrace
    layers: tuple[LayerTrace, ...]
    normalized: NDArray[np.floating]
    logits: NDArray[np.floating]
    probabilities: NDArray[np.floating]

    def by_name(self) -> dict[str, NDArray[np.floating]]:
        """Return every array of numbers by name, such as `embedding.place`, `layer1.scores` and `logits`."""
        parts: dict[str, EmbeddingTrace | LayerTrace] = {"embedding": self.embedding}
        parts |= {f"layer{number}": layer for number, layer in enumerate(self.layers, 1)}
        named: dict[str, Floats] = {
            f"{name}.{field.name}": getattr(part, field.name) for name, part in parts.items() for field in fields(part)
        }
        return named | {
            "normalized": self.normalized,
            "logits": self.logits,
            "probabilities": self.probabilities,
        }

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of every array by name."""
        return {name: values.shape for name, values in self.by_name().items()}

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
        return counted(len(self.ids), "token")


def trace_of_embedding(tokens: EmbeddedTokens, tables: EmbeddingTables, embedded: Floats) -> EmbeddingTrace:
    """Return how one sequence was embedded, `embedded` being the embedding's outputs (unit, token)."""
    ids, known = tokens.ids[0], tokens.cells_x[0] < len(tables.place_x)
    place = np.zeros((len(ids), tables.token.shape[1]), tables.token.dtype)
    place[known] = tables.place_x[tokens.cells_x[0, known]] + tables.place_y[tokens.cells_y[0, known]]
    place += tokens.up[0, :, None].astype(place.dtype) * tables.pen_up
    return EmbeddingTrace(tables.token[ids], tables.position[: len(ids)].copy(), place, _by_token(embedded))


def trace_of_layer(layer: TransformerLayer) -> LayerTrace:
    """Return what a layer computed in its last forward pass, of one sequence."""
    values, attention = layer.values, layer.attention.attention()[:, 0]
    heads, count = len(attention), attention.shape[-1]

    def by_head(rows: Floats) -> Floats:
        """Turn (head · unit, token) into (head, token, unit)."""
        return rows.reshape(heads, -1, count).transpose(0, 2, 1).copy()

    queries, keys, head_values = (by_head(part) for part in np.split(values.projected, 3))
    scores = layer.attention.scores()[:, 0]
    scores[:, ~np.tri(count, dtype=bool)] = -np.inf
    return LayerTrace(
        before=_by_token(values.before),
        normalized1=_by_token(values.normalized1),
        queries=queries,
        keys=keys,
        values=head_values,
        scores=scores,
        attention=attention,
        heads=by_head(values.heads),
        attended=_by_token(values.attended),
        middle=_by_token(values.middle),
        normalized2=_by_token(values.normalized2),
        preactivations=_by_token(values.preactivations),
        activations=_by_token(values.activations),
        fed_forward=_by_token(values.fed_forward),
        after=_by_token(values.after),
    )


def _by_token(values: Floats) -> Floats:
    """Return a copy as (token, unit) of (unit, token)."""
    return np.ascontiguousarray(values.T)

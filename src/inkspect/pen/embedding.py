"""The pen's embedding: what every token of a sequence is turned into before the first layer."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inkspect.network.layers import Floats, ReusedArrays


class EmbeddedTokens(NamedTuple):
    """What is embedded, each (sequence, position).

    Attributes:
        ids: of the vocabulary.
        cells_x: the row of the table of places along x; one past its end where the pen has no place.
        cells_y: the same along y.
        up: 1.0 where the pen is up, else 0.0.
    """

    ids: NDArray[np.intp]
    cells_x: NDArray[np.intp]
    cells_y: NDArray[np.intp]
    up: Floats

    def since(self, position: int) -> "EmbeddedTokens":
        """Return all but the sequences' first tokens."""
        rest = (slice(None), slice(position, None))
        return EmbeddedTokens(self.ids[rest], self.cells_x[rest], self.cells_y[rest], self.up[rest])


class EmbeddingTables(NamedTuple):
    """The embedding's parameters, or their gradients; tables are (row, unit), `pen_up` is (unit)."""

    token: Floats
    position: Floats
    place_x: Floats
    place_y: Floats
    pen_up: Floats


class Embedding(ReusedArrays):
    """The sum of one row a table: of the token, of its position, of where the pen is; and of a vector while it is up.

    A row is chosen by a product with a one-hot column, so its gradient is one product too.
    """

    def __init__(self, tables: EmbeddingTables, gradients: EmbeddingTables) -> None:
        super().__init__()
        self._tables, self._gradients = tables, gradients

    def forward(self, tokens: EmbeddedTokens, first_position: int = 0) -> Floats:
        """Return the embeddings (unit, token); the sequences' first tokens are at `first_position`."""
        tables = self._tables
        units, (sequences, positions) = tables.token.shape[1], tokens.ids.shape
        count, dtype = sequences * positions, tables.token.dtype
        self._sequences, self._up = sequences, tokens.up.reshape(1, count).astype(dtype, copy=False)
        nowhere = np.zeros((1, units), dtype)
        rows = np.concatenate([tables.token, tables.place_x, nowhere, tables.place_y, nowhere])
        self._first_x = len(tables.token)
        self._first_y = self._first_x + len(tables.place_x) + 1
        self._one_hot = self._scratch("one_hot", (len(rows), count), dtype)
        self._one_hot[...] = 0
        each = np.arange(count)
        self._one_hot[tokens.ids.reshape(-1), each] = 1
        self._one_hot[tokens.cells_x.reshape(-1) + self._first_x, each] = 1
        self._one_hot[tokens.cells_y.reshape(-1) + self._first_y, each] = 1
        outputs = self._scratch("outputs", (units, count), dtype)
        np.matmul(rows.T, self._one_hot, out=outputs)
        outputs += np.multiply(tables.pen_up[:, None], self._up, out=self._scratch("up", outputs.shape, dtype))
        by_position = outputs.reshape(units, sequences, positions)
        by_position += tables.position[first_position : first_position + positions].T[:, None, :]
        return outputs

    def compute_parameter_gradients(self, gradient: Floats) -> None:
        """Sum, for every row of a table, the gradients (unit, token) of the tokens that it was added to.

        The sequences of the last forward pass must have begun at position 0.
        """
        gradients = self._gradients
        by_row = np.matmul(self._one_hot, gradient.T)
        gradients.token[...] = by_row[: self._first_x]
        gradients.place_x[...] = by_row[self._first_x : self._first_y - 1]
        gradients.place_y[...] = by_row[self._first_y : -1]
        gradients.pen_up[...] = (gradient @ self._up.T)[:, 0]
        by_position = gradient.reshape(len(gradient), self._sequences, -1)
        positions = by_position.shape[2]
        gradients.position[:positions] = np.add.reduce(by_position, axis=1).T
        gradients.position[positions:] = 0

"""Sequences of tokens to learn from, with what each position's next token weighs in the loss."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.pen.description import load_pen
from inkspect.training.pen_walks import Counts, Walks

Bytes: TypeAlias = NDArray[np.uint8]
_Column: TypeAlias = int | NDArray[np.intp]
"""The token of every sequence at one position: the same, or (n,)."""

_AFTER_THE_MOVEMENTS = 3
"""ASK, the digit, END."""


@dataclass(frozen=True)
class PenSequences:
    """Sequences of tokens, (n, context) each, of which the first `lengths` count.

    Attributes:
        ids: the tokens.
        cells_x: the pen's cell after each token, counted from the first that is told apart, as the network takes it:
            one past the last where the pen has no place, which is before a drawing's second token, and after its
            movements.
        cells_y: the same from top to bottom.
        up: whether the pen is lifted then.
        lengths: (n,), the number of tokens.
        weights: float32, what predicting the next token weighs in the loss; 0 where it is not to be predicted.
    """

    ids: Bytes
    cells_x: Bytes
    cells_y: Bytes
    up: NDArray[np.bool_]
    lengths: Counts
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.lengths)

    def __add__(self, other: "PenSequences") -> "PenSequences":
        """Return these sequences followed by the others."""
        return PenSequences.joined([self, other])

    @classmethod
    def joined(cls, parts: "Sequence[PenSequences]") -> "PenSequences":
        """Return the sequences of all parts, in order."""
        return cls(**{name: np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])})

    def take(self, which: slice | NDArray[np.intp]) -> "PenSequences":
        """Return some of the sequences."""
        return PenSequences(**{name: values[which] for name, values in vars(self).items()})

    def cut(self, length: int) -> "PenSequences":
        """Return the first `length` tokens of each, for sequences that are no longer."""
        shorter = {name: values if values.ndim == 1 else values[:, :length] for name, values in vars(self).items()}
        return PenSequences(**shorter)

    def weighing_one(self) -> "PenSequences":
        """Return the same with weights that are 1 a sequence in the mean, so that a loss is a mean over tokens."""
        total = float(self.weights.sum(dtype=np.float64))
        scale = np.float32(len(self) / total if total > 0 else 1.0)
        return replace(self, weights=self.weights * scale)


def asked(walks: Walks, digits: Sequence[int], *, begun: bool, movement: float, digit: float) -> PenSequences:
    """Return READ, movements, ASK, digit, END for each drawing; ASK is never to be predicted.

    Args:
        walks: the drawings' movements; those that do not fit beside the rest are to be left out before.
        digits: (n,), the drawings' digits, 0 … 9.
        begun: whether only a drawing's beginning is read.
        movement: what a movement weighs.
        digit: what the digit weighs.
    """
    pen = load_pen()
    counts = np.minimum(walks.begun if begun else walks.counts, pen.context - 1 - _AFTER_THE_MOVEMENTS)
    sequences, rows = _after_prefix(walks, counts, [pen.id("READ")]), np.arange(len(counts))
    sequences.ids[rows, counts + 1] = pen.id("ASK")
    sequences.ids[rows, counts + 2] = pen.digit(0) + np.asarray(digits)
    sequences.ids[rows, counts + 3] = pen.id("END")
    columns = np.arange(pen.context)
    sequences.weights[columns < counts[:, np.newaxis]] = movement
    sequences.weights[rows, counts + 1] = digit
    sequences.weights[rows, counts + 2] = 1
    sequences.lengths[:] = counts + 1 + _AFTER_THE_MOVEMENTS
    return sequences


def continued(walks: Walks, digits: Sequence[int] | None = None, *, from_beginning: bool = True) -> PenSequences:
    """Return READ, or WRITE and the digit, then movements and END; what follows the beginning is to be predicted.

    Movements that do not fit are left out, and END with them.

    Args:
        walks: the drawings' movements.
        digits: (n,), the drawings' digits, 0 … 9; READ if None.
        from_beginning: whether the movements of the beginning are given; else all are to be predicted.
    """
    pen = load_pen()
    start: list[_Column] = [pen.id("READ")]
    if digits is not None:
        start = [pen.id("WRITE"), pen.digit(0) + np.asarray(digits)]
    room = pen.context - len(start)
    counts = np.minimum(walks.counts, room)
    sequences = _after_prefix(walks, counts, start)
    ended = walks.whole & (walks.counts < room)
    rows = np.flatnonzero(ended)
    sequences.ids[rows, len(start) + counts[rows]] = pen.id("END")
    sequences.lengths[:] = len(start) + counts + ended
    given = walks.begun[:, np.newaxis] + len(start) - 1 if from_beginning else len(start) - 1
    columns = np.arange(pen.context)
    sequences.weights[(columns >= given) & (columns < sequences.lengths[:, np.newaxis] - 1)] = 1
    return sequences


def _after_prefix(walks: Walks, counts: Counts, start: Sequence[_Column]) -> PenSequences:
    """Return the first `counts` movements of each drawing after these tokens, with neither length nor weights."""
    context, nowhere, count, shift = load_pen().context, load_pen().place_count, len(counts), len(start)
    ids = np.zeros((count, context), np.uint8)
    cells_x, cells_y = (np.full((count, context), nowhere, np.uint8) for _ in range(2))
    up = np.zeros((count, context), np.bool_)
    for place, token in enumerate(start):
        ids[:, place] = token
    longest = min(walks.ids.shape[1], context - shift)
    moves = np.arange(longest) < counts[:, np.newaxis]
    known = moves & (np.arange(longest) >= 1)
    here = slice(shift, shift + longest)
    ids[:, here] = walks.ids[:, :longest] * moves
    cells_x[:, here] = np.where(known, walks.cells_x[:, :longest], nowhere)
    cells_y[:, here] = np.where(known, walks.cells_y[:, :longest], nowhere)
    up[:, here] = walks.up[:, :longest] & known
    weights = np.zeros((count, context), np.float32)
    return PenSequences(ids, cells_x, cells_y, up, np.zeros(count, np.intp), weights)

"""Sequences of tokens to learn from, with what each position's next token weighs in the loss."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.pen.batch import TokenBatch
from inkspect.pen.description import load_pen
from inkspect.pen.tokens import Tokens
from inkspect.training.pen_walks import Counts, Walks

_Column: TypeAlias = int | NDArray[np.intp]
"""The token of every sequence at one position: the same, or (n,)."""

_NOT_MOVEMENTS = 3
"""READ, ASK and the digit."""


def asked(walks: Walks, digits: Sequence[int], *, begun: bool, movement: float, digit: float) -> TokenBatch:
    """Return READ, movements, ASK, digit, END for each drawing, as long as the context; ASK is never to be predicted.

    Of a drawing that does not fit, the first movements are read, and there is no END (`replace_asked` does better).

    Args:
        walks: the drawings' movements.
        digits: (n,), the drawings' digits, 0 … 9.
        begun: whether only a drawing's beginning is read.
        movement: what a movement weighs.
        digit: what the digit weighs.
    """
    pen = load_pen()
    counts = np.minimum(walks.begun if begun else walks.counts, pen.context - _NOT_MOVEMENTS)
    sequences, rows = _after_start(walks, counts, [pen.id("READ")]), np.arange(len(counts))
    sequences.ids[rows, counts + 1] = pen.id("ASK")
    sequences.ids[rows, counts + 2] = pen.digit(0) + np.asarray(digits)
    ended = np.flatnonzero(counts + _NOT_MOVEMENTS < pen.context)
    sequences.ids[ended, counts[ended] + 3] = pen.id("END")
    sequences.lengths[:] = counts + _NOT_MOVEMENTS
    sequences.lengths[ended] += 1
    sequences.weights[np.arange(pen.context) < counts[:, np.newaxis]] = movement
    sequences.weights[rows, counts + 1] = digit
    sequences.weights[ended, counts[ended] + 2] = 1
    return sequences


def too_long_to_ask(walks: Walks, *, begun: bool) -> list[int]:
    """Return the drawings that do not fit the context with READ, ASK and a digit."""
    counts = walks.begun if begun else walks.counts
    return [int(row) for row in np.flatnonzero(counts > load_pen().context - _NOT_MOVEMENTS)]


def replace_asked(sequences: TokenBatch, row: int, tokens: Tokens, digit: int) -> None:
    """Put a drawing's newest movements, of which the first two are no movements of its own, into a row of `asked`."""
    pen, moves = load_pen(), tokens.ids[1:]
    ids = [*tokens.asked, pen.digit(digit), pen.id("END")][: pen.context]
    weights = np.zeros(pen.context, np.float32)
    movement, by_digit = sequences.weights[row, 0], sequences.weights[row].max()
    weights[2 : len(moves)] = movement
    weights[len(moves) + 1] = by_digit
    weights[len(moves) + 2 : len(ids) - 1] = 1
    sequences.ids[row] = 0
    sequences.ids[row, : len(ids)] = ids
    sequences.lengths[row], sequences.weights[row] = len(ids), weights


def continued(walks: Walks, digits: Sequence[int] | None = None, *, from_beginning: bool = True) -> TokenBatch:
    """Return READ, or WRITE and the digit, then movements and END; what follows the beginning is to be predicted.

    Movements that do not fit are left out, and END with them. The sequences are as long as the context.

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
    sequences = _after_start(walks, counts, start)
    ended = walks.whole & (walks.counts < room)
    rows = np.flatnonzero(ended)
    sequences.ids[rows, len(start) + counts[rows]] = pen.id("END")
    sequences.lengths[:] = len(start) + counts + ended
    given = walks.begun[:, np.newaxis] + len(start) - 1 if from_beginning else len(start) - 1
    columns = np.arange(pen.context)
    sequences.weights[(columns >= given) & (columns < sequences.lengths[:, np.newaxis] - 1)] = 1
    return sequences


def joined(parts: Sequence[TokenBatch]) -> TokenBatch:
    """Return the sequences of all parts, equally wide, in order."""
    return TokenBatch(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.lengths for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def weighing_one(sequences: TokenBatch) -> TokenBatch:
    """Return the same with weights of 1 a sequence in the mean, so that their mean loss is a mean over tokens."""
    total = float(sequences.weights.sum(dtype=np.float64))
    return replace(sequences, weights=sequences.weights * np.float32(len(sequences) / total if total > 0 else 1.0))


def _after_start(walks: Walks, counts: Counts, start: Sequence[_Column]) -> TokenBatch:
    """Return the first `counts` movements of each drawing after these tokens, with neither length nor weights."""
    context, count = load_pen().context, len(counts)
    ids, longest = np.zeros((count, context), np.uint8), min(walks.ids.shape[1], context - len(start))
    for place, token in enumerate(start):
        ids[:, place] = token
    moves = np.arange(longest) < counts[:, np.newaxis]
    ids[:, len(start) : len(start) + longest] = walks.ids[:, :longest] * moves
    return TokenBatch(ids, np.zeros(count, np.intp), np.zeros((count, context), np.float32))

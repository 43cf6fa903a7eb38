"""Sequences of tokens as a batch: padded to one length, with the pen's place after every token."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from inkspect.pen.description import PenDescription
from inkspect.pen.embedding import EmbeddedTokens

TOKENS_AT_ONCE = 2048
"""About how many tokens pass through the layers together: few enough for their numbers to stay in the cache."""


@dataclass(frozen=True)
class TokenBatch:
    """Sequences of tokens, and how much each next token counts in the loss; `Samples` in training.

    Attributes:
        ids: (sequences, longest), whole numbers; after a sequence's end any token, such as 0.
        lengths: (sequences), from 1.
        weights: (sequences, longest), the weight of the loss of predicting the token after each position; 0 where none
            is to be predicted, as at a sequence's last token.
    """

    ids: NDArray[np.integer]
    lengths: NDArray[np.integer]
    weights: NDArray[np.floating]

    @classmethod
    def of(cls, sequences: Sequence[Sequence[int]], weights: Sequence[Sequence[float]] | None = None) -> Self:
        """Return sequences of any lengths as a batch.

        Args:
            sequences: each a list of ids.
            weights: of each sequence's next tokens, as long as the sequence or shorter; all 0 if None.
        """
        lengths = np.array([len(sequence) for sequence in sequences], np.intp)
        shape = len(sequences), int(lengths.max(initial=1))
        ids, weighted = np.zeros(shape, np.uint8), np.zeros(shape, np.float32)
        for row, sequence in enumerate(sequences):
            ids[row, : len(sequence)] = sequence
        for row, given in enumerate(weights or ()):
            weighted[row, : len(given)] = given
        return cls(ids, lengths, weighted)

    def __len__(self) -> int:
        """Return the number of sequences."""
        return len(self.ids)

    def take(self, which: slice | NDArray[np.intp]) -> Self:
        """Return some of the sequences, in the requested order."""
        return type(self)(self.ids[which], self.lengths[which], self.weights[which])


def groups_by_length(lengths: NDArray[np.integer]) -> Iterator[tuple[NDArray[np.intp], int]]:
    """Yield sequences of similar length that pass through the layers together, the shortest first, and their longest.

    Of equally long sequences the earlier one comes first, so the same lengths always give the same groups.
    """
    order = np.argsort(lengths, kind="stable")
    end = len(order)
    chosen: list[tuple[NDArray[np.intp], int]] = []
    while end:
        longest = int(lengths[order[end - 1]])
        start = max(0, end - max(1, TOKENS_AT_ONCE // longest))
        chosen.append((order[start:end], longest))
        end = start
    return reversed(chosen)


def embedded(ids: NDArray[np.integer], description: PenDescription) -> EmbeddedTokens:
    """Return sequences of tokens with the cell that the pen is in after each, worked out for all of them at once.

    The pen has a place from the second AT to the last movement. A place is the sum of the directions up to it in the
    order of the tokens, as in `inkspect.pen.tokens`.

    Args:
        ids: (sequences, positions), each sequence legal up to its end.
        description: the vocabulary and the cells.
    """
    indices = ids.astype(np.intp)
    first_cell, last_cell = description.place_cells
    first_at, first_step = description.at(0), description.step(0)
    is_at = (indices >= first_at) & (indices <= description.at(description.steps))
    is_step = (indices >= first_step) & (indices < first_step + len(description.directions))
    lifts, drops = indices == description.id("LIFT"), indices == description.id("DROP")
    ats_before = np.cumsum(is_at, axis=1)
    begins = is_at & (ats_before == 2)
    known = (ats_before >= 2) & (begins | is_step | lifts | drops)
    first_coordinate = np.max(np.where(is_at & (ats_before == 1), indices - first_at, 0), axis=1, keepdims=True)
    direction = np.where(is_step, indices - first_step, 0)
    starts = (first_coordinate, indices - first_at)
    cells = []
    for axis in (0, 1):
        components = np.array([vector[axis] for vector in description.directions])
        moved = np.where(begins, starts[axis], np.where(is_step, components[direction], 0.0))
        place = np.floor(np.cumsum(moved, axis=1) + 0.5).astype(np.intp)
        cells.append(np.where(known, np.clip(place, first_cell, last_cell) - first_cell, description.place_count))
    up = known & (np.cumsum(lifts, axis=1) > np.cumsum(drops, axis=1))
    return EmbeddedTokens(indices, cells[0], cells[1], up.astype(np.float32))

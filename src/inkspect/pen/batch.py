"""Sequences of tokens as a batch: padded to one length, with the pen's place after every token."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from inkspect.pen.description import PenDescription
from inkspect.pen.embedding import EmbeddedTokens
from inkspect.pen.places import places_of
from inkspect.system.arguments import as_array
from inkspect.system.errors import InvalidValueError

TOKENS_AT_ONCE = 1536
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
    """Return sequences of tokens (sequences, positions), each legal up to its end, with the pen's places."""
    places = places_of(ids)
    cells_x, cells_y = (np.where(places.known, cells, description.place_count) for cells in (places.x, places.y))
    return EmbeddedTokens(ids.astype(np.intp), cells_x, cells_y, places.up.astype(np.float32))


def as_sequence(ids: Sequence[int] | NDArray[np.integer], description: PenDescription) -> NDArray[np.intp]:
    """Return a sequence of tokens (n) that the network can read.

    Raises:
        InvalidValueError: it is none: not whole numbers in one dimension, none at all, an id that the vocabulary does
            not have, or more tokens than the context.
    """
    array = as_array(ids, "ids")
    if array.ndim != 1 or array.dtype.kind not in "iu" or not array.size:
        raise InvalidValueError("ids must be a list of at least one token's id, all whole numbers")
    if len(array) > description.context:
        raise InvalidValueError(f"ids has {len(array)} tokens, but the network reads {description.context} at most")
    if array.min() < 0 or array.max() >= len(description.vocabulary):
        raise InvalidValueError(f"ids must be from 0 to {len(description.vocabulary) - 1}")
    return array.astype(np.intp)

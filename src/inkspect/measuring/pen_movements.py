"""How well the pen's network foresees: what the movements that followed a beginning cost it, in bits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypedDict

import numpy as np
from numpy.typing import NDArray

from inkspect.ink import Stroke
from inkspect.pen.batch import TokenBatch
from inkspect.pen.beginnings import continuation, first_points, points_until
from inkspect.pen.description import load_pen
from inkspect.pen.frame import Frame
from inkspect.pen.network import PenNetwork
from inkspect.pen.places import walk

SHARES = (0.5, 0.75)
_AT_ONCE = 512

_Followed: TypeAlias = tuple[tuple[int, ...], int]
"""READ, a beginning, what followed and END if it fits; and how many of the tokens are the beginning's."""


class ForeseenJson(TypedDict):
    """What the movements after a share of the ink cost; bits, and means of them."""

    share: float
    drawings: int
    left_out: int
    cut_off: int
    bits_at_tip: float | None
    bits_per_step: float | None
    bits_per_token: float | None
    bits_per_drawing: float | None
    tokens: int
    steps: int
    bits_of_steps: float
    bits_of_jumps: float
    bits_of_ends: float


@dataclass(frozen=True)
class Foreseen:
    """What the movements that followed some beginnings cost a network: minus the logarithm of their probabilities.

    Everything is in the beginning's own frame, which is all that a page knows at the pen's tip; a step is 1/14 of its
    longer side.

    Attributes:
        share: of each drawing's ink, at least, that is its beginning.
        drawings: the number of drawings.
        left_out: how many are not among them: their beginning has no extent, or fills the context.
        cut_off: how many of the drawings do not fit the context to their end; what fits of them counts.
        bits_at_tip: of the first token after each beginning, in all.
        steps: how many steps followed with the pen down.
        bits_of_steps: of these, in all.
        jumps: how many tokens followed that lift, carry and put down the pen.
        bits_of_jumps: of these, in all.
        ends: how many ENDs followed: a drawing cut off has none.
        bits_of_ends: of these, in all.
    """

    share: float
    drawings: int
    left_out: int
    cut_off: int
    bits_at_tip: float
    steps: int
    bits_of_steps: float
    jumps: int
    bits_of_jumps: float
    ends: int
    bits_of_ends: float

    @property
    def tokens(self) -> int:
        """How many tokens followed."""
        return self.steps + self.jumps + self.ends

    @property
    def bits(self) -> float:
        """Of all that followed."""
        return self.bits_of_steps + self.bits_of_jumps + self.bits_of_ends

    @property
    def mean_at_tip(self) -> float | None:
        """Bits of the first token after a beginning; None without drawings."""
        return self.bits_at_tip / self.drawings if self.drawings else None

    @property
    def per_step(self) -> float | None:
        """Bits of a step with the pen down; None if there are none."""
        return self.bits_of_steps / self.steps if self.steps else None

    @property
    def per_token(self) -> float | None:
        """Bits of a token of any kind; None if there are none."""
        return self.bits / self.tokens if self.tokens else None

    @property
    def per_drawing(self) -> float | None:
        """Bits of all that followed a beginning; None without drawings."""
        return self.bits / self.drawings if self.drawings else None

    def to_json(self) -> ForeseenJson:
        """Return the figures as JSON values."""
        return {
            "share": self.share,
            "drawings": self.drawings,
            "left_out": self.left_out,
            "cut_off": self.cut_off,
            "bits_at_tip": self.mean_at_tip,
            "bits_per_step": self.per_step,
            "bits_per_token": self.per_token,
            "bits_per_drawing": self.per_drawing,
            "tokens": self.tokens,
            "steps": self.steps,
            "bits_of_steps": self.bits_of_steps,
            "bits_of_jumps": self.bits_of_jumps,
            "bits_of_ends": self.bits_of_ends,
        }


def foreseen_after(share: float, drawings: Sequence[Sequence[Stroke]], network: PenNetwork) -> Foreseen:
    """Measure what followed the beginnings of drawings.

    Raises:
        InvalidValueError: the share is not above 0 and at most 1.
        InkspectError: a coordinate is not finite, or beyond 1e15.
    """
    pen, followed = load_pen(), list(filter(None, (_followed(strokes, share) for strokes in drawings)))
    at_tip, counts, bits = 0.0, np.zeros(3, np.intp), np.zeros(3)
    for start in range(0, len(followed), _AT_ONCE):
        some = followed[start : start + _AT_ONCE]
        batch = TokenBatch.of([ids for ids, _ in some])
        given = np.array([given for _, given in some])
        rows, places = np.nonzero(_among(batch, given))
        costs = token_bits(network, batch)
        at_tip += float(costs[np.arange(len(batch)), given].sum())
        kinds = np.where(walk(batch.ids).up, 1, 0)
        kinds[batch.ids == pen.id("DROP")] = 1
        kinds[batch.ids == pen.id("END")] = 2
        counts += np.bincount(kinds[rows, places], minlength=3)
        bits += np.bincount(kinds[rows, places], costs[rows, places], minlength=3)
    return Foreseen(
        share,
        drawings=len(followed),
        left_out=len(drawings) - len(followed),
        cut_off=len(followed) - int(counts[2]),
        bits_at_tip=at_tip,
        steps=int(counts[0]),
        bits_of_steps=float(bits[0]),
        jumps=int(counts[1]),
        bits_of_jumps=float(bits[1]),
        ends=int(counts[2]),
        bits_of_ends=float(bits[2]),
    )


def token_bits(network: PenNetwork, batch: TokenBatch) -> NDArray[np.float64]:
    """Return what every token (sequences, longest) costs after those before it, in bits; the first costs nothing."""
    logits = network.batch_logits(batch)[:, :-1].astype(np.float64)
    logits -= logits.max(axis=2, keepdims=True)
    chosen = np.take_along_axis(logits, batch.ids[:, 1:, np.newaxis].astype(np.intp), axis=2)[..., 0]
    costs: NDArray[np.float64] = np.zeros(batch.ids.shape)
    costs[:, 1:] = (np.log(np.exp(logits).sum(axis=2)) - chosen) / np.log(2)
    return costs


def _followed(strokes: Sequence[Stroke], share: float) -> _Followed | None:
    """Return what followed a beginning; None if nothing can: it has no extent, or fills the context."""
    pen, count = load_pen(), points_until(strokes, share)
    if not count or not Frame.of(first_points(strokes, count)).has_extent:
        return None
    begun, after = continuation(strokes, count, pen.context)
    ids = (pen.id("READ"), *begun, *after, pen.id("END"))[: pen.context]
    return (ids, 1 + len(begun)) if len(begun) + 1 < pen.context else None


def _among(batch: TokenBatch, given: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which tokens (sequences, longest) followed those given."""
    places = np.arange(batch.ids.shape[1])
    among: NDArray[np.bool_] = (places >= given[:, np.newaxis]) & (places < batch.lengths[:, np.newaxis])
    return among

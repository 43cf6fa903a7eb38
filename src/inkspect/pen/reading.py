"""The pen's network's reading of a drawing: the digit that it will be, and what the pen is expected to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypedDict

import numpy as np
from numpy.typing import NDArray

from inkspect.ink import Stroke
from inkspect.network.layers import softmax
from inkspect.pen.batch import TokenBatch
from inkspect.pen.description import load_pen
from inkspect.pen.grammar import legal_next
from inkspect.pen.network import PenNetwork
from inkspect.pen.tokens import Tokens, tokenize
from inkspect.system.comparing import same_fields

_AT_ONCE = 512
"""So many drawings pass through the network together that their logits take a few MB."""


class PenReadingJson(TypedDict):
    """The JSON values that `PenReading.to_json` returns.

    `next` has the probability of each token that may come next by its name, such as `STEP 4`, the most probable first.
    """

    digit: int | None
    probabilities: list[float] | None
    next: dict[str, float]
    left_out: int


@dataclass(frozen=True, eq=False, repr=False)
class PenReading:
    """What the pen's network reads in a drawing, finished or not.

    It tells a digit of whatever is drawn: only the picture's network has learned that a drawing may show none.

    Attributes:
        digit: the most probable digit; None if nothing is drawn.
        probabilities: (10,) of the digits 0 to 9, summing to 1; None if nothing is drawn.
        next_tokens: (47,) of every token to come next, summing to 1; 0 for those that may not come.
        left_out: how many of the drawing's first movements do not fit the context.
    """

    digit: int | None
    probabilities: NDArray[np.float32] | None
    next_tokens: NDArray[np.float32]
    left_out: int = 0

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays

    def __repr__(self) -> str:
        name, probability = self.expected[0]
        follows = f"next {name} with {probability:.4f}"
        if self.digit is None or self.probabilities is None:
            return f"<PenReading: nothing drawn, {follows}>"
        return f"<PenReading: {self.digit} with {self.probabilities[self.digit]:.4f}, {follows}>"

    def _repr_html_(self) -> str:
        """Return the probabilities of the digits and of the likeliest next tokens as bars, for notebooks."""
        digits = [] if self.probabilities is None else self.probabilities.tolist()
        named = [(str(digit), share) for digit, share in enumerate(digits)] + self.expected[:5]
        rows = "".join(
            f'<tr><th>{name}</th><td><meter value="{share:.4f}" max="1"></meter></td><td>{share:.2%}</td></tr>'
            for name, share in named
        )
        return f"<table><caption>The digit, and what comes next</caption>{rows}</table>"

    @property
    def expected(self) -> list[tuple[str, float]]:
        """The tokens that may come next by name, with their probabilities, the most probable first."""
        order = np.argsort(-self.next_tokens, kind="stable").tolist()
        names = load_pen().vocabulary
        return [(names[token], float(self.next_tokens[token])) for token in order if self.next_tokens[token] > 0]

    def to_json(self) -> PenReadingJson:
        """Return the reading as JSON values."""
        probabilities = None if self.probabilities is None else [float(share) for share in self.probabilities]
        return {
            "digit": self.digit,
            "probabilities": probabilities,
            "next": dict(self.expected),
            "left_out": self.left_out,
        }


def read_drawings(drawings: Sequence[Sequence[Stroke]], network: PenNetwork) -> list[PenReading]:
    """Read many drawings, each given as strokes.

    Raises:
        InkspectError: a coordinate is not finite, or beyond 1e15.
    """
    return read_tokens([tokenize(strokes) for strokes in drawings], network)


def read_tokens(drawings: Sequence[Tokens], network: PenNetwork) -> list[PenReading]:
    """Read many drawings, each given as READ and its movements."""
    readings: list[PenReading] = []
    for start in range(0, len(drawings), _AT_ONCE):
        some = drawings[start : start + _AT_ONCE]
        batch = TokenBatch.of([tokens.asked if tokens.has_ink else tokens.ids for tokens in some])
        readings += map(_reading, some, network.batch_logits(batch))
    return readings


def digit_logits(drawings: Sequence[Tokens], network: PenNetwork) -> NDArray[np.floating]:
    """Return the logits (n, 10) of the digits, asked for after each drawing's movements; all must have ink."""
    digit, found = load_pen().digit(0), np.empty((len(drawings), 10))
    for start in range(0, len(drawings), _AT_ONCE):
        batch = TokenBatch.of([tokens.asked for tokens in drawings[start : start + _AT_ONCE]])
        logits = network.batch_logits(batch)[np.arange(len(batch)), batch.lengths - 1]
        found[start : start + _AT_ONCE] = logits[:, digit : digit + 10]
    return found


def _reading(tokens: Tokens, logits: NDArray[np.floating]) -> PenReading:
    """Return the reading of a drawing, given the logits (tokens, 47) after each of its tokens, and after ASK."""
    pen, place = load_pen(), len(tokens.ids)
    legal = list(legal_next(tokens.ids))
    next_tokens = np.zeros(len(pen.vocabulary), np.float32)
    next_tokens[legal] = softmax(logits[place - 1, legal].astype(np.float64), axis=0)
    if not tokens.has_ink:
        return PenReading(None, None, next_tokens, tokens.left_out)
    digits = logits[place, pen.digit(0) : pen.digit(0) + 10].astype(np.float64)
    probabilities = softmax(digits, axis=0).astype(np.float32)
    return PenReading(int(digits.argmax()), probabilities, next_tokens, tokens.left_out)

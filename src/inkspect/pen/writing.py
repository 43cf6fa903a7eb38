"""Writing: one token after the other, each drawn from what the network expects next."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inkspect.data.stroke_pictures import strokes_as_svg
from inkspect.data.strokes import Drawing
from inkspect.ink import Stroke
from inkspect.pen.description import load_pen
from inkspect.pen.frame import Frame
from inkspect.pen.generator import Xoshiro128StarStar
from inkspect.pen.grammar import legal_next
from inkspect.pen.network import PenNetwork
from inkspect.pen.stepping import Stepping
from inkspect.pen.tokens import strokes_of, tokenize
from inkspect.system.arguments import as_whole, shown
from inkspect.system.errors import InvalidValueError
from inkspect.system.words import counted

TEMPERATURE = 0.8
"""What the pen writes with unless told otherwise."""


class NextTokens(Protocol):
    """A network that expects tokens."""

    def logits(self, ids: Sequence[int]) -> NDArray[np.floating]:
        """Return the logits (tokens, vocabulary) of what comes after every token."""


@dataclass(frozen=True, repr=False)
class Written:
    """What was written.

    Attributes:
        ids: all tokens: those given, those written, and END if it came.
        given: how many of them were given.
        ended: whether the network ended by itself; if not, the context was full, and the writing failed.
        frame: the frame of a drawing that was finished, an `inkspect.pen.frame.Frame`; None: steps are the only unit.
        left_out: how many of a drawing's first movements did not fit the context.
    """

    ids: tuple[int, ...]
    given: int
    ended: bool
    frame: Frame | None = None
    left_out: int = 0

    def __repr__(self) -> str:
        digit = "a drawing, finished" if self.digit is None else f"a {self.digit}"
        end = "" if self.ended else ", without an end"
        return f"<Written: {digit}, {counted(len(self.ids) - self.given, 'token')}{end}>"

    def _repr_svg_(self) -> str:
        """Return all that the tokens draw as an SVG, for notebooks."""
        return strokes_as_svg(self.strokes)

    @property
    def digit(self) -> int | None:
        """The digit that was asked for; None if the network was free to choose."""
        pen = load_pen()
        return self.ids[1] - pen.digit(0) if self.ids[0] == pen.id("WRITE") else None

    @property
    def drawing(self) -> Drawing:
        """All that the tokens draw, labelled with the digit that was asked for."""
        return Drawing(self.strokes, None if self.digit is None else str(self.digit))

    @property
    def strokes(self) -> tuple[NDArray[np.float64], ...]:
        """All that the tokens draw, (points, 2) each, in the finished drawing's unit, else in steps."""
        return strokes_of(self.ids, self.frame)

    @property
    def added(self) -> tuple[NDArray[np.float64], ...]:
        """What was written only; its first stroke begins where the pen was, if the pen was not lifted first."""
        return strokes_of(self.ids, self.frame, self.given)


def write(
    network: NextTokens, digit: int, temperature: float = TEMPERATURE, top_k: int | None = None, seed: int = 0
) -> Written:
    """Let a network write a digit.

    Args:
        network: the pen's network.
        digit: 0 … 9.
        temperature: what the logits are divided by; 0: always the most probable token, the lowest id among equals.
        top_k: only so many of the most probable tokens may be chosen, the lowest ids among equals; None: all.
        seed: 0 … 2³² − 1; the same writes the same.

    Raises:
        InvalidValueError: an argument is out of its range, or the network's logits are not finite.
    """
    pen = load_pen()
    start = (pen.id("WRITE"), pen.digit(as_whole(digit, "digit", 0, 9)))
    return Written(*_continued(network, start, temperature, top_k, seed))


def finish(
    network: NextTokens,
    strokes: Sequence[Stroke],
    digit: int | None = None,
    temperature: float = TEMPERATURE,
    top_k: int | None = None,
    seed: int = 0,
) -> Written:
    """Let a network go on from the beginning of a drawing, in that beginning's frame.

    Args:
        network: the pen's network.
        strokes: (points, 2 or more) each, in any unit; none: the network begins by itself.
        digit: what it is to become, 0 … 9; None: whatever the network expects.
        temperature: see `write`.
        top_k: see `write`.
        seed: see `write`.

    Raises:
        InvalidValueError: an argument is out of its range, or the network's logits are not finite.
        InkspectError: a coordinate is not finite, or beyond 1e15.
    """
    begun = tokenize(strokes, None if digit is None else as_whole(digit, "digit", 0, 9))
    return Written(*_continued(network, begun.ids, temperature, top_k, seed), begun.frame, begun.left_out)


def next_probabilities(
    logits: NDArray[np.floating], ids: Sequence[int], temperature: float = TEMPERATURE, top_k: int | None = None
) -> NDArray[np.float64]:
    """Return the probabilities (vocabulary,) with which the next token is chosen: 0 for those that may not come.

    Args:
        logits: (vocabulary,), the network's, after the tokens so far.
        ids: the tokens so far.
        temperature: see `write`.
        top_k: see `write`.

    Raises:
        InvalidValueError: an argument is out of its range, the tokens are against the grammar, or a logit not finite.
    """
    check_choosing(temperature, top_k)
    probabilities = np.zeros(len(load_pen().vocabulary))
    legal = legal_next(ids)
    if not legal:
        return probabilities
    values = {token: float(logits[token]) for token in legal}
    if not all(map(math.isfinite, values.values())):
        raise InvalidValueError("the network's logits are not finite")
    by_rank = sorted(legal, key=lambda token: (-values[token], token))
    if temperature == 0:
        probabilities[by_rank[0]] = 1
        return probabilities
    largest, kept = values[by_rank[0]], sorted(by_rank[:top_k])
    weights = [math.exp((values[token] - largest) / temperature) for token in kept]
    total = 0.0
    for weight in weights:  # in order of ids, unlike Python's sum, which compensates
        total += weight
    probabilities[kept] = [weight / total for weight in weights]
    return probabilities


def chosen_token(probabilities: NDArray[np.float64], uniform: float) -> int:
    """Return the first token at which the probabilities, summed in order of ids, exceed a number from 0 to 1."""
    total, last = 0.0, 0
    for token, probability in enumerate(probabilities.tolist()):
        total += probability
        if total > uniform:
            return token
        if probability > 0:
            last = token
    return last  # rounding left the sum of all just below the number


def check_choosing(temperature: object, top_k: object) -> None:
    """Refuse a temperature or a `top_k` out of its range.

    Raises:
        InvalidValueError: the temperature is not finite or below 0, or `top_k` is no whole number from 1.
    """
    if (
        isinstance(temperature, bool)
        or not isinstance(temperature, int | float | np.integer | np.floating)
        or not 0 <= temperature <= sys.float_info.max
    ):
        raise InvalidValueError(f"temperature must be a number of at least 0, not {shown(temperature)}")
    if top_k is not None:
        as_whole(top_k, "top_k", 1)


class _Growing:
    """A sequence that grows, with what a network expects after it."""

    def __init__(self, network: NextTokens) -> None:
        self._network = Stepping(network) if isinstance(network, PenNetwork) else network
        self._ids: list[int] = []

    def append(self, ids: Sequence[int]) -> NDArray[np.floating]:
        """Let tokens follow, and return the logits (tokens, vocabulary) after each of them."""
        self._ids += ids
        return self._network.logits(self._ids)[-len(ids) :]


def _continued(
    network: NextTokens, start: Sequence[int], temperature: float, top_k: int | None, seed: int
) -> tuple[tuple[int, ...], int, bool]:
    """Return all tokens, how many were given, and whether the last one is END."""
    check_choosing(temperature, top_k)
    pen, random, growing = load_pen(), Xoshiro128StarStar(seed), _Growing(network)
    ids, logits = list(start), growing.append(start)
    while True:
        probabilities = next_probabilities(logits[-1], ids, temperature, top_k)
        token = chosen_token(probabilities, random.uniform())
        if token == pen.id("END"):
            return (*ids, token), len(start), True
        if len(ids) == pen.context:
            return tuple(ids), len(start), False
        ids.append(token)
        logits = growing.append([token])

"""Drawings as sequences of tokens, and back."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.ink import Stroke
from inkspect.pen.description import load_pen
from inkspect.pen.frame import Frame
from inkspect.pen.places import walk
from inkspect.pen.walking import Pen, nearest_whole
from inkspect.system.errors import InvalidValueError

_NOT_MOVEMENTS = 3
"""READ, ASK and the digit, which must fit the context too."""


@dataclass(frozen=True)
class Tokens:
    """A drawing as the pen's network reads it.

    Attributes:
        ids: READ, or WRITE and a digit, then the movements; only that if nothing is drawn.
        left_out: how many of the drawing's first movements do not fit the context.
        frame: the frame that the movements are measured in.
    """

    ids: tuple[int, ...]
    left_out: int
    frame: Frame

    @property
    def has_ink(self) -> bool:
        """Whether anything is drawn."""
        return load_pen().vocabulary[self.ids[-1]].startswith(("AT", "STEP", "DROP"))

    @property
    def asked(self) -> tuple[int, ...]:
        """The tokens with ASK after them, upon which the network tells the digit.

        Raises:
            InvalidValueError: nothing is drawn.
        """
        if not self.has_ink:
            raise InvalidValueError("no digit can be asked for: nothing is drawn")
        return (*self.ids, load_pen().id("ASK"))


def movements(strokes: Sequence[Stroke], frame: Frame | None = None, limit: int = sys.maxsize) -> tuple[int, ...]:
    """Return the movements of a drawing: AT x, AT y, then steps, and LIFT … DROP between strokes.

    Strokes without points are skipped; without any ink there are no movements.

    Args:
        strokes: (points, 2 or more) each, x to the right, y down, in any unit.
        frame: the frame to measure in; the drawing's own if None. In another's, far smaller, movements can be many.
        limit: the most movements wanted, at least 2; later ones are left out.

    Raises:
        InkspectError: a coordinate is not finite, or beyond 1e15.
    """
    pen = Pen(limit)
    for stroke in (frame or Frame.of(strokes)).strokes_in_steps(strokes):
        pen.draw(stroke)
    return tuple(pen.movements)


def tokenize(strokes: Sequence[Stroke], digit: int | None = None) -> Tokens:
    """Return a drawing's tokens in its own frame, to be read, or as the beginning of a digit that is to be written.

    READ, movements, ASK and a digit must fit the context. Of a longer drawing the newest movements are kept, after the
    rounded place where they begin: the first one, with the pen down, from which all that is left fits.

    Args:
        strokes: (points, 2 or more) each, x to the right, y down, in any unit.
        digit: the digit to be written; None: READ.

    Raises:
        InkspectError: a coordinate is not finite, or beyond 1e15.
    """
    frame = Frame.of(strokes)
    return tokens_of(movements(strokes, frame), frame, digit)


def tokens_of(moves: tuple[int, ...], frame: Frame, digit: int | None = None) -> Tokens:
    """Return a drawing's tokens as `tokenize` does, given all its movements in its own frame."""
    pen = load_pen()
    start = (pen.id("READ"),) if digit is None else (pen.id("WRITE"), pen.digit(digit))
    kept, left_out = _newest(moves, pen.context - _NOT_MOVEMENTS)
    return Tokens((*start, *kept), left_out, frame)


def _newest(moves: tuple[int, ...], room: int) -> tuple[tuple[int, ...], int]:
    """Return the newest movements that fit, and how many are left out."""
    if len(moves) <= room:
        return moves, 0
    pen, walked = load_pen(), walk(moves)
    earliest = len(moves) - room + 1  # the last of the movements left out, two places being told anew
    last = earliest + int(np.argmin(walked.up[earliest:]))
    at = (pen.at(nearest_whole(float(values[last]), 0, pen.steps)) for values in (walked.x, walked.y))
    return (*at, *moves[last + 1 :]), last - 1


def strokes_of(ids: Sequence[int], frame: Frame | None = None, first: int = 0) -> tuple[NDArray[np.float64], ...]:
    """Return the strokes that a legal sequence of tokens draws, each (points, 2).

    Args:
        ids: the tokens; READ, WRITE, digits, ASK and END draw nothing.
        frame: the frame whose drawing's unit is wanted; None: steps.
        first: only what this token and later ones draw is wanted, from where the pen then is.
    """
    pen, tokens, walked = load_pen(), np.asarray(ids, np.intp), walk(ids)
    inks = walked.known & ~walked.up
    continues = first < len(tokens) and bool(tokens[first] >= pen.step(0))
    inks[: first - continues] = False
    drawn = np.flatnonzero(inks)
    if not len(drawn):
        return ()
    points = np.stack([walked.x[drawn], walked.y[drawn]], axis=1)
    begins = np.flatnonzero(tokens[drawn] == pen.id("DROP"))
    placed = points if frame is None else frame.from_steps(points)
    return tuple(stroke for stroke in np.split(placed, begins) if len(stroke))

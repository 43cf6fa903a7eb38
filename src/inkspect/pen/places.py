"""Where the pen is after every token of a sequence."""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inkspect.pen.description import load_pen


@dataclass(frozen=True, eq=False)
class Walk:
    """Where the pen is after each token; every array is shaped as the tokens.

    Attributes:
        x: in steps of the frame, 0 where the place is not known.
        y: the same, from top to bottom.
        up: whether the pen is lifted.
        known: whether the token leaves the pen at a place: from the second `AT` to the last movement.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    up: NDArray[np.bool_]
    known: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Places:
    """The cells that the network is told beside each token: whole steps, counted from the first that it tells apart.

    Attributes:
        x: 0 … 28, and 0 where the place is not known.
        y: the same, from top to bottom.
        up: whether the pen is lifted.
        known: whether there is a place at all.
    """

    x: NDArray[np.intp]
    y: NDArray[np.intp]
    up: NDArray[np.bool_]
    known: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Meaning:
    """What each token of the vocabulary does to the pen; every array is (token,)."""

    step_x: NDArray[np.float64]
    step_y: NDArray[np.float64]
    place: NDArray[np.float64]
    is_place: NDArray[np.bool_]
    is_movement: NDArray[np.bool_]
    lifts: NDArray[np.int8]


@functools.cache
def _meaning() -> _Meaning:
    pen = load_pen()
    count = len(pen.vocabulary)
    steps, place, is_place, lifts = np.zeros((2, count)), np.zeros(count), np.zeros(count, bool), np.zeros(count, "i1")
    for index, direction in enumerate(pen.directions):
        steps[:, pen.step(index)] = direction
    for value in range(pen.steps + 1):
        place[pen.at(value)], is_place[pen.at(value)] = value, True
    lifts[pen.id("LIFT")], lifts[pen.id("DROP")] = 1, -1
    return _Meaning(steps[0], steps[1], place, is_place, is_place | (lifts != 0) | steps.any(axis=0), lifts)


def walk(ids: ArrayLike) -> Walk:
    """Follow legal sequences of tokens, (tokens,) or (sequences, tokens); what comes after END is ignored."""
    tokens, meaning = np.asarray(ids, np.intp), _meaning()
    places = meaning.is_place[tokens]
    told = places.cumsum(axis=-1)
    first, second = places & (told == 1), places & (told == 2)
    known = meaning.is_movement[tokens] & (told >= 2)
    up = known & (meaning.lifts[tokens].cumsum(axis=-1) > 0)
    value = meaning.place[tokens]
    # Cumulative sums add one step after the other, as the pen does.
    x = np.where(first, value, meaning.step_x[tokens]).cumsum(axis=-1)
    y = np.where(second, value, meaning.step_y[tokens]).cumsum(axis=-1)
    return Walk(np.where(known, x, 0), np.where(known, y, 0), up, known)


def places_of(ids: ArrayLike) -> Places:
    """Return the places of legal sequences of tokens, (tokens,) or (sequences, tokens)."""
    walked = walk(ids)
    return Places(_cells(walked.x, walked.known), _cells(walked.y, walked.known), walked.up, walked.known)


def _cells(values: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.intp]:
    first, last = load_pen().place_cells
    cells: NDArray[np.intp] = np.floor(values + 0.5).clip(first, last).astype(np.intp) - first
    return np.where(known, cells, 0)

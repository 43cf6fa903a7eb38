"""Split a stroke file in two: drawings to learn from, and held-out drawings to measure on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from inkspect.data.strokes import Drawing, writers_of
from inkspect.system.errors import InkspectError
from inkspect.system.words import counted


class Unit(StrEnum):
    """The unit that is never divided between the two parts."""

    WRITER = "writer"
    DRAWING = "drawing"


@dataclass(frozen=True)
class Parts:
    """Drawings in two parts, each in the original order.

    Attributes:
        training: drawings to learn from.
        held_out: drawings to measure on.
    """

    training: list[Drawing]
    held_out: list[Drawing]


def split_drawings(drawings: Sequence[Drawing], by: Unit, share: float, seed: int = 0) -> Parts:
    """Hold out a share of the drawings, the same ones for the same seed; neither part is empty.

    Split by writer, no writer has drawings in both parts, and each drawing without a writer counts as a writer of its
    own; writers are considered in a random order, and held out if that brings the part closer to its share. Split by
    drawing, each label is held out in proportion.

    Args:
        drawings: at least two, by at least two writers if they are split by writer.
        by: the unit that is never divided.
        share: the share to hold out, above 0 and below 1; met as closely as whole writers, or drawings, allow.
        seed: the seed of the random numbers.

    Raises:
        InkspectError: there are too few drawings or writers for two parts.
        ValueError: the share is not between 0 and 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"share must be above 0 and below 1, not {share}")
    if len(drawings) < 2:
        raise InkspectError(f"{counted(len(drawings), 'drawing')} cannot be split")
    random = np.random.default_rng(seed)
    places = _of_writers(drawings, share, random) if by is Unit.WRITER else _of_drawings(drawings, share, random)
    return Parts(
        [drawing for place, drawing in enumerate(drawings) if place not in places],
        [drawing for place, drawing in enumerate(drawings) if place in places],
    )


def count_writers(drawings: Sequence[Drawing]) -> int:
    """Return how many writers drew them; a drawing without a writer counts as by one that drew nothing else."""
    return len(set(writers_of(drawings)))


def _of_writers(drawings: Sequence[Drawing], share: float, random: np.random.Generator) -> set[int]:
    """Return the indices of the held-out writers' drawings."""
    places_of: dict[str | int, list[int]] = defaultdict(list)
    for place, writer in enumerate(writers_of(drawings)):
        places_of[writer].append(place)
    if len(places_of) < 2:
        raise InkspectError(
            f"all {len(drawings)} drawings are by one writer, who cannot be in both parts; split by drawing"
        )
    writers = list(places_of.values())
    wanted, held_out = share * len(drawings), set[int]()
    for index in random.permutation(len(writers)):
        if abs(len(held_out) + len(writers[index]) - wanted) < abs(len(held_out) - wanted):
            held_out.update(writers[index])
    fewest = min(writers, key=len)
    if not held_out:
        return set(fewest)
    return held_out - set(fewest) if len(held_out) == len(drawings) else held_out


def _of_drawings(drawings: Sequence[Drawing], share: float, random: np.random.Generator) -> set[int]:
    """Return the indices of a systematic sample of the shuffled drawings, sorted by label."""
    shuffled = sorted(random.permutation(len(drawings)).tolist(), key=lambda place: drawings[place].label or "")
    count = min(max(round(share * len(drawings)), 1), len(drawings) - 1)
    return {shuffled[int((number + 0.5) * len(drawings) / count)] for number in range(count)}

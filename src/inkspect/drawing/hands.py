"""Augmentation of strokes before they are rasterized: the same character in other handwriting, with another pen.

All points of a drawing are moved together, as one array; strokes are handled one by one only for pen-down and pen-up.
All randomness comes from the generator passed in, so a caller that keys it by seed, epoch and sample gets the same
strokes whatever was drawn before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inkspect.ink import Stroke
from inkspect.network.architecture import InkSpec

Points: TypeAlias = NDArray[np.float64]
"""(points, 2), x to the right, y down, in a box around 0 whose longer side is 1."""


@dataclass(frozen=True)
class Hands:
    """How much handwriting varies. Spreads are standard deviations, truncated at 2.5; lengths are in longer sides."""

    rotation: float = np.deg2rad(5.0)
    slant: float = 0.16
    log_aspect: float = 0.16
    taper: float = 0.16
    proportion: float = 0.28
    bend: float = 0.14
    warp: float = 0.02
    tremor: float = 0.006
    stroke_shift: float = 0.02
    stroke_rotation: float = np.deg2rad(4.0)
    log_stroke_scale: float = 0.06
    smoothing_probability: float = 0.25
    end_probability: float = 0.25
    end_length: float = 0.07
    hook_probability: float = 0.06
    break_probability: float = 0.04

    def scaled(self, factor: float) -> "Hands":
        """Return a copy with all spreads, lengths and probabilities times `factor` (probabilities at most 1)."""
        values = {
            name: min(value * factor, 1.0) if name.endswith("probability") else value * factor
            for name, value in vars(self).items()
        }
        return Hands(**values)


USUAL_HANDS = Hands()

_CUT_OFF = 2.5
_LONGEST_SEGMENT = 0.08


def augment_strokes(strokes: Sequence[Stroke], rng: Generator, hands: Hands = USUAL_HANDS) -> list[Stroke]:
    """Return the same character in other handwriting: strokes (points, 2) in a box around 0, longer side 1, y down.

    Strokes without points and the strokes' times are dropped.
    """
    points, owners = stacked(strokes)
    if not len(points):
        return []
    points, owners = _with_no_long_segments(normalized(points), owners)
    spread = np.clip(rng.standard_normal(16), -_CUT_OFF, _CUT_OFF)
    if owners[-1]:
        points = _strokes_apart(points, owners, rng, hands)
    if rng.random() < hands.smoothing_probability:
        points = _smoothed(points, owners, times=1 + int(rng.integers(3)))
    points = _reproportioned(points, spread[:3], hands)
    points = _warped(points, rng, abs(spread[3]) * hands.warp)
    points = _sheared(points, spread[4:7], hands)
    points = points + _tremor(len(points), rng) * (abs(spread[7]) * hands.tremor)
    redrawn = unstacked(points, owners)
    if hands.end_probability + hands.hook_probability + hands.break_probability > 0:
        redrawn = [piece for stroke in redrawn for piece in _pen_set_down_elsewhere(stroke, rng, hands)]
    points, owners = stacked(redrawn)
    return unstacked(normalized(points), owners)


def varied_pen(ink: InkSpec, rng: Generator, log_spread: float = 0.06) -> InkSpec:
    """Return the ink rule with a slightly thicker or thinner pen."""
    spread = float(np.clip(rng.standard_normal(), -_CUT_OFF, _CUT_OFF))
    return replace(ink, pen_radius=ink.pen_radius * float(np.exp(log_spread * spread)))


def stacked(strokes: Sequence[Stroke]) -> tuple[Points, NDArray[np.intp]]:
    """Return all points (points, 2), and each point's stroke number; strokes without points are left out."""
    inked = [stroke[:, :2] for stroke in strokes if len(stroke)]
    if not inked:
        return np.empty((0, 2)), np.empty(0, dtype=np.intp)
    owners = np.repeat(np.arange(len(inked)), [len(stroke) for stroke in inked])
    return np.concatenate(inked).astype(np.float64, copy=False), owners


def unstacked(points: Points, owners: NDArray[np.intp]) -> list[Stroke]:
    """Return the separate strokes that `stacked` combined."""
    return np.split(points, np.flatnonzero(np.diff(owners)) + 1)


def normalized(points: Points) -> Points:
    """Return points moved and scaled into a box around 0 whose longer side is 1; a drawing without extent goes to 0."""
    low, high = points.min(axis=0), points.max(axis=0)
    longer_side = float((high - low).max())
    in_box: Points = (points - (low + high) / 2) / (longer_side if longer_side > 0 else 1.0)
    return in_box


def path_lengths(stroke: Stroke) -> NDArray[np.float64]:
    """Return (points,): the path length from the start of one stroke to each of its points."""
    steps = np.diff(stroke, axis=0)
    return np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])


def part_of(stroke: Stroke, first: float, last: float) -> Stroke:
    """Return the part of one stroke between two lengths along it, with points exactly at both ends."""
    lengths = path_lengths(stroke)
    ends = np.array([first, last])
    x, y = np.interp(ends, lengths, stroke[:, 0]), np.interp(ends, lengths, stroke[:, 1])
    inside = stroke[(lengths > first) & (lengths < last)]
    return np.concatenate([[[x[0], y[0]]], inside, [[x[1], y[1]]]])


def _with_no_long_segments(points: Points, owners: NDArray[np.intp]) -> tuple[Points, NDArray[np.intp]]:
    """Insert points into segments that are too long to bend; the original points stay."""
    if len(points) < 2:
        return points, owners
    steps = np.diff(points, axis=0)
    pieces = np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / _LONGEST_SEGMENT).astype(np.intp)
    pieces[(np.diff(owners) > 0) | (pieces < 1)] = 1
    first_point = np.repeat(np.arange(len(steps)), pieces)
    order = np.arange(len(first_point)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (order / pieces[first_point])[:, np.newaxis]
    between = points[first_point] + share * steps[first_point]
    return np.concatenate([between, points[-1:]]), np.concatenate([owners[first_point], owners[-1:]])


def _strokes_apart(points: Points, owners: NDArray[np.intp], rng: Generator, hands: Hands) -> Points:
    """Shift, rotate and scale each stroke about its own centre."""
    count = int(owners[-1]) + 1
    spread = np.clip(rng.standard_normal((count, 4)), -_CUT_OFF, _CUT_OFF)
    sums = np.stack([np.bincount(owners, points[:, axis]) for axis in (0, 1)], axis=1)
    middles = sums / np.bincount(owners)[:, np.newaxis]
    turns = np.exp(1j * hands.stroke_rotation * spread[:, 0] + hands.log_stroke_scale * spread[:, 1])
    away = points - middles[owners]
    turned = (away[:, 0] + 1j * away[:, 1]) * turns[owners]
    target = middles + hands.stroke_shift * spread[:, 2:]
    return np.stack([turned.real, turned.imag], axis=1) + target[owners]


def _smoothed(points: Points, owners: NDArray[np.intp], times: int) -> Points:
    """Round the corners; the ends of strokes stay in place."""
    if len(points) < 3:
        return points
    smooth = points.copy()
    inner = np.flatnonzero((owners[1:-1] == owners[:-2]) & (owners[1:-1] == owners[2:])) + 1
    for _ in range(times):
        smooth[inner] = smooth[inner] / 2 + (smooth[inner - 1] + smooth[inner + 1]) / 4
    return smooth


def _reproportioned(points: Points, spread: NDArray[np.float64], hands: Hands) -> Points:
    """Enlarge one half at the other's expense, widen the top or the foot, and bend upright lines."""
    x, y = points[:, 0], points[:, 1]
    room = 0.25 - y * y  # 0 at top and bottom, so that the height is preserved
    taper, proportion, bend = spread[0] * hands.taper, spread[1] * hands.proportion, spread[2] * hands.bend
    return np.stack([x * (1 + 2 * taper * y) + bend * room, y + proportion * room], axis=1)


def _warped(points: Points, rng: Generator, amplitude: float) -> Points:
    """Warp the drawing by three waves in random directions, each with less than two periods across it."""
    waves = 2 * np.pi * rng.uniform(-1.4, 1.4, (2, 3))
    phases = rng.uniform(0, 2 * np.pi, 3)
    directions = rng.standard_normal((3, 2))
    return points + amplitude * (np.sin(points @ waves + phases) @ directions)


def _sheared(points: Points, spread: NDArray[np.float64], hands: Hands) -> Points:
    turn = hands.rotation * spread[0]
    cosine, sine = np.cos(turn), np.sin(turn)
    stretch = np.exp(hands.log_aspect * spread[2] / 2)
    slant = hands.slant * spread[1]
    stretched = np.array([[stretch, -slant], [0.0, 1 / stretch]])  # x' = stretch x − slant y: tops lean to the right
    sheared: Points = points @ (np.array([[cosine, -sine], [sine, cosine]]) @ stretched).T
    return sheared


def _tremor(count: int, rng: Generator) -> Points:
    """Return (count, 2): noise of about unit variance, correlated between neighbouring points."""
    noise = rng.standard_normal((count + 4, 2))
    sums = np.cumsum(noise, axis=0)
    return (sums[4:] - sums[:-4]) / 2


def _pen_set_down_elsewhere(stroke: Stroke, rng: Generator, hands: Hands) -> list[Stroke]:
    """Start or end the stroke a little early or late, add a hook, or break it."""
    chances = rng.random(5)
    if len(stroke) < 2:
        return [stroke]
    for end in (0, 1):
        if chances[end] < hands.end_probability:
            stroke = _with_other_end(stroke, float(rng.uniform(-1, 1)) * hands.end_length)
        if chances[2 + end] < hands.hook_probability:
            hook = rng.uniform(-1, 1, 2) * hands.end_length
            stroke = np.concatenate([stroke, [stroke[-1] + hook]])
        stroke = stroke[::-1]
    if chances[4] < hands.break_probability:
        return _broken(stroke, rng, hands)
    return [stroke]


def _with_other_end(stroke: Stroke, longer: float) -> Stroke:
    """Extend a stroke straight at its end or, if `longer` is negative, shorten it by at most a tenth."""
    total = path_lengths(stroke)[-1]
    if total == 0:
        return stroke
    if longer < 0:
        return part_of(stroke, 0.0, total - min(-longer, total / 10))
    lately = stroke[-1] - part_of(stroke, max(total - 0.08, 0.0), total)[0]
    reach = float(np.hypot(lately[0], lately[1]))
    if reach == 0:
        return stroke
    return np.concatenate([stroke, [stroke[-1] + lately * (min(longer, total / 2) / reach)]])


def _broken(stroke: Stroke, rng: Generator, hands: Hands) -> list[Stroke]:
    total = path_lengths(stroke)[-1]
    gap = float(rng.uniform(0.3, 1.0)) * hands.end_length
    if total < 10 * gap:
        return [stroke]
    start = float(rng.uniform(0.15, 0.85)) * (total - gap)
    return [part_of(stroke, 0.0, start), part_of(stroke, start + gap, total)]

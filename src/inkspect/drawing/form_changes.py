"""Changes that give a real drawing of a digit a form of `forms.py`, or return None if the drawing does not allow it.

Drawings are strokes (points, 2) in a box around 0, longer side 1, y down; so are the lengths.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.random import Generator

from inkspect.drawing.glyphs import smooth_path
from inkspect.drawing.hands import part_of, path_lengths
from inkspect.ink import Stroke

Drawn: TypeAlias = list[Stroke]
Change: TypeAlias = Callable[[Drawn, Generator], Drawn | None]

_BARE_WIDTH = 0.3
"""A 1 narrower than this is a bare stem."""

_FOOT = 0.35
"""A drawing that ends below this height ends at its foot."""


def with_tail(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Extend a 0 that begins or ends at the top beyond the ring, to the upper right or left."""
    if len(drawing) != 1 or len(drawing[0]) < 3 or drawing[0][[0, -1], 1].max() > -0.3:
        return None
    ring = drawing[0]
    if _width(drawing) < 0.3 or float(np.hypot(*(ring[0] - ring[-1]))) > 0.3:
        return None
    side = 1.0 if rng.random() < 0.6 else -1.0
    length = float(rng.uniform(0.3, 0.65) * np.ptp(ring[:, 1]))
    lift = length * float(rng.uniform(0.0, 0.3))
    tip = np.array([side * length, -lift])
    starts_leftwards = ring[min(3, len(ring) - 1), 0] < ring[0, 0]
    if side > 0 and starts_leftwards:  # the pen comes from the right anyway
        entry = ring[0] + np.stack([tip, tip / 2 + [0.0, 0.03]])
        return [np.concatenate([entry, ring])]
    exit_stroke = ring[-1] + np.stack([[0.0, 0.0], [-0.02 * side, 0.04], [0.4 * tip[0], 0.05 - 0.3 * lift], tip])
    return [np.concatenate([ring[:-1], smooth_path(exit_stroke)])]


def with_long_slash(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Cross a 0 that is a bare ring with a steep or level slash that goes far beyond it."""
    ring = drawing[0]
    if len(drawing) != 1 or len(ring) < 5 or float(np.hypot(*(ring[0] - ring[-1]))) > 0.3:
        return None
    height = float(np.ptp(ring[:, 1]))
    if height < 0.9 or path_lengths(ring)[-1] > 1.3 * np.pi / 2 * (height + _width(drawing)):
        return None  # it already has a slash or a flourish
    squeezed = ring * [min(1.0, float(rng.uniform(0.45, 0.8)) / max(_width(drawing), 1e-9)), 1.0]
    middle = (squeezed.min(axis=0) + squeezed.max(axis=0)) / 2 + rng.normal(0, 0.05, 2)
    if rng.random() < 0.9:
        reach = np.stack([rng.uniform(0.15, 0.45, 2), -rng.uniform(0.5, 0.85, 2)], axis=1)
    else:
        reach = np.stack([rng.uniform(0.4, 0.7, 2), rng.normal(0, 0.06, 2)], axis=1)
    slash = np.stack([middle + reach[0], middle, middle - reach[1]])
    return [squeezed, slash if rng.random() < 0.7 else slash[::-1]]


def with_broad_flag(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Begin a bare 1 with a flag of 0.5 to 0.8, 22° to 45° from level."""
    return _flagged(drawing, rng, length=float(rng.uniform(0.5, 0.8)), rise=np.deg2rad(rng.uniform(22, 45)))


def with_level_flag(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Begin a bare 1 with a flag of 0.18 to 0.3, shorter than a 7's roof, up to 22° from level."""
    return _flagged(drawing, rng, length=float(rng.uniform(0.18, 0.3)), rise=np.deg2rad(rng.uniform(2, 22)))


def with_dragged_exit(drawing: Drawn, rng: Generator) -> Drawn | None:
    """End a 1 that goes down to its foot with a stroke up to the left or right."""
    last = drawing[-1]
    if len(drawing) != 1 or len(last) < 2 or not _ends_at_foot(last) or _width_near_foot(last) > 0.12:
        return None
    side = 1.0 if rng.random() < 0.5 else -1.0
    length, steepness = float(rng.uniform(0.18, 0.38)), np.deg2rad(rng.uniform(25, 65))
    away = length * np.array([side * np.cos(steepness), -np.sin(steepness)])
    exit_stroke = last[-1] + np.stack([0.35 * away + [0.0, 0.3 * length * np.sin(steepness)], away])
    return [np.concatenate([last[:-1], smooth_path(np.concatenate([last[-1:], exit_stroke]))])]


def on_base_line(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Put a 1 without a foot on a base line of 0.5 to 0.95, drawn on after the stem or separately."""
    stem = drawing[0]
    if len(drawing) != 1 or len(stem) < 2 or not _ends_at_foot(stem) or _width_near_foot(stem) > 0.12:
        return None
    left, right = rng.uniform(0.22, 0.45), rng.uniform(0.28, 0.5)
    tilt, dip = rng.normal(0, 0.02, 2)
    line = stem[-1] + np.array([[-left, tilt], [0.0, dip], [right, -tilt]])
    if rng.random() < 0.4:
        return [np.concatenate([stem, smooth_path(line)])]
    return [stem, smooth_path(line)]


def narrowed_3(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Make a 3 between 0.28 and 0.45 wide."""
    return _narrowed(drawing, float(rng.uniform(0.28, 0.45)))


def narrowed_6(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Make a 6 between 0.2 and 0.32 wide."""
    return _narrowed(drawing, float(rng.uniform(0.2, 0.32)))


def without_crossing(drawing: Drawn, rng: Generator) -> Drawn | None:
    """End the bar of an open 4, whose second stroke is its stem, at that stem or just before it."""
    if len(drawing) != 2 or min(map(len, drawing)) < 3:
        return None
    bar, stem = drawing
    upright = float(np.ptp(stem[:, 1])) > 2 * float(np.ptp(stem[:, 0]))
    if not upright or stem[0, 1] > stem[-1, 1] or bar[0, 1] > -0.2 or stem[0, 0] - bar[0, 0] < 0.2:
        return None
    corner = int(np.argmin(bar[:, 0]))
    of_stem = np.interp(bar[:, 1], stem[:, 1], stem[:, 0]) if (np.diff(stem[:, 1]) > 0).all() else stem[:, 0].mean()
    beyond = np.flatnonzero((np.arange(len(bar)) > corner) & (bar[:, 0] > of_stem))
    if not len(beyond) or beyond[0] < corner + 2:
        return None
    gap = float(rng.uniform(0.0, 0.05))
    reached = path_lengths(bar)[beyond[0] - 1]
    return [part_of(bar, 0.0, max(float(reached) - gap, 0.1)), stem]


def with_low_bar(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Cross a 7 of one stroke in its lower half."""
    return _barred_7(drawing, rng, float(rng.uniform(0.08, 0.26)))


def with_hooked_roof(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Begin the roof of a 7 of one stroke with a hook from below, and cross its stem."""
    barred = _barred_7(drawing, rng, float(rng.uniform(-0.06, 0.12)))
    if barred is None:
        return None
    roof_and_stem, bar = barred
    if roof_and_stem[0, 0] > roof_and_stem[:, 0].max() - 0.4 or roof_and_stem[0, 1] > roof_and_stem[:, 1].min() + 0.1:
        return None
    hook = roof_and_stem[0] + np.array([[float(rng.normal(0, 0.03)), float(rng.uniform(0.12, 0.24))]])
    return [np.concatenate([hook, roof_and_stem]), bar]


def with_long_entry(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Begin an 8 that starts at its upper right, moving to the left, with a long entry from the right."""
    eight = drawing[0]
    if len(drawing) != 1 or len(eight) < 5 or eight[0, 1] > -0.25 or eight[0, 0] < 0.0:
        return None
    onward = part_of(eight, 0.0, 0.12)[-1] - eight[0]
    if onward[0] > -0.02:
        return None
    reach = float(rng.uniform(0.25, 0.5))
    away = np.array([reach, -reach * float(rng.uniform(-0.15, 0.35))])
    entry = smooth_path(np.stack([eight[0] + away, eight[0] + 0.45 * away + [0.0, 0.015], eight[0]]))
    return [np.concatenate([entry[:-1], eight])]


def with_far_tail(drawing: Drawn, rng: Generator) -> Drawn | None:
    """Continue a 9 that ends at its foot in a bow far to the left."""
    tail = drawing[-1]
    if len(tail) < 3 or not _ends_at_foot(tail) or tail[-1, 1] < np.concatenate(drawing)[:, 1].max() - 0.15:
        return None
    # The bow begins where the tail first comes near the foot, so that a tail already curled is not curled twice.
    low = int(np.flatnonzero(tail[:, 1] > tail[:, 1].max() - 0.2)[0])
    if low < 2 or tail[low:, 1].min() < tail[low, 1] - 0.05:
        return None
    reach, lift = float(rng.uniform(0.45, 0.8)), float(rng.uniform(0.0, 0.1))
    bow = tail[low] + np.array([[0.0, 0.0], [-0.05, 0.12], [-0.3 * reach, 0.19], [-reach, 0.19 - lift]])
    return [*drawing[:-1], np.concatenate([tail[:low], smooth_path(bow)])]


def _flagged(drawing: Drawn, rng: Generator, length: float, rise: float) -> Drawn | None:
    """Replace what precedes a narrow 1's highest point by a flag."""
    stem = drawing[0]
    if len(drawing) != 1 or len(stem) < 2 or _width(drawing) > _BARE_WIDTH:
        return None
    downward = stem if stem[0, 1] < stem[-1, 1] else stem[::-1]
    downward = downward[int(np.argmin(downward[:, 1])) :]
    height = float(np.ptp(downward[:, 1]))
    if height < 0.85 or path_lengths(downward)[-1] > 1.25 * height:
        return None
    away = length * np.array([-np.cos(rise), np.sin(rise)])
    sideways = float(rng.uniform(-0.08, 0.12)) * np.array([away[1], -away[0]])
    flag = smooth_path(np.stack([downward[0] + away, downward[0] + away / 2 + sideways, downward[0]]))
    return [np.concatenate([flag[:-1], downward])]


def _narrowed(drawing: Drawn, width: float) -> Drawn | None:
    squeeze = width / max(_width(drawing), 1e-9)
    if squeeze >= 1 or min(float(np.ptp(np.concatenate(drawing)[:, 1])), 1.0) < 0.9:
        return None
    return [stroke * [squeeze, 1.0] for stroke in drawing]


def _barred_7(drawing: Drawn, rng: Generator, level: float) -> Drawn | None:
    stroke = drawing[0]
    begins_upper_left = stroke[0, 1] < -0.15 and stroke[0, 0] < stroke[:, 0].max() - 0.2
    if len(drawing) != 1 or not begins_upper_left or stroke[-1, 1] < 0.3:
        return None
    before = int(np.flatnonzero(stroke[:, 1] < level)[-1])
    above, below = stroke[before], stroke[before + 1]
    middle = above + (below - above) * ((level - above[1]) / (below[1] - above[1]))
    reach, tilt = rng.uniform(0.2, 0.42, 2), float(rng.normal(0.01, 0.03))
    bar = middle + np.array([[-reach[0], tilt], [reach[1], -tilt]])
    return [stroke, bar]


def _width(drawing: Drawn) -> float:
    return float(np.ptp(np.concatenate(drawing)[:, 0]))


def _ends_at_foot(stroke: Stroke) -> bool:
    return bool(stroke[-1, 1] > _FOOT and stroke[-1, 1] > stroke[0, 1])


def _width_near_foot(stroke: Stroke) -> float:
    """Return how wide the last fifth of a 1 is."""
    return float(np.ptp(stroke[stroke[:, 1] > 0.3, 0])) if (stroke[:, 1] > 0.3).any() else 0.0

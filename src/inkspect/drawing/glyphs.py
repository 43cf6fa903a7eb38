"""Handwritten shapes, stored as the few points that a pen passes through, and drawn a little differently every time.

A glyph is text: strokes separated by ``/``, each a sequence of points ``x,y`` (x to the right, y down, about 100 units
per capital height). The pen passes smoothly through a point and turns sharply at one marked ``*``.
"""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inkspect.ink import Stroke

_GLYPH_UNIT = 100.0
_SAMPLES_PER_SPAN = 6


@dataclass(frozen=True)
class GlyphStroke:
    """The pen's path: `points` (n, 2), capital height 1, and for each point whether the pen turns sharply."""

    points: NDArray[np.float64]
    corners: NDArray[np.bool_]


Glyph = tuple[GlyphStroke, ...]


@functools.cache
def load_glyphs(collection: str) -> dict[str, tuple[Glyph, ...]]:
    """Return every way to write each character of `collection`: "digits", "letters", "rare_letters" or "signs"."""
    text = resources.files("inkspect.drawing").joinpath("glyph_data", f"{collection}.json").read_text(encoding="utf-8")
    entries: dict[str, list[str]] = json.loads(text)
    return {name: tuple(parse_glyph(variant) for variant in variants) for name, variants in entries.items()}


def parse_glyph(text: str) -> Glyph:
    """Parse one glyph's notation.

    Raises:
        ValueError: a point is not ``x,y`` or ``x,y*``.
    """
    return tuple(_parse_stroke(stroke.split()) for stroke in text.split("/"))


def _parse_stroke(words: Sequence[str]) -> GlyphStroke:
    points = np.array([[float(value) for value in word.removesuffix("*").split(",")] for word in words])
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"a glyph's stroke must be a sequence of points x,y, not {' '.join(words)!r}")
    return GlyphStroke(points / _GLYPH_UNIT, np.array([word.endswith("*") for word in words]))


def draw_glyph(glyph: Glyph, rng: Generator, unsteadiness: float = 0.035, rounding: float = 0.15) -> list[Stroke]:
    """Draw a glyph with random variation: strokes (points, 2), capital height about 1.

    Args:
        glyph: the shape.
        rng: the source of all randomness; the same state gives the same strokes.
        unsteadiness: the standard deviation of each point's displacement, in capital heights.
        rounding: the probability that corners are passed smoothly too.
    """
    rounds = rng.random() < rounding
    strokes: list[Stroke] = []
    for stroke in glyph:
        wander = np.clip(rng.standard_normal(stroke.points.shape), -2, 2) * unsteadiness
        corners = np.zeros_like(stroke.corners) if rounds else stroke.corners
        strokes.append(smooth_path(stroke.points + wander, corners))
    return strokes


def smooth_path(points: NDArray[np.float64], corners: NDArray[np.bool_] | None = None) -> Stroke:
    """Return a smooth path through `points` (n, 2): a centripetal Catmull-Rom spline, broken at `corners`.

    Source: Yuksel, Schaefer, Keyser, "Parameterization and Applications of Catmull-Rom Curves", 2011.
    """
    if corners is None:
        corners = np.zeros(len(points), dtype=np.bool_)
    inner = np.flatnonzero(corners[1:-1]) + 1
    bounds = [0, *inner.tolist(), len(points) - 1]
    pieces = [_spline(points[first : last + 1]) for first, last in pairwise(bounds)]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _spline(points: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(points) < 3:
        return points
    steps = np.diff(points, axis=0)
    spans = np.maximum(np.sqrt(np.hypot(steps[:, 0], steps[:, 1])), 1e-6)[:, np.newaxis]
    slopes = steps / spans
    velocities = np.empty_like(points)
    velocities[1:-1] = (slopes[:-1] * spans[1:] + slopes[1:] * spans[:-1]) / (spans[:-1] + spans[1:])
    velocities[0] = 1.5 * slopes[0] - 0.5 * velocities[1]
    velocities[-1] = 1.5 * slopes[-1] - 0.5 * velocities[-2]

    share = (np.arange(_SAMPLES_PER_SPAN) / _SAMPLES_PER_SPAN)[:, np.newaxis]
    square, cube = share**2, share**3
    hermite = [2 * cube - 3 * square + 1, cube - 2 * square + share, 3 * square - 2 * cube, cube - square]
    parts = [points[:-1], velocities[:-1] * spans, points[1:], velocities[1:] * spans]
    curve = sum(
        (basis[np.newaxis] * part[:, np.newaxis] for basis, part in zip(hermite, parts, strict=True)),
        np.zeros((len(steps), _SAMPLES_PER_SPAN, 2)),
    )
    return np.concatenate([curve.reshape(-1, 2), points[-1:]])

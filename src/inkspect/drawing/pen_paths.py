"""Meaningless pen paths: scribbles, wandering lines, zigzags, spirals, dots, and simple figures."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inkspect.drawing.glyphs import draw_glyph, load_glyphs, smooth_path
from inkspect.ink import Stroke


def scribble(rng: Generator) -> list[Stroke]:
    """Scribble back and forth, as when crossing something out: at least five swings while moving sideways."""
    swings = int(rng.integers(5, 16))
    across = np.linspace(0, rng.uniform(0.3, 1.6), swings)
    sides = np.where(np.arange(swings) % 2 == 0, -0.5, 0.5) * rng.uniform(0.6, 1.1, swings)
    points = np.stack([across, sides], axis=1) + rng.normal(0, 0.05, (swings, 2))
    return [_turned(smooth_path(points, rng.random(swings) < rng.random()), rng)]


def tangle(rng: Generator) -> list[Stroke]:
    """Move the pen through six to fourteen random points, which form no figure."""
    count = int(rng.integers(6, 15))
    corners = rng.random(count) < (0.0 if rng.random() < 0.6 else rng.random())
    return [smooth_path(rng.uniform(-0.5, 0.5, (count, 2)), corners)]


def coil(rng: Generator) -> list[Stroke]:
    """Draw at least three loops in a row, like a telephone cord."""
    loops = rng.uniform(3, 7)
    turn = np.linspace(0, 2 * np.pi * loops, int(16 * loops))
    drift = rng.uniform(0.06, 0.3) * turn / np.pi
    width, height = rng.uniform(0.15, 0.5), rng.uniform(0.3, 0.5)
    points = np.stack([drift + width * np.cos(turn), height * np.sin(turn)], axis=1)
    return [_turned(points, rng)]


def wander(rng: Generator) -> list[Stroke]:
    """Draw a path of slowly changing curvature that turns more than any digit does: two to five full turns in all."""
    steps = int(rng.integers(90, 180))
    rates = np.interp(np.arange(steps), np.linspace(0, steps, 12), rng.standard_normal(12))
    rates *= 2 * np.pi * rng.uniform(2.2, 5) / np.abs(rates).sum()
    heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rates)
    return [np.cumsum(np.stack([np.cos(heading), np.sin(heading)], axis=1), axis=0) / 20]


def zigzag(rng: Generator) -> list[Stroke]:
    """Zigzag between two levels, from left to right or, with more turns than any digit has, downwards."""
    lying = rng.random() < 0.7
    turns = int(rng.integers(4, 10)) if lying else int(rng.integers(6, 10))
    along = np.cumsum(rng.uniform(0.5, 1.0, turns))
    along /= along[-1]
    sides = np.where(np.arange(turns) % 2 == int(rng.integers(2)), -0.5, 0.5) * rng.uniform(0.5, 1.0, turns)
    sides *= rng.uniform(0.3, 1.2)
    points = np.stack([along, sides] if lying else [sides, along], axis=1)
    return [smooth_path(points, np.ones(turns, dtype=np.bool_))]


def spiral(rng: Generator) -> list[Stroke]:
    """Draw a spiral of at least two turns, so that it is neither a 6 nor a 9."""
    turn = np.linspace(0, 2 * np.pi * rng.uniform(2.0, 4.5), 90)
    radius = rng.uniform(0.02, 0.15) + turn / turn[-1] * 0.5
    side = 1 if rng.random() < 0.5 else -1
    phase = rng.uniform(0, 2 * np.pi)
    return [np.stack([radius * np.cos(turn + phase), side * radius * np.sin(turn + phase)], axis=1)]


def lines(rng: Generator) -> list[Stroke]:
    """Draw one nearly horizontal line, or two to five straight lines with random ends."""
    count = int(rng.integers(1, 6))
    if count == 1:
        tilt = rng.uniform(-0.35, 0.35)
        return [np.array([[-0.5, -tilt / 2], [0.0, rng.normal(0, 0.03)], [0.5, tilt / 2]])]
    ends = rng.uniform(-0.5, 0.5, (count, 2, 2))
    ends[0] = [[-0.5, rng.uniform(-0.5, 0.5)], [0.5, rng.uniform(-0.5, 0.5)]]  # wide, so that the result is not a 1
    return list(ends)


def dots(rng: Generator) -> list[Stroke]:
    """Tap the pen: once, leaving a single point, or two to nine times in random places, with tiny movements."""
    if rng.random() < 0.3:
        return [np.zeros((1, 2))]
    count = int(rng.integers(2, 10))
    places = rng.uniform(-0.5, 0.5, (count, 1, 2))
    return list(places + rng.normal(0, 0.02, (count, 3, 2)))


def waves(rng: Generator) -> list[Stroke]:
    """Draw a horizontal wave of at least one and a half periods."""
    x = np.linspace(0, 1, 60)
    height = rng.uniform(0.08, 0.4)
    y = height * np.sin(2 * np.pi * rng.uniform(1.5, 5) * x + rng.uniform(0, 2 * np.pi))
    return [np.stack([x, y], axis=1)]


def figure(rng: Generator) -> list[Stroke]:
    """Draw a sign or a simple picture: arrow, star, heart, face, house, mathematical or foreign letter."""
    signs = load_glyphs("signs")
    variants = signs[list(signs)[int(rng.integers(len(signs)))]]
    return draw_glyph(variants[int(rng.integers(len(variants)))], rng)


def _turned(stroke: NDArray[np.float64], rng: Generator) -> Stroke:
    angle = rng.uniform(0, 2 * np.pi)
    cosine, sine = np.cos(angle), np.sin(angle)
    turned: Stroke = stroke @ np.array([[cosine, sine], [-sine, cosine]])
    return turned

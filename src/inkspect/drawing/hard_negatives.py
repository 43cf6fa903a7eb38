"""Hard negatives: drawings that people try out on a digit reader, and that it easily takes for a digit.

Most kinds come from glyphs, several outlines each. The numbers 10 and 11 are written with real digits, arrows point in
any direction, and a filled pad is scribbled anew every time.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.random import Generator

from inkspect.drawing.glyphs import Glyph, draw_glyph, load_glyphs, smooth_path
from inkspect.drawing.hands import augment_strokes
from inkspect.ink import Stroke

HardKind: TypeAlias = Literal[
    "heart",
    "crossed_circle",
    "root",
    "question",
    "umbrella",
    "smiley",
    "arrow",
    "filled",
    "eleven",
    "ten",
    "letter",
]

HARD_KINDS: tuple[HardKind, ...] = get_args(HardKind)

LETTERS = "AFfHhNnRr"
"""The letters most often taken for a digit, without the small "a", which even people may read as a 9."""

_UNSTEADINESS = 0.02
"""Standard deviation of a point's displacement, in capital heights: small, as more would crumple circles."""

_CARDINAL_SHARE = 0.6
"""Share of the arrows that point left, right, up or down, give or take a few degrees."""

_SAME_DIGIT_SHARE = 0.7
"""Share of the 11s whose second 1 has the form of the first, as when one person writes both."""

_USUAL_LETTER_SHARE = 0.5
"""Share of the letters that are drawn from the glyphs of the usual letters."""


def draw_hard_negative(
    kind: HardKind, rng: Generator, digits: Mapping[str, Sequence[Sequence[Stroke]]]
) -> list[Stroke]:
    """Draw a hard negative: strokes (points, 2).

    Args:
        kind: what to draw.
        rng: the source of all randomness; the same state gives the same strokes.
        digits: by label, real drawings of it in boxes of longer side 1, from which numbers are put together.
    """
    match kind:
        case "arrow":
            return _turned(_figure(kind, rng), _direction(rng))
        case "filled":
            return _filled(rng)
        case "eleven":
            return _number("1", "1", rng, digits)
        case "ten":
            return _number("1", "0", rng, digits)
        case "letter":
            letter = LETTERS[int(rng.integers(len(LETTERS)))]
            collection = "letters" if rng.random() < _USUAL_LETTER_SHARE else "hard_negatives"
            return draw_glyph(_one_of(load_glyphs(collection)[letter], rng), rng)
        case _:
            return _figure(kind, rng)


def _figure(kind: HardKind, rng: Generator) -> list[Stroke]:
    return draw_glyph(_one_of(load_glyphs("hard_negatives")[kind], rng), rng, _UNSTEADINESS)


def _one_of(variants: Sequence[Glyph], rng: Generator) -> Glyph:
    return variants[int(rng.integers(len(variants)))]


def _direction(rng: Generator) -> float:
    """Return an angle in radians."""
    if rng.random() < _CARDINAL_SHARE:
        return float(np.pi / 2 * rng.integers(4) + rng.normal(0, 0.08))
    return float(rng.uniform(0, 2 * np.pi))


def _turned(strokes: Sequence[Stroke], angle: float) -> list[Stroke]:
    cosine, sine = np.cos(angle), np.sin(angle)
    return [stroke @ np.array([[cosine, sine], [-sine, cosine]]) for stroke in strokes]


def _number(first: str, second: str, rng: Generator, digits: Mapping[str, Sequence[Sequence[Stroke]]]) -> list[Stroke]:
    """Write two digits side by side, about equally high, with paper between them."""
    left = _upright(digits[first][int(rng.integers(len(digits[first])))])
    if first == second and rng.random() < _SAME_DIGIT_SHARE:
        right = _upright(augment_strokes(left, rng))
    else:
        right = _upright(digits[second][int(rng.integers(len(digits[second])))])
    size = float(rng.uniform(0.75, 1.1))
    apart = max(float(stroke[:, 0].max()) for stroke in left) + float(rng.uniform(0.22, 0.6))
    away = np.array([apart, 1 - size + float(rng.normal(0, 0.05))])  # on one line, whatever their heights
    return [*left, *(stroke * size + away for stroke in right)]


def _upright(digit: Sequence[Stroke]) -> list[Stroke]:
    """Return a digit of height 1, its box's upper left corner at 0."""
    points = np.concatenate(digit)
    corner, height = points.min(axis=0), float(np.ptp(points[:, 1]))
    return [(stroke - corner) / max(height, 1e-6) for stroke in digit]


def _filled(rng: Generator) -> list[Stroke]:
    """Fill a square with ink, as children fill a pad: back and forth, once or twice over, or round and round."""
    if rng.random() < 0.3:
        return [_rounds(rng)]
    angle = _direction(rng)
    layers = [_hatching(rng, angle)]
    if rng.random() < 0.4:
        layers.append(_hatching(rng, angle + float(rng.uniform(0.6, np.pi - 0.6))))
    return layers


def _hatching(rng: Generator, angle: float) -> Stroke:
    """Swing back and forth across a square, at an angle to its sides, leaving no gap wider than the pen.

    The pen of the ink rule is about an eighth of the drawing wide, so a dozen swings cover it.
    """
    swings = int(rng.integers(11, 26))
    along = np.linspace(-0.72, 0.72, swings) + rng.normal(0, 0.02, swings)
    across = np.where(np.arange(swings) % 2 == 0, -0.72, 0.72) + rng.normal(0, 0.06, swings)
    corners = rng.random(swings) < rng.random()
    (path,) = _turned([smooth_path(np.stack([across, along], axis=1), corners)], angle)
    return np.clip(path, -0.5, 0.5)


def _rounds(rng: Generator) -> Stroke:
    """Circle over a square again and again, with a centre that wanders over all of it."""
    turns = float(rng.uniform(14, 26))
    turn = np.linspace(0, 2 * np.pi * turns, int(14 * turns))
    rows = int(rng.integers(3, 5))
    share = turn / turn[-1]
    x = 0.34 * np.cos(np.pi * rows * share)
    y = -0.36 + 0.72 * share
    radius = float(rng.uniform(0.14, 0.22)) * (1 + 0.15 * np.sin(turn * float(rng.uniform(0.2, 0.4))))
    return np.stack([x + radius * np.cos(turn), y + radius * np.sin(turn)], axis=1)

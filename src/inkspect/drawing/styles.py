"""Ways of writing digits that are rare in the training strokes, added to real drawings or drawn from glyphs."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from inkspect.drawing.glyphs import draw_glyph, load_glyphs
from inkspect.drawing.hands import normalized, part_of, path_lengths, stacked, unstacked
from inkspect.ink import Stroke

_LEVEL_SLASH_SHARE = 0.3
"""Share of the slashed 0s whose slash is horizontal, as in a theta."""

_FLAG_SHARE = 0.3
"""Share of the upstrokes that are short and flat."""

_UPRIGHT_WIDTH = 0.3
"""A 1 narrower than this, in longer sides, is a bare stem."""


def restyle(strokes: Sequence[Stroke], label: str, rng: Generator) -> list[Stroke]:
    """Return this digit in a random style that fits it: strokes (points, 2), longer side before restyling 1.

    0: a slash, or a horizontal bar. 1: an upstroke, or a longer one if it has one, and a foot. 4: a short stem. 5: a
    detached roof. 7: a bar, a bent foot, a serif. 9: a tail curled to either side. Drawings that no style fits, and all
    other labels, keep their form.
    """
    points, owners = stacked(strokes)
    if not len(points):
        return []
    drawing = unstacked(normalized(points), owners)
    match label:
        case "0":
            return _slashed(drawing, rng)
        case "1":
            return _with_upstroke_or_foot(drawing, rng)
        case "4":
            return _with_short_stem(drawing, rng)
        case "5":
            return _with_roof_apart(drawing, rng)
        case "7":
            return _barred_footed_or_serifed(drawing, rng)
        case "9":
            return _with_curled_tail(drawing, rng)
        case _:
            return drawing


def draw_styled_digit(label: str, rng: Generator) -> list[Stroke]:
    """Draw a digit from scratch, from one of its glyphs; capital height about 1."""
    variants = load_glyphs("digits")[label]
    return draw_glyph(variants[int(rng.integers(len(variants)))], rng)


def _box(drawing: Sequence[Stroke]) -> tuple[float, float, float, float]:
    points = np.concatenate(drawing)
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _slashed(drawing: list[Stroke], rng: Generator) -> list[Stroke]:
    left, top, right, bottom = _box(drawing)
    around = np.pi / 2 * (right - left + bottom - top)
    if len(drawing) > 1 or path_lengths(drawing[0])[-1] > 1.3 * around:
        return drawing  # it already has a slash or a flourish
    middle = np.array([left + right, top + bottom]) / 2 + rng.normal(0, 0.03, 2)
    if rng.random() < _LEVEL_SLASH_SHARE:
        across = max(right - left, 0.4) * rng.uniform(0.5, 1.1, 2)
        rise = float(rng.normal(0, 0.04))
        ends = np.array([[-across[0], rise], [0.0, 0.0], [across[1], -rise]])
        return [*drawing, middle + ends]
    reach = float(rng.uniform(0.55, 1.3))
    half = np.array([max(right - left, 0.4), -(bottom - top)]) / 2 * reach * rng.uniform(0.8, 1.1, 2)
    if rng.random() < 0.05:
        half[0] = -half[0]
    return [*drawing, np.stack([middle - half, middle, middle + half])]


def _with_upstroke_or_foot(drawing: list[Stroke], rng: Generator) -> list[Stroke]:
    left, top, right, bottom = _box(drawing)
    bare = len(drawing) == 1 and right - left < _UPRIGHT_WIDTH and bottom - top > 0.9
    if not bare:
        return _with_longer_upstroke(drawing, rng)
    stem = drawing[0]
    if stem[0, 1] > stem[-1, 1]:
        stem = stem[::-1]
    if rng.random() < 0.85:
        stem = np.concatenate([_upstroke(stem[0], rng), stem])
    if rng.random() < 0.25:
        return [stem, _foot(stem[-1], rng)]
    return [stem]


def _upstroke(top: Stroke, rng: Generator) -> Stroke:
    """Return points (3, 2) leading up to `top` (2,): steeper ones are longer; none is as wide as a 7's roof."""
    if rng.random() < _FLAG_SHARE:
        from_upright, length = np.deg2rad(rng.uniform(40, 80)), float(rng.uniform(0.12, 0.36))
    else:
        from_upright = np.deg2rad(rng.uniform(18, 52))
        longest = 0.95 - 0.5 * (np.rad2deg(from_upright) - 18) / 34
        length = float(rng.uniform(0.2, longest))
    away = length * np.array([-np.sin(from_upright), np.cos(from_upright)])
    sideways = np.array([away[1], -away[0]]) * float(rng.uniform(-0.12, 0.06))
    points: Stroke = np.stack([top + away, top + away / 2 - sideways, top + away / 8 - sideways / 4])
    return points


def _foot(end: Stroke, rng: Generator) -> Stroke:
    reach = rng.uniform(0.1, 0.32, 2)
    rise = float(rng.normal(0, 0.02))
    foot: Stroke = end + np.array([[-reach[0], -rise], [reach[1], rise]])
    return foot


def _with_longer_upstroke(drawing: list[Stroke], rng: Generator) -> list[Stroke]:
    """Lengthen the upstroke, away from the top, if the first stroke begins with one from the lower left."""
    first = drawing[0]
    top = int(np.argmin(first[:, 1]))
    rise, run = first[0, 1] - first[top, 1], first[top, 0] - first[0, 0]
    upstroke = 0 < top < len(first) - 1 and rise > 0.08 and 0.15 * rise < run < 1.2 * rise
    if not upstroke:
        return drawing
    stretch = min(float(rng.uniform(1.2, 2.6)), 0.85 / float(rise), 0.7 / float(run))
    if stretch <= 1:
        return drawing
    longer = first.copy()
    longer[:top] = first[top] + (first[:top] - first[top]) * stretch
    return [longer, *drawing[1:]]


def _with_short_stem(drawing: list[Stroke], rng: Generator) -> list[Stroke]:
    """Compress the part below the bar, found as the rightmost points below the drawing's upper third."""
    points = np.concatenate(drawing)
    left, top, right, bottom = _box(drawing)
    bar = points[(points[:, 0] > right - 0.15 * (right - left)) & (points[:, 1] > top + 0.35 * (bottom - top))]
    if not len(bar):
        return drawing
    level = min(float(np.median(bar[:, 1])) + 0.06, bottom)
    squeeze = float(rng.uniform(0.15, 0.7))
    return [
        np.stack(
            [stroke[:, 0], np.where(stroke[:, 1] > level, level + (stroke[:, 1] - level) * squeeze, stroke[:, 1])], 1
        )
        for stroke in drawing
    ]


def _with_roof_apart(drawing: list[Stroke], rng: Generator) -> list[Stroke]:
    """Detach a 5's roof from its neck: shift it if it is a separate stroke, else cut it off first."""
    shift = np.array([rng.uniform(-0.05, 0.22), rng.uniform(-0.2, 0.02)])
    if len(drawing) == 2:
        heights = [float(np.ptp(stroke[:, 1])) for stroke in drawing]
        middles = [float(np.mean(stroke[:, 1])) for stroke in drawing]
        roof = int(np.argmin(heights))
        if heights[roof] < 0.25 and middles[roof] < middles[1 - roof]:
            return [stroke + shift if index == roof else stroke for index, stroke in enumerate(drawing)]
    if len(drawing) != 1:
        return drawing
    stroke = drawing[0]
    lengths = path_lengths(stroke)
    early = lengths < 0.4 * lengths[-1]
    corner = int(np.argmin(np.where(early, stroke[:, 0] + stroke[:, 1], np.inf)))
    roof_part, rest = stroke[: corner + 1], stroke[corner:]
    flat = np.ptp(roof_part[:, 1]) < 0.5 * np.ptp(roof_part[:, 0]) if corner else False
    if not flat or np.ptp(roof_part[:, 0]) < 0.2 or roof_part[0, 0] < roof_part[-1, 0]:
        return drawing
    return [rest, roof_part[::-1] + shift]


def _barred_footed_or_serifed(drawing: list[Stroke], rng: Generator) -> list[Stroke]:
    style = rng.choice(["bar", "foot", "serif"], p=[0.5, 0.3, 0.2])
    stroke = drawing[0]
    begins_upper_left = stroke[0, 1] < -0.15 and stroke[0, 0] < stroke[:, 0].max() - 0.2
    if len(drawing) != 1 or not begins_upper_left or stroke[-1, 1] < 0.3:
        return drawing
    if style == "bar":
        return [stroke, _bar(stroke, rng)]
    if style == "foot":
        width = float(rng.uniform(0.08, 0.22))
        bend = stroke[-1] + width * np.array([[0.2, 0.12], [0.55, 0.1], [1.0, float(rng.uniform(-0.35, 0.1))]])
        total = path_lengths(stroke)[-1]
        return [np.concatenate([part_of(stroke, 0.0, 0.97 * total), bend])]
    serif = stroke[0] + np.array([[float(rng.normal(0, 0.02)), float(rng.uniform(0.08, 0.28))]])
    return [np.concatenate([serif, stroke])]


def _with_curled_tail(drawing: list[Stroke], rng: Generator) -> list[Stroke]:
    """Continue a 9 that ends at its foot in an arc: mostly to the left, sometimes up again on the right."""
    tail = drawing[-1]
    if len(tail) < 2 or tail[-1, 1] < 0.3 or tail[-1, 1] < np.concatenate(drawing)[:, 1].max() - 0.1:
        return drawing
    side = -1.0 if rng.random() < 0.7 else 1.0
    radii = rng.uniform(0.05, 0.3) * np.array([side, rng.uniform(0.5, 1.0)])
    turn = np.linspace(0, np.deg2rad(rng.uniform(60, 190)), 8)[1:, np.newaxis]
    curl = tail[-1] + radii * np.concatenate([1 - np.cos(turn), np.sin(turn)], axis=1)
    return [*drawing[:-1], np.concatenate([tail, curl])]


def _bar(stroke: Stroke, rng: Generator) -> Stroke:
    level = float(rng.uniform(-0.08, 0.16))
    before = int(np.flatnonzero(stroke[:, 1] < level)[-1])
    above, below = stroke[before], stroke[before + 1]
    reach = rng.uniform(0.14, 0.34, 2)
    rise = float(rng.normal(0.01, 0.03))
    middle = above + (below - above) * ((level - above[1]) / (below[1] - above[1]))
    bar: Stroke = middle + np.array([[-reach[0], rise], [reach[1], -rise]])
    return bar

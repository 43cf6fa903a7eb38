"""The drawings of the golden cases, made from skeletons: digits in several styles, ambiguous digits and non-digits.

A skeleton is a string with coordinates in hundredths of its height, x to the right and y down. " | " separates strokes,
spaces separate a stroke's pieces. A piece starts where the previous one ended: points joined by "~" make a smooth
curve, a single point a straight line.
"""

import math
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.data.strokes import Drawing

Path: TypeAlias = NDArray[np.float64]
"""(points, 2): x and y, sampled densely along a stroke."""

PAD_UNITS = 4096
VARIANTS = 4
"""Drawings per style, each with its own position, slant and wobble."""

STYLES: dict[str, str] = {
    "0 oval": "35,0~10,18~2,50~12,84~35,100~60,84~68,50~58,15~35,0",
    "0 not quite closed": "50,6~25,5~6,30~5,70~30,99~58,80~64,40~50,10~36,3",
    "0 slashed": "35,0~10,18~2,50~12,84~35,100~60,84~68,50~58,15~35,0 | 56,20 14,80",
    "1 bare": "30,0 30,100",
    "1 with an upstroke": "20,22 36,0 36,100",
    "1 with upstroke and foot": "14,22 36,0 36,100 | 12,100 60,100",
    "2 round": "6,22~20,3~45,2~58,22~46,52~4,98 66,98",
    "2 with a loop": "8,20~30,0~55,14~50,42~24,82~6,94~4,80~20,80~42,95~68,92",
    "3 round": "8,12~30,0~54,14~48,38~22,47 52,56~60,78~36,100~4,88",
    "3 with a flat top": "8,2 56,2 26,40 54,52~58,80~32,100~4,90",
    "4 open": "12,0 6,56 64,56 | 48,4 46,100",
    "4 closed": "50,100 50,0 4,66 72,66",
    "5 in one stroke": "58,2 14,2 10,44 36,38~58,58~52,88~26,100~4,90",
    "5 in two strokes": "14,2 10,44 36,38~58,58~52,88~26,100~4,90 | 14,2 60,0",
    "6 curved": "52,2~24,22~6,58~12,90~34,100~56,86~54,62~32,54~10,70",
    "6 with a straight back": "40,0 6,68 12,92~34,100~54,84~48,60~26,54~8,72",
    "7 plain": "4,2 62,2 24,100",
    "7 with a bar": "4,2 62,2 24,100 | 18,50 62,48",
    "8 in one stroke": "54,12~30,0~10,16~20,38~48,58~58,82~32,100~6,82~20,56~48,34~54,12",
    "8 of two rings": "32,46~12,30~16,8~34,0~52,10~54,30~32,46 | 32,46~8,62~6,86~32,100~60,86~58,60~32,46",
    "9 curved": "56,14~32,0~8,16~10,40~32,50~54,34~56,14 56,50~46,84~18,98",
    "9 with a straight stem": "54,12~32,0~8,16~12,42~36,48~54,26~54,12 52,100",
}
"""Skeletons of digits; the first character of a style's name is the digit."""

OTHERS: dict[str, str] = {
    "a triangle": "50,0 100,100 0,100 50,0",
    "a letter A": "0,100 40,0 80,100 | 15,62 65,62",
    "a letter X": "0,0 80,100 | 80,0 0,100",
    "a letter W": "0,0 25,100 50,30 75,100 100,0",
    "a star": "50,0 80,100 0,38 100,38 20,100 50,0",
    "a face": "50,0~10,20~0,50~15,85~50,100~85,85~100,50~90,20~50,0 | 32,36 32,37 | 68,36 68,37 | 28,66~50,78~72,66",
    "two digits": "0,10 15,0 15,100 | 45,0 100,0 65,100",
    "a heavy end that pushes a long line off the grid": "0,0 40,8 0,16 40,24 0,32 40,40 0,48 40,56"
    " 0,64 40,72 0,80 40,88 0,96 40,104 0,112 40,120 | 40,60 140,60",
}

BETWEEN: dict[str, tuple[str, str]] = {
    "1 or 7": ("22,22 36,0 36,100", "4,2 62,2 24,100"),
    "4 or 9": ("14,0~8,28~10,54 34,52 54,50 | 54,8 52,100", "48,4~10,16~12,46 34,50 54,34 | 54,4 52,100"),
}
"""Pairs of skeletons with corresponding pieces; no network should be sure of the drawings interpolated between them."""

STEPS_BETWEEN = 6


def golden_drawings() -> list[Drawing]:
    """Return the drawings, the same at every call: placed, in whole pad units, with times in milliseconds."""
    drawings: list[Drawing] = []
    for style, skeleton in STYLES.items():
        for variant in range(VARIANTS):
            random = np.random.default_rng([len(drawings), 28])
            strokes = _written(_paths(skeleton), random)
            drawings.append(_drawing(f"{style}, {variant + 1}", strokes, random, label=style[0]))
    for name, skeleton in OTHERS.items():
        random = np.random.default_rng([len(drawings), 28])
        drawings.append(_drawing(name, _written(_paths(skeleton), random), random))
    for name, strokes in _scribbles():
        drawings.append(_drawing(name, strokes, np.random.default_rng([len(drawings), 28])))
    for name, ends in BETWEEN.items():
        first, last = (_paths(skeleton) for skeleton in ends)
        for share in np.linspace(0, 1, STEPS_BETWEEN + 2)[1:-1]:
            random = np.random.default_rng([len(drawings), 28])
            paths = [start + (end - start) * share for start, end in zip(first, last, strict=True)]
            drawings.append(_drawing(f"{name}, {share:.0%} of the way", _written(paths, random), random))
    return drawings


def _scribbles() -> Iterator[tuple[str, list[Path]]]:
    """Yield dots, lines and scribbles in pad units with all their points, including some no pen would produce."""
    middle = np.array([[2048.0, 2048.0]])
    yield "a dot", [middle]
    yield "a dot in the corner", [np.array([[0.0, 0.0]])]
    yield "one place pressed many times", [middle, middle, np.repeat(middle, 5, axis=0)]
    yield "two dots", [middle, middle + np.array([900, 400])]
    yield "nine dots", [np.array([[x, y]], dtype=np.float64) for x in (900, 1800, 2700) for y in (900, 2000, 3100)]
    yield "a level line", [np.array([[600.0, 2000.0], [3400.0, 2000.0]])]
    yield "an upright line, over and over", [np.array([[2000.0, 500 + 2500.0 * (turn % 2)] for turn in range(9)])]
    yield "a diagonal", [np.array([[200.0, 3900.0], [3900.0, 200.0]])]
    yield "the shortest line", [np.array([[2000.0, 2000.0], [2001.0, 2000.0]])]
    yield "a tiny scribble", [np.array([[9.0, 9.0], [11.0, 9.0], [9.0, 12.0], [12.0, 12.0]])]
    yield "the pad's whole border", [np.array([[0, 0], [4095, 0], [4095, 4095], [0, 4095], [0, 0]], dtype=np.float64)]
    yield (
        "a cross through the pad",
        [
            np.array([[0.0, 0.0], [4095.0, 4095.0]]),
            np.array([[4095.0, 0.0], [0.0, 4095.0]]),
        ],
    )
    turns = np.linspace(0, 6 * math.pi, 240)
    yield "a spiral", [2048 + 95 * turns[:, np.newaxis] * np.column_stack([np.cos(turns), np.sin(turns)])]
    ring = turns[:81]
    yield "a ring", [2048 + 1200 * np.column_stack([np.cos(ring), np.sin(ring)])]
    saw = np.arange(40.0)
    yield "a saw", [np.column_stack([500 + 75 * saw, 1500 + 900 * (saw % 2)])]
    yield (
        "a fan of strokes",
        [
            np.array([[2048.0, 3300.0], [2048 + 1500 * math.sin(angle), 3300 - 2400 * math.cos(angle)]])
            for angle in np.linspace(-1.1, 1.1, 12)
        ],
    )
    yield (
        "a wave of many points",
        [np.column_stack([np.linspace(300, 3800, 1200), 2048 + 700 * np.sin(np.arange(1200) / 45)])],
    )
    for number, points in enumerate((30, 90, 400), start=1):
        random = np.random.default_rng([number, 4096])
        walk = np.cumsum(random.normal(0, 190, (points, 2)), axis=0)
        yield f"a pen that wanders, {number}", [np.clip(2048 + walk - walk.mean(axis=0), 0, 4095)]


def _paths(skeleton: str) -> list[Path]:
    return [_path(stroke) for stroke in skeleton.split(" | ")]


def _path(stroke: str) -> Path:
    pieces = [[_point(point) for point in piece.split("~")] for piece in stroke.split(" ")]
    path = _curve(np.array(pieces[0])) if len(pieces[0]) > 1 else np.array(pieces[0])
    for piece in pieces[1:]:
        path = np.concatenate([path, _curve(np.array([path[-1], *piece]))[1:]])
    return path


def _point(text: str) -> tuple[float, float]:
    x, y = text.split(",")
    return int(x) / 100, int(y) / 100


def _curve(points: Path) -> Path:
    """Return a line through 2 points, or a uniform Catmull-Rom curve through more, in 24 steps per segment."""
    before = np.concatenate([[2 * points[0] - points[1]], points[:-1]])
    after = np.concatenate([points[1:], [2 * points[-1] - points[-2]]])
    slopes = (after - before) / 2
    steps = np.linspace(0, 1, 25)[:, np.newaxis]
    parts = []
    for start, end, leaving, arriving in zip(points[:-1], points[1:], slopes[:-1], slopes[1:], strict=True):
        parts.append(
            (2 * steps**3 - 3 * steps**2 + 1) * start
            + (steps**3 - 2 * steps**2 + steps) * leaving
            + (3 * steps**2 - 2 * steps**3) * end
            + (steps**3 - steps**2) * arriving
        )
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _written(paths: Sequence[Path], random: np.random.Generator) -> list[Path]:
    """Return a skeleton as handwriting: rotated, slanted, stretched, wobbled, and placed somewhere on the pad."""
    turn, slant, stretch = random.uniform(-0.12, 0.12), random.uniform(-0.15, 0.15), random.uniform(0.85, 1.2)
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    shape = rotation @ np.array([[stretch, -slant], [0, 1]])
    wobbles = random.normal(0, 0.006, (3, 2)), random.uniform(0, 2 * math.pi, (3, 2))
    written = []
    for path in paths:
        along = np.linspace(0, len(path) / 24, len(path))[:, np.newaxis, np.newaxis]
        wobble = (wobbles[0] * np.sin(along * np.array([[1.3], [2.9], [5.1]]) + wobbles[1])).sum(axis=1)
        written.append((path + wobble) @ shape.T)
    ink = np.concatenate(written)
    size = random.uniform(0.3, 0.75) * PAD_UNITS / np.ptp(ink, axis=0).max()
    room = PAD_UNITS - 1 - size * np.ptp(ink, axis=0)
    corner = random.uniform(0.1, 0.9, 2) * room
    return [_sampled((path - ink.min(axis=0)) * size + corner, random) for path in written]


def _sampled(path: Path, random: np.random.Generator) -> Path:
    """Return points spaced as a pen reports them, 20 to 60 pad units apart, including the last one."""
    kept = [0]
    step = random.uniform(20, 60)
    for index in range(1, len(path)):
        if math.dist(path[index], path[kept[-1]]) >= step or index == len(path) - 1:
            kept.append(index)
            step = random.uniform(20, 60)
    return path[kept]


def _drawing(name: str, paths: Sequence[Path], random: np.random.Generator, label: str | None = None) -> Drawing:
    """Round to pad units and add times: 7 to 17 ms between points, and a pause between strokes."""
    clock = 0
    strokes: list[Path] = []
    for path in paths:
        clock += int(random.integers(120, 400)) if strokes else 0
        times = clock + np.concatenate([[0], np.cumsum(random.integers(7, 18, len(path) - 1))])
        clock = int(times[-1])
        strokes.append(np.column_stack([np.rint(path), times]))
    return Drawing(tuple(strokes), label, placed=True, extra={"name": name})

"""Draw the page's examples, and write them to web/examples.json.

usage: python tools/examples.py           (writes the file)
       python tools/examples.py --tell    (prints what the published network reads on the way)

Each drawing was set by hand: a few places that the pen passes, in hundredths of a box. A smooth curve leads through
them, and the pen's speed follows its bends as a hand's does.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import inkspect

PROJECT = Path(__file__).resolve().parents[1]
FILE = PROJECT / "web" / "examples.json"

Place = tuple[float, float]

SAMPLE_MS = 20
"""Between two points."""
PACE = 4.6
"""Pad units a ms on a straight line; the box of most drawings is 2,600 pad units high."""
BENT_PACE = 0.35
"""The lowest share of that pace, in the sharpest bends."""
BEND_UNITS = 420
"""The radius of a bend, in pad units, in which the pen is at half its pace or so."""
BETWEEN_MS = 130
"""From one stroke to the next."""


@dataclass(frozen=True)
class Example:
    """A drawing: its strokes' places in hundredths of a box, the box in pad units, and how hesitantly it is drawn."""

    name: str
    label: str
    """The digit that is meant; none for a drawing of something else."""
    strokes: Sequence[Sequence[Place]]
    side: float = 2600
    """The box's side."""
    left: float = 748
    top: float = 250
    pace: float = 1
    """Of the usual one."""


THREE = [
    (22, 20),
    (36, 6),
    (55, 2),
    (72, 10),
    (76, 26),
    (66, 40),
    (46, 48),
    (60, 50),
    (77, 60),
    (80, 78),
    (66, 94),
    (44, 98),
    (20, 86),
]
TWO = [(24, 28), (30, 10), (50, 2), (70, 10), (76, 28), (66, 50), (44, 72), (20, 96), (50, 95), (82, 96)]
FIVE_BOX = [
    [(34, 4), (32, 20), (29, 42), (46, 37), (66, 44), (75, 64), (66, 86), (46, 97), (22, 90)],
    [(34, 4), (54, 4), (74, 3)],
]


def ring(x: float, y: float, across: float, down: float, start: float = -80, turns: float = 1.02) -> list[Place]:
    """Places of an ellipse, drawn anticlockwise as one writes a 0; angles in degrees, 0 to the right."""
    angles = np.radians(np.linspace(start, start - 360 * turns, round(14 * turns)))
    return [(float(x + across * np.cos(a)), float(y + down * np.sin(a))) for a in angles]


def spiral() -> list[Place]:
    """Places of a spiral of three turns, from its middle outwards."""
    turns = np.linspace(0, 2.75, 34)
    return [(float(50 + 17 * t * np.cos(2 * np.pi * t)), float(50 + 17 * t * np.sin(2 * np.pi * t))) for t in turns]


EXAMPLES = (
    Example("hesitantThree", "3", [THREE], pace=0.7),
    Example(
        "fourOrNine",
        "9",
        [[(32, 6), (29, 28), (28, 50), (48, 51), (74, 50)], [(68, 8), (68, 52), (67, 98)], [(32, 6), (50, 2), (68, 8)]],
    ),
    Example("europeanOne", "1", [[(12, 58), (34, 34), (58, 4), (59, 34), (58, 66), (58, 98)]]),
    Example(
        "barredSeven", "7", [[(22, 8), (48, 8), (78, 7), (66, 34), (54, 64), (44, 98)], [(34, 52), (52, 51), (74, 50)]]
    ),
    Example("slashedZero", "0", [ring(50, 50, 30, 46), [(74, 14), (50, 50), (26, 86)]]),
    Example(
        "openEight",
        "8",
        [
            [
                (68, 16),
                (50, 4),
                (32, 14),
                (34, 32),
                (54, 48),
                (70, 66),
                (68, 86),
                (50, 97),
                (32, 86),
                (30, 68),
                (46, 50),
                (66, 30),
            ]
        ],
    ),
    Example("threeToEight", "8", [THREE, [(26, 10), (24, 28), (42, 46), (24, 64), (20, 88)]]),
    Example("spiral", "", [spiral()]),
    Example("letter", "", [[(14, 98), (32, 50), (50, 2), (68, 50), (86, 98)], [(28, 64), (50, 64), (74, 64)]]),
    Example(
        "smiley",
        "",
        [
            ring(50, 50, 47, 47),
            [(34, 32), (34, 44)],
            [(66, 32), (66, 44)],
            [(26, 62), (38, 76), (50, 79), (62, 76), (74, 62)],
        ],
    ),
    Example("tinyFive", "5", FIVE_BOX, side=170, left=3000, top=2500),
    Example("hugeFive", "5", FIVE_BOX, side=2760, left=668, top=130),
)


def curve(places: Sequence[Place], step: float = 0.02) -> NDArray[np.float64]:
    """Return many points of the centripetal Catmull-Rom curve through the places, (points, 2).

    Source: E. Catmull and R. Rom, A class of local interpolating splines, 1974; centripetal: C. Yuksel and others,
    On the parameterization of Catmull-Rom curves, 2009.
    """
    given = np.array(places, dtype=np.float64)
    if len(given) < 3:
        return np.linspace(given[0], given[-1], 50)
    ends = np.concatenate([[2 * given[0] - given[1]], given, [2 * given[-1] - given[-2]]])
    knots = np.concatenate([[0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(ends, axis=0), axis=1)))])
    pieces = []
    for i in range(1, len(ends) - 2):
        (p0, p1, p2, p3), (t0, t1, t2, t3) = ends[i - 1 : i + 3], knots[i - 1 : i + 3]
        t = np.arange(t1, t2, step * (t2 - t1))[:, None]
        a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
        a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
        a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
        b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
        b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
        pieces.append((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2)
    return np.concatenate([*pieces, given[-1:]])


def timed(path: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """Return the points of a path in pad units, (points, 3), at even times.

    Speed grows with the third root of a bend's radius: F. Lacquaniti and others, The law relating the kinematic and
    figural aspects of drawing movements, 1983. `scale` is the box's side over the usual one, times the hand's pace.
    """
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    path, steps = path[np.concatenate([[True], steps > 0])], steps[steps > 0]
    directions = np.unwrap(np.arctan2(*np.diff(path, axis=0).T[::-1]))
    turned = np.abs(np.gradient(directions)) if len(directions) > 1 else np.zeros(1)
    radii = steps / np.maximum(turned, 1e-9) / scale
    pace = PACE * scale * np.clip((radii / BEND_UNITS) ** (1 / 3), BENT_PACE, 1)
    smooth = np.convolve(np.pad(pace, 12, mode="edge"), np.ones(25) / 25, mode="valid")
    at = np.concatenate([[0], np.cumsum(steps / smooth)])
    times = np.linspace(0, at[-1], max(2, round(at[-1] / SAMPLE_MS) + 1))
    return np.column_stack([np.interp(times, at, path[:, 0]), np.interp(times, at, path[:, 1]), times])


def strokes_of(example: Example) -> list[list[list[int]]]:
    """Return an example's strokes in pad units and ms, whole numbers."""
    begins = 0.0
    strokes = []
    for places in example.strokes:
        path = curve(places) * (example.side / 100) + (example.left, example.top)
        points = timed(path, example.pace * example.side / 2600)
        points[:, 2] += begins
        begins = points[-1, 2] + BETWEEN_MS
        strokes.append([[round(value) for value in point] for point in points.tolist()])
    return strokes


def written() -> str:
    """Return the file: a JSON list, a drawing a line."""
    lines = [
        json.dumps(
            {"name": one.name, "label": one.label, "placed": True, "strokes": strokes_of(one)}, separators=(",", ":")
        )
        for one in EXAMPLES
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def told(example: Example) -> str:
    """Return what the network reads on the way, as "7 firmly 12-30" by kept points."""
    strokes = strokes_of(example)
    points = [(s, point) for s, stroke in enumerate(strokes) for point in stroke]
    seen = []
    for moment in range(1, len(points) + 1):
        shown = [[point for _, point in group] for _, group in groupby(points[:moment], key=lambda pair: pair[0])]
        reading = inkspect.read(shown)
        shares = reading.probabilities
        seen.append((reading.verdict, reading.digit, 0 if shares is None else float(shares.max())))
    parts, at = [], 0
    for (verdict, digit), group in groupby(seen, key=lambda one: one[:2]):
        many = list(group)
        parts.append(f"{digit} {verdict} {at + 1}-{at + len(many)} ({many[-1][2]:.2f})")
        at += len(many)
    return f"{example.name}: {len(points)} points, {points[-1][1][2]} ms\n  " + "; ".join(parts)


def main() -> int:
    """Write the file, or tell what is read in it."""
    parser = argparse.ArgumentParser(description="Draw the page's examples.")
    parser.add_argument("--tell", action="store_true", help="print what the published network reads on the way")
    options = parser.parse_args()
    if options.tell:
        for example in EXAMPLES:
            print(told(example))
        return 0
    FILE.write_text(written(), encoding="utf-8", newline="\n")
    print(f"{FILE.relative_to(PROJECT)}: {len(EXAMPLES)} drawings, {FILE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The page's links, of many drawings: how long they are, and whether they bring the drawings back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

import numpy as np

from benchmarks.measuring import write_json
from benchmarks.story_figures import digits_of, opened_page
from inkspect.system.errors import InkspectError

Point = tuple[float, float, float]
Stroke = list[Point]

KEPT_APART = 16
"""Pad units between two points that the page keeps."""

FIT = 0.6 * 4096
"""The longer side of a drawing that a script draws, in pad units."""

AT_ONCE = 100
SHARE = 0.99


@dataclass(frozen=True)
class Way:
    """How drawings are sent, and how long the links of 99 % of them may be, in characters."""

    name: str
    most: int


EVEN = Way("a point every 10 ms", 350)
DENSE = Way("dense, at uneven times", 1000)

SEND = """async (drawings) => {
  const links = [];
  for (const strokes of drawings) {
    window.inkspect.draw(strokes, { placed: true });
    links.push(await window.inkspect.link());
  }
  return links;
}"""

# What a page makes of each link that it is given.
OPEN = """async (links) => {
  const again = [];
  for (const link of links) {
    window.inkspect.clear();
    window.location.hash = link;
    while (window.inkspect.read().digit === null) await new Promise((done) => setTimeout(done, 5));
    again.push(await window.inkspect.link());
  }
  return again;
}"""


class Lengths(TypedDict):
    """Characters of a way's links."""

    median: float
    most_of_99_percent: float
    longest: float


def measure(count: int, strokes: Path | None, json_file: Path | None) -> bool:
    """Send the drawings both ways, print the figures, and return whether a limit is missed.

    Raises:
        InkspectError: Chromium is missing, the strokes cannot be read, or a drawing did not come back.
    """
    source, drawings = digits_of(count, strokes)
    results: dict[str, Lengths] = {}
    missed = False
    print(f"{len(drawings):,} digits {source}: characters of a link from its # on\n")
    print(f"{'':<26}{'median':>8}{'99 %':>8}{'longest':>9}{'limit of 99 %':>15}")
    with opened_page() as page:
        for way, sent in ((EVEN, _even(drawings)), (DENSE, _dense(drawings))):
            links: list[str] = []
            for start in range(0, len(sent), AT_ONCE):
                links += cast(list[str], page.evaluate(SEND, sent[start : start + AT_ONCE]))
            some = links[:: max(1, len(links) // AT_ONCE)]
            if page.evaluate(OPEN, some) != some:
                raise InkspectError("the page makes another drawing of a link than it was made of")
            median, most, longest = (float(value) for value in np.quantile([*map(len, links)], (0.5, SHARE, 1)))
            print(f"{way.name:<26}{median:>8.0f}{most:>8.0f}{longest:>9.0f}{way.most:>15}")
            results[way.name] = {"median": median, "most_of_99_percent": most, "longest": longest}
            missed |= most > way.most
    print()
    write_json(json_file, {"drawings": len(drawings), "source": source, "links": results})
    return missed


def _even(drawings: Sequence[Sequence[Sequence[Sequence[float]]]]) -> list[list[Stroke]]:
    """Place each drawing on the pad as the page does for scripts, a point every 10 ms."""
    placed = []
    for drawing in drawings:
        places = [np.array([point[:2] for point in stroke]) for stroke in drawing if stroke]
        points = np.concatenate(places)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = FIT / max(float((high - low).max()), 1e-9)
        time, strokes = 0, []
        for stroke in places:
            units = np.round(2048 + (stroke - (low + high) / 2) * scale)
            strokes.append([(float(x), float(y), float(time + 10 * i)) for i, (x, y) in enumerate(units)])
            time += 10 * len(stroke)
        placed.append(strokes)
    return placed


def _dense(drawings: Sequence[Sequence[Sequence[Sequence[float]]]]) -> list[list[Stroke]]:
    """Draw the same with as many points as the page keeps, 3 to 12 ms apart, and rests between the strokes."""
    random = np.random.default_rng(0)
    dense = []
    for drawing in _even(drawings):
        time, strokes = 0, []
        for (x, y, _), *rest in drawing:
            kept: Stroke = [(x, y, float(time))]
            for to_x, to_y, _ in rest:
                from_x, from_y, _ = kept[-1]
                steps = int(math.hypot(to_x - from_x, to_y - from_y) // KEPT_APART)
                for step in range(1, steps + 1):
                    time += int(random.integers(3, 13))
                    along = step / steps
                    across, down = from_x + (to_x - from_x) * along, from_y + (to_y - from_y) * along
                    kept.append((float(round(across)), float(round(down)), float(time)))
            strokes.append(kept)
            time += int(random.integers(100, 400))
        dense.append(strokes)
    return dense

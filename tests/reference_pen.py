"""The pen's rules, written once more as plainly as possible; shares no code with the package.

The golden cases of tokens and of writing are computed here; Python's and TypeScript's versions are then held against
them. Numbers stand here on purpose: a slip in `pen.json` would otherwise go unseen. Tokens are names, not ids.
"""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

Point: TypeAlias = tuple[float, float]
Strokes: TypeAlias = list[list[Point]]
Logits: TypeAlias = Callable[[Sequence[str]], dict[str, float]]

SIGNS = ["READ", "WRITE", "ASK", "END", "LIFT", "DROP"]
PLACES = [f"AT {place}" for place in range(15)]
STEPS = [f"STEP {direction}" for direction in range(16)]
VOCABULARY = [*SIGNS, *"0123456789", *PLACES, *STEPS]
CONTEXT = 96

_FLAT, _STEEP, _SLANTED = 0.9238795325112867, 0.3826834323650898, 0.7071067811865476
_QUARTER = [(1.0, 0.0), (_FLAT, _STEEP), (_SLANTED, _SLANTED), (_STEEP, _FLAT)]
_HALF = [*_QUARTER, *((-y, x) for x, y in _QUARTER)]
DIRECTIONS = [*_HALF, *((-x, -y) for x, y in _HALF)]
"""A quarter of the directions, then each of its quarter turns: right, down, left, up."""


@dataclass(frozen=True)
class Box:
    """The middle and the longer side of some points' bounding box."""

    x: float
    y: float
    side: float

    def steps(self, point: Sequence[float]) -> Point:
        if self.side == 0:
            return (7.0, 7.0)
        return ((point[0] - self.x) * 14 / self.side + 7, (point[1] - self.y) * 14 / self.side + 7)


def box(strokes: Sequence[Sequence[Sequence[float]]]) -> Box:
    xs, ys = ([float(point[axis]) for stroke in strokes for point in stroke] for axis in (0, 1))
    side = max(max(xs) - min(xs), max(ys) - min(ys))
    return Box((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, side)


def whole(value: float, least: int, most: int) -> int:
    return max(least, min(most, math.floor(value + 0.5)))


def movements(strokes: Sequence[Sequence[Sequence[float]]], frame: Box, most: int = 10**9) -> list[str]:
    drawn = [[frame.steps(point) for point in stroke] for stroke in strokes if stroke]
    if not drawn:
        return []
    pen_x, pen_y = (whole(value, 0, 14) for value in drawn[0][0])
    pen = (float(pen_x), float(pen_y))
    names = [f"AT {pen_x}", f"AT {pen_y}"]

    def go(point: Point) -> None:
        nonlocal pen
        while len(names) < most:
            away_x, away_y = point[0] - pen[0], point[1] - pen[1]
            if away_x * away_x + away_y * away_y < 0.75 * 0.75:
                return
            products = [away_x * x + away_y * y for x, y in DIRECTIONS]
            best = products.index(max(products))
            names.append(f"STEP {best}")
            pen = (pen[0] + DIRECTIONS[best][0], pen[1] + DIRECTIONS[best][1])

    for index, stroke in enumerate(drawn):
        if index > 0:
            names.append("LIFT")
            go(stroke[0])
            names.append("DROP")
        for point in stroke[1:]:
            go(point)
    return names[:most]


def places(names: Sequence[str]) -> list[tuple[float, float, bool] | None]:
    """Where the pen is after each token, and whether it is up; None where it is nowhere."""
    found: list[tuple[float, float, bool] | None] = []
    told: list[float] = []
    x = y = 0.0
    up = False
    for name in names:
        kind, _, number = name.partition(" ")
        if kind == "AT":
            told.append(float(number))
            if len(told) == 2:
                x, y = told
        elif kind == "STEP":
            step = DIRECTIONS[int(number)]
            x, y = x + step[0], y + step[1]
        elif kind in ("LIFT", "DROP"):
            up = kind == "LIFT"
        moved = kind in ("AT", "STEP", "LIFT", "DROP") and len(told) == 2
        found.append((x, y, up) if moved else None)
    return found


def newest(names: list[str]) -> tuple[list[str], int]:
    """Of READ, movements, ASK and a digit all must fit: what is kept of the movements, and how many are left out."""
    walked = places(names)
    for left_out in range(len(names)):
        if left_out == 0:
            kept = names
        else:
            place = walked[1 + left_out]
            assert place is not None
            if place[2]:
                continue
            kept = [f"AT {whole(value, 0, 14)}" for value in place[:2]] + names[2 + left_out :]
        if len(["READ", *kept, "ASK", "0"]) <= CONTEXT:
            return kept, left_out
    return names, 0


def cells(names: Sequence[str]) -> list[tuple[int, int, bool] | None]:
    return [place and (whole(place[0], -7, 21) + 7, whole(place[1], -7, 21) + 7, place[2]) for place in places(names)]


def points_for(strokes: Sequence[Sequence[Sequence[float]]], share: Fraction) -> int:
    """How many points the shortest beginning has that holds at least this share of the ink's length."""
    lengths = [
        0.0 if index == 0 else math.dist(stroke[index - 1][:2], stroke[index][:2])
        for stroke in strokes
        for index in range(len(stroke))
    ]
    drawn = list(itertools.accumulate(lengths))
    return next(index + 1 for index, length in enumerate(drawn) if length >= float(share) * drawn[-1])


def cut(strokes: Sequence[Sequence[Sequence[float]]], count: int) -> list[list[Sequence[float]]]:
    kept: list[list[Sequence[float]]] = []
    for stroke in strokes:
        kept.append([])
        for point in stroke:
            if sum(map(len, kept)) < count:
                kept[-1].append(point)
    return [stroke for stroke in kept if stroke]


def legal(names: Sequence[str]) -> list[str]:
    last = names[-1].partition(" ")[0] if names else ""
    signs = [name for name in names if name in ("LIFT", "DROP")]
    if last == "WRITE" or last == "ASK":
        return list("0123456789")
    if last == "READ" or (last.isdigit() and names[0] == "WRITE"):
        return PLACES
    if last == "AT" and names[-2].partition(" ")[0] != "AT":
        return PLACES
    if last.isdigit():
        return ["END"]
    if last == "END":
        return []
    return ["DROP", *STEPS] if signs and signs[-1] == "LIFT" else ["END", "LIFT", *STEPS]


class Xoshiro:
    """xoshiro128** 1.1 on NumPy's 32-bit integers, after the authors' C."""

    def __init__(self, seed: int) -> None:
        with np.errstate(over="ignore"):
            self.state = [self._fmix(np.uint32(seed) + np.uint32(0x9E3779B9) * np.uint32(i)) for i in (1, 2, 3, 4)]

    @staticmethod
    def _fmix(h: np.uint32) -> np.uint32:
        h = np.uint32(h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        h = np.uint32(h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        return np.uint32(h ^ (h >> np.uint32(16)))

    @staticmethod
    def _rotl(x: np.uint32, k: int) -> np.uint32:
        return np.uint32((x << np.uint32(k)) | (x >> np.uint32(32 - k)))

    def next(self) -> int:
        s = self.state
        with np.errstate(over="ignore"):
            result = self._rotl(s[1] * np.uint32(5), 7) * np.uint32(9)
        t = np.uint32(s[1] << np.uint32(9))
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = self._rotl(s[3], 11)
        return int(result)

    def fraction(self) -> Fraction:
        """53 bits: 27 of one integer, then 26 of the next."""
        first, second = self.next(), self.next()
        return Fraction((first >> 5) * 2**26 + (second >> 6), 2**53)


def probabilities(names: Sequence[str], logits: Logits, temperature: float, top_k: int | None) -> dict[str, float]:
    values = logits(names)
    allowed = legal(names)
    ranked = sorted(allowed, key=lambda name: (-values[name], VOCABULARY.index(name)))
    if temperature == 0:
        return {ranked[0]: 1.0}
    kept = sorted(ranked[: top_k or len(ranked)], key=VOCABULARY.index)
    weights = [math.exp((values[name] - values[ranked[0]]) / temperature) for name in kept]
    total = list(itertools.accumulate(weights))[-1]
    return {name: weight / total for name, weight in zip(kept, weights, strict=True)}


def write(
    start: Sequence[str], logits: Logits, temperature: float, top_k: int | None, seed: int
) -> tuple[list[str], bool]:
    """All tokens, and whether they end with END; a context that is full ends the writing without it."""
    names, random = list(start), Xoshiro(seed)
    while names[-1] != "END":
        chances = probabilities(names, logits, temperature, top_k)
        drawn = random.fraction()
        sums = itertools.accumulate(chances.values())
        beyond = [name for name, total in zip(chances, sums, strict=True) if total > drawn]
        name = beyond[0] if beyond else list(chances)[-1]
        if len(names) == CONTEXT and name != "END":
            return names, False
        names.append(name)
    return names, True


def stand_in(names: Sequence[str]) -> dict[str, float]:
    """Logits from 0 to 7.875 in eighths, exact everywhere, of a stand-in for a network; END becomes likelier."""
    before, position = VOCABULARY.index(names[-1]), len(names)
    values = {name: (31 * before + 17 * token + 7 * position) % 64 / 8 for token, name in enumerate(VOCABULARY)}
    return values | {"END": values["END"] / 2 + position / 16}

"""The golden cases of the pen: drawings as tokens, whole and begun, and what a stand-in for its network writes."""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import starmap
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import reference_pen as pen

PROJECT = Path(__file__).resolve().parents[1]
EXAMPLES = PROJECT / "web" / "examples.json"

Strokes = Sequence[Sequence[Sequence[float]]]

SHARES = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
"""Of the ink's length, of which beginnings are cut."""

MOST_MOVEMENTS = 200
"""Of what followed a beginning in its frame, so many movements are told, the beginning's included."""

_TURNS = ((1, 0), (0, 1), (-1, 0), (0, -1))

_SPIRAL = [[9 + i * _TURNS[i % 4][0], 4 + i * _TURNS[i % 4][1]] for i in range(26)]

OWN: dict[str, Strokes] = {
    "nothing": [],
    "strokes without points": [[], []],
    "a tap": [[[300, -20]]],
    "one place, twice in each of two strokes": [[[5, 5], [5, 5]], [[5, 5], [5, 5]]],
    "a stroke between empty ones, with times": [[], [[0, 0, 5], [0, 30, 16], [9, 41, 30]], [], [[20, 20, 90]], []],
    "a dot above a line": [[[3, 0]], [[0, 40], [60, 44]]],
    "a box whose steps are four units: gaps of exactly 0.75 steps": [
        [[0, 0], [3, 0], [6, 0], [12, 3], [12, 6], [15, 9]],
        [[56, 56], [53, 56], [50, 56]],
    ],
    "gaps a little below 0.75 steps, which add up": [[[round(2.9 * i, 1), 0] for i in range(20)], [[56, 56], [0, 56]]],
    "places halfway between two steps": [[[0.5, 13.5], [13.5, 0.5]], [[0, 0], [14, 14]], [[2.5, 3.5]]],
    "a polygon of 32 sides": [
        [[round(90 * math.cos(i * math.pi / 16), 3), round(90 * math.sin(i * math.pi / 16), 3)] for i in range(33)]
    ],
    "far from the origin": [[[1e15 - 4000, 1e15], [1e15 - 1000, 1e15 - 4000], [1e15, 1e15 - 250]]],
    "tiny": [[[1e-300, 0], [4e-300, 3e-300], [0, 5e-300]], [[2e-300, 2e-300]]],
    "the smallest extent there is": [[[0, 0], [5e-324, 0]], [[5e-324, 5e-324]]],
    "a frame that grows with every point": [_SPIRAL],
    "more than the context, one stroke": [[[(i * 37) % 101, (i * 53) % 97] for i in range(40)]],
    "more than the context, cut in the air": [
        [[(i * 41) % 90, (i * 29) % 80] for i in range(9)],
        [[100, 100], [0, 0]],
        [[100, 0], [60, 3]],
        [[0, 100], [3, 60], [90, 88], [4, 9], [77, 50]],
    ],
    "more dots than the context": [[[i % 9, i // 9 * 1.5]] for i in range(63)],
}

TIES: dict[str, Strokes] = {
    f"a tie of STEP {lower} and STEP {higher}": [[[7, 7], [x, y]], [[0, 0], [14, 14]]]
    for lower, higher, x, y in (
        (0, 1, 8.96157056080646, 7.390180644032257),
        (1, 2, 9.585870494260917, 8.727823424690962),
        (2, 3, 8.52226243847371, 9.278226737708975),
        (3, 4, 7.390180644032257, 8.96157056080646),
        (4, 5, 6.5376359368217765, 9.324461114555655),
        (5, 6, 5.683298547743544, 8.970582981157031),
        (6, 7, 5.029417018842968, 8.316701452256456),
        (7, 8, 5.038429439193539, 7.390180644032257),
        (8, 9, 5.038429439193539, 6.609819355967743),
        (9, 10, 5.029417018842967, 5.683298547743543),
        (10, 11, 5.683298547743543, 5.029417018842967),
        (11, 12, 6.537635936821775, 4.675538885444343),
        (12, 13, 7.390180644032257, 5.038429439193538),
        (13, 14, 8.316701452256456, 5.029417018842968),
        (14, 15, 8.970582981157033, 5.683298547743543),
        (0, 15, 9.324461114555657, 6.537635936821775),
    )
}
"""Drawings whose first step is towards a point to which two directions have exactly the same product."""

_WRITTEN: list[tuple[int, float, int | None, int]] = [
    *((digit, 0.8, None, digit) for digit in range(10)),
    *((3, 0, top_k, 5) for top_k in (None, 4)),
    *((8, 0.5, top_k, 2**32 - 1) for top_k in (1, 3, 40)),
    *((6, temperature, None, 12345) for temperature in (0.01, 2, 100)),
]
"""Digit, temperature, top-k, seed."""


def golden_pen_tokens(golden_drawings: bytes) -> bytes:
    """Return the lines of the file of tokens; `golden_drawings` are those of `drawings.jsonl`."""
    return _lines(_token_cases(golden_drawings))


def golden_pen_writing() -> bytes:
    """Return the lines of the file of writing: the random numbers of some seeds, then what is written."""
    return _lines([*map(_random_case, (0, 1, 42, 2**31, 2**32 - 1)), *starmap(_written_case, _WRITTEN)])


def drawings_elsewhere(golden_drawings: bytes) -> Iterator[tuple[str, str, Strokes]]:
    """Yield the name, the file and the strokes of drawings in other files: every example, one of each golden style."""
    for example in json.loads(EXAMPLES.read_bytes()):
        yield example["name"], EXAMPLES.name, example["strokes"]
    for line in golden_drawings.splitlines():
        drawing = json.loads(line)
        _, _, number = drawing["name"].partition(", ")
        if number == "1" or ("label" not in drawing and "% of" not in number):
            yield drawing["name"], "drawings.jsonl", drawing["strokes"]


def _lines(cases: Iterator[dict[str, object]] | Sequence[dict[str, object]]) -> bytes:
    return b"".join(f"{json.dumps(case, separators=(',', ':'))}\n".encode() for case in cases)


def _token_cases(golden_drawings: bytes) -> Iterator[dict[str, object]]:
    for name, strokes in (OWN | TIES).items():
        yield {"name": name, "strokes": strokes, **_told(strokes)}
    for name, file, strokes in drawings_elsewhere(golden_drawings):
        yield {"name": name, "file": file, **_told(strokes)}


def _told(strokes: Strokes) -> dict[str, object]:
    inked = [stroke for stroke in strokes if stroke]
    moves = pen.movements(inked, pen.box(inked)) if inked else []
    kept, left_out = pen.newest(moves)
    cells = [cell for cell in pen.cells(kept) if cell is not None]
    counts = dict.fromkeys(pen.points_for(inked, share) for share in SHARES) if inked else {}
    return {
        "ids": _ids(["READ", *kept]),
        "left_out": left_out,
        "x": [x for x, _, _ in cells],
        "y": [y for _, y, _ in cells],
        "up": [int(up) for _, _, up in cells],
        "begun": [_begun(inked, count) for count in counts],
    }


def _begun(strokes: Strokes, count: int) -> dict[str, object]:
    beginning = pen.cut(strokes, count)
    frame = pen.box(beginning)
    moves = pen.movements(beginning, frame)
    kept, left_out = pen.newest(moves)
    case: dict[str, object] = {"points": count, "ids": _ids(["READ", *kept]), "left_out": left_out}
    if frame.side > 0:
        followed = pen.movements(strokes, frame, MOST_MOVEMENTS)[len(moves) :]
        case["followed"] = _ids(followed)
    return case


def _random_case(seed: int) -> dict[str, object]:
    integers, fractions = pen.Xoshiro(seed), pen.Xoshiro(seed)
    return {
        "seed": seed,
        "uint32": [integers.next() for _ in range(8)],
        "uniform": [float(fractions.fraction()) for _ in range(4)],
    }


def _written_case(digit: int, temperature: float, top_k: int | None, seed: int) -> dict[str, object]:
    names, ended = pen.write(["WRITE", str(digit)], pen.stand_in, temperature, top_k, seed)
    asked = {"digit": digit, "temperature": temperature, "top_k": top_k, "seed": seed}
    return {**asked, "ids": _ids(names), "ended": ended}


def _ids(names: Sequence[str]) -> list[int]:
    return [pen.VOCABULARY.index(name) for name in names]

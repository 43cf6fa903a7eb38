"""The golden moments: drawings in foreign units, the points that the page keeps, and what is read after each."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from golden_drawings import golden_drawings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import reference
import reference_moments

Strokes = list[list[list[float]]]

EVERY = 4
"""Of the golden drawings' points, so many are one here: they are many, and a reading of each is long."""

FOREIGN = ("3 round, 2", "4 open, 1", "9 with a straight stem, 1", "7 with a bar, 2", "8 of two rings, 1", "a face")
"""Golden drawings that are told in a unit of their own."""


def golden_moments(weights: Mapping[str, reference.Float64s], rule: Mapping[str, float]) -> bytes:
    """Return the lines of the file; `weights` by name in float64, `rule` the verdict's numbers."""
    return b"".join(
        f"{json.dumps(_case(name, strokes, placed, weights, rule), separators=(',', ':'))}\n".encode()
        for name, strokes, placed in _cases()
    )


def _cases() -> list[tuple[str, Strokes, bool]]:
    drawn = {str(drawing.extra["name"]): _thinned(drawing.strokes) for drawing in golden_drawings()}
    foreign = [(f"{name}, in mm", _in_millimetres(drawn[name]), False) for name in FOREIGN]
    five, two = drawn["5 in two strokes, 1"], drawn["2 round, 2"]
    return [
        *foreign,
        ("5 in two strokes, 1, without times", [[point[:2] for point in stroke] for stroke in five], False),
        ("2 round, 2, placed and half off the pad", [[[x + 900, y, t] for x, y, t in two[0]]], True),
        ("2 round, 2, placed in parts of units", [[[x + 0.25, y - 0.75, t] for x, y, t in two[0]]], True),
        ("a clock that is set back", [[[0, 0, 500], [3, 9, 520.5], [4, 20, 90]], [[9, 1, 95.25], [9, 21, 90]]], False),
        ("a line from outside", [[[-900, 2000, 40], [500, 2100.5, 90], [3000, 1200, 130]]], True),
        ("one place, again and again", [[[7, 7, 3], [7, 7, 4]], [[7, 7, 20]]], False),
        ("two places that are far away", [[[1e15, -1e15], [1e15 - 1e12, -1e15]]], False),
        ("times from the middle of a drawing on", [[[1, 1], [4, 8]], [[8, 0, 7000], [8, 9, 7016]]], False),
    ]


def _thinned(strokes: Sequence[reference.Float64s]) -> Strokes:
    """Leave out most points of each stroke, but neither the first nor the last."""
    return [np.concatenate([stroke[:-1:EVERY], stroke[-1:]]).tolist() for stroke in strokes]


def _in_millimetres(strokes: Strokes) -> Strokes:
    """Tell strokes in a tablet's unit, with the times of a clock that began long before."""
    return [
        [
            [round(0.0127 * x - 31.7, 4), round(0.0127 * y + 112.3, 4), round(1.003 * t + 86_400_000.3, 2)]
            for x, y, t in s
        ]
        for s in strokes
    ]


def _case(
    name: str, strokes: Strokes, placed: bool, weights: Mapping[str, reference.Float64s], rule: Mapping[str, float]
) -> dict[str, object]:
    kept = reference_moments.kept_strokes(strokes, placed=placed)
    traces = [
        reference.forward(reference_moments.picture_of(moment), weights)
        for moment in reference_moments.moments_of(kept)
    ]
    read = [trace.probabilities.tolist() for trace in traces]
    verdicts = [reference.verdict(trace.logits.tolist(), rule) for trace in traces]
    return {
        "name": name,
        **({"placed": True} if placed else {}),
        "strokes": strokes,
        "kept": kept,
        "probabilities": [[round(probability, 8) for probability in probabilities] for probabilities in read],
        "verdicts": [None if undecided else reference.VERDICTS[verdict] for verdict, undecided in verdicts],
    }


def moments_difference(stored: bytes, expected: bytes, drift: float) -> str | None:
    """Return how a file's bytes differ from the computed ones, by more than `drift` where they are probabilities."""
    try:
        before, now = ([json.loads(line) for line in lines.splitlines()] for lines in (stored, expected))
        far = [
            one["name"]
            for one, other in zip(before, now, strict=True)
            if _without(one) != _without(other)
            or not np.allclose(one["probabilities"], other["probabilities"], rtol=0, atol=drift)
        ]
    except (ValueError, KeyError, TypeError):
        return "holds other cases"
    return f"differs from tests/reference.py in {far[0]!r}" if far else None


def _without(case: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in case.items() if key != "probabilities"}

"""The strokes of the golden cuts: placed in pad units, crossing the pad's border (0 and 4096) in many ways."""

import numpy as np

from inkspect.data.strokes import Drawing

Strokes = list[list[list[float]]]

CASES: dict[str, Strokes] = {
    "all inside": [[[0, 0, 0], [4096, 4096, 10]], [[5, 7, 40]]],
    "off at the right": [[[4000, 1000, 0], [4288, 2000, 31]]],
    "off at the left": [[[100, 1000, 0], [-301, 900, 10]]],
    "off at the top": [[[1000, 100, 0], [1300, -200, 16]]],
    "off at the bottom": [[[1000, 4000, 0], [1100, 5000, 16]]],
    "in from each side": [
        [[5000, 100, 0], [3000, 310, 10]],
        [[-90, 100, 20], [3000, 310, 31]],
        [[100, -900, 40], [3000, 310, 52]],
        [[100, 9000, 60], [3000, 310, 73]],
    ],
    "off and back": [[[3000, 500, 0], [5000, 700, 20], [5000, 2000, 40], [3000, 2300, 61], [2000, 2300, 70]]],
    "off and back many times": [[[1000 + 100 * i, 300 * (-1) ** i, 14 * i] for i in range(12)]],
    "a jump across the pad": [[[-1024, 1024, 0], [5120, 4096, 607]]],
    "a jump across a corner": [[[-700, 800, 0], [500, -301, 100]]],
    "a jump that only touches a corner": [[[-100, 100, 0], [100, -100, 10]]],
    "a jump that misses a corner": [[[-100, 90, 0], [100, -110, 10]]],
    "out through a corner": [[[4000, 4000, 0], [4200, 4200, 100]]],
    "out at the place pressed, which lies on the border": [[[4096, 900, 0], [5000, 900, 10], [4096, 1000, 20]]],
    "along the border": [[[0, 100, 0], [0, 4000, 30]], [[-300, 4096, 50], [5000, 4096, 91]]],
    "along the border, a unit outside": [[[-1, 100, 0], [-1, 4000, 30]]],
    "wholly outside": [[[5000, 100, 0], [6000, 200, 10], [5000, -100, 20]]],
    "dots inside, on the border and outside": [[[9, 9, 0]], [[4096, 0, 10]], [[4097, 0, 20]], [[-1, 9, 30]]],
    "one place outside again and again": [[[5000, 9, 0], [5000, 9, 10], [9, 9, 20], [9, 9, 30]]],
    "a pause outside": [[[4000, 2000, 0], [4500, 2000, 10], [4500, 2000, 900], [4000, 2100, 911]]],
    "far away": [[[2048, 2048, 0], [1e9, 3e8, 10], [-1e9, 7e8, 20], [10, 10, 30], [-1e15, 1e15, 40]]],
    "parts of units, which are rounded before the cut": [
        [[4000.49, 100.5, 0], [4096.4, 200.2, 10], [4096.5, 300, 20], [-0.5, 400, 30], [-0.6, 500, 41]]
    ],
    "no times": [[[3000, 500], [5000, 700], [5000, 2000], [3000, 2300]], [], [[1, 1]]],
    "a stroke that begins outside": [[[-500, 500, 0], [-250, 500, 20], [510, 600, 40], [900, 600, 60]]],
}

WALKS = (*range(1, 21), *range(22, 26))
"""The 21st crosses the border halfway between two units, where float64 may round differently from fractions."""


def golden_cuts() -> list[Drawing]:
    """Return the golden cuts; every call returns the same strokes."""
    cases = CASES | {f"a pen that wanders about the border, {number}": _walk(number) for number in WALKS}
    return [
        Drawing(
            tuple(
                np.array(stroke, np.float64).reshape(len(stroke), -1) if stroke else np.empty((0, 2))
                for stroke in strokes
            ),
            placed=True,
            extra={"name": name},
        )
        for name, strokes in cases.items()
    ]


def _walk(number: int) -> Strokes:
    random = np.random.default_rng([number, 4096])
    corner = random.choice([0, 4096], 2)
    places = corner + np.rint(random.normal(0, 400 * (1 + number % 3), (20, 2)))
    times = np.cumsum(random.integers(100, 2000, 20))
    return [np.column_stack([places, times - times[0]]).tolist()]

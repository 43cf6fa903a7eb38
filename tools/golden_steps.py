"""What some of the golden drawings become with steps of the ink rule left out."""

import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkspect.data.strokes import Drawing

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
import reference

NAMES = (
    "4 open, 1",
    "7 with a bar, 2",
    "1 bare, 3",
    "8 of two rings, 4",
    "a heavy end that pushes a long line off the grid",
    "a dot",
    "a dot in the corner",
    "nine dots",
    "a level line",
    "a tiny scribble",
    "the pad's whole border",
    "a pen that wanders, 3",
)
"""The drawings by name: usual ones, and those for which the steps do the most, or the least."""

STEPS = ("fit", "mass", "pen")


def golden_steps(drawings: Sequence[Drawing]) -> dict[str, NDArray[np.generic]]:
    """Return a tensor (12, 784) for each way to leave out steps, named "fit+pen" by those that are taken, or "none".

    The tensor `drawings` (12) tells of each row which drawing it is.
    """
    lines = [next(i for i, drawing in enumerate(drawings) if drawing.extra["name"] == name) for name in NAMES]
    chosen = [[stroke[:, :2].tolist() for stroke in drawings[line].strokes] for line in lines]
    tensors: dict[str, NDArray[np.generic]] = {"drawings": np.array(lines, np.uint8)}
    for ways in product((True, False), repeat=len(STEPS)):
        taken = dict(zip(STEPS, ways, strict=True))
        name = "+".join(step for step in STEPS if taken[step]) or "none"
        pixels = [reference.ink_rule(strokes, **taken).reshape(784) for strokes in chosen]
        tensors[name] = np.stack(pixels).astype(np.float32)
    return tensors

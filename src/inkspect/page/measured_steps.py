"""What the steps of the ink rule are worth with the published weights, as `benchmarks.preprocessing` measured it."""

import json
from importlib import resources
from pathlib import Path
from typing import TypedDict

MEASURED_FILE = Path(str(resources.files("inkspect").joinpath("pretrained", "preprocessing.json")))
"""Where the benchmark keeps it for the page."""


class MeasuredSteps(TypedDict):
    """How many real digits were read, and the share read right: with all steps, without the one named, with none."""

    drawings: int
    all: float
    fit: float
    mass: float
    pen: float
    none: float


def measured_steps(weights_sha256: str) -> MeasuredSteps | None:
    """Return what was measured with the weights file of this sum; None if it was another, or nothing was."""
    kept: dict[str, MeasuredSteps] = json.loads(MEASURED_FILE.read_text(encoding="utf-8"))
    return kept.get(weights_sha256)

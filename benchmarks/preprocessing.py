"""Measure what each step of the ink rule is worth: the accuracy on real digits with steps left out.

A stroke file of real digits tells neither how large they were written nor where, so they are put on the page's pad as
different people might draw them there: anywhere, with a longer side of 20, 40, 60 or 80 % of the pad's, and of any
length in between. With all steps, size and place make no difference but for the rounding to pad units. The digits are
only measured: nothing is chosen by them.
"""

import argparse
import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import write_json
from inkspect.data.labels import DIGITS
from inkspect.data.pad import PAD_SIDE
from inkspect.data.stroke_files import read_strokes
from inkspect.data.strokes import Drawing
from inkspect.ink import Stroke
from inkspect.ink_steps import InkSteps, rasterize_with
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.page.measured_steps import MEASURED_FILE
from inkspect.system.errors import InkspectError

BESIDE = Path(__file__).resolve().parents[1] / ".." / "shared" / "strokes"
FILE = "digits-dev.jsonl.gz"

WAYS: Mapping[str, InkSteps] = {
    "all steps": InkSteps(),
    "without the fit": InkSteps(fit=False),
    "without the centre of mass": InkSteps(mass=False),
    "without the fixed pen": InkSteps(pen=False),
    "without any": InkSteps(fit=False, mass=False, pen=False),
}

SHARES = (0.2, 0.4, 0.6, 0.8)
"""Longer sides, as shares of the pad's side."""

ANY = "20–80 %"
"""The column of drawings of any such length, which the page tells."""

TOLD = {"all": "all steps", "none": "without any"} | dict(
    zip(("fit", "mass", "pen"), ("without the fit", "without the centre of mass", "without the fixed pen"), strict=True)
)
"""The page's names for the ways."""


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if a file cannot be read or written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preprocessing", description=__doc__)
    parser.add_argument("--weights", type=Path, metavar="FILE", help="weights to measure (default: the published ones)")
    parser.add_argument(
        "--strokes",
        type=Path,
        metavar="FILE",
        help=f"labelled strokes (default: {FILE} in INKSPECT_STROKES or in ../shared/strokes beside the checkout)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    parser.add_argument("--keep", action="store_true", help="keep the last column for pages built with these weights")
    options = parser.parse_args(arguments)
    strokes = options.strokes or Path(os.environ.get("INKSPECT_STROKES") or BESIDE).resolve() / FILE
    if options.strokes is None and not strokes.is_file():
        where = "neither in INKSPECT_STROKES nor in ../shared/strokes beside the checkout"
        print(f"preprocessing: skipped, since {FILE} is {where}")
        return 0
    try:
        weights = options.weights or published_weights()
        network, _ = load_weights(weights)
        digits = _digits_in(strokes)
        accuracies = _measured(network, digits, strokes.name)
        write_json(options.json, {"drawings": len(digits), "accuracy": accuracies})
        if options.keep:
            told = {name: round(accuracies[way][ANY], 4) for name, way in TOLD.items()}
            sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
            write_json(MEASURED_FILE, {sha256: {"drawings": len(digits), **told}})
    except InkspectError as error:
        print(f"preprocessing: {error}", file=sys.stderr)
        return 1
    return 0


def _measured(network: Network, digits: Sequence[Drawing], name: str) -> dict[str, dict[str, float]]:
    """Print the table, and return it by way and column."""
    labels = np.array([DIGITS.index(digit.label or "") for digit in digits])
    random = np.random.default_rng(28)
    columns = {
        column: [_on_pad(digit.strokes, random.uniform(*shares), random.uniform(0, 1, 2)) for digit in digits]
        for column, shares in (
            {f"{share:.0%}".replace("%", " %"): (share, share) for share in SHARES} | {ANY: (min(SHARES), max(SHARES))}
        ).items()
    }
    print(f"accuracy on {len(digits):,} digits of {name}, by the longer side's share of the pad's")
    print(f"{'':<28}" + "".join(f"{column:>10}" for column in columns))
    accuracies: dict[str, dict[str, float]] = {}
    for way, steps in WAYS.items():
        accuracies[way] = {
            column: accuracy_with(network, drawings, labels, steps) for column, drawings in columns.items()
        }
        print(f"{way:<28}" + "".join(f"{accuracy:>10.2%}" for accuracy in accuracies[way].values()), flush=True)
    return accuracies


def accuracy_with(
    network: Network, drawings: Sequence[Sequence[Stroke]], labels: NDArray[np.intp], steps: InkSteps
) -> float:
    """Return the share of drawings in pad units whose most probable digit is their label, with these steps."""
    logits = network.predict_logits(rasterize_with(drawings, steps).astype(np.float32))
    return float(np.mean(logits.argmax(axis=1) == labels))


def _on_pad(strokes: Sequence[Stroke], share: float, place: NDArray[np.float64]) -> list[Stroke]:
    """Return strokes in whole pad units: the longer side a share of the pad's, and of the room left, `place` before it.

    Args:
        strokes: in any unit, with ink.
        share: of the pad's side.
        place: (2,) for x and y, 0 at the left and the top border, 1 at the others.
    """
    inked = [stroke[:, :2] for stroke in strokes if len(stroke)]
    points = np.concatenate(inked)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    longer_side = float(extent.max())
    scale = share * PAD_SIDE / longer_side if longer_side > 0 else 0.0
    corner = place * (PAD_SIDE - extent * scale)
    return [np.floor((stroke - low) * scale + corner + 0.5) for stroke in inked]


def _digits_in(path: Path) -> list[Drawing]:
    digits = [drawing for drawing in read_strokes(path) if drawing.label in DIGITS and drawing.has_ink]
    if not digits:
        raise InkspectError(f"{path} has no drawing that is labelled with a digit and has ink; give another --strokes")
    return digits


if __name__ == "__main__":
    sys.exit(main())

"""Measure what each step of the ink rule is worth: the accuracy on real digits with steps left out, by published weights.

A stroke file of real digits tells neither how large they were written nor where, so they are put on the page's pad twice:
as `window.inkspect.draw` does, centred and with their longer side 60 % of the pad's; and as different people might draw them
there, with a longer side of 20 to 80 % of it, anywhere on it. With all steps, size and place make no difference but for
the rounding to pad units.
"""

import argparse
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

DRAWN_SHARE = 0.6
"""The longer side of a drawing that a script hands to the page, as a share of the pad's side."""

SHARES = (0.2, 0.8)
"""The smallest and the largest longer side where people draw, as shares of the pad's side."""


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
    options = parser.parse_args(arguments)
    strokes = options.strokes or Path(os.environ.get("INKSPECT_STROKES") or BESIDE).resolve() / FILE
    if options.strokes is None and not strokes.is_file():
        print(
            f"preprocessing: skipped: {FILE} is neither in INKSPECT_STROKES nor in ../shared/strokes beside the checkout"
        )
        return 0
    try:
        network, _ = load_weights(options.weights or published_weights())
        write_json(options.json, _measured(network, _digits_in(strokes), strokes.name))
    except InkspectError as error:
        print(f"preprocessing: {error}", file=sys.stderr)
        return 1
    return 0


def _measured(network: Network, digits: Sequence[Drawing], name: str) -> dict[str, object]:
    """Print the table and return it as JSON values."""
    labels = np.array([DIGITS.index(digit.label or "") for digit in digits])
    random = np.random.default_rng(28)
    middle = [_on_pad(digit.strokes, DRAWN_SHARE, np.full(2, 0.5)) for digit in digits]
    anywhere = [_on_pad(digit.strokes, random.uniform(*SHARES), random.uniform(0, 1, 2)) for digit in digits]
    placings = {"60 %, in the middle": middle, "20–80 %, anywhere": anywhere}
    print(f"accuracy on {len(digits):,} digits of {name}, by longer side and place on the pad")
    print(f"{'':<28}" + "".join(f"{placing:>22}" for placing in placings))
    accuracies: dict[str, dict[str, float]] = {}
    for way, steps in WAYS.items():
        accuracies[way] = {
            placing: accuracy_with(network, drawings, labels, steps) for placing, drawings in placings.items()
        }
        print(f"{way:<28}" + "".join(f"{accuracy:>22.2%}" for accuracy in accuracies[way].values()))
    return {"drawings": len(digits), "accuracy": accuracies}


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

"""Measure how attribution methods account for the lead of one digit over the next, over the drawings of a stroke file.

Plain NumPy through the package's own layers; the page's and the package's explanations are not involved.
"""

import argparse
import sys
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import Spread, write_json
from inkspect.data.stroke_files import read_strokes
from inkspect.ink import rasterize_all
from inkspect.network.inputs import inner_axes, outer_axes
from inkspect.network.layers import ParameterLayer
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.system.errors import InkspectError

DRAWINGS = Path(__file__).resolve().parent.parent / "tests" / "golden" / "drawings.jsonl"

STEPS = 64
"""Pictures between blank paper and the drawing."""

Pictures: TypeAlias = NDArray[np.float32]


class Account(NamedTuple):
    """What two methods make of one drawing's lead: the largest logit less the second largest.

    Attributes:
        lead: the lead itself.
        blank: the same difference for blank paper.
        shares: the sum of the integrated gradients.
        remainder: what they leave over of the lead less blank paper's.
        products: the sum of gradient × input.
        biases: what the live biases add to it.
    """

    lead: float
    blank: float
    shares: float
    remainder: float
    products: float
    biases: float


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if a file cannot be read or written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attribution", description=__doc__)
    parser.add_argument("--weights", type=Path, metavar="FILE", help="weights to measure (default: the published ones)")
    parser.add_argument(
        "--strokes", type=Path, metavar="FILE", default=DRAWINGS, help="drawings (default: the golden ones)"
    )
    parser.add_argument("--steps", type=int, metavar="N", default=STEPS, help="steps (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.steps < 1:
        parser.error("--steps must be at least 1")
    try:
        network, _ = load_weights(options.weights or published_weights())
        drawings = [list(drawing.kept) for drawing in read_strokes(options.strokes) if drawing.has_ink]
        if not drawings:
            raise InkspectError(f"{options.strokes} has no drawing with ink; give another --strokes")
        pictures = rasterize_all(drawings).astype(np.float32)
        accounts = [_account_of(picture, network, options.steps) for picture in pictures]
        write_json(options.json, _reported(accounts, options.steps))
    except InkspectError as error:
        print(f"attribution: {error}", file=sys.stderr)
        return 1
    return 0


def _account_of(picture: Pictures, network: Network, steps: int) -> Account:
    """Account for the lead of a picture (28, 28), with the midpoint rule for the integral."""
    logits, blank = network.predict_logits(np.stack([picture, np.zeros_like(picture)])).astype(np.float64)
    first, second = np.argsort(-logits, kind="stable")[:2]
    weights = np.zeros(len(logits))
    weights[first], weights[second] = 1, -1
    fractions = ((np.arange(steps) + 0.5) / steps).astype(np.float32)
    between, _ = _gradients(fractions[:, None, None] * picture, network, weights)
    here, biases = _gradients(picture[None], network, weights)
    lead, without = float(logits @ weights), float(blank @ weights)
    shares = float((between.mean(axis=0) * picture).sum())
    return Account(lead, without, shares, lead - without - shares, float((here[0] * picture).sum()), biases)


def _gradients(pictures: Pictures, network: Network, weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return the gradients (n, 28, 28) of Σ weights × logits, and Σ bias × its gradient over all n pictures."""
    values: NDArray[np.floating] = inner_axes(pictures[:, None])
    for layer in network.layers:
        values = layer.forward(values)
    gradient: NDArray[np.floating] = np.repeat(weights.astype(np.float32)[:, None], len(pictures), axis=1)
    biases = 0.0
    for layer in reversed(network.layers):
        if isinstance(layer, ParameterLayer):
            layer.compute_parameter_gradients(gradient)
            biases += float(layer.bias.astype(np.float64) @ layer.bias_gradient)
        gradient = layer.input_gradient(gradient)
    return outer_axes(gradient)[:, 0].astype(np.float64), biases


def _reported(accounts: list[Account], steps: int) -> dict[str, object]:
    """Print the figures and return them as JSON values."""
    lead, blank, _, remainder, products, biases = np.array(accounts).T
    outweighed = float(np.mean(np.abs(biases) > np.abs(products)))
    opposed = float(np.mean(products < 0))
    spreads = {
        "lead of the first digit over the second": Spread.of(lead.tolist()),
        "the same for blank paper, magnitude": Spread.of(np.abs(blank).tolist()),
        f"remainder of {steps} steps, magnitude": Spread.of(np.abs(remainder).tolist()),
        "gradient x input, sum": Spread.of(products.tolist()),
        "gradient x input, bias term": Spread.of(biases.tolist()),
    }
    print(f"{f'{len(accounts)} drawings':<44}median (quartiles)")
    for name, spread in spreads.items():
        print(f"{name:<44}{spread.text(2)}")
    print(f"{'the bias term outweighs the ink':<44}{outweighed:.1%}")
    print(f"{'gradient x input speaks against the answer':<44}{opposed:.1%}")
    return {
        "drawings": len(accounts),
        "steps": steps,
        "spreads": {name: spread._asdict() for name, spread in spreads.items()},
        "bias outweighs ink": outweighed,
        "ink against answer": opposed,
    }


if __name__ == "__main__":
    sys.exit(main())

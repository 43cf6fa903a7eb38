"""Measure a network, and scores a verdict could use, on what no training run has seen: validation writers, negatives.

usage: python tools/verdict_evidence.py STROKES --weights FILE
"""

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkspect.data.levels import ink_of_levels
from inkspect.data.stroke_files import read_strokes
from inkspect.drawing.negatives import Negatives
from inkspect.ink import rasterize_all
from inkspect.network.layers import softmax
from inkspect.network.weights import load_weights
from inkspect.training.calibration import choose_rule, writer_weights
from inkspect.training.examples import examples_from_drawings, is_validation_drawing
from inkspect.training.recipe import Recipe
from inkspect.training.streams import SamplePurpose, sample_stream

NEGATIVES = 4000
KEPT = (0.95, 0.96, 0.97, 0.98, 0.985, 0.99)

Values = NDArray[np.float64]


def evidence(logits: Values) -> dict[str, Values]:
    """Return scores (n,) of logits (n, 10), by name; higher means more likely a digit."""
    probabilities = softmax(logits, axis=1)
    ascending = np.sort(logits, axis=1)
    entropy = -(probabilities * np.log(np.maximum(probabilities, 1e-300))).sum(axis=1)
    return {
        "highest probability": probabilities.max(axis=1),
        "highest logit above the mean": ascending[:, -1] - logits.mean(axis=1),
        "negative entropy": -entropy,
        "margin of the two highest logits": ascending[:, -1] - ascending[:, -2],
        "log-sum-exp of the logits": ascending[:, -1] + np.log(np.exp(logits - ascending[:, -1:]).sum(axis=1)),
    }


def threshold(scores: Values, weights: Values, kept: float) -> float:
    """Return the score that the share `kept` of the samples, by weight, reaches or exceeds."""
    order = np.argsort(-scores)
    return float(scores[order[min(int(np.searchsorted(np.cumsum(weights[order]), kept)), len(order) - 1)]])


def main() -> None:
    """Print the accuracy, for every score and share kept the share of negatives refused, and the same for the rule."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("strokes", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    options = parser.parse_args()
    network, metadata = load_weights(options.weights)
    writers_apart = json.loads(metadata.get("recipe", "{}")).get("writers_apart", Recipe().writers_apart)
    drawings = [drawing for drawing in read_strokes(options.strokes) if is_validation_drawing(drawing, writers_apart)]
    if not drawings:
        parser.error(
            f"{options.strokes} has no validation writer; use weights made by `inkspect train --recipe validated`"
        )
    examples, weights = examples_from_drawings(drawings), writer_weights(drawings)
    source = Negatives.from_drawings(drawings)
    strokes = [source.draw(sample_stream(0, 0, sample, SamplePurpose.EVIDENCE_NEGATIVE)) for sample in range(NEGATIVES)]
    digits = network.predict_logits(ink_of_levels(examples.pictures)).astype(np.float64)
    others = network.predict_logits(rasterize_all(strokes).astype(np.float32)).astype(np.float64)

    writers = len({drawing.writer for drawing in drawings})
    right = digits.argmax(axis=1) == examples.labels
    print(f"{len(drawings)} digits by {writers} writers, {NEGATIVES} negatives")
    print(f"accuracy {right.mean():.2%}, mean over writers {weights[right].sum():.2%}")
    print(f"{'negatives refused, by digits kept:':<34}" + "".join(f"{kept:>9.1%}" for kept in KEPT))
    unlike = evidence(others)
    for name, scores in evidence(digits).items():
        refused = [np.mean(unlike[name] < threshold(scores, weights, kept)) for kept in KEPT]
        print(f"{name:<34}" + "".join(f"{share:>9.1%}" for share in refused))
    print("\nthe verdict's rule, chosen for each share kept:")
    for kept in KEPT:
        rule = choose_rule(softmax(digits, axis=1), weights, kept)
        verdicts = np.array(rule.judge(softmax(others, axis=1)))
        on_digits = np.array(rule.judge(softmax(digits, axis=1)))
        print(
            f"{kept:>6.1%}: evidence for a digit from {rule.digit_evidence_from:.4f}, for being unsure from "
            f"{rule.unsure_evidence_from:.4f}; negatives: "
            f"none {np.mean(verdicts == 'none'):.1%}, unsure {np.mean(verdicts == 'unsure'):.1%}; "
            f"digits judged none {weights[on_digits == 'none'].sum():.1%}"
        )


if __name__ == "__main__":
    main()

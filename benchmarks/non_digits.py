"""Measure by kind how often a network classifies drawings of non-digits as a digit, and what avoiding it costs."""

import argparse
import io
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.contact_sheet import contact_sheet
from benchmarks.measuring import write_json
from benchmarks.non_digit_drawings import draw_non_digits, load_outlines
from inkspect.data.labels import DIGITS
from inkspect.data.stroke_files import read_strokes
from inkspect.ink import Stroke, rasterize_all
from inkspect.network.layers import softmax
from inkspect.network.network import Network
from inkspect.network.verdict import VerdictRule, evidence
from inkspect.network.weights import load_weights, published_weights
from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically
from inkspect.training.calibration import MAJORITY

KEPT = (0.99, 0.98, 0.97, 0.96, 0.95)
"""Shares of real digits with the verdict "digit", for which the evidence required is varied."""

DRAWINGS = 200
"""Drawings of each kind."""

SHOWN = 24
"""Drawings of each kind on the contact sheet."""

Probabilities: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Verdicts:
    """The verdicts on a set of drawings; `read_as` counts the digits read with the verdict "digit"."""

    count: int
    digit: int
    unsure: int
    none: int
    read_as: dict[str, int]

    @classmethod
    def of(cls, probabilities: Probabilities, rule: VerdictRule) -> "Verdicts":
        """Judge drawings by their probabilities (n, 10)."""
        verdicts = rule.judge(probabilities)
        read_as = Counter(
            str(digit)
            for digit, verdict in zip(probabilities.argmax(axis=1).tolist(), verdicts, strict=True)
            if verdict == "digit"
        )
        counts = (verdicts.count("digit"), verdicts.count("unsure"), verdicts.count("none"))
        return cls(len(verdicts), *counts, dict(read_as.most_common()))

    @property
    def refused(self) -> float:
        """The share with another verdict than "digit"."""
        return 1 - self.digit / self.count

    def row(self, name: str) -> str:
        """Return the verdicts as a line of the table."""
        mostly = ", ".join(f"{digit} ({count})" for digit, count in list(self.read_as.items())[:3])
        shares = f"{self.refused:>12.1%}{self.unsure / self.count:>10.1%}{self.none / self.count:>10.1%}"
        return f"{name:<24}{shares}   {mostly}"


class Threshold(NamedTuple):
    """A threshold on the evidence, and what it does.

    Attributes:
        evidence_from: the least evidence for the verdict "digit".
        digits_kept: the share of real digits that reach it.
        refused: the share of all non-digits that do not.
        refused_least: the same for the kind for which it is lowest.
        worst_kind: that kind.
    """

    evidence_from: float
    digits_kept: float
    refused: float
    refused_least: float
    worst_kind: str


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if a file cannot be read or written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.non_digits", description=__doc__)
    parser.add_argument("--weights", type=Path, metavar="FILE", help="weights to measure (default: the published ones)")
    parser.add_argument(
        "--strokes", type=Path, metavar="FILE", help="also measure real digits: a file of labelled strokes"
    )
    parser.add_argument(
        "--drawings", type=int, default=DRAWINGS, metavar="N", help="drawings per kind (default: %(default)s)"
    )
    parser.add_argument("--sheet", type=Path, metavar="FILE.png", help="also save some of the drawings as a picture")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.drawings < 1:
        parser.error("--drawings must be at least 1")
    try:
        network, _ = load_weights(options.weights or published_weights())
        digits = None if options.strokes is None else _digits_in(options.strokes)
        drawn = drawings_by_kind(options.drawings)
        results = _measured(network, drawn, digits)
        if options.sheet is not None:
            _save_sheet(options.sheet, network, drawn)
        write_json(options.json, results)
    except InkspectError as error:
        print(f"non_digits: {error}", file=sys.stderr)
        return 1
    return 0


def drawings_by_kind(count: int = DRAWINGS) -> dict[str, list[list[Stroke]]]:
    """Return this many drawings of every kind of non-digit."""
    return {kind: draw_non_digits(kind, outlines, count) for kind, outlines in load_outlines().items()}


def verdicts_by_kind(network: Network, drawn: Mapping[str, list[list[Stroke]]]) -> dict[str, Verdicts]:
    """Return the network's verdicts on drawings, by kind."""
    return {
        kind: Verdicts.of(_probabilities(network, drawings), network.verdict_rule) for kind, drawings in drawn.items()
    }


def _measured(
    network: Network, drawn: Mapping[str, list[list[Stroke]]], digits: list[list[Stroke]] | None
) -> dict[str, object]:
    """Print the tables and return them as JSON values."""
    unlike = {kind: _probabilities(network, drawings) for kind, drawings in drawn.items()}
    rule, by_kind = network.verdict_rule, verdicts_by_kind(network, drawn)
    everything = Verdicts.of(np.concatenate(list(unlike.values())), rule)
    title = f"{len(next(iter(drawn.values())))} drawings each"
    print(f"{title:<24}{'not digit':>12}{'unsure':>10}{'none':>10}   classified as")
    for kind, verdicts in by_kind.items():
        print(verdicts.row(kind))
    print(everything.row("all"))
    results: dict[str, object] = {
        "verdict": asdict(rule),
        "kinds": {kind: asdict(verdicts) for kind, verdicts in by_kind.items()},
        "all": asdict(everything),
    }
    if digits is not None:
        probabilities = _probabilities(network, digits)
        verdicts = Verdicts.of(probabilities, rule)
        print(verdicts.row(f"real digits ({len(digits):,})"))
        thresholds = [_threshold(kept, probabilities, unlike) for kept in KEPT]
        print("\n     evidence from    real digits    non-digits not digit    least of all kinds")
        for threshold in thresholds:
            print(
                f"{threshold.evidence_from:>18.4f}{threshold.digits_kept:>15.1%}{threshold.refused:>24.1%}"
                f"{threshold.refused_least:>12.1%} ({threshold.worst_kind})"
            )
        results |= {"digits": asdict(verdicts), "thresholds": [threshold._asdict() for threshold in thresholds]}
    return results


def _threshold(kept: float, digits: Probabilities, unlike: Mapping[str, Probabilities]) -> Threshold:
    """Return the highest threshold that at least the share `kept` of the digits reaches."""
    scores = np.sort(_evidence(digits))[::-1]
    evidence_from = float(scores[int(np.ceil(kept * len(scores))) - 1])
    refused = {kind: float(np.mean(_evidence(values) < evidence_from)) for kind, values in unlike.items()}
    worst = min(refused, key=lambda kind: refused[kind])
    everything = np.concatenate([_evidence(values) for values in unlike.values()])
    return Threshold(
        evidence_from,
        float(np.mean(scores >= evidence_from)),
        float(np.mean(everything < evidence_from)),
        refused[worst],
        worst,
    )


def _evidence(probabilities: Probabilities) -> Probabilities:
    """Return the evidence (n,) for the leading digit; 0 where it is not more probable than all others together."""
    return np.where(probabilities.max(axis=1) >= MAJORITY, evidence(probabilities), 0.0)


def _probabilities(network: Network, drawings: Sequence[Sequence[Stroke]]) -> Probabilities:
    logits = network.predict_logits(rasterize_all(drawings).astype(np.float32))
    return softmax(logits.astype(np.float64), axis=1).astype(np.float64, copy=False)


def _digits_in(path: Path) -> list[list[Stroke]]:
    digits = [list(drawing.kept) for drawing in read_strokes(path) if drawing.label in DIGITS and drawing.has_ink]
    if not digits:
        raise InkspectError(f"{path} has no drawing that is labelled with a digit and has ink; give another --strokes")
    return digits


def _save_sheet(path: Path, network: Network, drawn: Mapping[str, list[list[Stroke]]]) -> None:
    """Save the first drawings of every kind as a PNG; those classified as a digit have a border."""
    first = {kind: drawings[:SHOWN] for kind, drawings in drawn.items()}
    as_digit = {
        kind: [verdict == "digit" for verdict in network.verdict_rule.judge(_probabilities(network, drawings))]
        for kind, drawings in first.items()
    }
    file = io.BytesIO()
    contact_sheet(first, as_digit).save(file, "PNG")
    write_atomically(path, file.getvalue())


if __name__ == "__main__":
    sys.exit(main())

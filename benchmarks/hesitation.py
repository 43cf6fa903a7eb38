"""Measure how often a network changes its mind while digits are drawn, and how early it settles.

The digits of a stroke file are read after every point, as the page does while one draws. A drawing's own points count,
not its time; how many there are depends on what recorded them. The figures are those of the section "How it hesitates"
of `inkspect report`, which says what they mean.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from benchmarks.measuring import write_json
from inkspect.data.stroke_files import read_strokes
from inkspect.network.weights import load_weights, published_weights
from inkspect.over_time.hesitation import Hesitations
from inkspect.report.hesitating import measure_hesitation
from inkspect.system.errors import InkspectError

DRAWINGS = Path(__file__).resolve().parent.parent / "tests" / "golden" / "drawings.jsonl"


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if a file cannot be read or written, or has no digits."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hesitation", description=__doc__)
    parser.add_argument("--weights", type=Path, metavar="FILE", help="weights to measure (default: the published ones)")
    parser.add_argument(
        "--strokes", type=Path, metavar="FILE", default=DRAWINGS, help="labelled digits (default: the golden ones)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    try:
        network, _ = load_weights(options.weights or published_weights())
        measured = measure_hesitation(network, options.strokes.name, read_strokes(options.strokes))
        if measured is None:
            raise InkspectError(f"{options.strokes} has no drawing with ink that is labelled as a digit")
        rows = {"all": measured.overall, **{str(digit): some for digit, some in measured.by_digit.items()}}
        write_json(options.json, {name: _figures(some) for name, some in rows.items()})
    except InkspectError as error:
        print(f"hesitation: {error}", file=sys.stderr)
        return 1
    print(f"{'digit':>5}" + "".join(f"{name:>{len(name) + 2}}" for name in _figures(measured.overall)))
    for name, some in rows.items():
        figures = _figures(some)
        print(f"{name:>5}" + "".join(f"{_shown(key, value):>{len(key) + 2}}" for key, value in figures.items()))
    if measured.left_out:
        print(f"left out, with too many points: {measured.left_out:,}")
    return 0


def _figures(some: Hesitations) -> dict[str, float | None]:
    """Return the figures by name; medians, where they are not numbers or shares of drawings."""
    return {
        "drawings": some.drawings,
        "points": some.points,
        "changes": float(np.median(some.changes)),
        "two digits or more": some.through_two_digits,
        "found at": float(np.median(some.found)),
        "sure at": float(np.median(some.sure)) if len(some.sure) else None,
        "sure in the end": len(some.sure) / some.drawings,
    }


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,g}" if name in ("drawings", "points", "changes") else f"{value:.1%}"


if __name__ == "__main__":
    sys.exit(main())

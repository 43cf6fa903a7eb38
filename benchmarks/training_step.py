"""Time a training step, forward, backward and update, in NumPy and in PyTorch.

First it checks that all do the same work: from the same weights and batches they reach the same losses and weights.
Then they take turns, on one thread and on all cores, so that other load on the machine affects all alike. Every round
gives one ratio; the figure is the median of these ratios.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.steps import SameWorkError
from inkspect.system.errors import InkspectError

NO_TORCH = (
    "training_step: PyTorch is not installed; `make bench` installs it into a separate environment, "
    "`python -m pip install --requirement benchmarks/requirements.txt` into this one"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if PyTorch is missing or does different work."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training_step", description=__doc__)
    parser.add_argument(
        "--network", choices=("picture", "pen"), default="picture", help="whose step (default: the picture's)"
    )
    parser.add_argument("--rounds", type=int, default=60, metavar="N", help="turns for each contender (default: 60)")
    parser.add_argument("--steps", type=int, default=20, metavar="N", help="timed steps per turn (default: 20)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or options.steps < 1:
        parser.error("--rounds and --steps must be at least 1")
    try:
        from benchmarks.comparison import Comparison
        from benchmarks.pen_contest import PenContest
        from benchmarks.picture_contest import PictureContest
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        print(NO_TORCH, file=sys.stderr)
        return 1
    try:
        if options.network == "pen":
            Comparison(PenContest(), options.rounds, options.steps).run(options.json)
        else:
            Comparison(PictureContest(), options.rounds, options.steps).run(options.json)
    except (SameWorkError, InkspectError) as error:
        print(f"training_step: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

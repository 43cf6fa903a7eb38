"""Time a training step, forward, backward and update, in NumPy and in PyTorch.

First all are shown to do the same work: from the same weights, through the same batches, the same losses and the same
weights. Then they take turns, on one thread and on all cores, so that whatever else the machine does meets all alike;
every round gives a ratio of its own, and their median is the figure.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.steps import SameWorkError
from inkspect.system.errors import InkspectError

NO_TORCH = (
    "training_step: there is no PyTorch to compare with; `make bench` installs it into an environment of its own, "
    "`python -m pip install --requirement benchmarks/requirements.txt` into this one"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 where there is no PyTorch, or where it does other work."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training_step", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, metavar="N", help="turns that each takes (default: 60)")
    parser.add_argument("--steps", type=int, default=20, metavar="N", help="timed steps a turn (default: 20)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results for a program to read as well")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or options.steps < 1:
        parser.error("--rounds and --steps are at least 1")
    try:
        from benchmarks.comparison import compare
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        print(NO_TORCH, file=sys.stderr)
        return 1
    try:
        compare(options.rounds, options.steps, options.json)
    except (SameWorkError, InkspectError) as error:
        print(f"training_step: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Time the page's network in a browser: in WebAssembly, in plain TypeScript, and against other libraries.

It runs in headless Chromium. First it checks that all compute the same probabilities from the same drawings. Then they
take turns, so that other load on the machine affects all alike. Times are processor time of the page's thread. Every
round gives one ratio, and the figure is the median of these ratios. The exit code is 1 if a figure misses its limit.
"""

import argparse
import sys
from pathlib import Path

from inkspect.system.errors import InkspectError

NO_PLAYWRIGHT = (
    "forward_pass: Playwright is not installed; `make bench` runs this with it, "
    "`python -m pip install --requirement requirements-dev.txt` installs it here"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing, the contenders disagree, or a figure misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forward_pass", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, metavar="N", help="turns for each contender (default: 30)")
    parser.add_argument("--turn", type=int, default=30, metavar="MS", help="how long a turn lasts (default: 30 ms)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or options.turn < 1:
        parser.error("--rounds and --turn must be at least 1")
    try:
        from benchmarks.in_browser import compare
    except ModuleNotFoundError as error:
        if error.name != "playwright":
            raise
        print(NO_PLAYWRIGHT, file=sys.stderr)
        return 1
    try:
        missed = compare(options.rounds, options.turn, options.json)
    except InkspectError as error:
        print(f"forward_pass: {error}", file=sys.stderr)
        return 1
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

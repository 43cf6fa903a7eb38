"""Time the page's network in a browser: in WebAssembly, in plain TypeScript, and against other libraries.

It runs in headless Chromium. First it checks that all compute the same probabilities from the same drawings. Then they
take turns, so that other load on the machine affects all alike. Times are processor time of the page's thread. Every
round gives one ratio, and the figure is the median of these ratios. The exit code is 1 if a figure misses its limit.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.measuring import exit_code_in_browser


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing, the contenders disagree, or a figure misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forward_pass", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, metavar="N", help="turns for each contender (default: 30)")
    parser.add_argument("--turn", type=int, default=30, metavar="MS", help="how long a turn lasts (default: 30 ms)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or options.turn < 1:
        parser.error("--rounds and --turn must be at least 1")

    def misses() -> bool:
        from benchmarks.in_browser import compare

        return compare(options.rounds, options.turn, options.json)

    return exit_code_in_browser("forward_pass", misses)


if __name__ == "__main__":
    sys.exit(main())

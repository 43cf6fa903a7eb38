"""Measure what a movement of the pen costs the page's main thread, in headless Chromium.

The page takes turns with two others: `floor.html`, which only draws the line, and `naive.html`, which does what this
page does in the obvious way. What counts is the page's cost above the floor, as a share of the naive page's. Times are
processor time of the main thread. The exit code is 1 if a figure misses its limit.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.measuring import exit_code_in_browser


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing, or if a figure misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.movement", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="turns for each page (default: 5)")
    parser.add_argument("--moves", type=int, default=200, metavar="N", help="movements in a turn (default: 200)")
    parser.add_argument("--minutes", type=float, default=10, metavar="N", help="minutes of drawing (default: 10)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or options.moves < 20 or options.minutes <= 0:
        parser.error("--rounds must be at least 1, --moves at least 20, --minutes above 0")

    def misses() -> bool:
        from benchmarks.movement_costs import measure

        return measure(options.rounds, options.moves, options.minutes, options.json)

    return exit_code_in_browser("movement", misses)


if __name__ == "__main__":
    sys.exit(main())

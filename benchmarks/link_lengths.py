"""Measure how long the page's links are, on the page as built, in headless Chromium.

Each drawing is sent twice: as its strokes are, a point every 10 ms, and as a fast pen would draw them, with a point
wherever the page keeps one, at uneven times. A link is counted from its # on. The exit code is 1 if a limit is missed.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.measuring import exit_code_in_browser


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing, a drawing does not come back, or links are too long."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.link_lengths", description=__doc__)
    parser.add_argument("--drawings", type=int, default=2000, metavar="N", help="at most so many (default: 2000)")
    parser.add_argument(
        "--strokes", type=Path, metavar="FILE", help="take the digits of a stroke file, instead of made-up ones"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.drawings < 1:
        parser.error("--drawings must be at least 1")

    def misses() -> bool:
        from benchmarks.link_figures import measure

        return measure(options.drawings, options.strokes, options.json)

    return exit_code_in_browser("link_lengths", misses)


if __name__ == "__main__":
    sys.exit(main())

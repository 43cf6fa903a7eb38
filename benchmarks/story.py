"""Measure how well the diagram tells what speaks for the answer, on the page as built, in headless Chromium.

The ink of a link is the width of its line × the strength of its hue, as drawn: off the trace of the answer, links keep
only a share of their hue. The figures are the share of the last stage's ink that reaches the answer (or, of an unsure
reading, either of the two), how many links each stage's trace has, and how many links look strong: at half the scale or
more. They are told for the page as it opens and, to compare with, for all links alike, against the average digit and as
computed. The exit code is 1 if too little of the ink reaches the answer.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.measuring import exit_code_in_browser


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing, or if a figure misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.story", description=__doc__)
    parser.add_argument("--drawings", type=int, default=200, metavar="N", help="number of drawings (default: 200)")
    parser.add_argument(
        "--strokes", type=Path, metavar="FILE", help="take the digits of a stroke file, instead of made-up ones"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.drawings < 1:
        parser.error("--drawings must be at least 1")

    def misses() -> bool:
        from benchmarks.story_figures import measure

        return measure(options.drawings, options.strokes, options.json)

    return exit_code_in_browser("story", misses)


if __name__ == "__main__":
    sys.exit(main())

"""Measure how well the diagram tells what speaks for the answer, on the page as built, in headless Chromium.

The ink of a link is the width of its line × the strength of its hue, as drawn: off the trace of the answer, links keep
only a share of their hue. The figures are the share of the last stage's ink that reaches the answer (or, of an unsure
reading, either of the two), how many links each stage's trace has, and how many links look strong: at half the scale or
more. They are told for the page as it opens and, to compare with, for all links alike, against the average digit and as
computed. The exit code is 1 if too little of the ink reaches the answer.
"""

import sys
from pathlib import Path

from benchmarks.measuring import exit_code_on_digits


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing, or if a figure misses its limit."""

    def misses(drawings: int, strokes: Path | None, json_file: Path | None) -> bool:
        from benchmarks.story_figures import measure

        return measure(drawings, strokes, json_file)

    return exit_code_on_digits(arguments, "story", __doc__, (200, "number of drawings"), misses)


if __name__ == "__main__":
    sys.exit(main())

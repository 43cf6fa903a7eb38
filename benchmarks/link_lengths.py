"""Measure how long the page's links are, on the page as built, in headless Chromium.

Each drawing is sent twice: as its strokes are, a point every 10 ms, and as a fast pen would draw them, with a point
wherever the page keeps one, at uneven times. A link is counted from its # on. The exit code is 1 if a limit is missed.
"""

import sys
from pathlib import Path

from benchmarks.measuring import exit_code_on_digits


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing, a drawing does not come back, or links are too long."""

    def misses(drawings: int, strokes: Path | None, json_file: Path | None) -> bool:
        from benchmarks.link_figures import measure

        return measure(drawings, strokes, json_file)

    return exit_code_on_digits(arguments, "link_lengths", __doc__, (2000, "at most so many"), misses)


if __name__ == "__main__":
    sys.exit(main())

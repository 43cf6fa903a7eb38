"""Measure what scrubbing through a drawing costs the page's main thread, in headless Chromium.

A mouse drags along the timeline 60 times a second, in sweeps and jumps. Times are processor time of the main thread,
from each frame's callbacks to the next one's. The exit code is 1 if the 95th percentile of a drawing exceeds the limit.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.measuring import exit_code_in_browser, write_json

LIMIT_MS = 12.0
LENGTHS = (50, 500, 5_000, 20_000)
"""Kept points; a full drawing takes no more."""
PER_SECOND = 60
FILLED_MS = 20_000
"""So long the page may take to work out the drawing's past."""


def places(moves: int) -> list[float]:
    """Where the mouse goes, as shares of the timeline: there and back, and then here and there."""
    sweep = [abs(1 - 2 * move / (moves // 2)) for move in range(moves // 2)]
    jumps = random.Random(1)
    return sweep + [jumps.random() for _ in range(moves - len(sweep))]


def measure(moves: int, json_file: Path | None) -> bool:
    """Measure and print; return whether a drawing misses the limit."""
    from benchmarks.drawing_page import TWO_FRAMES, DrawingPage, chromium_browser
    from benchmarks.movement_costs import SCRIBBLE, frames_of
    from inkspect.network.weights import published_weights
    from inkspect.page.build import build_page

    figures: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder, chromium_browser() as browser:
        file = Path(folder) / "page.html"
        file.write_bytes(build_page(published_weights()))
        print(f"Chromium {browser.version}; ms of the main thread's processor time per frame of scrubbing\n")
        print("  points    median  95th percentile   most")
        for length in LENGTHS:
            drawn = DrawingPage(browser, file)
            drawn.page.evaluate(SCRIBBLE, length)
            drawn.page.evaluate(TWO_FRAMES)
            drawn.page.wait_for_function(
                "() => document.querySelector('#timeline-text').textContent !== ''", timeout=FILLED_MS
            )
            box = drawn.page.locator(".timeline-picture").bounding_box()
            assert box is not None
            x, y, width = box["x"], box["y"] + box["height"] / 2, box["width"]
            drawn.page.mouse.move(x + width - 1, y)
            drawn.page.mouse.down()

            def drag(times: int, per_second: float | None = None) -> None:
                due = time.perf_counter()
                for place in places(times):
                    drawn.page.mouse.move(x + (width - 1) * place, y)  # noqa: B023
                    due += 1 / (per_second or PER_SECOND)
                    time.sleep(max(0.0, due - time.perf_counter()))

            drag(30)
            spent = frames_of(drawn.trace(moves, PER_SECOND, drag))
            drawn.close()
            figures[length] = float(np.quantile(spent, 0.95))
            print(f"  {length:>6,}{np.median(spent):>10.2f}{figures[length]:>17.2f}{max(spent):>7.2f}")
    print(f"\nlimit for the 95th percentile: {LIMIT_MS:g} ms")
    write_json(json_file, {"moves": moves, "figures": {str(length): figure for length, figure in figures.items()}})
    return max(figures.values()) > LIMIT_MS


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing, or if a figure misses its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scrubbing", description=__doc__)
    parser.add_argument("--moves", type=int, default=240, metavar="N", help="movements for each drawing (default: 240)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.moves < 20:
        parser.error("--moves must be at least 20")
    return exit_code_in_browser("scrubbing", lambda: measure(options.moves, options.json))


if __name__ == "__main__":
    sys.exit(main())

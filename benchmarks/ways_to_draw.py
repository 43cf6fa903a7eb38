"""Measure ways to draw the diagram at every movement of the pen, in small pages that do nothing else.

Each way draws the same 300 curves and 40 maps, in a page that also draws the line. Times are processor time of the
page's main thread for a movement, above the page that draws the line alone; the ways take turns.
"""

import argparse
import sys
from pathlib import Path
from statistics import median

from benchmarks.measuring import exit_code_in_browser, write_json

WAYS = (
    "one canvas",
    "one canvas, a path for each level",
    "one canvas, desynchronized",
    "two layers: curves, maps",
    "WebGL2 on the page",
    "a worker",
    "a worker, WebGL2",
    "a worker that returns an ImageBitmap",
)
LINE = "line alone"


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ways_to_draw", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="turns for each way (default: 5)")
    parser.add_argument("--moves", type=int, default=200, metavar="N", help="movements in a turn (default: 200)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or options.moves < 20:
        parser.error("--rounds must be at least 1, --moves at least 20")

    def misses() -> bool:
        measure(options.rounds, options.moves, options.json)
        return False

    return exit_code_in_browser("ways_to_draw", misses)


def measure(rounds: int, moves: int, json_file: Path | None) -> None:
    """Measure all ways and print them.

    Raises:
        InkspectError: Chromium is missing, or the results cannot be written.
    """
    from benchmarks.drawing_page import DrawingPage, chromium_browser
    from benchmarks.movement_costs import YARDSTICKS

    spent: dict[str, list[tuple[float, float]]] = {}
    missing = set()
    with chromium_browser() as browser:
        print(f"Chromium {browser.version}; ms of the main thread's processor time per movement\n")
        for _ in range(rounds):
            for way in (LINE, *WAYS):
                drawn = DrawingPage(browser, YARDSTICKS / "ways.html", fragment=way)
                if drawn.page.evaluate("document.documentElement.dataset.present") == "true":
                    drawn.press()
                    counters = drawn.spent(moves)
                    spent.setdefault(way, []).append((counters["TaskDuration"], counters["ScriptDuration"]))
                else:
                    missing.add(way)
                drawn.close()
        drawn = DrawingPage(browser, YARDSTICKS / "ways.html", fragment=LINE)
        gpu = drawn.page.evaluate("async () => Boolean(await navigator.gpu?.requestAdapter())")
        drawn.close()
    middle = {way: [median(column) for column in zip(*rows, strict=True)] for way, rows in spent.items()}
    line = middle[LINE]
    print(f"{'above the line alone':<40}{'task':>9}{'of it script':>14}")
    for way in WAYS:
        if way in missing:
            print(f"{way:<40}  not in this browser")
        else:
            task, script = (found - alone for found, alone in zip(middle[way], line, strict=True))
            print(f"{way:<40}{task:>9.3f}{script:>14.3f}")
    print(f"{'WebGPU':<40}  {'there is an adapter' if gpu else 'no adapter in this browser'}")
    write_json(json_file, {"rounds": rounds, "moves": moves, "task, script": middle, "webgpu": gpu})


if __name__ == "__main__":
    sys.exit(main())

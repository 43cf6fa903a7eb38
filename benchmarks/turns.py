"""Compare what a movement of the pen costs in several pages, all open side by side and taking short turns.

On a machine with other things to do, two runs differ by more than two versions of a page; turns of a few dozen
movements in one run do not. The pages are, besides those given, `floor.html`, which only draws the line, and
`naive.html`. Times are processor time of a page's main thread, in ms, above the floor's; differences are to the first
page given. A page may have a fragment, such as `dist/inkspect.html#part=conv2.12.2.3`, and is then drawn on with that
asked.
"""

import argparse
import sys
from pathlib import Path
from statistics import median, stdev

from benchmarks.measuring import exit_code_in_browser, write_json

DEFAULT_PAGE = "dist/inkspect.html"
ASKED = "part=conv2.12.2.3"
PEN = "place=pen"
COUNTERS = {"task": "TaskDuration", "script": "ScriptDuration"}
FLOOR, NAIVE = "floor.html", "naive.html"


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description=__doc__)
    parser.add_argument(
        "pages",
        nargs="*",
        default=[DEFAULT_PAGE, *(f"{DEFAULT_PAGE}#{asked}" for asked in (ASKED, PEN))],
        metavar="PAGE",
        help=f"built pages (default: {DEFAULT_PAGE}, with nothing asked, with #{ASKED}, and with #{PEN})",
    )
    parser.add_argument("--turns", type=int, default=12, metavar="N", help="turns of each page (default: 12)")
    parser.add_argument("--moves", type=int, default=40, metavar="N", help="movements in a turn (default: 40)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.turns < 2 or options.moves < 10:
        parser.error("--turns must be at least 2, --moves at least 10")
    if missing := [page for page in options.pages if not _file_of(page).is_file()]:
        parser.error(f"{_file_of(missing[0])} is not there; `make page` builds {DEFAULT_PAGE}")

    def misses() -> bool:
        measure(options.pages, options.turns, options.moves, options.json)
        return False

    return exit_code_in_browser("turns", misses)


def _file_of(page: str) -> Path:
    return Path(page.partition("#")[0])


def measure(pages: list[str], turns: int, moves: int, json_file: Path | None) -> None:
    """Let the pages take turns, print the table, and write all turns to a file if one is given."""
    from benchmarks.drawing_page import DrawingPage, chromium_browser

    yardsticks = Path(__file__).with_name("pages")
    drawn_on = [*pages, str(yardsticks / FLOOR), str(yardsticks / NAIVE)]
    spent: list[list[dict[str, float]]] = [[] for _ in drawn_on]
    with chromium_browser() as browser:
        opened = [DrawingPage(browser, _file_of(page), page.partition("#")[2]) for page in drawn_on]
        for drawn in opened:
            drawn.press()
            drawn.move(30)
        for turn in range(turns):
            order = range(len(drawn_on)) if turn % 2 == 0 else reversed(range(len(drawn_on)))
            for number in order:
                opened[number].page.bring_to_front()
                opened[number].move(4)
                spent[number].append(opened[number].spent(moves))
    floor, naive = len(pages), len(pages) + 1
    print(f"{'above the floor, ms a movement':<34}" + "".join(f"{name:>10}{'of naive':>10}" for name in COUNTERS))
    for number, page in enumerate(pages):
        cells = [
            f"{above(spent, number, floor, counter):>10.3f}"
            f"{above(spent, number, floor, counter) / above(spent, naive, floor, counter):>10.3f}"
            for counter in COUNTERS.values()
        ]
        print(f"{name_of(page):<34}" + "".join(cells))
    for number, page in enumerate(pages[1:], start=1):
        cells = [
            f"{median(differences):>+12.3f} ± {stdev(differences) / len(differences) ** 0.5:.3f}"
            for counter in COUNTERS.values()
            for differences in [
                [mine[counter] - first[counter] for mine, first in zip(spent[number], spent[0], strict=True)]
            ]
        ]
        print(f"{name_of(page)} less {name_of(pages[0])}\n{'':<34}" + "  ".join(cells))
    write_json(json_file, {"moves": moves, "pages": {page: spent[i] for i, page in enumerate(drawn_on)}})


def name_of(page: str) -> str:
    """Return a page's name without its folder, but with its fragment."""
    return Path(page).name


def above(spent: list[list[dict[str, float]]], number: int, floor: int, counter: str) -> float:
    """Return how much more of this a page spends than the floor, in the median of their turns."""
    return median(turn[counter] for turn in spent[number]) - median(turn[counter] for turn in spent[floor])


if __name__ == "__main__":
    sys.exit(main())

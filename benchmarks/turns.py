"""Compare what a movement of the pen costs in several pages, all open side by side and taking short turns.

On a machine with other things to do, two runs differ by more than two versions of a page; turns of a few dozen
movements in one run do not. The pages are, besides those given, `floor.html`, which only draws the line, and
`naive.html`. Times are processor time of a page's main thread, in ms, above the floor's; differences are to the first
page given. A page may have a fragment, such as `dist/inkspect.html#part=conv2.12.2.3`, and is then drawn on with that
asked; by default Draw and Pen take turns, each with nothing and with something selected. The exit code is 1 if a
movement in Pen costs more than 1.5 times what it costs in the first page, which is in Draw.
"""

import argparse
import sys
from pathlib import Path
from statistics import median, stdev

from benchmarks.measuring import exit_code_in_browser, write_json

DEFAULT_PAGE = "dist/inkspect.html"
ASKED = "part=conv2.12.2.3"
PEN = "place=pen"
PEN_ASKED = f"{PEN}&number=attention.2.3.9.4"
"""So early a token is there in every turn."""

MOST_IN_PEN = 1.5
"""What a movement in Pen may cost, as a multiple of the first page's, in the main thread's tasks."""

COUNTERS = {"task": "TaskDuration", "script": "ScriptDuration"}
FLOOR, NAIVE = "floor.html", "naive.html"
NAME_WIDTH = 62


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if something is missing, or if a movement in Pen costs too much."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns", description=__doc__)
    parser.add_argument(
        "pages",
        nargs="*",
        default=[DEFAULT_PAGE, *(f"{DEFAULT_PAGE}#{asked}" for asked in (ASKED, PEN, PEN_ASKED))],
        metavar="PAGE",
        help=f"built pages (default: {DEFAULT_PAGE}, with nothing asked, #{ASKED}, #{PEN}, and #{PEN_ASKED})",
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
        return measure(options.pages, options.turns, options.moves, options.json)

    return exit_code_in_browser("turns", misses)


def _file_of(page: str) -> Path:
    return Path(page.partition("#")[0])


def measure(pages: list[str], turns: int, moves: int, json_file: Path | None) -> bool:
    """Let the pages take turns, print the table, and write all turns to a file if one is given.

    Return whether a movement in Pen costs more than it may.
    """
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
    print(f"{'':<{NAME_WIDTH}}" + "".join(f"{name + ', ms a movement':>40}" for name in COUNTERS))
    print(f"{'':<{NAME_WIDTH}}" + f"{'in all':>10}{'of first':>10}{'above':>10}{'of naive':>10}" * len(COUNTERS))
    for number, page in enumerate(drawn_on):
        cells = []
        for counter in COUNTERS.values():
            total, over = typical(spent[number], counter), above(spent, number, floor, counter)
            of_first, of_naive = total / typical(spent[0], counter), over / above(spent, naive, floor, counter)
            cells.append(f"{total:>10.3f}{of_first:>10.2f}{over:>10.3f}{of_naive:>10.3f}")
        print(f"{name_of(page):<{NAME_WIDTH}}" + "".join(cells))
    print()
    for number, page in enumerate(pages[1:], start=1):
        cells = [
            f"{median(differences):>+12.3f} ± {stdev(differences) / len(differences) ** 0.5:.3f}"
            for counter in COUNTERS.values()
            for differences in [
                [mine[counter] - first[counter] for mine, first in zip(spent[number], spent[0], strict=True)]
            ]
        ]
        print(f"{name_of(page)} less {name_of(pages[0])}\n{'':<{NAME_WIDTH}}" + "  ".join(cells))
    in_pen = multiples_in_pen(pages, spent)
    for page, multiple in in_pen.items():
        print(f"{name_of(page)}: {multiple:.2f} times the first page's tasks, of at most {MOST_IN_PEN:g}")
    write_json(json_file, {"moves": moves, "pages": {page: spent[i] for i, page in enumerate(drawn_on)}})
    return any(multiple > MOST_IN_PEN for multiple in in_pen.values())


def name_of(page: str) -> str:
    """Return a page's name without its folder, but with its fragment."""
    return Path(page).name


def above(spent: list[list[dict[str, float]]], number: int, floor: int, counter: str) -> float:
    """Return how much more of this a page spends than the floor, in the median of their turns."""
    return typical(spent[number], counter) - typical(spent[floor], counter)


def multiples_in_pen(pages: list[str], spent: list[list[dict[str, float]]]) -> dict[str, float]:
    """Return, for each page after the first that is in Pen, its tasks as a multiple of the first page's."""
    task = COUNTERS["task"]
    return {
        page: typical(turns, task) / typical(spent[0], task)
        for page, turns in list(zip(pages, spent, strict=False))[1:]
        if PEN in page.partition("#")[2].split("&")
    }


def typical(turns: list[dict[str, float]], counter: str) -> float:
    """Return what a movement takes in the median of the turns."""
    return median(turn[counter] for turn in turns)


if __name__ == "__main__":
    sys.exit(main())

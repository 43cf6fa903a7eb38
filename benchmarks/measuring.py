"""Shared by the benchmarks: quartiles, usable cores, exit codes, the options of those that draw digits, JSON."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically


class Spread(NamedTuple):
    """Median and quartiles of repeated measurements, in the unit of the measurements."""

    lower_quartile: float
    median: float
    upper_quartile: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of one or more values."""
        return cls(*(float(value) for value in np.quantile(values, (0.25, 0.5, 0.75))))

    def text(self, decimals: int, scale: float = 1.0) -> str:
        """Return the median followed by the quartiles in parentheses."""
        lower, median, upper = (f"{value * scale:.{decimals}f}" for value in self)
        return f"{median} ({lower}–{upper})"


def usable_cores() -> int:
    """Return the number of cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def exit_code_in_browser(name: str, misses: Callable[[], bool]) -> int:
    """Run a benchmark that needs a browser; return 1, with a line that says why, if it cannot run or misses a limit.

    Args:
        name: the benchmark's name, in error lines.
        misses: imports what needs Playwright, measures, and returns whether a figure misses its limit.
    """
    try:
        return 1 if misses() else 0
    except ModuleNotFoundError as error:
        if error.name != "playwright":
            raise
        print(
            f"{name}: Playwright is not installed; `make bench` runs this with it, "
            "`python -m pip install --requirement requirements-dev.txt` installs it here",
            file=sys.stderr,
        )
    except InkspectError as error:
        print(f"{name}: {error}", file=sys.stderr)
    return 1


def exit_code_on_digits(
    arguments: list[str] | None,
    name: str,
    description: str | None,
    drawings: tuple[int, str],
    misses: Callable[[int, Path | None, Path | None], bool],
) -> int:
    """Read the options of a benchmark that draws digits on the page, and run it as `exit_code_in_browser` does.

    Args:
        arguments: the command line's; those of this process if None.
        name: the benchmark's name.
        description: what it measures.
        drawings: the default number of drawings, and what the number means.
        misses: as there, given the number of drawings, the stroke file and the file for the results.
    """
    default, meaning = drawings
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=description)
    parser.add_argument("--drawings", type=int, default=default, metavar="N", help=f"{meaning} (default: {default})")
    parser.add_argument(
        "--strokes", type=Path, metavar="FILE", help="take the digits of a stroke file, instead of made-up ones"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.drawings < 1:
        parser.error("--drawings must be at least 1")
    return exit_code_in_browser(name, lambda: misses(options.drawings, options.strokes, options.json))


def write_json(path: Path | None, results: Mapping[str, object]) -> None:
    """Write the results as JSON if a path is given.

    Raises:
        InkspectError: the file cannot be written.
    """
    if path is not None:
        write_atomically(path, (json.dumps(results, indent=2) + "\n").encode())

"""Shared by the benchmarks: quartiles of repeated measurements, the number of usable cores, results as JSON."""

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


def write_json(path: Path | None, results: Mapping[str, object]) -> None:
    """Write the results as JSON if a path is given.

    Raises:
        InkspectError: the file cannot be written.
    """
    if path is not None:
        write_atomically(path, (json.dumps(results, indent=2) + "\n").encode())

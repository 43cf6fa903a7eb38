"""Time `make run` after set-up: one process that builds the page from the published weights."""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring import Spread, write_json
from inkspect.system.errors import InkspectError


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if the page cannot be built."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opening", description=__doc__)
    parser.add_argument("--times", type=int, default=15, metavar="N", help="number of timed builds (default: 15)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.times < 1:
        parser.error("--times must be at least 1")
    try:
        _measure(options.times, options.json)
    except InkspectError as error:
        print(f"opening: {error}", file=sys.stderr)
        return 1
    return 0


def _measure(times: int, json_file: Path | None) -> None:
    """Build the page once untimed and then `times` times, each in its own process.

    Raises:
        InkspectError: the page cannot be built, or the results cannot be written.
    """
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "inkspect.html"
        command = [sys.executable, "-m", "inkspect", "open", "--no-browser", "--output", str(page)]
        for _ in range(1 + times):
            started = time.perf_counter()
            done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            seconds.append(time.perf_counter() - started)
            if done.returncode or not page.is_file():
                raise InkspectError(f"`{' '.join(command[1:])}` ended with code {done.returncode}")
    spread = Spread.of(seconds[1:])
    print(f"inkspect open, without a browser: {spread.text(2)} s, median (quartiles) of {times}\n")
    write_json(json_file, {"seconds": spread._asdict(), "times": times})


if __name__ == "__main__":
    sys.exit(main())

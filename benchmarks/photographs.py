"""Read made-up pictures of digits, by the situation they were taken in: right, refused or unsure, wrong and sure."""

import argparse
import sys
from pathlib import Path

from benchmarks.measuring import usable_cores, write_json
from inkspect.errors import InkspectError

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "tests"), str(PROJECT / "tools")]
import situations  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; the exit code is 1 where the results cannot be written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.photographs", description=__doc__)
    parser.add_argument("--pictures", type=int, default=200, metavar="N", help="of each situation (default: 200)")
    parser.add_argument("--only", metavar="TEXT", default="", help="situations whose name holds this")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results for a program to read as well")
    options = parser.parse_args(arguments)
    return 0
if __name__ == "__main__":
    sys.exit(main())

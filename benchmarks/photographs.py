"""Read synthetic photographs of digits, by situation: right, refused or unsure, wrong and sure."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from joblib import Parallel, delayed

from benchmarks.measuring import usable_cores, write_json
from inkspect.network.weights import load_weights, published_weights
from inkspect.system.errors import InkspectError

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "tests"), str(PROJECT / "tools")]
from situations import SITUATIONS, Outcome, outcome  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 1 if the results cannot be written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.photographs", description=__doc__)
    parser.add_argument("--pictures", type=int, default=200, metavar="N", help="pictures per situation (default: 200)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only situations whose name contains TEXT")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    options = parser.parse_args(arguments)
    if options.pictures < 1:
        parser.error("--pictures must be at least 1")
    chosen = [name for name in SITUATIONS if options.only in name]
    if not chosen:
        parser.error("--only: no situation's name contains this; the situations are: " + ", ".join(SITUATIONS))
    print(f"{options.pictures} pictures each{'right':>22}{'refused or unsure':>20}{'wrong and sure':>18}")
    outcomes: dict[str, Outcome] = {}
    for name, found in _measured(chosen, options.pictures):
        outcomes[name] = found
        print(f"{name:<30}{found.right:>8}{found.refused:>20}{found.wrong:>18}", flush=True)
    print(f"{'all':<30}" + "{:>8}{:>20}{:>18}\n".format(*map(sum, zip(*outcomes.values(), strict=True))))
    try:
        write_json(options.json, {name: found._asdict() for name, found in outcomes.items()})
    except InkspectError as error:
        print(f"photographs: {error}", file=sys.stderr)
        return 1
    return 0


def _measured(situations: list[str], count: int) -> Iterator[tuple[str, Outcome]]:
    """Yield each situation's outcome, in order, computed on all cores."""
    work = (delayed(_outcome)(situation, count) for situation in situations)
    yield from zip(situations, Parallel(usable_cores(), return_as="generator")(work), strict=True)


def _outcome(situation: str, count: int) -> Outcome:
    network, _ = load_weights(published_weights())
    return outcome(situation, count, network)


if __name__ == "__main__":
    sys.exit(main())

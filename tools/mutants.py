"""Make many small changes to the core's code and report those that no test notices.

For each of a sample of mutmut 3's mutants, run the tests that cover the changed line, until the time is up. Print the
mutants that survive, with their location and change, and how many were killed, by folder. The work is done in copies in
a temporary folder, which are removed afterwards.
"""

import argparse
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from mutant_sources import sample_of
from mutant_trial import Bench, Mutant, Outcome, Survey, copy_project, near_tests, survey_tests

PROJECT = Path(__file__).resolve().parent.parent
CORE = (
    "src/inkspect/network",
    "src/inkspect/pen",
    "src/inkspect/ink.py",
    "src/inkspect/drawing/hands.py",
    "src/inkspect/training",
)


def main() -> int:
    """Run the command."""
    choices = parsed_choices()
    project, python = choices.project.resolve(), choices.python.absolute()
    started = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(project)  # mutmut looks for its settings here
    try:
        tests = near_tests(project, choices.targets)
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            copies = [Path(folder, f"copy-{number}") for number in range(choices.jobs)]
            for copy in copies:
                copy_project(project, copy)
            say(f"running the tests once on the unchanged code: {len(tests)} files")
            survey = survey_tests(copies[0], python, tests)
            if survey.failed:
                say(f"left out, because they already fail or are skipped: {', '.join(survey.failed)}")
            mutants = islice(sample_of(project, choices.targets, choices.seed), choices.count)
            outcomes = try_all(mutants, survey, copies, python, started + 60 * choices.minutes)
        say(table(outcomes, choices.targets))
    except KeyboardInterrupt:
        sys.stderr.write("mutants: interrupted before there were results\n")
        return 130
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"mutants: {error}\n")
        return 1
    say(f"{len(survey.seconds)} tests, seed {choices.seed}, in {(time.monotonic() - started) / 60:.1f} minutes")
    return 0


def parsed_choices() -> argparse.Namespace:
    """Return the options given on the command line."""
    parser = argparse.ArgumentParser(
        prog="python tools/mutants.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "targets", nargs="*", default=CORE, help=f"folders and files to change (default: {', '.join(CORE)})"
    )
    parser.add_argument("--minutes", type=float, default=10, help="start no mutant after this time (default: 10)")
    parser.add_argument("--count", type=int, help="test at most this many mutants (default: as many as time allows)")
    parser.add_argument("--seed", type=int, default=0, help="determines which mutants, in which order (default: 0)")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="mutants tested in parallel (default: one per core)"
    )
    parser.add_argument("--project", type=Path, default=PROJECT, help="a checkout (default: this one)")
    parser.add_argument(
        "--python", type=Path, default=PROJECT / ".venv/bin/python", help="runs the tests (default: .venv's)"
    )
    return parser.parse_args()


def try_all(
    mutants: Iterator[Mutant], survey: Survey, copies: Sequence[Path], python: Path, end: float
) -> list[Outcome]:
    """Test the mutants, one worker per copy, and print each survivor at once."""
    outcomes: list[Outcome] = []
    errors: queue.SimpleQueue[Exception] = queue.SimpleQueue()
    lock, stopped = threading.Lock(), threading.Event()

    def take() -> Mutant | None:
        with lock:
            goes_on = time.monotonic() < end and errors.empty() and not stopped.is_set()
            return next(mutants, None) if goes_on else None

    def work(copy: Path) -> None:
        try:
            with Bench(copy, python) as bench:
                bench.check(survey)
                while mutant := take():
                    tests = survey.tests_of(mutant)
                    outcome = bench.put_to(mutant, tests, sum(survey.seconds[test] for test in tests))
                    with lock:
                        outcomes.append(outcome)
                        if outcome.fate in ("survived", "untested"):
                            say(f"{outcome.fate:<9} {described(mutant)}")
        except Exception as error:
            errors.put(error)

    threads = [threading.Thread(target=work, args=(copy,)) for copy in copies]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        say("interrupted: finishing the mutants under way")
        stopped.set()
        for thread in threads:
            thread.join()
    if not errors.empty():
        raise RuntimeError(f"a trial failed to run: {errors.get()}")
    return outcomes


def described(mutant: Mutant) -> str:
    """Return a mutant's location, and below it the change."""
    return f"{mutant.path}:{mutant.line}\n    - {mutant.before[:200]}\n    + {mutant.after[:200]}"


def table(outcomes: Sequence[Outcome], targets: Sequence[str]) -> str:
    """Return the results as a table with one line per target."""
    width = max(len(target) for target in targets)
    lines = [f"{'':<{width}}  tried  killed  timed out  survived  untested  share killed"]
    fates = {
        target: Counter(outcome.fate for outcome in outcomes if outcome.mutant.target == target) for target in targets
    }
    for target, count in [*fates.items(), ("all", sum(fates.values(), Counter[str]()))]:
        tried = count.total()
        share = f"{100 * (count['killed'] + count['timeout']) / tried:.0f} %" if tried else "–"
        lines.append(
            f"{target:<{width}}  {tried:5}  {count['killed']:6}  {count['timeout']:9}  {count['survived']:8}  "
            f"{count['untested']:8}  {share:>12}"
        )
    return "\n".join(lines)


def say(line: str) -> None:
    """Print a line and flush."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Run tests for `mutants.py` in the environment that has their dependencies; not for use by hand.

`survey RESULT TEST-FILE…` runs whole files once, and writes to RESULT how long each test took and which lines of the
package it ran. `serve` reads JSON arrays from standard input, one per line: a time limit in seconds, then the tests. It
runs each line's tests in a fork of this process, which has loaded the libraries but not the package, and answers with
the fork's exit status or `timeout`. Seconds are CPU time, since other programs may keep the processor busy.
"""

import contextlib
import importlib
import json
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage

OPTIONS = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:cov", "-p", "no:xdist"]
LOADED_BEFORE = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
BROKEN = 70
"""The exit status of a fork that failed before running any test, for a reason unrelated to the mutant."""

WAITING = 20
"""A run is stopped after this many times its CPU limit in real time: it is waiting for ever."""

LIBRARIES = ("numpy", "hypothesis", "safetensors.numpy", "PIL.Image", "rich.console", "typer", "playwright.sync_api")
"""Slow imports of the tests, besides the package."""


class Survey:
    """Records how long each test takes, and tells coverage which test is running."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None]:
        """Attribute everything that runs now to this test."""
        self._coverage.switch_context(item.nodeid)
        started = time.process_time()
        yield
        self.seconds[item.nodeid] = time.process_time() - started
        self._coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record tests that are skipped or fail: they say nothing about a mutant."""
        if report.outcome != "passed":
            self.failed.add(report.nodeid)


class Only:
    """Runs only the given tests, in the given order."""

    def __init__(self, tests: list[str]) -> None:
        self._place = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Drop all other tests."""
        items[:] = sorted((item for item in items if item.nodeid in self._place), key=lambda i: self._place[i.nodeid])


def survey(result: Path, files: list[str]) -> None:
    """Run whole test files once, on the unchanged package."""
    coverage = Coverage(data_file=None, source=[str(Path("src").resolve())], config_file=False)
    notes = Survey(coverage)
    coverage.start()
    with contextlib.redirect_stdout(sys.stderr):
        pytest.main([option for option in OPTIONS if option != "-x"] + files, plugins=[notes])
    coverage.stop()
    data = coverage.get_data()
    here = Path.cwd()
    lines = {
        Path(file).relative_to(here).as_posix(): {
            line: sorted({test for test in tests if test in notes.seconds} - notes.failed)
            for line, tests in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    passed = {test: seconds for test, seconds in notes.seconds.items() if test not in notes.failed}
    result.write_text(json.dumps({"seconds": passed, "failed": sorted(notes.failed), "lines": lines}))


def serve() -> None:
    """Answer every line of standard input."""
    for library in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(library)
    for line in sys.stdin:
        limit, *tests = json.loads(line)
        sys.stdout.write(_run(float(limit), tests) + "\n")
        sys.stdout.flush()


def _run(limit: float, tests: list[str]) -> str:
    child = os.fork()
    if not child:
        _become_test_run(tests, limit)
    end = time.monotonic() + WAITING * limit
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            _kill_group(child)
            exit_code = os.waitstatus_to_exitcode(status)
            return "timeout" if exit_code == -signal.SIGXCPU else str(exit_code)
        time.sleep(0.02)
    _kill_group(child)
    os.waitpid(child, 0)
    return "timeout"


def _become_test_run(tests: list[str], limit: float) -> None:
    """Turn this fork into a run of the tests, in its own process group together with anything they start."""
    status = BROKEN
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), math.ceil(limit) + 5))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        files = list(dict.fromkeys(test.split("::")[0] for test in tests))
        status = int(pytest.main([*OPTIONS, *LOADED_BEFORE, *files], plugins=[Only(tests)]))
    finally:
        os._exit(status)


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


if __name__ == "__main__":
    if sys.argv[1] == "survey":
        survey(Path(sys.argv[2]), sys.argv[3:])
    else:
        serve()

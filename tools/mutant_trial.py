"""Run the tests that cover a mutant's changed line, in a copy of the project."""

import ast
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

FAR_TESTS = {
    "test_benchmarks",
    "test_docs",
    "test_model_card",
    "test_pictures",
    "test_report",
    "test_sweep",
    "test_wheel",
}
"""Slow tests of other things; the core's own tests must cover whatever these know about the core."""

SECONDS_A_MUTANT = 8.0
"""Total CPU time of the tests run against one mutant: the fastest of those that cover its line."""

LEAST_LIMIT = 10.0
NO_TESTS, BROKEN = "5", "70"
"""Exit codes: pytest found none of the tests; the run failed before pytest started."""


@dataclass(frozen=True)
class Mutant:
    """A source with one change.

    Attributes:
        target: the requested folder or file that contains it.
        path: path of the source, relative to the project's root.
        line: number of the first line that differs, from 1.
        before: the original code there.
        after: the mutant's code there.
        function: first and last line of the enclosing function or method.
        code: the whole mutated source.
    """

    target: str
    path: str
    line: int
    before: str
    after: str
    function: tuple[int, int]
    code: str


@dataclass(frozen=True)
class Survey:
    """The outcome and coverage of the tests on the unchanged package.

    Attributes:
        seconds: CPU time of each passing test.
        failed: tests that already fail or are skipped.
        lines: the tests that run each line, by source and line.
    """

    seconds: Mapping[str, float]
    failed: Sequence[str]
    lines: Mapping[str, Mapping[str, Sequence[str]]]

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return the tests that run a mutant's line, or its function if the line itself is never recorded.

        A line that runs outside any test, such as at import, counts as run by all tests.
        """
        lines = self.lines.get(mutant.path, {})
        first, last = mutant.function
        running = set(lines.get(str(mutant.line), ())) or {
            test for line in range(first, last + 1) for test in lines.get(str(line), ())
        }
        if not running and str(mutant.line) in lines:
            running = set(self.seconds)
        chosen, total = [], 0.0
        for test in sorted(running, key=lambda test: (self.seconds[test], test)):
            total += self.seconds[test]
            if total > SECONDS_A_MUTANT:
                break
            chosen.append(test)
        return chosen


@dataclass(frozen=True)
class Outcome:
    """The result of a trial.

    Attributes:
        mutant: the mutant.
        fate: "killed"; "timeout", which is as good; "survived"; or "untested", if no test runs it.
    """

    mutant: Mutant
    fate: str


def copy_project(project: Path, copy: Path) -> None:
    """Copy the files that git tracks or would track, so that tests and mutants leave no trace in the project."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=project, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        source, target = project / name, copy / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def near_tests(project: Path, targets: Sequence[str]) -> list[str]:
    """Return the test files that import something from the targets.

    Raises:
        RuntimeError: a target does not exist, or no test imports from the targets.
    """
    if missing := [target for target in targets if not (project / target).exists()]:
        raise RuntimeError(f"{project} has no {', '.join(missing)}; name folders or files from its root")
    modules = tuple(
        target.removeprefix("src/").removesuffix("/").removesuffix(".py").replace("/", ".") for target in targets
    )
    files = sorted((project / "tests").glob("test_*.py"))
    near = [file for file in files if file.stem not in FAR_TESTS and _imports(file, modules)]
    if not near:
        raise RuntimeError(f"no file in {project / 'tests'} imports anything of {', '.join(targets)}")
    return [file.relative_to(project).as_posix() for file in near]


def _imports(file: Path, modules: tuple[str, ...]) -> bool:
    names = {
        name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
    }
    return any(f"{name}.".startswith(f"{module}.") for name in names for module in modules)


def survey_tests(copy: Path, python: Path, files: Sequence[str]) -> Survey:
    """Run the tests once.

    Raises:
        RuntimeError: the tests did not finish, or none passed.
    """
    result = copy / "survey.json"
    worker = copy.parent / "mutant_worker.py"
    shutil.copy(Path(__file__).with_name("mutant_worker.py"), worker)
    subprocess.run([python, worker, "survey", result, *files], cwd=copy, env=_environment(copy), check=False)
    if not result.exists():
        raise RuntimeError("the tests did not finish on the unchanged code; see above")
    survey = Survey(**json.loads(result.read_text()))
    if not survey.seconds:
        raise RuntimeError("no test passes on the unchanged code; see above")
    return survey


class Bench:
    """A copy of the project and a process that runs tests in it."""

    def __init__(self, copy: Path, python: Path) -> None:
        self._copy = copy
        worker = copy.parent / "mutant_worker.py"
        self._process = subprocess.Popen(
            [python, worker, "serve"],
            cwd=copy,
            env=_environment(copy),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C goes to the command, which lets the process finish
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()  # closes both pipes, which ends the process

    def put_to(self, mutant: Mutant, tests: Sequence[str], seconds: float) -> Outcome:
        """Run these tests, which take `seconds` on the unchanged code, against a mutant.

        Raises:
            RuntimeError: the tests could not be run.
        """
        if not tests:
            return Outcome(mutant, "untested")
        source = self._copy / mutant.path
        original = source.read_bytes()
        try:
            source.write_text(mutant.code, encoding="utf-8")
            self._forget_compiled(source)
            answer = self._ask([LEAST_LIMIT + 5 * seconds, *tests])
        finally:
            source.write_bytes(original)
            self._forget_compiled(source)
        return Outcome(mutant, {"0": "survived", "timeout": "timeout"}.get(answer, "killed"))

    def check(self, survey: Survey) -> None:
        """Run a test of every file on the unchanged code: if one failed, every mutant would count as killed.

        Raises:
            RuntimeError: a test fails.
        """
        fastest: dict[str, str] = {}
        for test in sorted(survey.seconds, key=lambda test: survey.seconds[test]):
            fastest.setdefault(test.split("::")[0], test)
        answer = self._ask([LEAST_LIMIT + 10 * sum(survey.seconds.values()), *fastest.values()])
        if answer != "0":
            raise RuntimeError(f"tests that passed before now end with {answer} on the same code")

    def _ask(self, question: list[float | str]) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the process that runs tests has no pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        if answer in ("", NO_TESTS, BROKEN):
            raise RuntimeError(f"the process that runs tests ended with {answer or 'no answer'}")
        return answer

    @staticmethod
    def _forget_compiled(source: Path) -> None:
        """Delete compiled files: Python checks only time and size, and a mutant may share both with the original."""
        for compiled in (source.parent / "__pycache__").glob(f"{source.stem}.*.pyc"):
            compiled.unlink()


def _environment(copy: Path) -> dict[str, str]:
    """Return an environment in which Python imports the copy and hypothesis tries the same cases every time."""
    return os.environ | {"PYTHONPATH": str(copy / "src"), "CI": "1", "PYTHONHASHSEED": "0"}

"""`make mutants` kills the mutants that a test notices, and no others. mutmut itself has a separate environment."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mutant_trial
from mutant_trial import Bench, Mutant, Survey, copy_project, near_tests, survey_tests

CODE = """LIMIT = 10

def capped(number):
    while number > LIMIT:
        number = LIMIT
    return number

def untried():
    return 0
"""
TESTS = """import pytest
from small.core import capped

@pytest.mark.parametrize("number", [3, 10, 12])
def test_a_number_is_capped(number):
    assert capped(number) == min(number, 10)

def test_that_fails_already():
    assert capped(5) == 6
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name, text in {
        "src/small/__init__.py": "",
        "src/small/core.py": CODE,
        "tests/test_core.py": TESTS,
        "tests/test_other.py": "def test_nothing():\n    pass\n",
        ".gitignore": "ignored\n",
        "ignored": "",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def copy(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("copies") / "copy-0"
    copy_project(project, copy)
    return copy


@pytest.fixture(scope="module")
def survey(project: Path, copy: Path) -> Survey:
    return survey_tests(copy, Path(sys.executable), near_tests(project, ["src/small/core.py"]))


@pytest.fixture(scope="module")
def bench(copy: Path, survey: Survey) -> Iterator[Bench]:
    with Bench(copy, Path(sys.executable)) as bench:
        yield bench


def changed(line: int, before: str, after: str, function: tuple[int, int] = (3, 6)) -> Mutant:
    return Mutant("src/small", "src/small/core.py", line, before, after, function, CODE.replace(before, after, 1))


def test_a_copy_has_the_files_git_would_track_and_none_it_ignores(copy: Path) -> None:
    assert (copy / "src/small/core.py").read_text() == CODE
    assert not (copy / "ignored").exists()


def test_the_survey_covers_tests_that_import_the_target_and_pass(project: Path, survey: Survey) -> None:
    assert near_tests(project, ["src/small"]) == ["tests/test_core.py"]
    assert len(survey.seconds) == 3
    assert survey.failed == ["tests/test_core.py::test_that_fails_already"]


def test_a_target_that_is_missing_or_untested_is_refused_in_one_line(project: Path) -> None:
    with pytest.raises(RuntimeError, match="has no src/large; name folders or files from its root"):
        near_tests(project, ["src/small", "src/large"])
    with pytest.raises(RuntimeError, match=r"imports anything of tests$"):
        near_tests(project, ["tests"])


def test_a_mutant_gets_the_tests_that_run_its_line(survey: Survey) -> None:
    assert survey.tests_of(changed(5, "number = LIMIT", "number = None")) == [
        "tests/test_core.py::test_a_number_is_capped[12]"
    ]
    assert len(survey.tests_of(changed(4, "> LIMIT", ">= LIMIT"))) == 3
    assert not survey.tests_of(changed(9, "return 0", "return 1", (8, 9)))


@pytest.mark.parametrize(
    ("mutant", "fate"),
    [
        (changed(5, "number = LIMIT", "number = LIMIT + 0"), "survived"),
        (changed(5, "number = LIMIT", "number = LIMIT - 1"), "killed"),
        (changed(5, "number = LIMIT", "number = number"), "timeout"),
        (changed(5, "number = LIMIT", "number = ("), "killed"),
        (changed(9, "return 0", "return 1", (8, 9)), "untested"),
    ],
    ids=["no change", "a wrong limit", "an endless loop", "a syntax error", "never run"],
)
def test_a_mutant_is_killed_only_by_a_failing_test(
    bench: Bench, survey: Survey, copy: Path, mutant: Mutant, fate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutant_trial, "LEAST_LIMIT", 1.0)
    assert bench.put_to(mutant, survey.tests_of(mutant), 0).fate == fate
    assert (copy / mutant.path).read_text() == CODE, "the copy was not restored"


def test_failures_on_unchanged_code_and_unknown_tests_are_errors(bench: Bench, survey: Survey) -> None:
    bench.check(survey)
    broken = Survey({"tests/test_core.py::test_that_fails_already": 0.1}, [], {})
    with pytest.raises(RuntimeError, match="tests that passed before now end with 1 on the same code"):
        bench.check(broken)
    with pytest.raises(RuntimeError, match="ended with 5"):
        bench.put_to(changed(4, ">", "<"), ["tests/test_core.py::test_of_no_such_name"], 0)

"""A script that uses the whole interface runs, and strict type checkers find nothing to say about it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import inkspect
from shell import environment

PROJECT = Path(__file__).resolve().parent.parent
SCRIPT = PROJECT / "tests" / "users_script.py"
PYRIGHT = PROJECT / "node_modules" / ".bin" / ("pyright.cmd" if os.name == "nt" else "pyright")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The script in a folder of its user's, where none of the project's settings hold."""
    shutil.copy(SCRIPT, tmp_path)
    (tmp_path / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict"}), encoding="utf-8")
    return tmp_path


def run(*command: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_script_uses_every_public_name() -> None:
    used = set(re.findall(r"\binkspect\.(\w+)", SCRIPT.read_text(encoding="utf-8")))
    assert used - {"sklearn"} == {*inkspect.__all__, "__version__"}


def test_the_script_runs(elsewhere: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    cache = str(elsewhere / "cache")
    done = run(
        sys.executable,
        SCRIPT.name,
        folder=elsewhere,
        PYTHONPATH=str(PROJECT / "tests" / "small_mnist"),
        INKSPECT_CACHE=cache,
    )
    assert done.returncode == 0, done.stderr
    assert {"page.html", "report.html", "network.json", "mine.safetensors"} <= {
        path.name for path in elsewhere.iterdir()
    }


UNHASHABLE = {
    "Drawing": inkspect.Drawing([]),
    "EpochEnd": inkspect.EpochEnd(1, 0.5, {}, 1.0, inkspect.load(), lambda: None),
    "EpochReport": inkspect.EpochReport(1, 0.5, {}, 1.0),
    "Evaluation": inkspect.Evaluation(np.zeros((10, 10), np.int64), None),
    "Explanation": inkspect.explain([]),
    "Mnist": inkspect.Mnist((), ()),
    "Network": inkspect.load(),
    "Progress": inkspect.Progress(1, 1, 1.0, 0.5, 0.0, inkspect.EpochReport(1, 0.5, {}, 1.0)),
    "Reading": inkspect.read([]),
    "TrainingResult": inkspect.TrainingResult(inkspect.load(), [inkspect.EpochReport(1, 0.5, {}, 1.0)]),
}


@pytest.fixture
def hashing(elsewhere: Path) -> Path:
    """A folder with a script that takes each unhashable object for a hashable one, one a line."""
    (elsewhere / SCRIPT.name).unlink()
    head = "from collections.abc import Hashable\nimport inkspect\n"
    functions = [f"def of_{name}(value: inkspect.{name}) -> Hashable: return value" for name in UNHASHABLE]
    (elsewhere / "hashing.py").write_text(head + "\n".join(functions), encoding="utf-8")
    return elsewhere


@pytest.mark.parametrize("value", UNHASHABLE.values(), ids=UNHASHABLE)
def test_what_holds_arrays_or_dicts_has_no_hash(value: object) -> None:
    with pytest.raises(TypeError, match="unhashable type"):
        hash(value)


def test_mypy_knows_what_has_no_hash(hashing: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed")
    done = run(sys.executable, "-m", "mypy", "--strict", "--cache-dir", "types", "hashing.py", folder=hashing)
    assert len(re.findall(r"^hashing\.py:\d+: error: Incompatible return", done.stdout, re.M)) == len(UNHASHABLE)


def test_pyright_knows_what_has_no_hash(hashing: Path) -> None:
    if not PYRIGHT.exists():
        pytest.skip("pyright is not installed: `make test` installs it")
    done = run(PYRIGHT, "--pythonpath", sys.executable, folder=hashing)
    assert len(re.findall(r"hashing\.py:\d+:\d+ - error: .*Hashable", done.stdout)) == len(UNHASHABLE), done.stdout


def test_mypy_in_its_strictest_mode_has_nothing_to_say(elsewhere: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed")
    done = run(sys.executable, "-m", "mypy", "--strict", "--cache-dir", "types", SCRIPT.name, folder=elsewhere)
    assert done.returncode == 0, done.stdout


def test_pyright_in_its_strictest_mode_has_nothing_to_say(elsewhere: Path) -> None:
    if not PYRIGHT.exists():
        pytest.skip("pyright is not installed: `make test` installs it")
    done = run(PYRIGHT, "--pythonpath", sys.executable, folder=elsewhere)
    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stdout

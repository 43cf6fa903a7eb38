"""A script that uses the whole interface runs, and strict type checkers find nothing to say about it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

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

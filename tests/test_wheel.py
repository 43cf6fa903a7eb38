"""The wheel, installed into an empty environment and run away from the checkout."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from inkspect.network.weights import published_weights
from inkspect.page.build import build_page

PROJECT = Path(__file__).resolve().parent.parent
GOLDEN_DRAWINGS = PROJECT / "tests" / "golden" / "drawings.jsonl"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{[str(part) for part in command]}:\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=PROJECT)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_what_running_needs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in ("network/architecture.json", "page/template.html", "pretrained/weights.safetensors", "py.typed"):
        assert f"inkspect/{needed}" in names
    assert any(name.endswith("/LICENSE") for name in names)
    strays = [name for name in names if not name.startswith(("inkspect/", "inkspect-"))]
    assert not strays, f"the wheel would put these beside other packages: {strays}"


def test_installed_elsewhere_it_builds_the_page_and_reads_strokes(wheel: Path, tmp_path: Path) -> None:
    environment, folder = tmp_path / "environment", tmp_path / "elsewhere"
    folder.mkdir()
    python = environment / SCRIPTS / "python"
    run(sys.executable, "-m", "uv", "venv", "--python", sys.executable, environment, folder=folder)
    run(sys.executable, "-m", "uv", "pip", "install", "--python", python, wheel, folder=folder)

    home = run(python, "-c", "import inkspect; print(inkspect.__file__)", folder=folder)
    assert Path(home.strip()).is_relative_to(environment), "the checkout ran, not the wheel"
    inkspect = environment / SCRIPTS / "inkspect"
    run(inkspect, "open", "--no-browser", folder=folder)
    assert (folder / "inkspect.html").read_bytes() == build_page(published_weights())
    figures = json.loads(run(inkspect, "evaluate", "--strokes", GOLDEN_DRAWINGS, "--json", folder=folder))
    assert figures["accuracy"] > 0.5

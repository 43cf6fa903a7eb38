"""The wheel and the sdist: what is in them, and that each runs, installed into an empty environment."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from inkspect.network.weights import published_weights
from inkspect.page.build import build_page

PROJECT = Path(__file__).resolve().parent.parent
GOLDEN_DRAWINGS = PROJECT / "tests" / "golden" / "drawings.jsonl"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

NOT_FOR_BUILDING = {".ci", ".gitattributes", ".gitignore", ".editorconfig"}
"""What of the checkout says how it is looked after elsewhere."""


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{[str(part) for part in command]}:\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("distributions")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, folder=PROJECT)
    return folder


@pytest.fixture
def wheel(distributions: Path) -> Path:
    (built,) = distributions.glob("*.whl")
    return built


@pytest.fixture
def sdist(distributions: Path) -> Path:
    (built,) = distributions.glob("*.tar.gz")
    return built


def test_an_index_would_take_them(wheel: Path, sdist: Path) -> None:
    run(sys.executable, "-m", "twine", "check", "--strict", wheel, sdist, folder=PROJECT)


def test_the_wheel_holds_what_running_needs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "network/architecture.json",
        "pen/pen.json",
        "page/template.html",
        "pretrained/weights.safetensors",
        "py.typed",
    ):
        assert f"inkspect/{needed}" in names
    assert any(name.endswith("/LICENSE") for name in names)
    strays = [name for name in names if not name.startswith(("inkspect/", "inkspect-"))]
    assert not strays, f"the wheel would put these beside other packages: {strays}"


def test_the_sdist_is_the_checkout(sdist: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout: the tracked files are not known")
    files = {name for name in tracked.stdout.split("\0") if name and (PROJECT / name).is_file()}
    with tarfile.open(sdist) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    left_out = {name for name in files - packed if name.split("/")[0] not in NOT_FOR_BUILDING}
    assert not left_out, f"pyproject.toml leaves these out of the sdist: {sorted(left_out)}"
    untracked = {name for name in packed - files if "node_modules" in name or name.startswith((".venv", "dist"))}
    assert not untracked, f"the sdist has what is no source: {sorted(untracked)[:5]}"


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_installed_elsewhere_it_builds_the_page_and_reads_strokes(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    built: Path = request.getfixturevalue(kind)
    environment, folder = tmp_path / "environment", tmp_path / "elsewhere"
    folder.mkdir()
    python = environment / SCRIPTS / "python"
    run(sys.executable, "-m", "uv", "venv", "--python", sys.executable, environment, folder=folder)
    run(sys.executable, "-m", "uv", "pip", "install", "--python", python, built, folder=folder)

    home = run(python, "-c", "import inkspect; print(inkspect.__file__)", folder=folder)
    assert Path(home.strip()).is_relative_to(environment), f"the checkout ran, not the {kind}"
    inkspect = environment / SCRIPTS / "inkspect"
    run(inkspect, "open", "--no-browser", folder=folder)
    assert (folder / "inkspect.html").read_bytes() == build_page(published_weights())
    figures = json.loads(run(inkspect, "evaluate", "--strokes", GOLDEN_DRAWINGS, "--json", folder=folder))
    assert figures["accuracy"] > 0.5

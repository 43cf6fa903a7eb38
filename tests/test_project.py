"""House rules that can be checked automatically."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from inkspect.network.weights import load_weights, published_weights

PROJECT = Path(__file__).resolve().parent.parent
WEB = PROJECT / "web" / "src"

ENTRY_POINTS = {"main.ts", "worker.ts"}

# Written in pieces so that this file does not contain what it looks for.
PLACES_OF_ONE_MACHINE = [
    "/" + "work/",
    "/" + "root/",
    "/" + "home/",
    "pypi" + ".org",
    "files.python" + "hosted",
    "registry." + "npmjs",
    "deb." + "debian.org",
]


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so the tracked files are unknown")
    return [PROJECT / name for name in listed.stdout.decode().split("\0") if name and (PROJECT / name).is_file()]


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode(errors="replace")


def test_no_source_file_is_longer_than_300_lines() -> None:
    suffixes, folders = {".py", ".ts", ".mjs", ".css"}, {"src", "web", "tools", "benchmarks"}
    sources = [
        path for path in tracked_files() if path.suffix in suffixes and path.relative_to(PROJECT).parts[0] in folders
    ]
    assert sources, "no sources found"
    lengths = {path.relative_to(PROJECT).as_posix(): len(text_of(path).splitlines()) for path in sources}
    long = {name: length for name, length in lengths.items() if length > 300}
    assert not long, f"split these into modules that each have one reason to exist: {long}"


def test_only_entry_points_have_side_effects_when_imported() -> None:
    guilty = []
    for path in sorted(WEB.rglob("*.ts")):
        if path.name in ENTRY_POINTS or path.name.endswith(".d.ts"):
            continue
        source = path.read_text(encoding="utf-8")
        guilty += [f"{path.relative_to(WEB)}: {line}" for line in re.findall(r"^(?:let |var ).*$", source, re.M)]
        guilty += [f"{path.relative_to(WEB)}: {line}" for line in re.findall(r"^[\w.]+\(.*$", source, re.M)]
    assert not guilty, f"module-level variables or side effects at import: {guilty}"


def test_no_tracked_file_names_a_machines_path_or_a_registrys_host() -> None:
    found = [
        f"{path.relative_to(PROJECT)}: {place}"
        for path in tracked_files()
        for place in PLACES_OF_ONE_MACHINE
        if place in text_of(path)
    ]
    assert not found, f"paths of one machine, or hosts of a registry: {found}"


@pytest.mark.parametrize("folder", ["", "benchmarks/browser"])
def test_a_node_lock_file_names_no_download_address(folder: str) -> None:
    lock = json.loads((PROJECT / folder / "package-lock.json").read_text(encoding="utf-8"))
    addressed = [name for name, package in lock["packages"].items() if "resolved" in package]
    assert lock["packages"], "package-lock.json lists nothing"
    assert not addressed, f"remove these by `npm install` with .npmrc's omit-lockfile-registry-resolved: {addressed}"


def test_every_development_tool_is_locked() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = settings["dependencies"] + settings["optional-dependencies"]["dev"]
    locked = {
        line.split("==")[0].lower()
        for line in (PROJECT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    names = {re.split(r"[\[<>=~ ;]", requirement)[0].lower() for requirement in wanted}
    assert names <= locked, f"run `make lock`: requirements-dev.txt lacks {sorted(names - locked)}"


def test_documents_name_only_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M))
    documents = [path for path in tracked_files() if path.suffix == ".md"]
    named = {target for path in documents for target in re.findall(r"`make ([a-z]+)", text_of(path))}
    assert named <= targets, f"documents name make targets missing from the Makefile: {sorted(named - targets)}"


def test_the_readme_states_the_accuracy_of_the_published_weights() -> None:
    _, metadata = load_weights(published_weights())
    accuracy = json.loads(metadata["figures"])["mnist_test_accuracy"]
    stated = re.search(r"([\d.]+) % of the MNIST test set", (PROJECT / "README.md").read_text(encoding="utf-8"))
    assert stated, "README.md does not state the accuracy of the published weights on the MNIST test set"
    assert stated[1] == f"{100 * accuracy:.2f}", (
        f"README.md says {stated[1]} %, the weights' metadata say {accuracy:.2%}"
    )


def test_the_readmes_picture_is_no_larger_than_200_kilobytes() -> None:
    picture = re.search(r"!\[[^\]]+\]\(([^)]+)\)", (PROJECT / "README.md").read_text(encoding="utf-8"))
    assert picture, "README.md shows no picture of the page"
    assert (PROJECT / picture[1]).stat().st_size <= 200_000, "make a smaller one with python tools/screenshot.py"


def test_the_readme_shows_the_place_pen_in_a_picture_no_larger_than_120_kilobytes() -> None:
    picture = re.search(r"!\[[^\]]+\]\((docs/pen[^)]+)\)", (PROJECT / "README.md").read_text(encoding="utf-8"))
    assert picture, "README.md shows no picture of the place Pen"
    assert (PROJECT / picture[1]).stat().st_size <= 120_000, "make a smaller one with python tools/screenshot.py"


def test_the_readmes_moving_picture_moves_ends_and_is_smaller_than_300_kilobytes() -> None:
    moving = re.search(r"!\[[^\]]+\]\((docs/timeline[^)]+)\)", (PROJECT / "README.md").read_text(encoding="utf-8"))
    assert moving, "README.md shows no moving picture of the timeline"
    assert (PROJECT / moving[1]).stat().st_size < 300_000, "make a smaller one with python tools/moving_picture.py"
    with Image.open(PROJECT / moving[1]) as picture:
        assert getattr(picture, "n_frames", 1) >= 20
        assert 0 < picture.info["loop"] <= 5, "it plays on and on beside what one reads"

"""CONTRIBUTING's map matches the code: everything on it exists, and nothing is missing from it."""

import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
ROOTS = ("src/inkspect", "web/src", "words", "tests", "web/test", "benchmarks", "tools")
"""The folders shown on the map."""

MODULES = {".py", ".ts", ".json"}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so the tracked files are unknown")
    return [Path(name) for name in listed.stdout.split("\0") if name and (PROJECT / name).exists()]


def mapped_paths() -> dict[Path, bool]:
    """Every path on the map, and whether it is a folder; an entry indented by two more spaces lies in the one above."""
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"^## A map of the code\n+```\n(.*?)^```", text, re.M | re.S)
    assert block, "CONTRIBUTING.md has no map of the code"
    paths: dict[Path, bool] = {}
    above: list[Path] = []
    for line in block[1].splitlines():
        indentation = len(line) - len(line.lstrip())
        if indentation > 2 * len(above):
            continue  # a continued description
        names = re.split(r" {2,}", line.strip())[0].split()
        folder = above[indentation // 2 - 1] if indentation else Path()
        here = [folder / name for name in names]
        paths |= {path: name.endswith("/") for path, name in zip(here, names, strict=True)}
        above = [*above[: indentation // 2], here[-1]]
    return paths


def test_everything_on_the_map_exists() -> None:
    wrong = [str(path) for path, folder in mapped_paths().items() if (PROJECT / path).is_dir() != folder]
    gone = [str(path) for path in mapped_paths() if not (PROJECT / path).exists()]
    assert not gone and not wrong, (
        f"the map in CONTRIBUTING.md shows paths that do not exist: {sorted({*gone, *wrong})}"
    )


def test_every_folder_of_code_is_on_the_map() -> None:
    folders = {parent for file in tracked_files() for parent in file.parents}
    code = {folder for folder in folders if folder.as_posix().startswith(ROOTS)}
    missing = sorted(str(folder) for folder in code - mapped_paths().keys())
    assert not missing, f"add these folders to the map in CONTRIBUTING.md: {missing}"


def test_a_folder_that_lists_modules_lists_them_all() -> None:
    mapped = mapped_paths()
    named_in = {path.parent for path, folder in mapped.items() if not folder and path.suffix in MODULES}
    modules = [file for file in tracked_files() if file.parent in named_in and file.suffix in MODULES]
    missing = [str(file) for file in modules if file not in mapped and file.stem != "__init__"]
    assert modules and not missing, f"add these modules to the map in CONTRIBUTING.md: {missing}"

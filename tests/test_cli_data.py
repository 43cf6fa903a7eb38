"""`inkspect data`: the cache, shown, verified, filled and cleared."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inkspect.cli import app
from inkspect.data import mnist
from inkspect.data.mnist import FILE_SUMS
from shell import assert_one_clear_line, inkspect

TRAIN_IMAGES = next(iter(FILE_SUMS))


def run(*arguments: str) -> tuple[int, str]:
    """Run the command in this process; return its exit code and what it printed."""
    done = CliRunner().invoke(app, ["data", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_an_empty_cache_is_no_error_and_looking_makes_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INKSPECT_CACHE", str(tmp_path / "cache"))
    code, output = run()
    assert code == 0
    assert output.startswith(f"{tmp_path / 'cache'}\n")
    assert output.count("missing") == 4
    assert "4 of 4 files will be downloaded when first needed" in output
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_makes_the_exit_code_1_and_is_named_also_beside_json(tmp_path: Path) -> None:
    (tmp_path / TRAIN_IMAGES).write_bytes(b"poison")
    done = inkspect("data", "--json", folder=tmp_path, INKSPECT_CACHE=str(tmp_path))
    assert_one_clear_line(done, TRAIN_IMAGES, str(tmp_path), "inkspect data --fetch")
    answer = json.loads(done.stdout)
    assert answer["folder"] == str(tmp_path)
    assert [file["state"] for file in answer["files"]] == ["damaged", "missing", "missing", "missing"]
    assert answer["files"][0] == {
        "name": TRAIN_IMAGES,
        "state": "damaged",
        "path": str(tmp_path / TRAIN_IMAGES),
        "bytes": 6,
    }
    assert (tmp_path / TRAIN_IMAGES).read_bytes() == b"poison", "looking changes nothing"


def test_clear_says_what_it_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / TRAIN_IMAGES).write_bytes(b"poison")
    (tmp_path / f".{TRAIN_IMAGES}.0a1b2c3d.part").write_bytes(b"half")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "inkspect-0a1b2c3d.html").write_bytes(b"page")
    (tmp_path / "mine").write_bytes(b"mine")
    monkeypatch.setenv("INKSPECT_CACHE", str(tmp_path))
    assert run("--clear") == (0, f"Removed 3 files from {tmp_path}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_clear_answers_in_json_and_is_no_error_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / TRAIN_IMAGES).write_bytes(b"poison")
    monkeypatch.setenv("INKSPECT_CACHE", str(cache))
    assert json.loads(run("--clear", "--json")[1]) == {"folder": str(cache), "removed": [TRAIN_IMAGES]}
    assert run("--clear") == (0, f"Nothing to remove in {cache}\n")


def test_fetch_fills_the_cache_before_it_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[Path] = []
    monkeypatch.setattr(mnist, "load_mnist", filled.append)
    monkeypatch.setenv("INKSPECT_CACHE", str(tmp_path))
    code, output = run("--fetch")
    assert (code, filled) == (0, [tmp_path])
    assert TRAIN_IMAGES in output


def test_what_was_cut_off_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / f".{TRAIN_IMAGES}.0a1b2c3d.part").write_bytes(b"half")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "inkspect-0a1b2c3d.html").write_bytes(b"page")
    monkeypatch.setenv("INKSPECT_CACHE", str(tmp_path))
    assert "1 page opened in a browser; --clear removes them" in run()[1]
    assert json.loads(run("--json")[1])["pages"] == ["inkspect-0a1b2c3d.html"]
    assert "1 partial download; --clear removes them" in run()[1]


def test_to_fetch_and_to_clear_at_once_is_a_command_written_wrongly() -> None:
    assert run("--fetch", "--clear")[0] == 2

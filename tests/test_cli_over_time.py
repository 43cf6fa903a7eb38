"""`inkspect read --over-time`: a JSON object for every point, and one clear line for what has no points."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import inkspect as package
from inkspect.cli import app
from shell import assert_one_clear_line, inkspect

SEVEN: list[list[list[float]]] = [[[0, 0, 5], [6, 0, 25.4], [2, 10, 60]]]
ONE: list[list[list[float]]] = [[[0, 0], [0, 10]]]
LINES = [json.dumps({"strokes": strokes}) + "\n" for strokes in (SEVEN, [], ONE)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stroke file, the same gzipped under another name, a broken one, a picture, and what is neither."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "some.jsonl").write_text("".join(LINES), encoding="utf-8")
    (folder / "zipped.dat").write_bytes(gzip.compress("".join(LINES).encode()))
    (folder / "broken.jsonl").write_text(f"{LINES[2]}{{bad\n", encoding="utf-8")
    endless = json.dumps({"strokes": [[[0, 0]] * 20_001]})
    (folder / "endless.jsonl").write_text(f"{endless}\n{LINES[2]}", encoding="utf-8")
    (folder / "blank.jsonl").write_text(LINES[1], encoding="utf-8")
    (folder / "none.jsonl").write_text("\n", encoding="utf-8")
    Image.fromarray(np.kron(255 - 255 * package.rasterize(ONE), np.ones((4, 4))).astype(np.uint8)).save(
        folder / "1.png"
    )
    return folder


def run(folder: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[dict[str, Any]], str]:
    """Run the command in this process; return its exit code, the objects printed, and what stands on standard error."""
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["read", "--over-time", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.mark.parametrize("name", ["some.jsonl", "zipped.dat"])
def test_every_point_of_every_drawing_gets_a_line_that_says_which_it_is(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, records, errors = run(folder, name, monkeypatch=monkeypatch)
    assert (code, errors) == (0, "")
    assert [(record["file"], record["drawing"], record["moment"], record["t"]) for record in records] == [
        (name, 1, 1, 0),
        (name, 1, 2, 20),
        (name, 1, 3, 55),
        (name, 3, 1, 0),
        (name, 3, 2, 10),
    ]
    assert list(records[0]) == ["file", "drawing", "moment", "t", "verdict", "digit", "probabilities"]


def test_the_lines_are_what_python_reads_over_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, records, _ = run(folder, "some.jsonl", monkeypatch=monkeypatch)
    expected = [*package.read_over_time(SEVEN).to_json(), *package.read_over_time(ONE).to_json()]
    assert [{key: record[key] for key in record if key not in ("file", "drawing")} for record in records] == expected
    assert (records[2]["verdict"], records[2]["digit"], records[4]["digit"]) == ("digit", 7, 1)


def test_a_network_of_ones_own_reads(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package.Network.initialized(3).save(tmp_path / "mine.safetensors", "F32")
    mine = run(folder, "some.jsonl", "--weights", str(tmp_path / "mine.safetensors"), monkeypatch=monkeypatch)[1]
    expected = package.read_over_time(SEVEN, package.Network.initialized(3))
    assert np.allclose([record["probabilities"] for record in mine[:3]], expected.probabilities, atol=1e-6)


@pytest.mark.parametrize(
    "name, said",
    [
        ("1.png", r'1.png: not a stroke file, UTF-8 text with one object per line, {"strokes": [[[x, y], …], …]}'),
        ("none.jsonl", "none.jsonl: not a stroke file, "),
        ("gone.jsonl", "cannot read gone.jsonl: "),
    ],
)
def test_what_has_no_points_gets_one_clear_line(folder: Path, name: str, said: str) -> None:
    done = inkspect("read", "--over-time", name, folder=folder)
    assert_one_clear_line(done, said)
    assert done.stdout == ""


def test_a_bad_line_a_bad_file_and_a_drawing_of_too_many_points_stop_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, records, errors = run(folder, "1.png", "broken.jsonl", "endless.jsonl", "some.jsonl", monkeypatch=monkeypatch)
    assert code == 1
    read = {(record["file"], record["drawing"]) for record in records}
    assert read == {("broken.jsonl", 1), ("endless.jsonl", 2), ("some.jsonl", 1), ("some.jsonl", 3)}
    picture, broken, endless = errors.splitlines()
    assert picture.startswith("inkspect: 1.png: not a stroke file")
    assert broken.startswith("inkspect: broken.jsonl:2: not JSON")
    assert endless == "inkspect: endless.jsonl, drawing 1: the drawing has 20,001 points; the page keeps at most 20,000"


def test_a_drawing_of_too_many_points_makes_the_exit_code_1_though_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, records, errors = run(folder, "endless.jsonl", monkeypatch=monkeypatch)
    assert (code, [record["drawing"] for record in records], errors.count("\n")) == (1, [2, 2], 1)


def test_a_drawing_without_ink_has_no_lines_and_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(folder, "blank.jsonl", monkeypatch=monkeypatch) == (0, [], "")


def test_json_lines_and_a_json_array_at_once_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, records, errors = run(folder, "some.jsonl", "--json", monkeypatch=monkeypatch)
    assert (code, records) == (2, [])
    assert "give only one" in errors


def test_a_pipe_is_read_like_a_file() -> None:
    command = [sys.executable, "-m", "inkspect", "read", "--over-time", "-"]
    done = subprocess.run(command, input="".join(LINES).encode(), capture_output=True, check=True)
    assert [json.loads(line)["drawing"] for line in done.stdout.splitlines()] == [1, 1, 1, 3, 3]

"""`inkspect write`: digits and finished drawings, in the terminal or in a file, whole or not at all."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import inkspect as package
from inkspect.cli import app
from inkspect.data.stroke_files import read_strokes
from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from inkspect.system.errors import InkspectError
from pen_material import lively_network
from shell import assert_one_clear_line, inkspect

BEGUN = {"label": "7", "writer": "ada", "note": "mine", "strokes": [[[0, 0, 5], [60, 0, 40]]]}
TAP = {"strokes": [[[3, 3]]]}


@pytest.fixture(scope="module")
def network() -> PenNetwork:
    return lively_network(1).as_type(np.float32)


@pytest.fixture
def folder(tmp_path: Path, network: PenNetwork, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a network, and drawings that were begun; the current one."""
    network.save(tmp_path / "pen.safetensors", "F32")
    (tmp_path / "begun.jsonl").write_text(f"{json.dumps(BEGUN)}\n{json.dumps(TAP)}\n", encoding="utf-8")
    (tmp_path / "blank.jsonl").write_text("\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command with the folder's network; return its exit code and what it wrote to both outputs."""
    done = CliRunner().invoke(app, ["write", "--weights", "pen.safetensors", *arguments])
    if isinstance(done.exception, InkspectError):
        return 1, done.stdout, str(done.exception)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def told(*arguments: str) -> list[dict[str, Any]]:
    code, out, errors = run(*arguments, "--json")
    assert (code, errors) == (0, "")
    records: list[dict[str, Any]] = json.loads(out)
    return records


def test_a_digit_is_drawn_in_the_terminal_and_read_by_the_pictures_network(folder: Path) -> None:
    code, out, errors = run("7", "--count", "2", "--seed", "5")
    assert (code, errors) == (0, "")
    titles = [line for line in out.splitlines() if line.startswith("7, seed")]
    assert [title.partition(":")[0] for title in titles] == ["7, seed 5", "7, seed 6"]
    assert all("read as " in title for title in titles)
    assert any(mark in out for mark in "▀▄█#")


def test_it_writes_what_python_writes_with_the_same_choices(folder: Path, network: PenNetwork) -> None:
    records = told("3", "--count", "3", "--temperature", "0.6", "--top-k", "4", "--seed", "8")
    for seed, record in enumerate(records, start=8):
        written = package.write(3, network, temperature=0.6, top_k=4, seed=seed)
        assert record["strokes"] == [stroke.tolist() for stroke in written.strokes]
        assert record["label"] == "3"
        assert record["written"] == {"temperature": 0.6, "top_k": 4, "seed": seed, "ended": written.ended}
        assert record["reading"]["digit"] == package.read(written.drawing).digit


def test_a_digit_without_an_end_is_marked(folder: Path) -> None:
    parameters = lively_network(1).parameters()
    parameters["token.weight"][3] -= 100 * parameters["norm.bias"]  # END is never expected
    PenNetwork.from_parameters(parameters).save(folder / "pen.safetensors", "F32")
    (record,) = told("1")
    assert record["written"]["ended"] is False
    assert run("1")[1].startswith("1, seed 0: no end; read as ")
    assert "; 2 of 2 without an end" in run("1", "--count", "2", "--output", "ones.svg")[1]


@pytest.mark.parametrize("name", ["sevens.jsonl", "sevens.jsonl.gz"])
def test_a_stroke_file_holds_them_and_is_read_like_any_other(folder: Path, name: str) -> None:
    code, out, _ = run("7", "--count", "4", "--output", name)
    assert (code, out) == (0, f"Wrote {(folder / name).resolve()}\n") or "without an end" in out
    drawings = read_strokes(folder / name)
    assert [drawing.label for drawing in drawings] == ["7"] * 4
    assert [drawing.extra["written"]["seed"] for drawing in drawings] == [0, 1, 2, 3]  # type: ignore[index]
    read = CliRunner().invoke(app, ["read", name])
    assert (read.exit_code, read.stdout.count("\n")) == (0, 4)


@pytest.mark.parametrize(("name", "start"), [("sevens.svg", b"<svg "), ("sevens.png", b"\x89PNG")])
def test_a_picture_shows_them_and_replaces_only_an_earlier_one(folder: Path, name: str, start: bytes) -> None:
    for _ in range(2):
        assert run("7", "--count", "12", "--output", name)[0] == 0
    assert (folder / name).read_bytes().startswith(start)
    (folder / name).write_bytes(start + b"something else")
    code, out, errors = run("7", "--output", name)
    assert (code, out) == (1, "")
    assert f"{name} holds data of unknown origin, and is not overwritten by a picture of written digits" in errors
    assert (folder / name).read_bytes() == start + b"something else"


def test_a_drawing_is_gone_on_with_from_where_it_ends_and_its_own_points_stay(
    folder: Path, network: PenNetwork
) -> None:
    begun, tap = told("--finish", "begun.jsonl")
    assert (begun["label"], begun["writer"], begun["note"]) == ("7", "ada", "mine")
    written = package.finish(BEGUN["strokes"], network)  # type: ignore[arg-type]
    first = begun["strokes"][0]
    assert first[:2] == [[0, 0, 5], [60, 0, 40]]
    added = written.added
    goes_on = written.ids[written.given] >= load_pen().step(0)
    assert len(begun["strokes"]) == 1 + len(added) - goes_on
    assert all(len(point) == 3 for point in first), "points that go on with a timed stroke have times"
    assert tap["strokes"][0][0] == [3, 3]


def test_a_drawing_becomes_the_digit_that_is_asked_for(folder: Path, network: PenNetwork) -> None:
    records = told("4", "--finish", "begun.jsonl", "--count", "2")
    assert [record["label"] for record in records] == ["4"] * 4
    assert [record["written"]["seed"] for record in records] == [0, 1, 0, 1]
    assert run("4", "--finish", "begun.jsonl")[1].startswith("begun.jsonl, drawing 1 as 4, seed 0: ")


def test_finished_drawings_may_replace_those_that_were_begun(folder: Path) -> None:
    assert run("--finish", "begun.jsonl", "--output", "begun.jsonl")[0] == 0
    assert len(read_strokes(folder / "begun.jsonl")) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give the digit to write"),
        (("10",), "'DIGIT'"),
        (("-1",), ""),
        (("seven",), "'DIGIT'"),
        (("7", "--count", "0"), "'--count'"),
        (("7", "--temperature", "-1"), "'--temperature'"),
        (("7", "--temperature", "nan"), "--temperature"),
        (("7", "--temperature", "inf"), "--temperature"),
        (("7", "--top-k", "0"), "'--top-k'"),
        (("7", "--seed", "-1"), "'--seed'"),
        (("7", "--seed", "4294967295", "--count", "2"), "--seed"),
        (("7", "--output", "seven.gif"), "--output"),
        (("7", "--output", "seven"), "--output"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_written(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    before = set(folder.iterdir())
    code, out, errors = run(*arguments)
    assert (code, out) == (2, "")
    assert said in errors
    assert set(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--finish", "gone.jsonl"), "cannot read gone.jsonl"),
        (("--finish", "blank.jsonl"), "blank.jsonl: not a stroke file"),
        (("--finish", "pen.safetensors"), "the pen's network follows strokes, and a picture has none"),
        (("7", "--output", "nowhere/7.svg"), "cannot write nowhere/7.svg"),
        (("7", "--output", "begun.jsonl/7.png"), "begun.jsonl"),
        (("7", "--weights", "begun.jsonl"), "begun.jsonl is not"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = inkspect("write", "--weights", "pen.safetensors", *arguments, folder=folder)
    assert_one_clear_line(done, said)
    assert done.stdout == ""
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_computed(folder: Path) -> None:
    code, _, errors = run("7", "--weights", "gone.safetensors", "--output", "nowhere/7.svg")
    assert code == 1 and "cannot write nowhere/7.svg" in errors


def test_a_file_that_breaks_off_leaves_no_half_written_output(folder: Path) -> None:
    (folder / "broken.jsonl").write_text(f"{json.dumps(BEGUN)}\n{{bad\n", encoding="utf-8")
    code, _, errors = run("--finish", "broken.jsonl", "--output", "done.jsonl")
    assert code == 1 and "broken.jsonl:2: not JSON" in errors
    assert not (folder / "done.jsonl").exists()

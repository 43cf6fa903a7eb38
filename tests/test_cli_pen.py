"""`--network pen` of the commands that read and measure: strokes are read, pictures refused, everything is told."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import inkspect as package
from inkspect.cli import app
from inkspect.cli.pen_words import in_words
from inkspect.measuring import pen as measuring
from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from pen_material import lively_network
from shell import assert_one_clear_line, inkspect

SEVEN: list[list[list[float]]] = [[[0, 0], [6, 0], [2, 10]]]
ONE: list[list[list[float]]] = [[[0, 0], [0, 10]]]
LINES = [json.dumps({"label": "7", "strokes": SEVEN}), json.dumps({"strokes": []}), json.dumps({"strokes": ONE})]


@pytest.fixture(scope="module")
def network() -> PenNetwork:
    return lively_network(1, scale=0.2).as_type(np.float32)


@pytest.fixture
def folder(tmp_path: Path, network: PenNetwork, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A network, stroke files and a picture; the current folder."""
    network.save(tmp_path / "pen.safetensors", "F32")
    (tmp_path / "some.jsonl").write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    (tmp_path / "broken.jsonl").write_text(f"{LINES[0]}\n{{bad\n", encoding="utf-8")
    (tmp_path / "letters.jsonl").write_text(json.dumps({"label": "x", "strokes": SEVEN}), encoding="utf-8")
    Image.fromarray(np.full((28, 28), 255, np.uint8)).save(tmp_path / "1.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str, *arguments: str) -> tuple[int, str, str]:
    """Run a command about the folder's pen's network; return its exit code and both outputs."""
    done = CliRunner().invoke(app, [command, "--network", "pen", "--weights", "pen.safetensors", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_every_token_has_words_and_no_two_the_same() -> None:
    words = [in_words(name) for name in load_pen().vocabulary if name.startswith(("STEP", "LIFT", "DROP", "END"))]
    assert len(words) == len(set(words)) == 19
    assert [in_words(f"STEP {index}") for index in (0, 4, 8, 12)] == ["right", "down", "left", "up"]


def test_each_drawing_gets_a_line_with_its_digit_and_what_comes_next(folder: Path, network: PenNetwork) -> None:
    code, out, errors = run("read", "some.jsonl")
    assert (code, errors) == (0, "")
    seven, nothing, _ = out.splitlines()
    reading = package.read(SEVEN, network)
    assert reading.probabilities is not None and reading.digit is not None
    digit = f"{reading.digit} ({reading.probabilities[reading.digit]:.1%})"
    name, share = reading.expected[0]
    assert seven.startswith(f"some.jsonl, drawing 1: {digit}; next: {in_words(name)} {share:.1%}, ")
    assert nothing == "some.jsonl, drawing 2: nothing drawn"


def test_as_json_it_is_what_python_reads(folder: Path, network: PenNetwork) -> None:
    code, out, _ = run("read", "some.jsonl", "--json")
    records: list[dict[str, Any]] = json.loads(out)
    assert code == 0
    assert [record["drawing"] for record in records] == [1, 2, 3]
    for record, strokes in zip(records, (SEVEN, [], ONE), strict=True):
        told = json.loads(json.dumps(package.read(strokes, network).to_json()))
        assert {key: record[key] for key in told} == told


def test_a_picture_gets_one_clear_line_and_stops_no_other_file(folder: Path) -> None:
    code, out, errors = run("read", "1.png", "broken.jsonl", "some.jsonl")
    assert code == 1
    assert out.count("\n") == 4
    picture, broken = errors.splitlines()
    assert picture.startswith("inkspect: 1.png: not a stroke file")
    assert picture.endswith("the pen's network follows strokes, and a picture has none")
    assert broken.startswith("inkspect: broken.jsonl:2: not JSON")


def test_over_time_every_point_gets_a_line(folder: Path, network: PenNetwork) -> None:
    code, out, errors = run("read", "--over-time", "some.jsonl")
    records = [json.loads(line) for line in out.splitlines()]
    assert (code, errors, len(records)) == (0, "", 5)
    told = package.read_over_time(SEVEN, network).to_json()
    assert records[:3] == [{"file": "some.jsonl", "drawing": 1, **json.loads(json.dumps(moment))} for moment in told]


def test_weights_of_the_other_network_are_refused_in_one_line(folder: Path) -> None:
    package.Network.initialized(0).save(folder / "picture.safetensors")
    for command in (("read", "some.jsonl"), ("evaluate",)):
        done = inkspect(*command, "--network", "pen", "--weights", "picture.safetensors", folder=folder)
        assert_one_clear_line(done, "picture.safetensors is not a weights file of the pen's network")
    done = inkspect("read", "some.jsonl", "--weights", "pen.safetensors", folder=folder)
    assert_one_clear_line(done, "pen.safetensors is not a weights file of")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two written digits of each kind are enough."""
    monkeypatch.setattr(measuring, "OF_EACH", 2)


@pytest.mark.usefixtures("few")
def test_an_evaluation_is_told_in_words(folder: Path) -> None:
    (folder / "learned.jsonl").write_text(LINES[2], encoding="utf-8")
    code, out, errors = run("evaluate", "--strokes", "some.jsonl", "--learned", "learned.jsonl")
    assert (code, errors) == (0, "")
    assert out.startswith("some.jsonl: 1 digit\n\n2 left out: no ink, or no digit as their label\n")
    assert "100% of the ink" in out and " 25% of the ink" in out
    assert "after  50% of the ink" in out and "after  75% of the ink" in out
    assert "\n       0.8    20" in out and "\n       0.5    20" in out
    assert "the nearest of 1 training drawing is " in out


@pytest.mark.usefixtures("few")
def test_as_json_an_evaluation_is_pythons(folder: Path, network: PenNetwork) -> None:
    code, out, _ = run("evaluate", "--strokes", "some.jsonl", "--json")
    told = json.loads(json.dumps(package.evaluate(network, "some.jsonl").to_json()))
    assert (code, json.loads(out)) == (0, told)


@pytest.mark.usefixtures("few")
def test_without_drawings_only_what_it_writes_is_measured(folder: Path) -> None:
    code, out, _ = run("evaluate")
    assert code == 0
    assert out.startswith("written at") and "of the ink" not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--network", "pen", "--learned", "some.jsonl"), "--learned needs --strokes"),
        (("--learned", "some.jsonl"), "add --network pen"),
        (("--network", "brush"), "'--network'"),
    ],
)
def test_options_that_mean_nothing_together_are_wrong_usage(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = CliRunner().invoke(app, ["evaluate", "--weights", "pen.safetensors", *arguments])
    assert done.exit_code == 2
    assert said in done.stderr


def test_drawings_without_digits_are_refused_by_their_file(folder: Path) -> None:
    done = inkspect(
        "evaluate", "--network", "pen", "--weights", "pen.safetensors", "--strokes", "letters.jsonl", folder=folder
    )
    assert_one_clear_line(done, 'letters.jsonl: no drawing has both ink and a digit as its "label"')

"""Held-out drawings: never learned from, checked before a run begins, and told in the weights by source and form."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import inkspect
from inkspect.cli import app
from inkspect.data.strokes import Drawing
from inkspect.drawing.forms import FORMS
from inkspect.measuring import by_source
from inkspect.measuring.forms import evaluate_form
from inkspect.network.weights import load_weights, rounded
from inkspect.training.held_out import MEASURED_KEY, measured_metadata
from plain_networks import deaf_network, drawing_by
from small_training import small_drawings, small_mnist, small_recipe

SCRIPT = Path(__file__).with_name("small_training.py")
LINE = '{{"label": "{}", "writer": "{}", "strokes": [[[0, 0], [{}, 10]]]}}\n'


@pytest.fixture(autouse=True)
def _few_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_source, "FORM_DRAWINGS", 4)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Digits by ada to learn from, by bo and cy to hold out, by ada and bo; and letters alone."""
    ours, theirs = LINE.format(1, "ada", 0), LINE.format(1, "bo", 1) + LINE.format(7, "bo", 2) + LINE.format(1, "cy", 3)
    for name, content in {
        "ours.jsonl": ours,
        "theirs.jsonl": theirs,
        "both.jsonl": LINE.format(1, "ada", 4) + theirs,
        "letters.jsonl": LINE.format("x", "dee", 0),
    }.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_network_is_measured_on_each_source_by_writer_and_by_digit() -> None:
    """One that reads a 3 in everything."""
    source = [drawing_by("a", 3), drawing_by("a", 3), drawing_by("a", 1), drawing_by("b", 1), drawing_by(None, 3)]
    told = measured_metadata(deaf_network(_3=2.0), {"ours": source, "nameless": [drawing_by(None, 5)]}, small_mnist())
    mnist, ours, nameless = json.loads(told[MEASURED_KEY])["sources"]
    nothing = [None] * 10
    assert ours == {
        "name": "ours",
        "count": 5,
        "accuracy": 0.6,
        "digits": [*nothing[:1], 0.0, None, 1.0, *nothing[4:]],
        "writers": 2,
        "mean_of_writers": 0.3333,
        "lowest_of_writers": 0.0,
    }
    assert nameless == {"name": "nameless", "count": 1, "accuracy": 0.0, "digits": [*nothing[:5], 0.0, *nothing[6:]]}
    assert (mnist["name"], mnist["count"], mnist["accuracy"]) == ("mnist_test", 40, 0.1)
    assert mnist["digits"] == [1.0 if digit == 3 else 0.0 for digit in range(10)]


def test_it_is_measured_on_every_form_with_the_weights_as_the_file_stores_them() -> None:
    """As float16, 1.0002 is 1: 3 and 5 are alike there and the first one is read; before, it is 5."""
    told = json.loads(measured_metadata(deaf_network(_3=1.0, _5=1.0002), {}, small_mnist())[MEASURED_KEY])
    assert told["forms"] == {
        "drawings": 4,
        "accuracy": {name: float(form.digit == "3") for name, form in FORMS.items()},
    }
    published = inkspect.load()
    told = json.loads(measured_metadata(published, {}, small_mnist())[MEASURED_KEY])
    for name in ("broad_flag_1", "open_4"):
        assert told["forms"]["accuracy"][name] == evaluate_form(published, FORMS[name], 4).accuracy


def test_a_finished_network_gets_new_figures_and_keeps_what_else_it_says() -> None:
    network = inkspect.load()
    renewed = measured_metadata(network, {"theirs": small_drawings()}, small_mnist())
    said = [{name: text for name, text in told.items() if name != MEASURED_KEY} for told in (renewed, network.metadata)]
    assert said[0] == said[1]
    again = measured_metadata(network.with_metadata(renewed), {}, small_mnist())
    assert [source["name"] for source in json.loads(again[MEASURED_KEY])["sources"]] == ["mnist_test"]


def trained(**choices: object) -> inkspect.TrainingResult:
    arguments = {"mnist": small_mnist(), "recipe": small_recipe(1), "workers": 1, "progress": False}
    return inkspect.train(**(arguments | choices))  # type: ignore[arg-type]


def test_a_run_says_in_its_weights_how_its_network_reads_what_was_held_out() -> None:
    theirs = [replace(drawing, writer="bo") for drawing in small_drawings()]
    network = trained(held_out={"theirs": theirs}).network
    plain = trained().network
    assert np.array_equal(network.parameter_vector, plain.parameter_vector), "it learned from what was held out"
    assert MEASURED_KEY not in plain.metadata, "figures that nobody asked for, which take their time"
    _, figures = json.loads(network.metadata[MEASURED_KEY])["sources"]
    evaluation = inkspect.evaluate(rounded(network), theirs)
    assert (figures["count"], figures["writers"]) == (10, 1)
    assert figures["accuracy"] == round(evaluation.accuracy or 0, 4)


@pytest.mark.parametrize(
    ("held_out", "line"),
    [
        ([], r"held_out must map a name to drawings for each source, not \[\]"),
        ({1: []}, r"held_out must have a name, as a str, for each source, not 1"),
        ({"x": 3}, r"held_out\['x'\] must be a list of Drawing objects, not 3"),
        ({"x": ["y"]}, r"held_out\['x'\]\[0\] must be a Drawing, not 'y'"),
        ({"x": [drawing_by("a", "q")]}, "x, held out, has no drawing with both ink and a digit as its label"),
        ({"x": [Drawing((), "3")]}, "x, held out, has no drawing with both ink and a digit as its label"),
        (
            {"x": [drawing_by("ada", 3), drawing_by("bo", 3)]},
            "x is held out, but 1 of its 2 writers, such as 'ada', would be learned from too",
        ),
        ({"x": [drawing_by(None, 3)]}, "x is held out, but 1 of its 1 drawing would be learned from too"),
    ],
)
def test_what_cannot_be_held_out_is_refused_before_a_run_begins(held_out: object, line: str, tmp_path: Path) -> None:
    learned = [drawing_by("ada", 3), drawing_by(None, 3)]
    with pytest.raises(inkspect.InvalidValueError, match=line) as refused:
        trained(drawings=learned, held_out=held_out, output=tmp_path / "my.safetensors")
    assert "\n" not in str(refused.value)
    assert not list(tmp_path.iterdir()), "the run had begun"


def test_other_drawings_without_a_writer_may_be_held_out() -> None:
    other = Drawing([[[0, 0], [3, 9]]], "3")
    assert MEASURED_KEY in trained(drawings=[drawing_by(None, 3)], held_out={"x": [other]}).network.metadata


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("ours.jsonl", "ours.jsonl is held out, but would be learned from too (--strokes ours.jsonl)"),
        ("both.jsonl", "both.jsonl is held out, but 1 of its 3 writers, such as 'ada', would be learned from too: "),
        ("letters.jsonl", "letters.jsonl, held out, has no drawing with both ink and a digit as its label"),
        ("gone.jsonl", "cannot read gone.jsonl"),
    ],
)
def test_the_command_refuses_it_too_and_leaves_an_earlier_run_alone(folder: Path, file: str, line: str) -> None:
    (folder / "my.safetensors.checkpoint").write_bytes(b"an earlier run")
    arguments = ["train", "--restart", "--strokes", "ours.jsonl", "--held-out", file, "--output", "my.safetensors"]
    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, inkspect.InkspectError), done.output
    assert line in str(done.exception)
    assert "\n" not in str(done.exception)
    assert (folder / "my.safetensors.checkpoint").read_bytes() == b"an earlier run"


def test_the_command_prints_the_figures_and_writes_them_by_file_name(folder: Path) -> None:
    options = ("--output", "my.safetensors", "--strokes", "ours.jsonl", "--held-out", "theirs.jsonl")
    done = subprocess.run(
        [sys.executable, SCRIPT, "cli", "train", "--epochs", "1", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done
    measured = json.loads(load_weights(folder / "my.safetensors")[1][MEASURED_KEY])
    assert [source["name"] for source in measured["sources"]] == ["mnist_test", "theirs"]
    assert (measured["sources"][1]["count"], measured["sources"][1]["writers"]) == (3, 2)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("theirs ")]
    assert line.split()[1:4] == ["3", f"{measured['sources'][1]['accuracy']:.2%}", "2"]
    assert "Forms read worst, drawn by rule: " in done.stdout

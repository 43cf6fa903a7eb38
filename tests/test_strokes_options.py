"""`--strokes`, wherever a command takes it: any number of files, none lost, each error with its file and line."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inkspect.cli import app
from inkspect.cli.drawings import read_digit_files
from inkspect.network.weights import load_weights
from inkspect.system.errors import InkspectError
from shell import inkspect

SCRIPT = Path(__file__).with_name("small_training.py")
SMALL_MNIST = {"PYTHONPATH": str(Path(__file__).with_name("small_mnist"))}
ONE = '{"label": "1", "writer": "ada", "strokes": [[[0, 0], [0, 10]]]}\n'
SEVEN = '{"label": "7", "writer": "bo", "strokes": [[[0, 0], [6, 0], [2, 10]]]}\n'
LETTER = '{"label": "x", "strokes": [[[0, 0], [6, 6]], [[6, 0], [0, 6]]]}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files of the same name, and one with a letter in its third line."""
    for name, content in {"a/x.jsonl": ONE, "b/x.jsonl": 2 * SEVEN, "c.jsonl": ONE + "\n" + LETTER}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "s.toml").write_text('seeds = [0]\nstrokes = ["a/x.jsonl"]\n[fixed]\nepochs = 1\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


BOTH = ("--strokes", "a/x.jsonl", "--strokes", "b/x.jsonl")


def answer(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_evaluate_reads_the_drawings_of_all_files(folder: Path) -> None:
    figures = json.loads(answer("evaluate", *BOTH, "--json"))
    assert (figures["count"], figures["correct"]) == (3, 3)
    assert answer("evaluate", *BOTH).startswith("a/x.jsonl, b/x.jsonl: 3 of 3 correct")


def test_train_learns_from_files_of_the_same_name_and_says_which(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "cli", "train", "--epochs", "1", "--output", "my.safetensors", *BOTH],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done
    assert "1 epoch in 0:0" in done.stdout
    metadata = load_weights(folder / "my.safetensors")[1]
    assert json.loads(metadata["validation_counts"]) == {"mnist": 32}, "the report says of how many its curve speaks"
    data = json.loads(metadata["data"])
    assert {"a/x.jsonl", "b/x.jsonl"} <= data.keys()


def test_the_weights_name_the_sum_and_the_owner_of_every_file_learned_from(folder: Path) -> None:
    credits_given = ("--credit", "Class 4b, CC0", "--credit", "Class 5a, CC BY 4.0")
    done = subprocess.run(
        [sys.executable, SCRIPT, "cli", "train", "--epochs", "1", "--output", "my.safetensors", *BOTH, *credits_given],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done
    metadata = load_weights(folder / "my.safetensors")[1]
    assert metadata["credit"].endswith("; Class 4b, CC0; Class 5a, CC BY 4.0")
    data = json.loads(metadata["data"])
    for file in ("a/x.jsonl", "b/x.jsonl"):
        assert data[file] == hashlib.sha256((folder / file).read_bytes()).hexdigest()


def test_a_drawings_source_is_its_file_unless_its_line_says(folder: Path) -> None:
    (folder / "b" / "x.jsonl").write_text(SEVEN + SEVEN.replace("{", '{"source": "UNIPEN", ', 1), encoding="utf-8")
    files = read_digit_files([Path("a/x.jsonl"), Path("b/x.jsonl")])
    sources = [drawing.source for file in files.values() for drawing in file.drawings]
    assert sources == ["a/x.jsonl", "b/x.jsonl", "UNIPEN"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no file names that are no text")
def test_names_that_are_no_text_neither_stop_a_training_run_nor_get_lost(folder: Path) -> None:
    """JSON can hold halves of characters, and file systems any bytes; both once ended a run in a traceback."""
    half = json.dumps({"label": "1", "writer": "half \ud800", "strokes": [[[0, 0], [0, 10]]]})
    named = os.fsdecode(b"gr\xf6\xdfe.jsonl")
    (folder / named).write_text(f"{half}\n{SEVEN}", encoding="utf-8")
    options = ("--strokes", named, "--credit", named, "--output", "my.safetensors")
    done = subprocess.run(
        [sys.executable, SCRIPT, "cli", "train", "--epochs", "1", *options], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    metadata = load_weights(folder / "my.safetensors")[1]
    assert named in json.loads(metadata["data"])
    assert r"gr\udcf6\udcdfe.jsonl" in metadata["credit"]


def test_sweep_learns_from_the_specifications_files_and_the_options(folder: Path) -> None:
    rows = []
    for more in ((), ("--strokes", "b/x.jsonl")):
        done = inkspect("sweep", "s.toml", "--jobs", "1", "--json", *more, folder=folder, **SMALL_MNIST)
        assert done.returncode == 0, done
        rows += json.loads(done.stdout)
    assert rows[0]["data"]["MNIST"] == rows[1]["data"]["MNIST"]
    assert rows[0]["data"]["drawings"] != rows[1]["data"]["drawings"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("train", "--strokes", "a/x.jsonl", "--strokes", "c.jsonl"), "c.jsonl:3: the drawing is labelled 'x'; "),
        (("sweep", "s.toml", "--strokes", "c.jsonl"), "c.jsonl:3: the drawing is labelled 'x'; "),
        (("evaluate", "--strokes", "c.jsonl", "--strokes", "./c.jsonl"), "c.jsonl is given twice"),
        (("train", "--strokes", "c.jsonl", "--strokes", "c.jsonl"), "c.jsonl is given twice"),
        (("evaluate", "--strokes", "a/x.jsonl", "--strokes", "gone.jsonl"), "cannot read gone.jsonl"),
    ],
)
def test_what_is_wrong_with_a_file_names_it_and_the_line(folder: Path, arguments: Sequence[str], line: str) -> None:
    done = CliRunner().invoke(app, list(arguments))
    assert isinstance(done.exception, InkspectError), done.output
    assert re.search(re.escape(line), str(done.exception)), done.exception
    assert "\n" not in str(done.exception)
    assert not list(folder.glob("*.safetensors*"))

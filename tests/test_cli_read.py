"""`inkspect read`: pictures and stroke files, told apart by what is in them."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from inkspect import load
from inkspect.cli import app
from inkspect.cli.read import described
from inkspect.ink import rasterize
from inkspect.network.reading import Reading
from inkspect.network.weights import published_weights
from inkspect.reading import read
from shell import INKSPECT, environment, inkspect

GOLDEN = Path(__file__).parent / "golden" / "drawings.jsonl"
ONE = '{"label": "1", "strokes": [[[0, 0], [0, 10]]]}\n'
ONE_IN_WORDS = described(read([[[0, 0], [0, 10]]], load()))
BLANK = '{"strokes": []}\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures and stroke files, none named after what is in it."""
    folder = tmp_path_factory.mktemp("files")
    line = rasterize([np.array([[0.0, 0.0], [0.0, 10.0]])])
    grey = np.kron(255 - line * 255, np.ones((8, 8))).astype(np.uint8)
    Image.fromarray(grey).save(folder / "picture.dat", format="PNG")
    (folder / "strokes.dat").write_text(f"\ufeff\n{ONE}{BLANK}", encoding="utf-8")
    (folder / "zipped.dat").write_bytes(gzip.compress(ONE.encode()))
    (folder / "text.png").write_text("no picture at all", encoding="utf-8")
    (folder / "none.jsonl").write_text("", encoding="utf-8")
    (folder / "broken.jsonl").write_text(ONE + '{"strokes": 7}\n', encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """Run the command in this process; return its exit code and what it wrote to standard output and error."""
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["read", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("good", [0, 1, 2, 3, 99])
def test_what_stands_before_a_bad_line_is_read(tmp_path: Path, good: int) -> None:
    (tmp_path / "some.jsonl").write_text(ONE * good + "{bad\n" + ONE, encoding="utf-8")
    done = inkspect("read", "some.jsonl", folder=tmp_path)
    assert (done.returncode, done.stdout.count("\n")) == (1, good)
    assert f"some.jsonl:{good + 1}: not JSON" in done.stderr and done.stderr.count("\n") == 1


def test_a_line_break_in_a_files_name_breaks_no_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "two\nlines.dat").write_bytes((folder / "picture.dat").read_bytes())
    done = inkspect("read", "two\nlines.dat", "gone\r\u2028.png", folder=tmp_path)
    assert re.fullmatch(r"two\\nlines\.dat: 1 \([\d.]+%\)\n", done.stdout)
    assert done.stderr.startswith("inkspect: cannot read gone\\r\\u2028.png: ") and done.stderr.count("\n") == 1


def test_each_drawing_gets_a_line_and_a_bad_file_stops_no_other(folder: Path) -> None:
    done = inkspect("read", "picture.dat", "broken.jsonl", "missing.png", "strokes.dat", "zipped.dat", folder=folder)
    assert done.returncode == 1
    lines = [re.sub(r"[\d.]+%", "…%", line) for line in done.stdout.splitlines()]
    assert lines == [
        "picture.dat: 1 (…%)",
        "broken.jsonl, drawing 1: 1 (…%)",
        "strokes.dat, drawing 1: 1 (…%)",
        "strokes.dat, drawing 2: nothing drawn",
        "zipped.dat: 1 (…%)",
    ]
    errors = done.stderr.splitlines()
    assert len(errors) == 2, errors
    assert errors[0].startswith("inkspect: broken.jsonl:2: 'strokes' must be a list")
    assert errors[1].startswith("inkspect: cannot read missing.png: ")


def test_json_holds_every_drawing_and_every_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, output, errors = run(
        folder, "strokes.dat", "text.png", "none.jsonl", "picture.dat", "--json", monkeypatch=monkeypatch
    )
    assert code == 1
    first, blank, text, none, picture = json.loads(output)
    assert (first["file"], first["drawing"], first["verdict"], first["digit"]) == ("strokes.dat", 1, "digit", 1)
    assert len(first["probabilities"]) == 10
    assert sum(first["probabilities"]) == pytest.approx(1, abs=1e-6)
    assert blank == {
        "file": "strokes.dat",
        "drawing": 2,
        "verdict": "empty",
        "digit": None,
        "probabilities": None,
    }
    assert text["file"] == "text.png"
    assert "not a picture that can be read" in text["error"]
    assert "empty" in none["error"]
    assert picture["digit"] == 1
    assert [line.split(": ")[1] for line in errors.splitlines()] == ["text.png", "none.jsonl"]


def test_all_is_well_where_every_file_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = str(published_weights())
    assert run(folder, "zipped.dat", "--weights", weights, monkeypatch=monkeypatch)[0] == 0


@pytest.mark.parametrize("pipe", ["/dev/stdin", "-"])
@pytest.mark.parametrize("name, drawings", [("picture.dat", 1), ("strokes.dat", 2), ("zipped.dat", 1)])
def test_what_comes_out_of_a_pipe_is_read(folder: Path, name: str, drawings: int, pipe: str) -> None:
    if pipe != "-" and not Path(pipe).exists():
        pytest.skip(f"there is no {pipe} here")
    command = [sys.executable, "-m", "inkspect", "read", pipe, "--json"]
    content = (folder / name).read_bytes()
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    records = json.loads(done.stdout)
    assert [record["drawing"] for record in records] == list(range(1, drawings + 1))
    assert records[0]["digit"] == 1


def test_a_pipe_that_is_larger_than_what_is_kept_in_memory_is_read(tmp_path: Path) -> None:
    lines = ONE.rstrip("\n").replace("}", ', "note": "' + "x" * 100_000 + '"}\n')
    command = [sys.executable, "-m", "inkspect", "read", "/dev/stdin", "--json"]
    done = subprocess.run(command, input=(lines * 200).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == 200


STROKE_FILE = 'a stroke file is UTF-8 text with one object per line, {"strokes": [[[x, y], …], …]}'


@pytest.mark.parametrize(
    "content, said",
    [
        pytest.param(b"[[[0, 0], [0, 10]]]", f"a JSON array; {STROKE_FILE}", id="an array"),
        pytest.param(b"\xef\xbb\xbf [" + ONE.encode() + b"]", f"a JSON array; {STROKE_FILE}", id="an array of objects"),
        pytest.param(ONE.encode("utf-16"), f"UTF-16 text; {STROKE_FILE}", id="UTF-16"),
        pytest.param(ONE.encode("utf-16-be"), f"UTF-16 text; {STROKE_FILE}", id="UTF-16 without a mark"),
        pytest.param(("\ufeff[" + ONE + "]").encode("utf-16-le"), f"UTF-16 text; {STROKE_FILE}", id="an array in it"),
        pytest.param(ONE.encode("utf-32"), f"UTF-32 text; {STROKE_FILE}", id="UTF-32"),
    ],
)
def test_stroke_data_of_another_kind_is_told_what_a_stroke_file_is(
    content: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.json").write_bytes(content)
    code, output, errors = run(tmp_path, "mine.json", monkeypatch=monkeypatch)
    assert (code, output, errors) == (1, "", f"inkspect: mine.json: {said}\n")


def test_text_is_told_what_both_kinds_of_file_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, errors = run(folder, "text.png", monkeypatch=monkeypatch)
    assert code == 1
    assert "not a picture that can be read (PNG" in errors
    assert "nor a stroke file, UTF-8 text with one object per line" in errors


def test_bytes_that_are_no_text_are_called_no_picture_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 8)
    code, _, errors = run(tmp_path, "noise", monkeypatch=monkeypatch)
    assert (code, "stroke file" in errors) == (1, False)


def test_the_golden_digits_are_read_as_the_page_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    code, output, _ = run(GOLDEN.parent, GOLDEN.name, "--json", monkeypatch=monkeypatch)
    records = json.loads(output)
    labels = [json.loads(line).get("label") for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    assert code == 0
    assert [record["drawing"] for record in records] == list(range(1, len(labels) + 1))
    named = [(label, record["digit"]) for label, record in zip(labels, records, strict=True) if label]
    right = sum(label == str(digit) for label, digit in named)
    assert right >= 0.9 * len(named) > 0, f"{right} of {len(named)} read as labelled"


def test_a_reader_that_leaves_after_a_line_ends_it_at_once(folder: Path, tmp_path: Path) -> None:
    """Were all of the file read first, its last line would be complained of, whoever has left."""
    (tmp_path / "many.jsonl").write_text(20_000 * ONE + "broken\n", encoding="utf-8")
    for options in ([], ["--json"]):
        running = subprocess.Popen(
            [INKSPECT, "read", "many.jsonl", *options],
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert running.stdout is not None and running.stderr is not None
        assert running.stdout.readline() == ("[\n" if options else f"many.jsonl, drawing 1: {ONE_IN_WORDS}\n")
        running.stdout.close()
        assert running.stderr.read() == ""
        assert running.wait(timeout=60) == 1
        running.stderr.close()


def test_what_was_read_before_a_bad_line_is_said_and_the_line_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "long.jsonl").write_text(100 * ONE + "broken\n", encoding="utf-8")
    code, output, errors = run(tmp_path, "long.jsonl", monkeypatch=monkeypatch)
    lines = output.splitlines()
    assert code == 1
    assert 2 <= len(lines) <= 100
    assert lines[-1] == f"long.jsonl, drawing {len(lines)}: {ONE_IN_WORDS}"
    assert errors == "inkspect: long.jsonl:101: not JSON: Expecting value (column 1)\n"


def test_no_file_at_all_is_a_command_written_wrongly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(tmp_path, monkeypatch=monkeypatch)[0] == 2


def test_a_reading_is_said_in_words() -> None:
    shares = np.zeros(10, np.float32)
    shares[[7, 1]] = 0.75, 0.25
    assert described(Reading("digit", 7, shares)) == "7 (75.0%)"
    assert described(Reading("empty", None, None)) == "nothing drawn"

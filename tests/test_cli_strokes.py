"""`inkspect strokes import`: a data set's folder becomes stroke files that every other command reads."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inkspect.cli import app
from inkspect.data.importers.unipen import split_of
from inkspect.data.stroke_files import read_strokes
from shell import assert_one_clear_line, inkspect

INK = ".PEN_DOWN\n0 0\n0 50\n0 100\n.PEN_UP\n"


@pytest.fixture
def data_set(tmp_path: Path) -> Path:
    """A data set of one digit, whose file of labels also asks for ink that is not there."""
    root = tmp_path / "data-set"
    for name, text in {
        "data/1a/abc/one.dat": '.INCLUDE abc/one.dat\n.INCLUDE abc/gone.dat\n.SEGMENT CHARACTER 0 OK "1"\n',
        "include/abc/one.dat": INK,
    }.items():
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, ["strokes", "import", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_three_files_are_written_and_what_is_in_them_is_said(data_set: Path, tmp_path: Path) -> None:
    lines = run(data_set, "--output", tmp_path / "strokes").splitlines()
    split = split_of("abc", "abc/one.dat")
    file = tmp_path / "strokes" / f"digits-{split}.jsonl.gz"
    assert f"{file}: 1 digit by 1 writer" in lines
    assert lines[-1] == "1 included file missing: abc/gone.dat"
    (drawing,) = read_strokes(file)
    assert drawing.label == "1"
    assert len(list((tmp_path / "strokes").iterdir())) == 3


def test_the_answer_is_json_where_a_program_asks(data_set: Path, tmp_path: Path) -> None:
    answer = json.loads(run(data_set, "--output", tmp_path, "--json"))
    assert sum(entry["digits"] for entry in answer["files"]) == 1
    assert all(Path(entry["file"]).is_file() for entry in answer["files"])
    assert (answer["dropped"], answer["missing_includes"]) == (0, ["abc/gone.dat"])


def test_what_was_left_out_is_counted(data_set: Path, tmp_path: Path) -> None:
    labels = "".join(f'.SEGMENT CHARACTER {number} OK "1"\n' for number in range(4))
    (data_set / "data/1a/abc/one.dat").write_text(f".INCLUDE abc/one.dat\n{labels}", encoding="utf-8")
    tiny = ".PEN_DOWN\n0 0\n0 1\n0 2\n.PEN_UP\n"
    (data_set / "include/abc/one.dat").write_text(3 * INK + tiny, encoding="utf-8")
    assert "1 digit left out: hardly any ink" in run(data_set, "--output", tmp_path)


def test_a_folder_that_is_no_data_set_is_said_in_one_line(tmp_path: Path) -> None:
    done = inkspect("strokes", "import", ".", folder=tmp_path)
    assert_one_clear_line(done, "data/1a", "train_r01_v07")
    assert not list(tmp_path.iterdir())

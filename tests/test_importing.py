"""`inkspect strokes import`: told by its contents, a file becomes stroke files, whole or not at all."""

import gzip
import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inkspect.cli import app
from inkspect.data.importers.formats import Format, recognize
from inkspect.data.stroke_files import read_strokes
from inkspect.system.errors import InkspectError
from shell import assert_one_clear_line, inkspect
from test_inkml import BOMB, CROHME
from test_own_tools import RAW, SIMPLIFIED, VERSION_2, VERSION_5
from test_pendigits import DOT, FOUR, HEADER

PENDIGITS = HEADER + FOUR + DOT
SIGNATURE = json.dumps(VERSION_5)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str | bytes) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


def run(*arguments: str) -> list[str]:
    done = CliRunner().invoke(app, ["strokes", "import", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def refusal(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["strokes", "import", *arguments])
    assert isinstance(done.exception, InkspectError), done.output
    assert "\n" not in str(done.exception) and not done.stdout
    return str(done.exception)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (PENDIGITS, Format.PENDIGITS),
        (CROHME, Format.INKML),
        (CROHME.encode("utf-16"), Format.INKML),
        ('<!-- <svg> --><i:ink xmlns:i="http://www.w3.org/2003/InkML"/>', Format.INKML),
        (BOMB, Format.INKML),
        (SIGNATURE, Format.SIGNATURE_PAD),
        (json.dumps(VERSION_2, indent=1), Format.SIGNATURE_PAD),
        ('[[], [{"time": 3, "x": 1, "y": 2}]]', Format.SIGNATURE_PAD),
        (SIMPLIFIED, Format.QUICK_DRAW),
        (RAW, Format.QUICK_DRAW),
        ("\ufeff" + RAW, Format.QUICK_DRAW),
    ],
)
def test_the_contents_say_the_format_whatever_the_name(content: str | bytes, form: Format) -> None:
    whole = content if isinstance(content, bytes) else content.encode()
    write("name.png", whole)
    write("zipped.txt", gzip.compress(whole))
    assert recognize(Path("name.png")).format is recognize(Path("zipped.txt")).format is form


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "an empty file"),
        ("\n \n", "an empty file"),
        (b"\x1f\x9d\x90abc", "compress (.Z); unpack it first"),
        (b"PK\3\4abc", "a ZIP archive; unpack it first"),
        (b"\x89PNG\r\n\x1a\n\0\0", "binary data"),
        ('{"strokes": [[[0, 0], [1, 1]]]}\n', "already a stroke file"),
        ('{"a": 1}', "JSON without 'drawing' or 'strokes'"),
        ("[[[1, 2], [3, 4]]]", "a JSON array that is no drawing by signature_pad"),
        (SIGNATURE.encode("utf-16"), "UTF-16 text; save it as UTF-8"),
        ("<svg/>", "XML with the root element 'svg', not 'ink'"),
        ("<!-- nothing", "XML without a root element"),
        ("47,100, 27, 81, 57, 37, 26,  0,  0, 23, 56, 53,100, 90, 40, 98, 8\n", "give pendigits-orig.tra"),
        ('.VERSION 1.0\n.SEGMENT CHARACTER 0 OK "1"\n', "give the folder of the whole data set"),
        ("x,y\n1,2\n", "text in another format"),
        ("<" * 2**20, "XML without"),
        (". " + "\n" * 2**20, "text in another format"),
    ],
)
def test_anything_else_is_one_line_that_says_what_it_is_and_what_can_be_read(content: str | bytes, what: str) -> None:
    write("found", content)
    line = refusal("found")
    assert line.startswith("found: ") and what in line
    for name in ("UNIPEN", "pendigits-orig.tra", "InkML", "signature_pad", "Quick, Draw!"):
        assert name in line
    assert [path.name for path in Path().iterdir()] == ["found"]


def test_pendigits_two_files_become_a_training_file_and_a_held_out_one() -> None:
    write("uci/pendigits-orig.tra", PENDIGITS)
    write("uci/pendigits-orig.tes", HEADER + DOT)
    write("uci/pendigits-orig.names", "Some text.")
    lines = run("uci", "--output", "made/here")
    assert f"{Path('made/here/digits-train-pendigits.jsonl.gz')}: 2 digits by 2 writers" in lines
    assert f"{Path('made/here/digits-held-out-pendigits.jsonl.gz')}: 1 digit by 1 writer" in lines
    assert any("doi 10.24432/C5MG6K, CC BY 4.0" in line and "--credit" in line for line in lines)
    assert lines[-1] == "1 file passed over, with nothing to import: pendigits-orig.names"
    assert [one.label for one in read_strokes("made/here/digits-train-pendigits.jsonl.gz")] == ["4", "1"]
    run("uci/pendigits-orig.tra")
    assert Path("digits-train-pendigits.jsonl.gz").is_file() and not Path("digits-held-out-pendigits.jsonl.gz").exists()


def test_pendigits_under_another_name_is_refused_as_its_part_is_unknown() -> None:
    write("data.txt", PENDIGITS)
    assert "data.txt" in refusal("data.txt") and not Path("digits-train-pendigits.jsonl.gz").exists()
    write("two/a.tra", PENDIGITS)
    write("two/b.tra", PENDIGITS)
    assert "another file of pendigits that ends in .tra" in refusal("two")


@pytest.mark.parametrize(
    ("content", "labels"),
    [(CROHME, ["7", "1"]), (SIGNATURE, [None]), (SIMPLIFIED + RAW, ["cat", "nose"])],
    ids=["InkML", "signature_pad", "Quick, Draw!"],
)
def test_a_tools_file_becomes_one_file_named_after_it(content: str, labels: list[str | None]) -> None:
    write("my.drawings.txt", content)
    answer = json.loads("".join(run("my.drawings.txt", "--output", "out", "--json")))
    file = Path("out/my.drawings.jsonl.gz")
    assert answer["files"][0]["file"] == str(file) and answer["files"][0]["drawings"] == len(labels)
    assert [drawing.label for drawing in read_strokes(file)] == labels


def test_a_folder_of_tools_files_becomes_one_file_in_the_order_of_their_names() -> None:
    write("class 4b/2/ben.json", SIGNATURE)
    write("class 4b/1.inkml", CROHME)
    write("class 4b/.hidden", SIGNATURE)
    write("class 4b/notes.txt", "Anna was ill.")
    answer = json.loads("".join(run("class 4b", "--json")))
    assert answer["files"] == [{"file": "class 4b.jsonl.gz", "drawings": 3, "writers": 1}]
    assert (answer["passed_over"], answer["loose_strokes"], answer["credits"]) == (["notes.txt"], 2, [])
    assert [drawing.label for drawing in read_strokes("class 4b.jsonl.gz")] == ["7", "1", None]


def test_what_was_left_out_is_said() -> None:
    write("some.inkml", CROHME)
    assert "2 strokes left out: in none of their InkML file's groups" in run("some.inkml")
    timed = '<ink><traceFormat><channel name="T" units="dev"/><channel name="X"/><channel name="Y"/></traceFormat>'
    write("timed.inkml", timed + "<trace>5 1 2</trace></ink>")
    assert "Times left out: their unit, 'dev', is not known in milliseconds" in run("timed.inkml")


def test_quick_draw_says_whom_to_credit() -> None:
    write("cat.ndjson", SIMPLIFIED)
    assert any("Quick, Draw! Dataset" in line and "CC BY 4.0" in line for line in run("cat.ndjson"))


@pytest.mark.parametrize("content", ["[]", "[[]]", "<ink/>", '{"drawing": []}', "<ink><trace> </trace></ink>"])
def test_a_file_without_ink_is_not_imported(content: str) -> None:
    write("some", content)
    assert "some: nothing is drawn in it" in refusal("some", "--output", "out")
    assert not Path("out").exists()


def test_nothing_is_written_if_one_of_the_files_is_damaged() -> None:
    write("mixed/a.tra", PENDIGITS)
    write("mixed/b.json", SIGNATURE)
    write("mixed/c.ndjson", SIMPLIFIED + SIMPLIFIED[:50])
    assert f"{Path('mixed/c.ndjson')}:2: not JSON" in refusal("mixed", "--output", "out")
    assert not Path("out").exists()


def test_importing_again_changes_nothing_and_other_contents_are_kept() -> None:
    write("cat.ndjson", SIMPLIFIED)
    run("cat.ndjson")
    made = Path("cat.jsonl.gz").read_bytes()
    run("cat.ndjson")
    assert Path("cat.jsonl.gz").read_bytes() == made
    for other in (SIMPLIFIED + RAW, RAW):
        write("cat.ndjson", other)
        assert "cat.jsonl.gz already exists (a stroke file, with other contents)" in refusal("cat.ndjson")
        assert Path("cat.jsonl.gz").read_bytes() == made
    write("new/pendigits.tra", PENDIGITS)
    write("new/pendigits.tes", PENDIGITS)
    write("digits-held-out-pendigits.jsonl.gz", "mine")
    assert "digits-held-out-pendigits.jsonl.gz already exists" in refusal("new")
    assert not Path("digits-train-pendigits.jsonl.gz").exists(), "half of the import is written"


def test_a_drawings_file_of_the_name_of_the_result_is_not_replaced_by_it() -> None:
    write("cat.jsonl.gz", gzip.compress(SIMPLIFIED.encode()))
    before = Path("cat.jsonl.gz").read_bytes()
    assert "cat.jsonl.gz already exists" in refusal("cat.jsonl.gz")
    assert Path("cat.jsonl.gz").read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_what_cannot_be_read_is_one_line_for_a_person_too(folder: Path) -> None:
    write("bomb.inkml", BOMB)
    assert_one_clear_line(inkspect("strokes", "import", "bomb.inkml", folder=folder), "bomb.inkml:1: ", "DOCTYPE")
    assert "gone: can't be read: No such file" in refusal("gone")
    with pytest.raises(InkspectError, match="can't be read: embedded null"):
        recognize(Path("nu\0ll"))
    os.mkfifo("pipe")
    assert "pipe is not a regular file" in refusal("pipe")
    Path("empty").mkdir()
    assert "empty: no folder data/1a in it" in refusal("empty")


def test_imported_drawings_are_read_and_evaluated_like_any_others() -> None:
    write("homework.inkml", CROHME)
    run("homework.inkml")
    done = CliRunner().invoke(app, ["evaluate", "--strokes", "homework.jsonl.gz"], catch_exceptions=False)
    assert done.exit_code == 0 and "homework.jsonl.gz: " in done.output

"""Pendigits' recordings become exactly what is expected of them, and no line that is not as it should be passes."""

import json
import os
from pathlib import Path

import pytest

from inkspect.data.importers.pendigits import import_pendigits, part_of
from inkspect.data.strokes import drawing_to_json
from inkspect.system.errors import InkspectError

STROKES = Path(os.environ.get("INKSPECT_STROKES", Path(__file__).resolve().parents[2] / "shared" / "strokes"))

HEADER = '.INCLUDE        dene.doc\n\n.LEXICON "0" "1"\n.HIERARCHY      DIGIT\n\n'
FOUR = (
    '.SEGMENT DIGIT    6-7 ? "4"\n.COMMENT 4  1  117\n.PEN_DOWN\n 10  30\n 10  20\n 20  20\n.PEN_UP\n.DT 100\n'
    ".PEN_DOWN\n 15  30\n 15  10\n.PEN_UP\n.DT 100\n\n"
)
DOT = '.SEGMENT DIGIT 8 ? "1"\n.COMMENT 1 12 3\n.PEN_DOWN\n 5 5\n.PEN_UP\n.DT 100\n'


def imported(path: Path, text: str | bytes) -> list[dict[str, object]]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [drawing_to_json(drawing) for drawing in import_pendigits(path)]


@pytest.mark.skipif(
    not (STROKES / "raw-pendigits").is_dir(),
    reason="real pen data is in neither INKSPECT_STROKES nor ../shared/strokes",
)
def test_real_recordings_become_exactly_what_is_expected_of_them() -> None:
    folder = STROKES / "raw-pendigits"
    drawings = import_pendigits(folder / "pendigits-orig.tra")
    lines = [json.dumps(drawing_to_json(drawing), separators=(",", ":")) for drawing in drawings]
    assert lines == (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()


def test_a_digits_strokes_share_one_box_with_y_turned_down(tmp_path: Path) -> None:
    [four, dot] = imported(tmp_path / "some.tra", HEADER + FOUR + DOT)
    assert (four["label"], four["strokes"]) == ("4", [[[0, 0], [0, 500], [500, 500]], [[250, 0], [250, 1000]]])
    assert (dot["label"], dot["strokes"]) == ("1", [[[0, 0]]]), "nothing is dropped"
    assert four["site"] == dot["site"] and four["writer"] != dot["writer"]


def test_the_name_says_which_part_of_the_data_a_file_is(tmp_path: Path) -> None:
    assert part_of(tmp_path / "pendigits-orig.tra") == "train"
    assert part_of(tmp_path / "PENDIGITS-ORIG.TES") == "held-out"
    with pytest.raises(InkspectError, match=r"renamed\.txt: .* Name it pendigits-orig\.tra"):
        part_of(tmp_path / "renamed.txt")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_blank_lines_and_latin_1_do_no_harm(tmp_path: Path, ends: str) -> None:
    text = ".COMMENT na\xefve\n" + HEADER + FOUR.replace(".DT 100\n", ".DT 100\n\n\n")
    assert len(imported(tmp_path / "some.tra", text.replace("\n", ends).encode("latin-1"))) == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('6-7 ? "4"', '? "4"', 6, "not a digit's segment"),
        ('? "4"', '? "10"', 6, "not a digit's segment"),
        ('DIGIT    6-7 ? "4"', 'WORD 6-7 ? "4"', 6, "not a digit's segment"),
        ("4  1  117", "4 one 117", 7, "not digit, writer and number"),
        ("4  1  117", "9  1  117", 7, "the comment is on a 9, but its segment on a 4"),
        (" 10  20\n", " 10\n", 10, "not a point"),
        (" 10  20\n", " 10 20 30\n", 10, "not a point"),
        (" 10  20\n", " nan 20\n", 10, "two finite numbers"),
        (" 10  20\n", " 10 -inf\n", 10, "two finite numbers"),
        (" 10  20\n", " 1e300 20\n", 10, "too large for a drawing"),
        (" 10  20\n", "1" * 5000 + "\n", 10, "too long"),
        (".PEN_UP\n.DT 100\n.PEN_DOWN", ".DT 100\n.PEN_DOWN", 12, "not a point"),
        (".DT 100\n.PEN_DOWN", " 3 4\n.PEN_DOWN", 13, "a point outside of a stroke"),
        ("6-7", "6-9", 20, "has 2 strokes, but its segment says 4; is the file complete"),
        ("6-7", "7-6", 20, "has 2 strokes, but its segment says 0"),
        (".COMMENT 4  1  117\n", "", 19, "no .COMMENT with its writer"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    text = HEADER + FOUR + DOT
    assert text.count(old) >= 1
    with pytest.raises(InkspectError) as refusal:
        imported(tmp_path / "some.tra", text.replace(old, new, 1))
    assert str(refusal.value).startswith(f"{tmp_path / 'some.tra'}:{line}: "), refusal.value
    assert reason in str(refusal.value) and "\n" not in str(refusal.value)


@pytest.mark.parametrize("end", range(len(FOUR) - len("\n.DT 100\n\n"), 0, -17))
def test_a_file_that_ends_within_a_digit_is_not_taken_for_a_whole_one(tmp_path: Path, end: int) -> None:
    with pytest.raises(InkspectError, match=r"some\.tra:\d+: "):
        imported(tmp_path / "some.tra", HEADER + DOT + FOUR[: end - 1])

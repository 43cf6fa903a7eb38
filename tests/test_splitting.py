"""`inkspect strokes split`: some drawings to learn from, others to measure on, and nothing in both."""

import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from inkspect.cli import app
from inkspect.data.splitting import Unit, count_writers, split_drawings
from inkspect.data.stroke_files import read_strokes, write_strokes
from inkspect.data.strokes import Drawing, drawing_to_json
from inkspect.system.errors import InkspectError


def drawn(number: int, writer: str | None, label: str = "1") -> Drawing:
    """A drawing that no other equals."""
    return Drawing((np.array([[0.0, 0.0], [number, 10.0]]),), label=label, writer=writer, extra={"number": number})


def class_of(writers: int, each: int) -> list[Drawing]:
    return [drawn(number, f"pupil {number % writers}", str(number // writers % 10)) for number in range(writers * each)]


def numbers(drawings: list[Drawing]) -> list[object]:
    return [drawing.extra["number"] for drawing in drawings]


@given(
    writers=st.lists(st.sampled_from([*"abcdefgh", None]), min_size=2, max_size=60),
    by=st.sampled_from(Unit),
    share=st.floats(0.001, 0.999),
    seed=st.integers(0, 5),
)
def test_every_drawing_is_in_one_part_and_no_writer_in_both(
    writers: list[str | None], by: Unit, share: float, seed: int
) -> None:
    drawings = [drawn(number, writer) for number, writer in enumerate(writers)]
    if by is Unit.WRITER and count_writers(drawings) < 2:
        return
    parts = split_drawings(drawings, by, share, seed)
    assert parts.training and parts.held_out
    assert sorted([*numbers(parts.training), *numbers(parts.held_out)], key=str) == sorted(numbers(drawings), key=str)
    assert numbers(parts.training) == sorted(numbers(parts.training), key=lambda number: int(str(number)))
    if by is Unit.WRITER:
        named = [{drawing.writer for drawing in part} - {None} for part in (parts.training, parts.held_out)]
        assert not named[0] & named[1]


@pytest.mark.parametrize("by", Unit)
def test_the_share_is_met_and_the_choice_is_the_seeds(by: Unit) -> None:
    drawings = class_of(writers=20, each=30)
    parts = split_drawings(drawings, by, 0.25, seed=3)
    assert len(parts.held_out) == 150
    assert split_drawings(drawings, by, 0.25, seed=3).held_out == parts.held_out
    assert numbers(split_drawings(drawings, by, 0.25, seed=4).held_out) != numbers(parts.held_out)


def test_by_drawing_each_digit_is_held_out_in_proportion() -> None:
    drawings = [drawn(number, None, str(number % 10)) for number in range(400)]
    held_out = Counter(drawing.label for drawing in split_drawings(drawings, Unit.DRAWING, 0.2).held_out)
    assert held_out == {str(digit): 8 for digit in range(10)}


def test_writers_of_very_different_zeal_leave_neither_part_empty() -> None:
    drawings = [*[drawn(number, "much") for number in range(99)], drawn(99, "little")]
    for share in (0.01, 0.5, 0.99):
        parts = split_drawings(drawings, Unit.WRITER, share)
        assert sorted(map(len, (parts.training, parts.held_out))) == [1, 99]


@pytest.mark.parametrize(
    ("drawings", "by", "reason"),
    [
        ([], Unit.DRAWING, "0 drawings cannot be split"),
        ([drawn(1, None)], Unit.WRITER, "1 drawing cannot be split"),
        (class_of(1, 5), Unit.WRITER, "all 5 drawings are by one writer, .*split by drawing"),
    ],
)
def test_too_few_to_split_is_said(drawings: list[Drawing], by: Unit, reason: str) -> None:
    with pytest.raises(InkspectError, match=reason):
        split_drawings(drawings, by, 0.5)


# ---- On the command line ----


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, ["strokes", "split", *map(str, arguments)])
    if isinstance(done.exception, InkspectError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    ("name", "training", "held_out"),
    [
        ("ours.jsonl", "ours-train.jsonl", "ours-held-out.jsonl"),
        ("ours.jsonl.gz", "ours-train.jsonl.gz", "ours-held-out.jsonl.gz"),
        ("class.4b", "class-train.4b", "class-held-out.4b"),
        ("strokes", "strokes-train", "strokes-held-out"),
    ],
)
def test_two_files_are_written_beside_it_and_said_and_the_source_stays(
    tmp_path: Path, name: str, training: str, held_out: str
) -> None:
    source, drawings = tmp_path / name, class_of(writers=4, each=5)
    write_strokes(source, drawings)
    before = source.read_bytes()
    lines = run(source, "--by", "writer", "--share", "0.25").splitlines()
    assert lines == [
        f"Wrote {tmp_path / training}: 15 drawings by 3 writers",
        f"Wrote {tmp_path / held_out}: 5 drawings by 1 writer",
    ]
    assert source.read_bytes() == before
    parts = [read_strokes(tmp_path / part) for part in (training, held_out)]
    records = [json.dumps(drawing_to_json(drawing)) for part in parts for drawing in part]
    assert sorted(records) == sorted(json.dumps(drawing_to_json(drawing)) for drawing in drawings)
    assert (tmp_path / training).read_bytes().startswith(b"\x1f\x8b") is name.endswith(".gz")


def test_a_gzipped_file_is_split_into_gzipped_ones_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "ours.jsonl").write_bytes(gzip.compress(b'{"strokes": []}\n' * 4))
    run(tmp_path / "ours.jsonl", "--by", "drawing", "--share", "0.5")
    assert len(read_strokes(tmp_path / "ours-held-out.jsonl.gz")) == 2


def test_equal_seeds_give_equal_files_elsewhere_and_the_answer_is_json_for_a_program(tmp_path: Path) -> None:
    write_strokes(tmp_path / "ours.jsonl", class_of(writers=6, each=4))
    answers = []
    for folder, seed in (("one", 5), ("two", 5), ("three", 6)):
        (tmp_path / folder).mkdir()
        options = ("--by", "drawing", "--share", "0.5", "--seed", str(seed), "--output", tmp_path / folder, "--json")
        answers.append(json.loads(run(tmp_path / "ours.jsonl", *options))["files"])
    assert [file["drawings"] for file in answers[0]] == [12, 12]
    contents = [[Path(file["file"]).read_bytes() for file in files] for files in answers]
    assert contents[0] == contents[1] != contents[2]


def test_nothing_is_overwritten_and_no_half_is_written(tmp_path: Path) -> None:
    source, in_the_way = tmp_path / "ours.jsonl", tmp_path / "ours-held-out.jsonl"
    write_strokes(source, class_of(writers=3, each=3))
    in_the_way.write_text("mine", encoding="utf-8")
    with pytest.raises(InkspectError, match=r"ours-held-out\.jsonl already exists; .*--output"):
        run(source, "--by", "writer", "--share", "0.3")
    assert in_the_way.read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours-held-out.jsonl", "ours.jsonl"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"strokes": []}\n{"strokes": 7}\n', r"ours\.jsonl:2: 'strokes' must be a list"),
        ('{"strokes": []}\n', r"ours\.jsonl: 1 drawing cannot be split"),
        (None, r"cannot read .*ours\.jsonl"),
    ],
)
def test_what_cannot_be_split_is_said_with_its_file(tmp_path: Path, content: str | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "ours.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(InkspectError, match=reason):
        run(tmp_path / "ours.jsonl", "--by", "writer", "--share", "0.3")
    assert len(list(tmp_path.iterdir())) == (content is not None)


@pytest.mark.parametrize("share", ["0", "1", "-0.5", "2", "nan", "half"])
def test_a_share_that_leaves_a_part_empty_is_a_command_written_wrongly(tmp_path: Path, share: str) -> None:
    write_strokes(tmp_path / "ours.jsonl", class_of(writers=3, each=3))
    arguments = ["strokes", "split", str(tmp_path / "ours.jsonl"), "--by", "drawing", "--share", share]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert "--share" in done.stderr

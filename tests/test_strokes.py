"""Stroke files: what is read, what is refused and how it is said, what is written."""

# mypy: disable-error-code="arg-type"
# Drawings are made here of more than the types promise to take.

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkspect.data.stroke_files import read_stroke_file, read_strokes, write_strokes
from inkspect.data.stroke_values import MAX_MAGNITUDE, with_times
from inkspect.data.strokes import Drawing, drawing_from_json, drawing_to_json, writers_of
from inkspect.system.errors import InkspectError

SEVEN = '{"label": "7", "writer": "a1", "strokes": [[[0, 0], [8, 0], [3.5, 12]], [[1, 6], [6, 6]]]}'


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "some.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_line_is_a_drawing_with_label_strokes_and_its_other_keys(tmp_path: Path) -> None:
    (drawing,) = read_strokes(write(tmp_path, SEVEN + "\n"))
    assert drawing.label == "7"
    assert not drawing.placed
    assert (drawing.writer, drawing.extra) == ("a1", {})
    assert [stroke.tolist() for stroke in drawing.strokes] == [[[0, 0], [8, 0], [3.5, 12]], [[1, 6], [6, 6]]]


def test_gzip_is_told_by_its_bytes_not_by_the_name(tmp_path: Path) -> None:
    plain, zipped = write(tmp_path, SEVEN), tmp_path / "named.txt"
    zipped.write_bytes(gzip.compress(SEVEN.encode()))
    assert read_strokes(zipped)[0].writer == read_strokes(plain)[0].writer == "a1"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SEVEN.encode(),
        b"\n" * 200_000,
        gzip.compress((SEVEN + "\n").encode() * 3000, mtime=0) + gzip.compress(b"\n", mtime=0),
    ],
    ids=["empty", "one line", "blank lines", "two gzip members"],
)
def test_a_files_checksum_is_taken_as_it_is_read(tmp_path: Path, content: bytes) -> None:
    read = read_stroke_file(write(tmp_path, content))
    assert read.sha256 == hashlib.sha256(content).hexdigest()
    assert len(read.drawings) == content.startswith(b"{") + 3000 * content.startswith(b"\x1f")


@pytest.mark.parametrize("writer", ["a1", "", None, 5, ["no", "name"]])
def test_a_writer_is_a_text_and_is_written_back_as_it_came(writer: object) -> None:
    record = json.loads(SEVEN) | {"writer": writer}
    drawing = drawing_from_json(record)
    assert drawing.writer == (writer if isinstance(writer, str) else None)
    assert drawing_to_json(drawing) == record
    assert drawing_to_json(Drawing(drawing.strokes, "7", extra={"writer": writer})) == record


def test_without_a_writer_nothing_is_made_up() -> None:
    assert "writer" not in drawing_to_json(drawing_from_json({"strokes": []}))


def test_drawings_of_no_known_writer_have_each_a_writer_of_its_own() -> None:
    drawings = [Drawing((), writer=writer) for writer in ("a", None, "a", None)]
    one, two, three, four = writers_of(drawings)
    assert one == three == "a"
    assert len({one, two, four}) == 3


def test_blank_lines_a_byte_order_mark_and_carriage_returns_do_not_matter(tmp_path: Path) -> None:
    path = write(tmp_path, f"\ufeff{SEVEN}\r\n\r\n   \n{SEVEN}")
    assert [drawing.label for drawing in read_strokes(path)] == ["7", "7"]
    assert len(read_strokes(write(tmp_path, f"\ufeff\n{SEVEN}"))) == 1, "a blank line after the byte order mark"


def test_an_empty_file_and_an_empty_drawing_are_no_errors(tmp_path: Path) -> None:
    assert read_strokes(write(tmp_path, "")) == []
    (blank,) = read_strokes(write(tmp_path, '{"strokes": [[], []]}'))
    assert [stroke.shape for stroke in blank.strokes] == [(0, 2), (0, 2)]


def test_a_missing_time_is_ten_milliseconds_after_the_point_before() -> None:
    drawing = drawing_from_json({"strokes": [[[0, 0], [1, 1]], [[2, 2, 500], [3, 3]], [[4, 4]]]})
    assert [stroke.shape[1] for stroke in drawing.strokes] == [2, 3, 2]
    assert [stroke[:, 2].tolist() for stroke in with_times(drawing.strokes)] == [[0, 10], [500, 510], [520]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"strokes": [[[0, 0]]', "not JSON: .*column"),
        ("[" * 100_000, "nested too deeply"),
        ("[1, 2]", "a drawing must be a JSON object with 'strokes', not a list"),
        ('{"label": "7"}', "'strokes' is missing"),
        ('{"strokes": {}}', "'strokes' must be a list of strokes, not an object"),
        ('{"strokes": [[[0, 0]], 5]}', r"strokes\[1\] must be a list of points, not a number"),
        ('{"strokes": [[[0, 0], [1]]]}', r"strokes\[0\]\[1\] must be a point \[x, y\] or \[x, y, t\], not a list of 1"),
        ('{"strokes": [[[0, 0, 0, 0]]]}', "not a list of 4"),
        ('{"strokes": [[0, 0]]}', r"strokes\[0\]\[0\] must be a point .* not a number"),
        ('{"strokes": [[[0, "1"]]]}', r"strokes\[0\]\[0\] must hold numbers, not text"),
        ('{"strokes": [[[0, true]]]}', "must hold numbers, not true"),
        ('{"strokes": [[[0, null]]]}', "must hold numbers, not null"),
        ('{"strokes": [[[0, [1]]]]}', "must hold numbers, not a list"),
        ('{"strokes": [[[0, NaN]]]}', "NaN is not a number that a drawing may contain"),
        ('{"strokes": [[[0, -Infinity]]]}', "-Infinity is not a number"),
        ('{"strokes": [[[0, 1e999]]]}', r"strokes\[0\]\[0\] has a number larger than 1e\+15"),
        ('{"strokes": [[[1, 2], [0, 2e15, 3]]]}', r"strokes\[0\]\[1\] has a number larger than"),
        (f'{{"strokes": [[[0, {"9" * 400}]]]}}', "has a number larger than"),
        (f'{{"strokes": [[[0, {"9" * 5000}]]]}}', "too many digits"),
        ('{"strokes": [], "label": 7}', "'label' must be text"),
        ('{"strokes": [], "placed": 1}', "'placed' must be true or false"),
        ('{"label": "7", "strokes": [], "label": "1"}', "the key 'label' stands twice"),
        ('{"strokes": [], "device": {"pen": 1, "pen": 2}}', "a key stands twice in one object"),
        (b'{"strokes": [], "label": "\xff"}', "not UTF-8 text"),
    ],
)
def test_a_bad_line_is_refused_by_file_line_and_reason(tmp_path: Path, line: str | bytes, reason: str) -> None:
    path = write(tmp_path, SEVEN.encode() + b"\n\n" + (line.encode() if isinstance(line, str) else line) + b"\n")
    with pytest.raises(InkspectError, match=reason) as caught:
        read_strokes(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:3: "), f"the message must begin with file and line: {message[:200]}"
    assert "\n" not in message
    assert len(message) < 300, "a message never quotes what the file holds"


def test_more_than_a_million_points_are_refused() -> None:
    stroke = [[0, 0]] * 1_000_001
    with pytest.raises(InkspectError, match="1,000,001 points; at most 1,000,000"):
        drawing_from_json({"strokes": [stroke]})
    assert len(drawing_from_json({"strokes": [stroke[1:]]}).strokes[0]) == 1_000_000


def test_a_line_longer_than_any_drawing_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.jsonl.gz"
    with gzip.open(bomb, "wb", compresslevel=1) as file:
        for _ in range(129):
            file.write(b" " * 1_000_000)
    with pytest.raises(InkspectError, match=r"bomb.jsonl.gz:1: the line is over 128 MB"):
        read_strokes(bomb)


@pytest.mark.parametrize("kept", [11, 0.5, 0.98])
def test_a_gzip_file_that_is_cut_off_is_refused(tmp_path: Path, kept: float) -> None:
    content = gzip.compress(b"\n".join([SEVEN.encode()] * 50))
    path = write(tmp_path, content[: int(kept if kept > 1 else kept * len(content))])
    with pytest.raises(InkspectError, match=rf"^{re.escape(str(path))}:\d+: the gzip data is truncated or damaged"):
        read_strokes(path)


def test_a_gzip_file_with_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    content = bytearray(gzip.compress(b"\n".join([SEVEN.encode()] * 50)))
    content[-6] ^= 1
    with pytest.raises(InkspectError, match="the gzip data is truncated or damaged"):
        read_strokes(write(tmp_path, bytes(content)))


def test_a_file_that_is_missing_or_a_folder_gets_one_line(tmp_path: Path) -> None:
    with pytest.raises(InkspectError, match=r"cannot read .*nowhere.jsonl: No such file"):
        read_strokes(tmp_path / "nowhere.jsonl")
    with pytest.raises(InkspectError, match="cannot read"):
        read_strokes(tmp_path)


numbers = st.one_of(st.integers(-(10**9), 10**9), st.floats(-MAX_MAGNITUDE, MAX_MAGNITUDE))
strokes = st.integers(2, 3).flatmap(lambda size: st.lists(st.lists(numbers, min_size=size, max_size=size), min_size=1))
others = st.dictionaries(st.text().filter(lambda key: key not in ("strokes", "label", "placed")), st.text() | numbers)


@settings(max_examples=30)
@given(st.lists(strokes), st.none() | st.text(), st.booleans(), others, st.booleans())
def test_what_is_written_is_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    points: list[list[list[float]]],
    label: str | None,
    placed: bool,
    extra: dict[str, object],
    zipped: bool,
) -> None:
    path = tmp_path_factory.mktemp("strokes") / ("a.jsonl.gz" if zipped else "a.jsonl")
    drawing = Drawing(tuple(np.array(stroke, dtype=np.float64) for stroke in points), label, placed, extra)
    write_strokes(path, [drawing, drawing])
    assert (path.read_bytes()[:2] == b"\x1f\x8b") == zipped
    for read in read_strokes(path):
        assert (read.label, read.placed, read.writer, read.extra) == (label, placed, drawing.writer, drawing.extra)
        assert len(read.strokes) == len(drawing.strokes)
        assert all(np.array_equal(a, b) for a, b in zip(read.strokes, drawing.strokes, strict=True))


def test_whole_numbers_are_written_as_integers_and_times_are_not_made_up(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_strokes(path, [drawing_from_json(json.loads(SEVEN))])
    assert json.loads(path.read_text()) == json.loads(SEVEN)
    assert "3.5" in path.read_text()
    assert "8.0" not in path.read_text()


def test_the_same_drawings_give_the_same_bytes(tmp_path: Path) -> None:
    drawings = [drawing_from_json(json.loads(SEVEN))]
    write_strokes(tmp_path / "a.jsonl.gz", drawings)
    write_strokes(tmp_path / "b.jsonl.gz", drawings)
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda drawing: drawing.strokes[0].fill(np.nan), r"drawings\[1\] has a number that is not finite"),
        (lambda drawing: drawing.extra.update(when=float("inf")), r"drawings\[1\] has a number that is not finite"),
        (lambda drawing: drawing.extra.update(what=object()), r"drawings\[1\] cannot be written as JSON"),
    ],
)
def test_a_drawing_spoiled_later_is_not_written_and_the_old_file_stays(
    tmp_path: Path, change: Callable[[Drawing], object], reason: str
) -> None:
    path, drawing = write(tmp_path, SEVEN), Drawing(LINE)
    change(drawing)
    with pytest.raises(InkspectError, match=reason):
        write_strokes(path, [Drawing(()), drawing])
    assert path.read_text() == SEVEN
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_gets_one_line(tmp_path: Path) -> None:
    with pytest.raises(InkspectError, match="cannot write"):
        write_strokes(write(tmp_path, SEVEN) / "below-a-file.jsonl", [])


LINE = ([[0, 0], [0, 4]],)


def test_drawings_with_the_same_in_them_are_equal_and_lists_are_converted() -> None:
    one, same = Drawing(LINE, "1"), Drawing([np.array([[0.0, 0.0], [0.0, 4.0]])], "1")
    assert one == same
    assert one.strokes[0].dtype == np.float64
    for other in (Drawing(LINE), Drawing(([[0, 0], [0, 5]],), "1"), Drawing((*LINE, *LINE), "1"), "a drawing"):
        assert one != other


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"strokes": LINE, "label": 7}, 'label must be a str, such as "7", or None, not 7'),
        ({"strokes": LINE, "placed": 1}, "placed must be True or False, not 1"),
        ({"strokes": [[0, 0]]}, r"strokes\[0\]\[0\] must be a point"),
        ({"strokes": (np.zeros((2, 4)),)}, "must be a point"),
        ({"strokes": (np.array([[0, np.nan]]),)}, r"strokes\[0\] holds a coordinate or time that is not finite"),
        ({"strokes": (np.array([[0, 0, np.inf]]),)}, r"strokes\[0\] holds a coordinate or time that is not finite"),
        ({"strokes": (np.array([[0.0, 1e16]]),)}, r"strokes\[0\] holds a number larger than 1e\+15"),
        ({"strokes": (np.zeros((1_000_001, 2)),)}, "1,000,001 points; at most 1,000,000 are read"),
        ({"strokes": LINE, "extra": {"a": object()}}, "extra must hold JSON values: Object of type object"),
        ({"strokes": LINE, "extra": {"a": float("nan")}}, "extra must hold JSON values: Out of range float"),
        ({"strokes": LINE, "writer": 3}, "writer must be a str or None, not 3"),
        ({"strokes": LINE, "extra": ["a"]}, r"extra must be a dict of JSON values, not \['a'\]"),
        ({"strokes": LINE, "extra": {3: 1}}, "extra must have str keys, not 3"),
        ({"strokes": LINE, "extra": {"label": "3"}}, "extra must not hold 'label', which is a field"),
        ({"strokes": LINE, "extra": {"strokes": []}}, "extra must not hold 'strokes'"),
        ({"strokes": LINE, "writer": "a", "extra": {"writer": "b"}}, "extra must not hold 'writer'"),
    ],
)
def test_a_drawing_refuses_what_a_file_would_refuse(arguments: dict[str, object], reason: str) -> None:
    with pytest.raises(InkspectError, match=reason):
        Drawing(**arguments)


def test_a_drawing_is_its_own_copy_and_is_what_a_file_gives_back(tmp_path: Path) -> None:
    points, note = np.array([[0.0, 0.0, np.nan], [0.0, 5.0, 7.0]]), {"size": (1, 2), "by": {1: "a"}}
    drawing = Drawing((points,), extra=note)
    points.fill(9)
    note["more"] = ()
    np.testing.assert_array_equal(drawing.strokes[0], [[0, 0, 0], [0, 5, 7]])
    write_strokes(tmp_path / "one.jsonl", [drawing])
    assert read_strokes(tmp_path / "one.jsonl") == [drawing]


def test_a_drawing_shows_itself_as_a_line_and_as_a_picture() -> None:
    assert repr(Drawing(LINE, "1", writer="a")) == "<Drawing of '1' by 'a': 1 stroke, 2 points>"
    assert repr(Drawing(())) == "<Drawing: 0 strokes, 0 points>"
    picture = ElementTree.fromstring(Drawing(([[0, 0], [0, 4]], [[2, 2]]))._repr_svg_())
    lines = [line.get("points") for line in picture]
    assert lines == ["-0.25,-0.5 -0.25,0.5", "0.25,0 0.25,0"]
    assert ElementTree.fromstring(Drawing(())._repr_svg_()).tag.endswith("svg")

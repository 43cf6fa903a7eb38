"""What people's own tools save: signature_pad's points and Quick, Draw!'s lines, with their times, none lost."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inkspect.data.importers.quick_draw import import_quick_draw
from inkspect.data.importers.signature_pad import import_signature_pad
from inkspect.data.strokes import Drawing, drawing_to_json
from inkspect.system.errors import InkspectError

T = 1_795_680_000_000
"""Milliseconds since 1970."""

VERSION_2 = [
    [{"x": 10.5, "y": 20, "time": T, "color": "black"}, {"x": 11, "y": 25, "time": T + 16, "color": "black"}],
    [{"x": 12, "y": 21, "time": T + 300, "color": "black"}],
]
VERSION_3 = [{"color": "black", "points": stroke} for stroke in VERSION_2]
VERSION_5 = [
    {
        "penColor": "rgb(0, 0, 0)",
        "dotSize": 0,
        "minWidth": 0.5,
        "maxWidth": 2.5,
        "velocityFilterWeight": 0.7,
        "compositeOperation": "source-over",
        "points": [{"x": point["x"], "y": point["y"], "pressure": 0.5, "time": point["time"]} for point in stroke],
    }
    for stroke in VERSION_2
]
STROKES = [[[10.5, 20, T], [11, 25, T + 16]], [[12, 21, T + 300]]]

SIMPLIFIED = (
    '{"word":"cat","countrycode":"VE","timestamp":"2017-03-02 23:25:10.07453 UTC","recognized":true,'
    '"key_id":"5201136883597312","drawing":[[[130,113,99],[72,40,27]],[[76,28],[31,34]]]}\n'
)
RAW = (
    '{"key_id":"5891796615823360","word":"nose","countrycode":"AE","timestamp":"2017-03-01 20:41:36.70725 UTC",'
    '"recognized":false,"drawing":[[[129.5,128.25],[208,207.5],[0,67]]]}\n'
)


def imported(read: Callable[[Path], Iterator[Drawing]], path: Path, content: object) -> list[dict[str, object]]:
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [drawing_to_json(drawing) for drawing in read(path)]


@pytest.mark.parametrize("version", [VERSION_2, VERSION_3, VERSION_5], ids=["2", "3", "5"])
def test_every_version_of_signature_pad_gives_the_same_strokes_with_their_times(
    tmp_path: Path, version: list[object]
) -> None:
    for content in (version, json.dumps(version, indent=2), b"\xef\xbb\xbf" + json.dumps(version).encode()):
        assert imported(import_signature_pad, tmp_path / "file", content) == [{"strokes": STROKES}]


def test_several_drawings_may_stand_on_a_line_each(tmp_path: Path) -> None:
    lines = f"{json.dumps(VERSION_2)}\n\n[]\n{json.dumps(VERSION_3)}\n"
    drawings = imported(import_signature_pad, tmp_path / "file", lines)
    assert [drawing["strokes"] for drawing in drawings] == [STROKES, [], STROKES]


def test_a_point_without_time_is_a_point_all_the_same(tmp_path: Path) -> None:
    content = [[{"x": 1, "y": 2, "time": None}, {"x": 3, "y": 4}]]
    assert imported(import_signature_pad, tmp_path / "file", content) == [{"strokes": [[[1, 2], [3, 4]]]}]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[[{"x": 1, "y": NaN, "time": 3}]]', "file:1: NaN is not a number"),
        ('[[{"x": 1, "y": 1e999, "time": 3}]]', "file:1: .* too large for a drawing"),
        ('[[{"x": 1, "y": ' + "9" * 5000 + "}]]", "too many digits"),
        ('[[{"x": 1, "y": "2"}]]', r"strokes\[0\]\[0\] must hold numbers, not text"),
        ('[[{"x": 1, "y": true}]]', "must hold numbers"),
        ('[[{"x": 1, "y": 2, "time": "now"}]]', "must hold numbers"),
        ('[[{"x": 1}]]', "stroke 1, point 1 is not an object with 'x' and 'y'"),
        ('[[{"x": 1, "y": 2}], 7]', "stroke 2 is neither a list of points nor an object with 'points'"),
        ('[{"points": 3}]', "stroke 1 is neither"),
        ('[{"compositeOperation": "destination-out", "points": []}]', "stroke 1 is an eraser's"),
        ('[[{"x": 1, "y": 2}]]\n{"x": 1}\n', "file:2: not a drawing by signature_pad"),
        ('[[{"x": 1, "y": 2}\n', "file:1: not JSON"),
        ('[\n[{"x": 1, "y": 2},\n]]\n', r"file: not JSON: .* \(line 3, column 1\)"),
        ("[" * 100_000, "nested too deeply"),
        (b'[[{"x": 1, "y": 2, "color": "\xff"}]]', "not UTF-8"),
        ("[" + " " * (33 * 2**20) + "]", "over 32 MB"),
    ],
)
def test_what_signature_pad_does_not_write_is_refused_with_its_place(
    tmp_path: Path, content: str | bytes, reason: str
) -> None:
    with pytest.raises(InkspectError, match=reason) as refusal:
        imported(import_signature_pad, tmp_path / "file", content)
    assert "\n" not in str(refusal.value) and str(tmp_path / "file") in str(refusal.value)


def test_quick_draws_columns_become_points_and_its_word_the_label(tmp_path: Path) -> None:
    cat, nose = imported(import_quick_draw, tmp_path / "file", SIMPLIFIED + "\n" + RAW)
    assert cat["label"] == "cat"
    assert cat["strokes"] == [[[130, 72], [113, 40], [99, 27]], [[76, 31], [28, 34]]]
    assert nose["strokes"] == [[[129.5, 208, 0], [128.25, 207.5, 67]]]
    assert (nose["key_id"], nose["recognized"], nose["countrycode"]) == ("5891796615823360", False, "AE")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1, 2]", "not a line of Quick, Draw!"),
        ('{"word": "cat"}', "not a line of Quick, Draw!"),
        ('{"word": 7, "drawing": []}', "'word' must be text"),
        ('{"drawing": [[[1, 2], [3]]]}', r"drawing\[0\] has columns of 2 and 1 values"),
        ('{"drawing": [[[1], [3]], [[1, 2]]]}', r"drawing\[1\] must be columns"),
        ('{"drawing": [[1, 2]]}', r"drawing\[0\] must be columns"),
        ('{"drawing": [[[1], [null]]]}', r"strokes\[0\]\[0\] must hold numbers, not null"),
        ('{"drawing": [[[1], [Infinity]]]}', "Infinity is not a number"),
        ('{"drawing": [[[1], [1e16]]]}', "too large for a drawing"),
        ('{"drawing": [], "drawing": []}', "a key stands twice"),
        ('{"drawing": [[[1', "not JSON"),
    ],
)
def test_a_line_that_is_no_drawing_of_quick_draw_is_named(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(InkspectError, match=rf"file:3: .*{reason}") as refusal:
        imported(import_quick_draw, tmp_path / "file", SIMPLIFIED + RAW + line + "\n")
    assert "\n" not in str(refusal.value)


def test_lines_are_read_one_at_a_time_however_many_there_are(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(SIMPLIFIED * 20_000, encoding="utf-8")
    tracemalloc.start()
    count = sum(1 for _ in import_quick_draw(path))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert most < 2**20, "the drawings are kept in memory"

"""What is written as pictures and as text: all of it, each digit in its place, whatever it looks like."""

import io
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from inkspect.ink import Stroke
from inkspect.writing.sheet import sheet_as_png, sheet_as_svg
from inkspect.writing.text import drawing_as_text

SVG = "{http://www.w3.org/2000/svg}"
BAR = [np.array([[0.0, 0.0], [0.0, 10.0]])]
DOTS = [np.array([[1.0, 1.0]]), np.empty((0, 2)), np.array([[4.0, 3.0]])]
NOTHING: list[Stroke] = []
CELL = 112


def ink_of(png: bytes) -> np.ndarray:
    """How dark each pixel is, from 0 (paper) to 1."""
    grey = np.asarray(Image.open(io.BytesIO(png)).convert("L"), np.float64)
    dark: np.ndarray = (grey.max() - grey) / max(np.ptp(grey), 1)
    return dark


def test_ten_stand_in_a_row_and_none_is_missing() -> None:
    shown = ElementTree.fromstring(sheet_as_svg([BAR] * 23))
    places = [group.get("transform") for group in shown.iter(f"{SVG}g") if group.get("transform")]
    assert places[:2] == ["translate(0 0)", "translate(28 0)"]
    assert places[-1] == "translate(56 56)"
    assert (shown.get("width"), shown.get("height")) == ("1120", "336")
    assert len(list(shown.iter(f"{SVG}polyline"))) == 23
    ink = ink_of(sheet_as_png([BAR] * 23))
    assert ink.shape == (336, 1120)
    inked = [
        ink[row : row + CELL, column : column + CELL].any() for row in (0, 112, 224) for column in range(0, 1120, 112)
    ]
    assert inked == [True] * 23 + [False] * 7


def test_fewer_than_ten_make_a_narrower_sheet() -> None:
    assert Image.open(io.BytesIO(sheet_as_png([BAR, BAR]))).size == (224, 112)


def test_a_dot_is_a_dot_an_empty_stroke_nothing_and_an_empty_drawing_an_empty_place() -> None:
    shown = ElementTree.fromstring(sheet_as_svg([DOTS, NOTHING]))
    lines = [line.get("points", "").split() for line in shown.iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [2, 2]
    assert all(first == last for first, last in lines)
    ink = ink_of(sheet_as_png([DOTS, NOTHING]))
    assert ink[:, :CELL].any() and not ink[:, CELL:].any()


def test_a_drawing_is_fitted_as_by_the_ink_rule_with_its_pen() -> None:
    ink = ink_of(sheet_as_png([BAR]))
    rows, columns = ink.sum(axis=0), ink.sum(axis=1)
    assert rows.max() == pytest.approx(20 * 4, abs=1), "20 of 28 cells high, 4 px a cell"
    assert columns.max() == pytest.approx(2 * 1.15 * 4, abs=0.5), "the pen's width"
    pixels = np.arange(CELL) + 0.5
    assert (ink.sum(axis=0) @ pixels) / ink.sum() == pytest.approx(CELL / 2, abs=0.1)
    assert (ink.sum(axis=1) @ pixels) / ink.sum() == pytest.approx(CELL / 2, abs=0.1)


@pytest.mark.parametrize("sheet", [sheet_as_svg, sheet_as_png])
def test_the_same_drawings_give_the_same_bytes(sheet: Callable[[list[list[Stroke]]], bytes]) -> None:
    assert sheet([BAR, DOTS]) == sheet([BAR, DOTS])


def test_as_text_two_rows_of_cells_are_a_line_and_the_border_is_left_out() -> None:
    text = drawing_as_text(BAR)
    lines = text.splitlines()
    assert set(text) <= set("▀▄█ \n")
    assert 9 <= len(lines) <= 11, "20 of 28 rows"
    assert max(map(len, lines)) <= 3
    assert all(line.strip() for line in lines)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "no such encoding"])
def test_an_output_without_half_blocks_gets_plain_characters(encoding: str) -> None:
    assert set(drawing_as_text(BAR, encoding)) <= set("# \n")


def test_without_ink_there_is_no_text() -> None:
    assert drawing_as_text(NOTHING) == ""

"""The pen's network computes in the page what it does in Python, on drawings whole and begun; damaged, it is told."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import numpy as np
import pytest
from playwright.sync_api import Browser

import golden
import inkspect
from inkspect.data.stroke_files import read_strokes
from inkspect.explaining.pen_explanation import explain_strokes
from inkspect.ink import Stroke
from inkspect.pen.beginnings import first_points
from inkspect.pen.network import PenNetwork
from pen import draw_own
from visit import Visit, Visits

WHOLE = [drawing.kept for drawing in read_strokes(golden.FOLDER / "drawings.jsonl")[::2]]
OF_LAYER = 1e-5
"""How far two implementations may differ, as a share of the largest number of a layer."""
ASK = """([strokes, moment]) => {
  window.inkspect.draw(strokes, { placed: true });
  window.inkspect.at(moment);
  const told = window.inkspect.explain('pen');
  const { digit, probabilities } = window.inkspect.read('pen');
  return JSON.stringify({ ...told, digit, digits: probabilities });
}"""


class Told(TypedDict):
    tokens: list[int]
    left_out: int
    next: dict[str, float]
    trace: dict[str, list[object]]
    digits: list[float]
    digit: int | None


def told_of(visit: Visit, strokes: tuple[Stroke, ...], moment: int) -> Told:
    """What the page tells of a drawing in pad units, after so many of its points."""
    told: Told = json.loads(visit.page.evaluate(ASK, [[stroke.tolist() for stroke in strokes], moment]))
    return told


def begun(drawings: list[tuple[Stroke, ...]]) -> Iterator[tuple[tuple[Stroke, ...], int]]:
    """Each drawing, whole and after a part of its points, from the first point on."""
    for number, strokes in enumerate(drawings):
        points = sum(map(len, strokes))
        yield strokes, points
        yield strokes, max(1, points * (number % 9) // 9)


@pytest.fixture(scope="module")
def pen() -> PenNetwork:
    return inkspect.load("pen")


@pytest.mark.parametrize(("kernels", "drawings"), [("wasm", WHOLE), ("plain", WHOLE[::4])])
def test_tokens_are_the_same_and_every_number_agrees_on_drawings_whole_and_begun(
    visits: Visits, pen: PenNetwork, kernels: str, drawings: list[tuple[Stroke, ...]]
) -> None:
    visit = visits.open(query=f"?kernels={kernels}#place=pen")
    assert 2 * len(WHOLE) > 100
    for strokes, moment in begun(drawings):
        page, python = told_of(visit, strokes, moment), explain_strokes(first_points(strokes, moment), pen).to_json()
        assert (page["tokens"], page["left_out"]) == (python["tokens"], python["left_out"])
        assert page["digit"] == python["digit"]
        np.testing.assert_allclose(page["digits"], python["probabilities"] or [], rtol=0, atol=OF_LAYER)
        assert page["next"] == pytest.approx(python["next"], rel=0, abs=OF_LAYER)
        for name, numbers in python["trace"].items():
            expected = np.array(numbers, np.float64)  # null, of masked keys, becomes NaN
            largest = float(np.nanmax(np.abs(expected)))
            np.testing.assert_allclose(
                np.array(page["trace"][name], np.float64), expected, rtol=0, atol=OF_LAYER * largest, err_msg=name
            )


def test_nothing_drawn_a_tap_and_more_than_fits_are_read_as_in_python(visits: Visits, pen: PenNetwork) -> None:
    visit = visits.open(query="#place=pen")
    empty = visit.page.evaluate("() => window.inkspect.read('pen')")
    assert empty == {"digit": None, "probabilities": None}
    turns = np.linspace(0.0, 60.0, 1500, dtype=np.float64)
    around = np.stack([2048 + 30 * turns * np.cos(turns), 2048 + 30 * turns * np.sin(turns)], axis=1)
    spiral = np.round(around).astype(np.float64)
    many = np.round(np.stack([np.tile([0, 4096], 10_000), np.linspace(0, 4096, 20_000)], axis=1))
    strokes: list[Stroke] = [np.array([[900.0, 1200.0]]), spiral, many]
    for stroke in strokes:
        page, python = told_of(visit, (stroke,), len(stroke)), explain_strokes((stroke,), pen).to_json()
        assert (page["tokens"], page["left_out"]) == (python["tokens"], python["left_out"])
        np.testing.assert_allclose(page["digits"], python["probabilities"] or [], rtol=0, atol=OF_LAYER)
    assert python["left_out"] > 0


# ---- Opened late ----


@pytest.fixture
def damaged(page_file: Path, tmp_path: Path) -> Path:
    """The page with half of its pen's network."""
    text = page_file.read_text(encoding="utf-8")
    before, block = text.split('id="data-pen">{"safetensors":"')
    file = tmp_path / "damaged.html"
    file.write_text(before + 'id="data-pen">{"safetensors":"' + block[1000:], encoding="utf-8")
    return file


def test_a_damaged_network_of_the_pen_is_not_noticed_before_it_is_asked_and_then_told_in_one_line(
    browser: Browser, damaged: Path
) -> None:
    page = browser.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.goto(damaged.as_uri())
    draw = "() => { window.inkspect.draw([[[0, 0], [1, 0], [0, 3]]]); return window.inkspect.read().digit; }"
    assert page.evaluate(draw) == 7
    page.locator("#place-pen").click()
    notice = page.locator("#notice")
    notice.filter(has_text="The pen’s network in this page is damaged").wait_for()
    assert page.locator("html").get_attribute("data-place") == "draw"
    assert page.evaluate(draw) == 7, "drawing goes on"
    page.goto(f"{damaged.as_uri()}#place=pen")
    page.reload()
    notice.filter(has_text="damaged").wait_for()
    assert page.locator("html").get_attribute("data-place") == "draw"
    assert thrown == []
    page.close()


def test_the_pens_network_is_asked_for_by_its_name_alone(visits: Visits) -> None:
    visit = visits.open()
    draw_own(visit, "3")
    refused = visit.page.evaluate(
        "() => { try { window.inkspect.read('pan'); } catch (error) { return String(error); } }"
    )
    assert refused == 'RangeError: The network must be "picture" or "pen", not "pan".'
    assert visit.page.evaluate("() => window.inkspect.read('pen').digit") == 3

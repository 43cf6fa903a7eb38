"""At every size, in both themes and languages, nothing overflows, overlaps or is cut off, and axe finds nothing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from inkspect.data.stroke_files import read_strokes
from pen import DRAWINGS, draw_with_mouse, draw_with_touch, on_pad, own_digits
from screenshot import SIZES
from visit import Scheme, Visits

PROJECT = Path(__file__).resolve().parents[2]
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"

MISFITS = (Path(__file__).parent / "misfits.js").read_text(encoding="utf-8")
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
AXE_RUN = (Path(__file__).parent / "axe.js").read_text(encoding="utf-8")


def assert_nothing(found: dict[str, list[str]]) -> None:
    """Assert that there are no problems; if there are, show the first few for each key."""
    wrong = {where: problems[:4] for where, problems in found.items() if problems}
    assert not wrong, json.dumps(wrong, indent=2, ensure_ascii=False)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_size_fits_and_axe_finds_nothing(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}", bypass_csp=True)
    visit.page.add_script_tag(path=AXE)
    found: dict[str, list[str]] = {}
    for width, height in SIZES:
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.settle()
        found[f"{width}×{height}, nothing drawn"] = visit.page.evaluate(MISFITS)
        visit.page.evaluate("() => window.inkspect.draw([[[0, 0], [30, 0], [30, 2], [10, 60]], [[5, 30], [30, 30]]])")
        visit.settle()
        found[f"{width}×{height}, drawn"] = visit.page.evaluate(MISFITS)
        found[f"{width}×{height}, axe"] = visit.page.evaluate(AXE_RUN)
        visit.page.evaluate("() => window.inkspect.clear()")
    assert_nothing(found)


def drawings_whole_and_begun() -> Iterator[tuple[str, list[list[list[float]]]]]:
    """Whole drawings, of which the network is mostly sure, and shortened first strokes, of which it is not."""
    for number, drawing in enumerate(read_strokes(DRAWINGS)[::3]):
        strokes = [stroke.tolist() for stroke in drawing.strokes]
        name = str(drawing.extra.get("name"))
        yield name, strokes
        first = strokes[0]
        yield f"{name}, begun", [first[: max(1, len(first) * (3 + number % 6) // 10)]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast_whatever_the_heat(visits: Visits, scheme: Scheme) -> None:
    visit = visits.open(scheme=scheme)
    visit.page.evaluate("() => { for (const details of document.querySelectorAll('details')) details.open = true; }")
    found = {"nothing drawn": visit.page.evaluate(CONTRAST)}
    shares = set[float]()
    for name, strokes in drawings_whole_and_begun():
        visit.page.evaluate("(strokes) => window.inkspect.draw(strokes, { placed: true })", strokes)
        shares |= {round(share, 1) for share in visit.answer().probabilities if share is not None}
        found[name] = visit.page.evaluate(CONTRAST)
    assert_nothing(found)
    assert len(shares) >= 8, f"the drawings do not cover the whole scale: {sorted(shares)}"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_unfolded_details_and_projector_mode_fit_too(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}", bypass_csp=True)
    visit.page.add_script_tag(path=AXE)
    draw_with_mouse(visit, on_pad(own_digits()["5"]))
    visit.page.evaluate("() => { for (const details of document.querySelectorAll('details')) details.open = true; }")
    found: dict[str, list[str]] = {}
    for projector in (False, True):
        if projector:
            visit.page.locator("#projector").click()
        for width, height in SIZES:
            visit.page.set_viewport_size({"width": width, "height": height})
            visit.settle()
            where = f"{width}×{height}" + (", projector" if projector else "")
            found[where] = visit.page.evaluate(MISFITS)
        found[f"axe, projector {projector}"] = visit.page.evaluate(AXE_RUN)
    assert_nothing(found)


def test_one_desktop_screen_shows_pad_dial_preview_and_the_whole_diagram(visits: Visits) -> None:
    visit = visits.open(width=1280, height=800)
    draw_with_mouse(visit, on_pad(own_digits()["8"]))
    for part in ("#ink", ".dial", ".preview", "#diagram", "#timeline", "#panel"):
        box = visit.page.locator(part).bounding_box()
        assert box is not None, f"{part} is not shown"
        assert box["y"] >= 0 and box["y"] + box["height"] <= 800, f"{part} is not fully on the screen: {box}"
    assert not visit.page.evaluate("() => document.documentElement.scrollHeight > innerHeight"), "the page scrolls"


def test_a_phone_shows_pad_and_dial_first(visits: Visits) -> None:
    visit = visits.open(width=390, height=844, touch=True)
    for part in ("#ink", ".dial", "#clear", "#undo"):
        box = visit.page.locator(part).bounding_box()
        assert box is not None, f"{part} is not shown"
        assert box["y"] >= 0 and box["y"] + box["height"] <= 844, f"{part} is not on the first screen: {box}"
    pad = visit.page.locator("#ink").bounding_box()
    assert pad is not None and pad["width"] >= 280, f"the pad is too small for fingers: {pad}"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_narrowest_phone_has_room_for_every_control_and_word(visits: Visits, language: str) -> None:
    visit = visits.open(width=280, height=653, touch=True, query=f"?lang={language}")
    found = {"nothing drawn": visit.page.evaluate(MISFITS)}
    draw_with_touch(visit, on_pad(own_digits()["5"]))
    visit.settle()
    found["drawn"] = visit.page.evaluate(MISFITS)
    assert_nothing(found)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_dials_rows_are_full_and_all_its_digits_are_visible_at_once(
    visits: Visits, width: int, height: int
) -> None:
    visit = visits.open(width=width, height=height)
    cells = visit.page.locator(".cell").evaluate_all(
        "(cells) => cells.map((cell) => { const { x, y, width, height } = cell.getBoundingClientRect();"
        " return [x, y, width, height]; })"
    )
    digits = visit.page.locator(".cell-digit").all_inner_texts()
    rows = [
        [digit for digit, cell in zip(digits, cells, strict=True) if cell[1] == y]
        for y in sorted({c[1] for c in cells})
    ]
    if len(rows) == 4:
        # The 0 starts its row, and the heat scale fills the rest.
        assert rows == [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["0"]]
        zero = cells[digits.index("0")]
        scale = visit.page.locator(".heat-legend").bounding_box()
        assert scale is not None and zero[0] == cells[0][0]
        assert abs(scale["y"] - zero[1]) < 1 and zero[0] + zero[2] < scale["x"]
        assert abs(scale["x"] + scale["width"] - (cells[2][0] + cells[2][2])) < 1, (
            "the last row does not end with the others"
        )
    else:
        assert rows == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "0"]]
    assert max(y + tall for _, y, _, tall in cells) <= height, f"the screen cuts off the dial at {width}×{height}"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_cell_of_the_legend_has_text_for_screen_readers(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    said = visit.page.locator("#legend td").evaluate_all(
        "(cells) => cells.map((cell) =>"
        " cell.querySelector('[role=img]')?.getAttribute('aria-label') ?? cell.textContent)"
    )
    assert len(said) == 44 and all(said), f"{said.count('')} cells are read out as blank"
    assert len([text for text in said if "%" in text]) == 12, said


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 664)])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_drawing_dial_and_diagram_print_on_one_sheet(visits: Visits, language: str, width: int, height: int) -> None:
    visit = visits.open(scheme="dark", query=f"?lang={language}", width=width, height=height)
    draw_with_mouse(visit, on_pad(own_digits()["2"]))
    visit.settle()
    for paper in ("A4", "Letter"):
        for landscape in (False, True):
            sheet = visit.page.pdf(format=paper, landscape=landscape)
            where = f"{paper}, {'landscape' if landscape else 'portrait'}"
            assert sheet.count(b"/Type /Page\n") == 1, f"{where}: drawing, dial and diagram do not fit on one sheet"
    visit.page.emulate_media(media="print")
    visit.settle()
    for part in ("#ink", ".dial", "#diagram"):
        assert visit.page.locator(part).is_visible(), f"{part} is not printed"
    # The still picture lies under the column headings, not over them.
    hidden = visit.page.evaluate(
        "() => [...document.querySelectorAll('.diagram-heading')].filter((heading) => {"
        " heading.scrollIntoView(); const { x, y, width, height } = heading.getBoundingClientRect();"
        " return !heading.contains(document.elementFromPoint(x + width / 2, y + height / 2)); })"
        ".map(({ textContent }) => textContent)"
    )
    assert visit.page.locator(".diagram-still").count() == 1 and not hidden, f"headings hidden by the picture: {hidden}"
    background = str(visit.page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor"))
    assert min(map(int, re.findall(r"\d+", background)[:3])) > 235, f"the printed background is not light: {background}"

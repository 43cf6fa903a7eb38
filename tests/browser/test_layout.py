"""At every size, in both themes and languages, nothing overflows, overlaps or is cut off, and axe finds nothing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from accessibility import LOOKS, axe_findings
from inkspect.data.stroke_files import read_strokes
from pen import DRAWINGS, draw_with_mouse, draw_with_touch, on_pad, own_digits
from screenshot import SIZES
from visit import Scheme, Visit, Visits

MISFITS = (Path(__file__).parent / "misfits.js").read_text(encoding="utf-8")
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


def assert_nothing(found: dict[str, list[str]]) -> None:
    """Assert that there are no problems; if there are, show the first few for each key."""
    wrong = {where: problems[:4] for where, problems in found.items() if problems}
    assert not wrong, json.dumps(wrong, indent=2, ensure_ascii=False)


# No theme changes the room that anything takes.
@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_every_size_fits_and_axe_finds_nothing(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}", bypass_csp=True)
    found: dict[str, list[str]] = {}
    for width, height in SIZES:
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.settle()
        found[f"{width}×{height}, nothing drawn"] = visit.page.evaluate(MISFITS)
        visit.page.evaluate("() => window.inkspect.draw([[[0, 0], [30, 0], [30, 2], [10, 60]], [[5, 30], [30, 30]]])")
        visit.settle()
        found[f"{width}×{height}, drawn"] = visit.page.evaluate(MISFITS)
        found[f"{width}×{height}, axe"] = axe_findings(visit)
        visit.page.evaluate("() => window.inkspect.clear()")
    assert_nothing(found)


def drawings_whole_and_begun() -> Iterator[tuple[str, list[list[list[float]]]]]:
    """Whole drawings, of which the network is mostly sure, and shortened first strokes, of which it is not."""
    for number, drawing in enumerate(read_strokes(DRAWINGS)[::5]):
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
    draw_with_mouse(visit, on_pad(own_digits()["5"]))
    visit.page.evaluate("() => { for (const details of document.querySelectorAll('details')) details.open = true; }")
    found: dict[str, list[str]] = {}
    for projector in (False, True):
        if projector:
            # Only where there is room for a stage there is the switch.
            visit.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
            visit.page.locator("#projector").click()
        for width, height in SIZES:
            visit.page.set_viewport_size({"width": width, "height": height})
            visit.settle()
            where = f"{width}×{height}" + (", projector" if projector else "")
            found[where] = visit.page.evaluate(MISFITS)
        found[f"axe, projector {projector}"] = axe_findings(visit)
    assert_nothing(found)


DESKTOPS = [(1280, 800), (1366, 625), (1280, 585), (1920, 1080), (3840, 2160), (1024, 768)]
PHONES = [(390, 844), (390, 664), (320, 568), (844, 390), (664, 390)]


def resize(visit: Visit, size: tuple[int, int]) -> None:
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    visit.settle()


def assert_on_screen(visit: Visit, parts: tuple[str, ...], width: int, height: int) -> None:
    for part in parts:
        box = visit.page.locator(part).bounding_box()
        assert box is not None, f"{part} is not shown"
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, f"{part} is not fully on the screen: {box}"
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, f"{part} is not fully on the screen: {box}"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_desktop_shows_drawing_answer_network_and_inspector_without_scrolling(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    draw_with_mouse(visit, on_pad(own_digits()["8"]))
    parts = (
        "#ink",
        "#clear",
        "#timeline",
        "#verdict",
        ".dial",
        ".diagram-area",
        "#sentence",
        "#legend",
        "#diagram-maps",
        ".side",
    )
    for size in DESKTOPS:
        resize(visit, size)
        assert_on_screen(visit, parts, *size)
        assert not visit.page.evaluate("() => document.documentElement.scrollHeight > innerHeight"), "the page scrolls"
        tall = visit.page.locator(".legend-line").evaluate_all(
            "(lines) => lines.map(({ clientHeight }) => clientHeight)"
        )
        assert len(tall) == 2 and max(tall) - min(tall) < 2, f"the legend has not two lines at {size}: {tall}"


def test_the_pad_shrinks_on_low_screens_so_that_the_timeline_fits(visit: Visit) -> None:
    for size, pad in (((1280, 800), 344), ((1366, 625), 269), ((1280, 585), 229)):
        resize(visit, size)
        assert visit.page.locator("#ink").bounding_box() == pytest.approx({"width": pad, "height": pad} | _at(visit))
        dial = visit.page.locator(".dial-board").bounding_box()
        timeline = visit.page.locator("#timeline").bounding_box()
        assert timeline is not None and (timeline["width"], timeline["height"]) == (344, 56)
        assert dial is not None and dial["y"] + dial["height"] <= size[1], "no room for the timeline"


def _at(visit: Visit) -> dict[str, float]:
    box = visit.page.locator("#ink").bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"]}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_phone_shows_pad_answer_and_network_together(visits: Visits, language: str) -> None:
    visit = visits.open(touch=True, query=f"?lang={language}")
    for size in PHONES:
        resize(visit, size)
        visit.page.evaluate("() => { window.inkspect.clear(); scrollTo(0, 0); }")
        draw_with_touch(visit, on_pad(own_digits()["8"]))
        assert_on_screen(visit, ("#ink", "#clear", "#undo", "#timeline", "#verdict", ".diagram-area", ".dial"), *size)
        assert visit.page.evaluate("() => scrollY") == 0, f"the page scrolled under the finger at {size}"
        pad = visit.page.locator("#ink").bounding_box()
        assert pad is not None and pad["width"] >= 200, f"the pad is too small for fingers: {pad}"


def test_on_a_phone_the_dial_is_the_networks_output_row(visit: Visit) -> None:
    for size in PHONES:
        resize(visit, size)
        cells, area, layout = visit.page.evaluate(
            """() => {
              const event = new CustomEvent('inkspect:drawn', { detail: {} });
              document.querySelector('#diagram').dispatchEvent(event);
              const box = (element) => { const { x, y, width, height } = element.getBoundingClientRect();
                return { x, y, width, height }; };
              return [[...Array(10).keys()].map((digit) => box(document.querySelector(`[data-digit="${digit}"]`))),
                box(document.querySelector('.diagram-area')), event.detail.drawn.layout];
            }"""
        )
        assert layout["upright"], size
        for digit, (cell, output) in enumerate(zip(cells, layout["nodes"][-10:], strict=True)):
            assert area["x"] + output["x"] == pytest.approx(cell["x"], abs=0.5), (size, digit)
            assert output["width"] == pytest.approx(cell["width"], abs=0.5), (size, digit)
            assert area["y"] + output["y"] + output["height"] == pytest.approx(cell["y"], abs=0.5), (size, digit)


def test_a_phones_inspector_is_a_sheet_that_leaves_the_pad_in_reach(visits: Visits) -> None:
    visit = visits.open(touch=True)
    visit.page.evaluate(
        "() => { document.documentElement.toggleAttribute('data-asked', true);"
        " document.querySelector('#inspector').append(Object.assign(document.createElement('p'),"
        " { textContent: 'Conv2 map 12 '.repeat(200) })); }"
    )
    for size in ((390, 664), (320, 568), (844, 390)):
        resize(visit, size)
        assert_on_screen(visit, ("#inspector",), *size)
        sheet, pad = (visit.page.locator(part).bounding_box() for part in ("#inspector", "#ink"))
        assert sheet is not None and pad is not None
        beside = sheet["x"] >= pad["x"] + pad["width"]
        assert beside or sheet["y"] >= pad["y"] + pad["height"], f"the sheet {sheet} covers the pad {pad}"
        assert not visit.page.locator(".invite").is_visible()


def test_on_a_phone_the_pad_stays_on_top_with_sides_swapped_and_learns_verdict_below_it(visits: Visits) -> None:
    visit = visits.open(touch=True)
    boxes = """() => ['#ink', '#clear', '#timeline', '#verdict'].map((part) =>
      document.querySelector(part).getBoundingClientRect().toJSON())"""
    for size in PHONES:
        resize(visit, size)
        for swapped in (False, True):
            pad, clear, timeline, _ = visit.page.evaluate(boxes)
            assert pad["bottom"] <= timeline["top"] and (clear["right"] <= pad["left"]) == swapped, (size, swapped)
            visit.page.locator("#swap").tap()
            visit.settle()
    visit.page.evaluate("() => { location.hash = 'place=learn&step=3'; }")
    for size in ((390, 664), (320, 568)):
        resize(visit, size)
        visit.page.evaluate("() => scrollTo(0, 300)")
        pad, _, timeline, verdict = visit.page.evaluate(boxes)
        assert pad["top"] == pytest.approx(0) and timeline["bottom"] == pytest.approx(verdict["top"]), size


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_narrowest_phone_has_room_for_every_control_and_word(visits: Visits, language: str) -> None:
    visit = visits.open(width=280, height=653, touch=True, query=f"?lang={language}")
    found = {"nothing drawn": visit.page.evaluate(MISFITS)}
    draw_with_touch(visit, on_pad(own_digits()["5"]))
    visit.settle()
    found["drawn"] = visit.page.evaluate(MISFITS)
    assert_nothing(found)


def test_the_dials_rows_are_full_and_all_its_digits_are_visible_at_once(visit: Visit) -> None:
    for size in SIZES:
        resize(visit, size)
        assert_full_rows(visit, *size)


def assert_full_rows(visit: Visit, width: int, height: int) -> None:
    cells = visit.page.locator(".cell").evaluate_all(
        "(cells) => cells.map((cell) => { const { x, y, width, height } = cell.getBoundingClientRect();"
        " return [x, y, width, height]; })"
    )
    digits = visit.page.locator(".cell-digit").all_inner_texts()
    rows = [
        [digit for digit, cell in zip(digits, cells, strict=True) if cell[1] == y]
        for y in sorted({c[1] for c in cells})
    ]
    if len(rows) == 1:
        assert rows == [["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]]
        assert [digits[at] for at in sorted(range(10), key=lambda at: cells[at][0])] == list("0123456789")
    elif len(rows) == 4:
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
def test_every_cell_of_the_scales_has_text_for_screen_readers(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    visit.page.locator("#diagram-numbers > summary").click()
    said = visit.page.locator(".legend-scales td").evaluate_all(
        "(cells) => cells.map((cell) =>"
        " cell.querySelector('[role=img]')?.getAttribute('aria-label') ?? cell.textContent)"
    )
    assert len(said) == 48 and all(said), f"{said.count('')} cells are read out as blank"
    assert len([text for text in said if "%" in text]) == 16, said


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (390, 664)], ids=str)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_drawing_dial_and_diagram_print_on_one_sheet(visits: Visits, language: str, size: tuple[int, int]) -> None:
    visit = visits.open(scheme="dark", query=f"?lang={language}", width=size[0], height=size[1])
    draw_with_mouse(visit, on_pad(own_digits()["2"]))
    visit.settle()
    for paper in ("A4", "Letter"):
        for landscape in (False, True):
            sheet = visit.page.pdf(format=paper, landscape=landscape)
            where = f"{paper}, {'landscape' if landscape else 'portrait'}"
            assert sheet.count(b"/Type /Page\n") == 1, f"{where}: drawing, dial and diagram do not fit on one sheet"
    visit.page.emulate_media(media="print")
    visit.settle()
    for part in ("#ink", ".timeline-still", ".dial", ".diagram-area", "#legend"):
        assert visit.page.locator(part).is_visible(), f"{part} is not printed"
    # The still picture lies under the column headings, not over them; on the screen they let the pointer through.
    hidden = visit.page.evaluate(
        "() => [...document.querySelectorAll('.diagram-heading')].filter((heading) => {"
        " heading.style.pointerEvents = 'auto';"
        " heading.scrollIntoView(); const { x, y, width, height } = heading.getBoundingClientRect();"
        " return !heading.contains(document.elementFromPoint(x + width / 2, y + height / 2)); })"
        ".map(({ textContent }) => textContent)"
    )
    assert visit.page.locator(".diagram-still").count() == 1 and not hidden, f"headings hidden by the picture: {hidden}"
    background = str(visit.page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor"))
    assert min(map(int, re.findall(r"\d+", background)[:3])) > 235, f"the printed background is not light: {background}"

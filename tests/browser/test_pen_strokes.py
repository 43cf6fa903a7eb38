"""Strokes left out: what the pen's network is then shown and says, and what the ink looks like."""

import re

import pytest

from accessibility import LOOKS, axe_findings
from pen import draw_own, draw_with_mouse
from shifts import FONTS, shifts_of_a_three, watch
from visit import Visit, Visits

CROSS = [[(0.2, 0.5), (0.8, 0.5)], [(0.5, 0.2), (0.5, 0.8)]]
PICTURE = """() => {
  const copy = document.createElement('canvas'), canvas = document.querySelector('.penInk-canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  copy.getContext('2d').drawImage(canvas, 0, 0);
  return copy.toDataURL();
}"""


def open_pen(visits: Visits, **settings: object) -> Visit:
    visit = visits.open(**settings)  # type: ignore[arg-type]
    visit.page.evaluate("() => document.querySelector('#place-pen').click()")
    visit.rest()
    return visit


def note(visit: Visit) -> str:
    visit.rest()
    return visit.page.locator(".pen-ink-note").inner_text()


def picture(visit: Visit) -> str:
    """The picture's pixels, once the worker has painted them."""
    visit.rest()
    visit.page.wait_for_timeout(150)
    return str(visit.page.evaluate(PICTURE))


def hash_of(visit: Visit) -> dict[str, str]:
    visit.rest(450)
    text = str(visit.page.evaluate("() => location.hash")).removeprefix("#")
    return dict(pair.split("=", 1) for pair in text.split("&") if "=" in pair)


def test_a_stroke_left_out_is_not_read_and_its_ink_is_pale(visits: Visits) -> None:
    visit = open_pen(visits)
    draw_with_mouse(visit, CROSS)
    visit.page.mouse.move(2, 2)
    before = picture(visit)
    assert "Heat, arcs" in note(visit)
    chips = visit.page.locator(".pen-stroke")
    assert chips.evaluate_all("(all) => all.map((one) => one.getAttribute('aria-checked'))") == ["true", "true"]
    chips.nth(1).click()
    visit.rest()
    assert chips.nth(1).get_attribute("aria-checked") == "false"
    assert hash_of(visit)["without"] == "2"
    read = visit.page.evaluate("() => window.inkspect.read('pen').digit")
    assert re.match(r"All strokes: \d \(.*%\)\. Without: \d \(.*%\)\.$", note(visit))
    assert f"Without: {read} " in note(visit)
    assert picture(visit) != before
    chips.nth(1).click()
    assert "without" not in hash_of(visit)


def test_many_strokes_stay_in_one_line(visits: Visits) -> None:
    visit = open_pen(visits)
    line = visit.page.locator(".pen-ink-line")
    empty = line.bounding_box()
    taps = [[[100 + 60 * tap, 200 + 37 * tap]] for tap in range(55)]
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", taps)
    visit.rest()
    assert line.bounding_box() == empty
    assert visit.page.locator(".pen-stroke").count() == 40
    assert visit.page.locator(".pen-strokes-more").inner_text() == "+15"
    heights = visit.page.locator(".pen-stroke").evaluate_all("(all) => new Set(all.map((one) => one.offsetTop)).size")
    assert heights == 1


def test_what_does_not_fit_the_context_is_said(visits: Visits) -> None:
    visit = open_pen(visits)
    stroke = [[(0.1 + 0.8 * (turn % 2)), 0.1 + 0.02 * turn] for turn in range(40)]
    visit.page.evaluate("(stroke) => window.inkspect.draw([stroke])", stroke)
    found = re.match(
        r"The first (\d+) movements are not read: they do not fit the context of (\d+) tokens\.", note(visit)
    )
    assert found is not None, note(visit)
    assert int(found[1]) > 100


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (390, 664)], ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_moves_while_one_draws(visits: Visits, size: tuple[int, int], scheme: str) -> None:
    visit = open_pen(visits, width=size[0], height=size[1], scheme=scheme)
    watch(visit, FONTS[0])
    visit.rest(450)
    found, _ = shifts_of_a_three([visit])
    assert found == [[]]


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing(visits: Visits, scheme: str, language: str) -> None:
    visit = open_pen(visits, bypass_csp=True, scheme=scheme, query=f"?lang={language}")
    draw_with_mouse(visit, CROSS)
    visit.rest()
    assert axe_findings(visit, ".pen-top, #drawing") == []


def test_the_keyboard_walks_along_the_strokes(visits: Visits) -> None:
    visit = open_pen(visits)
    draw_with_mouse(visit, CROSS)
    visit.rest()
    visit.page.locator(".pen-stroke").first.focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Space")
    assert hash_of(visit)["without"] == "2"


def test_one_stroke_has_no_switch(visits: Visits) -> None:
    visit = open_pen(visits)
    draw_own(visit)
    visit.rest()
    assert not visit.page.locator(".pen-stroke").first.is_visible()

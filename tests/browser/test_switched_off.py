"""Switching feature maps and FC units off: by mouse, keyboard and address; what follows, and what says so."""

import pytest

from accessibility import LOOKS, axe_findings
from pen import draw_own
from visit import Scheme, Visit, Visits

ALL = ",".join(
    [f"map1.{i}" for i in range(8)] + [f"map2.{i}" for i in range(16)] + [f"fc1.{i}" for i in range(64)],
)
PLACES = """() => ['#ink', '#verdict', '.dial', '.diagram-area', '#selection'].map((part) => {
  const { left, top, width, height } = document.querySelector(part).getBoundingClientRect();
  return [left, top, width, height].map(Math.round).join(); })"""


def fragment(visit: Visit) -> str:
    visit.rest()
    return str(visit.page.evaluate("() => location.hash"))


def text(visit: Visit, place: str) -> str:
    visit.rest()
    return str(visit.page.locator(place).inner_text())


def test_a_map_is_switched_off_by_mouse_everything_follows_and_is_put_back(visit: Visit) -> None:
    draw_own(visit)
    before, picture = visit.read(), visit.page.locator(".diagram-area").screenshot()
    share = visit.page.evaluate("() => document.querySelector('.verdict-share').innerText.split(',')[0]")
    assert not visit.page.locator("#altered").is_visible()
    visit.select("pool2.11.2.3")
    switch = visit.page.get_by_role("switch", name="Without Conv2 map 12", exact=True)
    assert switch.get_attribute("aria-checked") == "false"
    switch.click()
    visit.settle()
    assert switch.get_attribute("aria-checked") == "true"
    assert fragment(visit) == "#part=pool2.11.2.3&off=map2.11"
    after = visit.read()
    assert after["probabilities"] != before["probabilities"]
    assert after["probabilities"] == pytest.approx(visit.answer().probabilities, abs=1e-4)
    assert text(visit, "#altered p") == "Altered network – switched off: Conv2 map 12."
    assert text(visit, ".verdict-untouched") == f"untouched: 3, {share}"
    summary = visit.page.locator("#diagram-summary")
    visit.rest(500)
    assert "Altered network – switched off: Conv2 map 12." in (summary.text_content() or "")
    assert visit.page.locator("[aria-label^='Conv2 map 12, switched off']").count() >= 1
    visit.select("map2.11")
    assert "sum 0" in text(visit, ".selection-numbers")
    visit.page.keyboard.press("Escape")
    visit.page.mouse.move(5, 5)
    assert fragment(visit) == "#off=map2.11", "what is off stays off when the selection is let go"
    assert visit.page.locator(".diagram-area").screenshot() != picture
    visit.page.locator("#put-back").click()
    visit.settle()
    assert visit.read() == before
    assert fragment(visit) == ""
    assert not visit.page.locator("#altered").is_visible()
    assert text(visit, ".verdict-untouched") == ""
    assert not visit.page.locator("#redo[aria-disabled=false]").count(), "switching is no change of the drawing"


def test_units_are_switched_off_and_put_back_by_keyboard_alone(visit: Visit) -> None:
    draw_own(visit)
    page = visit.page
    before = visit.read()
    visit.select("group.4")
    switches = page.locator(".switches-off [role=switch]:visible")
    assert switches.all_inner_texts() == [f"Without FC unit {number}" for number in (17, 18, 19, 20)]
    switches.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert fragment(visit) == "#part=group.4&off=fc1.16,fc1.17"
    page.keyboard.press("Space")
    assert fragment(visit) == "#part=group.4&off=fc1.16"
    page.locator("#put-back").focus()
    page.keyboard.press("Enter")
    assert visit.read() == before
    assert page.evaluate("() => document.activeElement.id") == "ink", "the focus was lost with the button"
    visit.select("logit.3")
    assert not page.locator(".switches-off").is_visible()


def test_the_address_restores_what_is_off_and_undo_does_not_touch_it(visits: Visits) -> None:
    visit = visits.open(query="#off=map1.5,fc1.12")
    assert text(visit, "#altered p") == "Altered network – switched off: Conv1 map 6 and FC unit 13."
    assert text(visit, ".verdict-untouched") == "", "nothing is drawn"
    draw_own(visit)
    altered = visit.read()
    assert "untouched: 3," in text(visit, ".verdict-untouched")
    visit.clear()
    visit.page.keyboard.press("Control+z")
    assert visit.read() == altered
    assert fragment(visit) == "#off=map1.5,fc1.12"
    visit.page.evaluate("() => { location.hash = '' }")
    visit.settle()
    assert visit.read() != altered
    assert not visit.page.locator("#altered").is_visible()


def test_with_everything_off_every_drawing_reads_alike_and_the_untouched_answer_does_not(visits: Visits) -> None:
    visit = visits.open(query=f"#off={ALL}")
    draw_own(visit)
    three = visit.read()
    assert three["probabilities"] is not None and sum(three["probabilities"]) == pytest.approx(1)
    assert text(visit, ".verdict-untouched").startswith("untouched: 3, ")
    visit.page.evaluate("() => window.inkspect.draw([[[0, 0], [0, 100]]])")
    assert visit.read() == three
    for part in ("map1.2", "group.3", "logit.3", "conv2.5.4.4", "link.fc1.3.4"):
        visit.select(part)
    visit.page.evaluate("() => window.inkspect.select(null, { why: true })")
    visit.settle()


def test_the_tables_say_of_rows_and_columns_that_they_are_switched_off(visits: Visits) -> None:
    group = ",".join(f"fc1.{unit}" for unit in range(16, 20))
    visit = visits.open(query=f"#off=map2.11,fc1.3,{group}")
    visit.page.locator("#diagram-numbers > summary").click()
    marked = visit.page.locator(".diagram-tables th", has_text="switched off")
    # As a target of one table and as a source of the next; of another group only a unit is off.
    twice = [name for name in ("Conv2 12", "FC 5") for _ in range(2)]
    draw_own(visit)
    for _ in range(2):
        visit.settle()
        assert marked.all_inner_texts() == [f"{name}, switched off" for name in twice]
        visit.rest(500)
    visit.page.locator("#put-back").click()
    visit.rest(500)
    assert marked.count() == 0
    assert visit.page.locator(".diagram-tables th", has_text="Conv2 12").count() == 2


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_moves_and_the_notice_fits(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    draw_own(visit)
    for size in ((1280, 800), (768, 1024), (390, 664), (320, 568)):
        visit.page.set_viewport_size({"width": size[0], "height": size[1]})
        visit.page.evaluate("() => { location.hash = '' }")
        visit.rest()
        assert_notice_fits(visit, size, language)


def assert_notice_fits(visit: Visit, size: tuple[int, int], language: str) -> None:
    before = visit.page.evaluate(PLACES)
    visit.page.evaluate("() => { location.hash = '#off=map2.11,fc1.12' }")
    visit.settle()
    assert visit.page.evaluate(PLACES) == before
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    button = visit.page.locator("#put-back").bounding_box()
    assert button is not None and button["height"] >= 40
    seen = visit.page.locator("#altered p").evaluate(
        """(told, words) => {
          const range = document.createRange();
          range.setStart(told.firstChild, 0);
          range.setEnd(told.firstChild, words);
          const [whole, first] = [told, range].map((one) => one.getBoundingClientRect());
          return first.bottom <= whole.bottom + 1 && first.right <= whole.right + 1; }""",
        {"en": len("Altered network"), "ja": len("変更したネットワーク")}[language],
    )
    assert seen, "that the network is altered is cut off"
    for place in (".verdict-untouched", "#put-back"):
        cut = visit.page.locator(place).evaluate(
            "(one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1"
        )
        assert not cut, f"{place} is cut off"
    ends = visit.page.evaluate(
        """() => ['.verdict-share', '.verdict-untouched'].map((place) => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(place));
          const { left, right } = range.getBoundingClientRect();
          return [left, right]; })"""
    )
    assert ends[0][1] <= ends[1][0], "the two answers overlap"


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing_with_something_off(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}#part=group.4&off=map2.11,fc1.16", bypass_csp=True)
    draw_own(visit)
    assert axe_findings(visit) == []

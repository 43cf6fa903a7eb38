"""What visitors stumbled over: pictures that moved, captions that touched, buttons that looked alive."""

import pytest

from pen import draw_own
from visit import Visits

AREA = """() => {
  const { top, height } = document.querySelector('.diagram-area').getBoundingClientRect();
  return [top + scrollY, height];
}"""
# The input's caption, and the ends of the links that leave the input, in CSS px of the viewport.
CAPTION = """() => {
  const diagram = document.querySelector('#diagram'), detail = {};
  diagram.dispatchEvent(new CustomEvent('inkspect:drawn', { detail }));
  const { left } = diagram.querySelector('.diagram-area').getBoundingClientRect();
  const caption = diagram.querySelector('.of-input').getBoundingClientRect();
  return { right: caption.right, links: left + Math.min(...[0, 1, 2, 3, 4, 5, 6, 7].map((link) =>
    detail.drawn.layout.ends[4 * link])) };
}"""


@pytest.mark.parametrize("size", [(1280, 800), (1366, 625), (1024, 768), (390, 664)], ids=str)
@pytest.mark.parametrize("tool", ["#take", "details:first-of-type"])
def test_opening_a_tool_below_the_diagram_leaves_the_picture_as_it_is(
    visits: Visits, size: tuple[int, int], tool: str
) -> None:
    visit = visits.open(width=size[0], height=size[1])
    draw_own(visit)
    before = visit.page.evaluate(AREA)
    summary = visit.page.locator(f".diagram-tools > {tool} > summary")
    heights = summary.evaluate(
        """async (summary) => {
          const area = document.querySelector('.diagram-area'), seen = new Set();
          summary.click();
          for (let frame = 0; frame < 10; frame++) {
            await new Promise((done) => requestAnimationFrame(done));
            seen.add(area.getBoundingClientRect().height);
          }
          return [...seen];
        }"""
    )
    assert heights == [before[1]], "the picture changes its height"
    assert visit.page.evaluate(AREA) == before
    visit.page.set_viewport_size({"width": size[0], "height": size[1] + 100})
    visit.settle()
    summary.click()
    visit.settle()
    folded = visit.page.evaluate(AREA)
    summary.click()
    visit.settle()
    assert visit.page.evaluate(AREA) == folded, "after another height of the window"


@pytest.mark.parametrize("size", [(1366, 625), (1280, 800), (390, 664)], ids=str)
@pytest.mark.parametrize("tool", ["#take", "#diagram-numbers"])
def test_what_a_tool_unfolds_comes_into_sight_below_its_opener_which_stays_in_its_place(
    visits: Visits, size: tuple[int, int], tool: str
) -> None:
    visit = visits.open(width=size[0], height=size[1])
    draw_own(visit)
    summary = visit.page.locator(f"{tool} > summary")
    summary.scroll_into_view_if_needed()
    places = """(summary) => {
      const { left, top } = summary.getBoundingClientRect(), last = summary.parentElement.lastElementChild;
      return { left, top, onPage: top + scrollY, bottom: last.getBoundingClientRect().bottom, height: innerHeight };
    }"""
    before = summary.evaluate(places)
    summary.click()
    visit.settle()
    after = summary.evaluate(places)
    assert (after["left"], after["onPage"]) == (before["left"], before["onPage"]), "the opener jumps"
    highest = min(before["top"], after["height"] / 2)
    assert after["top"] >= highest - 1, "more of the picture is scrolled away than need be"
    is_all = after["bottom"] <= after["height"] + 1
    assert is_all or after["top"] == pytest.approx(highest, abs=1), f"too little is in sight: {after}"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_link_reaches_the_caption_of_the_input(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    for width in (1280, 1366, 1920):
        visit.page.set_viewport_size({"width": width, "height": 800})
        visit.settle()
        found = visit.page.evaluate(CAPTION)
        assert found["right"] <= found["links"], f"{width} px: {found}"


def test_a_button_that_does_nothing_is_paler_than_one_that_works(visits: Visits) -> None:
    visit = visits.open()
    visit.page.locator("#take > summary").click()
    looks = "(one) => [Number(getComputedStyle(one).opacity), getComputedStyle(one).cursor]"
    dead = visit.page.locator("[aria-disabled='true']:is(button)").filter(visible=True)
    assert dead.count() > 8
    assert {tuple(one.evaluate(looks)) for one in dead.all()} == {(0.45, "default")}
    draw_own(visit)
    for name in ("#play", "#undo"):
        assert visit.page.locator(name).evaluate(looks) == [1, "pointer"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_is_no_wider_than_phones_are_and_has_no_switch_without_effect(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}", touch=True)
    for width, height in ((390, 664), (384, 664), (360, 640), (320, 568), (844, 390), (768, 1024)):
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.settle()
        assert visit.page.evaluate("() => document.documentElement.scrollWidth") == width
        assert not visit.page.locator("#projector").is_visible(), "projector mode has no stage here"
        assert visit.page.locator("#swap").is_visible()


def test_the_timeline_says_what_its_marks_are(visits: Visits) -> None:
    visit = visits.open()
    hint = visit.page.locator(".timeline-picture").get_attribute("title")
    assert hint is not None and "wherever the answer changed" in hint and "– is no digit" in hint

"""A page in a tab that others have used is as new: nothing that one test did can be seen by the next."""

from pathlib import Path

from playwright.sync_api import Browser

from pen import ZIGZAG, draw_with_mouse
from tabs import Tabs
from visit import Visit, Visits

# What a page might find left over; the pointed-at elements other than the document's own.
LEFT = """() => ({
  stored: { ...localStorage, ...sessionStorage },
  address: location.search + location.hash,
  size: [innerWidth, innerHeight, devicePixelRatio, visualViewport.scale, scrollX, scrollY],
  media: ['print', '(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)', '(forced-colors: active)']
    .filter((query) => matchMedia(query).matches),
  focused: document.activeElement.tagName,
  pointed: [...document.querySelectorAll(':hover')].map(({ tagName }) => tagName),
  whole: document.fullscreenElement?.tagName ?? null,
  answer: window.inkspect.read(),
  attributes: document.documentElement.getAttributeNames().map((name) =>
    `${name}=${document.documentElement.getAttribute(name)}`).sort(),
})"""


def leave_a_mess(visit: Visit) -> None:
    page = visit.page
    draw_with_mouse(visit, ZIGZAG)
    for control in ("language", "theme", "swap", "projector"):
        page.locator(f"#{control}").click()
    page.evaluate("() => { window.inkspect.select('map2.11'); sessionStorage.setItem('left', '1'); }")
    page.emulate_media(media="print", color_scheme="dark", reduced_motion="reduce", forced_colors="active")
    visit.devtools.send("Emulation.setCPUThrottlingRate", {"rate": 2})
    page.mouse.move(150, 300)
    page.mouse.down()
    page.keyboard.press("Tab")
    visit.settle()


def test_a_used_tab_shows_the_page_as_a_new_one_does(browser: Browser, page_file: Path, tmp_path: Path) -> None:
    tabs = Tabs(browser, tmp_path)
    first = Visits(tabs, page_file)
    visit = first.open()
    new, tab = visit.page.evaluate(LEFT), visit.tab
    leave_a_mess(visit)
    assert visit.page.evaluate(LEFT).items() != new.items(), "there was nothing to clear up"
    assert first.close() == []
    second = Visits(tabs, page_file)
    again = second.open()
    assert again.tab is tab, "the tab was not used again, so this test proves nothing"
    assert again.page.evaluate(LEFT) == new
    again.page.evaluate("() => addEventListener('pointermove', ({ buttons }) => { window.held = buttons; })")
    again.page.mouse.move(150, 310)
    again.settle()
    assert again.page.evaluate("() => window.held") == 0, "the mouse's button is still held"
    draw_with_mouse(again, ZIGZAG)
    assert again.answer().verdict == "digit"
    assert second.close() == []
    tabs.close()


def test_what_goes_wrong_is_told_of_the_visit_in_which_it_does_and_of_no_other(tabs: Tabs, page_file: Path) -> None:
    seen = []
    for said in ("first", "second"):
        visits = Visits(tabs, page_file)
        seen.append(visits.open())
        seen[-1].page.evaluate("(said) => console.log(said)", said)
        assert visits.close() == [f"console message (log): {said}"]
    assert [len(visit.problems) for visit in seen] == [1, 1]


def test_two_visits_at_once_share_nothing(visits: Visits) -> None:
    one, other = visits.open(), visits.open()
    assert one.tab is not other.tab
    one.page.locator("#theme").click()
    assert other.page.evaluate("() => localStorage.length") == 0

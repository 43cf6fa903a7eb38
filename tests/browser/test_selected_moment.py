"""An earlier moment is part of the selection: the line of what is selected names it, and its × lets it go, too."""

import pytest

from pen import draw_own
from shifts import FONTS, watch
from visit import Visit, Visits

POINTS = "() => Number(document.querySelector('#timeline').dataset.moments)"
FIGURE_SPACE = "\u2007"


def show(visit: Visit, moment: int | None) -> None:
    visit.page.evaluate("(moment) => window.inkspect.at(moment)", moment)
    visit.settle()


def moment_told(visit: Visit) -> str:
    visit.settle()
    return visit.page.locator(".selection-moment").inner_text().replace(FIGURE_SPACE, "")


def address(visit: Visit) -> str:
    visit.rest()
    return str(visit.page.evaluate("() => location.hash"))


@pytest.mark.parametrize("by", ["button", "escape"])
def test_the_line_says_digit_part_and_moment_and_one_press_lets_all_of_them_go(visit: Visit, by: str) -> None:
    draw_own(visit)
    points = visit.page.evaluate(POINTS)
    assert moment_told(visit) == ""
    visit.page.evaluate("() => window.inkspect.select('map2.11', { rival: 8 })")
    show(visit, 9)
    assert moment_told(visit) == f"point 9 of {points}"
    assert "Conv2 map 12" in visit.page.locator("#selection").inner_text()
    assert address(visit) == "#part=map2.11&rival=8&at=9"
    release = visit.page.get_by_role("button", name="Let the selection go and return to the newest moment (Esc)")
    assert release.get_attribute("title") == release.get_attribute("aria-label")
    if by == "button":
        release.click()
    else:
        visit.page.keyboard.press("Escape")
    assert moment_told(visit) == "" and address(visit) == ""
    assert not visit.page.locator(".selection-release").is_visible()
    assert visit.page.evaluate("() => document.querySelector('#timeline').dataset.moment") == str(points)


def test_a_moment_alone_is_named_too_and_its_button_says_where_it_leads(visit: Visit) -> None:
    draw_own(visit)
    show(visit, 12)
    assert moment_told(visit).startswith("point 12 of ")
    visit.page.get_by_role("button", name="Return to the newest moment (Esc)", exact=True).click()
    assert moment_told(visit) == "" and address(visit) == ""
    visit.select("map1.3")
    assert visit.page.locator(".selection-release").get_attribute("aria-label") == "Let the selection go (Esc)"


def test_a_replay_passes_through_moments_without_naming_them(visit: Visit) -> None:
    draw_own(visit)
    for _ in range(2):
        visit.page.locator("#play-speed").click()  # to the slowest
    show(visit, 3)
    visit.page.locator("#play").click()
    assert moment_told(visit) == ""
    visit.page.locator("#play").click()
    assert moment_told(visit).startswith("point ")


@pytest.mark.parametrize("size", [(1280, 800), (390, 664), (320, 568)], ids=str)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_moves_from_moment_to_moment_and_all_of_the_line_has_room(
    visits: Visits, size: tuple[int, int], language: str
) -> None:
    visit = visits.open(width=size[0], height=size[1], query=f"?lang={language}")
    draw_own(visit)
    visit.page.evaluate("() => window.inkspect.select('conv2.11.4.4', { digit: 3 })")
    show(visit, 12)
    watch(visit, FONTS[0])
    visit.rest()
    visit.page.evaluate("() => { window.shifts.length = 0; }")
    for moment in (11, 10, 9, 8, 1):
        show(visit, moment)
    visit.rest()
    assert visit.page.evaluate("() => window.shifts") == []
    line = visit.page.locator(".selection-line")
    assert line.evaluate("(line) => line.scrollWidth <= line.clientWidth")
    last = visit.page.locator("#selection [aria-current]")
    assert last.evaluate("(step) => step.clientWidth") >= 48, "nothing is left of the part's name"

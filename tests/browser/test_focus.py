"""The focus ring appears only for keyboard users, whatever moved the focus, and never in print."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from pen import ZIGZAG, Strokes, draw_with_mouse, draw_with_touch
from visit import Visit, Visits

Draw = Callable[[Visit, Strokes], None]


def ring(part: Locator) -> bool:
    return bool(part.evaluate("(part) => getComputedStyle(part).outlineStyle !== 'none'"))


def focused(visit: Visit) -> str:
    return str(visit.page.evaluate("() => document.activeElement.id"))


@pytest.mark.parametrize("draw", [draw_with_mouse, draw_with_touch])
def test_drawing_by_mouse_or_finger_shows_no_ring_and_the_first_drawing_key_does(visits: Visits, draw: Draw) -> None:
    visit = visits.open(touch=True)
    pad = visit.page.locator("#ink")
    draw(visit, ZIGZAG)
    assert focused(visit) == "ink", "keys should reach the pad after drawing"
    assert not ring(pad), "a stroke by mouse or finger shows the keyboard's ring"
    visit.page.keyboard.press("Control+z")
    assert not ring(pad), "the undo shortcut shows a ring"
    visit.page.keyboard.press("ArrowLeft")
    assert ring(pad), "drawing by keyboard shows no ring"
    draw(visit, ZIGZAG)
    assert not ring(pad), "the ring stays after drawing by mouse or finger"


def test_buttons_show_a_ring_for_the_keyboard_and_not_for_the_mouse(visit: Visit) -> None:
    for control in ("theme", "swap"):
        button = visit.page.locator(f"#{control}")
        button.click()
        assert focused(visit) == control and not ring(button)
        visit.page.keyboard.press("Shift+Tab")
        visit.page.keyboard.press("Tab")
        assert focused(visit) == control and ring(button)


def test_focus_returned_by_a_script_after_a_click_shows_no_ring(visit: Visit) -> None:
    visit.page.evaluate(
        "() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject() } })"
    )
    visit.page.locator("#about > summary").click()
    visit.page.locator("#card summary").click()
    copy = visit.page.locator("#card .copy")
    copy.click()
    visit.settle()
    assert copy.evaluate("(button) => button === document.activeElement")
    assert not ring(copy)


def test_no_ring_is_printed(visit: Visit) -> None:
    visit.page.keyboard.press("Tab")
    while focused(visit) != "ink":
        visit.page.keyboard.press("Tab")
    assert ring(visit.page.locator("#ink"))
    visit.page.emulate_media(media="print")
    visit.settle()
    assert not ring(visit.page.locator("#ink"))

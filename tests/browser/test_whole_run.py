"""From the first ink to what is taken away with nothing but the keyboard, and with nothing but a finger."""

import re
from decimal import Decimal

import pytest

from pen import draw_with_touch, on_pad, own_digits
from taking import LISTEN
from test_arithmetic import assert_exact, fed, rows
from test_selection import FIRST_CONV1, center, selected
from test_why import amounts
from visit import Visit, Visits

MOST_STOPS = 120


def tab_to(visit: Visit, what: str) -> None:
    """Press Tab until what matches the selector has the focus."""
    for _ in range(MOST_STOPS):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("(what) => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"{MOST_STOPS} times Tab do not lead to {what}")


def press(visit: Visit, *keys: str) -> None:
    for key in keys:
        visit.page.keyboard.press(key)
        visit.settle()


def assert_sums_are_told(visit: Visit) -> None:
    """What feeds the node and what it feeds, each exact as printed."""
    visit.page.wait_for_timeout(400)  # numbers keep a pace of their own
    assert_exact(rows(visit, ".unit-sum:not(.feeding):visible"))
    assert_exact([(name, amount) for name, _, amount, _ in fed(visit)])


def assert_why_adds_up(visit: Visit) -> None:
    difference, *parts = amounts(visit)
    assert len(parts) == 3 and difference == sum(parts, Decimal())


def assert_copied(visit: Visit, part: str) -> None:
    visit.page.wait_for_function("() => window.copied !== undefined")
    copied = str(visit.page.evaluate("() => window.copied"))
    assert copied.startswith(part)
    assert "Altered network" in copied and "\nWhat it feeds\n" in copied


def test_a_keyboard_draws_selects_reads_asks_why_switches_off_and_copies(visit: Visit) -> None:
    visit.page.evaluate(LISTEN, True)
    tab_to(visit, "#ink")
    press(visit, "Space", *["Shift+ArrowDown"] * 6, "Space")
    assert visit.answer().digit is not None
    tab_to(visit, ".diagram-focus[aria-label^='Conv2 map']")
    press(visit, "Enter", "Enter", "ArrowRight", "Space")
    assert re.fullmatch(r"#part=pool2\.\d+\.2\.3", selected(visit))
    press(visit, "Escape", "Escape", "Escape")
    tab_to(visit, "#ask-trace")
    press(visit, "Enter")
    assert re.fullmatch(r"#part=logit\.(\d)&digit=\1", selected(visit))
    visit.page.wait_for_timeout(400)
    assert_exact(rows(visit))
    tab_to(visit, "#inspector .unit-sum [data-part^='group.']")
    press(visit, "Enter")
    assert_sums_are_told(visit)
    tab_to(visit, "#inspector .feeding [data-part^='logit.']")
    press(visit, "Enter")
    assert re.fullmatch(r"#part=logit\.(\d)&digit=\1", selected(visit))
    tab_to(visit, ".why-ask")
    press(visit, "Enter")
    assert_why_adds_up(visit)
    tab_to(visit, "#inspector .unit-sum [data-part^='group.']")
    press(visit, "Enter")
    tab_to(visit, "#inspector [role=switch]")
    press(visit, "Space")
    assert re.search(r"&off=fc1\.\d+$", selected(visit))
    tab_to(visit, "#take > summary")
    press(visit, "Enter")
    tab_to(visit, "#take [aria-labelledby='take.part'] button")
    press(visit, "Enter")
    assert_copied(visit, "FC group ")


@pytest.mark.parametrize("size", [(390, 664)], ids=str)
def test_a_finger_draws_selects_reads_asks_why_switches_off_and_copies(visits: Visits, size: tuple[int, int]) -> None:
    visit = visits.open(width=size[0], height=size[1], touch=True)
    visit.page.evaluate(LISTEN, True)
    hint = visit.page.locator(".diagram-hint")
    assert not hint.is_visible()
    draw_with_touch(visit, on_pad(own_digits()["3"]))
    visit.settle()
    assert hint.inner_text() == "Tap anything to ask about it"
    visit.page.touchscreen.tap(*center(visit, FIRST_CONV1 + 3))
    assert selected(visit) == "#part=map1.3"
    assert not hint.is_visible()
    assert_sums_are_told(visit)
    visit.page.locator("#inspector .feeding [data-part^='map2.']").first.tap()
    assert re.fullmatch(r"#part=map2\.\d+", selected(visit))
    visit.page.locator("[data-digit='3'] button").tap()
    visit.page.locator(".why-ask").tap()
    visit.settle()
    assert_why_adds_up(visit)
    visit.page.locator("#inspector [role=switch]").first.tap()
    assert re.search(r"&off=map2\.\d+$", selected(visit))
    visit.page.locator("#take > summary").tap()
    visit.page.locator("#take [aria-labelledby='take.part'] button").first.tap()
    assert_copied(visit, "Conv2 map ")

"""Every control works by mouse, touch and keyboard, and keeps what it must."""

import random

import pytest
from playwright.sync_api import Locator

from pen import ZIGZAG, Finger, draw_with_mouse, draw_with_touch, on_pad, on_page, own_digits
from visit import Visit, Visits

CONTROLS = ("language", "theme", "projector", "swap", "undo", "redo", "clear")


class Press:
    """One of the three ways to press a button."""

    def __init__(self, visit: Visit, way: str) -> None:
        self._visit, self._way = visit, way

    def __call__(self, control: str) -> None:
        button = self._visit.page.locator(f"#{control}")
        {"mouse": button.click, "touch": button.tap, "keyboard": lambda: self._by_keyboard(button)}[self._way]()
        self._visit.settle()

    def _by_keyboard(self, button: Locator) -> None:
        for _ in range(60):
            if button.evaluate("(button) => button === document.activeElement"):
                self._visit.page.keyboard.press("Enter")
                return
            self._visit.page.keyboard.press("Tab")
        raise AssertionError("Tab does not reach the button")


def document(visit: Visit, expression: str) -> object:
    return visit.page.evaluate(f"() => {expression}")


@pytest.mark.parametrize("way", ["mouse", "touch", "keyboard"])
def test_every_control_works_by_mouse_touch_and_keyboard(visits: Visits, way: str) -> None:
    visit = visits.open(touch=True)
    press = Press(visit, way)
    draw_with_mouse(visit, ZIGZAG)
    drawn, answer = visit.ink(), visit.answer()
    press("clear")
    assert visit.answer().verdict == "empty"
    press("undo")
    assert (visit.ink(), visit.answer()) == (drawn, answer), "clear can be undone"
    press("undo")
    assert visit.answer().verdict == "empty"
    press("redo")
    assert (visit.ink(), visit.answer()) == (drawn, answer)

    assert document(visit, "document.documentElement.lang") == "en"
    press("language")
    assert document(visit, "document.documentElement.lang") == "ja"
    assert "Inkspect" in str(document(visit, "document.title"))
    assert visit.answer() == answer, "another language changed the answer"
    press("language")
    assert document(visit, "document.documentElement.lang") == "en"

    left_before = on_page(visit, (0, 0))[0]
    press("swap")
    assert on_page(visit, (0, 0))[0] != left_before, "the pad changes sides"
    assert document(visit, "document.querySelector('#swap').getAttribute('aria-pressed')") == "true"
    press("swap")
    assert on_page(visit, (0, 0))[0] == left_before

    size = "parseFloat(getComputedStyle(document.querySelector('.verdict-words')).fontSize)"
    small = document(visit, size)
    press("projector")
    large = document(visit, size)
    assert isinstance(small, int | float) and isinstance(large, int | float) and large > small
    press("projector")

    backgrounds = []
    for _ in range(3):
        press("theme")
        backgrounds.append(document(visit, "getComputedStyle(document.documentElement).backgroundColor"))
    assert len(set(backgrounds)) == 2, f"system (light), light and dark should give two backgrounds: {backgrounds}"
    assert visit.answer() == answer


def test_choices_are_remembered(visits: Visits) -> None:
    visit = visits.open()
    for control in ("language", "swap", "projector"):
        Press(visit, "mouse")(control)
    visit.page.reload()
    visit.settle()
    assert document(visit, "document.documentElement.lang") == "ja"
    for control in ("swap", "projector"):
        assert document(visit, f"document.querySelector('#{control}').getAttribute('aria-pressed')") == "true"


def test_a_chosen_theme_is_remembered_and_overrides_the_systems(visits: Visits) -> None:
    visit = visits.open(scheme="light")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    light = document(visit, background)
    for _ in range(3):
        if document(visit, background) == light:
            Press(visit, "mouse")("theme")
    dark = document(visit, background)
    assert dark != light
    visit.page.reload()
    visit.settle()
    assert document(visit, background) == dark


def test_keyboard_shortcuts_undo_and_redo(visit: Visit) -> None:
    draw_with_mouse(visit, ZIGZAG)
    one = visit.ink()
    draw_with_mouse(visit, [[(0.1, 0.9), (0.9, 0.9)]])
    two = visit.ink()
    visit.page.keyboard.press("Control+z")
    assert visit.ink() == one
    visit.page.keyboard.press("Control+Shift+Z")
    assert visit.ink() == two


def test_a_digit_drawn_by_keyboard_alone_is_recognised(visit: Visit) -> None:
    page = visit.page
    for _ in range(40):
        if document(visit, "document.activeElement.id") == "ink":
            break
        page.keyboard.press("Tab")
    assert document(visit, "document.activeElement.id") == "ink", "Tab does not reach the pad"
    outline = document(
        visit,
        "getComputedStyle(document.activeElement).outlineStyle !== 'none' || "
        "getComputedStyle(document.activeElement.parentElement).outlineStyle !== 'none'",
    )
    assert outline, "the pad's focus is not visible"
    steps = {"ArrowUp": 8, "ArrowLeft": 6}
    for key, times in steps.items():
        for _ in range(times):
            page.keyboard.press(f"Shift+{key}")
    page.keyboard.press("Space")
    visit.settle()
    assert (visit.page.locator(".pen-state").text_content() or "").startswith("Pen down"), "screen readers are not told"
    for _ in range(12):
        page.keyboard.press("Shift+ArrowRight")
    for _ in range(16):
        page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    visit.settle()
    assert (visit.page.locator(".pen-state").text_content() or "").startswith("Pen up")
    answer = visit.answer()
    assert (answer.verdict, answer.digit) == ("digit", 7), answer


def test_tab_visits_every_control_and_the_pads_own_in_order_then_leaves_the_page(visit: Visit) -> None:
    draw_with_mouse(visit, ZIGZAG)
    Press(visit, "mouse")("undo")
    draw_with_mouse(visit, ZIGZAG)
    draw_with_mouse(visit, ZIGZAG)
    Press(visit, "mouse")("undo")
    outside = "BODY"
    tabbed = [outside]
    for _ in range(80):
        visit.page.keyboard.press("Tab")
        tabbed.append(str(document(visit, "document.activeElement.id || document.activeElement.tagName")))
    rounds = [position for position, name in enumerate(tabbed) if name == outside]
    assert len(rounds) >= 3, f"Tab does not cycle through the page and out of it: {tabbed}"
    seen = tabbed[rounds[-2] + 1 : rounds[-1]]
    missed = (set(CONTROLS) | {"ink"}) - set(seen)
    assert not missed, f"Tab does not reach {missed}, only {seen}"
    order = [seen.index(name) for name in ("ink", "undo", "redo", "clear")]
    assert order == sorted(order), seen


def test_every_control_has_an_accessible_name_in_both_languages(visit: Visit) -> None:
    for _ in range(2):
        for control in CONTROLS:
            name = visit.page.locator(f"#{control}").evaluate(
                "(button) => button.getAttribute('aria-label') ?? button.textContent.trim()"
            )
            assert name, f"#{control} has no name"
        Press(visit, "mouse")("language")


def test_the_language_can_be_switched_mid_stroke(visits: Visits) -> None:
    visit = visits.open(touch=True)
    drawing = on_pad(own_digits()["2"])
    draw_with_touch(visit, drawing)
    whole, answer = visit.ink(), visit.answer()
    visit.clear()
    for stroke in drawing:
        touch = Finger(visit)
        touch.press(stroke[0])
        for number, point in enumerate(stroke[1:]):
            if number == len(stroke) // 2:
                visit.page.evaluate("() => document.querySelector('#language').click()")
                visit.settle()
                touch.measure()
            touch.move(point)
        touch.lift()
    assert visit.answer() == answer
    assert visit.ink() == whole
    assert document(visit, "document.documentElement.lang") in ("ja", "en")


def test_undo_and_redo_restore_the_same_pixels_through_a_hundred_random_actions(visit: Visit) -> None:
    choose = random.Random(20)
    pictures = [visit.ink()]
    at = 0
    page = visit.page
    for _ in range(100):
        action = choose.choices(("stroke", "dot", "script", "clear", "undo", "redo"), (4, 1, 1, 1, 3, 2))[0]
        if action == "undo":
            page.keyboard.press("Control+z")
            at = max(0, at - 1)
        elif action == "redo":
            page.keyboard.press("Control+Shift+Z")
            at = min(len(pictures) - 1, at + 1)
        else:
            points = [(choose.uniform(0.05, 0.95), choose.uniform(0.05, 0.95)) for _ in range(choose.randint(2, 5))]
            if action == "stroke":
                draw_with_mouse(visit, [points])
            elif action == "dot":
                draw_with_mouse(visit, [points[:1]])
            elif action == "script":
                page.evaluate("(points) => window.inkspect.draw([points])", [list(point) for point in points])
            else:
                page.evaluate("() => document.querySelector('#clear').click()")
            now = visit.ink()
            if action == "clear" and now == pictures[at] == pictures[0]:
                continue  # clearing an empty pad is not a change
            pictures[at + 1 :] = [now]
            at += 1
            continue
        assert visit.ink() == pictures[at], f"{action} did not bring back picture {at} of {len(pictures)}"
    for number in range(at - 1, -1, -1):
        page.keyboard.press("Control+z")
        assert visit.ink() == pictures[number], f"undo did not bring back picture {number}"
    for number in range(1, len(pictures)):
        page.keyboard.press("Control+Shift+Z")
        assert visit.ink() == pictures[number], f"redo did not bring back picture {number}"

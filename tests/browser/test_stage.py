"""Projector mode is a stage: the verdict for the back row, the whole screen, and Escape ends it."""

import pytest

from pen import ZIGZAG, draw_with_mouse
from visit import Visit, Visits

PRESSED = "() => document.querySelector('#projector').getAttribute('aria-pressed')"


def on_stage(visit: Visit) -> bool:
    visit.settle()
    return bool(visit.page.evaluate(PRESSED) == "true")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_stage_has_verdict_pad_network_and_legend_on_one_screen_and_nothing_else(
    visits: Visits, language: str
) -> None:
    visit = visits.open(query=f"?lang={language}")
    visit.page.locator("#projector").click()
    visit.page.evaluate("() => window.inkspect.draw([[[100, 100]]], { placed: true })")
    assert visit.answer().verdict == "none", "the longest of verdicts"
    for size in ((1280, 800), (1024, 768), (1920, 1080)):
        visit.page.set_viewport_size({"width": size[0], "height": size[1]})
        visit.settle()
        assert_fills_the_screen(visit, size)


def assert_fills_the_screen(visit: Visit, size: tuple[int, int]) -> None:
    for part in ("#ink", "#clear", "#verdict", ".diagram-area", "#legend"):
        box = visit.page.locator(part).bounding_box()
        assert box is not None and box["y"] + box["height"] <= size[1], f"{part}: {box}"
    for part in (".side", ".diagram-tools", ".tagline"):
        assert not visit.page.locator(part).is_visible(), part
    words = visit.page.locator(".verdict-words")
    letters = words.evaluate("(words) => parseFloat(getComputedStyle(words).fontSize)")
    assert letters >= size[1] / 15, f"{letters} px are not for the back row"
    assert words.evaluate("(words) => words.scrollWidth <= words.clientWidth"), "the verdict is cut"


def test_entering_takes_the_screen_and_leaving_it_ends_the_mode(visit: Visit) -> None:
    visit.page.evaluate(
        "() => { window.asked = []; const all = document.documentElement;"
        " const set = (element) => { Object.defineProperty(document, 'fullscreenElement',"
        " { value: element, configurable: true }); document.dispatchEvent(new Event('fullscreenchange')); };"
        " all.requestFullscreen = async () => { asked.push('request'); set(all); };"
        " document.exitFullscreen = async () => { asked.push('exit'); set(null); }; window.leave = () => set(null); }"
    )
    visit.page.locator("#projector").click()
    assert on_stage(visit)
    visit.page.evaluate("() => leave()")  # as the browser does on Escape
    assert not on_stage(visit)
    visit.page.locator("#projector").click()
    visit.page.locator("#projector").click()
    assert not on_stage(visit)
    assert visit.page.evaluate("() => asked") == ["request", "request", "exit"]


def test_where_the_screen_is_refused_the_mode_works_all_the_same_and_escape_ends_it(visit: Visit) -> None:
    visit.page.evaluate(
        "() => { document.documentElement.requestFullscreen = () => Promise.reject(new TypeError('refused')); }"
    )
    draw_with_mouse(visit, ZIGZAG)
    drawn = visit.answer()
    visit.page.locator("#projector").click()
    assert on_stage(visit)
    visit.page.keyboard.press("Escape")
    assert not on_stage(visit)
    assert visit.answer() == drawn
    visit.page.keyboard.press("Escape")
    assert not on_stage(visit)


def test_a_selected_part_has_its_numbers_in_the_legends_room_until_escape_lets_it_go(visit: Visit) -> None:
    draw_with_mouse(visit, ZIGZAG)
    visit.page.locator("#projector").click()
    visit.settle()
    legend, numbers = visit.page.locator("#legend"), visit.page.locator(".stage-numbers")
    room = legend.bounding_box()
    assert room is not None and not numbers.is_visible()
    node = visit.page.evaluate(
        "() => { const { left, top, width, height } = document.querySelector('[aria-label^=\"Conv1 map 3\"]')"
        ".getBoundingClientRect(); return [left + width / 2, top + height / 2]; }"
    )
    visit.page.mouse.click(*node)
    visit.settle()
    told = numbers.inner_text()
    assert told.startswith("Conv1 map 3 · sum "), told
    assert not legend.is_visible()
    assert legend.bounding_box() == room, "the legend's room has changed"
    assert numbers.evaluate("(one) => one.scrollHeight <= one.clientHeight"), "the numbers are cut"
    visit.page.keyboard.press("Escape")
    assert on_stage(visit), "one press did two things"
    visit.page.keyboard.press("Escape")
    assert not on_stage(visit)
    visit.rest()
    assert not visit.page.locator(".diagram-area.lit").count(), "what nobody points at is lit"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_in_pen_the_stage_has_both_verdicts_the_sentence_and_the_network_whole(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}#place=pen")
    visit.page.locator("#projector").click()
    draw_with_mouse(visit, ZIGZAG)
    is_wide_enough = "(element) => element.scrollWidth <= element.clientWidth"
    is_high_enough = "(element) => element.scrollHeight <= element.clientHeight"
    for size in ((1280, 800), (1366, 625), (1024, 768), (1920, 1080)):
        visit.page.set_viewport_size({"width": size[0], "height": size[1]})
        visit.rest()
        for part in (".verdict-words", ".verdict-pen-words", ".pen-sentence", "#pen-place"):
            assert visit.page.locator(part).evaluate(is_wide_enough), f"{part} is cut at {size}"
        for part in (".pen-sentence", "#pen-place"):
            assert visit.page.locator(part).evaluate(is_high_enough), f"{part} is cut at {size}"
        assert not visit.page.locator(".pen-inspector").is_visible()


def test_in_pen_what_is_asked_has_its_numbers_in_the_sentences_room(visits: Visits) -> None:
    visit = visits.open(query="#place=pen")
    visit.page.locator("#projector").click()
    draw_with_mouse(visit, ZIGZAG)
    visit.page.evaluate("() => { location.hash = 'place=pen&number=query.1.3.4'; }")
    visit.rest()
    assert "query" in visit.page.locator(".pen-facts").inner_text()
    told, room = (visit.page.locator(part).bounding_box() for part in (".pen-inspector", ".pen-sentence"))
    assert told is not None and room is not None
    assert (told["y"], told["height"]) == (room["y"], room["height"])
    visit.page.locator(".pen-asked .selection-button").click()
    visit.rest()
    assert not visit.page.locator(".pen-inspector").is_visible()


def test_in_pen_too_escape_lets_go_of_what_is_asked_before_it_ends_the_stage(visits: Visits) -> None:
    visit = visits.open(query="#place=pen&number=query.1.3.4")
    draw_with_mouse(visit, ZIGZAG)
    visit.page.locator("#projector").click()
    visit.page.keyboard.press("Escape")
    assert on_stage(visit)
    visit.rest()
    assert "number=" not in visit.page.evaluate("() => location.hash")
    visit.page.keyboard.press("Escape")
    assert not on_stage(visit)

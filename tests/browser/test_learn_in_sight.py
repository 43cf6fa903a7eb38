"""What of a step of Learn is in sight, whatever was in sight before: its beginning, and then its answer."""

import pytest

from visit import Visit, Visits

# How much of an element, from 0 to 1, can be seen on the screen and not under anything else, by its lines' middles.
SEEN = """(selector) => {
  const element = document.querySelector(selector);
  const { left, top, width, height } = element.getBoundingClientRect();
  const lines = Array.from({ length: 8 }, (_, line) => top + (height * (line + 0.5)) / 8);
  const isSeen = (y) => element.contains(document.elementFromPoint(left + Math.min(width, 40) / 2, y));
  return lines.filter(isSeen).length / lines.length;
}"""
SCROLLED = "() => [scrollY, document.documentElement.scrollHeight - innerHeight]"


def seen(visit: Visit, *selectors: str) -> dict[str, float]:
    visit.settle()
    return {selector: visit.page.evaluate(SEEN, selector) for selector in selectors}


def start(visits: Visits, size: tuple[int, int], language: str = "en", *, step: int = 1) -> Visit:
    visit = visits.open(width=size[0], height=size[1], query=f"?lang={language}#place=learn&step={step}")
    visit.page.emulate_media(reduced_motion="reduce")
    return visit


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("size", [(390, 664), (320, 568), (844, 390), (768, 1024), (1366, 625)], ids=str)
def test_a_step_shows_its_beginning_and_then_its_answer(visits: Visits, size: tuple[int, int], language: str) -> None:
    visit = start(visits, size, language)
    onward = visit.page.locator("#learn-next")
    for number in range(1, 7):
        beginning = seen(visit, "#learn-heading", ".learn-text > p:first-child", "#ink", "#verdict")
        # The narrowest phone may have no room for the last line of the longest text.
        assert beginning.pop(".learn-text > p:first-child") > 0.8, f"step {number}"
        assert beginning.pop("#ink") > 0.8, f"step {number}: the drawing is covered"
        assert set(beginning.values()) == {1}, f"step {number}: {beginning}"
        onward.click()
        answer = seen(visit, ".learn-told", "#ink")
        assert answer[".learn-told"] == 1, f"step {number}: the answer is covered: {answer}"
        assert answer["#ink"] > 0.8, f"step {number}: the drawing is covered: {answer}"
        onward.click()
    visit.page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize("size", [(1366, 625), (1280, 585), (1280, 800), (1920, 1080)], ids=str)
def test_on_desktops_the_page_itself_never_scrolls_in_learn(visits: Visits, size: tuple[int, int]) -> None:
    visit = start(visits, size)
    for step in range(1, 7):
        for _ in ("its answer", "the next step"):
            assert visit.page.evaluate(SCROLLED) == [0, 0], f"step {step}"
            visit.page.locator("#learn-next").click()
            visit.settle()
    visit.page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize("size", [(1366, 625), (390, 664)], ids=str)
def test_no_note_on_an_example_stands_beside_a_steps_network(visits: Visits, size: tuple[int, int]) -> None:
    visit = start(visits, size, step=4)
    visit.page.locator("#learn-next").click()
    visit.page.locator(".learn-look").click()
    visit.settle()
    assert visit.page.locator("#diagram .diagram-area").is_visible()
    assert visit.page.locator(".example-note").text_content() == ""
    visit.page.emulate_media(reduced_motion="no-preference")


def test_an_editor_of_kernels_is_folded_when_a_scene_is_set(visits: Visits) -> None:
    visit = start(visits, (1366, 625), step=3)
    kernel = visit.page.locator(".kernel")
    for _ in ("its answer", "another step"):
        kernel.locator("summary").click()
        assert kernel.get_attribute("open") is not None
        visit.page.locator("#learn-next").click()
        visit.settle()
        assert kernel.get_attribute("open") is None
    visit.page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_on_a_low_projector_heading_question_and_pictures_are_in_sight_with_the_answer(
    visits: Visits, language: str
) -> None:
    visit = start(visits, (1366, 625), language)
    visit.page.evaluate("() => { document.documentElement.requestFullscreen = () => Promise.reject(new TypeError()); }")
    visit.page.locator("#projector").click()
    for number in range(1, 7):
        assert set(seen(visit, "#learn-heading", ".learn-text > p:first-child", "#learn-question").values()) == {1}
        visit.page.keyboard.press("PageDown")
        shown = seen(visit, "#learn-heading", "#learn-question", ".learn-told")
        assert set(shown.values()) == {1}, f"step {number}: {shown}"
        if number == 3:
            pictures = seen(visit, ".unit-window", ".unit > canvas")
            assert set(pictures.values()) == {1}, pictures
        visit.page.keyboard.press("PageDown")
    visit.page.emulate_media(reduced_motion="no-preference")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("size", [(1366, 625), (1280, 800), (390, 664)], ids=str)
def test_the_way_to_a_steps_cell_is_not_cut(visits: Visits, size: tuple[int, int], language: str) -> None:
    visit = start(visits, size, language, step=3)
    for _ in ("its question", "its answer"):
        path = visit.page.locator(".selection-path")
        assert path.get_attribute("data-cut") is None, path.inner_text()
        last = path.locator("[aria-current]")
        assert last.evaluate("(step) => step.scrollWidth <= step.clientWidth")
        # What a shorter name leaves out is told by the line below it, and to whoever asks.
        full = last.get_attribute("title") or last.inner_text()
        assert full in visit.page.locator(".selection-numbers").inner_text()
        visit.page.locator("#learn-next").click()
        visit.settle()
    visit.page.emulate_media(reduced_motion="no-preference")


def test_in_learn_it_is_the_step_that_is_printed(visits: Visits) -> None:
    visit = start(visits, (1366, 625), step=4)
    visit.page.locator("#learn-next").click()
    visit.page.emulate_media(media="print")
    visit.settle()
    for part in (
        "#ink",
        "#verdict",
        ".timeline-still",
        "#learn-heading",
        "#learn-question",
        ".learn-told",
        ".why-picture",
    ):
        assert visit.page.locator(part).is_visible(), f"{part} is not printed"
    for part in ("#diagram", ".learn-top", ".learn-look", "#selection", ".why-paths", "#about"):
        assert not visit.page.locator(part).is_visible(), f"{part} is printed"
    assert visit.page.pdf(format="A4").count(b"/Type /Page\n") == 1
    visit.page.emulate_media(media="screen", reduced_motion="no-preference")

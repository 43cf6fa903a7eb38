"""The page's messages: the model card and its copy button, announcements, a full pad, and failure to start."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from inkspect.network.weights import published_weights
from inkspect.page.build import InitialDrawing, build_page
from pen import ZIGZAG, draw_with_mouse
from visit import Visit

# Makes each of the two clipboard interfaces work or fail, as a browser might, and records what is copied.
CLIPBOARD = """(allowed) => {
  window.copied = null;
  const write = allowed.write
    ? async (text) => { window.copied = text; } : async () => { throw new DOMException('refused', 'NotAllowedError'); };
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: write }, configurable: true });
  document.execCommand = () => {
    if (allowed.command) window.copied = document.activeElement.value;
    return allowed.command;
  };
}"""


def open_card(visit: Visit) -> None:
    visit.page.locator("#about > summary").click()
    visit.page.locator("#card summary").click()


def test_the_model_card_lists_parameters_figures_licences_and_the_weights_sha256(visit: Visit) -> None:
    open_card(visit)
    card = visit.page.locator("#card").inner_text()
    sha256 = hashlib.sha256(published_weights().read_bytes()).hexdigest()
    for fact in (
        "27,690",
        "208",
        "1,168",
        "25,664",
        "650",
        "MNIST test set",
        "Seed",
        "Epochs",
        "MIT",
        "UNIPEN",
        sha256,
    ):
        assert fact in card, f"the model card lacks {fact!r}:\n{card}"


@pytest.mark.parametrize(
    ("write", "command", "english", "japanese"),
    [
        (True, False, "Copied.", "コピーしました"),
        (False, True, "Copied.", "コピーしました"),
        (False, False, "Could not copy", "コピーできませんでした"),
    ],
)
def test_copying_the_card_reports_success_or_failure(
    visit: Visit, write: bool, command: bool, english: str, japanese: str
) -> None:
    open_card(visit)
    visit.page.evaluate(CLIPBOARD, {"write": write, "command": command})
    for said in (english, japanese):
        visit.page.locator("#card .copy").click()
        visit.page.locator("#card .copied").filter(has_text=said).wait_for(timeout=2000)
        copied = visit.page.evaluate("() => window.copied")
        if write or command:
            assert "27,690" in copied and "sha256" in copied, f"copied: {copied!r}"
        else:
            assert copied is None
        assert visit.page.locator("textarea").count() == 0, "the helper element for copying stayed in the page"
        visit.page.locator("#language").click()
        visit.settle()


def test_the_answer_is_announced_when_the_pen_rests_and_not_before(visit: Visit) -> None:
    announcement = visit.page.locator("#announcement")
    draw_with_mouse(visit, ZIGZAG)
    visit.settle()
    assert announcement.text_content() == "", "announced too soon after the pen was lifted"
    visit.rest(600)
    said = announcement.text_content() or ""
    assert said, "the answer was not announced"
    visit.clear()
    visit.rest(600)
    assert announcement.text_content() == "The pad is empty."


def test_a_full_pad_shows_a_message_until_there_is_room_again(visit: Visit) -> None:
    full = visit.page.locator(".full")
    visit.page.evaluate(
        "() => window.inkspect.draw([Array.from({ length: 20000 }, (_, i) =>"
        " [i % 4000, (i * 7) % 3000])], { placed: true })"
    )
    visit.settle()
    assert "20,000" in full.inner_text()
    before = visit.ink()
    draw_with_mouse(visit, ZIGZAG)
    assert visit.ink() == before, "a full pad accepted more points"
    visit.page.locator("#undo").click()
    visit.settle()
    assert not full.is_visible()


def test_a_page_built_with_a_drawing_opens_with_its_answer(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "drawn.html"
    file.write_bytes(build_page(published_weights(), InitialDrawing([[[0, 0], [0, 9]]])))
    page = browser.new_page(offline=True)
    page.goto(file.as_uri())
    assert page.evaluate("() => window.inkspect.read().digit") == 1
    assert page.locator('[data-digit="1"]').get_attribute("data-probability")
    page.close()


@pytest.mark.parametrize(
    ("language", "old", "new", "named"),
    [
        ("en", '"safetensors":"', '"safetensors":"!', "data-weights"),
        ("ja", 'id="data-weights">{', 'id="data-weights">', "data-weights"),
        ("en", 'id="data-weights"', 'id="elsewhere"', "data-weights"),
        ("ja", 'id="data-drawing">null', 'id="data-drawing">{"strokes": 7}', "data-drawing"),
    ],
)
def test_a_damaged_data_block_gives_a_message_in_the_pages_language_instead_of_a_blank_page(
    browser: Browser, page_file: Path, tmp_path: Path, language: str, old: str, new: str, named: str
) -> None:
    text = page_file.read_text(encoding="utf-8")
    assert old in text
    damaged = tmp_path / "damaged.html"
    damaged.write_text(text.replace(old, new), encoding="utf-8")
    page = browser.new_page(offline=True)
    page.goto(f"{damaged.as_uri()}?lang={language}")
    problem = page.locator("#problem")
    assert problem.is_visible(), "the page stayed blank"
    said = problem.inner_text()
    assert named in said and "inkspect open" in said, said
    assert ("データブロック" in said) == (language == "ja"), said
    page.close()

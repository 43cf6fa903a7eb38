"""The examples in the empty pad: chosen by mouse, finger and keyboard, drawn by themselves, explained."""

import json
from pathlib import Path

import pytest

from accessibility import LOOKS, axe_findings
from pen import ZIGZAG, draw_with_mouse
from visit import Scheme, Visit, Visits

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLES = json.loads((PROJECT / "web" / "examples.json").read_text(encoding="utf-8"))
WORDS = {
    language: json.loads((PROJECT / "words" / f"{language}.json").read_text(encoding="utf-8"))
    for language in ("en", "ja")
}
MISFITS = (Path(__file__).parent / "misfits.js").read_text(encoding="utf-8")


def unfold(visit: Visit) -> None:
    visit.page.locator("#examples-open").click()
    visit.settle()


def choose(visit: Visit, name: str) -> None:
    visit.page.locator(".examples-sheet button").nth([one["name"] for one in EXAMPLES].index(name)).click()


def wait_for_the_end(visit: Visit, verdict: str) -> None:
    visit.page.wait_for_selector(f"#verdict[data-verdict={verdict}]")
    visit.rest()


def test_an_example_draws_itself_says_what_to_watch_and_can_be_undone(visit: Visit) -> None:
    unfold(visit)
    choose(visit, "fourOrNine")
    # However slow the machine: what is read firmly on the way, until it is the 9.
    digits = visit.page.evaluate(
        """async () => { const seen = [], late = performance.now() + 10000;
          while (seen.at(-1) !== 9 && performance.now() < late) {
            const { digit, verdict } = window.inkspect.read();
            if (verdict === 'digit' && seen.at(-1) !== digit) seen.push(digit);
            await new Promise((done) => requestAnimationFrame(done)); }
          return seen; }"""
    )
    assert digits[-1] == 9 and len(digits) >= 2, f"it did not draw itself: {digits}"
    note = visit.page.locator(".example-note")
    assert note.inner_text() == WORDS["en"]["exampleNote.fourOrNine"]
    assert not visit.page.locator("#examples-open").is_visible()
    draw_with_mouse(visit, ZIGZAG)
    visit.settle()
    assert not note.is_visible(), "the sentence stays, though the drawing is another"
    visit.page.locator("#undo").click()
    visit.settle()
    assert note.is_visible()
    visit.page.locator("#undo").click()
    assert visit.answer().verdict == "empty"
    assert visit.page.locator("#examples-open").is_visible()


def test_examples_work_by_keyboard_and_the_pad_has_the_focus_afterwards(visit: Visit) -> None:
    visit.page.locator("#ink").focus()
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    visit.settle()
    opener = visit.page.locator("#examples-open")
    assert opener.get_attribute("aria-expanded") == "true"
    visit.page.keyboard.press("Escape")
    visit.settle()
    assert opener.get_attribute("aria-expanded") == "false"
    assert opener.evaluate("(button) => button === document.activeElement")
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Shift+Tab")  # the last of the sheet, which lies before its button
    visit.page.keyboard.press("Enter")
    wait_for_the_end(visit, "digit")
    assert visit.page.evaluate("() => document.activeElement.id") == "ink"
    assert visit.page.locator(".example-note").inner_text() == WORDS["en"]["exampleNote.hugeFive"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_on_the_smallest_phone_the_sheet_fits_the_pad_and_no_sentence_covers_ink(visits: Visits, language: str) -> None:
    visit = visits.open(width=320, height=568, touch=True, query=f"?lang={language}")
    visit.page.emulate_media(reduced_motion="reduce")
    for number, example in enumerate(EXAMPLES):
        visit.page.locator("#examples-open").tap()
        visit.settle()
        button = visit.page.locator(".examples-sheet button").nth(number)
        assert button.get_attribute("aria-label") == WORDS[language][f"example.{example['name']}"]
        if number == 0:
            assert visit.page.evaluate(MISFITS) == []
            box = button.bounding_box()
            assert box is not None and min(box["width"], box["height"]) >= 40, f"too small for a finger: {box}"
        button.tap()
        visit.settle()
        moment = visit.page.evaluate("() => window.inkspect.read().probabilities")
        pad = visit.page.locator("#ink").bounding_box()
        note = visit.page.locator(".example-note").bounding_box()
        assert moment and pad and note, "under reduced motion it is simply there"
        lowest = max(y for stroke in example["strokes"] for _, y, _ in stroke) / 4096 * pad["height"]
        assert pad["y"] + lowest <= note["y"], f"the sentence of {example['name']} covers its ink"
        visit.page.locator("#clear").tap()
        visit.settle()
    visit.page.emulate_media(reduced_motion="no-preference")


def test_examples_leave_the_pad_to_whoever_draws(visit: Visit) -> None:
    draw_with_mouse(visit, [[(0.2, 0.2), (0.5, 0.95), (0.8, 0.2)]])
    assert visit.answer().verdict != "empty"
    assert not visit.page.locator("#examples").is_visible()


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing_in_the_sheet(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}", bypass_csp=True)
    unfold(visit)
    assert axe_findings(visit, "#drawing") == []

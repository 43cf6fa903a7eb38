"""The words of the field are explained where they stand: on hover, focus or tap; Escape puts the note away."""

import pytest

from visit import Visit, Visits

POOLING = "pooling"


def note_of(visit: Visit) -> str | None:
    note = visit.page.locator("#note")
    return note.inner_text() if note.is_visible() else None


def test_hovering_shows_the_explanation_beside_the_word_and_leaving_hides_it(visit: Visit) -> None:
    word = visit.page.get_by_role("button", name=POOLING, exact=True)
    word.hover()
    said = note_of(visit)
    assert said is not None and "Max-pooling" in said
    note, place = visit.page.locator("#note").bounding_box(), word.bounding_box()
    assert note is not None and place is not None
    apart = max(note["y"] - place["y"] - place["height"], place["y"] - note["y"] - note["height"])
    assert -1 <= apart <= 8, "the note is not beside its word"
    visit.page.locator("#note").hover()
    assert note_of(visit) == said, "the note itself cannot be pointed at"
    visit.page.mouse.move(5, 5)
    assert note_of(visit) is None


def test_by_keyboard_focus_shows_it_escape_hides_it_and_does_nothing_else(visit: Visit) -> None:
    visit.page.locator("#projector").click()
    word = visit.page.get_by_role("button", name="ReLU", exact=True)
    word.focus()
    assert "negative ones into 0" in (note_of(visit) or "")
    visit.page.keyboard.press("Escape")
    assert note_of(visit) is None
    assert word.evaluate("(word) => word === document.activeElement")
    assert visit.page.locator("#projector").get_attribute("aria-pressed") == "true", "one press did two things"
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Shift+Tab")
    assert note_of(visit) is not None


@pytest.mark.parametrize("size", [(390, 664), (844, 390)], ids=str)
def test_a_tap_shows_it_within_the_screen_and_the_next_tap_elsewhere_hides_it(
    visits: Visits, size: tuple[int, int]
) -> None:
    visit = visits.open(width=size[0], height=size[1], touch=True)
    visit.page.locator(".diagram-heading .term").first.tap()
    assert "slides a small pattern" in (note_of(visit) or "")
    note = visit.page.locator("#note").bounding_box()
    assert note is not None and note["x"] >= 0 and note["x"] + note["width"] <= size[0]
    assert note["y"] >= 0 and note["y"] + note["height"] <= size[1]
    visit.page.locator("#sentence").tap()
    assert note_of(visit) is None
    for shown in (True, False, True):
        visit.page.locator(".diagram-heading .term").first.tap()
        assert (note_of(visit) is not None) == shown, "a second tap on the word puts it away"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_term_is_described_to_screen_readers_by_its_sentence(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    described = visit.page.locator(".term").evaluate_all(
        "(words) => words.map((word) => [word.textContent,"
        " document.getElementById(word.getAttribute('aria-describedby'))?.textContent ?? ''])"
    )
    assert len(described) >= 7
    for word, sentence in described:
        assert word and sentence.endswith("。" if language == "ja" else "."), (word, sentence)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_verdict_itself_says_why_it_need_not_follow_the_percentages(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    visit.page.locator("#verdict .term").hover()
    said = note_of(visit)
    assert said is not None and ("logit" in said or "ロジット" in said)
    visit.page.mouse.move(5, 5)
    visit.page.locator("#about > summary").click()
    assert visit.page.locator("#about-verdict").inner_text() == said

"""One token's way through the pen's network, as a picture that can be pointed at, walked along and chosen from."""

import re
from typing import cast

import pytest
from playwright.sync_api import Locator

from accessibility import LOOKS, axe_findings
from pen import draw_own, pad_box
from shifts import FONTS, shifts_of_a_three, watch
from visit import Visit, Visits

TO_PEN = "() => document.querySelector('#place-pen').click()"


def open_pen(visits: Visits, width: int = 1280, height: int = 800, inside: bool = True, **settings: object) -> Visit:
    """The Pen place with a drawn three, and with what is inside its layers."""
    visit = visits.open(width=width, height=height, **settings)  # type: ignore[arg-type]
    visit.page.evaluate(TO_PEN)
    if inside:
        visit.page.locator(".pen-fold").dispatch_event("click")
    visit.settle()
    draw_own(visit)
    visit.rest(450)
    return visit


def area(visit: Visit) -> Locator:
    return visit.page.locator(".pen-area")


def hash_of(visit: Visit) -> dict[str, str]:
    visit.rest(450)
    text = str(visit.page.evaluate("() => location.hash"))
    return dict(pair.split("=", 1) for pair in text.removeprefix("#").split("&") if "=" in pair)


def focus_on(visit: Visit, column: int, *keys: str) -> str:
    """Put the keyboard on a column, walk, and return what a screen reader says there."""
    area(visit).locator(".pen-stop").nth(column).locator("button:not([hidden])").focus()
    for key in keys:
        visit.page.keyboard.press(key)
        visit.settle()
    return str(visit.page.evaluate("() => document.activeElement.getAttribute('aria-label')"))


def box_of_focus(visit: Visit) -> tuple[float, float]:
    """The middle of what has the focus, within the picture."""
    inner, outer = visit.page.locator(":focus").bounding_box(), area(visit).bounding_box()
    assert inner is not None and outer is not None
    return inner["x"] + inner["width"] / 2 - outer["x"], inner["y"] + inner["height"] / 2 - outer["y"]


def click_at(visit: Visit, place: tuple[float, float]) -> None:
    area(visit).click(position={"x": place[0], "y": place[1]})
    visit.settle()


def shares(said: str) -> float:
    found = re.search(r"([\d.]+)%", said)
    assert found is not None, said
    return float(found[1]) / 100


def test_after_ask_the_probabilities_are_the_pens_opinion(visits: Visits) -> None:
    visit = open_pen(visits)
    read = cast("list[float]", visit.page.evaluate("() => window.inkspect.read('pen').probabilities"))
    focus_on(visit, 0, "End")
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert hash_of(visit)["token"] == "94"
    said = [focus_on(visit, 4, "ArrowDown", "Home")]
    said += [focus_on(visit, 4, "ArrowRight") for _ in range(9)]
    assert [text.split()[0] for text in said] == [str(digit) for digit in range(10)]
    for share, text in zip(read, said, strict=True):
        if "than" not in text:
            assert shares(text) == pytest.approx(share, abs=0.0051)
    best = max(range(10), key=read.__getitem__)
    assert f"The digit: {best}," in visit.page.locator(".pen-sentence").inner_text()


def test_ask_stays_ask_while_the_drawing_grows(visits: Visits) -> None:
    visit = open_pen(visits)
    focus_on(visit, 0, "End")
    visit.page.keyboard.press("Enter")
    left, top, side = pad_box(visit)
    visit.page.mouse.move(left + 0.2 * side, top + 0.8 * side)
    visit.page.mouse.down()
    visit.page.mouse.move(left + 0.6 * side, top + 0.9 * side, steps=8)
    visit.page.mouse.up()
    visit.rest(450)
    assert visit.page.locator(".pen-sentence").inner_text().startswith("ASK.")


def test_attention_over_the_tokens_sums_to_1_and_is_what_the_sentence_tells(visits: Visits) -> None:
    visit = open_pen(visits)
    said = [focus_on(visit, 0, "ArrowDown", "Home")]
    while (text := focus_on(visit, 0, "ArrowRight")) != said[-1]:
        said.append(text)
    weights = [shares(text) for text in said]
    assert len(weights) > 20
    assert sum(weights) == pytest.approx(1, abs=0.01)
    sentence = visit.page.locator(".pen-sentence").inner_text()
    looked = re.search(r"looked most at (\d+), .*\((\d+)%\)", sentence)
    assert looked is not None, sentence
    best = max(range(1, len(weights) - 1), key=weights.__getitem__)
    assert int(looked[1]) == best and int(looked[2]) == pytest.approx(100 * weights[best], abs=0.51)


def test_what_is_added_is_added_to_the_stream(visits: Visits) -> None:
    visit = open_pen(visits)

    def number(line: int) -> float:
        said = focus_on(visit, 2, *["ArrowUp"] * 14, "Home", *["ArrowDown"] * line)
        return float(said.rsplit(" ", 1)[1].replace("\u2212", "-"))

    # Each from above: the stream, normalized, query, key, value, matrices, heads, added, the stream again.
    before, added, after = number(0), number(7), number(8)
    assert before + added == pytest.approx(after, abs=0.011)


def test_a_click_chooses_a_token_a_head_and_a_number_and_escape_lets_all_go(visits: Visits) -> None:
    visit = open_pen(visits)
    focus_on(visit, 0, "Home", "ArrowRight", "ArrowRight", "ArrowRight")
    click_at(visit, box_of_focus(visit))
    assert hash_of(visit)["token"] == "3"
    focus_on(visit, 3, "Home", *["ArrowDown"] * 5)
    x, y = box_of_focus(visit)
    click_at(visit, (x + 15, y - 15))
    assert hash_of(visit)["heads"] == "2.1"
    said = focus_on(visit, 1, "Home", "ArrowDown", "ArrowRight")
    assert said.startswith("embedding, unit 2")
    click_at(visit, box_of_focus(visit))
    assert hash_of(visit)["number"] == "embedding.3.1"
    focus_on(visit, 1)
    visit.page.keyboard.press("Escape")
    assert set(hash_of(visit)) == {"place"}


def test_another_head_to_compare_with_is_chosen_with_shift_or_from_the_list(visits: Visits) -> None:
    visit = open_pen(visits)
    focus_on(visit, 2, "Home", *["ArrowDown"] * 5, "ArrowRight", "ArrowRight")
    visit.page.keyboard.press("Shift+Enter")
    assert hash_of(visit)["heads"] == "1.1-3"
    assert "more than head 3 did" in visit.page.locator(".pen-sentence").inner_text()
    visit.page.locator(".pen-against select").select_option("")
    assert "heads" not in hash_of(visit)


def test_pointing_costs_no_forward_pass_and_is_gone_when_the_pointer_leaves(visits: Visits) -> None:
    visit = open_pen(visits)
    newest = visit.page.locator(".pen-sentence").inner_text()
    focus_on(visit, 0, "Home", "ArrowRight")
    x, y = box_of_focus(visit)
    visit.page.evaluate("() => document.activeElement.blur()")
    box = area(visit).bounding_box()
    assert box is not None
    visit.page.mouse.move(box["x"] + x, box["y"] + y)
    visit.rest(450)
    assert visit.page.locator(".pen-sentence").inner_text().startswith("Token 1, ")
    visit.page.mouse.move(box["x"] + x, box["y"] - 60)
    visit.rest(450)
    assert visit.page.locator(".pen-sentence").inner_text() == newest


def test_a_finger_chooses_on_a_phone(visits: Visits) -> None:
    visit = open_pen(visits, 390, 664, touch=True)
    focus_on(visit, 0, "Home", "ArrowRight", "ArrowRight")
    x, y = box_of_focus(visit)
    visit.page.evaluate("() => document.activeElement.blur()")
    area(visit).tap(position={"x": x, "y": y})
    assert hash_of(visit)["token"] == "2"
    width = visit.page.evaluate("() => document.documentElement.scrollWidth")
    assert width == 390


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("size", [(1280, 800), (1366, 625)], ids=str)
def test_all_of_it_is_seen_without_scrolling(visits: Visits, size: tuple[int, int], inside: bool) -> None:
    visit = open_pen(visits, *size, inside=inside)
    box = area(visit).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= size[1]
    focus_on(visit, 4, "ArrowDown")
    outputs = visit.page.locator(":focus").bounding_box()
    assert outputs is not None and outputs["y"] + outputs["height"] <= box["y"] + box["height"]


def test_every_term_stands_in_the_picture_and_is_explained(visits: Visits) -> None:
    visit = open_pen(visits)
    terms = area(visit).locator(".term")
    named = set(terms.evaluate_all("(words) => words.map((word) => word.getAttribute('aria-describedby'))"))
    assert named == {
        f"glossary-{term}"
        for term in (
            *("token", "embedding", "position", "query", "key", "value", "head", "mask"),
            *("softmax", "residual", "normalization", "feedForward", "logit"),
        )
    }
    terms.first.hover()
    assert visit.page.locator("#note").inner_text() != ""
    assert "not why" in area(visit).inner_text()


def test_an_empty_pad_is_told_what_will_be_seen_and_shows_no_rows_of_nothing(visits: Visits) -> None:
    visit = visits.open()
    visit.page.evaluate(TO_PEN)
    visit.rest(450)
    invitation = visit.page.locator(".pen-empty")
    assert invitation.inner_text().startswith("Draw a digit.")
    assert not visit.page.locator(".pen-canvas").is_visible()
    draw_own(visit)
    assert not invitation.is_visible()
    assert visit.page.locator(".pen-canvas").is_visible()


@pytest.mark.parametrize("size", [(1280, 800), (1366, 625), (390, 664)], ids=str)
def test_the_steps_inside_the_layers_unfold_by_keyboard_by_a_number_among_them_and_by_a_link(
    visits: Visits, size: tuple[int, int]
) -> None:
    visit = open_pen(visits, *size, inside=False)
    fold = visit.page.locator(".pen-fold")
    assert fold.get_attribute("aria-expanded") == "false"
    assert focus_on(visit, 1).startswith("embedding, unit 1")
    assert "query" not in area(visit).inner_text()
    fold.focus()
    visit.page.keyboard.press("Enter")
    visit.rest(450)
    assert "query" in area(visit).inner_text()
    assert "inside" in str(visit.page.evaluate("() => location.hash")).split("&")
    fold.click()
    visit.rest(450)
    assert fold.get_attribute("aria-expanded") == "false"
    visit.page.evaluate("() => { location.hash = '#place=pen&number=query.1.5.9'; }")
    visit.rest(450)
    assert fold.get_attribute("aria-expanded") == "true"
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize("size", [(1280, 800), (390, 664)], ids=str)
def test_nothing_moves_while_one_draws(visits: Visits, size: tuple[int, int]) -> None:
    visit = visits.open(width=size[0], height=size[1])
    visit.page.evaluate(TO_PEN)
    visit.settle()
    watch(visit, FONTS[0])
    visit.rest(450)
    found, _ = shifts_of_a_three([visit])
    assert found == [[]]


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing(visits: Visits, scheme: str, language: str) -> None:
    visit = open_pen(visits, bypass_csp=True, scheme=scheme, query=f"?lang={language}")
    assert axe_findings(visit, "#pen-place") == []

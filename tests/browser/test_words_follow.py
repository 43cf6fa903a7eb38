"""What the page says and invites to follows the drawing, on a page on which nothing has been asked yet, too."""

import json
import re
from pathlib import Path

import pytest

from pen import draw_with_mouse, on_pad, own_digits, send_pointers
from visit import Visit, Visits

EXAMPLES = Path(__file__).resolve().parents[2] / "web" / "examples.json"
THREE = on_pad(own_digits()["3"])

SHOWN = """() => {
  const seen = (selector) => document.querySelector(selector)?.checkVisibility() ?? false;
  const ask = document.querySelector('#ask-trace');
  return {
    alive: ask.getAttribute('aria-disabled') === null,
    part: ask.dataset.part ?? null,
    hint: seen('.diagram-hint'),
    asked: document.documentElement.hasAttribute('data-asked'),
    others: ['#altered', '.field', '.switches-off', '.kernel', '#inspector .inspector-section'].filter(seen),
    untouched: document.querySelector('.verdict-untouched').textContent,
    pressed: document.querySelectorAll('.cell-ask[aria-pressed="true"]').length,
    numbers: document.querySelector('.selection-numbers').textContent,
  };
}"""


@pytest.mark.parametrize("size", [(1280, 800), (390, 664)], ids=str)
def test_a_fresh_page_invites_to_ask_from_the_first_answer_on_and_while_there_is_one(
    visits: Visits, size: tuple[int, int]
) -> None:
    visit = visits.open(width=size[0], height=size[1])
    on_phone = size[0] < 720
    invitation = visit.page.locator(".selection-numbers").text_content()

    def expect(digit: int | None) -> None:
        visit.settle()
        assert visit.page.evaluate(SHOWN) == {
            "alive": digit is not None,
            "part": None if digit is None else f"logit.{digit}",
            "hint": on_phone and digit is not None,
            "asked": False,
            "others": [],
            "untouched": "",
            "pressed": 0,
            "numbers": invitation,
        }

    expect(None)
    draw_with_mouse(visit, THREE)
    expect(visit.answer().digit)
    visit.page.locator("#undo").click()
    expect(visit.answer().digit)
    assert visit.answer().digit is None, "the three is one stroke"
    draw_with_mouse(visit, THREE)
    expect(3)
    visit.page.locator("#clear").click()
    expect(None)
    draw_with_mouse(visit, THREE)
    if not on_phone:
        visit.page.locator("#ask-trace").click()
        visit.settle()
        told = visit.page.evaluate(SHOWN)
        assert told["asked"] and told["others"] == ["#inspector .inspector-section"], told


# Moves the mouse point by point, a frame each: what the invitation names, whether it can be clicked, and what is read.
INVITED = """() => new Promise((done) => requestAnimationFrame(() => {
  const ask = document.querySelector('#ask-why');
  const { probabilities } = window.inkspect.read();
  const ranked = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  done({ text: ask.textContent, alive: ask.getAttribute('aria-disabled') === null,
    stale: ask.classList.contains('stale'), leading: ranked.slice(0, 2), height: ask.offsetHeight });
}))"""


def test_why_not_another_digit_is_greyed_and_dead_while_it_names_digits_of_a_moment_ago(visit: Visit) -> None:
    visit.page.evaluate(
        "(strokes) => window.inkspect.draw(strokes)", [stroke[:, :2].tolist() for stroke in own_digits()["3"]]
    )
    visit.settle()
    ask = visit.page.locator("#ask-why")
    said, (left, top) = ask.inner_text(), ask.evaluate("(box) => [box.offsetLeft, box.offsetTop]")
    before = visit.page.evaluate(INVITED)
    assert before["alive"] and not before["stale"]
    # Closes the 3 to an 8, and scribbles on; at once, so that the pen does not rest in between.
    scribble = [(0.3, 0.3 + 0.02 * step) for step in range(20)] + [(0.3 + 0.02 * step, 0.7) for step in range(20)]
    send_pointers(visit, [("pointermove" if i else "pointerdown", "mouse", 1, at) for i, at in enumerate(scribble)])
    moving = visit.page.evaluate(INVITED)
    assert moving["leading"] != before["leading"], "the scribble changes nothing"
    assert moving == {**moving, "text": said, "alive": False, "stale": True, "height": before["height"]}
    ask.evaluate("(button) => button.click()")
    visit.settle()
    assert visit.page.evaluate("() => location.hash") == "", "it asked about digits that it does not name"
    visit.page.wait_for_timeout(500)
    rested = visit.page.evaluate(INVITED)
    assert [int(digit) for digit in re.findall(r"\d", rested["text"])] == rested["leading"]
    assert rested["alive"] and not rested["stale"]
    assert ask.evaluate("(box) => [box.offsetLeft, box.offsetTop]") == [left, top]
    send_pointers(visit, [("pointerup", "mouse", 1, scribble[-1])])


def test_what_is_no_digit_is_not_asked_about_as_if_it_were_one(visit: Visit) -> None:
    offers = visit.page.locator(".invite .ask button")
    smiley = next(example for example in json.loads(EXAMPLES.read_text("utf-8")) if example["name"] == "smiley")
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes, { placed: true })", smiley["strokes"])
    assert visit.answer().verdict == "none"
    nearest, rather = offers.all_inner_texts()
    digit = visit.answer().digit
    assert nearest == "Which digit comes closest?"
    assert re.fullmatch(rf"What speaks for {digit} rather than \d\?", rather)
    offers.nth(1).click()
    visit.settle()
    assert visit.page.locator(".why-ask").inner_text() == rather
    visit.page.keyboard.press("Escape")
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", THREE)
    visit.rest()
    assert offers.first.inner_text() == "What speaks for the answer?"
    assert offers.nth(1).inner_text().startswith("Why 3 and not ")

"""What the page says and invites to follows the drawing, on a page on which nothing has been asked yet, too."""

import pytest

from pen import draw_with_mouse, on_pad, own_digits
from visit import Visits

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

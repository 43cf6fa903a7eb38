"""On the ink itself: a pointer over it asks about its tokens."""

import pytest

from pen import draw_placed, on_page
from visit import Visit, Visits

LEFT_TO_RIGHT = [[[1000, 2000], [3100, 2000]]]
"""Fourteen steps to the right, each of 150 pad units."""
PICTURE = """() => {
  const copy = document.createElement('canvas'), canvas = document.querySelector('.timeline-picture canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  copy.getContext('2d').drawImage(canvas, 0, 0);
  return copy.toDataURL();
}"""


@pytest.fixture
def visit(visits: Visits) -> Visit:
    opened = visits.open(query="#place=pen")
    draw_placed(opened, LEFT_TO_RIGHT)
    opened.rest()
    return opened


def sentence(visit: Visit) -> str:
    return visit.page.locator(".pen-sentence").inner_text()


def timeline(visit: Visit) -> str:
    """The timeline's pixels, in which a token that is pointed at has a mark."""
    visit.rest()
    visit.page.wait_for_timeout(150)
    return str(visit.page.evaluate(PICTURE))


def hover(visit: Visit, x: float, y: float) -> None:
    """Over a place of the pad, in pad units."""
    visit.page.mouse.move(*on_page(visit, (x / 4096, y / 4096)))
    visit.settle()


def test_a_pointer_over_the_ink_points_at_the_nearest_token_and_its_moment_and_lets_go(
    visit: Visit,
) -> None:
    newest, at_rest = sentence(visit), timeline(visit)
    assert newest.startswith("Token 16, right")
    hover(visit, 1000 + 5 * 150, 2020)
    assert sentence(visit).startswith("Token 7, ")
    assert timeline(visit) != at_rest
    hover(visit, 1000, 3500)
    assert sentence(visit) == newest
    assert timeline(visit) == at_rest


def test_what_is_pointed_at_stays_out_of_the_address(visit: Visit) -> None:
    hover(visit, 1000 + 5 * 150, 2020)
    assert "token" not in visit.page.evaluate("() => location.hash")


def test_a_press_draws_and_points_at_nothing(visit: Visit) -> None:
    hover(visit, 1000 + 5 * 150, 2020)
    page, before = visit.page, visit.page.locator("#timeline").get_attribute("data-moments")
    page.mouse.down()
    page.mouse.move(*on_page(visit, (0.5, 0.8)), steps=5)
    page.mouse.up()
    hover(visit, 3900, 300)
    visit.rest()
    assert page.locator("#timeline").get_attribute("data-moments") != before
    assert not sentence(visit).startswith("Token 7, ")

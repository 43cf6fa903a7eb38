"""On the ink itself: a pointer over it asks about its tokens."""

import pytest

from pen import draw_placed, on_page
from visit import Visit, Visits

LEFT_TO_RIGHT = [[[1000, 2000], [3100, 2000]]]
"""Fourteen steps to the right, each of 150 pad units."""


@pytest.fixture
def visit(visits: Visits) -> Visit:
    opened = visits.open(query="#place=pen")
    draw_placed(opened, LEFT_TO_RIGHT)
    opened.rest()
    return opened


def sentence(visit: Visit) -> str:
    return visit.page.locator(".pen-sentence").inner_text()


def hover(visit: Visit, x: float, y: float) -> None:
    """Over a place of the pad, in pad units."""
    visit.page.mouse.move(*on_page(visit, (x / 4096, y / 4096)))
    visit.settle()


def test_a_pointer_over_the_ink_points_at_the_nearest_token_and_lets_go_beside_it(visit: Visit) -> None:
    newest = sentence(visit)
    assert newest.startswith("Token 16 ")
    hover(visit, 1000 + 5 * 150, 2020)
    assert sentence(visit).startswith("Token 7 ")
    hover(visit, 1000, 3500)
    assert sentence(visit) == newest


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
    assert not sentence(visit).startswith("Token 7 ")

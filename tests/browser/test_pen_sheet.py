"""Where there is no room beside the network, what a number is made of stands on a sheet, and the number above it."""

import pytest

from test_pen_inspector import INSPECTOR, open_pen, pin
from visit import Visit, Visits

BOX = "(element) => { const { top, bottom } = element.getBoundingClientRect(); return [top, bottom]; }"
IN_SIGHT = ".pen-in-sight"


def box(visit: Visit, selector: str) -> tuple[float, float]:
    top, bottom = visit.page.locator(selector).evaluate(BOX)
    return top, bottom


@pytest.mark.parametrize("size", [(390, 664), (320, 568), (844, 390), (768, 1024), (1024, 768)], ids=str)
def test_wherever_the_number_lies_it_and_its_arithmetic_are_on_the_screen(
    visits: Visits, size: tuple[int, int]
) -> None:
    width, height = size
    visit = open_pen(visits, width=width, height=height, touch=True)
    for part in ("embedding.12.3", "after.2.12.3", "query.1.12.31", "attention.2.4.12.7"):
        pin(visit, part)
        top, bottom = box(visit, IN_SIGHT)
        sheet_top, sheet_bottom = box(visit, INSPECTOR)
        assert -1 < top < bottom < sheet_top + 1, part
        assert height - 20 <= sheet_bottom <= height, part
        value_top, value_bottom = box(visit, ".pen-facts")
        assert sheet_top < value_top < value_bottom <= height, f"{part}: its value is not on the sheet's first screen"


def test_the_sheet_goes_with_what_was_asked_and_with_the_place(visits: Visits) -> None:
    visit = open_pen(visits, "after.2.12.3", width=390, height=664, touch=True)
    page = visit.page
    is_sheet = f"() => getComputedStyle(document.querySelector('{INSPECTOR}')).position === 'fixed'"
    assert page.evaluate(is_sheet)
    page.locator(".pen-asked .selection-button").tap()
    visit.rest()
    assert not page.evaluate(is_sheet)
    pin(visit, "after.2.12.3")
    page.locator("#pen-write").tap()
    visit.rest()
    assert not page.locator(INSPECTOR).is_visible()
    page.locator("#place-draw").tap()
    visit.rest()
    assert page.locator("html[data-pen-asked]").count() == 0

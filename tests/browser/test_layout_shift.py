"""Nothing moves while one draws: no layout shift, at any size, in any of the usual fonts, in either language."""

import pytest

from screenshot import SIZES
from shifts import FONTS, USUAL_FONTS, shifts_of_a_three, watch
from visit import Visit, Visits

# A smaller shift is that of a single mark by less than a pixel, which nobody sees; now and then one is reported.
LEAST_SEEN = 1e-5
# A digit, and parts of every kind.
ASKED = ("digit=3", "part=conv1.2.5.11", "part=pool2.11.2.3", "part=fc1.15", "part=group.3", "part=link.conv2.5.12")


@pytest.mark.parametrize("font", USUAL_FONTS)
def test_the_usual_fonts_are_there_to_be_tested(font: str) -> None:
    if font not in FONTS:
        pytest.skip(f"{font} is not installed")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_moves_while_one_draws(visits: Visits, language: str) -> None:
    # A page in each font, side by side: most of the time goes by in pauses.
    pages = [visits.open(query=f"?lang={language}") for _ in FONTS]
    for visit, font in zip(pages, FONTS, strict=True):
        watch(visit, font)
    said = set[str]()
    moved = {}
    for projector in (False, True):
        for width, height in SIZES if not projector else SIZES[:1]:
            for visit in pages:
                visit.page.set_viewport_size({"width": width, "height": height})
            _, verdicts = shifts_of_a_three(pages)
            said |= verdicts
            for visit in pages:
                # What would be the longest verdict of all.
                visit.page.evaluate("() => window.inkspect.draw([[[100, 100]]], { placed: true })")
                said.add(visit.answer().verdict)
            pages[0].page.wait_for_timeout(100)
            for visit, font in zip(pages, FONTS, strict=True):
                if shifts := visit.page.evaluate("() => window.shifts"):
                    moved[f"{width}×{height}, {font}{', projector' if projector else ''}"] = shifts
        if not projector:
            # Only where there is room for a stage there is the switch.
            for visit in pages:
                visit.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
                visit.page.locator("#projector").click()
    assert not moved
    assert said >= {"none", "digit"}, f"the page never changed its mind: {said}"


@pytest.mark.parametrize("size", [(390, 664), (1280, 800)], ids=str)
def test_nothing_moves_from_the_first_ink_on_with_a_question_in_the_address(
    visits: Visits, size: tuple[int, int]
) -> None:
    visit = visits.open(width=size[0], height=size[1])
    watch(visit, FONTS[0])
    moved = {}
    for asked in ASKED:
        visit.page.evaluate("(asked) => { window.inkspect.clear(); location.hash = asked; }", asked)
        visit.page.wait_for_timeout(300)
        visit.settle()
        visit.page.wait_for_timeout(300)  # what asking itself has moved is reported late
        visit.page.evaluate("() => { window.shifts.length = 0; }")
        shifts_of_a_three([visit])
        assert visit.page.locator("#inspector .feeding").evaluate_all(
            "(tables) => tables.some((table) => table.checkVisibility({ visibilityProperty: true }))"
        )
        shifts = visit.page.evaluate("() => window.shifts")
        if seen := [shift for shift in shifts if shift[0] >= LEAST_SEEN]:
            moved[asked] = seen
    assert not moved


def test_a_shift_would_be_seen(visit: Visit) -> None:
    watch(visit, FONTS[0])
    visit.page.evaluate("() => { document.querySelector('#verdict').style.height = '200px'; }")
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("() => window.shifts.length") > 0

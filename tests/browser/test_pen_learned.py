"""Pen, How it learned: what the network wrote at ten moments of its training run, and how good it was then."""

import json

import pytest

import inkspect
from accessibility import axe_findings
from inkspect.pen.tokens import strokes_of
from test_pen_writes import WRITTEN, on_paper, strokes_on
from visit import Visit, Visits

METADATA = inkspect.load("pen").metadata
MOMENTS = json.loads(METADATA["written"])
HISTORY = json.loads(METADATA["history"])


SCROLLS = "(place) => place.scrollHeight - place.clientHeight"


@pytest.fixture
def learned(visits: Visits) -> Visit:
    visit = visits.open(query="#place=pen&view=learned")
    visit.settle()
    return visit


def came_of(ids: list[int]) -> str:
    """What is told of a digit besides its picture: no end, or no movement before it."""
    if ids[-1] != 3:
        return ", without an end"
    return ": a dot, where it ended at once" if len(ids) == 5 else ""


def test_all_moments_and_digits_are_there_and_failed_ones_are_named_so(learned: Visit) -> None:
    names = learned.page.locator(".pen-learned-digit").evaluate_all(
        "(buttons) => buttons.map((button) => button.getAttribute('aria-label'))"
    )
    expected = [
        f"{digit} after epoch {moment['epoch']}" + came_of(moment["digits"][digit])
        for digit in range(10)
        for moment in MOMENTS
    ]
    assert names == expected
    failed = sum(digits[-1] != 3 for moment in MOMENTS for digits in moment["digits"])
    assert learned.page.locator(".pen-learned-digit.failed").count() == failed > 0


def test_a_digit_that_is_chosen_goes_into_the_pad_is_read_and_undone(learned: Visit) -> None:
    last = [strokes_of(ids, WRITTEN) for ids in MOMENTS[9]["digits"]]
    digit = next(digit for digit, strokes in enumerate(last) if inkspect.read(list(strokes)).digit == digit)
    learned.page.locator(".pen-learned-digit").nth(digit * 10 + 9).click()
    assert learned.read()["digit"] == digit
    assert strokes_on(learned) == on_paper(last[digit])
    learned.page.locator("#undo").click()
    assert learned.read()["digit"] is None


def test_the_marked_moment_tells_its_loss_and_accuracy(learned: Visit) -> None:
    learned.page.locator(".pen-learned-digit").nth(4).hover()
    learned.settle()
    epoch = MOMENTS[4]["epoch"]
    facts = learned.page.locator(".pen-history-facts").inner_text().split()
    assert learned.page.locator(".pen-history-after").inner_text() == f"after epoch {epoch}"
    assert f"{HISTORY['loss'][epoch - 1]:.2f}" in facts
    for name in ("drawings", "halves", "movements"):
        assert f"{HISTORY[name][epoch - 1] * 100 + 1e-9:.0f}%" in facts


def test_arrow_keys_walk_and_enter_puts_a_digit_into_the_pad(learned: Visit) -> None:
    page = learned.page
    assert page.locator(".pen-learned-digit[tabindex='0']").count() == 1, "one stop for the Tab key"
    page.locator(".pen-learned-digit[tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "Home", "ArrowRight"):
        page.keyboard.press(key)
    learned.settle()
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')").startswith("2 after epoch 2")
    page.keyboard.press("Enter")
    assert learned.read()["probabilities"] is not None
    assert page.locator(".pen-learned-epoch.marked").inner_text() == "2"


@pytest.mark.parametrize(("width", "height"), [(1366, 625), (390, 664), (320, 568)])
def test_it_fits_the_page(visits: Visits, width: int, height: int) -> None:
    visit = visits.open(width=width, height=height, query="#place=pen&view=learned")
    visit.settle()
    assert visit.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    if width >= 1280:
        assert visit.page.locator("#pen-place").evaluate(SCROLLS) == 0, "all moments and digits are seen at once"


def test_axe_finds_nothing(visits: Visits) -> None:
    visit = visits.open(query="#place=pen&view=learned", bypass_csp=True)
    visit.settle()
    assert axe_findings(visit, "#pen-place") == []

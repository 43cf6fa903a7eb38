"""The preprocessing lab: switches for the steps of the ink rule, and what the network sees and reads without them."""

import pytest

from accessibility import axe_findings
from pen import Finger, draw_placed
from visit import Scheme, Visit, Visits

SMALL_FOUR = [[[300, 300], [200, 700], [600, 720]], [[500, 250], [480, 1100]]]
"""A small 4 in the corner of the pad."""

INVITATION = "Draw a digit, best a small one in a corner of the pad."

ANSWERS = """() => [...document.querySelectorAll('#lab .lab-sight')].map((sight) => ({
  answer: sight.querySelector('.lab-answer').textContent,
  shares: sight.querySelector('.lab-shares').textContent,
  picture: sight.querySelector('canvas').toDataURL(),
}))"""

LAB = "place=learn&step=7"
"""The lab comes after Learn's six steps."""

COUNT_PAINTS = """() => {
  const { prototype } = CanvasRenderingContext2D, { putImageData } = prototype;
  window.painted = 0;
  prototype.putImageData = function (...given) {
    if (this.canvas.closest('#lab')) window.painted++;
    putImageData.apply(this, given);
  };
}"""


def open_lab(visit: Visit) -> None:
    visit.page.evaluate("(lab) => { location.hash = lab; }", LAB)
    visit.page.locator("#lab").scroll_into_view_if_needed()
    visit.page.wait_for_function("() => document.querySelector('#lab .lab-difference').textContent !== ''")
    visit.rest()


def sights(visit: Visit) -> tuple[dict[str, str], dict[str, str]]:
    """What the network sees and reads with every step, and as switched."""
    visit.rest()
    usual, switched = visit.page.evaluate(ANSWERS)
    return usual, switched


def sentence(visit: Visit) -> str:
    visit.rest()
    return str(visit.page.locator(".lab-difference").inner_text())


def test_a_small_four_in_the_corner_is_misread_without_preprocessing_and_read_with_it(visit: Visit) -> None:
    draw_placed(visit, SMALL_FOUR)
    open_lab(visit)
    before = visit.read()
    usual, switched = sights(visit)
    assert usual == switched and usual["answer"] == "Reads as 4"
    assert sentence(visit) == "Every step is on, so both pictures are the same."
    for name in ("Fit to 20 cells", "Centre by mass", "Pen of one width"):
        switch = visit.page.get_by_role("switch", name=name, exact=True)
        assert switch.get_attribute("aria-checked") == "true"
        switch.click()
        visit.settle()
        assert switch.get_attribute("aria-checked") == "false"
    now_usual, now_switched = sights(visit)
    assert now_usual == usual, "what the network really sees stays as it is"
    assert now_switched["picture"] != usual["picture"]
    assert now_switched["answer"] != "Reads as 4"
    said = sentence(visit)
    assert said.startswith("Without the fit, the centre of mass, and the pen of one width, ")
    assert said.endswith(" instead of 4.")
    assert visit.page.locator("#lab [role=status]").inner_text() == said
    assert visit.read() == before, "the answer itself is not touched"
    visit.page.get_by_role("switch", name="Fit to 20 cells", exact=True).press("Space")
    assert sights(visit)[1]["picture"] != now_switched["picture"]


def test_it_follows_the_finger_while_it_is_on_the_screen_and_costs_nothing_elsewhere(visits: Visits) -> None:
    visit = visits.open(touch=True, width=1280, height=1700)
    open_lab(visit)
    assert sentence(visit) == INVITATION
    visit.page.get_by_role("switch", name="Fit to 20 cells", exact=True).click()
    blank = sights(visit)[1]["picture"]
    finger = Finger(visit)
    finger.press((0.1, 0.1))
    for step in range(12):
        finger.move((0.1, 0.1 + step / 60))
    visit.rest()
    drawing = sights(visit)[1]["picture"]
    assert drawing != blank, "the lab does not follow the finger"
    assert visit.page.locator("#lab [role=status]").inner_text() == INVITATION, "it talks while one draws"
    finger.lift()
    visit.page.evaluate(COUNT_PAINTS)
    visit.page.locator("#place-draw").tap()
    visit.rest()
    before = visit.page.evaluate("() => window.painted")
    finger.measure()
    finger.press((0.1, 0.4))
    for step in range(6):
        finger.move((0.1 + step / 20, 0.4))
    finger.lift()
    visit.rest()
    assert visit.page.evaluate("() => window.painted") == before, "the lab paints where it is not shown"
    assert sights(visit)[1]["picture"] == drawing
    open_lab(visit)
    assert sights(visit)[1]["picture"] != drawing, "shown again, it has the newest ink"
    assert visit.page.evaluate("() => window.painted") > before, "what it paints is not counted"


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ja")])
def test_it_fits_a_phone_keeps_its_room_and_axe_finds_nothing(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, width=320, height=568, query=f"?lang={language}", bypass_csp=True)
    open_lab(visit)
    empty = visit.page.locator("#lab").bounding_box()
    draw_placed(visit, SMALL_FOUR)
    for switch in visit.page.locator("#lab [role=switch]").all():
        switch.click()
        box = switch.bounding_box()
        assert box is not None and box["height"] >= 40
    visit.rest()
    drawn = visit.page.locator("#lab").bounding_box()
    assert empty is not None and drawn is not None
    assert drawn["height"] == pytest.approx(empty["height"], abs=1), "the lab moves because a text got longer"
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert axe_findings(visit) == []

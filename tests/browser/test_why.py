"""Why one digit and not another: asked by mouse, finger and keyboard; its sums are exact, and nothing moves for it."""

import re
from decimal import Decimal

import pytest

from accessibility import LOOKS, axe_findings
from pen import draw_own, draw_with_mouse, draw_with_touch, on_pad, own_digits
from shifts import FONTS, shifts_of_a_three, watch
from test_selection import selected
from visit import Scheme, Visit, Visits

# The picture's cells that have a hue: neither paper nor ink.
HUED = """() => {
  const picture = document.querySelector('.why-picture');
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [picture.width, picture.height];
  const context = copy.getContext('2d', { willReadFrequently: true });
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  const hued = [];
  for (let cell = 0; cell < data.length / 4; cell++) {
    const [red, green, blue] = data.subarray(4 * cell, 4 * cell + 3);
    if (Math.abs(red - blue) > 40) hued.push(cell);
  }
  return hued;
}"""


def rest(visit: Visit) -> None:
    """Wait until what only a resting pen gets has been worked out."""
    visit.page.wait_for_function(
        "() => !/Worked out|計算します/.test(document.querySelector('.why-scale').textContent)", timeout=15_000
    )
    visit.page.wait_for_timeout(300)


def printed(text: str) -> Decimal:
    """Read a number as it is printed."""
    return Decimal(text.replace("−", "-").replace("+", "").replace(",", ""))


def amounts(visit: Visit) -> list[Decimal]:
    """The difference and what it consists of, as printed."""
    return [printed(text) for text in visit.page.locator(".why-facts dd:visible").all_inner_texts()]


def heading(visit: Visit) -> str:
    visit.settle()
    return visit.page.locator(".why-ask").inner_text().strip()


def assert_all_adds_up(visit: Visit) -> None:
    difference, *parts = amounts(visit)
    assert len(parts) == 3 and difference == sum(parts), f"{difference} is printed above {parts}"
    bodies = visit.page.locator(".why-paths tbody").all()
    assert len(bodies) == 3
    for body in bodies:
        *terms, total = [printed(text) for text in body.locator("td:last-child").all_inner_texts()]
        assert sum(terms) == total == difference


def test_a_click_in_the_invitation_asks_and_every_sum_is_exact_as_printed(visit: Visit) -> None:
    ask = visit.page.locator("#ask-why")
    assert ask.get_attribute("aria-disabled") == "true"
    ask.click(force=True)
    assert selected(visit) == "", "nothing is drawn, yet it asked"
    for digit, strokes in own_digits().items():
        visit.page.evaluate("() => window.inkspect.select(null)")
        visit.page.evaluate("(s) => window.inkspect.draw(s)", [stroke[:, :2].tolist() for stroke in strokes])
        visit.settle()
        assert visit.page.locator(".why-picture:visible").count() == 0
        assert re.fullmatch(rf"Why {digit} and not \d\?", ask.inner_text())
        asked = ask.inner_text()
        ask.click()
        visit.settle()
        assert selected(visit) == "#why"
        assert heading(visit) == asked
        assert visit.page.locator(".why-ask").get_attribute("aria-expanded") == "true"
        assert_all_adds_up(visit)
        assert len(visit.page.evaluate(HUED)) > 10
        assert visit.page.locator(".why-regions li").first.is_visible()


def test_the_sums_follow_the_pen_and_the_rest_follows_when_it_rests(visit: Visit) -> None:
    draw_with_mouse(visit, on_pad(own_digits()["3"]))
    visit.settle()
    visit.page.locator("#ask-why").click()
    visit.settle()
    before, said = amounts(visit), heading(visit)
    visit.page.mouse.move(200, 100)
    visit.page.mouse.down()
    for step in range(40):
        visit.page.mouse.move(60 + step * 2, 160 + step * 4)
        visit.page.wait_for_timeout(10)
    followed = amounts(visit)
    assert followed != before, "the numbers waited for the pen to rest"
    visit.page.mouse.up()
    rest(visit)
    assert_all_adds_up(visit)
    visit.page.keyboard.press("Control+z")
    rest(visit)
    assert (amounts(visit), heading(visit)) == (before, said)


def test_a_chosen_digit_offers_the_question_and_the_dial_chooses_its_rival(visit: Visit) -> None:
    draw_own(visit)
    visit.page.locator('[data-digit="3"]').click()
    visit.settle()
    ask = visit.page.locator(".why-ask")
    assert ask.get_attribute("aria-expanded") == "false"
    assert visit.page.locator(".why-picture:visible").count() == 0, "closed, it shows something"
    ask.click()
    visit.settle()
    first = amounts(visit)
    visit.page.locator('[data-digit="8"]').click()
    visit.settle()
    assert selected(visit) == "#digit=3&rival=8&why"
    assert heading(visit) == "Why 3 and not 8?"
    assert visit.page.locator(".why-rival").input_value() == "8"
    assert amounts(visit) != first
    assert_all_adds_up(visit)
    assert visit.page.locator(".feeds").first.is_visible(), "the digit's own arithmetic is gone"
    visit.page.locator(".why-rival").select_option("5")
    assert selected(visit) == "#digit=3&rival=5&why"
    assert_all_adds_up(visit)
    ask.click()
    visit.settle()
    assert selected(visit) == "#digit=3"
    assert not visit.page.locator(".why-picture").is_visible()


def test_a_part_asked_about_after_it_comes_first_and_the_question_stays_below(visit: Visit) -> None:
    draw_own(visit)
    visit.page.locator('[data-digit="3"]').click()
    visit.page.locator(".why-ask").click()
    visit.settle()
    assert_in_this_order(visit, ".why", ".inspector-section:visible .feeds")
    visit.page.evaluate("() => window.inkspect.select('map1.3', { digit: 3, why: true })")
    assert selected(visit) == "#part=map1.3&digit=3&why"
    focused = visit.page.evaluate("() => document.activeElement.className")
    assert "why-ask" in focused, "the focus was lost with the move"
    assert_in_this_order(visit, ".switches-off", ".inspector-section:visible .feeding", ".why-ask", ".why")
    visit.page.evaluate("() => window.inkspect.select('logit.3', { digit: 3, why: true })")
    assert selected(visit) == "#part=logit.3&digit=3&why"
    assert_in_this_order(visit, ".why", ".inspector-section:visible .feeding")


def assert_in_this_order(visit: Visit, *parts: str) -> None:
    visit.settle()
    boxes = [visit.page.locator(f"{part}:visible").first.bounding_box() for part in parts]
    tops = [box and box["y"] for box in boxes]
    assert None not in tops and tops == sorted(tops, key=lambda top: top or 0), tops


def test_the_keyboard_alone_asks_compares_and_lets_go(visit: Visit) -> None:
    draw_own(visit)
    page = visit.page

    def focused() -> str:
        return str(page.evaluate("() => document.activeElement.id || document.activeElement.className"))

    page.locator("#ask-why").focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert "why-ask" in focused(), "the focus was lost with the invitation"
    page.keyboard.press("Tab")
    assert "why-rival" in focused()
    page.keyboard.press("5")
    assert selected(visit) == "#rival=5&why"
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    rest(visit)
    assert page.evaluate("() => document.activeElement.getAttribute('aria-pressed')") == "true"
    assert page.evaluate("() => document.activeElement.textContent") == "Other ink"
    page.locator(".why-ask").focus()
    page.keyboard.press("Enter")
    # The question is let go; how it was asked stays, as every option does, for the next one.
    assert selected(visit) == "#method=insertion"
    assert focused() == "ask-why"


@pytest.mark.parametrize("size", [(390, 664), (320, 568)], ids=str)
def test_a_finger_alone_asks_compares_and_draws_on(visits: Visits, size: tuple[int, int]) -> None:
    visit = visits.open(width=size[0], height=size[1], touch=True)
    draw_with_touch(visit, on_pad(own_digits()["3"]))
    visit.settle()
    visit.page.locator("#ask-why").tap()
    visit.page.evaluate("() => scrollTo(0, 0)")
    visit.settle()
    sheet, pad = (visit.page.locator(part).bounding_box() for part in ("#inspector", "#ink"))
    assert sheet is not None and pad is not None and pad["y"] + pad["height"] <= sheet["y"], "the pad is covered"
    picture = visit.page.locator(".why-picture").bounding_box()
    assert picture is not None and picture["y"] + picture["height"] / 2 < size[1], "one cannot see picture and pad"
    assert_all_adds_up(visit)
    visit.page.locator(".why-methods button").nth(1).tap()
    rest(visit)
    assert len(visit.page.evaluate(HUED)) > 10
    before = visit.page.evaluate(HUED)
    draw_with_touch(visit, [[(0.2, 0.2), (0.25, 0.8)]])
    visit.page.wait_for_timeout(250)
    rest(visit)
    assert visit.page.evaluate(HUED) != before
    visit.page.locator(".why-ask").tap()
    assert selected(visit) == "#method=occlusion"


def test_each_way_to_ask_colours_what_it_is_about_and_says_so(visit: Visit) -> None:
    draw_own(visit)
    visit.page.evaluate("() => window.inkspect.select(null, { digit: 3, rival: 8, why: true })")
    visit.settle()
    ink, texts = set(visit.page.evaluate(HUED)), [visit.page.locator(".why-means").inner_text()]
    coloured = []
    for number, name in ((1, "Without it"), (2, "Other ink")):
        button = visit.page.locator(".why-methods button").nth(number)
        assert button.inner_text() == name
        button.click()
        visit.settle()
        rest(visit)
        coloured.append(set(visit.page.evaluate(HUED)))
        texts.append(visit.page.locator(".why-means").inner_text())
        assert len(amounts(visit)) == 1, "its numbers don't add up, so no parts are to be listed"
        assert "Strongest in one cell" in visit.page.locator(".why-regions").inner_text()
    assert len(set(texts)) == 3
    without, other = coloured
    assert len(without & ink) > len(ink) / 3
    assert len(other - ink) > 30, "ink that is not there yet says nothing"


def test_nothing_drawn_is_said_and_blank_paper_has_its_own_difference(visit: Visit) -> None:
    visit.page.evaluate("() => window.inkspect.select(null, { why: true })")
    visit.settle()
    assert heading(visit) == "Why this digit and not another?"
    assert "Nothing is drawn" in visit.page.locator(".why-regions").inner_text()
    assert visit.page.evaluate(HUED) == []
    assert not visit.page.locator(".why-paths").is_visible()
    visit.page.evaluate("() => window.inkspect.select(null, { digit: 3, rival: 8, why: true })")
    visit.settle()
    difference, blank, total, remainder = amounts(visit)
    assert difference == blank != 0
    assert total == remainder == 0
    assert "this is what blank paper says" in visit.page.locator(".why-regions").inner_text()


def test_an_open_question_leaves_the_worker_and_the_page_at_rest(visit: Visit) -> None:
    draw_own(visit)
    visit.page.evaluate("() => window.inkspect.select(null, { why: true })")
    visit.page.locator(".why-methods button").nth(2).click()
    visit.settle()
    rest(visit)
    frames = visit.page.evaluate("() => window.watched.frames")
    visit.page.wait_for_timeout(500)
    assert visit.page.evaluate("() => window.watched.frames") == frames


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_moves_while_one_draws_with_it_open(visits: Visits, language: str) -> None:
    opened = {
        (width, asked): visits.open(width=width, height=height, query=f"?lang={language}#{asked}")
        for width, height in ((1280, 800), (390, 664))
        for asked in ("why", "digit=3&rival=8&why")
    }
    for font in FONTS:
        for visit in opened.values():
            watch(visit, font)
        shifts, _ = shifts_of_a_three(list(opened.values()))
        moved = {what: moves for what, moves in zip(opened, shifts, strict=True) if moves}
        assert not moved, font


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_axe_finds_nothing_with_it_open_or_offered(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}", bypass_csp=True)
    assert axe_findings(visit) == []
    visit.page.evaluate("() => window.inkspect.select(null, { why: true })")
    visit.settle()
    assert axe_findings(visit) == []
    draw_own(visit)
    for number in range(3):
        visit.page.locator(".why-methods button").nth(number).click()
        visit.settle()
        rest(visit)
        assert axe_findings(visit, ".side") == []
    visit.page.evaluate("() => window.inkspect.select('logit.3', { digit: 3 })")
    visit.settle()
    assert axe_findings(visit) == []

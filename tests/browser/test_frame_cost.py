"""A movement of the pen costs what it changes: no layout, no frame if nothing changes, text that follows at rest."""

import pytest

from pen import pad_box
from visit import Visit, Visits

# A seven, and then its end drawn on: the same answer throughout.
SEVEN = [(0.3, 0.25), (0.5, 0.25), (0.7, 0.25), (0.65, 0.35), (0.6, 0.45), (0.55, 0.55), (0.5, 0.65), (0.47, 0.72)]


def counters(visit: Visit) -> dict[str, float]:
    metrics = visit.devtools.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}


def press_and_draw(visit: Visit) -> None:
    left, top, side = pad_box(visit)
    visit.page.mouse.move(left + SEVEN[0][0] * side, top + SEVEN[0][1] * side)
    visit.page.mouse.down()
    for x, y in SEVEN[1:]:
        visit.page.mouse.move(left + x * side, top + y * side, steps=4)
    visit.settle()


@pytest.mark.parametrize("size", [(1280, 800), (390, 664)], ids=str)
def test_while_one_draws_nothing_is_laid_out_or_styled_unless_the_verdicts_words_change(
    visits: Visits, size: tuple[int, int]
) -> None:
    visit = visits.open(width=size[0], height=size[1])
    visit.devtools.send("Performance.enable")
    press_and_draw(visit)
    verdict = visit.page.locator("#verdict").get_attribute("data-verdict")
    left, top, side = pad_box(visit)
    before, shares = counters(visit), visit.answer().probabilities
    for step in range(20):
        visit.page.mouse.move(left + (0.47 - 0.0015 * step) * side, top + (0.72 + 0.004 * step) * side)
    visit.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    after = counters(visit)
    assert visit.page.locator("#verdict").get_attribute("data-verdict") == verdict, (
        "another drawing would try this better"
    )
    assert visit.answer().probabilities != shares, "nothing has changed at all"
    # Text follows when the pen rests, which a slow machine makes it do between two moves; else it would be every frame.
    assert after["LayoutCount"] - before["LayoutCount"] <= 8, "the text is laid out while one draws"
    assert after["RecalcStyleCount"] - before["RecalcStyleCount"] <= 8
    visit.page.mouse.up()


def test_what_is_painted_stands_in_the_document_too_once_the_pen_rests_or_is_lifted(visit: Visit) -> None:
    press_and_draw(visit)

    def texts() -> list[str]:
        return visit.page.locator(".cell-share").all_inner_texts()

    visit.page.wait_for_function("() => document.querySelector('.cell-share').textContent !== ''")
    rested = texts()
    left, top, side = pad_box(visit)
    for x, y in ((0.3, 0.72), (0.3, 0.5), (0.5, 0.5), (0.7, 0.5), (0.7, 0.72)):
        visit.page.mouse.move(left + x * side, top + y * side, steps=3)
    visit.page.mouse.up()
    visit.settle()
    assert texts() != rested
    for share, text in zip((visit.answer().probabilities[digit] for digit in (1, 2, 3)), texts(), strict=False):
        assert share is not None
        assert text == ("<0.1%" if share < 0.001 else ">99.9%" if share > 0.999 else text)
        if "<" not in text and ">" not in text:
            assert float(text.removesuffix("%")) / 100 == pytest.approx(share, abs=0.0051)


def test_the_page_sleeps_when_nothing_changes_even_with_the_pen_down(visit: Visit) -> None:
    press_and_draw(visit)
    visit.page.wait_for_timeout(1000)
    frames = visit.page.evaluate("() => window.watched.frames")
    visit.page.wait_for_timeout(500)
    assert visit.page.evaluate("() => window.watched.frames") == frames
    visit.page.mouse.up()


def test_several_events_in_a_frame_are_all_drawn_and_ask_for_one_frame(visit: Visit) -> None:
    asked = visit.page.evaluate(
        """() => {
          const ink = document.querySelector('#ink'), box = ink.getBoundingClientRect(), before = window.watched.frames;
          const fire = (type, x, y) => ink.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 7,
            pointerType: 'mouse', isPrimary: true, button: type === 'pointermove' ? -1 : 0, buttons: 1,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
          fire('pointerdown', 0.3, 0.3);
          for (let i = 1; i <= 40; i++) fire('pointermove', 0.3 + 0.01 * i, 0.3 + 0.01 * i);
          return window.watched.frames - before;
        }"""
    )
    assert asked == 1
    assert visit.answer().digit is not None

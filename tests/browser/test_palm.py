"""Palm rejection: strokes of a palm resting on the pad are withdrawn, strokes of a pen are kept."""

import pytest

from pen import Finger, RealPen, draw_with_touch, on_pad, own_digits, send_pointers
from visit import Visit, Visits

ONE = on_pad(own_digits()["1"])[0]
PALM = (0.9, 0.9)


def write(pen: RealPen) -> None:
    pen.press(ONE[0])
    for point in ONE[1:]:
        pen.move(point)
    pen.lift(ONE[-1])


@pytest.fixture
def tablet(visits: Visits) -> Visit:
    """The page on a screen with touch and pen input."""
    return visits.open(width=1024, height=768, touch=True)


def test_a_pen_takes_over_from_a_palm_already_on_the_pad(tablet: Visit) -> None:
    write(RealPen(tablet))
    alone = tablet.ink()
    assert tablet.read()["digit"] == 1
    tablet.clear()
    tablet.page.wait_for_timeout(550)
    palm = Finger(tablet)
    palm.press(PALM)
    palm.move((0.9, 0.7))
    blank = tablet.ink()
    write(RealPen(tablet))
    palm.move((0.8, 0.6))
    palm.lift()
    assert tablet.ink() == alone, "the palm drew as well, or kept the pen from drawing"
    assert blank != alone, "the palm drew nothing before, so there was nothing to take over"
    tablet.page.locator("#undo").click()
    assert tablet.read()["verdict"] == "empty"


def test_touches_draw_nothing_while_a_pen_is_down_and_for_half_a_second_after(tablet: Visit) -> None:
    pen, palm = RealPen(tablet), Finger(tablet)
    pen.press(ONE[0])
    palm.press(PALM)
    palm.move((0.5, 0.9))
    for point in ONE[1:]:
        pen.move(point)
    pen.lift(ONE[-1])
    drawn = tablet.ink()
    assert tablet.read()["digit"] == 1
    palm.move((0.9, 0.5))
    palm.lift()
    draw_with_touch(tablet, [[(0.1, 0.1)]])
    assert tablet.ink() == drawn
    tablet.page.wait_for_timeout(600)
    draw_with_touch(tablet, [[(0.1, 0.1)]])
    assert tablet.ink() != drawn, "touches stay disabled"


def test_a_touch_cancelled_by_the_system_is_withdrawn_and_redo_restores_it(tablet: Visit) -> None:
    blank = tablet.ink()
    touch = Finger(tablet)
    touch.press(ONE[0])
    for point in ONE[1:]:
        touch.move(point)
    drawn = tablet.ink()
    touch.cancel()
    assert tablet.ink() == blank
    tablet.page.locator("#redo").click()
    assert tablet.ink() == drawn
    draw_with_touch(tablet, [[(0.1, 0.1)]])
    assert tablet.ink() != drawn, "the next touch drew nothing"


@pytest.mark.parametrize(
    ("kind", "end", "kept"),
    [
        ("pen", "pointercancel", True),
        ("mouse", "pointercancel", True),
        ("touch", "pointercancel", False),
        ("pen", "lostpointercapture", True),
        ("mouse", "lostpointercapture", True),
        ("touch", "lostpointercapture", True),
    ],
)
def test_how_a_stroke_ends_decides_whether_it_is_kept(visit: Visit, kind: str, end: str, kept: bool) -> None:
    blank = visit.ink()
    send_pointers(visit, [("pointerdown", kind, 5, ONE[0])])
    send_pointers(visit, [("pointermove", kind, 5, point) for point in ONE[1:]])
    drawn = visit.ink()
    assert drawn != blank
    send_pointers(visit, [(end, kind, 5, ONE[-1]), ("pointermove", kind, 5, PALM)])
    assert visit.ink() == (drawn if kept else blank)


def test_palm_rejection_works_for_scripted_pointers_too(visit: Visit) -> None:
    """Scripted pointers cannot be captured, and their events have no coalesced ones; neither may cause an error."""
    send_pointers(visit, [("pointerdown", "pen", 2, ONE[0])])
    send_pointers(visit, [("pointermove", "pen", 2, point) for point in ONE[1:]])
    send_pointers(visit, [("pointerup", "pen", 2, ONE[-1])])
    alone = visit.ink()
    visit.clear()
    visit.page.wait_for_timeout(550)
    send_pointers(visit, [("pointerdown", "touch", 1, PALM), ("pointermove", "touch", 1, (0.9, 0.5))])
    assert visit.read()["verdict"] != "empty"
    send_pointers(visit, [("pointerdown", "pen", 2, ONE[0])])
    send_pointers(visit, [("pointermove", "touch", 1, (0.2, 0.5)), ("pointerdown", "touch", 3, PALM)])
    send_pointers(visit, [("pointermove", "pen", 2, point) for point in ONE[1:]])
    send_pointers(visit, [("pointerup", "pen", 2, ONE[-1]), ("pointerup", "touch", 1, PALM)])
    assert visit.ink() == alone

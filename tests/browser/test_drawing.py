"""Draw a digit and see how the network classifies it: the built page's main job, with real input."""

import math

import pytest

from pen import ZIGZAG, draw_with_mouse, draw_with_touch, finger, on_pad, own_digits, pad_box
from visit import Answer, Visit, Visits

DIGITS = [str(digit) for digit in range(10)]


def assert_reads(answer: Answer, digit: str) -> None:
    shares = [share for share in answer.probabilities if share is not None]
    assert len(shares) == 10, f"the dial is not filled: {answer}"
    assert math.isclose(sum(shares), 1, abs_tol=1e-3), f"the shares do not add up to 1: {answer}"
    assert answer.verdict == "digit", answer
    assert answer.digit == int(digit), f"drew a {digit}: {answer}"


def assert_much_the_same(one: Answer, other: Answer) -> None:
    """Allow only for rounding to whole CSS px, which places the points of two drawings slightly differently."""
    for share, expected in zip(one.probabilities, other.probabilities, strict=True):
        assert share is not None and expected is not None, (one, other)
        assert abs(share - expected) < 0.05, f"the answer depends on position or size: {one}, {other}"


def test_each_of_ten_digits_drawn_with_the_mouse_is_recognised(visit: Visit) -> None:
    drawings = own_digits()
    assert sorted(drawings) == DIGITS, "the project's own drawings lack digits"
    for digit in DIGITS:
        draw_with_mouse(visit, on_pad(drawings[digit]))
        assert_reads(visit.answer(), digit)
        visit.clear()


def test_each_of_ten_digits_drawn_with_a_finger_on_a_phone_is_recognised(visits: Visits) -> None:
    visit = visits.open(width=390, height=844, touch=True, pixel_ratio=3)
    drawings = own_digits()
    for digit in DIGITS:
        draw_with_touch(visit, on_pad(drawings[digit]))
        assert_reads(visit.answer(), digit)
        visit.clear()


def test_size_and_position_on_the_pad_hardly_change_the_answer(visit: Visit) -> None:
    drawing = own_digits()["5"]
    answers = []
    for share, shift in ((0.8, 0.0), (0.25, 0.3), (0.25, -0.3)):
        moved = [[(x + shift, y + shift) for x, y in stroke] for stroke in on_pad(drawing, share)]
        draw_with_mouse(visit, moved)
        answers.append(visit.answer())
        visit.clear()
    for answer in answers:
        assert_reads(answer, "5")
        assert_much_the_same(answer, answers[0])


def test_with_nothing_drawn_the_page_shows_an_invitation_and_no_number(visit: Visit) -> None:
    answer = visit.answer()
    assert answer.verdict == "empty"
    assert answer.probabilities == [None] * 10
    assert visit.read() == {"digit": None, "probabilities": None, "verdict": "empty"}
    assert "%" not in visit.page.locator(".dial").inner_text()
    assert visit.page.locator(".invitation").is_visible()
    draw_with_mouse(visit, ZIGZAG)
    visit.settle()
    assert not visit.page.locator(".invitation").is_visible()


def test_clear_empties_the_pad(visit: Visit) -> None:
    blank = visit.ink()
    draw_with_mouse(visit, ZIGZAG)
    assert visit.answer().verdict == "digit"
    assert visit.ink() != blank
    visit.clear()
    answer = visit.answer()
    assert (answer.verdict, answer.probabilities) == ("empty", [None] * 10)
    assert visit.ink() == blank


def test_a_tap_is_a_dot(visits: Visits) -> None:
    visit = visits.open(touch=True)
    blank = visit.ink()
    draw_with_touch(visit, [[(0.5, 0.5)]])
    assert visit.answer().verdict != "empty"
    dot = visit.ink()
    assert dot != blank
    visit.clear()
    draw_with_mouse(visit, [[(0.5, 0.5)]])
    assert visit.ink() == dot, "a click and a tap at the same point give different dots"


def test_the_script_interface_and_the_page_agree(visit: Visit) -> None:
    draw_with_mouse(visit, on_pad(own_digits()["3"]))
    answer, reading = visit.answer(), visit.read()
    assert (reading["digit"], reading["verdict"]) == (answer.digit, answer.verdict)
    assert reading["probabilities"] is not None
    for shown, told in zip(answer.probabilities, reading["probabilities"], strict=True):
        assert shown is not None and abs(shown - told) <= 5e-5, "the page's share is off in its first four decimals"


def test_scripts_can_draw_in_any_unit_and_clear(visit: Visit) -> None:
    strokes = [[[float(x), float(y)] for x, y in stroke[:, :2]] for stroke in own_digits()["7"]]
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", strokes)
    first = visit.read()
    assert (first["digit"], first["verdict"]) == (7, "digit")
    larger = [[[x * 1000 - 5e4, y * 1000 + 7e6] for x, y in stroke] for stroke in strokes]
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", larger)
    assert visit.read() == first, "another unit changed the answer"
    visit.page.evaluate("() => window.inkspect.clear()")
    assert visit.read()["verdict"] == "empty"


def test_the_answer_is_in_the_page_by_the_next_frame_after_an_event(visit: Visit) -> None:
    shown = visit.page.evaluate(
        """async () => {
          const ink = document.querySelector('#ink'), box = ink.getBoundingClientRect();
          const fire = (type, x, y, buttons) => ink.dispatchEvent(new PointerEvent(type, { bubbles: true,
            cancelable: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, buttons,
            button: type === 'pointermove' ? -1 : 0,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
          const answer = () => [...document.querySelectorAll('[data-digit]')]
            .map((cell) => cell.dataset.probability ?? '').join();
          const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
          const answers = [answer()];
          fire('pointerdown', 0.3, 0.3, 1);
          await frame();
          answers.push(answer());
          for (const y of [0.4, 0.5, 0.6, 0.7]) {
            // A curve, since a straight line gives the same input whatever its length.
            fire('pointermove', 0.3 + (y - 0.3) ** 2 * 2, y, 1);
            await frame();
            answers.push(answer());
          }
          fire('pointerup', 0.62, 0.7, 0);
          return answers;
        }"""
    )
    assert len(set(shown)) == len(shown), f"an event did not change the answer by the next frame: {shown}"


def test_no_frame_is_requested_while_nothing_changes(visit: Visit) -> None:
    draw_with_mouse(visit, ZIGZAG)
    visit.page.wait_for_timeout(400)
    visit.page.evaluate("() => { window.watched.frames = 0; }")
    visit.page.wait_for_timeout(1000)
    assert visit.page.evaluate("() => window.watched.frames") == 0
    draw_with_mouse(visit, [[(0.1, 0.9), (0.3, 0.9)]])
    assert visit.page.evaluate("() => window.watched.frames") > 0, "frames are not counted at all"


def test_a_second_finger_neither_draws_nor_interrupts_the_first(visits: Visits) -> None:
    visit = visits.open(touch=True)
    line = [(0.2, 0.2), (0.4, 0.4), (0.6, 0.6), (0.8, 0.8)]
    draw_with_touch(visit, [line])
    alone = visit.ink()
    visit.clear()
    with finger(visit, line[0]) as touch:
        touch.move(line[1])
        touch.press((0.8, 0.2), identifier=1)
        touch.move((0.5, 0.2), identifier=1)
        touch.move(line[2])
        touch.lift(identifier=1)
        touch.move(line[3])
    assert visit.ink() == alone


def test_resizing_and_rotating_mid_stroke_loses_nothing(visits: Visits) -> None:
    drawing = on_pad(own_digits()["3"])
    straight = visits.open(width=844, height=390, touch=True)
    draw_with_touch(straight, drawing)
    visit = visits.open(width=390, height=844, touch=True)
    for stroke in drawing:
        middle = len(stroke) // 2
        with finger(visit, stroke[0]) as touch:
            for point in stroke[1:middle]:
                touch.move(point)
            visit.page.set_viewport_size({"width": 844, "height": 390})
            visit.settle()
            touch.measure()
            for point in stroke[middle:]:
                touch.move(point)
        visit.page.set_viewport_size({"width": 390, "height": 844})
        visit.settle()
    visit.page.set_viewport_size({"width": 844, "height": 390})
    assert_reads(visit.answer(), "3")
    assert_much_the_same(visit.answer(), straight.answer())


def test_drawing_with_a_finger_neither_scrolls_nor_selects_nor_zooms(visits: Visits) -> None:
    visit = visits.open(width=390, height=844, touch=True)
    held = "() => [scrollX, scrollY, visualViewport.scale, String(getSelection())]"
    upwards = [(0.5, 0.9 - step / 20) for step in range(17)]
    # The first comes down on the button that the empty pad has at its bottom.
    draw_with_touch(visit, [upwards, [(0.5, 0.5)], [(0.5, 0.5)], upwards])
    with finger(visit, (0.4, 0.4)) as touch:
        touch.press((0.6, 0.6), identifier=1)
        for step in range(8):
            touch.move((0.4 - step / 30, 0.4), identifier=0)
            touch.move((0.6 + step / 30, 0.6), identifier=1)
        touch.lift(identifier=1)
    assert visit.page.evaluate(held) == [0, 0, 1, ""]
    draw_with_touch(visit, [[(0.5, 1.6 - step / 20) for step in range(12)]])
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("() => scrollY") > 50, "a finger scrolls nowhere, so this test proves nothing"
    limits = visit.page.locator('meta[name="viewport"]').get_attribute("content") or ""
    assert "user-scalable" not in limits and "maximum-scale" not in limits, "the page forbids zooming"


@pytest.mark.parametrize(
    ("query", "locale", "language"),
    [
        ("", "en-GB", "en"),
        ("", "ja-JP", "ja"),
        ("?lang=ja", "en-US", "ja"),
        ("?lang=en", "ja", "en"),
        ("?lang=fr", "fr", "en"),
    ],
)
def test_the_language_follows_the_address_then_the_browser_then_is_english(
    visits: Visits, query: str, locale: str, language: str
) -> None:
    visit = visits.open(query=query, locale=locale)
    assert visit.page.evaluate("() => document.documentElement.lang") == language
    invitation = visit.page.locator(".invitation").inner_text()
    assert (language == "ja") == any("\u3040" <= character <= "\u30ff" for character in invitation), invitation


def test_the_pad_is_crisp_at_any_pixel_ratio(visits: Visits) -> None:
    for ratio in (1, 1.5, 3):
        visit = visits.open(pixel_ratio=ratio)
        _, _, side = pad_box(visit)
        width = visit.page.evaluate("() => document.querySelector('#ink').width")
        assert abs(width - side * ratio) <= 1.5, f"at ratio {ratio} a pad of {side} px has {width} pixels"

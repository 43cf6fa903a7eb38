"""The drawing's time: every moment is exactly what it was, by mouse, finger, keys, script and replay."""

import io
import random
from collections.abc import Sequence
from typing import cast
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from pen import draw_own, draw_with_mouse, on_pad, on_page, own_digits
from taking import WORDS, button, open_menu, row, save
from visit import NEXT_FRAME, Visit, Visits

# Picture, logits, probabilities, and each stage's contributions and summed activations, as JSON.
NUMBERS = """() => {
  const { picture, logits, probabilities, contributions, biases, sums, verdict } = window.inkspect.explain();
  return JSON.stringify({ picture, logits, contributions, biases, sums, verdict, exact: window.inkspect.read() });
}"""
MOMENT = "() => ['moment', 'moments'].map((name) => Number(document.querySelector('#timeline').dataset[name]))"
AT = "(moment) => window.inkspect.at(moment)"


def moment(visit: Visit) -> list[int]:
    """The moment that is shown, and the drawing's points."""
    visit.settle()
    return cast(list[int], visit.page.evaluate(MOMENT))


def picture_box(visit: Visit) -> tuple[float, float, float]:
    """The picture's left edge, its middle line and its width, in CSS px of the viewport."""
    box = visit.page.locator(".timeline-picture").bounding_box()
    assert box is not None
    return box["x"], box["y"] + box["height"] / 2, box["width"]


def slider(visit: Visit, attribute: str) -> str:
    return visit.page.locator(".timeline-picture").get_attribute(attribute) or ""


def touch(visit: Visit, kind: str, places: Sequence[tuple[float, float]]) -> None:
    points = [{"x": x, "y": y, "id": 0} for x, y in places]
    visit.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def numbers_while_drawing(visit: Visit, digit: str) -> dict[int, str]:
    """Draw with the mouse; return what the page computed at each moment that it showed."""
    seen: dict[int, str] = {}
    for stroke in on_pad(own_digits()[digit]):
        first, *rest = [on_page(visit, point) for point in stroke]
        visit.page.mouse.move(*first)
        visit.page.mouse.down()
        for x, y in rest:
            visit.page.mouse.move(x, y)
            visit.page.evaluate(NEXT_FRAME)
            shown, points = visit.page.evaluate(MOMENT)
            assert shown == points, "while one draws, the newest moment is shown"
            seen[shown] = visit.page.evaluate(NUMBERS)
        visit.page.mouse.up()
    return seen


def test_every_moment_is_exactly_what_it_was_when_it_was_drawn(visit: Visit) -> None:
    seen = numbers_while_drawing(visit, "4")
    assert len(seen) > 20
    order = list(seen)
    random.Random(4).shuffle(order)
    for at in order:
        visit.page.evaluate(AT, at)
        assert moment(visit)[0] == at
        assert visit.page.evaluate(NUMBERS) == seen[at], f"point {at} is read otherwise than when it was drawn"
    left, middle, width = picture_box(visit)
    _, points = moment(visit)
    visit.page.mouse.move(left + 1, middle)
    visit.page.mouse.down()
    for at in sorted(seen, reverse=True)[::4]:
        visit.page.mouse.move(left + width * at / points, middle)
        assert moment(visit)[0] == at
        assert visit.page.evaluate(NUMBERS) == seen[at]
    visit.page.mouse.up()
    visit.page.evaluate("() => window.inkspect.at()")
    assert moment(visit) == [points, points]


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_a_pointer_scrubs_pad_dial_input_and_diagram_together(visits: Visits, by: str) -> None:
    visit = visits.open(touch=by == "finger", width=390, height=664)
    draw_own(visit, "3")
    whole, end = visit.ink(), visit.answer()
    left, middle, width = picture_box(visit)
    places = [(left + share * width, middle) for share in (0.9, 0.6, 0.3)]
    if by == "mouse":
        visit.page.mouse.move(*places[0])
        visit.page.mouse.down()
        for place in places[1:]:
            visit.page.mouse.move(*place)
        visit.page.mouse.up()
    else:
        touch(visit, "touchStart", places[:1])
        for place in places[1:]:
            touch(visit, "touchMove", [place])
        touch(visit, "touchEnd", [])
    shown, points = moment(visit)
    assert shown == pytest.approx(0.3 * points, abs=1)
    assert visit.page.evaluate("() => scrollY") == 0
    assert visit.ink() != whole and visit.answer() != end
    read = visit.read()["probabilities"]
    assert read is not None and visit.answer().probabilities == pytest.approx(read, abs=1e-4)
    visit.page.evaluate(AT, None)
    assert visit.ink() == whole and visit.answer() == end


@pytest.mark.parametrize("language", ["en", "ja"])
def test_keys_go_by_points_and_from_change_to_change_and_are_told_in_words(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    draw_own(visit, "3")
    visit.rest(300)
    visit.page.wait_for_function("() => document.querySelector('#timeline-text').textContent.split(/[,、]/).length > 2")
    visit.rest(300)
    picture = visit.page.locator(".timeline-picture")
    picture.focus()
    _, points = moment(visit)
    picture.press("ArrowLeft")
    assert moment(visit)[0] == points - 1
    picture.press("Shift+ArrowLeft")
    assert moment(visit)[0] == points - 11
    said = WORDS[language]["timeline.value"].split("{answer}")[0]
    spoken = said.replace("{point}", str(points - 11)).replace("{points}", str(points))
    assert slider(visit, "aria-valuetext").startswith(spoken)
    assert slider(visit, "aria-valuenow") == str(points - 11) and slider(visit, "aria-valuemax") == str(points)
    picture.press("End")
    assert moment(visit)[0] == points
    changes = []
    while moment(visit)[0] > 0:
        picture.press("PageDown")
        changes.append(moment(visit)[0])
    told = visit.page.locator("#timeline-text").text_content() or ""
    assert all(str(change) in told for change in changes[:-2]), f"{changes} in {told}"
    for change in changes[:-2]:
        visit.page.evaluate(AT, change)
        here = visit.read()
        visit.page.evaluate(AT, change - 1)
        before = visit.read()
        answers = [None if one["verdict"] == "none" else one["digit"] for one in (before, here)]
        assert answers[0] != answers[1], f"nothing changes at {change}"
    picture.press("Home")
    assert moment(visit) == [0, points] and visit.answer().verdict == "empty"
    picture.press("PageUp")
    assert moment(visit)[0] == 1


def test_ink_goes_on_from_an_earlier_moment_and_undo_brings_the_rest_back(visit: Visit) -> None:
    draw_own(visit, "3")
    whole = visit.ink()
    _, points = moment(visit)
    visit.page.evaluate(AT, 20)
    draw_with_mouse(visit, [[(0.2, 0.8), (0.5, 0.9), (0.8, 0.8)]])
    shown, now = moment(visit)
    assert 20 < now < points and shown == now
    visit.page.locator("#undo").click()
    assert moment(visit) == [points, points] and visit.ink() == whole


def test_the_replay_plays_to_the_end_or_a_stroke_and_pauses_where_it_is(visit: Visit) -> None:
    draw_own(visit, "4")
    _, points = moment(visit)
    speed = visit.page.locator("#play-speed")
    for name in ("4×", "¼×"):
        speed.click()
        visit.settle()
        assert speed.inner_text() == name
    visit.page.locator("#play").click()
    visit.page.wait_for_function("(points) => { const { moment } = document.querySelector('#timeline').dataset;"
                                 " return moment > 0 && moment < points; }", arg=points)  # fmt: skip
    assert visit.page.locator("#play").get_attribute("aria-label") == WORDS["en"]["timeline.pause"]
    visit.page.locator("#play").click()
    at = moment(visit)
    visit.page.wait_for_timeout(150)
    assert moment(visit) == at, "paused"
    speed.click()
    speed.click()
    visit.page.locator("#play").click()
    visit.page.wait_for_function(
        "(points) => Number(document.querySelector('#timeline').dataset.moment) === points", arg=points
    )
    visit.rest(700)
    frames = visit.page.evaluate("() => window.watched.frames")
    visit.rest(300)
    assert visit.page.evaluate("() => window.watched.frames") - frames <= 4, "it sleeps at the end"
    visit.page.evaluate(AT, 0)
    visit.page.locator("#play-stroke").click()
    first_stroke = len(own_digits()["4"][0])
    visit.page.wait_for_function(
        "(points) => Number(document.querySelector('#timeline').dataset.moment) === points", arg=first_stroke
    )
    visit.rest(300)
    assert moment(visit) == [first_stroke, points], "it stops there"


def test_with_reduced_motion_playing_shows_the_end_at_once(visit: Visit) -> None:
    visit.page.emulate_media(reduced_motion="reduce")
    draw_own(visit, "3")
    _, points = moment(visit)
    visit.page.evaluate(AT, 5)
    visit.page.locator("#play").click()
    assert moment(visit) == [points, points]
    assert visit.page.locator("#play").get_attribute("aria-label") == WORDS["en"]["timeline.play"]


@pytest.mark.parametrize("given", ["'3'", "[1]", "2.5", "-1", "1000", "NaN"])
def test_a_script_that_asks_for_no_moment_is_told_so_in_one_line(visit: Visit, given: str) -> None:
    draw_own(visit, "3")
    caught = visit.page.evaluate(
        f"() => {{ try {{ window.inkspect.at({given}); }} catch (error) {{ return String(error); }} }}"
    )
    assert caught is not None and "moment must be" in caught and "\n" not in caught
    shown, points = moment(visit)
    assert shown == points


@pytest.mark.parametrize("look", ["light", "dark", "forced"])
def test_the_picture_is_seen_in_every_look(visits: Visits, look: str) -> None:
    visit = visits.open(scheme="dark" if look == "dark" else "light")
    if look == "forced":
        visit.page.emulate_media(forced_colors="active")
    draw_own(visit, "3")
    visit.rest(300)
    visit.page.wait_for_timeout(300)
    taken = Image.open(io.BytesIO(visit.page.locator(".timeline-picture").screenshot())).convert("L")
    shown = np.asarray(taken, dtype=int)
    assert shown.max() - shown.min() > 150, "the leading lines have no contrast"
    inked = int((abs(shown[:18] - shown[0, -1]) > 60).sum())
    assert inked > 60, "no digit and no drawing in the band"


def test_the_timeline_is_saved_as_svg_with_its_words(visit: Visit) -> None:
    open_menu(visit)
    assert row(visit, "timeline").locator("span").inner_text() == WORDS["en"]["take.noTimeline"]
    assert button(visit, "timeline", "save", "SVG").get_attribute("aria-disabled") == "true"
    draw_own(visit, "3")
    visit.rest(300)
    visit.page.wait_for_timeout(300)
    told = visit.page.locator("#timeline-text").text_content()
    root = ElementTree.fromstring(save(visit, "timeline", "SVG"))
    svg = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{svg}title") == told
    names = [text.text for text in root.iter(f"{svg}text")]
    assert "3" in names and "1" in names, names
    pictures = list(root.iter(f"{svg}image"))
    assert len(pictures) == len(names) and all(picture.attrib["href"].startswith("data:") for picture in pictures)

"""Both networks' answers side by side, where the pen's is shown: dial, verdict, timeline, and Learn's last step."""

import json
from pathlib import Path
from typing import cast

import pytest

from accessibility import LOOKS, axe_findings
from pen import Finger, draw_own, draw_placed, on_pad, on_page, own_digits
from shifts import FONTS, PAUSE_AFTER, REST_MS, THREE, watch
from visit import NEXT_FRAME, Scheme, Visit, Visits

PROJECT = Path(__file__).resolve().parents[2]
WORDS = json.loads((PROJECT / "words" / "en.json").read_text(encoding="utf-8"))
MISFITS = (Path(__file__).parent / "misfits.js").read_text(encoding="utf-8")
EXAMPLES = {one["name"]: one["strokes"] for one in json.loads((PROJECT / "web" / "examples.json").read_text("utf-8"))}
SIZES = ((1280, 800), (1366, 625), (1920, 1080), (768, 1024), (390, 664), (320, 568), (844, 390))
CUT = 43
"""The point of the open 8 at which the picture's network is sure of a 5, and the pen's nearly so of an 8."""

SHARES = """(name) => [...Array(10).keys()].map((digit) => {
  const written = document.querySelector(`[data-digit="${digit}"]`).dataset[name];
  return written === undefined ? null : Number(written);
})"""
PEN_READS = "() => window.inkspect.read('pen').probabilities"
PEN_DECODED = "() => document.querySelector('.dial-board').classList.contains('both')"


def go_to(visit: Visit, fragment: str) -> None:
    visit.page.evaluate("(fragment) => { location.hash = fragment; }", fragment)
    visit.rest()


def open_pen(visit: Visit, example: str = "openEight", at: int | None = None) -> None:
    draw_placed(visit, EXAMPLES[example])
    visit.page.locator("#place-pen").click()
    visit.rest()
    if at is not None:
        visit.page.evaluate("(moment) => window.inkspect.at(moment)", at)
        visit.rest()


def pen_shares(visit: Visit) -> list[float | None]:
    visit.settle()
    return cast(list[float | None], visit.page.evaluate(SHARES, "penProbability"))


def verdict(visit: Visit) -> list[str]:
    """The two lines, each with its share."""
    visit.rest()
    names = (".verdict-words", ".verdict-share", ".verdict-pen-words", ".verdict-pen-share")
    return [visit.page.locator(f"#verdict {name}").text_content() or "" for name in names]


def test_the_dial_has_both_networks_shares_and_the_verdict_says_both(visit: Visit) -> None:
    open_pen(visit, at=CUT)
    assert pen_shares(visit) == pytest.approx(visit.page.evaluate(PEN_READS), abs=1e-5)
    shares = visit.page.evaluate(SHARES, "probability")
    assert shares == pytest.approx(visit.read()["probabilities"], abs=1e-5), "the picture's stay the picture's"
    pen_share = round(100 * max(share or 0 for share in pen_shares(visit)), 1)
    share = round(100 * max(visit.read()["probabilities"] or []), 1)
    assert verdict(visit) == ["Reads as 5", f"{share}%", "The pen expects an 8", f"{pen_share}%"]
    cell = visit.page.locator('[data-digit="8"]')
    assert WORDS["dial.penName"] in (cell.text_content() or "")
    cell.hover()
    assert (cell.get_attribute("title") or "").startswith("The picture’s network ")
    assert visit.page.locator('.cell[aria-current="true"]').get_attribute("data-digit") == "5"
    cell.click()
    visit.settle()
    assert visit.page.locator("[data-asked]").count() == 0, "a digit is asked of neither network"
    visit.page.wait_for_function(
        "() => /The pen’s network expects 8, \\d+%/.test(document.querySelector('#announcement').textContent)"
    )


def test_of_what_is_no_digit_the_picture_says_so_and_the_pen_does_not(visit: Visit) -> None:
    open_pen(visit, "smiley")
    picture, _, pen, _ = verdict(visit)
    assert picture == WORDS["verdict.none"]
    assert pen == "The pen expects a 0"
    visit.clear()
    assert pen_shares(visit) == [None] * 10
    assert verdict(visit) == [WORDS["verdict.empty"], "", WORDS["verdict.penEmpty"], ""]
    assert not visit.page.locator(".verdict-pen-words").is_visible()


def test_elsewhere_there_is_nothing_of_it(visit: Visit) -> None:
    draw_own(visit, "3")
    before = verdict(visit)
    open_pen(visit)
    visit.page.locator("#place-draw").click()
    draw_own(visit, "3")
    assert pen_shares(visit) == [None] * 10
    assert verdict(visit)[:2] == before[:2] and not visit.page.locator(".verdict-pen").is_visible()
    assert "pen’s network" not in (visit.page.locator("#timeline-text").text_content() or "")
    assert "pen’s" not in (visit.page.locator(".timeline-picture").get_attribute("title") or "")


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_scrubbed_to_a_moment_the_pen_says_what_it_said_when_it_was_drawn(visits: Visits, by: str) -> None:
    visit = visits.open(touch=by == "finger", width=390, height=664) if by == "finger" else visits.open()
    visit.page.locator("#place-pen").click()
    seen: dict[int, list[float]] = {}
    moment = "() => Number(document.querySelector('#timeline').dataset.moment)"
    finger = Finger(visit) if by == "finger" else None
    for stroke in on_pad(own_digits()["5"]):
        if finger:
            finger.press(stroke[0])
        else:
            visit.page.mouse.move(*on_page(visit, stroke[0]))
            visit.page.mouse.down()
        for point in stroke[1:]:
            if finger:
                finger.move(point)
            else:
                visit.page.mouse.move(*on_page(visit, point))
            visit.page.evaluate(NEXT_FRAME)
            seen[visit.page.evaluate(moment)] = visit.page.evaluate(PEN_READS)
        if finger:
            finger.lift()
        else:
            visit.page.mouse.up()
    visit.rest()
    assert len(seen) > 10
    for at in sorted(seen, reverse=True)[::3]:
        visit.page.evaluate("(moment) => window.inkspect.at(moment)", at)
        assert pen_shares(visit) == pytest.approx(seen[at], abs=1e-5), f"point {at}"
        assert visit.page.evaluate(PEN_READS) == seen[at]


def test_the_timeline_tells_who_knew_it_when_by_key_and_in_words(visit: Visit) -> None:
    open_pen(visit)
    told = visit.page.locator("#timeline-text")
    visit.page.wait_for_function(
        "() => document.querySelector('#timeline-text').textContent.includes('has said 8 from point 24 on')"
    )
    assert (told.text_content() or "").endswith(
        "The pen’s network has said 8 from point 24 on, the picture’s 8 from point 59 on."
    )
    slider = visit.page.locator(".timeline-picture")
    assert slider.get_attribute("title") == WORDS["timeline.penHint"]
    slider.focus()
    visit.page.keyboard.press("PageDown")
    visit.rest()
    assert slider.get_attribute("aria-valuetext") == "Point 59 of 72: Reads as 8 · The pen expects an 8"
    visit.page.keyboard.press("ArrowLeft")
    visit.rest()
    assert slider.get_attribute("aria-valuetext") == "Point 58 of 72: Reads as 5 · The pen expects an 8"
    for _ in range(2):
        visit.page.keyboard.press("PageDown")
        visit.rest()
    assert (slider.get_attribute("aria-valuetext") or "").startswith("Point 24 of 72: "), "the pen's change is one, too"


def test_what_the_timeline_says_of_the_pen_is_what_it_reads_at_every_point(visit: Visit) -> None:
    open_pen(visit, "hesitantThree")
    visit.page.wait_for_function(
        "() => document.querySelector('#timeline-text').textContent.includes('has said 3 from')"
    )
    digits = []
    for at in range(1, 100):
        visit.page.evaluate("(moment) => window.inkspect.at(moment)", at)
        digits.append(visit.page.evaluate("() => window.inkspect.read('pen').digit"))
    since = max(at for at, digit in enumerate(digits, 1) if digit != 3) + 1
    assert f"has said 3 from point {since} on" in (visit.page.locator("#timeline-text").text_content() or "")


def test_a_drawing_of_20000_points_is_told_in_slices(visit: Visit) -> None:
    visit.page.locator("#place-pen").click()
    visit.page.evaluate(
        """() => {
          window.long = [];
          new PerformanceObserver((list) => window.long.push(...list.getEntries().map(({ duration }) => duration)))
            .observe({ type: 'longtask' });
          const at = (i) => [2048 + 1500 * Math.cos(i / 90) * (1 - i / 40000), 2048 + 1500 * Math.sin(i / 70)];
          window.inkspect.draw([[...Array(20000).keys()].map(at)], { placed: true });
        }"""
    )
    visit.page.wait_for_timeout(400)
    visit.page.evaluate("() => { window.long.length = 0; }")
    visit.page.wait_for_function(
        "() => /pen’s network has said/.test(document.querySelector('#timeline-text').textContent)", timeout=60_000
    )
    slow = [task for task in visit.page.evaluate("() => window.long") if task > 200]
    assert not slow, f"nobody can draw meanwhile: {slow}"


@pytest.mark.parametrize("size", [(1280, 800), (1366, 625), (390, 664)], ids=str)
@pytest.mark.parametrize("font", FONTS)
def test_nothing_moves_while_one_draws(visits: Visits, size: tuple[int, int], font: str) -> None:
    visit = visits.open(width=size[0], height=size[1])
    visit.page.locator("#place-pen").click()
    visit.rest()
    watch(visit, font)
    visit.page.wait_for_timeout(600)
    visit.page.evaluate("() => { window.shifts.length = 0; }")
    visit.page.mouse.move(*on_page(visit, THREE[0]))
    visit.page.mouse.down()
    for index, point in enumerate(THREE):
        visit.page.mouse.move(*on_page(visit, point), steps=2)
        if index in PAUSE_AFTER:
            visit.page.wait_for_timeout(REST_MS)
    visit.page.mouse.up()
    visit.page.wait_for_timeout(800)
    assert visit.page.evaluate("() => window.shifts") == []


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_both_answers_fit_every_size_and_axe_finds_nothing(visits: Visits, scheme: Scheme, language: str) -> None:
    visit = visits.open(scheme=scheme, query=f"?lang={language}", bypass_csp=True)
    found = {}
    for example in ("openEight", "smiley"):
        open_pen(visit, example)
        for size in SIZES:
            visit.page.set_viewport_size({"width": size[0], "height": size[1]})
            visit.rest()
            misfits = [
                one
                for one in visit.page.evaluate(MISFITS)
                if any(part in one for part in ("verdict", "cell", "legend"))
            ]
            if misfits:
                found[f"{example}, {size}"] = misfits[:3]
        visit.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        if broken := axe_findings(visit, "#answer") + axe_findings(visit, "#drawing"):
            found[f"{example}, axe"] = broken
    assert not found, json.dumps(found, indent=2, ensure_ascii=False)


def test_the_step_decodes_nothing_before_it_is_shown_and_then_shows_both(visit: Visit) -> None:
    go_to(visit, "place=learn&step=5")
    assert not visit.page.evaluate(PEN_DECODED)
    visit.page.locator("#learn-next").click()
    visit.page.locator("#learn-next").click()
    visit.rest()
    assert visit.page.locator("#learn-heading").inner_text() == f"Step 6 of 6: {WORDS['learn.two.title']}"
    assert verdict(visit)[0::2] == ["Reads as 5", "The pen expects an 8"]
    visit.page.get_by_role("button", name="8", exact=True).filter(visible=True).last.click()
    visit.page.wait_for_function("() => window.inkspect.read().digit === 8")
    visit.rest()
    assert verdict(visit)[0::2] == ["Reads as 8", "The pen expects an 8"]
    visit.page.locator(".learn-look").click()
    visit.rest()
    assert visit.page.locator("#pen-place").is_visible()
    back = visit.page.locator("#place-back")
    assert back.inner_text() == "Back to step 6"
    back.click()
    visit.rest()
    assert visit.page.locator(".learn-told").inner_text().endswith(WORDS["learn.two.answer"])
    assert visit.page.locator(".learn-text > :not([aria-hidden])").inner_text() == WORDS["learn.two.seen"]
    visit.page.locator("#learn-back").click()
    visit.rest()
    assert pen_shares(visit) == [None] * 10


def test_on_the_stage_both_are_in_letters_for_the_back_row(visit: Visit) -> None:
    visit.page.evaluate("() => { document.documentElement.requestFullscreen = () => Promise.reject(new TypeError()); }")
    open_pen(visit, at=CUT)
    visit.page.locator("#projector").click()
    visit.rest()
    for name in (".verdict-words", ".verdict-pen-words"):
        size = visit.page.locator(f"#verdict {name}").evaluate("(line) => parseFloat(getComputedStyle(line).fontSize)")
        assert size >= 32, f"{name} is {size} px"
    assert visit.page.locator("#pen-place").is_visible()


def test_on_paper_and_in_forced_colours_both_answers_are_text(visits: Visits) -> None:
    visit = visits.open()
    open_pen(visit, at=CUT)
    for media in ({"media": "print"}, {"media": "screen", "forced_colors": "active"}):
        visit.page.emulate_media(**media)  # type: ignore[arg-type]
        visit.rest()
        for name in (".verdict-pen-share", '[data-digit="8"] .cell-pen'):
            assert visit.page.locator(name).evaluate("(one) => getComputedStyle(one).opacity") == "1", (media, name)
        assert visit.page.locator('[data-digit="8"] .cell-pen').evaluate(
            "(one) => getComputedStyle(one).outlineStyle"
        ) == ("dashed")
    visit.page.emulate_media(media="screen", forced_colors="none")


def test_on_paper_the_place_is_printed_with_both_answers_and_their_timeline(visits: Visits) -> None:
    visit = visits.open(scheme="dark")
    open_pen(visit, at=CUT)
    for landscape in (False, True):
        sheets = visit.page.pdf(format="A4", landscape=landscape).count(b"/Type /Page\n")
        assert sheets == 1, f"{sheets} sheets, landscape: {landscape}"
    visit.page.emulate_media(media="print")
    visit.settle()
    for part in ("#ink", ".timeline-still", ".verdict-pen-words", ".dial", ".pen-legend"):
        assert visit.page.locator(part).is_visible(), f"{part} is not printed"
    for part in ("#diagram", ".pen-top"):
        assert not visit.page.locator(part).is_visible(), f"{part} is printed"
    visit.page.emulate_media(media="screen")
    visit.settle()
    assert visit.page.locator(".timeline-still").count() == 0


def test_a_link_opens_the_place_again_and_back_leaves_it(visit: Visit) -> None:
    open_pen(visit)
    visit.page.locator("#pen-write").click()
    visit.rest()
    link = cast(str, visit.page.evaluate("() => window.inkspect.link()"))
    fragment = link.split("#", 1)[1]
    assert "place=pen" in fragment and "view=write" in fragment
    visit.page.locator("#place-draw").click()
    visit.rest()
    go_to(visit, fragment)
    visit.page.wait_for_function("() => document.documentElement.dataset.place === 'pen'")
    visit.rest()
    assert visit.page.locator("#pen-write").get_attribute("aria-current") == "true"
    assert verdict(visit)[2] == "The pen expects an 8"
    visit.page.go_back()
    visit.rest()
    assert visit.page.locator("#pen-place").is_hidden()

"""Pen, Writes: the page writes what Python writes, as ink that can be undone, and goes on with one's own drawing."""

import re
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

import inkspect
from accessibility import axe_findings
from inkspect.data.pad import cut_to_pad
from inkspect.pen.description import load_pen
from inkspect.pen.frame import Frame
from inkspect.pen.tokens import strokes_of
from inkspect.pen.writing import Written
from inkspect.writing.digits import finish
from pen import draw_with_mouse, on_page
from sending import link_of, strokes_sent
from shifts import watch
from visit import NEXT_FRAME, Visit, Visits

PAD_SIDE = 4096
WRITTEN = Frame(PAD_SIDE / 2, PAD_SIDE / 2, 0.6 * PAD_SIDE)
"""Where a digit's frame lies on the pad."""
HOOK = [[(0.33, 0.24), (0.42, 0.18), (0.52, 0.17), (0.62, 0.22), (0.64, 0.30), (0.60, 0.38), (0.53, 0.43)]]

WRITTEN_OUT = "() => document.querySelector('#pen-write-go').textContent.includes('again')"
STATE = """() => ({
  tokens: Number(document.querySelector('.pen-sequence').getAttribute('aria-valuemax')),
  sentence: document.querySelector('.pen-choice-sentence').textContent,
  standing: document.querySelector('.pen-sequence-note').textContent,
  points: Number(document.querySelector('#timeline').dataset.moments),
})"""


def strokes_on(visit: Visit) -> list[list[tuple[int, int]]]:
    """The drawing's points, without their times."""
    visit.settle()
    return strokes_sent(link_of(visit))


def on_paper(strokes: Sequence[NDArray[np.float64]]) -> list[list[tuple[int, int]]]:
    """Strokes in pad units as the pad keeps them: rounded, and cut at its border."""
    return [[(int(x), int(y)) for x, y in stroke[:, :2]] for stroke in cut_to_pad(strokes)]


def finished(begun: list[list[tuple[int, int]]], written: Written) -> list[list[tuple[int, int]]]:
    """A drawing with what Python adds to it, as the pad keeps it."""
    added = [stroke.copy() for stroke in written.added]
    if not added or written.ids[written.given] < load_pen().step(0):
        return [*begun, *on_paper(added)]
    added[0][0] = begun[-1][-1]
    goes_on, *others = on_paper(added)
    return [*begun[:-1], [*begun[-1], *goes_on[1:]], *others]


def open_writing(visits: Visits, asked: str, **how: object) -> Visit:
    visit = visits.open(query=f"#place=pen&view=write{asked}", **how)  # type: ignore[arg-type]
    visit.settle()
    return visit


def write_to_end(visit: Visit) -> None:
    visit.page.locator("#pen-write-end").click()
    visit.page.wait_for_function(WRITTEN_OUT)
    visit.settle()


@pytest.mark.parametrize(
    ("digit", "temperature", "top_k", "seed"),
    [
        (3, 0.8, None, 0),
        (8, 0.8, None, 3),
        (4, 0.0, None, 9),
        (5, 1.2, 4, 4294967295),
        (7, 0.35, 2, 17),
        (0, 1.0, 9, 5),
    ],
)
def test_the_page_writes_what_python_writes(
    visits: Visits, digit: int, temperature: float, top_k: int | None, seed: int
) -> None:
    kept = "" if top_k is None else f"&topk={top_k}"
    visit = open_writing(visits, f"&write={digit}&temperature={temperature}{kept}&seed={seed}")
    write_to_end(visit)
    written = inkspect.write(digit, temperature=temperature, top_k=top_k, seed=seed)
    state = visit.page.evaluate(STATE)
    assert state["tokens"] == len(written.ids) - 1
    assert ("by itself" in state["standing"]) == written.ended
    assert strokes_on(visit) == on_paper(strokes_of(written.ids, WRITTEN))


def read_right(digit: int, least: int = 0) -> int:
    """A seed with which a digit is written that the picture's network reads, and no point of which leaves the pad."""
    for seed in range(least, least + 99):
        written = inkspect.write(digit, seed=seed)
        strokes = strokes_of(written.ids, WRITTEN)
        inside = all(((stroke >= 0) & (stroke <= PAD_SIDE)).all() for stroke in strokes)
        if written.ended and inside and inkspect.read(list(strokes)).digit == digit:
            return seed
    raise AssertionError(f"it never writes a {digit}")


def test_it_writes_token_by_token_pauses_and_goes_on_and_all_of_it_is_one_step_to_undo(visits: Visits) -> None:
    visit = open_writing(visits, f"&write=8&seed={read_right(8)}")
    draw_with_mouse(visit, HOOK)
    before = strokes_on(visit)
    visit.page.locator("#pen-write-go").click()
    visit.page.wait_for_function("() => document.querySelector('.pen-sequence').getAttribute('aria-valuemax') > 6")
    assert visit.read()["probabilities"] is not None, "what is written is read while it is written"
    visit.page.locator("#pen-write-go").click()
    visit.settle()
    state = visit.page.evaluate(STATE)
    visit.page.wait_for_timeout(500)
    assert visit.page.evaluate(STATE) == state, "it rests"
    write_to_end(visit)
    assert visit.read()["digit"] == 8
    assert visit.page.locator(".verdict-untold").inner_text() == "(not told)"
    assert re.match(r"Asked for 8: \d+ tokens, read as 8\. It ended by itself", visit.page.evaluate(STATE)["standing"])
    visit.page.locator("#undo").click()
    assert strokes_on(visit) == before
    assert "read as" not in visit.page.evaluate(STATE)["standing"], "what is on the pad is not what was written"
    assert visit.page.locator(".verdict-untold").inner_text() == ""
    visit.page.locator("#redo").click()
    assert visit.read()["digit"] == 8


def test_a_step_shows_the_choice_and_then_what_may_come_next(visits: Visits) -> None:
    visit = open_writing(visits, "&write=8&seed=3&topk=5")
    told = []
    for _ in range(4):
        visit.page.locator("#pen-write-step").click()
        visit.settle()
        told.append(visit.page.evaluate(STATE)["sentence"])
    assert [("falls on" in sentence, "may come" in sentence) for sentence in told] == [(True, False), (False, True)] * 2
    assert "keeps 5" in told[1]


def test_what_grows_on_the_pad_is_painted_as_if_it_had_come_at_once(visits: Visits) -> None:
    visit = open_writing(visits, "&write=8&seed=3")
    for _ in range(31):
        visit.page.evaluate("() => document.querySelector('#pen-write-step').click()")
        visit.page.evaluate(NEXT_FRAME)
    grown = visit.ink()
    visit.page.locator("#undo").click()
    assert visit.ink() != grown
    visit.page.locator("#redo").click()
    assert visit.ink() == grown


def test_every_choice_can_be_looked_at_again_by_keyboard_and_by_finger(visits: Visits) -> None:
    visit = open_writing(visits, "&write=8&seed=3", touch=True)
    write_to_end(visit)
    sequence = visit.page.locator(".pen-sequence")
    sequence.focus()
    visit.page.keyboard.press("Home")
    visit.settle()
    first = visit.page.evaluate(STATE)["sentence"]
    assert first.startswith("Token 3")
    visit.page.keyboard.press("ArrowRight")
    visit.settle()
    assert visit.page.evaluate(STATE)["sentence"].startswith("Token 4")
    box = sequence.bounding_box()
    assert box is not None
    visit.page.touchscreen.tap(box["x"] + 2.5 * 26, box["y"] + 10)
    visit.settle()
    assert visit.page.evaluate(STATE)["sentence"] == first


def test_a_digit_without_an_end_is_told_as_failed(visits: Visits) -> None:
    failing = next(seed for seed in range(99) if not inkspect.write(9, temperature=1.5, seed=seed).ended)
    visit = open_writing(visits, f"&write=9&temperature=1.5&seed={failing}")
    write_to_end(visit)
    assert visit.page.evaluate(STATE)["standing"].startswith("Asked for 9: failed")


def test_settings_by_keyboard_stand_in_the_address(visits: Visits) -> None:
    visit = open_writing(visits, "")
    visit.page.locator("input[name=pen-write-digit]:checked").focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.locator("#pen-temperature").focus()
    visit.page.keyboard.press("ArrowLeft")
    visit.page.locator("#pen-topK").focus()
    visit.page.keyboard.press("ArrowLeft")
    visit.page.locator("#pen-seed").fill("12")
    visit.page.keyboard.press("Enter")
    visit.rest()
    assert (
        visit.page.evaluate("() => location.hash") == "#place=pen&view=write&write=4&temperature=0.75&topk=17&seed=12"
    )
    visit.page.locator("#pen-another").click()
    visit.rest()
    assert "seed=13" in visit.page.evaluate("() => location.hash")
    assert visit.page.locator("#pen-write-go").inner_text() == "Pause", "another one is written at once"


def test_under_reduced_motion_it_is_written_at_once(visits: Visits) -> None:
    visit = open_writing(visits, "&write=8&seed=3")
    visit.page.emulate_media(reduced_motion="reduce")
    visit.page.locator("#pen-write-go").click()
    visit.page.wait_for_function(WRITTEN_OUT, timeout=3000)


def ways_of(visit: Visit) -> None:
    visit.page.locator("#pen-finish").click()
    visit.page.wait_for_function(
        "() => [...document.querySelectorAll('.pen-way')].every((way) => !way.hasAttribute('aria-disabled'))"
    )


@pytest.mark.parametrize("digit", [None, 3])
def test_what_is_taken_is_what_python_finishes(visits: Visits, digit: int | None) -> None:
    visit = open_writing(visits, "&seed=3&temperature=0.5")
    draw_with_mouse(visit, HOOK)
    begun = strokes_on(visit)
    ways_of(visit)
    if digit is not None:
        visit.page.locator(f"input[name=pen-finish-digit][value='{digit}']").check(force=True)
        visit.page.wait_for_timeout(300)
        visit.page.wait_for_function("() => !document.querySelector('.pen-way[aria-disabled]')")
    read = visit.page.locator(".pen-way").evaluate_all("(ways) => ways.map((way) => way.innerText)")
    assert all(re.search(r"^[A-D]\s*(.*read as|no end)", way) for way in read), read
    visit.page.locator(".pen-way").nth(1).focus()
    visit.page.keyboard.press("c" if digit is None else "Enter")
    seed = 5 if digit is None else 4
    written = finish([np.array(stroke, float) for stroke in begun], digit=digit, temperature=0.5, seed=seed)
    assert strokes_on(visit) == finished(begun, written)
    visit.page.locator("#undo").click()
    assert strokes_on(visit) == begun


def test_a_way_is_taken_with_a_finger_and_undone_by_keys_from_a_choice_of_digits(visits: Visits) -> None:
    visit = open_writing(visits, "&seed=3&temperature=0.5", touch=True)
    draw_with_mouse(visit, HOOK)
    begun = strokes_on(visit)
    ways_of(visit)
    visit.page.locator(".pen-way").first.tap()
    assert strokes_on(visit) != begun
    visit.page.locator("input[name=pen-finish-digit]:checked").focus()
    visit.page.keyboard.press("Control+z")
    assert strokes_on(visit) == begun


def test_there_is_nothing_to_finish_in_an_empty_pad_or_a_dot(visits: Visits) -> None:
    visit = open_writing(visits, "")
    visit.page.locator("#pen-finish").click()
    visit.settle()
    assert "Draw a beginning" in visit.page.locator(".pen-writing").inner_text()
    visit.page.mouse.click(*on_page(visit, (0.5, 0.5)))
    visit.rest()
    assert "Draw a beginning" in visit.page.locator(".pen-writing").inner_text()
    assert visit.page.locator(".pen-way[aria-disabled]").count() == 4
    assert visit.page.locator(".pen-ways").inner_text().strip() == ""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 664)])
def test_nothing_moves_while_it_writes(visits: Visits, width: int, height: int) -> None:
    visit = open_writing(visits, "&write=8&seed=3", width=width, height=height)
    watch(visit, "DejaVu Sans")
    visit.page.wait_for_timeout(300)
    visit.page.evaluate("() => { window.shifts = []; }")
    visit.page.locator("#pen-write-step").click()
    for _ in range(8):
        visit.page.evaluate("() => document.querySelector('#pen-write-step').click()")
        visit.page.evaluate(NEXT_FRAME)
    visit.page.evaluate("() => document.querySelector('#pen-write-end').click()")
    visit.page.wait_for_function(WRITTEN_OUT)
    visit.page.wait_for_timeout(300)
    assert [shift for shift in visit.page.evaluate("() => window.shifts") if shift[0] > 1e-5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visits: Visits, scheme: str) -> None:
    visit = open_writing(visits, "&write=8&seed=3", scheme=scheme, bypass_csp=True)
    write_to_end(visit)
    assert axe_findings(visit, "#pen-place") == []
    visit.page.locator("#pen-finish").click()
    visit.page.wait_for_timeout(600)
    assert axe_findings(visit, "#pen-place") == []

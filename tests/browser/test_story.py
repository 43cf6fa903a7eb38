"""The diagram tells what speaks for the answer: the trace, the sentence under it, and the two switches."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from inkspect.data.stroke_files import read_strokes
from inkspect.network.verdict import Verdict
from inkspect.network.weights import load_weights, published_weights
from inkspect.reading import read_drawings
from pen import draw_own, send_pointers
from torn import torn_strokes
from visit import NEXT_FRAME, Visit, Visits

DRAWINGS = Path(__file__).resolve().parents[1] / "golden" / "drawings.jsonl"
LAST_STAGE = slice(8 + 128 + 256, 552)
TRACED = 1
HOLD_MS = 150

ASK = """() => {
  const event = new CustomEvent('inkspect:drawn', { detail: {} });
  document.querySelector('#diagram').dispatchEvent(event);
  const { scene, contributions } = event.detail.drawn;
  return {
    emphasis: [...scene.emphasis],
    contributions: contributions && [...contributions],
    digit: scene.digit,
    second: scene.second,
  };
}"""

# What it says, and whether it is marked as out of date.
SENTENCE_AFTER_A_FRAME = """() => new Promise((done) => requestAnimationFrame(() => {
  const sentence = document.querySelector('#sentence');
  done(sentence.innerText);
}))"""


class Told(TypedDict):
    """What the diagram tells; by link: the emphasis (0 faint, 1 on the trace, 2 all alike) and the contribution."""

    emphasis: list[int]
    contributions: list[float] | None
    digit: int | None
    second: int | None


def told(visit: Visit) -> Told:
    visit.settle()
    return cast(Told, visit.page.evaluate(ASK))


def traced_digits(shown: Told) -> set[int]:
    return {int(link) // 16 for link in np.flatnonzero(np.array(shown["emphasis"][LAST_STAGE]) == TRACED)}


def draw(visit: Visit, strokes: Sequence[NDArray[np.float64]] | Sequence[Sequence[Sequence[float]]]) -> None:
    """Draw on an empty pad, where whatever leads counts at once."""
    plain = [np.asarray(stroke).tolist() for stroke in strokes]
    visit.page.evaluate("(strokes) => { window.inkspect.clear(); }", plain)
    visit.settle()
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", plain)
    visit.settle()


def golden(label: str) -> Sequence[NDArray[np.float64]]:
    return next(drawing.strokes for drawing in read_strokes(DRAWINGS) if drawing.label == label)


@functools.cache
def judged() -> tuple[list[Sequence[NDArray[np.float64]]], list[Verdict]]:
    """The golden drawings with ink, and the verdicts on them."""
    drawings: list[Sequence[NDArray[np.float64]]] = [one.strokes for one in read_strokes(DRAWINGS) if one.strokes]
    network, _ = load_weights(published_weights())
    return drawings, [reading.verdict for reading in read_drawings(drawings, network)]


def drawing_with(visit: Visit, verdict: Verdict) -> None:
    """Draw the first golden drawing that is judged so."""
    drawings, verdicts = judged()
    draw(visit, drawings[verdicts.index(verdict)])
    assert visit.answer().verdict == verdict


def test_the_trace_leads_to_the_answer_to_both_of_two_or_nowhere(visit: Visit) -> None:
    draw(visit, golden("3"))
    assert traced_digits(told(visit)) == {3}
    draw(visit, torn_strokes())
    both = told(visit)
    assert None not in (both["digit"], both["second"])
    assert traced_digits(both) == {both["digit"], both["second"]}
    drawing_with(visit, "unsure")
    doubted = told(visit)
    assert doubted["second"] is None and traced_digits(doubted) == {doubted["digit"]}, "perhaps a digit, and no other"
    drawing_with(visit, "none")
    assert set(told(visit)["emphasis"]) == {0}, "nothing is traced where no digit is seen"
    visit.page.locator("#clear").click()
    nothing = told(visit)
    assert nothing["contributions"] is None and set(nothing["emphasis"]) == {0}


def test_the_trace_follows_another_answer_although_nothing_is_drawn_meanwhile(visit: Visit) -> None:
    draw(visit, golden("3"))
    # All in one frame, since on a slow machine several could take as long as a lead has to hold.
    in_one_frame = f"""async (strokes) => {{
      window.inkspect.draw(strokes);
      await ({NEXT_FRAME})();
      return [window.inkspect.read().digit, ({ASK})()];
    }}"""
    digit, shown = visit.page.evaluate(in_one_frame, [stroke.tolist() for stroke in golden("7")])
    assert digit == 7
    assert traced_digits(shown) == {3}, "another lead counts only when it has held"
    visit.page.wait_for_timeout(HOLD_MS + 200)
    assert traced_digits(cast(Told, visit.page.evaluate(ASK))) == {7}


def test_all_links_can_be_shown_alike(visit: Visit) -> None:
    draw(visit, golden("3"))
    switch = visit.page.get_by_role("switch", name="All links")
    assert switch.get_attribute("aria-checked") == "false"
    assert set(told(visit)["emphasis"]) == {0, 1}
    assert visit.page.locator(".legend-scales").get_by_text("off the trace", exact=True).count() == 1
    switch.click()
    visit.settle()
    assert switch.get_attribute("aria-checked") == "true"
    assert set(told(visit)["emphasis"]) == {2}
    assert visit.page.locator(".legend-scales").get_by_text("off the trace", exact=True).count() == 0
    switch.click()
    visit.settle()
    assert set(told(visit)["emphasis"]) == {0, 1}


def test_the_last_stage_is_shown_in_either_form_and_texts_tables_and_legend_follow(visit: Visit) -> None:
    draw(visit, golden("3"))
    page = visit.page
    page.locator("#diagram-numbers summary").click()
    visit.rest(500)
    output = page.locator(".diagram-tables table").last

    def said() -> dict[str, str]:
        return {
            name: page.locator(name).inner_text() for name in ("#sentence", ".legend-scales", "#diagram-summary")
        } | {
            "caption": output.locator("caption").inner_text(),
            "sum": output.locator("tbody tr").nth(3).locator("td").nth(18).inner_text(),
        }

    averaged, before = np.array(told(visit)["contributions"])[LAST_STAGE].reshape(10, 16), said()
    assert np.allclose(averaged.sum(axis=0), 0, atol=1e-9), "less the average digit"
    page.get_by_role("switch", name="Logits as computed").click()
    visit.rest(500)
    computed, after = np.array(told(visit)["contributions"])[LAST_STAGE].reshape(10, 16), said()
    assert np.allclose(computed - computed.mean(axis=0), averaged, atol=1e-9)
    assert traced_digits(told(visit)) == {3}, "the trace is the same in either form"
    for name in before:
        assert after[name] != before[name], f"{name} does not follow"
    assert all("average" in before[name] for name in ("#sentence", ".legend-scales", "#diagram-summary", "caption"))
    assert not any("against the average" in after[name] for name in after)


def test_the_sentence_names_the_strongest_with_their_numbers_and_its_nouns_are_parts(visit: Visit) -> None:
    draw(visit, golden("3"))
    shown = told(visit)
    into = np.array(shown["contributions"])[LAST_STAGE].reshape(10, 16)[3]
    first, second = np.argsort(-into)[:2].tolist()
    sentence = visit.page.locator("#sentence")
    said = sentence.inner_text()
    assert f"FC group {first + 1} (+{into[first]:.2f}) and FC group {second + 1} (+{into[second]:.2f})" in said, said
    parts = sentence.locator("button").evaluate_all("(all) => all.map(({ dataset }) => dataset.part)")
    assert parts[:3] == [f"group.{first}", f"group.{second}", "logit.3"]


def test_the_sentence_goes_along_with_a_replay_and_is_seldom_out_of_date(visit: Visit) -> None:
    draw_own(visit)
    for _ in range(2):
        visit.page.locator("#play-speed").click()  # to the slowest
    visit.page.locator("#play").click()
    visit.settle()
    told = visit.page.evaluate(
        """async () => {
          const sentence = document.querySelector('#sentence'), said = new Set();
          let [faded, frames] = [0, 0];
          while (document.querySelector('#play').classList.contains('playing')) {
            await new Promise((done) => requestAnimationFrame(done));
            frames += 1;
            if (sentence.classList.contains('stale')) faded += 1;
            said.add(sentence.innerText);
          }
          return { faded, frames, said: said.size };
        }"""
    )
    assert told["faded"] < told["frames"] / 2, "it is faded most of the time"
    assert told["said"] >= 4, f"{told['said']} sentences while the drawing was replayed"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_sentence_keeps_its_room_whatever_it_says_and_waits_for_the_pen(visits: Visits, language: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    sentence = visit.page.locator("#sentence")
    heights = {cast(dict[str, float], sentence.bounding_box())["height"]}
    said = [sentence.inner_text()]
    verdicts: tuple[Verdict, ...] = ("digit", "unsure", "none")
    for verdict in verdicts:
        drawing_with(visit, verdict)
        heights.add(cast(dict[str, float], sentence.bounding_box())["height"])
        said.append(sentence.inner_text())
        assert sentence.evaluate("(box) => box.scrollHeight <= box.clientHeight"), f"{said[-1]!r} is cut off"
    assert len(heights) == 1
    assert len(set(said)) == 4
    visit.page.locator("#clear").click()
    visit.settle()
    empty = sentence.inner_text()
    assert empty
    # At once, so that no test machine is so slow that the pen rests in between.
    line = [(0.5, 0.2 + 0.05 * step) for step in range(12)]
    send_pointers(visit, [("pointermove" if i else "pointerdown", "mouse", 1, at) for i, at in enumerate(line)])
    while_drawing = visit.page.evaluate(SENTENCE_AFTER_A_FRAME)
    assert while_drawing == "", "it may not say that nothing is drawn beside the ink"
    heights.add(cast(dict[str, float], sentence.bounding_box())["height"])
    visit.page.wait_for_timeout(500)
    assert sentence.inner_text() not in ("", empty) and "stale" not in (sentence.get_attribute("class") or "")
    assert len(heights) == 1
    send_pointers(visit, [("pointerup", "mouse", 1, line[-1])])

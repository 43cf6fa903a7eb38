"""What stands side by side while a drawing replays is of one moment, and names no other digit than the answer."""

import json
import re
from pathlib import Path

from visit import Visit, Visits

PROJECT = Path(__file__).resolve().parents[2]

# In every frame of a replay, once the page has painted it: what is said in the places that are given; null where it is
# marked as of a moment ago.
WATCHED = """(places) => new Promise((done) => {
  const seen = [];
  let over = performance.now() + 700;
  const look = () => {
    seen.push(Object.fromEntries(Object.entries(places).map(([name, selector]) => {
      const element = document.querySelector(selector);
      return [name, element.closest('.stale') ? null : element.textContent];
    })));
    if (document.querySelector('#play').getAttribute('aria-label') === 'Pause') over = performance.now() + 700;
    if (performance.now() > over) done(seen);
    else requestAnimationFrame(() => setTimeout(look, 0));
  };
  look();
})"""


def watch_replay(visit: Visit, places: dict[str, str]) -> list[dict[str, str | None]]:
    """Play the drawing slowly from its beginning, and return what every frame says."""
    for _ in range(2):
        visit.page.locator("#play-speed").click()
    visit.page.evaluate("() => window.inkspect.at(1)")
    visit.settle()
    visit.page.locator("#play").click()
    return list(visit.page.evaluate(WATCHED, places))


def draw_example(visit: Visit, name: str) -> None:
    examples = json.loads((PROJECT / "web" / "examples.json").read_text(encoding="utf-8"))
    (strokes,) = [example["strokes"] for example in examples if example["name"] == name]
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes, { placed: true })", strokes)
    visit.rest()


def digits(text: str | None) -> list[str]:
    """The digits that a text names, not those of its numbers and of other names."""
    return re.findall(r"(?<![\d.] )(?<![\d.])\b\d(?![\d.])\b", re.sub(r"FC group \d+ \([^)]*\)", "", text or ""))


def test_the_sentence_under_the_diagram_names_no_other_digits_than_the_answer(visit: Visit) -> None:
    draw_example(visit, "hesitantThree")
    seen = watch_replay(visit, {"answer": ".verdict-words", "sentence": "#sentence"})
    told = [(digits(one["answer"]), digits(one["sentence"])) for one in seen if one["sentence"]]
    assert {"1", "3"} <= {digit for said, _ in told for digit in said}, "the replay has shown too little"
    assert len(told) > len(seen) / 2, "it is marked most of the time"
    assert [pair for pair in told if pair[1] and pair[0] != pair[1]] == []
    assert told[-1] == (["3"], ["3"])


def test_the_lab_names_no_other_digit_than_the_answer(visits: Visits) -> None:
    visit = visits.open(query="#place=learn&step=7")
    draw_example(visit, "hesitantThree")
    seen = watch_replay(visit, {"answer": ".verdict-words", "lab": "#lab .lab-answer"})
    told = [(one["answer"], one["lab"]) for one in seen if one["lab"]]
    assert len(set(told)) > 2, "the replay has shown too little"
    assert [pair for pair in told if pair[0] != pair[1]] == []


def number(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def test_all_numbers_of_the_inspector_are_of_one_moment(visits: Visits) -> None:
    visit = visits.open(query="#place=learn&step=3")
    visit.rest()
    places = {"numbers": ".selection-numbers", "formulas": ".unit-formulas"}

    def pair(one: dict[str, str | None]) -> tuple[float, float]:
        before = re.search(r"before ReLU ([+−]?[\d.]+)", one["numbers"] or "")
        inside = re.search(r"max\(0, ?([+−]?[\d.]+)\)", one["formulas"] or "")
        assert before and inside, one
        return number(before[1]), number(inside[1])

    at_rest = {name: visit.page.locator(place).text_content() for name, place in places.items()}
    assert abs(pair(at_rest)[0] - pair(at_rest)[1]) <= 0.0051
    draw_example(visit, "hesitantThree")
    visit.select("fc1.17")
    seen = watch_replay(visit, places)
    pairs = [pair(one) for one in seen]
    assert len(set(pairs)) > 3, "the replay has shown too little"
    assert [one for one in pairs if abs(one[0] - one[1]) > 0.0051] == []

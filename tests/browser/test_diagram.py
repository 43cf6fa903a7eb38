"""The diagram shows what was computed: its data matches the golden cases, and its pixels match its data."""

import io
import json
import re
from collections.abc import Sequence
from typing import TypedDict, cast

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from safetensors.numpy import load_file

from inkspect.data.stroke_files import read_strokes
from inkspect.data.strokes import Drawing
from pen import DRAWINGS
from visit import NEXT_FRAME, Visit, Visits

# The stages in the order of the diagram's links: name, sources, targets.
STAGES = (("conv1", 1, 8), ("conv2", 8, 16), ("fc1", 16, 16), ("output", 16, 10))
LINKS = sum(sources * targets for _, sources, targets in STAGES)
LEVELS = 16

ASK = """() => {
  const event = new CustomEvent('inkspect:drawn', { detail: {} });
  document.querySelector('#diagram').dispatchEvent(event);
  const { scene, contributions, layout } = event.detail.drawn;
  return { levels: [...scene.levels], digit: scene.digit, contributions: contributions && [...contributions],
    probabilities: scene.probabilities && [...scene.probabilities], ends: layout && [...layout.ends],
    input: layout && layout.nodes[0] };
}"""
SHOW = f"""async (drawings) => {{
  const shown = [];
  for (const strokes of drawings) {{
    window.inkspect.draw(strokes, {{ placed: true }});
    await ({NEXT_FRAME})();
    shown.push(({ASK})());
  }}
  return shown;
}}"""
Floats = NDArray[np.floating]


class Drawn(TypedDict):
    """What the diagram reports as drawn; links are ordered by target, then by source."""

    levels: list[int]
    digit: int | None
    contributions: list[float] | None
    probabilities: list[float] | None
    ends: list[float]
    input: dict[str, float]


class Golden:
    """The golden cases with ink; in the `decided` ones, no pool cell could have another winner."""

    def __init__(self) -> None:
        self.drawings = read_strokes(DRAWINGS)
        self.tensors: dict[str, Floats] = load_file(DRAWINGS.with_name("golden.safetensors"))
        self.rows = [row for row, drawing in enumerate(self.drawings) if any(map(len, drawing.strokes))]
        undecided = [self.tensors[f"{layer}.undecided"] for layer in ("conv1", "conv2")]
        self.decided = [row for row in self.rows if not any(cells[row].any() for cells in undecided)]

    def stages_that_differ(self, row: int, carried: Floats) -> list[str]:
        """Where contributions (552) differ from a case; tolerance: 1e-5 of the magnitudes of a target's parts."""
        first, different = 0, []
        for name, sources, targets in STAGES:
            links = carried[first : first + sources * targets].reshape(targets, sources)
            expected, biases = self.shown(name, row)
            magnitude = np.abs(expected).sum(axis=1, keepdims=True) + np.abs(biases)[:, None]
            off = np.argwhere(np.abs(links - expected) > 1e-5 * magnitude + 1e-5 * magnitude.max())
            if len(off):
                different.append(f"{name} at (target, source) {off.tolist()}")
            first += sources * targets
        return different

    def shown(self, name: str, row: int) -> tuple[Floats, Floats]:
        """A stage's contributions (targets, sources) and biases as the page shows them at first: the last averaged."""
        contributions = self.tensors[f"{name}.contributions"][row].astype(np.float64)
        biases = self.tensors[f"{name}.biases"][row].astype(np.float64)
        if name == "output":
            return contributions - contributions.mean(axis=0), biases - biases.mean()
        return contributions, biases


@pytest.fixture(scope="module")
def golden() -> Golden:
    return Golden()


def show_all(visit: Visit, drawings: Sequence[Drawing]) -> list[Drawn]:
    """Draw one after the other, each for a frame."""
    return cast(list[Drawn], visit.page.evaluate(SHOW, [[s.tolist() for s in drawing.strokes] for drawing in drawings]))


def show(visit: Visit, drawing: Drawing) -> Drawn:
    (drawn,) = show_all(visit, [drawing])
    return drawn


def test_every_link_carries_its_golden_contribution(visit: Visit, golden: Golden) -> None:
    assert len(golden.rows) >= 100 and golden.decided
    other_winners = []
    shown = show_all(visit, [golden.drawings[row] for row in golden.rows])
    for row, drawn in zip(golden.rows, shown, strict=True):
        assert drawn["contributions"] is not None and len(drawn["contributions"]) == LINKS
        assert np.allclose(drawn["probabilities"] or [], golden.tensors["probabilities"][row], atol=1e-5)
        if different := golden.stages_that_differ(row, np.array(drawn["contributions"])):
            assert row not in golden.decided, f"drawing {row}: {different}"
            other_winners.append(row)
    assert len(other_winners) <= len(golden.rows) // 20, f"too many drawings have other winners: {other_winners}"


def test_a_links_level_and_sign_follow_its_contribution(visit: Visit, golden: Golden) -> None:
    """Within a stage, the level has the contribution's sign, and a larger contribution never has a lower level."""
    for drawn in show_all(visit, [golden.drawings[row] for row in golden.rows[:10]]):
        levels, carried, first = np.array(drawn["levels"]), np.array(drawn["contributions"]), 0
        assert np.abs(levels).max() < LEVELS
        assert (levels * carried >= 0).all(), "a line has the wrong sign's hue"
        for name, sources, targets in STAGES:
            stage = slice(first, first + sources * targets)
            order = np.argsort(np.abs(carried[stage]))
            assert (np.diff(np.abs(levels[stage])[order]) >= 0).all(), f"{name}: a stronger link has a weaker line"
            first += sources * targets
        assert np.count_nonzero(levels) > 20, "hardly any link is drawn"


def test_the_strongest_links_are_visible_in_the_colour_of_their_sign(visit: Visit, golden: Golden) -> None:
    row = next(row for row in golden.rows if golden.drawings[row].label == "3")
    visit.page.get_by_role("switch", name="All links").click()
    drawn = show(visit, golden.drawings[row])
    visit.page.wait_for_timeout(300)  # let the worker paint
    box = visit.page.locator(".diagram-canvas").bounding_box()
    assert box is not None
    picture = Image.open(io.BytesIO(visit.page.screenshot())).convert("RGB")
    paper = cast(tuple[int, int, int], picture.getpixel((int(box["x"]) + 2, int(box["y"] + box["height"]) - 2)))
    levels, first, checked = np.abs(drawn["levels"]), 0, 0
    for name, sources, targets in STAGES:
        stage = levels[first : first + sources * targets]
        strongest = np.flatnonzero(stage == stage.max())
        if len(strongest) == 1:  # otherwise another of the same level may lie over it
            link = first + int(strongest[0])
            x0, y0, x1, y1 = drawn["ends"][4 * link : 4 * link + 4]
            middle = int(box["x"] + (x0 + x1) / 2), int(box["y"] + (y0 + y1) / 2)
            around = picture.crop((middle[0] - 1, middle[1] - 1, middle[0] + 2, middle[1] + 2))
            red, _, blue = np.asarray(around, dtype=int).reshape(-1, 3).T
            # How much warmer or cooler than the paper the line is at most.
            warmer = red - blue - (paper[0] - paper[2])
            shown = warmer.max() if drawn["levels"][link] > 0 else -warmer.min()
            assert shown > 25, f"{name}, link {link}, level {drawn['levels'][link]}, at {middle}: {warmer.tolist()}"
            checked += 1
        first += sources * targets
    assert checked, "no stage has a single strongest link"


@pytest.mark.parametrize("size", [(1280, 800), (390, 664)], ids=str)
def test_the_input_node_shows_exactly_what_the_network_is_given(
    visits: Visits, golden: Golden, size: tuple[int, int]
) -> None:
    visit = visits.open(width=size[0], height=size[1])
    for row in golden.rows[:5]:
        node = show(visit, golden.drawings[row])["input"]
        visit.page.wait_for_timeout(300)  # let the worker paint
        area = visit.page.locator(".diagram-area").bounding_box()
        assert area is not None
        picture = np.asarray(Image.open(io.BytesIO(visit.page.screenshot())).convert("RGB"), dtype=float)
        cell = node["width"] / 28
        middles = (np.arange(28) + 0.5) * cell
        down, right = (np.floor(area[axis] + node[axis] + middles).astype(int) for axis in ("y", "x"))
        shown = picture[np.ix_(down, right)].reshape(784, 3)
        values = golden.tensors["pixels"][row].reshape(-1)
        paper, ink = shown[values.argmin()], shown[values.argmax()]
        assert values.min() == 0 and values.max() == 1, "this case does not span the scale"
        expected = paper + values[:, None] * (ink - paper)
        assert np.abs(shown - expected).max() <= 2, f"drawing {row}: a cell is not as dark as its value"


@pytest.mark.parametrize(("language", "name"), [("en", "as the network sees it"), ("ja", "ネットワークが見る画像")])
def test_the_input_node_is_named_for_everybody(visits: Visits, language: str, name: str) -> None:
    visit = visits.open(query=f"?lang={language}")
    described = visit.page.locator(".diagram-input")
    assert name in (described.get_attribute("aria-label") or "")
    box, node = described.bounding_box(), cast(Drawn, visit.page.evaluate(ASK))["input"]
    assert box is not None and box["width"] == node["width"] == 112
    heading = visit.page.locator(".at-above").bounding_box()
    assert heading is not None and 0 <= box["y"] - heading["y"] - heading["height"] <= 8, "its name is not above it"


def test_with_nothing_drawn_no_link_is_drawn(visit: Visit) -> None:
    drawn = cast(Drawn, visit.page.evaluate(ASK))
    assert drawn["contributions"] is None and drawn["probabilities"] is None
    assert set(drawn["levels"]) == {0}


@pytest.mark.parametrize(("strokes", "verdict"), [([[[0, 0], [0, 9]]], "digit"), ([[[0, 0], [9, 0]]], "none")])
def test_the_diagram_marks_the_digit_that_the_dial_rings_and_only_for_the_verdict_digit(
    visit: Visit, strokes: list[list[list[int]]], verdict: str
) -> None:
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", strokes)
    answer = visit.answer()
    assert answer.verdict == verdict, answer
    ringed = visit.page.evaluate(
        "() => [...document.querySelectorAll('.cell[aria-current]')].map(({ dataset }) => Number(dataset.digit))"
    )
    marked = cast(Drawn, visit.page.evaluate(ASK))["digit"]
    assert ringed == ([] if marked is None else [marked])
    assert marked == (answer.digit if verdict == "digit" else None)


def number(text: str) -> tuple[float, float]:
    """A printed number, and half a unit of its last decimal."""
    plain = text.replace("\u2212", "-").replace("+", "").replace(",", "").replace("±", "").strip()
    match = re.fullmatch(r"-?\d+(?:\.(\d+))?", plain)
    assert match, f"not a number: {text!r}"
    return float(plain), 0.5 * 10.0 ** -len(match[1] or "")


def test_the_numbers_in_the_tables_add_up(visit: Visit, golden: Golden) -> None:
    row = golden.decided[0]
    show(visit, golden.drawings[row])
    visit.page.locator("#diagram-numbers summary").click()
    visit.rest(500)  # the tables are written when the pen rests
    tables = json.loads(
        visit.page.evaluate(
            "() => JSON.stringify([...document.querySelectorAll('.diagram-tables table')].map(({ tBodies }) =>"
            " [...tBodies[0].rows].map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))))"
        )
    )
    assert len(tables) == len(STAGES)
    for (name, sources, targets), rows in zip(STAGES, tables, strict=True):
        assert len(rows) == targets
        for target, cells in enumerate(rows):
            if name == "output":
                exact = float(cells.pop().removesuffix("%").replace("\u2212", "-")) / 100
                assert abs(exact - golden.tensors["probabilities"][row][target]) < 1e-5, f"{target}: {exact}"
            assert len(cells) == sources + 3, "sources, bias, rounding and sum"
            *terms, total = [number(cell or "0.00") for cell in cells]
            hundredths = [round(100 * value) for value, _ in terms]
            assert sum(hundredths) == round(100 * total[0]), f"{name} {target} as printed: {cells}"
            shown = [value for value, _ in terms[:sources]]
            expected = golden.shown(name, row)[0][target]
            halves = np.array([half for _, half in terms[:sources]])
            assert (np.abs(shown - expected) <= halves + 1e-3).all(), f"{name} {target}: {cells}, not {expected}"

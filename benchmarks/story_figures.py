"""What the diagram shows of digits: where its ink goes, and how many links tell the story."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict, cast

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

from benchmarks.drawing_page import chromium_browser
from benchmarks.measuring import write_json
from inkspect.data.labels import DIGITS
from inkspect.data.stroke_files import read_strokes
from inkspect.drawing.styles import draw_styled_digit
from inkspect.network.weights import published_weights
from inkspect.page.build import build_page
from inkspect.system.errors import InkspectError

STAGES = {"conv1": (1, 8), "conv2": (8, 16), "fc1": (16, 16), "output": (16, 10)}
"""The stages in the order of the diagram's links: sources and targets; links are ordered by target, then source."""

HALF_LEVEL = 8
"""A link on this level of the scale's 16, or above, has half strength or more."""

TRACED = 1
"""A link's emphasis on the trace."""

REACHES_ANSWER, IN_SHARE_OF_DRAWINGS = 0.55, 0.95
"""At least so much of the last stage's ink reaches the answer, in at least so many drawings."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

VIEWS: dict[str, tuple[bool, bool]] = {
    "the page as it opens": (False, False),
    "all links, against the average digit": (True, False),
    "all links, logits as computed": (True, True),
}
"""By name: whether the switches "All links" and "Logits as computed" are on."""

SHOW = """async (drawings) => {
  const shown = [];
  for (const strokes of drawings) {
    // An empty pad in between: whatever leads on it counts at once.
    window.inkspect.clear();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    window.inkspect.draw(strokes);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const event = new CustomEvent('inkspect:drawn', { detail: {} });
    document.querySelector('#diagram').dispatchEvent(event);
    const { scene, ink } = event.detail.drawn;
    shown.push({
      verdict: scene.verdict,
      answers: [scene.digit, scene.second].filter((digit) => digit !== null),
      ink: [...ink],
      levels: [...scene.levels],
      emphasis: [...scene.emphasis],
    });
  }
  return shown;
}"""


class Shown(TypedDict):
    """What the diagram shows of a drawing; `ink`, `levels` and `emphasis` by link."""

    verdict: str
    answers: list[int]
    ink: list[float]
    levels: list[int]
    emphasis: list[int]


@dataclass(frozen=True)
class Figures:
    """A view's figures, a value a drawing: shares of ink, and numbers of links by stage."""

    reaching: list[float]
    traced: dict[str, list[int]]
    strong: dict[str, list[int]]
    strong_and_traced: dict[str, list[int]]

    @classmethod
    def of(cls, drawings: Sequence[Shown]) -> "Figures":
        """Work out the figures of drawings with an answer."""
        reaching = [_share_of_ink(drawing) for drawing in drawings]
        on_trace = np.array([drawing["emphasis"] for drawing in drawings]) == TRACED
        is_strong = np.abs([drawing["levels"] for drawing in drawings]) >= HALF_LEVEL
        return cls(reaching, *(_by_stage(links) for links in (on_trace, is_strong, on_trace & is_strong)))

    @property
    def drawings_told(self) -> float:
        """The share of drawings in which enough of the ink reaches the answer."""
        return float(np.mean(np.array(self.reaching) >= REACHES_ANSWER))


def measure(count: int, strokes: Path | None, json_file: Path | None) -> bool:
    """Show so many digits on the page, print the figures of every view, and return whether the limit is missed.

    Raises:
        InkspectError: Chromium is missing, the strokes cannot be read, or the results cannot be written.
    """
    source, drawings = digits_of(count, strokes)
    with opened_page() as page:
        shown = {name: _shown(page, drawings, *switches) for name, switches in VIEWS.items()}
    figures = {name: Figures.of([one for one in each if one["answers"]]) for name, each in shown.items()}
    first = next(iter(shown.values()))
    if not any(one["answers"] for one in first):
        raise InkspectError("no drawing has an answer")
    verdicts = Counter(one["verdict"] for one in first)
    told = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.most_common())
    print(f"{len(drawings)} digits {source}; verdicts: {told}; those with an answer count")
    print("quantiles over drawings:" + " " * 37 + "".join(f"{quantile:>8.0%}" for quantile in QUANTILES))
    for name, view in figures.items():
        print(f"\n{name}")
        print(_line("last stage's ink that reaches the answer, %", [100 * share for share in view.reaching]))
        if any(view.traced["all"]):
            for stage, counts in view.traced.items():
                print(_line(f"links on the trace, {stage}", counts))
    print()
    opened = figures["the page as it opens"]
    for stage, counts in opened.strong.items():
        print(_line(f"links at half strength or more, {stage}", counts))
        print(_line("  of these on the trace", opened.strong_and_traced[stage]))
    reached = opened.drawings_told
    print(
        f"\nat least {REACHES_ANSWER:.0%} of the last stage's ink reaches the answer in {reached:.1%} of the drawings "
        f"(limit: {IN_SHARE_OF_DRAWINGS:.0%})\n"
    )
    results = {name: view.__dict__ for name, view in figures.items()}
    write_json(json_file, {"source": source, "verdicts": dict(verdicts), "views": results})
    return reached < IN_SHARE_OF_DRAWINGS


def digits_of(count: int, file: Path | None) -> tuple[str, list[list[list[list[float]]]]]:
    """Return where the digits are from, and `count` of them (fewer if the file has fewer), evenly chosen."""
    if file is None and (folder := os.environ.get("INKSPECT_STROKES")):
        found = Path(folder) / "digits-dev.jsonl.gz"
        file = found if found.is_file() else None
    if file is None:
        random = np.random.default_rng(0)
        made = [draw_styled_digit(str(number % len(DIGITS)), random) for number in range(count)]
        return "drawn by the project", [[stroke.tolist() for stroke in drawing] for drawing in made]
    digits = [drawing for drawing in read_strokes(file) if drawing.label in DIGITS]
    if not digits:
        raise InkspectError(f"{file} has no drawing labelled as a digit")
    number = min(count, len(digits))
    chosen = [digits[index * len(digits) // number] for index in range(number)]
    return f"from {file.name}", [[stroke.tolist() for stroke in drawing.strokes] for drawing in chosen]


@contextmanager
def opened_page() -> Iterator[Page]:
    """Build the page and open it."""
    with tempfile.TemporaryDirectory() as folder, chromium_browser() as browser:
        file = Path(folder) / "inkspect.html"
        file.write_bytes(build_page(published_weights()))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(file.as_uri())
        page.wait_for_function("() => window.inkspect !== undefined")
        yield page


def _shown(page: Page, drawings: list[list[list[list[float]]]], all_links: bool, computed: bool) -> list[Shown]:
    for switch, on in (("#diagram-links", all_links), ("#diagram-logits", computed)):
        if (page.locator(switch).get_attribute("aria-checked") == "true") != on:
            page.locator(switch).click()
    return cast(list[Shown], page.evaluate(SHOW, drawings))


def _slices() -> dict[str, slice]:
    first, slices = 0, {}
    for name, (sources, targets) in STAGES.items():
        slices[name] = slice(first, first + sources * targets)
        first += sources * targets
    return slices


def _by_stage(links: NDArray[np.bool_]) -> dict[str, list[int]]:
    """Count the marked links (drawings, 552) of each stage, and of all, a number a drawing."""
    slices = {**_slices(), "all": slice(None)}
    return {name: links[:, of_stage].sum(axis=1).tolist() for name, of_stage in slices.items()}


def _share_of_ink(drawing: Shown) -> float:
    sources, targets = STAGES["output"]
    ink = np.array(drawing["ink"][_slices()["output"]]).reshape(targets, sources).sum(axis=1)
    whole = float(ink.sum())
    return float(ink[drawing["answers"]].sum()) / whole if whole else 0.0


def _line(name: str, values: Sequence[float]) -> str:
    quantiles = np.quantile(values, QUANTILES)
    return f"  {name:<59}" + "".join(f"{value:>8.1f}" for value in quantiles)

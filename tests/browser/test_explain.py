"""`window.inkspect.explain()` on the built page gives what `inkspect explain` gives for the same drawing."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from inkspect.data.stroke_files import read_strokes
from pen import DRAWINGS, draw_placed
from visit import Visit, Visits

Explanation = Mapping[str, object]

NAMES = ("3 round, 1", "4 or 9, 57% of the way", "a dot")
SHARES_TOLERANCE = 5e-3
"""Of the largest share: among 64 pictures, rounding may pick another winner in some cell."""


def strokes_named(name: str) -> list[list[list[float]]]:
    (found,) = [drawing.strokes for drawing in read_strokes(DRAWINGS) if drawing.extra["name"] == name]
    return [[[float(x), float(y)] for x, y, *_ in stroke] for stroke in found]


def by_command(folder: Path, strokes: object, *options: str) -> Explanation:
    file = folder / "drawing.jsonl"
    file.write_text(json.dumps({"strokes": strokes, "placed": True}), encoding="utf-8")
    command = [sys.executable, "-m", "inkspect", "explain", str(file), *options]
    return cast(Explanation, json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def by_page(visit: Visit) -> Explanation:
    return cast(Explanation, json.loads(visit.page.evaluate("() => JSON.stringify(window.inkspect.explain())")))


def assert_same(found: object, expected: object, where: str) -> None:
    """Equal texts, keys and lengths; numbers to 1e-5 of the largest beside them, shares to a little more."""
    if isinstance(expected, Mapping):
        assert isinstance(found, Mapping), where
        # Of two links with nearly the same share, rounding may put either first.
        in_order = list if not where.endswith("trace.links") else sorted
        assert in_order(found) == in_order(expected), where
        for key, value in expected.items():
            assert_same(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list) and expected and not isinstance(expected[0], str):
        numbers = np.array(expected, np.float64)
        tolerance = SHARES_TOLERANCE if where.endswith("why.shares") else 1e-5
        off = np.abs(np.array(found, np.float64) - numbers).max()
        assert off <= tolerance * max(np.abs(numbers).max(), 1e-3), f"{where} is off by {off:.2e}"
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-4, abs=2e-2 if where.endswith("remainder") else 1e-4), where
    else:
        assert found == expected, where


@pytest.mark.parametrize("name", NAMES)
def test_the_page_explains_a_drawing_as_the_command_does(visit: Visit, tmp_path: Path, name: str) -> None:
    strokes = strokes_named(name)
    draw_placed(visit, strokes)
    found = by_page(visit)
    assert_same(found, by_command(tmp_path, strokes), name)
    assert found["kind"] == "inkspect-explanation" and found["part"] is None


def test_it_explains_the_selection_digit_rival_and_part_and_follows_it(visit: Visit, tmp_path: Path) -> None:
    strokes = strokes_named(NAMES[0])
    draw_placed(visit, strokes)
    visit.page.evaluate("() => window.inkspect.select('pool2.11.2.3', { digit: 3, rival: 8 })")
    asked = ("--digit", "3", "--rival", "8", "--part", "pool2.11.2.3")
    assert_same(by_page(visit), by_command(tmp_path, strokes, *asked), "3 rather than 8")
    # Asking why names the second digit, too, although nobody chose it.
    visit.page.evaluate("() => window.inkspect.select('link.fc1.5.6', { why: true })")
    visit.settle()
    shown = visit.page.evaluate("() => document.querySelector('#inspector').innerText")
    found = by_page(visit)
    why = cast(Mapping[str, int], found["why"])
    assert f"Why {why['digit']} and not {why['rival']}" in shown
    asked = ("--digit", str(why["digit"]), "--rival", str(why["rival"]), "--part", "link.fc1.5.6")
    assert_same(found, by_command(tmp_path, strokes, *asked), "why")


def test_an_empty_pad_is_explained_too_and_explaining_changes_nothing(visits: Visits, tmp_path: Path) -> None:
    visit = visits.open(query="#part=pool1.3.5.5")
    found = by_page(visit)
    assert_same(found, by_command(tmp_path, [], "--part", "pool1.3.5.5"), "empty")
    assert (found["verdict"], found["probabilities"], found["why"]) == ("empty", None, None)
    draw_placed(visit, strokes_named(NAMES[0]))
    read = visit.read()
    by_page(visit)
    visit.clear()
    by_page(visit)
    visit.page.locator("#undo").click()
    visit.settle()
    assert visit.read() == read
    assert visit.answer().digit == 3

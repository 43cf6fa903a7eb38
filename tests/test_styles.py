"""The model card's styles: what is called a long upstroke, a slash or a bar is one."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from inkspect.data.strokes import Drawing
from writing_styles import STYLES, Shape, styles_of

Points = list[tuple[float, float]]


def arc(x: float, y: float, radius: float, first: float = 0.0, last: float = 360.0) -> Points:
    """Points of a circle, from an angle to another, 0 being up and 90 right."""
    angles = np.deg2rad(np.linspace(first, last, 40))
    return [(x + radius * float(np.sin(angle)), y - radius * float(np.cos(angle))) for angle in angles]


def drawing(label: str, *strokes: Points) -> Drawing:
    return Drawing(tuple(np.array(stroke, np.float64) for stroke in strokes), label)


RING = arc(5, 5, 5)
ROOF_AND_STEM: Points = [(0, 0), (6, 0), (2, 10)]
BELLY = [(0.0, 0.0), (0.0, 4.0), *arc(2, 7, 3, 0, 240)]
NINE = [*arc(3, 3, 3, 90, 450), (6.0, 10.0)]

CASES: list[tuple[Drawing, set[str], set[str]]] = [
    (drawing("0", RING), {"closed"}, {"not closed", "slashed or overwritten", "narrow"}),
    (drawing("0", RING, [(1, 9), (9, 1)]), {"slashed or overwritten", "more strokes than usual"}, {"closed"}),
    (drawing("0", arc(5, 5, 5, 40, 320)), {"not closed"}, {"closed"}),
    (drawing("1", [(0, 0), (0, 10)]), {"a bare stem"}, {"short upstroke", "long upstroke", "with a foot"}),
    (drawing("1", [(0, 10), (0, 0)]), {"a bare stem"}, {"long upstroke"}),
    (drawing("1", [(0, 2), (2, 0), (2, 10)]), {"short upstroke"}, {"a bare stem", "long upstroke"}),
    (drawing("1", [(2, 10), (2, 0), (0, 2)]), {"short upstroke"}, {"a bare stem", "long upstroke"}),
    (drawing("1", [(2, 0), (2, 10)], [(2, 0), (0, 2)]), {"short upstroke"}, {"a bare stem", "long upstroke"}),
    (drawing("1", [(0, 4), (3, 0), (3, 10)]), {"long upstroke"}, {"short upstroke", "very long upstroke"}),
    (drawing("1", [(0, 6), (3, 0), (3, 10)]), {"long upstroke", "very long upstroke"}, {"a bare stem"}),
    (drawing("1", [(0, 1), (5, 0), (5, 10)]), {"with a broad head"}, {"with a foot"}),
    (drawing("1", [(3, 0), (3, 10)], [(0, 10), (6, 10)]), {"with a foot", "a bare stem"}, {"with a broad head"}),
    (drawing("4", [(0, 0), (0, 6), (7, 6)], [(5, 0), (5, 10)]), {"open at the top"}, {"closed at the top"}),
    (drawing("4", [(5, 10), (5, 0), (0, 8), (7, 8)]), {"closed at the top", "with a low bar"}, {"open at the top"}),
    (drawing("5", BELLY, [(0, 0), (5, 0)]), {"roof as a separate stroke"}, {"in one stroke", "detached roof"}),
    (drawing("5", BELLY, [(2.5, -2), (6, -2)]), {"detached roof", "in pieces"}, {"in one stroke"}),
    (drawing("5", [(5, 0), *BELLY]), {"in one stroke"}, {"roof as a separate stroke"}),
    (drawing("7", ROOF_AND_STEM), {"plain"}, {"with a bar", "with a serif", "with a foot"}),
    (drawing("7", ROOF_AND_STEM, [(2, 5), (6, 5)]), {"with a bar"}, {"plain", "more strokes than usual"}),
    (drawing("7", [(0, 3), *ROOF_AND_STEM]), set(), {"with a bar"}),
    (drawing("7", [(0, 2), (0.1, 0), (6, 0), (2, 10)]), set(), {"with a bar", "with a foot"}),
    (drawing("7", [*ROOF_AND_STEM, (6, 10)]), {"with a foot"}, {"with a bar"}),
    (drawing("8", arc(5, 4, 4), arc(5, 12, 4)), {"two closed loops", "in two strokes or more"}, set()),
    (drawing("8", arc(5, 4, 4), arc(5, 12, 4, 0, 200)), {"a loop open or filled with ink"}, {"two closed loops"}),
    (drawing("9", NINE), {"closed", "with a straight stem", "started on the right"}, {"with a curled tail", "wide"}),
    (drawing("9", [*NINE, (3, 12), (0, 10)]), {"with a wide tail", "with a curled tail"}, {"with a straight stem"}),
    (drawing("9", [*arc(3, 3, 3, -90, 450), (6, 10)]), {"started on the left"}, {"started on the right"}),
    (drawing("3", [(0, 0), (9, 0), (9, 6), (0, 6)]), {"wide"}, {"narrow"}),
    (drawing("3", [(0, 0), (3, 0), (3, 8), (0, 8)]), {"narrow"}, {"wide"}),
    (drawing("2", [(0, 0), (4, 0), (0, 8), (5, 8)], [(4, 1), (4.2, 1.1)]), {"with a dot"}, {"in pieces"}),
]


@pytest.mark.parametrize(("drawn", "are", "are_not"), CASES)
def test_a_drawing_is_of_the_styles_it_was_drawn_in(drawn: Drawing, are: set[str], are_not: set[str]) -> None:
    told = {style.name for style in styles_of(drawn)}
    assert are <= told, f"a {drawn.label} is told to be {told}"
    assert not are_not & told, f"a {drawn.label} is told to be {told}"


def moved(drawn: Drawing) -> Drawing:
    return Drawing(tuple(stroke * 73.0 + np.array([-40.0, 900.0]) for stroke in drawn.strokes), drawn.label)


def with_more_points(drawn: Drawing) -> Drawing:
    """The same ink, told by three times as many points, and with times."""

    def denser(stroke: NDArray[np.float64]) -> NDArray[np.float64]:
        index = np.linspace(0, len(stroke) - 1, 3 * len(stroke) - 2)
        columns = [np.interp(index, np.arange(len(stroke)), stroke[:, axis]) for axis in (0, 1)]
        return np.stack([*columns, 10.0 * np.arange(len(index))], axis=1)

    return Drawing(tuple(map(denser, drawn.strokes)), drawn.label)


@pytest.mark.parametrize("change", [moved, with_more_points])
def test_styles_depend_on_the_ink_and_not_on_size_place_or_number_of_points(
    change: Callable[[Drawing], Drawing],
) -> None:
    for drawn, _, _ in CASES:
        assert styles_of(change(drawn)) == styles_of(drawn)


def test_a_tap_and_a_level_line_have_styles_too() -> None:
    assert Shape([np.array([[3.0, 3.0]])]).width == 0
    assert Shape([np.array([[0.0, 0.0], [100.0, 0.0]])]).width == pytest.approx(100)
    for label in "0123456789":
        styles_of(drawing(label, [(3, 3)]))
        styles_of(drawing(label, [(0, 0), (100, 0)], []))


def test_no_label_or_another_than_a_digit_is_of_no_style() -> None:
    assert styles_of(drawing("x", RING)) == []
    assert styles_of(Drawing((np.array(RING),))) == []


def test_no_two_styles_of_a_digit_share_a_name() -> None:
    for digit in "0123456789":
        names = [style.name for style in STYLES if digit in style.digits]
        assert len(names) == len(set(names)), f"{digit}: {names}"

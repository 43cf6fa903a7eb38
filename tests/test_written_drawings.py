"""A drawing that was gone on with: its own points as they were, then what was added, joined where the pen stayed."""

import numpy as np
import pytest

from inkspect.data.strokes import Drawing
from inkspect.pen.description import load_pen
from inkspect.pen.tokens import tokenize
from inkspect.pen.writing import Written
from inkspect.writing.digits import finished

PEN = load_pen()
RIGHT, DOWN, LIFT, DROP, END = PEN.step(0), PEN.step(4), PEN.id("LIFT"), PEN.id("DROP"), PEN.id("END")
BAR = [[0.0, 0.0], [28.0, 0.0]]
"""14 steps to the right, each two units long."""


def gone_on_with(begun: Drawing, *added: int, digit: int | None = None) -> Drawing:
    tokens = tokenize(begun.kept, digit)
    return finished(begun, Written((*tokens.ids, *added), len(tokens.ids), True, tokens.frame))


def test_where_the_pen_stayed_down_the_last_stroke_goes_on() -> None:
    (stroke,) = gone_on_with(Drawing([BAR]), DOWN, DOWN, END).strokes
    assert stroke.tolist() == [[0, 0], [28, 0], [28, 2], [28, 4]], "no point is told twice"


def test_where_it_was_lifted_a_stroke_of_its_own_follows() -> None:
    first, second = gone_on_with(Drawing([BAR]), LIFT, DOWN, DROP, RIGHT, END).strokes
    assert first.tolist() == BAR
    assert second.tolist() == [[28, 2], [30, 2]]


def test_points_that_go_on_with_a_timed_stroke_come_10_ms_after_each_other() -> None:
    (stroke,) = gone_on_with(Drawing([[[0, 0, 100], [28, 0, 140]]]), DOWN, DOWN, END).strokes
    assert stroke.tolist() == [[0, 0, 100], [28, 0, 140], [28, 2, 150], [28, 4, 160]]


def test_points_between_steps_stay_where_they_were_drawn() -> None:
    crooked = [[0.0, 0.0], [9.3, 0.4], [28.0, 0.7]]
    (stroke,) = gone_on_with(Drawing([crooked]), END).strokes
    assert stroke.tolist() == crooked


@pytest.mark.parametrize(("digit", "label"), [(None, "1"), (7, "7")])
def test_it_is_labelled_as_what_it_was_to_become_and_keeps_all_else(digit: int | None, label: str) -> None:
    begun = Drawing([BAR], "1", placed=True, extra={"note": "mine"}, writer="ada")
    drawing = gone_on_with(begun, DOWN, END, digit=digit)
    assert (drawing.label, drawing.placed, drawing.writer, drawing.extra) == (label, True, "ada", {"note": "mine"})


def test_from_nothing_it_is_all_that_was_written() -> None:
    (stroke,) = gone_on_with(Drawing([]), PEN.at(3), PEN.at(4), RIGHT, END).strokes
    assert np.allclose(stroke, [[3, 4], [4, 4]])

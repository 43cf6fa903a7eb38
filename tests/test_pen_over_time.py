"""The pen's network's reading after every point: each moment as if nothing had been drawn since."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import inkspect
from inkspect.data.kept_points import kept_points
from inkspect.data.strokes import Drawing
from inkspect.over_time.movements import tokens_over_time
from inkspect.pen.reading import read_drawings
from inkspect.pen.tokens import tokenize
from pen_material import lively_network

NETWORK = lively_network(2)
coordinates = st.integers(0, 30)
drawn = st.lists(st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=12), min_size=1, max_size=4)


@settings(deadline=None, max_examples=150)
@given(drawn)
def test_the_tokens_after_each_point_are_those_of_the_points_so_far(strokes: list[list[tuple[int, int]]]) -> None:
    kept = kept_points(Drawing([np.array(stroke, np.float64) for stroke in strokes]))
    told = list(tokens_over_time(kept))
    assert told == [tokenize(kept.until(moment)) for moment in range(1, len(kept) + 1)]


def test_a_long_drawing_that_outgrows_the_context_is_no_exception() -> None:
    turns = np.linspace(0, 12 * np.pi, 150)
    kept = kept_points(Drawing([np.stack([turns * np.cos(turns), turns * np.sin(turns)], axis=1)]))
    told = list(tokens_over_time(kept))
    assert told[-1].left_out > 0
    assert told == [tokenize(kept.until(moment)) for moment in range(1, len(kept) + 1)]


def test_each_moment_is_read_as_the_drawing_is_then_with_its_time() -> None:
    drawing = Drawing([[[0, 0, 5], [6, 0, 25], [2, 10, 60]], [[1, 5, 90], [5, 5, 100]]])
    read = inkspect.read_over_time(drawing, NETWORK)
    kept = kept_points(drawing)
    expected = read_drawings([kept.until(moment) for moment in range(1, 6)], NETWORK)
    assert len(read) == 5
    assert read.at(3) == read.readings[2]
    for reading, other in zip(read.readings, expected, strict=True):
        assert reading.digit == other.digit
        assert np.allclose(reading.next_tokens, other.next_tokens, atol=1e-6)
    told = json.loads(json.dumps(read.to_json()))
    assert [(moment["moment"], moment["t"]) for moment in told] == [(1, 0), (2, 20), (3, 55), (4, 85), (5, 95)]
    assert list(told[0]) == ["moment", "t", "digit", "probabilities", "next", "left_out"]
    assert repr(read) == f"<PenReadingOverTime: 5 points, at the end {read.readings[-1].digit}>"


def test_what_is_not_drawn_has_no_moments() -> None:
    nothing = inkspect.read_over_time([], NETWORK)
    assert nothing.to_json() == []
    with pytest.raises(inkspect.InvalidValueError, match="moment must be a whole number from 1 to 0"):
        nothing.at(1)


def test_more_points_than_the_page_keeps_are_refused() -> None:
    with pytest.raises(inkspect.InkspectError, match="20,001 points"):
        inkspect.read_over_time(Drawing([np.zeros((20_001, 2))]), NETWORK)

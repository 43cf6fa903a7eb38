"""Beginnings of drawings, cut by length of ink, and what followed them."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

import reference_pen as reference
from inkspect.pen.beginnings import beginning, continuation, first_points, points_until
from inkspect.pen.description import load_pen
from inkspect.pen.frame import Frame
from inkspect.pen.places import walk
from inkspect.pen.tokens import movements
from inkspect.system.errors import InvalidValueError

PEN = load_pen()

Drawn = list[NDArray[np.float64]]

whole_numbers = st.integers(-2048, 2048)
drawings = st.lists(
    st.lists(st.tuples(whole_numbers, whole_numbers), min_size=0, max_size=8), min_size=1, max_size=4
).map(lambda drawn: [np.array(stroke, np.float64).reshape(-1, 2) for stroke in drawn])

ELL = [np.array([[0.0, 0.0], [4.0, 0.0], [10.0, 0.0]]), np.array([[10.0, 90.0], [10.0, 100.0]]), np.array([[3.0, 3.0]])]
"""20 of ink: 4 and 6, then 10 in a second stroke after a long way through the air, and a dot."""


def points_in(drawn: Drawn) -> int:
    return sum(map(len, drawn))


@pytest.mark.parametrize(
    ("share", "count"), [(1e-9, 2), (0.2, 2), (0.2001, 3), (0.5, 3), (0.501, 5), (0.99, 5), (1.0, 6)]
)
def test_a_beginning_ends_at_the_first_point_with_its_share_of_the_ink(share: float, count: int) -> None:
    assert points_until(ELL, share) == count
    assert points_in(list(beginning(ELL, share))) == count


def test_strokes_that_have_not_begun_and_those_without_points_are_left_out() -> None:
    begun = beginning([np.empty((0, 2)), *ELL], 0.5)
    assert len(begun) == 1
    np.testing.assert_array_equal(begun[0], ELL[0])


def test_a_drawing_without_length_begins_with_its_first_point() -> None:
    assert points_until([np.array([[1.0, 1.0]]), np.array([[5.0, 1.0]])], 0.5) == 1


def test_nothing_drawn_has_no_beginning() -> None:
    assert beginning([], 0.5) == ()
    assert first_points([], 3) == ()


@pytest.mark.parametrize("share", [0, -0.5, 1.01, float("nan")])
def test_a_share_must_be_one(share: float) -> None:
    with pytest.raises(InvalidValueError, match="share must be above 0 and at most 1"):
        beginning(ELL, share)


@given(drawings, st.floats(0.01, 0.99))
def test_it_is_the_shortest_beginning_with_its_share(drawn: Drawn, share: float) -> None:
    def length(strokes: Sequence[NDArray[np.float64]]) -> float:
        return float(sum(np.hypot(*np.diff(stroke, axis=0).T).sum() for stroke in strokes))

    count = points_until(drawn, share)
    assert (count == 0) == (points_in(drawn) == 0)
    assert length(first_points(drawn, count)) >= share * length(drawn) - 1e-6
    if count > 1:
        assert length(first_points(drawn, count - 1)) < share * length(drawn) + 1e-6


@given(drawings, st.integers(1, 20))
def test_a_beginning_and_what_followed_are_all_of_the_drawings_movements(drawn: Drawn, count: int) -> None:
    begun = first_points(drawn, count)
    frame = Frame.of(begun)
    assume(begun and frame.has_extent)
    limit = 300
    given_moves, followed = continuation(drawn, count, limit)
    assert given_moves == movements(begun)[:limit]
    inked = [stroke.tolist() for stroke in drawn if len(stroke)]
    plain = reference.movements(inked, reference.box(reference.cut(inked, count)), limit)
    assert [PEN.vocabulary[token] for token in given_moves + followed] == plain


def test_what_followed_leaves_the_frame_of_the_beginning() -> None:
    line = [np.array([[0.0, 0.0], [14.0, 0.0], [28.0, 0.0]])]
    given_moves, followed = continuation(line, 2, 93)
    assert followed == (PEN.step(0),) * 14
    assert walk(given_moves + followed).x[-1] == 28


def test_a_whole_drawing_is_followed_by_nothing() -> None:
    assert continuation(ELL, 6, 93)[1] == ()


def test_what_follows_a_tiny_beginning_stops_at_the_limit() -> None:
    line = [np.array([[0.0, 0.0], [1e-9, 0.0], [1e9, 1e9]])]
    given_moves, followed = continuation(line, 2, 93)
    assert len(given_moves) + len(followed) == 93


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_can_follow_in_a_frame_without_extent(count: int) -> None:
    with pytest.raises(InvalidValueError, match="without extent"):
        continuation(ELL, count, 93)


def test_the_share_is_the_references() -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        drawn = [rng.normal(0, 50, (int(rng.integers(1, 9)), 2)) for _ in range(3)]
        for share in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)):
            assert points_until(drawn, float(share)) == reference.points_for([s.tolist() for s in drawn], share)

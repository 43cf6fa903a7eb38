"""Drawings as tokens, and back: the rule's edges first, then what holds for every drawing."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import reference_pen as reference
from golden_pen import TIES
from inkspect.pen.description import load_pen
from inkspect.pen.frame import Frame
from inkspect.pen.grammar import legal_next
from inkspect.pen.places import walk
from inkspect.pen.tokens import movements, strokes_of, tokenize
from inkspect.system.errors import InkspectError, InvalidValueError

PEN = load_pen()
UNIT = Frame.of([])
"""The frame whose unit is the step."""

Drawn = list[NDArray[np.float64]]


def strokes(*points: list[tuple[float, float]]) -> Drawn:
    return [np.array(stroke, np.float64).reshape(-1, 2) for stroke in points]


def names(ids: tuple[int, ...]) -> list[str]:
    return [PEN.vocabulary[token] for token in ids]


coordinates = st.floats(-1e6, 1e6, allow_subnormal=False)
drawings = st.lists(st.lists(st.tuples(coordinates, coordinates), max_size=12), max_size=5).map(lambda d: strokes(*d))


@st.composite
def dense_drawings(draw: st.DrawFn) -> Drawn:
    """Drawings within the frame's 14 steps whose points are at most half a step apart."""
    corner = st.tuples(st.floats(0, 14), st.floats(0, 14))
    drawn = draw(st.lists(st.lists(corner, min_size=1, max_size=6), min_size=1, max_size=3))
    return [
        np.concatenate(
            [np.array(stroke[:1])]
            + [np.linspace(a, b, 2 + int(math.dist(a, b) / 0.5))[1:] for a, b in itertools.pairwise(stroke)]
        )
        for stroke in drawn
    ]


def test_nothing_drawn_has_no_movements() -> None:
    for nothing in ([], strokes([], [])):
        assert movements(nothing) == ()
        assert names(tokenize(nothing).ids) == ["READ"]
        assert not tokenize(nothing).has_ink
        assert names(tokenize(nothing, digit=4).ids) == ["WRITE", "4"]
        assert not tokenize(nothing, digit=4).has_ink
        assert strokes_of(tokenize(nothing).ids) == ()


def test_no_digit_is_asked_of_an_empty_drawing() -> None:
    with pytest.raises(InvalidValueError, match="nothing is drawn"):
        _ = tokenize([]).asked


@pytest.mark.parametrize("tap", [[(300, -20)], [(5, 5), (5, 5), (5, 5)], [(1e15, -1e15)]])
def test_a_tap_is_the_centre_of_its_frame(tap: list[tuple[float, float]]) -> None:
    assert names(movements(strokes(tap))) == ["AT 7", "AT 7"]
    assert tokenize(strokes(tap)).has_ink


def test_a_dot_is_put_down_after_the_pen_was_carried_there() -> None:
    moves = names(movements(strokes([(0, 0)], [(14, 0)])))
    assert moves == ["AT 0", "AT 7", "LIFT", *["STEP 0"] * 14, "DROP"]


def test_a_stroke_that_begins_where_the_last_ended_is_dropped_at_once() -> None:
    assert names(movements(strokes([(0, 0), (0, 14)], [(0, 14)])))[-3:] == ["STEP 4", "LIFT", "DROP"]


def test_strokes_without_points_are_skipped() -> None:
    assert movements(strokes([], [(0, 0), (9, 4)], [], [(3, 3)], [])) == movements(strokes([(0, 0), (9, 4)], [(3, 3)]))


def test_times_play_no_part() -> None:
    drawn = strokes([(0, 0), (9, 4)], [(3, 3)])
    timed = [np.column_stack([stroke, np.arange(len(stroke)) * 1e9]) for stroke in drawn]
    assert movements(timed) == movements(drawn)


def test_a_first_place_halfway_between_two_steps_is_rounded_up_and_the_error_walked_off() -> None:
    moves = movements(strokes([(0.5, 13.5), (13.5, 0.5)]), UNIT)
    assert names(moves)[:2] == ["AT 1", "AT 14"]
    assert math.dist(strokes_of(moves)[-1][-1], (13.5, 0.5)) < 0.75


def test_a_first_place_is_kept_within_the_frame() -> None:
    assert names(movements(strokes([(-3, 99)]), UNIT)) == ["AT 0", "AT 14"]


def test_a_step_is_taken_from_exactly_three_quarters_of_a_step_on() -> None:
    assert names(movements(strokes([(7, 7), (7.75, 7)]), UNIT)) == ["AT 7", "AT 7", "STEP 0"]
    assert names(movements(strokes([(7, 7), (7.75 - 1e-12, 7)]), UNIT)) == ["AT 7", "AT 7"]


def test_what_is_too_little_for_a_step_is_carried_on_to_the_next_point() -> None:
    creeping = strokes([(7 + 0.1 * i, 7) for i in range(41)])
    assert names(movements(creeping, UNIT)) == ["AT 7", "AT 7", *["STEP 0"] * 4]


@pytest.mark.parametrize("direction", range(16))
def test_each_direction_is_taken_for_what_lies_nearest_to_it(direction: int) -> None:
    for turn in (-0.19, 0, 0.19):  # half of a sixteenth is 0.196
        angle = direction * math.tau / 16 + turn
        to = (7 + math.cos(angle), 7 + math.sin(angle))
        assert names(movements(strokes([(7, 7), to]), UNIT))[2] == f"STEP {direction}"


@pytest.mark.parametrize(("lower", "higher"), [*((low, low + 1) for low in range(15)), (0, 15)])
def test_of_two_directions_that_fit_equally_the_lower_is_taken(lower: int, higher: int) -> None:
    (begin, (x, y)), _ = TIES[f"a tie of STEP {lower} and STEP {higher}"]
    products = [(x - 7) * step_x + (y - 7) * step_y for step_x, step_y in PEN.directions]
    assert products[lower] == products[higher] == max(products)
    assert names(movements([np.array([begin, (x, y)])], UNIT))[2] == f"STEP {lower}"


def test_the_longer_side_alone_sets_the_scale() -> None:
    assert names(movements(strokes([(0, 0), (0, 1000)])))[2:] == ["STEP 4"] * 14
    assert names(movements(strokes([(0, 0), (1e-9, 0)])))[2:] == ["STEP 0"] * 14


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_coordinate_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(InkspectError, match="must be finite numbers"):
        tokenize(strokes([(0, 0), (value, 1)]))


def test_a_coordinate_that_no_drawing_may_have_is_refused() -> None:
    with pytest.raises(InkspectError, match=r"at most 1e\+15, not 2e\+15"):
        tokenize(strokes([(0, 0), (-2e15, 1)]))


@given(drawings)
def test_movements_are_those_of_the_rule_written_plainly(drawn: Drawn) -> None:
    inked = [stroke.tolist() for stroke in drawn if len(stroke)]
    plain = reference.movements(inked, reference.box(inked)) if inked else []
    assert names(movements(drawn)) == plain
    kept, left_out = reference.newest(plain)
    tokens = tokenize(drawn)
    assert (names(tokens.ids), tokens.left_out) == (["READ", *kept], left_out)


@given(dense_drawings())
def test_the_pen_passes_every_kept_point_within_three_quarters_of_a_step(drawn: Drawn) -> None:
    moves = movements(drawn, UNIT)
    walked = walk(moves)
    visited = np.stack([walked.x, walked.y], axis=1)[walked.known & ~walked.up]
    for point in np.concatenate(drawn):
        assert np.hypot(*(visited - point).T).min() < 0.75


@given(dense_drawings())
def test_the_pen_never_leaves_the_ink_by_more_than_three_quarters_of_a_step(drawn: Drawn) -> None:
    points = np.concatenate(drawn)
    for stroke in strokes_of(movements(drawn, UNIT)):
        for place in stroke:
            assert np.hypot(*(points - place).T).min() < 0.75


@given(dense_drawings())
def test_tokens_draw_as_many_strokes_as_were_drawn(drawn: Drawn) -> None:
    assert len(strokes_of(movements(drawn))) == len(drawn)


@given(dense_drawings(), st.floats(1e-3, 1e3), st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)))
def test_strokes_come_back_in_the_drawings_own_unit(drawn: Drawn, scale: float, shift: tuple[float, float]) -> None:
    drawn = [stroke * scale + shift for stroke in drawn]
    frame = Frame.of(drawn)
    step = frame.side / 14
    back = strokes_of(movements(drawn), frame)
    assert len(back) == len(drawn)
    if frame.has_extent:
        for stroke, walked in zip(drawn, back, strict=True):
            assert math.dist(stroke[0], walked[0]) <= 0.7501 * step + 1e-9
            assert math.dist(stroke[-1], walked[-1]) <= 0.7501 * step + 1e-9


@given(st.lists(st.integers(0, 15), max_size=60), st.integers(0, 14), st.integers(0, 14))
def test_a_stroke_of_tokens_comes_back_as_the_same_tokens(directions: list[int], x: int, y: int) -> None:
    ids = (PEN.at(x), PEN.at(y), *map(PEN.step, directions))
    assert movements(strokes_of(ids), UNIT) == ids


@given(drawings)
def test_tokens_are_always_legal_and_fit_the_context_with_the_question_and_its_answer(drawn: Drawn) -> None:
    tokens = tokenize(drawn)
    if tokens.has_ink:
        assert legal_next(tokens.asked) == tuple(map(PEN.digit, range(10)))
        assert len(tokens.asked) + 1 <= PEN.context
        assert PEN.id("END") in legal_next(tokens.ids)


@given(drawings, st.integers(2, 40))
def test_a_limit_keeps_the_first_movements(drawn: Drawn, limit: int) -> None:
    assert movements(drawn, limit=limit) == movements(drawn)[:limit]


def there_and_back(steps: int) -> Drawn:
    """One stroke of so many steps, back and forth along the 14 that the frame spans."""
    return strokes([(float(abs((place + 14) % 28 - 14)), 0.0) for place in range(steps + 1)])


def test_what_just_fits_is_whole_and_of_one_movement_more_the_first_is_left_out() -> None:
    whole, longer = tokenize(there_and_back(91)), tokenize(there_and_back(92))
    assert (len(whole.asked) + 1, whole.left_out) == (PEN.context, 0)
    assert (len(longer.asked) + 1, longer.left_out) == (PEN.context, 1)
    assert names(longer.ids)[:3] == ["READ", "AT 1", "AT 7"]
    assert longer.ids[3:] == movements(there_and_back(92))[3:]


def test_what_is_left_out_never_ends_in_the_air() -> None:
    dots = strokes(*([(14.0 * (i % 2), 7.0)] for i in range(9)))  # 16 movements each
    tokens = tokenize(dots)
    assert tokens.left_out == 48
    assert names(tokens.ids)[:5] == ["READ", "AT 14", "AT 7", "LIFT", "STEP 8"]


def test_movements_left_out_are_the_oldest_and_the_others_are_kept_as_they_are() -> None:
    rng = np.random.default_rng(3)
    scribble = [rng.uniform(0, 100, (60, 2)), rng.uniform(0, 100, (5, 2))]
    tokens, moves = tokenize(scribble), movements(scribble)
    kept = tokens.ids[3:]
    assert tokens.left_out > 100
    assert moves[-len(kept) :] == kept
    assert tokens.left_out == len(moves) - 2 - len(kept)
    begins = strokes_of(moves[: 2 + tokens.left_out])[-1][-1]
    assert np.abs(strokes_of(tokens.ids)[0][0] - begins).max() <= 0.5


def test_twenty_thousand_points_are_walked_and_the_newest_movements_kept() -> None:
    turns = np.linspace(0, 400 * math.tau, 20_000)
    circling = [np.stack([np.cos(turns), np.sin(turns)], axis=1) * turns[:, np.newaxis]]
    tokens = tokenize(circling)
    assert len(tokens.asked) + 1 == PEN.context
    assert len(movements(circling)) == tokens.left_out + 93
    assert math.dist(strokes_of(tokens.ids, tokens.frame)[-1][-1], circling[0][-1]) <= 1.5 * tokens.frame.side / 14


def test_twenty_thousand_points_in_one_place_are_a_tap() -> None:
    assert names(tokenize([np.full((20_000, 2), 3.0)]).ids) == ["READ", "AT 7", "AT 7"]


def test_a_frame_that_grows_with_every_movement_is_always_the_frame_of_what_is_drawn() -> None:
    turns = np.arange(1, 201) * 0.3
    spiral = np.stack([turns * np.cos(turns), turns * np.sin(turns)], axis=1)
    for count in range(2, 201):
        tokens = tokenize([spiral[:count]])
        box = spiral[:count].max(axis=0) - spiral[:count].min(axis=0)
        assert tokens.frame.side == box.max()
        tip = strokes_of(tokens.ids, tokens.frame)[-1][-1]
        rounded_anew = 0.71 if tokens.left_out else 0
        assert math.dist(tip, spiral[count - 1]) <= (0.75 + rounded_anew) * tokens.frame.side / 14


@given(st.lists(st.integers(0, 15), min_size=1, max_size=20), st.lists(st.integers(0, 15), max_size=20))
def test_what_was_added_to_a_sequence_begins_where_the_pen_was(before: list[int], after: list[int]) -> None:
    given_ids = (PEN.id("READ"), PEN.at(3), PEN.at(4), *map(PEN.step, before))
    added = strokes_of((*given_ids, *map(PEN.step, after)), first=len(given_ids))
    if not after:
        assert added == ()
    else:
        assert len(added) == 1 and len(added[0]) == len(after) + 1
        np.testing.assert_array_equal(added[0][0], strokes_of(given_ids)[0][-1])


def test_what_was_added_after_the_pen_was_lifted_is_a_stroke_of_its_own() -> None:
    given_ids = (PEN.id("READ"), PEN.at(3), PEN.at(4))
    added = strokes_of((*given_ids, PEN.id("LIFT"), PEN.step(0), PEN.id("DROP"), PEN.step(4)), first=3)
    np.testing.assert_array_equal(added, [[[4, 4], [4, 5]]])


@given(drawings)
def test_the_same_drawing_elsewhere_or_twice_as_large_has_the_same_tokens(drawn: Drawn) -> None:
    whole = [np.rint(stroke) for stroke in drawn]  # so that neither shifting nor doubling rounds
    assert tokenize([stroke * 2 + 64 for stroke in whole]).ids == tokenize(whole).ids

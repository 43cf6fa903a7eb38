"""Strokes drawn again by another hand stay the same character, and depend on nothing but their key."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inkspect.drawing.glyphs import draw_glyph, load_glyphs, parse_glyph, smooth_path
from inkspect.drawing.hands import (
    Hands,
    augment_strokes,
    normalized,
    part_of,
    path_lengths,
    stacked,
    unstacked,
    varied_pen,
)
from inkspect.drawing.styles import draw_styled_digit, restyle
from inkspect.ink import Stroke, rasterize, rasterize_all
from inkspect.network.architecture import load_architecture
from inkspect.training.streams import sample_stream

STILL_HANDS = Hands().scaled(0.0)

coordinates = st.floats(-1e6, 1e6, allow_nan=False)
drawings = st.lists(
    st.lists(st.tuples(coordinates, coordinates), max_size=12).map(
        lambda points: np.array(points, dtype=np.float64).reshape(-1, 2)
    ),
    max_size=4,
)


def same(left: list[Stroke], right: list[Stroke]) -> bool:
    return len(left) == len(right) and all(np.array_equal(a, b) for a, b in zip(left, right, strict=True))


def alikeness(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    return float(np.corrcoef(left.ravel(), right.ravel())[0, 1])


@given(drawings, st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_any_drawing_comes_back_finite_in_the_unit_box_with_ink(drawing: list[Stroke], seed: int) -> None:
    redrawn = augment_strokes(drawing, sample_stream(seed, 0, 0))

    if not any(len(stroke) for stroke in drawing):
        assert redrawn == []
        return
    points = np.concatenate(redrawn)
    assert np.isfinite(points).all()
    assert np.abs(points).max() <= 0.5 + 1e-9
    assert all(len(stroke) for stroke in redrawn), "a stroke without points was made"
    assert rasterize(redrawn).max() > 0.5


@given(drawings, st.integers(0, 1000), st.integers(0, 50), st.integers(0, 60000))
@settings(max_examples=30, deadline=None)
def test_the_key_alone_decides_and_the_input_is_left_alone(
    drawing: list[Stroke], seed: int, epoch: int, sample: int
) -> None:
    before = [stroke.copy() for stroke in drawing]
    first = augment_strokes(drawing, sample_stream(seed, epoch, sample))
    second = augment_strokes(drawing, sample_stream(seed, epoch, sample))

    assert same(first, second)
    assert same(drawing, before), "the caller's strokes were changed"


def test_another_epoch_or_sample_draws_differently() -> None:
    drawing = draw_styled_digit("5", sample_stream(0, 0, 0))
    keys = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]
    pictures = {rasterize(augment_strokes(drawing, sample_stream(*key))).tobytes() for key in keys}
    assert len(pictures) == len(keys)


def test_still_hands_draw_what_they_were_given() -> None:
    drawing = draw_styled_digit("8", sample_stream(3, 0, 0))
    redrawn = rasterize(augment_strokes(drawing, sample_stream(1, 2, 3), STILL_HANDS))
    np.testing.assert_allclose(redrawn, rasterize(drawing), atol=1e-9)


@pytest.mark.parametrize("label", list("0123456789"))
def test_a_digit_stays_nearer_to_itself_than_a_half_turn_away(label: str) -> None:
    """Usual hands lean and bend a character; none turns it over."""
    glyph = load_glyphs("digits")[label][0]
    drawing = draw_glyph(glyph, sample_stream(0, 0, 0), unsteadiness=0, rounding=0)
    original, turned = rasterize(drawing), rasterize([-stroke for stroke in drawing])
    likes = []
    for sample in range(40):
        redrawn = rasterize(augment_strokes(drawing, sample_stream(9, 0, sample)))
        likes.append((alikeness(redrawn, original), alikeness(redrawn, turned)))
    mean_own, mean_turned = np.mean(likes, axis=0)
    assert mean_own > 0.45, f"{label} is hardly like itself any more: {mean_own:.2f}"
    if label not in "018":
        assert mean_own > mean_turned + 0.05, f"{label} came near its own half turn: {mean_own:.2f} {mean_turned:.2f}"


def test_a_slant_to_the_right_moves_the_top_to_the_right() -> None:
    upright = [np.array([[0.0, 0.0], [0.0, 1.0]])]
    leaning = Hands(**{**vars(STILL_HANDS), "slant": 0.5})
    shifts = [float(np.ptp(augment_strokes(upright, sample_stream(0, 0, s), leaning)[0][:, 0])) for s in range(30)]
    assert max(shifts) > 0.4, "no hand leant"
    lone = augment_strokes(upright, sample_stream(0, 0, int(np.argmax(shifts))), leaning)[0]
    assert abs(lone[0, 0] - lone[-1, 0]) == pytest.approx(max(shifts))


def test_another_hand_takes_less_time_than_drawing_the_ink() -> None:
    """About half as long; timed side by side, so that it does not matter what else the machine does."""
    drawing = draw_styled_digit("3", sample_stream(0, 0, 0))
    hand, ink = [], []
    for sample in range(200):
        random = sample_stream(0, 0, sample)
        started = time.perf_counter()
        redrawn = augment_strokes(drawing, random)
        between = time.perf_counter()
        rasterize(redrawn)
        hand.append(between - started)
        ink.append(time.perf_counter() - between)
    assert np.median(hand) < np.median(ink), "another hand makes epochs wait longer than the drawing itself"


def test_pens_vary_a_little_about_the_constant_one() -> None:
    ink = load_architecture().ink
    radii = (
        np.array([varied_pen(ink, sample_stream(0, 0, sample)).pen_radius for sample in range(300)]) / ink.pen_radius
    )
    assert abs(radii.mean() - 1) < 0.02
    assert 0.8 < radii.min() < 0.95 and 1.05 < radii.max() < 1.25

    line = [[np.array([[0.0, 0.0], [0.0, 1.0]])]]
    thin, usual, thick = (rasterize_all(line, replace(ink, pen_radius=radius)).sum() for radius in (1.0, 1.15, 1.3))
    assert thin < usual == rasterize_all(line).sum() < thick


def test_stacking_and_unstacking_leave_out_only_empty_strokes() -> None:
    strokes = [np.ones((3, 2)), np.empty((0, 2)), np.zeros((1, 2))]
    assert same(unstacked(*stacked(strokes)), [strokes[0], strokes[2]])
    assert np.array_equal(normalized(np.full((2, 2), 7.0)), np.zeros((2, 2)))


def test_a_part_of_a_path_ends_where_it_is_asked_to() -> None:
    path = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])
    part = part_of(path, 1.0, 5.0)
    np.testing.assert_allclose(part, [[1, 0], [3, 0], [3, 2]])
    assert path_lengths(part)[-1] == pytest.approx(4.0)


@pytest.mark.parametrize("label", list("0123456789"))
def test_every_style_of_a_digit_is_drawn_and_looks_different(label: str) -> None:
    drawn = [draw_styled_digit(label, sample_stream(0, 0, sample)) for sample in range(60)]
    assert len(load_glyphs("digits")[label]) >= 8
    assert len({rasterize(strokes).tobytes() for strokes in drawn}) == 60
    assert all(np.isfinite(np.concatenate(strokes)).all() for strokes in drawn)


def test_a_zero_gets_its_slash_once() -> None:
    zero = draw_glyph(load_glyphs("digits")["0"][0], sample_stream(0, 0, 0))
    slashed = restyle(zero, "0", sample_stream(0, 0, 1))
    assert len(slashed) == 2
    assert same(restyle(slashed, "0", sample_stream(0, 0, 2)), restyle(slashed, "0", sample_stream(0, 0, 3)))


def test_slashes_of_zeros_lean_or_lie_level_and_reach_over_the_middle() -> None:
    zero = draw_glyph(load_glyphs("digits")["0"][0], sample_stream(0, 0, 0))
    slashes = [restyle(zero, "0", sample_stream(0, 0, sample))[1] for sample in range(100)]
    assert all(slash[0, 0] < 0 < slash[-1, 0] or slash[-1, 0] < 0 < slash[0, 0] for slash in slashes)
    level = [slash for slash in slashes if abs(slash[-1, 1] - slash[0, 1]) < 0.25]
    assert 15 < len(level) < 45, "about three in ten slashes lie level"


def test_a_bare_one_gets_upstrokes_that_are_steeper_than_a_sevens_roof_or_shorter() -> None:
    stem = [np.array([[0.0, 0.0], [0.0, 0.5], [0.0, 1.0]])]
    upstrokes = [
        first[0] - [0.0, -0.5]
        for first in (restyle(stem, "1", sample_stream(0, 0, sample))[0] for sample in range(200))
        if len(first) > 3
    ]
    assert len(upstrokes) > 100, "hardly any 1 got an upstroke"
    widths, rises = np.array([[-away[0], away[1] / -away[0]] for away in upstrokes]).T
    flat = rises < np.tan(np.deg2rad(37))
    assert 10 < np.count_nonzero(flat) < len(flat) / 2, "few upstrokes are flags, and some are"
    assert widths[flat].max() < 0.37, "a flat upstroke is as wide as the roof of a 7"
    assert np.ptp(rises) > 0.5


@pytest.mark.parametrize("variant", range(10))
def test_a_nines_tail_goes_on_where_the_pen_was_and_curls_to_either_side(variant: int) -> None:
    nine = draw_glyph(load_glyphs("digits")["9"][variant], sample_stream(0, 0, 0), unsteadiness=0, rounding=0)
    ends = []
    for sample in range(60):
        curled = restyle(nine, "9", sample_stream(0, 0, sample))
        points, before = np.concatenate(curled), len(np.concatenate(nine))
        if len(points) > before:
            steps = np.hypot(*np.diff(points[before - 1 :], axis=0).T)
            assert steps.max() < 0.3, "the curl does not begin where the tail ended"
            ends.append(points[-1, 0] - points[before - 1, 0])
    if nine[-1][-1, 1] >= np.concatenate(nine)[:, 1].max() - 0.05:
        assert sum(end < 0 for end in ends) > sum(end > 0 for end in ends) > 5


def test_a_seven_gets_bars_feet_and_serifs() -> None:
    seven = draw_glyph(load_glyphs("digits")["7"][0], sample_stream(0, 0, 0), unsteadiness=0, rounding=0)
    drawn = [restyle(seven, "7", sample_stream(0, 0, sample)) for sample in range(60)]
    barred = [strokes for strokes in drawn if len(strokes) == 2]
    whole = [strokes[0] for strokes in drawn if len(strokes) == 1]
    footed = [stroke for stroke in whole if stroke[-1, 0] > stroke[-4, 0] + 0.05 and stroke[0, 1] < -0.45]
    serifed = [stroke for stroke in whole if stroke[0, 1] > -0.45]
    assert len(barred) > 15 and len(footed) > 8 and len(serifed) > 4
    assert len(footed) + len(serifed) == len(whole)
    for stem, bar in barred:
        level = float(bar[:, 1].mean())
        crossing = float(np.interp(level, stem[1:, 1], stem[1:, 0]))
        assert bar[0, 0] + 0.1 < crossing < bar[1, 0] - 0.1, "the bar misses the stem"


def test_a_fours_stem_is_shortened_below_its_bar_only() -> None:
    four = draw_glyph(load_glyphs("digits")["4"][0], sample_stream(0, 0, 0), unsteadiness=0, rounding=0)
    short = restyle(four, "4", sample_stream(0, 0, 5))
    before, after = np.concatenate(four), np.concatenate(short)
    assert after[:, 1].max() < 0.4
    assert after[:, 1].min() == pytest.approx(-0.5)
    assert len(before) == len(after)


def test_a_fives_roof_is_set_apart_from_its_neck() -> None:
    five = draw_glyph(load_glyphs("digits")["5"][0], sample_stream(0, 0, 0), unsteadiness=0, rounding=0)
    apart = restyle(five, "5", sample_stream(0, 0, 1))
    assert len(five) == 1
    assert len(apart) == 2


@pytest.mark.parametrize("label", ["2", "3", "6", "8", "A"])
def test_labels_without_a_style_come_back_as_they_are(label: str) -> None:
    strokes = [np.array([[-0.5, -0.5], [0.5, 0.5]])]
    assert same(restyle(strokes, label, sample_stream(0, 0, 0)), strokes)


def test_a_pen_path_runs_through_its_points_and_turns_sharply_only_at_corners() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    smooth, sharp = smooth_path(points), smooth_path(points, np.array([False, True, False]))
    for point in points:
        assert np.abs(smooth - point).sum(axis=1).min() < 1e-12
    np.testing.assert_array_equal(sharp, points)
    turns = np.abs(np.diff(np.unwrap(np.arctan2(*np.diff(smooth, axis=0).T[::-1]))))
    assert turns.max() < np.deg2rad(45)


@pytest.mark.parametrize("text", ["1,2 3", "1,2,3 4,5,6", "a,b"])
def test_a_misspelt_glyph_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_glyph(text)

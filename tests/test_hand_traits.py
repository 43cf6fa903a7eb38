"""Each trait of a hand by itself: what it changes, how far, and that it changes nothing else."""

import numpy as np
import pytest
from numpy.typing import NDArray

from inkspect.drawing.hands import Hands, augment_strokes, path_lengths
from inkspect.ink import Stroke
from inkspect.training.streams import sample_stream

Points = NDArray[np.float64]

STILL = Hands().scaled(0.0)
UPRIGHT = np.array([[0.0, -0.5], [0.0, 0.0], [0.0, 0.5]])
LEVEL = np.array([[-0.5, 0.0], [0.5, 0.0]])
SQUARE = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5]])
ENDS_INSIDE = np.array(
    [[0, 0.2], [0, 0], [-0.5, 0], [-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [0.2, 0.5], [0.2, 0.2]], np.float64
)
"""Its ends lie within the box that the rest spans, so that they may move and nothing is scaled."""


COUNT = 400


def drawn_by(strokes: list[Stroke], **traits: float) -> list[list[Stroke]]:
    """Draw strokes by many hands that differ in these traits alone."""
    hands = Hands(**{**vars(STILL), **traits})
    return [augment_strokes(strokes, sample_stream(3, 0, sample), hands) for sample in range(COUNT)]


def one_stroke(stroke: Stroke, **traits: float) -> list[Points]:
    drawings = drawn_by([stroke], **traits)
    assert all(len(drawing) == 1 for drawing in drawings)
    return [drawing[0] for drawing in drawings]


def assert_spread(values: list[float], spread: float) -> None:
    """Normal about 0 with this standard deviation, cut off at 2.5 of them; a few per cent are chance."""
    assert np.std(values) == pytest.approx(spread, rel=0.1)
    assert abs(np.mean(values)) < 0.2 * spread
    assert 1.8 * spread < max(values) <= 2.51 * spread
    assert -1.8 * spread > min(values) >= -2.51 * spread


def angle(vector: Points) -> float:
    return float(np.arctan2(vector[1], vector[0]))


def middle(points: Points) -> Points:
    """The point that was the middle one: those put in between are as many before as after it."""
    at: Points = points[len(points) // 2]
    return at


def test_hands_are_scaled_and_no_probability_exceeds_one() -> None:
    usual, doubled = vars(Hands()), vars(Hands().scaled(2))
    assert {name: value / usual[name] for name, value in doubled.items()} == dict.fromkeys(usual, 2)
    wild = vars(Hands().scaled(1000))
    assert {value for name, value in wild.items() if name.endswith("probability")} == {1.0}
    assert not any(vars(STILL).values())


def test_rotation_turns_the_whole() -> None:
    assert_spread([angle(line[-1] - line[0]) for line in one_stroke(LEVEL, rotation=0.1)], 0.1)


def test_slant_leans_what_stands_and_leaves_what_lies() -> None:
    leaning = one_stroke(UPRIGHT, slant=0.1)
    assert_spread([float((line[-1] - line[0])[0] / (line[-1] - line[0])[1]) for line in leaning], 0.1)
    assert all(abs(angle(line[-1] - line[0])) < 1e-12 for line in one_stroke(LEVEL, slant=0.1))


def test_aspect_stretches_the_width_at_the_heights_cost() -> None:
    sides = [np.ptp(square, axis=0) for square in one_stroke(SQUARE, log_aspect=0.1)]
    assert_spread([float(np.log(width / height)) for width, height in sides], 0.1)


def test_taper_makes_the_top_wider_than_the_foot_or_narrower() -> None:
    ratios = []
    for square in one_stroke(SQUARE, taper=0.05):
        top, foot = (np.ptp(square[np.isclose(square[:, 1], edge(square[:, 1])), 0]) for edge in (np.min, np.max))
        assert (top + foot) / 2 == pytest.approx(np.ptp(square[:, 1])), "the height changed"
        ratios.append(float((foot - top) / (foot + top)))
    assert_spread(ratios, 0.05)


def test_proportion_moves_the_middle_and_leaves_top_and_foot() -> None:
    lines = one_stroke(UPRIGHT, proportion=0.2)
    assert_spread([float(middle(line)[1]) for line in lines], 0.2 / 4)
    for line in lines:
        np.testing.assert_allclose(line[[0, -1]], UPRIGHT[[0, -1]], atol=1e-12)


def test_bend_bows_what_stands() -> None:
    lines = one_stroke(UPRIGHT, bend=0.2)
    assert_spread([float(middle(line)[0] - line[0, 0]) for line in lines], 0.2 / 4)
    for line in lines:
        assert line[0, 0] == pytest.approx(line[-1, 0])
        np.testing.assert_allclose(line[[0, -1], 1], [-0.5, 0.5])


def along(points: int) -> Points:
    """A level line of so many points."""
    return np.stack([np.linspace(-0.5, 0.5, points), np.zeros(points)], axis=1)


def test_tremor_is_of_its_size_and_alike_in_neighbouring_points() -> None:
    heights = np.array([line[:, 1] - line[:, 1].mean() for line in one_stroke(along(200), tremor=0.004)])
    assert heights.std() == pytest.approx(0.004, rel=0.1)
    for apart, alike in ((1, 0.75), (2, 0.5), (4, 0.0), (20, 0.0)):
        correlation = np.mean(heights[:, apart:] * heights[:, :-apart]) / heights.var()
        assert correlation == pytest.approx(alike, abs=0.06), f"{apart} points apart"


def test_warp_bends_the_paper_smoothly() -> None:
    heights = np.array([line[:, 1] for line in one_stroke(along(60), warp=0.02)])
    bent = heights - heights.mean(axis=1, keepdims=True)
    assert 0.5 * 0.02 < bent.std() < 1.5 * 0.02
    roughness = np.abs(np.diff(heights, 2, axis=1)).max()
    assert roughness < 0.05 * np.ptp(heights), "the paper is creased"


def test_a_hand_that_only_sets_strokes_apart_leaves_a_lone_stroke() -> None:
    for stroke in one_stroke(SQUARE, stroke_shift=0.1, stroke_rotation=0.1, log_stroke_scale=0.1)[:20]:
        np.testing.assert_allclose(np.ptp(stroke, axis=0), [1, 1])
        assert path_lengths(stroke)[-1] == pytest.approx(4)


BARS = [np.array([[-0.5, -0.5], [0.5, -0.5]]), np.array([[-0.5, 0.5], [0.5, 0.5]])]


def between_bars(drawing: list[Stroke]) -> Points:
    """From one bar's middle to the other's, in lengths of the first."""
    upper, lower = drawing
    away: Points = (lower[[0, -1]].mean(axis=0) - upper[[0, -1]].mean(axis=0)) / path_lengths(upper)[-1]
    return away


def test_strokes_are_shifted_each_by_itself() -> None:
    shifts = [between_bars(drawing) - [0.0, 1.0] for drawing in drawn_by(BARS, stroke_shift=0.05)]
    assert np.std(shifts, axis=0) == pytest.approx(np.full(2, 0.05 * 2**0.5), rel=0.15)


def test_strokes_are_turned_about_their_own_middles() -> None:
    drawings = drawn_by(BARS, stroke_rotation=0.1)
    upper, lower = (np.array([angle(drawing[bar][-1] - drawing[bar][0]) for drawing in drawings]) for bar in (0, 1))
    assert_spread(upper.tolist(), 0.1)
    assert_spread(lower.tolist(), 0.1)
    assert abs(np.corrcoef(upper, lower)[0, 1]) < 0.15
    np.testing.assert_allclose([between_bars(drawing) for drawing in drawings], [[0.0, 1.0]] * COUNT, atol=1e-9)


def test_strokes_are_scaled_each_by_itself() -> None:
    drawings = drawn_by(BARS, log_stroke_scale=0.1)
    ratios = [float(np.log(path_lengths(lower)[-1] / path_lengths(upper)[-1])) for upper, lower in drawings]
    assert np.std(ratios) == pytest.approx(0.1 * 2**0.5, rel=0.15)


def test_smoothing_rounds_corners_and_leaves_ends_where_they_are() -> None:
    hook = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5]])
    rounded = one_stroke(hook, smoothing_probability=1.0)
    plain = one_stroke(hook)[0]
    gaps = {round(float(np.abs(stroke - [0.5, -0.5]).sum(axis=1).min()), 6) for stroke in rounded}
    once = 1 / 13 / 2  # a corner goes a quarter of the way to each neighbour, and they are a thirteenth away
    assert len(gaps) == 3 and min(gaps) == pytest.approx(once, abs=1e-6), "once, twice or three times"
    for stroke in rounded:
        np.testing.assert_allclose(stroke[[0, -1]], hook[[0, -1]])
        assert len(stroke) == len(plain)
        assert path_lengths(stroke)[-1] < path_lengths(plain)[-1]
    apart = drawn_by([hook[:2], hook[1:]], smoothing_probability=1.0)
    assert all(np.allclose(two[0][-1], [0.5, -0.5]) and np.allclose(two[1][0], [0.5, -0.5]) for two in apart)


def test_ends_are_set_early_or_late_along_the_line() -> None:
    strokes = one_stroke(ENDS_INSIDE, end_probability=1.0, end_length=0.1)
    for end, outward, changes in ((0, 1, []), (-1, -1, [])):  # type: tuple[int, int, list[float]]
        for stroke in strokes:
            away = stroke[end] - ENDS_INSIDE[end]
            assert abs(away[0]) < 1e-12, "it does not go straight on"
            changes.append(float(outward * away[1]))
        assert np.std(changes) == pytest.approx(0.1 / 3**0.5, rel=0.1)
        assert -0.1 <= min(changes) < -0.09 and 0.09 < max(changes) <= 0.1


def test_an_end_goes_on_as_the_line_lately_went_not_as_its_last_bit_did() -> None:
    """The last 0.08 of this line are half level, half upright: so it goes on between both."""
    turning = np.concatenate([[[0.04, 0.2]], ENDS_INSIDE])
    longer = [stroke for stroke in one_stroke(turning, end_probability=1.0, end_length=0.1) if stroke[0, 0] > 0.04]
    assert len(longer) > 100
    for stroke in longer:
        away = stroke[0] - turning[0]
        np.testing.assert_allclose(stroke[1], turning[0], atol=1e-12)
        assert away[0] == pytest.approx(away[1])
        assert np.hypot(*away) <= 0.1


def test_an_end_is_shortened_by_a_tenth_of_its_stroke_at_most() -> None:
    strokes = one_stroke(ENDS_INSIDE, end_probability=1.0, end_length=1.0)
    corners = ([-0.5, -0.5], [0.5, -0.5], [0.5, 0.5])
    unscaled = [stroke for stroke in strokes if all(np.isclose(stroke, corner).all(axis=1).any() for corner in corners)]
    shortest = min(path_lengths(stroke)[-1] for stroke in unscaled)
    assert shortest == pytest.approx(0.9 * 0.9 * path_lengths(ENDS_INSIDE)[-1]), "both ends, one after the other"


def test_hooks_are_one_more_point_at_an_end() -> None:
    for stroke in one_stroke(ENDS_INSIDE, hook_probability=1.0, end_length=0.05):
        np.testing.assert_allclose(stroke[[1, -2]], ENDS_INSIDE[[0, -1]], atol=1e-12)
        for hook in (stroke[0] - stroke[1], stroke[-1] - stroke[-2]):
            assert 0 < np.abs(hook).max() <= 0.05


def test_a_pen_that_fails_leaves_a_gap_in_the_line() -> None:
    whole = path_lengths(ENDS_INSIDE)[-1]
    gaps, places = [], []
    for first, second in drawn_by([ENDS_INSIDE], break_probability=1.0, end_length=0.2):
        np.testing.assert_allclose([first[0], second[-1]], ENDS_INSIDE[[0, -1]], atol=1e-12)
        gaps.append(float(whole - path_lengths(first)[-1] - path_lengths(second)[-1]))
        places.append(float(path_lengths(first)[-1] / (whole - gaps[-1])))
    assert 0.06 <= min(gaps) < 0.065 and 0.195 < max(gaps) <= 0.2
    assert 0.15 <= min(places) < 0.17 and 0.83 < max(places) <= 0.85


@pytest.mark.parametrize("trait", ["end_probability", "hook_probability", "break_probability", "smoothing_probability"])
def test_what_happens_with_a_probability_happens_that_often(trait: str) -> None:
    traits = {trait: 0.3, "end_length": 0.05}
    plain = drawn_by([ENDS_INSIDE])[0]
    same = sum(
        len(drawing) == 1 and len(drawing[0]) == len(plain[0]) and np.allclose(drawing[0], plain[0])
        for drawing in drawn_by([ENDS_INSIDE], **traits)
    )
    chances = 2 if trait in ("end_probability", "hook_probability") else 1
    assert same / COUNT == pytest.approx(0.7**chances, abs=0.08)

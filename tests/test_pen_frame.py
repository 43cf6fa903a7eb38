"""The frame round a drawing: its longer side is 14 steps, its centre lies at (7, 7)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inkspect.pen.frame import Frame
from inkspect.system.errors import InkspectError

coordinates = st.floats(-1e15, 1e15)
clouds = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=9).map(np.array)


def test_the_frame_of_nothing_has_steps_as_its_unit() -> None:
    points = np.array([[0.0, 14.0], [-3.5, 7.25]])
    frame = Frame.of([])
    np.testing.assert_array_equal(frame.in_steps(points), points)
    np.testing.assert_array_equal(frame.from_steps(points), points)


def test_a_drawing_without_extent_lies_at_the_centre() -> None:
    frame = Frame.of([np.array([[3.0, 4.0], [3.0, 4.0]])])
    assert not frame.has_extent
    np.testing.assert_array_equal(frame.in_steps(np.array([[3.0, 4.0], [900.0, 4.0]])), [[7, 7], [7, 7]])
    np.testing.assert_array_equal(frame.from_steps(np.array([[7.0, 8.0]])), [[3, 5]])


def test_a_wide_box_spans_the_frame_from_left_to_right() -> None:
    points = np.array([[10.0, 100.0], [66.0, 128.0]])
    frame = Frame.of([points])
    assert (frame.centre_x, frame.centre_y, frame.side) == (38, 114, 56)
    np.testing.assert_array_equal(frame.in_steps(points), [[0, 3.5], [14, 10.5]])


@given(clouds)
def test_every_point_lies_within_its_own_frame(points: NDArray[np.float64]) -> None:
    frame = Frame.of([points])
    if frame.side > 1e-300:
        in_steps = frame.in_steps(points)
        # The centre is rounded, which shows in steps if the box is small and far away.
        rounding = 1e-9 + 14 * np.spacing(np.abs(points).max()) / frame.side
        assert in_steps.min() >= -rounding and in_steps.max() <= 14 + rounding
        back = frame.from_steps(in_steps)
        assert np.abs(back - points).max() <= 4 * np.spacing(np.abs(points).max()) + 1e-12 * frame.side


def test_a_point_far_outside_a_tiny_frame_still_has_a_place() -> None:
    tiny = Frame.of([np.array([[0.0, 0.0], [5e-324, 0.0]])])
    assert np.isfinite(tiny.in_steps(np.array([[1e15, -1e15]]))).all()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1.1e15, -1.1e15])
def test_a_coordinate_that_no_drawing_may_have_is_refused(value: float) -> None:
    with pytest.raises(InkspectError, match="a drawing's coordinates must be"):
        Frame.of([np.array([[0.0, value]])])

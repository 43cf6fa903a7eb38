"""The ink rule with some of its steps left out."""

from itertools import product

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import golden
import golden_steps
from inkspect.data.stroke_files import read_strokes
from inkspect.ink import rasterize_all
from inkspect.ink_steps import InkSteps, rasterize_with
from inkspect.network.architecture import load_architecture
from inkspect.system.errors import InkspectError
from reference import PAD_PEN_WIDTH, ink_rule

WAYS = [InkSteps(*taken) for taken in product((True, False), repeat=3)]
NAMES = ["+".join(step for step in golden_steps.STEPS if getattr(way, step)) or "none" for way in WAYS]

places = st.tuples(st.integers(0, 4096), st.integers(0, 4096))
inked_strokes = st.lists(st.lists(places, min_size=1, max_size=8), min_size=1, max_size=3)


def as_arrays(strokes: list[list[tuple[int, int]]]) -> list[NDArray[np.float64]]:
    return [np.array(stroke, dtype=np.float64) for stroke in strokes]


@pytest.mark.parametrize(("steps", "name"), list(zip(WAYS, NAMES, strict=True)), ids=NAMES)
def test_every_way_to_leave_out_steps_gives_the_golden_pixels(steps: InkSteps, name: str) -> None:
    drawings = read_strokes(golden.FOLDER / golden.DRAWINGS)
    tensors = safetensors.numpy.load_file(golden.FOLDER / golden.STEPS)
    lines = tensors["drawings"].tolist()
    pictures = rasterize_with([drawings[line].kept for line in lines], steps).reshape(-1, 784)
    distances = np.abs(pictures - tensors[name]).max(axis=1)
    assert len(distances) >= 12
    assert distances.max() <= 1e-6, f"{drawings[lines[int(distances.argmax())]].extra} is off by {distances.max():.2e}"


@given(inked_strokes, st.sampled_from(WAYS))
def test_any_drawing_becomes_what_the_rule_says_word_by_word(
    strokes: list[list[tuple[int, int]]], steps: InkSteps
) -> None:
    expected = ink_rule(strokes, fit=steps.fit, mass=steps.mass, pen=steps.pen)
    np.testing.assert_allclose(rasterize_with([as_arrays(strokes)], steps)[0], expected, rtol=0, atol=1e-9)


@given(inked_strokes)
def test_with_all_steps_it_is_the_ink_rule(strokes: list[list[tuple[int, int]]]) -> None:
    drawing = as_arrays(strokes)
    np.testing.assert_allclose(rasterize_with([drawing], InkSteps()), rasterize_all([drawing]), rtol=0, atol=1e-12)


def test_a_drawing_without_ink_is_blank_and_no_drawings_are_no_pictures() -> None:
    for steps in WAYS:
        assert not rasterize_with([[], [np.empty((0, 2))]], steps).any()
        assert rasterize_with([], steps).shape == (0, 28, 28)


def test_ink_that_has_no_place_on_the_pad_is_refused_where_its_place_matters() -> None:
    off_pad = [np.array([[0.0, 0.0], [5000.0, 100.0]])]
    with pytest.raises(InkspectError, match="must lie on the pad, from 0 to 4096 pad units"):
        rasterize_with([off_pad], InkSteps(fit=False))
    np.testing.assert_allclose(rasterize_with([off_pad], InkSteps()), rasterize_all([off_pad]), rtol=0, atol=1e-12)
    with pytest.raises(InkspectError, match="finite"):
        rasterize_with([[np.array([[0.0, np.nan]])]], InkSteps())


def test_the_pads_pen_is_as_wide_as_the_reference_has_it() -> None:
    assert load_architecture().pad_pen_width == PAD_PEN_WIDTH

"""Placed strokes are cut at the pad's border, as the page cuts them, wherever a network reads or learns from them."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

import golden
import inkspect
import reference
from inkspect.data.pad import cut_to_pad
from inkspect.data.stroke_files import read_strokes, write_strokes
from inkspect.data.strokes import Drawing, drawing_to_json
from inkspect.drawing.negatives import Negatives
from inkspect.measuring.labelled import inked_samples
from inkspect.network.weights import published_weights
from inkspect.page.notebook import view
from inkspect.training.examples import examples_from_drawings
from inkspect.training.recipe import StrokeMix
from inkspect.training.samples import StrokeSamples

Points = NDArray[np.float64]

near_the_border = st.one_of(st.integers(-9000, 13000), st.sampled_from([-1, 0, 1, 4095, 4096, 4097])).map(float)
on_the_pad = st.integers(0, 4096).map(float)
times = st.integers(0, 5000).map(float)


def strokes_of(coordinates: st.SearchStrategy[float]) -> st.SearchStrategy[list[Points]]:
    """Strokes with times, some of them without a point."""
    stroke = st.lists(st.tuples(coordinates, coordinates, times), max_size=12)
    return st.lists(stroke.map(lambda points: np.array(points, np.float64).reshape(-1, 3)), max_size=4)


@pytest.mark.parametrize(
    "drawing", read_strokes(golden.FOLDER / golden.CUTS), ids=lambda drawing: drawing.extra["name"]
)
def test_strokes_are_cut_as_in_the_golden_cuts(drawing: Drawing) -> None:
    assert [stroke.tolist() for stroke in drawing.kept] == drawing.extra["kept"]


def test_the_golden_cuts_try_what_the_rule_speaks_of() -> None:
    cuts = read_strokes(golden.FOLDER / golden.CUTS)
    kept = [json.loads(json.dumps(cut.extra["kept"])) for cut in cuts]
    assert any(not strokes for strokes in kept), "none leaves nothing"
    more = [len(strokes) > len(cut.strokes) for strokes, cut in zip(kept, cuts, strict=True)]
    assert sum(more) > 10, "few come back"
    borders = {(axis, point[axis]) for strokes in kept for stroke in strokes for point in stroke for axis in (0, 1)}
    assert {(0, 0), (0, 4096), (1, 0), (1, 4096)} <= borders, "some side is never crossed"


@given(strokes_of(near_the_border))
def test_nothing_is_kept_outside_the_pad_and_all_is_in_whole_units(strokes: list[Points]) -> None:
    for stroke in cut_to_pad(strokes):
        assert len(stroke)
        assert stroke[:, :2].min() >= 0
        assert stroke[:, :2].max() <= 4096
        assert np.array_equal(stroke, np.rint(stroke))


@given(strokes_of(on_the_pad))
def test_a_stroke_inside_is_untouched(strokes: list[Points]) -> None:
    inside = [stroke for stroke in strokes if len(stroke)]
    assert [stroke.tolist() for stroke in cut_to_pad(strokes)] == [stroke.tolist() for stroke in inside]


@given(strokes_of(near_the_border))
def test_cutting_twice_is_cutting_once(strokes: list[Points]) -> None:
    once = cut_to_pad(strokes)
    assert [stroke.tolist() for stroke in cut_to_pad(once)] == [stroke.tolist() for stroke in once]


far = st.sampled_from([-1.7e308, -1e300, -3e16, -1e15, 2000.0, 3000.0, 1e15, 3e16, 1e300, 1.7e308])


@given(st.lists(st.tuples(far, far), min_size=1))
@example([(9366054288134540.0, 8422422217365488.0), (-9366054288133340.0, -8422422217362831.0)])  # rounds to -2
def test_strokes_of_any_finite_size_are_cut(places: list[tuple[float, float]]) -> None:
    for stroke in cut_to_pad([np.array(places)]):
        assert stroke.min() >= 0
        assert stroke.max() <= 4096


def test_what_is_kept_is_what_is_read_rasterized_measured_and_learned_from(tmp_path: Path) -> None:
    """A 1 whose last stretch comes back from far outside, where it looks like something else altogether."""
    strokes = (np.array([[2000.0, 1000.0], [2000.0, 3000.0]]), np.array([[2000.0, 9000.0], [40000.0, 9000.0]]))
    drawing, seen = Drawing(strokes, "1", placed=True), strokes[:1]
    picture = inkspect.rasterize(list(seen))
    assert not np.allclose(inkspect.rasterize(list(strokes)), picture), "the ink outside would have changed nothing"
    assert np.array_equal(inkspect.rasterize(drawing), picture)
    write_strokes(tmp_path / "one.jsonl", [drawing])
    for reading in (inkspect.read(drawing), inkspect.read(tmp_path / "one.jsonl")):
        assert reading.to_json() == inkspect.read(list(seen)).to_json()
    (sample,) = inked_samples([drawing])
    assert [stroke.tolist() for stroke in sample.ink] == [stroke.tolist() for stroke in seen]
    assert np.array_equal(examples_from_drawings([drawing]).pictures[0], np.rint(255 * picture))
    assert drawing._repr_svg_() == Drawing(seen)._repr_svg_()


def test_every_epochs_samples_and_negatives_are_made_of_what_is_kept() -> None:
    outside = np.array([[2000.0, 9000.0], [40000.0, 9000.0]])
    inside = [np.cumsum(np.random.default_rng(digit).uniform(0, 300, (12, 2)), axis=0).round() for digit in range(10)]
    drawings = [Drawing((stroke, outside), str(digit), placed=True) for digit, stroke in enumerate(inside)]
    seen = [Drawing((stroke,), str(digit)) for digit, stroke in enumerate(inside)]
    mix = StrokeMix(digits=30, non_digits=30, restyled=0, from_glyphs=0)
    drawn, expected = (StrokeSamples.from_drawings(mix, source).draw(seed=1, epoch=0) for source in (drawings, seen))
    np.testing.assert_array_equal(drawn.pictures, expected.pictures)
    for digit, strokes in Negatives.from_drawings(drawings).digits.items():
        assert [len(stroke) for stroke in strokes[0]] == [12], digit


def test_strokes_that_are_not_placed_have_no_border() -> None:
    far = np.array([[-9e9, 0.0], [9e9, 5.5]])
    (kept,) = Drawing((far,)).kept
    np.testing.assert_array_equal(kept, far)


def test_a_drawing_wholly_outside_the_pad_is_empty_and_shows_an_empty_pad() -> None:
    drawing = Drawing((np.array([[5000.0, 10.0], [6000.0, 10.0]]),), placed=True)
    assert not drawing.has_ink
    assert inkspect.read(drawing).verdict == "empty"
    assert inkspect.read([]).verdict == "empty"
    nothing: list[list[list[float]]] = []
    for strokes in (drawing, nothing):
        assert b'id="data-drawing">null</script>' in view(strokes, published_weights()).page


def test_a_file_is_written_back_as_it_came(tmp_path: Path) -> None:
    for name in (golden.CUTS, golden.DRAWINGS):
        drawings = read_strokes(golden.FOLDER / name)
        for drawing in drawings:
            inkspect.rasterize(drawing)
        write_strokes(tmp_path / name, drawings)
        assert (tmp_path / name).read_bytes() == (golden.FOLDER / name).read_bytes(), "reading changed the drawings"


def test_the_reference_cuts_the_golden_drawings_nowhere() -> None:
    """They lie on the pad, so the cut changes none of the golden numbers."""
    for drawing in read_strokes(golden.FOLDER / golden.DRAWINGS):
        strokes = json.loads(json.dumps(drawing_to_json(drawing)["strokes"]))
        assert reference.cut_to_pad(strokes) == strokes

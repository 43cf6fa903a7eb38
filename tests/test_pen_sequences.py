"""What the pen's network learns from: the tokens of its drawings, exactly, and what each next token weighs."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inkspect.ink import Stroke
from inkspect.pen.beginnings import continuation, first_points
from inkspect.pen.description import load_pen
from inkspect.pen.grammar import legal_next
from inkspect.pen.tokens import movements, tokenize
from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.training.drawing_ahead import DrawnAhead
from inkspect.training.pen_recipe import PUBLISHED_PEN, PenDrawings, PenRecipe, pen_recipe_of
from inkspect.training.pen_samples import PenSamples, read_and_asked
from inkspect.training.pen_sequences import asked, continued, weighing_one
from inkspect.training.pen_walks import Walks, walk_all
from inkspect.training.settings import settings_of
from small_pen_training import small_drawings, small_recipe

PEN = load_pen()
CONTEXT = PEN.context

coordinates = st.floats(-50, 50, width=32) | st.integers(-3, 3).map(float)
strokes_drawn = st.lists(st.tuples(coordinates, coordinates), max_size=6).map(
    lambda points: np.array(points, np.float64).reshape(-1, 2)
)
drawings_drawn = st.lists(strokes_drawn, min_size=1, max_size=4).filter(lambda strokes: any(map(len, strokes)))


def names(ids: NDArray[np.integer]) -> list[str]:
    return [PEN.vocabulary[token] for token in ids]


def zigzag(points: int, height: float = 1.0) -> Stroke:
    """A stroke whose points are far apart, so that it has many movements."""
    return np.stack([np.linspace(0, 1, points), height * (np.arange(points) % 2)], axis=1)


# ---- Many drawings at once ----


@settings(max_examples=150, deadline=None)
@given(st.lists(drawings_drawn, min_size=1, max_size=5), st.integers(2, 60), st.randoms())
def test_many_drawings_at_once_have_the_movements_that_each_has_alone(
    drawings: list[list[Stroke]], longest: int, random: object
) -> None:
    kept = [random.randint(1, sum(map(len, drawing))) for drawing in drawings]  # type: ignore[attr-defined]
    walks = walk_all(drawings, kept, longest)
    for row, (drawing, count) in enumerate(zip(drawings, kept, strict=True)):
        begun = first_points(drawing, count)
        if np.ptp(np.concatenate(begun), axis=0).max() == 0:
            continue  # in such a frame nothing can follow; the next test has it whole
        given_first, followed = continuation(drawing, count, longest)
        assert walks.ids[row, : walks.counts[row]].tolist() == [*given_first, *followed]
        assert walks.begun[row] == len(given_first)
        assert walks.whole[row] or walks.counts[row] == longest
        if walks.whole[row]:
            assert not walks.ids[row, walks.counts[row] :].any()
            assert len(continuation(drawing, count, longest + 1)[1]) == len(followed)


def test_a_tap_lies_in_the_middle_of_its_frame() -> None:
    tap = [np.array([[3.0, 4.0], [3.0, 4.0]])]
    walks = walk_all([tap], [2], 20)
    assert tuple(walks.ids[0, : walks.counts[0]]) == movements(tap) == (PEN.at(7), PEN.at(7))
    assert walks.whole.all()


# ---- What is to be predicted ----


def predicted(ids: NDArray[np.integer], weights: NDArray[np.floating]) -> list[tuple[str, float]]:
    """The tokens that are to be predicted, with their weights."""
    return [(PEN.vocabulary[after], weight) for after, weight in zip(ids[1:], weights, strict=False) if weight]


def test_of_a_drawing_that_is_read_the_digit_weighs_most_and_ask_is_never_predicted() -> None:
    drawing = [np.array([[0.0, 0.0], [0.0, 2.0]])]
    walks = walk_all([drawing], [2], CONTEXT)
    sequences = asked(walks, [1], begun=True, movement=0.5, digit=9)
    ids = sequences.ids[0, : sequences.lengths[0]]
    assert names(ids) == ["READ", "AT 7", "AT 0", *["STEP 4"] * 14, "ASK", "1", "END"]
    assert predicted(ids, sequences.weights[0]) == [
        ("AT 7", 0.5),
        ("AT 0", 0.5),
        *[("STEP 4", 0.5)] * 14,
        ("1", 9.0),
        ("END", 1.0),
    ]


def test_of_a_beginning_only_what_followed_is_predicted() -> None:
    drawing = [np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 2.0]]), np.array([[0.0, 2.0]])]
    walks = walk_all([drawing], [2], CONTEXT)
    for digits, start in ((None, ["READ"]), ([1], ["WRITE", "1"])):
        sequences = continued(walks, digits)
        ids = sequences.ids[0, : sequences.lengths[0]]
        assert names(ids) == [*start, "AT 7", "AT 0", *["STEP 4"] * 28, "LIFT", "DROP", "END"]
        followed = predicted(ids, sequences.weights[0])
        assert followed == [*[("STEP 4", 1.0)] * 14, ("LIFT", 1.0), ("DROP", 1.0), ("END", 1.0)]


def test_to_write_a_digit_everything_after_it_is_predicted() -> None:
    walks = walk_all([[np.array([[0.0, 0.0], [14.0, 0.0]])]], [2], CONTEXT)
    sequences = continued(walks, [7], from_beginning=False)
    ids = sequences.ids[0, : sequences.lengths[0]]
    assert predicted(ids, sequences.weights[0]) == [(name, 1.0) for name in names(ids)[2:]]
    assert names(ids)[:3] == ["WRITE", "7", "AT 0"] and names(ids)[-1] == "END"


def test_a_drawing_too_long_for_the_context_is_read_by_its_newest_movements_and_goes_on_without_an_end() -> None:
    long = [zigzag(12)]
    kept = [len(long[0])]
    assert len(movements(long)) > CONTEXT
    sequences = read_and_asked([long], kept, [4], movement=0.5, digit=9)
    ids = sequences.ids[0, : sequences.lengths[0]]
    assert tuple(ids[: -2 if ids[-1] == PEN.id("END") else -1]) == tokenize(long).asked
    weights = dict(predicted(ids, sequences.weights[0]))
    assert weights["4"] == 9 and "ASK" not in weights
    assert not sequences.weights[0, :2].any(), "where what is kept begins is nothing to be predicted"
    written = continued(walk_all([long], kept, CONTEXT), [4], from_beginning=False)
    assert written.lengths[0] == CONTEXT and PEN.id("END") not in written.ids[0]


@pytest.mark.parametrize(("count", "end"), [(91, ["4", "END"]), (92, ["4", "END"]), (93, ["ASK", "4"])])
def test_end_is_left_out_where_just_the_digit_fits(count: int, end: list[str]) -> None:
    moves = np.array([[PEN.at(0), PEN.at(0), *[PEN.step(0)] * (count - 2)]], np.uint8)
    walks = Walks(moves, np.array([count]), np.array([count]), np.array([True]))
    sequences = asked(walks, [4], begun=True, movement=1, digit=9)
    ids = sequences.ids[0, : sequences.lengths[0]]
    assert len(ids) == min(count + 4, CONTEXT)
    assert names(ids)[-2:] == end
    assert predicted(ids, sequences.weights[0])[count:] == [("4", 9.0), ("END", 1.0)][: len(end) - (end[0] == "ASK")]


def test_weights_are_one_a_sequence_in_the_mean() -> None:
    walks = walk_all([[zigzag(3)], [zigzag(9)]], [3, 9], CONTEXT)
    sequences = weighing_one(asked(walks, [1, 2], begun=True, movement=1, digit=9))
    assert sequences.weights.sum() == pytest.approx(2, rel=1e-6)
    assert sequences.weights.max() / sequences.weights[sequences.weights > 0].min() == pytest.approx(9)


# ---- An epoch ----


def test_every_sequence_of_an_epoch_is_legal_and_there_are_as_many_as_the_recipe_says() -> None:
    recipe = small_recipe()
    samples = PenSamples.from_drawings(recipe, small_drawings())
    drawn = samples.draw_groups(1, 0, 0, samples.groups)
    assert len(drawn) == recipe.sequences_per_epoch == 16 * 3 + 8 * 2
    for ids, length, weights in zip(drawn.ids, drawn.lengths, drawn.weights, strict=True):
        for place in range(1, length):
            if ids[place] != PEN.id("ASK"):  # which we put there
                assert ids[place] in legal_next(ids[:place].tolist()), names(ids[: place + 1])
        assert not weights[length - 1 :].any()


def test_a_whole_drawings_digit_weighs_as_much_more_than_a_beginnings_as_the_recipe_says() -> None:
    recipe = replace(small_recipe(), whole_weight=2.5)
    drawn = PenSamples.from_drawings(recipe, small_drawings()).draw_groups(1, 0, 0, 1)
    whole, begun = drawn.weights[:16].max(axis=1), drawn.weights[16:32].max(axis=1)
    assert set(whole.tolist()) == {2.5 * recipe.digit_weight}
    assert set(begun.tolist()) == {recipe.digit_weight}


def test_sequences_depend_on_seed_and_epoch_only_not_on_who_draws_them() -> None:
    recipe = PenRecipe(reading=PenDrawings(drawings=700, beginnings=1), writing=PenDrawings(drawings=330, beginnings=0))
    samples = PenSamples.from_drawings(recipe, small_drawings())
    whole = samples.draw_groups(1, 2, 0, samples.groups)
    for workers in (1, 3):
        ahead = DrawnAhead(samples, seed=1, last_epoch=3, workers=workers)
        try:
            np.testing.assert_array_equal(ahead.take(2).ids, whole.ids, err_msg=f"{workers} workers")
        finally:
            ahead.close()
    for seed, epoch in ((1, 3), (2, 2)):
        assert np.any(samples.draw_groups(seed, epoch, 0, 1).ids != whole.ids[: 320 * 3])


def test_what_is_written_is_drawn_apart_from_what_is_read() -> None:
    alike = PenDrawings(drawings=10, beginnings=0)
    samples = PenSamples.from_drawings(PenRecipe(reading=alike, writing=alike), small_drawings())
    drawn = samples.draw_groups(1, 0, 0, samples.groups)
    assert all(drawn.ids[row, 1:20].tolist() != drawn.ids[row + 10, 2:21].tolist() for row in range(10))


def test_beginnings_are_cut_by_length_of_ink_each_in_its_own_range() -> None:
    recipe = PenRecipe(
        reading=PenDrawings(drawings=200, beginnings=2, shortest=0.2, calmest_hand=0, wildest_hand=0, restyled=0),
        writing=PenDrawings(drawings=0),
    )
    samples = PenSamples.from_drawings(recipe, small_drawings())
    drawn = samples.draw_groups(1, 0, 0, 1)
    whole, first, second = (drawn.lengths[start : start + 200].mean() for start in (0, 200, 600))
    assert first < second <= whole


# ---- The recipe ----


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"batch_size": 5}, "a batch of 5 does not divide into 2 equal shards"),
        ({"writers_apart": 1}, "writers_apart must be 0"),
        ({"foreseen_weight": 2.0}, "foreseen_weight must be a number from 0 to 1"),
        ({"reading": 3}, "reading must be of type PenDrawings"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_by_name(choices: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        PenRecipe(**choices)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="calmest_hand must be at most wildest_hand"):
        PenDrawings(calmest_hand=3.0)


def test_a_recipe_comes_back_from_a_checkpoint_and_an_unknown_one_is_told() -> None:
    assert pen_recipe_of(settings_of(PUBLISHED_PEN)) == PUBLISHED_PEN
    with pytest.raises(InkspectError, match="from another version of this program"):
        pen_recipe_of({"teacher": 1})


def test_the_published_recipe_fills_every_batch() -> None:
    assert PUBLISHED_PEN.sequences_per_epoch % PUBLISHED_PEN.batch_size == 0

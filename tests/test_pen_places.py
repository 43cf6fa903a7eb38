"""Where the pen is after every token."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import reference_pen as reference
from inkspect.pen.description import load_pen
from inkspect.pen.places import places_of, walk

PEN = load_pen()


def ids_of(*names: str) -> list[int]:
    return [PEN.id(name) for name in names]


moves = st.lists(st.sampled_from(reference.STEPS), max_size=30)


@st.composite
def sequences(draw: st.DrawFn) -> list[str]:
    """Legal sequences of any length, up to the answer or the end."""
    names = draw(st.sampled_from([["READ"], ["WRITE", "3"]]))
    names = [*names, *draw(st.tuples(*[st.sampled_from(reference.PLACES)] * 2)), *draw(moves)]
    for air in draw(st.lists(moves, max_size=3)):
        names += ["LIFT", *air, "DROP", *draw(moves)]
    endings = [["END"], ["LIFT"], ["LIFT", "STEP 3"], []]
    asked = [["ASK"], ["ASK", "4"], ["ASK", "4", "END"]]
    return [*names, *draw(st.sampled_from(endings + asked * (names[0] == "READ")))]


def test_only_movements_from_the_second_place_on_leave_the_pen_somewhere() -> None:
    told = ids_of("READ", "AT 3", "AT 14", "STEP 0", "LIFT", "STEP 4", "DROP", "ASK", "7", "END")
    places = places_of(told)
    assert places.known.tolist() == [False, False, True, True, True, True, True, False, False, False]
    assert places.x.tolist() == [0, 0, 10, 11, 11, 11, 11, 0, 0, 0]
    assert places.y.tolist() == [0, 0, 21, 21, 21, 22, 22, 0, 0, 0]
    assert places.up.tolist() == [False] * 4 + [True, True] + [False] * 4


def test_a_sequence_of_no_tokens_has_no_places() -> None:
    assert places_of([]).x.shape == (0,)


def test_cells_end_seven_steps_outside_the_frame() -> None:
    right = places_of(ids_of("READ", "AT 14", "AT 0", *["STEP 0"] * 30, *["STEP 12"] * 30))
    assert (right.x.max(), right.y[-1]) == (28, 0)
    left = places_of(ids_of("READ", "AT 0", "AT 14", *["STEP 8"] * 30, *["STEP 4"] * 30))
    assert (left.x[-1], left.y.max()) == (0, 28)


@given(sequences())
def test_places_are_those_of_the_pen_walked_step_by_step(names: list[str]) -> None:
    walked, cells = walk(ids_of(*names)), places_of(ids_of(*names))
    for index, (place, cell) in enumerate(zip(reference.places(names), reference.cells(names), strict=True)):
        assert walked.known[index] == cells.known[index] == (place is not None)
        assert (walked.x[index], walked.y[index], walked.up[index]) == (place or (0, 0, False))
        assert (cells.x[index], cells.y[index], cells.up[index]) == (cell or (0, 0, False))


@given(st.lists(sequences(), min_size=1, max_size=5))
def test_many_sequences_at_once_have_the_places_of_each(batch: list[list[str]]) -> None:
    padded = np.zeros((len(batch), max(map(len, batch))), np.uint8)
    for row, names in zip(padded, batch, strict=True):
        row[: len(names)] = ids_of(*names)
    together = places_of(padded)
    for index, names in enumerate(batch):
        alone = places_of(ids_of(*names))
        for field in ("x", "y", "up", "known"):
            np.testing.assert_array_equal(getattr(together, field)[index, : len(names)], getattr(alone, field))
    assert not (together.known | together.up)[padded == 0].any()

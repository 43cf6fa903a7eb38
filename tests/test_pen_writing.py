"""Writing: drawn from a network's probabilities by rules that leave nothing to chance but the seed."""

import itertools
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import reference_pen as reference
from inkspect.pen.description import load_pen
from inkspect.pen.grammar import Phase, phase_after
from inkspect.pen.tokens import strokes_of, tokenize
from inkspect.pen.writing import Written, chosen_token, finish, next_probabilities, write
from inkspect.system.errors import InkspectError, InvalidValueError
from pen_stand_in import PLAIN, StandIn

PEN = load_pen()
DOWN = [PEN.id("READ"), PEN.at(7), PEN.at(7)]
END = PEN.id("END")

CORNER = [np.array([[0.0, 0.0], [28.0, 0.0], [28.0, 28.0]])]
"""14 steps to the right, 14 down, each two units long."""


RIGHT_FOREVER = StandIn(lambda ids: {PEN.step(0): 9, PEN.at(0): 9})
NEVER_LEGAL = StandIn(lambda ids: dict.fromkeys((PEN.id("ASK"), PEN.id("READ"), PEN.digit(3)), 100.0))


def reads(written: Written) -> list[str]:
    return [PEN.vocabulary[token] for token in written.ids]


@settings(max_examples=60)
@given(
    st.integers(0, 9),
    st.sampled_from([0, 0.01, 0.5, 0.8, 1, 3.5, 1e6]),
    st.sampled_from([None, 1, 2, 5, 17, 99]),
    st.integers(0, 2**32 - 1),
)
def test_a_digit_is_written_as_the_rules_written_plainly_write_it(
    digit: int, temperature: float, top_k: int | None, seed: int
) -> None:
    written = write(PLAIN, digit, temperature, top_k, seed)
    expected = reference.write(["WRITE", str(digit)], reference.stand_in, temperature, top_k, seed)
    assert (reads(written), written.ended) == expected


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.none() | st.integers(0, 9))
def test_a_drawing_is_finished_as_the_rules_written_plainly_finish_it(seed: int, digit: int | None) -> None:
    written = finish(PLAIN, CORNER, digit, seed=seed)
    begun = tokenize(CORNER, digit)
    start = [PEN.vocabulary[token] for token in begun.ids]
    assert (reads(written), written.ended) == reference.write(start, reference.stand_in, 0.8, None, seed)
    assert (written.given, written.frame) == (len(start), begun.frame)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(0, 9))
def test_only_legal_tokens_are_written(seed: int, digit: int) -> None:
    written = write(NEVER_LEGAL, digit, temperature=50, seed=seed)
    assert written.ended == (phase_after(written.ids) is Phase.ENDED)
    assert not {"ASK", "READ"} & set(reads(written))


def test_the_same_seed_writes_the_same_and_another_seed_something_else() -> None:
    assert write(PLAIN, 5, seed=3) == write(PLAIN, 5, seed=3)
    assert len({write(PLAIN, 5, seed=seed).ids for seed in range(20)}) == 20


def test_a_context_without_an_end_is_a_failure() -> None:
    written = write(RIGHT_FOREVER, 1, temperature=0)
    assert not written.ended
    assert len(written.ids) == PEN.context
    assert reads(written)[-1] == "STEP 0"


def test_the_end_may_come_after_a_full_context() -> None:
    ends_late = StandIn(lambda ids: {END: 20} if len(ids) == PEN.context else {PEN.step(0): 9})
    written = write(ends_late, 1, temperature=0)
    assert written.ended
    assert (len(written.ids), written.ids[-1]) == (PEN.context + 1, END)


def test_at_temperature_0_the_most_probable_token_is_written_whatever_the_seed() -> None:
    assert {write(PLAIN, 7, temperature=0, seed=seed) for seed in range(5)} == {write(PLAIN, 7, temperature=0)}
    assert write(PLAIN, 7, temperature=0).ids == write(PLAIN, 7, top_k=1, seed=99).ids


def logits_of(**values: float) -> NDArray[np.float64]:
    logits = np.zeros(47)
    for name, value in values.items():
        logits[PEN.id(name.replace("_", " "))] = value
    return logits


def test_equal_logits_go_to_the_lowest_id() -> None:
    nothing = logits_of()
    assert next_probabilities(nothing, DOWN, temperature=0)[END] == 1
    kept = np.flatnonzero(next_probabilities(nothing, DOWN, top_k=3))
    assert [PEN.vocabulary[token] for token in kept] == ["END", "LIFT", "STEP 0"]


def test_top_k_keeps_the_most_probable_and_shares_all_among_them() -> None:
    logits = logits_of(STEP_9=2 + math.log(3), STEP_4=2, LIFT=1, READ=99)
    chances = next_probabilities(logits, DOWN, temperature=1, top_k=2)
    assert (chances[PEN.step(9)], chances[PEN.step(4)]) == (pytest.approx(0.75), pytest.approx(0.25))
    assert np.count_nonzero(chances) == 2


def test_temperature_is_what_the_logits_are_divided_by() -> None:
    logits = logits_of(STEP_9=math.log(16), STEP_4=math.log(4))
    for temperature, ratio in ((1, 4), (0.5, 16), (2, 2)):
        chances = next_probabilities(logits, DOWN, temperature)
        assert chances[PEN.step(9)] / chances[PEN.step(4)] == pytest.approx(ratio)


@pytest.mark.parametrize("temperature", [5e-324, 1e-300, 1.7e308])
def test_extreme_temperatures_are_limits_not_errors(temperature: float) -> None:
    logits = logits_of(STEP_9=80, STEP_4=-80)
    chances = next_probabilities(logits, DOWN, temperature)
    assert chances.sum() == pytest.approx(1)
    assert chances[PEN.step(9)] == pytest.approx(1 if temperature < 1 else 1 / 18)


@given(st.lists(st.floats(-50, 50), min_size=47, max_size=47), st.floats(0.05, 20), st.none() | st.integers(1, 30))
def test_probabilities_are_a_distribution_over_the_legal_tokens(
    values: list[float], temperature: float, top_k: int | None
) -> None:
    chances = next_probabilities(np.array(values), DOWN, temperature, top_k)
    legal = {END, PEN.id("LIFT"), *map(PEN.step, range(16))}
    assert chances.sum() == pytest.approx(1)
    assert set(np.flatnonzero(chances).tolist()) <= legal
    assert np.count_nonzero(chances) <= (top_k or 18)


@given(
    st.lists(st.floats(-50, 50), min_size=47, max_size=47),
    st.sampled_from([0, 1e-3, 0.01, 0.5, 0.8, 3.0]),
    st.none() | st.integers(1, 30),
)
def test_probabilities_are_those_of_the_plain_rules_to_the_last_bit(
    values: list[float], temperature: float, top_k: int | None
) -> None:
    by_name = dict(zip(PEN.vocabulary, values, strict=True))
    names = [PEN.vocabulary[token] for token in DOWN]
    expected = reference.probabilities(names, lambda _: by_name, temperature, top_k)
    chances = next_probabilities(np.array(values), DOWN, temperature, top_k)
    assert {PEN.vocabulary[token]: chances[token] for token in np.flatnonzero(chances)} == {
        name: chance for name, chance in expected.items() if chance > 0
    }


def test_after_the_end_nothing_comes() -> None:
    assert not next_probabilities(logits_of(), [*DOWN, END]).any()


@given(st.integers(0, 2**53 - 1))
def test_a_token_is_chosen_where_the_sum_in_order_of_ids_first_exceeds_the_number(numerator: int) -> None:
    chances = np.zeros(47)
    chances[[4, 20, 31]] = [0.125, 0.625, 0.25]
    number = Fraction(numerator, 2**53)
    sums = itertools.accumulate((Fraction(1, 8), Fraction(5, 8), Fraction(1, 4)))
    expected = next(token for token, total in zip((4, 20, 31), sums, strict=True) if total > number)
    assert chosen_token(chances, float(number)) == expected


@pytest.mark.parametrize(("number", "token"), [(0.0, 4), (0.124999, 4), (0.125, 20), (0.75, 31), (1 - 2**-53, 31)])
def test_a_token_without_probability_is_never_chosen(number: float, token: int) -> None:
    chances = np.zeros(47)
    chances[[4, 20, 31]] = [0.125, 0.625, 0.25]
    assert chosen_token(chances, number) == token


def test_a_sum_that_rounding_left_below_the_number_goes_to_the_last_that_could_be_chosen() -> None:
    chances = np.zeros(47)
    chances[[4, 20]] = [0.5, 0.5 - 2**-50]
    assert chosen_token(chances, 1 - 2**-53) == 20


def test_tokens_are_chosen_as_often_as_they_are_probable() -> None:
    heads = StandIn(lambda ids: {PEN.at(2): math.log(3), PEN.at(9): 0.0} if len(ids) < 4 else {END: 99.0})
    drawn = Counter(write(heads, 1, temperature=1, seed=seed).ids[2] for seed in range(4000))
    others = 13 * math.exp(-5)
    assert drawn[PEN.at(2)] / 4000 == pytest.approx(3 / (4 + others), abs=0.03)
    assert drawn[PEN.at(9)] / 4000 == pytest.approx(1 / (4 + others), abs=0.03)


def test_what_is_finished_comes_back_in_the_drawings_own_unit() -> None:
    down_twice = StandIn(lambda ids: {PEN.step(4): 9.0} if len(ids) < 33 else {END: 9.0})
    written = finish(down_twice, CORNER, temperature=0)
    assert (written.given, len(written.ids), written.ended) == (31, 34, True)
    np.testing.assert_allclose(written.strokes[0][[0, 14, 30]], [[0, 0], [28, 0], [28, 32]])
    np.testing.assert_allclose(written.added, [[[28, 28], [28, 30], [28, 32]]])


def test_what_is_finished_can_be_told_which_digit_it_is_to_become() -> None:
    assert reads(finish(PLAIN, CORNER, digit=7))[:4] == ["WRITE", "7", "AT 0", "AT 0"]


def test_nothing_drawn_is_begun_by_the_network() -> None:
    written = finish(PLAIN, [], seed=4)
    assert written.given == 1
    assert len(written.strokes) == len(written.added) > 0


def test_of_a_drawing_longer_than_the_context_the_newest_part_is_finished() -> None:
    scribble = [np.random.default_rng(2).uniform(0, 100, (60, 2))]
    written = finish(PLAIN, scribble, digit=3, temperature=0)
    assert written.left_out > 0
    assert written.ids[: written.given] == tokenize(scribble, 3).ids
    assert len(written.ids) <= PEN.context + 1


def test_a_written_digit_is_told_in_steps() -> None:
    written = write(PLAIN, 2, seed=8)
    for ours, tokens in zip(written.strokes, strokes_of(written.ids), strict=True):
        np.testing.assert_array_equal(ours, tokens)


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"digit": 10}, "digit must be a whole number from 0 to 9, not 10"),
        ({"digit": "7"}, "digit must be a whole number from 0 to 9, not '7'"),
        ({"temperature": -0.1}, "temperature must be a number of at least 0, not -0.1"),
        ({"temperature": math.nan}, "temperature must be a number of at least 0, not nan"),
        ({"temperature": math.inf}, "temperature must be a number of at least 0, not inf"),
        ({"temperature": 10**400}, "temperature must be a number of at least 0, not an int"),
        ({"temperature": True}, "temperature must be a number of at least 0, not True"),
        ({"temperature": "hot"}, "temperature must be a number of at least 0, not 'hot'"),
        ({"top_k": 0}, "top_k must be a whole number of at least 1, not 0"),
        ({"top_k": 1.5}, "top_k must be a whole number of at least 1, not 1.5"),
        ({"seed": -1}, "seed must be a whole number from 0 to 4294967295, not -1"),
    ],
)
def test_an_argument_out_of_its_range_is_refused_in_one_line(wrong: dict[str, int], line: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        write(PLAIN, **{"digit": 3, **wrong})
    assert str(refused.value) == line
    if "digit" not in wrong:
        with pytest.raises(InvalidValueError) as refused:
            finish(PLAIN, CORNER, **wrong)
        assert str(refused.value) == line


def test_a_network_whose_logits_are_not_finite_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="logits are not finite"):
        write(StandIn(lambda ids: {PEN.at(3): math.nan}), 1)


def test_a_drawing_that_is_none_is_refused() -> None:
    with pytest.raises(InkspectError, match="finite"):
        finish(PLAIN, [np.array([[0.0, math.nan]])])

"""The random numbers of writing are those of the published generator, from seeds by a rule that JavaScript shares."""

from fractions import Fraction

import numpy as np
import pytest

import reference_pen as reference
from inkspect.pen.generator import Xoshiro128StarStar
from inkspect.system.errors import InvalidValueError

SEEDS = (0, 1, 42, 2**31, 2**32 - 1)


def test_from_the_authors_state_it_draws_what_their_program_prints() -> None:
    random = Xoshiro128StarStar(0)
    random._state = [1, 2, 3, 4]
    # Printed by xoshiro128starstar.c, version 1.1 (https://prng.di.unimi.it), from this state.
    printed = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804]
    assert [random.uint32() for _ in printed] == printed


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_the_generator_written_with_32_bit_integers(seed: int) -> None:
    ours, plain = Xoshiro128StarStar(seed), reference.Xoshiro(seed)
    assert [ours.uint32() for _ in range(200)] == [plain.next() for _ in range(200)]


@pytest.mark.parametrize("seed", SEEDS)
def test_fractions_are_exactly_53_bits_below_1(seed: int) -> None:
    ours, plain = Xoshiro128StarStar(seed), reference.Xoshiro(seed)
    for _ in range(200):
        assert Fraction(ours.uniform()) == plain.fraction() < 1


def test_no_seed_has_a_state_of_noughts() -> None:
    for seed in (*SEEDS, *(-index * 0x9E3779B9 % 2**32 for index in range(1, 5))):
        assert sum(word == 0 for word in Xoshiro128StarStar(seed)._state) <= 1


def test_neighbouring_seeds_draw_unlike_numbers() -> None:
    first = np.array([Xoshiro128StarStar(seed).uniform() for seed in range(4000)])
    assert abs(first.mean() - 0.5) < 0.02
    assert abs(np.corrcoef(first[:-1], first[1:])[0, 1]) < 0.05
    assert len(set(first)) == 4000


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, "1", None, True])
def test_a_seed_is_a_whole_number_of_32_bits(seed: int) -> None:
    with pytest.raises(InvalidValueError, match="seed must be a whole number from 0 to 4294967295"):
        Xoshiro128StarStar(seed)


@pytest.mark.parametrize("seed", [np.uint32(7), np.int64(7)])
def test_numpys_whole_numbers_are_seeds_too(seed: int) -> None:
    assert Xoshiro128StarStar(seed).uint32() == Xoshiro128StarStar(7).uint32()

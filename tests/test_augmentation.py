"""Augmentation changes pictures as its description says, reproducibly, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inkspect.training.augmentation import BilinearSampler, augment, change_thickness, elastic_basis
from inkspect.training.recipe import Augmentation
from numerical import slow_bilinear

NOTHING = Augmentation(rotation=0, scale=0, slant=0, shift=0, elastic=0, thicker=0, thinner=0)


def a_bar(count: int) -> NDArray[np.uint8]:
    """Pictures of one upright bar, 4 cells wide and 14 high, around the centre."""
    pictures = np.zeros((count, 28, 28), np.uint8)
    pictures[:, 7:21, 12:16] = 200
    return pictures


def centers_of_mass(pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
    mass = pictures.sum(axis=(1, 2), dtype=np.float64)
    rows = np.einsum("nrc,r->n", pictures.astype(np.float64), np.arange(28)) / mass
    columns = np.einsum("nrc,c->n", pictures.astype(np.float64), np.arange(28)) / mass
    return np.stack([rows, columns], axis=1)


def spreads(pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Second moments about the centre of mass: rows, columns, and both together; (n, 3)."""
    centers = centers_of_mass(pictures)
    result = []
    for picture, (row, column) in zip(pictures.astype(np.float64), centers, strict=True):
        down, right = np.arange(28)[:, None] - row, np.arange(28)[None] - column
        result.append([np.sum(picture * part) / picture.sum() for part in (down * down, right * right, down * right)])
    return np.array(result)


@given(st.integers(0, 2**32 - 1), st.integers(0, 130))
def test_with_nothing_allowed_nothing_changes(seed: int, count: int) -> None:
    pictures = np.random.default_rng(seed).integers(0, 256, (count, 28, 28), dtype=np.uint8)
    np.testing.assert_array_equal(augment(pictures, NOTHING, np.random.default_rng(0)), pictures)


def test_equal_random_numbers_give_equal_pictures_and_others_give_others() -> None:
    pictures = a_bar(70)
    one, same, other = (augment(pictures, Augmentation(), np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert np.any(one != other)
    assert len(np.unique(one, axis=0)) == 70, "every copy is changed in its own way"


def test_changes_are_scaled_from_none_at_all_to_as_far_as_they_were() -> None:
    usual = Augmentation(elastic_points=5)
    assert usual.scaled(1) == usual
    assert usual.scaled(0) == replace(NOTHING, elastic_points=5)
    assert usual.scaled(0.5) == replace(
        NOTHING,
        rotation=6,
        scale=0.075,
        slant=0.1,
        shift=0.75,
        elastic=0.35,
        elastic_points=5,
        thicker=0.3,
        thinner=0.175,
    )


def test_the_given_pictures_stay_as_they_are() -> None:
    pictures = a_bar(5)
    augment(pictures, Augmentation(), np.random.default_rng(0))
    np.testing.assert_array_equal(pictures, a_bar(5))


@given(st.integers(0, 2**32 - 1))
def test_paper_stays_paper_however_far_pictures_are_moved(seed: int) -> None:
    far = Augmentation(rotation=180, scale=0.5, slant=2, shift=40, elastic=8)
    blank = np.zeros((3, 28, 28), np.uint8)
    np.testing.assert_array_equal(augment(blank, far, np.random.default_rng(seed)), blank)


def test_what_is_moved_out_of_the_picture_is_gone_not_smeared_along_its_edge() -> None:
    full = np.full((200, 28, 28), 255, np.uint8)
    moved = augment(full, replace(NOTHING, shift=60.0), np.random.default_rng(0))
    assert np.count_nonzero(moved.max(axis=(1, 2)) == 0) > 50


def test_shift_moves_the_ink_up_to_its_limit_along_each_axis() -> None:
    moved = centers_of_mass(augment(a_bar(400), replace(NOTHING, shift=2.0), np.random.default_rng(0))) - 13.5
    assert np.abs(moved).max() <= 2.02
    assert np.all(np.abs(moved).max(axis=0) > 1.9)
    assert np.all(np.abs(moved.mean(axis=0)) < 0.2)


def test_rotation_turns_the_ink_up_to_its_limit_both_ways() -> None:
    moments = spreads(augment(a_bar(400), replace(NOTHING, rotation=30.0), np.random.default_rng(0)))
    angles = np.rad2deg(0.5 * np.arctan2(2 * moments[:, 2], moments[:, 0] - moments[:, 1]))
    assert 28 < angles.max() < 31
    assert -31 < angles.min() < -28


def test_scale_stretches_height_and_width_each_by_itself() -> None:
    before = spreads(a_bar(1))[0]
    after = spreads(augment(a_bar(400), replace(NOTHING, scale=0.25), np.random.default_rng(0)))
    heights, widths = (np.sqrt(after[:, axis] / before[axis]) for axis in (0, 1))
    assert 1.2 < heights.max() < 1.27
    assert 0.73 < heights.min() < 0.8
    assert abs(float(np.corrcoef(heights, widths)[0, 1])) < 0.2


def test_slant_shifts_rows_sideways_in_proportion_to_their_height() -> None:
    moments = spreads(augment(a_bar(400), replace(NOTHING, slant=0.4), np.random.default_rng(0)))
    slants = moments[:, 2] / moments[:, 0]
    assert 0.37 < slants.max() < 0.42
    assert -0.42 < slants.min() < -0.37


def test_elastic_displacement_bends_and_keeps_its_standard_deviation_in_every_cell() -> None:
    basis = elastic_basis(28, 28, 6)
    np.testing.assert_allclose(np.sqrt(np.sum(basis**2, axis=0)), 1, rtol=1e-12)
    moved = centers_of_mass(augment(a_bar(400), replace(NOTHING, elastic=1.0), np.random.default_rng(0)))
    assert 0.2 < np.std(moved[:, 0]) < 1
    assert 0.2 < np.std(moved[:, 1]) < 1


def test_thickness_goes_the_given_way_to_the_largest_or_smallest_neighbour() -> None:
    picture = np.zeros((7, 7), np.float32)
    picture[2:5, 2:5] = [[10, 20, 10], [20, 80, 20], [10, 20, 10]]
    pictures = np.stack([picture] * 3)
    change_thickness(pictures, np.array([0.5, 0, -0.25], np.float32))
    thick, same, thin = pictures[:, 1:6, 1:6]
    np.testing.assert_allclose(thick[2], [10, 50, 80, 50, 10])
    np.testing.assert_allclose(thick[1], [5, 15, 50, 15, 5])
    np.testing.assert_array_equal(same, picture[1:6, 1:6])
    np.testing.assert_allclose(thin[2], [0, 15, 65, 15, 0])
    np.testing.assert_allclose(thin[0], 0)


@given(st.integers(0, 2**32 - 1))
def test_sampling_between_cells_is_bilinear_and_paper_outside(seed: int) -> None:
    random = np.random.default_rng(seed)
    pictures = np.zeros((2, 9, 8), np.float32)
    pictures[:, 2:-2, 2:-2] = random.random((2, 5, 4))
    rows, columns = (random.uniform(-12, 20, (2, 30)).astype(np.float32) for _ in range(2))
    expected = [
        [slow_bilinear(picture.astype(np.float64), row, column) for row, column in zip(*positions, strict=True)]
        for picture, *positions in zip(pictures, rows.tolist(), columns.tolist(), strict=True)
    ]
    sampled = BilinearSampler(2, 9, 8, 30).sample(pictures, rows, columns)
    np.testing.assert_allclose(sampled, expected, atol=1e-5)


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65])
def test_any_number_of_pictures_is_taken(count: int) -> None:
    changed = augment(a_bar(count), Augmentation(), np.random.default_rng(0))
    assert changed.shape == (count, 28, 28)
    assert changed.dtype == np.uint8

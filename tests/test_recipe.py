"""A recipe refuses what no training can follow, by the choice's name, before anything is computed."""

import dataclasses
import math

import numpy as np
import pytest

from inkspect.system.errors import InkspectError
from inkspect.training.choices import Range
from inkspect.training.form_frequencies import FormFrequencies
from inkspect.training.recipe import PUBLISHED, VALIDATED, Augmentation, FixedCalibration, Recipe, StrokeMix


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"epochs": 0}, "epochs must be a whole number of at least 1, not 0"),
        ({"epochs": 0.5}, "epochs must be a whole number of at least 1, not 0.5"),
        ({"epochs": True}, "epochs must be a whole number of at least 1, not True"),
        ({"epochs": "ten"}, "epochs must be a whole number of at least 1, not 'ten'"),
        ({"label_smoothing": 5}, "label_smoothing must be a number from 0 to below 1, not 5"),
        ({"peak_learning_rate": -0.1}, "peak_learning_rate must be a number above 0, not -0.1"),
        ({"peak_learning_rate": math.nan}, "peak_learning_rate must be a number above 0, not nan"),
        ({"peak_learning_rate": math.inf}, "peak_learning_rate must be a number above 0, not inf"),
        ({"lowest_learning_rate": -1}, "lowest_learning_rate must be a number from 0 to 1, not -1"),
        ({"calm_end": 2}, "calm_end must be a number from 0 to 1, not 2"),
        ({"validation_pictures": 0}, "validation_pictures must be a whole number of at least 1, not 0"),
        ({"shards": 3}, "a batch of 64 does not divide into 3 equal shards"),
        ({"writers_apart": 1}, "writers_apart must be 0 (none) or at least 2 (one in 2), not 1"),
        ({"augmentation": 3}, "augmentation must be of type Augmentation, not 3"),
    ],
)
def test_a_recipe_that_cannot_be_followed_is_refused_by_name(wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(InkspectError) as refusal:
        Recipe(**wrong)  # type: ignore[arg-type]
    assert str(refusal.value) == reason
    assert isinstance(refusal.value, ValueError)


@pytest.mark.parametrize(
    ("kind", "wrong", "reason"),
    [
        (StrokeMix, {"digits": -1}, "digits must be a whole number of at least 0, not -1"),
        (
            StrokeMix,
            {"restyled": 0.7, "from_glyphs": 0.4},
            "restyled, from_glyphs and in_forms must add up to at most 1",
        ),
        (StrokeMix, {"calmest_hand": 2.0}, "calmest_hand must be at most wildest_hand, not 2.0 and 1.0"),
        (Augmentation, {"scale": 1.0}, "scale must be a number from 0 to below 1, not 1.0"),
        (FixedCalibration, {"digit_from": 2.0}, "digit_from must be a number from 0 to 1, not 2.0"),
    ],
)
def test_so_are_the_parts_of_a_recipe(kind: type[object], wrong: dict[str, float], reason: str) -> None:
    with pytest.raises(InkspectError, match=reason):
        kind(**wrong)


def test_every_number_of_a_recipe_has_a_range_and_the_named_recipes_are_within() -> None:
    for kind in (Recipe, Augmentation, StrokeMix, FormFrequencies, FixedCalibration):
        for field in dataclasses.fields(kind):
            if field.type in (int, float, "int", "float"):
                assert isinstance(field.metadata.get("range"), Range), f"{kind.__name__}.{field.name} may be anything"
    for recipe in (VALIDATED, PUBLISHED):
        assert dataclasses.replace(recipe) == recipe


def test_numbers_of_numpy_are_numbers() -> None:
    recipe = Recipe(epochs=np.int64(3), peak_learning_rate=np.float32(0.5))  # type: ignore[arg-type]
    assert (recipe.epochs, recipe.peak_learning_rate) == (3, 0.5)
    assert {type(recipe.epochs), type(recipe.peak_learning_rate)} == {int, float}, "JSON knows no other"

"""No two purposes of a training run draw the same random numbers, whichever recipe it follows."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from inkspect.training import streams
from inkspect.training.recipe import PUBLISHED, VALIDATED, Recipe
from inkspect.training.streams import EpochPurpose, SamplePurpose, augmentation_stream, order_stream, sample_stream

SEED = 7
MNIST_PICTURES, AUGMENTED_AT_ONCE, CALIBRATION_NEGATIVES = 60_000, 512, 4000
PENS_EVERY = 64

Key = tuple[int, ...]


def keys_of(recipe: Recipe, epochs: range) -> Iterator[tuple[str, Key]]:
    """Every key that a run by this recipe, its calibration and the evidence for the verdict use in some epochs."""
    mix = recipe.stroke_mix
    for epoch in epochs:
        yield "order", (SEED, epoch, EpochPurpose.ORDER)
        for first in range(0, MNIST_PICTURES, AUGMENTED_AT_ONCE):
            yield "augmentation", (SEED, epoch, EpochPurpose.AUGMENTATION, first)
        for sample in range(mix.digits):
            yield "digit", (SEED, epoch, sample, SamplePurpose.DIGIT)
        for sample in range(mix.digits, mix.total):
            yield "negative", (SEED, epoch, sample, SamplePurpose.NEGATIVE)
        for first in range(0, mix.total, PENS_EVERY):
            yield "pen", (SEED, epoch, first, SamplePurpose.PEN)
    for sample in range(CALIBRATION_NEGATIVES):
        yield "calibration", (SEED, 0, sample, SamplePurpose.CALIBRATION_NEGATIVE)
        yield "evidence", (SEED, 0, sample, SamplePurpose.EVIDENCE_NEGATIVE)


def as_numpy_takes_it(key: Key) -> Key:
    """NumPy pads a key with zeros to four words, so that one that ends in zeros is the same as the shorter one."""
    return (*key, *[0] * (4 - len(key)))


def test_numpy_takes_a_key_that_ends_in_zero_for_the_shorter_one() -> None:
    long, short, other = (np.random.default_rng(key).random() for key in ((7, 1, 2, 0), (7, 1, 2), (7, 1, 2, 1)))
    assert long == short != other


@pytest.mark.parametrize("recipe", [Recipe(), VALIDATED, PUBLISHED], ids=["default", "validated", "published"])
def test_no_streams_of_a_recipe_meet(recipe: Recipe) -> None:
    keys = Counter(as_numpy_takes_it(key) for _, key in keys_of(recipe, range(3)))
    shared = [key for key, uses in keys.items() if uses > 1]
    assert not shared, [(name, key) for name, key in keys_of(recipe, range(3)) if as_numpy_takes_it(key) in shared][:6]


def test_each_stream_is_that_of_its_key() -> None:
    drawn = {
        (7, 2, 1): order_stream(7, 2),
        (7, 2, 2, 512): augmentation_stream(7, 2, 512),
        (7, 2, 3, 1): sample_stream(7, 2, 3, SamplePurpose.DIGIT),
        (7, 2, 3, 2): sample_stream(7, 2, 3, SamplePurpose.NEGATIVE),
        (7, 2, 3, 3): sample_stream(7, 2, 3, SamplePurpose.PEN),
        (7, 0, 3, 4): sample_stream(7, 0, 3, SamplePurpose.CALIBRATION_NEGATIVE),
        (7, 0, 3, 5): sample_stream(7, 0, 3, SamplePurpose.EVIDENCE_NEGATIVE),
    }
    for key, stream in drawn.items():
        assert stream.random() == np.random.default_rng(key).random(), f"weights of a seed change with {key}"


def test_purposes_of_one_layout_differ_and_none_is_zero() -> None:
    for purposes in (streams.EpochPurpose, streams.SamplePurpose):
        values = [member.value for member in purposes.__members__.values()]
        assert len(set(values)) == len(values) == len(purposes.__members__)
        assert min(values) >= 1

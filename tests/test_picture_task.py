"""What the picture's network is given to learn from: other pictures in every epoch, and weights that alone decay."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from inkspect.network.architecture import load_architecture
from inkspect.network.network import Network
from inkspect.training.examples import Examples
from inkspect.training.picture_task import picture_task
from inkspect.training.recipe import Recipe, StrokeMix
from small_training import small_drawings, small_mnist

PICTURES, DRAWN = 1040, 64
RECIPE = Recipe(epochs=4, validation_pictures=32, stroke_mix=StrokeMix(digits=48, non_digits=16))
"""More pictures than are augmented at a time (512), and what strokes are drawn anew for every epoch."""


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def samples_of(recipe: Recipe, pool: ThreadPoolExecutor, *, seed: int = 0, epoch: int = 0) -> Examples:
    with picture_task(small_mnist(PICTURES), small_drawings(), recipe, seed=seed, workers=1) as task:
        return task.samples(seed, epoch, pool)


def alike(one: Examples, other: Examples, part: slice) -> int:
    """How many samples of a part are the same picture in both."""
    pairs = zip(one.pictures[part], other.pictures[part], strict=True)
    return sum(np.array_equal(picture, same_place) for picture, same_place in pairs)


MNIST_PART, DRAWN_PART = slice(0, PICTURES), slice(PICTURES, PICTURES + DRAWN)


def test_the_same_seed_and_epoch_give_the_same_samples(pool: ThreadPoolExecutor) -> None:
    one, again = (samples_of(RECIPE, pool, epoch=1) for _ in range(2))
    np.testing.assert_array_equal(one.pictures, again.pictures)
    np.testing.assert_array_equal(one.labels, again.labels)
    assert len(one) == PICTURES + DRAWN


@pytest.mark.parametrize("other", [{"epoch": 2}, {"epoch": 1, "seed": 1}], ids=["epoch", "seed"])
def test_another_epoch_or_seed_augments_every_picture_differently(
    pool: ThreadPoolExecutor, other: dict[str, int]
) -> None:
    one, differently = samples_of(RECIPE, pool, epoch=1), samples_of(RECIPE, pool, **other)
    assert alike(one, differently, MNIST_PART) == 0, "MNIST's pictures are augmented as they were before"


@pytest.mark.parametrize("other", [{"epoch": 2}, {"epoch": 1, "seed": 1}], ids=["epoch", "seed"])
def test_another_epoch_or_seed_draws_other_strokes(pool: ThreadPoolExecutor, other: dict[str, int]) -> None:
    one, differently = samples_of(RECIPE, pool, epoch=1), samples_of(RECIPE, pool, **other)
    assert alike(one, differently, DRAWN_PART) == 0, "strokes are drawn as they were before"


def test_pictures_that_are_augmented_apart_are_augmented_differently(pool: ThreadPoolExecutor) -> None:
    mnist = small_mnist(PICTURES)
    mnist.train_images[:] = mnist.train_images[0]
    with picture_task(mnist, small_drawings(), RECIPE, seed=0, workers=1) as task:
        pictures = task.samples(0, 0, pool).pictures[MNIST_PART]
    assert len(np.unique(pictures, axis=0)) == PICTURES, "the same changes are made again and again"


def test_the_calm_end_is_calm_and_nothing_before_it(pool: ThreadPoolExecutor) -> None:
    """With no change at all in the last quarter, pictures are there as they are."""
    recipe = replace(RECIPE, calm_end=0.25, calmness=0.0)
    before, calm = (samples_of(recipe, pool, epoch=epoch) for epoch in (2, 3))
    originals = Examples(small_mnist(PICTURES).train_images[:PICTURES], calm.labels[:PICTURES])
    assert alike(calm, originals, MNIST_PART) == PICTURES, "the calm end is not calm"
    assert alike(before, originals, MNIST_PART) == 0, "it is calm too early"


def test_all_weights_decay_and_no_bias_does() -> None:
    with picture_task(small_mnist(), [], replace(RECIPE, stroke_mix=StrokeMix()), seed=0, workers=1) as task:
        by_name = Network(load_architecture(), task.decays.astype(np.float32)).parameters()
    shares = {name: float(decays.mean()) for name, decays in by_name.items()}
    assert set(shares.values()) <= {0.0, 1.0}, f"some of a tensor decays, some not: {shares}"
    wrong = [name for name, share in shares.items() if name.endswith(".bias") == (share == 1)]
    assert not wrong, f"biases that decay, or weights that do not: {wrong}"
    assert len(shares) == 8

"""What a training learns from is known again by its content, whatever of it is changed."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.training.examples import content_sums, provenance_sums, sums_for
from inkspect.training.recipe import Recipe, StrokeMix
from small_training import small_mnist

POINTS = np.array([[0.0, 0.0], [4.0, 9.0], [1.0, 12.0], [3.0, 3.0]])
DRAWING = Drawing((POINTS[:2], POINTS[2:]), label="3", extra={"writer": "a"})
OTHER = Drawing((POINTS,), label="5")


def test_the_same_content_has_the_same_sums() -> None:
    again = Drawing((POINTS[:2].copy(), POINTS[2:].copy()), label="3", extra={"writer": "a", "note": "not learned"})
    assert content_sums(small_mnist(), [DRAWING]) == content_sums(small_mnist(), [again])


@pytest.mark.parametrize(
    "drawings",
    [
        [],
        [OTHER, DRAWING],
        [replace(DRAWING, label="8"), OTHER],
        [replace(DRAWING, placed=True), OTHER],
        [replace(DRAWING, strokes=(POINTS[:1], POINTS[1:])), OTHER],
        [replace(DRAWING, strokes=(POINTS[:2] + 1e-9, POINTS[2:])), OTHER],
        [Drawing(DRAWING.strokes, "3", extra={"writer": "b"}), OTHER],
    ],
    ids=["none", "order", "label", "placed", "where strokes end", "a point", "writer"],
)
def test_other_drawings_have_another_sum_and_mnist_the_same(drawings: list[Drawing]) -> None:
    before, after = (content_sums(small_mnist(), these) for these in ([DRAWING, OTHER], drawings))
    assert before["drawings"] != after["drawings"]
    assert before["MNIST"] == after["MNIST"]
    assert set(before) == {"drawings", "MNIST"}


@pytest.mark.parametrize(
    "change",
    [
        lambda mnist: replace(mnist, train_images=np.roll(mnist.train_images, 1, axis=0)),
        lambda mnist: replace(mnist, train_labels=np.roll(mnist.train_labels, 1)),
        lambda mnist: replace(mnist, train_images=mnist.train_images.transpose(0, 2, 1)),
    ],
    ids=["pictures", "labels", "turned"],
)
def test_other_pictures_have_another_sum_and_drawings_the_same(change: Callable[[Mnist], Mnist]) -> None:
    before, after = (content_sums(mnist, [DRAWING]) for mnist in (small_mnist(), change(small_mnist())))
    assert before["MNIST"] != after["MNIST"]
    assert before["drawings"] == after["drawings"]


def of_source(drawing: Drawing, source: str) -> Drawing:
    return replace(drawing, extra=drawing.extra | {"source": source})


def test_which_source_a_drawing_is_of_matters_only_to_a_recipe_that_balances_them() -> None:
    plain, one, two, renamed = (
        content_sums(small_mnist(), drawings)
        for drawings in (
            [DRAWING, OTHER],
            [of_source(DRAWING, "a"), of_source(OTHER, "a")],
            [of_source(DRAWING, "a"), of_source(OTHER, "b")],
            [of_source(DRAWING, "c"), OTHER],
        )
    )
    assert plain == one, "one source is none to balance"
    assert two == renamed, "how drawings are divided matters, not the names"
    balancing = Recipe(stroke_mix=StrokeMix(digits=10, source_balance=0.5))
    assert sums_for(Recipe(), two) == plain
    assert sums_for(balancing, two) != plain
    assert sums_for(balancing, plain) == plain


def test_the_provenance_has_a_sum_for_each_of_several_sources() -> None:
    sums = provenance_sums(small_mnist(), [of_source(DRAWING, "first"), OTHER, of_source(DRAWING, "first")])
    assert sums.keys() == {"MNIST", "drawings", "drawings of first", "drawings of no source"}
    assert sums["drawings of no source"] == content_sums(small_mnist(), [OTHER])["drawings"]
    assert sums["drawings of first"] == content_sums(small_mnist(), [DRAWING, DRAWING])["drawings"]
    one = [of_source(DRAWING, "first")]
    assert provenance_sums(small_mnist(), one) == content_sums(small_mnist(), one)

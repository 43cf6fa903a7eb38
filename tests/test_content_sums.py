"""What a training learns from is known again by its content, whatever of it is changed."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.training.examples import content_sums
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

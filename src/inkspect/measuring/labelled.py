"""Labelled samples to measure a network on: pictures and drawings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS
from inkspect.data.levels import ink_of_levels
from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.ink import Stroke, rasterize_all
from inkspect.network.network import Network
from inkspect.system.errors import InkspectError

Ink: TypeAlias = NDArray[np.uint8] | tuple[Stroke, ...]
"""A picture (28, 28) of levels from 0 (paper) to 255 (ink), or strokes."""


@dataclass(frozen=True)
class LabelledSample:
    """A picture or a drawing with its label.

    Attributes:
        number: its position in its file or set, from 1.
        label: the intended character; None if it has no label.
        writer: who wrote it, if known.
        ink: the picture or strokes.
    """

    number: int
    label: str | None
    writer: str | None
    ink: Ink


@dataclass(frozen=True)
class LabelledDrawings:
    """Drawings with ink and a label, sorted by kind of label.

    Attributes:
        digits: those whose label is a digit.
        others: those whose label is something else, such as a letter.
        left_out: how many drawings have no label or no ink.
    """

    digits: list[LabelledSample]
    others: list[LabelledSample]
    left_out: int

    @classmethod
    def of(cls, drawings: Sequence[Drawing]) -> "LabelledDrawings":
        """Sort drawings by kind of label.

        Raises:
            InkspectError: none has both ink and a label.
        """
        labelled = [sample for sample in inked_samples(drawings) if sample.label]
        if not labelled:
            raise InkspectError('no drawing has both ink and a "label", such as "7"')
        digits = [sample for sample in labelled if sample.label in DIGITS]
        others = [sample for sample in labelled if sample.label not in DIGITS]
        return cls(digits, others, len(drawings) - len(labelled))


def inked_samples(drawings: Sequence[Drawing]) -> list[LabelledSample]:
    """Return the drawings that have ink, numbered by their positions among all drawings."""
    return [
        LabelledSample(number, drawing.label or None, drawing.writer, drawing.kept)
        for number, drawing in enumerate(drawings, start=1)
        if drawing.has_ink
    ]


def mnist_test_samples(mnist: Mnist) -> list[LabelledSample]:
    """Return MNIST's test pictures."""
    return [
        LabelledSample(number, str(label), None, picture)
        for number, (picture, label) in enumerate(zip(mnist.test_images, mnist.test_labels, strict=True), start=1)
    ]


def digits_of(samples: Sequence[LabelledSample]) -> NDArray[np.uint8]:
    """Return the samples' digits (n,).

    Raises:
        ValueError: a label is not a digit.
    """
    return np.array([DIGITS.index(sample.label or "") for sample in samples], np.uint8)


def logits_of(network: Network, samples: Sequence[LabelledSample]) -> NDArray[np.floating]:
    """Return a network's logits (n, 10); strokes are rasterized by the ink rule, as on the page."""
    pictures = np.empty((len(samples), *network.architecture.input_shape[1:]), np.float32)
    strokes = {index: sample.ink for index, sample in enumerate(samples) if isinstance(sample.ink, tuple)}
    if strokes:
        pictures[list(strokes)] = rasterize_all(strokes.values())
    for index, sample in enumerate(samples):
        if not isinstance(sample.ink, tuple):
            pictures[index] = ink_of_levels(sample.ink)
    return network.predict_logits(pictures)

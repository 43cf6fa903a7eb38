"""Labelled pictures to learn from, and those for validation."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS
from inkspect.data.levels import levels_of_ink
from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize_all
from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.system.words import counted
from inkspect.training.recipe import Recipe

_SOURCES = "sources"


@dataclass(frozen=True)
class Examples:
    """Pictures (n, 28, 28) from 0 (paper) to 255 (ink), and their labels (n,): digits, or `NEGATIVE`."""

    pictures: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.labels)

    def __add__(self, other: "Examples") -> "Examples":
        """Return these examples followed by the others."""
        return Examples(np.concatenate([self.pictures, other.pictures]), np.concatenate([self.labels, other.labels]))

    def take(self, which: slice | NDArray[np.intp]) -> "Examples":
        """Return some of the examples."""
        return Examples(self.pictures[which], self.labels[which])

    def repeated(self, copies: int) -> "Examples":
        """Return every example `copies` times; training changes each copy differently."""
        return Examples(np.tile(self.pictures, (copies, 1, 1)), np.tile(self.labels, copies))


@dataclass(frozen=True)
class TrainingData:
    """Training and validation data.

    Attributes:
        training: the pictures, before augmentation the same in every epoch.
        validation: the validation sets: `mnist`, and `strokes` if there are validation drawings.
        drawings: the drawings from which new strokes are drawn for every epoch.
    """

    training: Examples
    validation: dict[str, Examples]
    drawings: tuple[Drawing, ...] = ()


def prepare_training_data(
    mnist: Mnist, drawings: Sequence[Drawing], *, validation_pictures: int, writers_apart: int, stroke_copies: int
) -> TrainingData:
    """Split MNIST's training set and the drawings into training and validation data.

    Args:
        mnist: MNIST; its test set is not used.
        drawings: further training data, labelled with digits; may be empty.
        validation_pictures: the number of MNIST's last training pictures that are for validation.
        writers_apart: about one writer in this many is for validation; none if 0.
        stroke_copies: how often each drawing occurs among the training pictures; if 0, drawings are not turned into
            pictures here.

    Raises:
        InkspectError: a drawing's label is not a digit, or MNIST has no more pictures than validation needs.
    """
    _refuse_sorted(mnist.train_labels, validation_pictures)
    _refuse_unfit(drawings)
    training = _pictures(mnist, validation_pictures).take(slice(0, -validation_pictures or None))
    validation = {mnist.name: validation_part(mnist, validation_pictures)}
    validation_drawings = [drawing for drawing in drawings if is_validation_drawing(drawing, writers_apart)]
    learned_drawings = [drawing for drawing in drawings if not is_validation_drawing(drawing, writers_apart)]
    if learned_drawings and stroke_copies:
        training = training + examples_from_drawings(learned_drawings).repeated(stroke_copies)
    if validation_drawings:
        validation["strokes"] = examples_from_drawings(validation_drawings)
    return TrainingData(training, validation, tuple(learned_drawings))


def validation_part(mnist: Mnist, validation_pictures: int) -> Examples:
    """Return the last pictures of MNIST's training set, which are for validation.

    Raises:
        InkspectError: MNIST has no more pictures than validation needs.
    """
    pictures = _pictures(mnist, validation_pictures)
    return pictures.take(slice(len(pictures) - validation_pictures, None))


def _refuse_sorted(labels: NDArray[np.uint8], validation_pictures: int) -> None:
    """Refuse pictures sorted by label, whose last ones would be for validation."""
    if len(labels) > 1 and labels[0] != labels[-1] and (labels[:-1] <= labels[1:]).all():
        raise InkspectError(
            f"the training pictures are sorted by label, and the last {validation_pictures:,} are for validation; "
            "shuffle them"
        )


def _pictures(mnist: Mnist, validation_pictures: int) -> Examples:
    pictures = Examples(mnist.train_images, mnist.train_labels)
    if len(pictures) <= validation_pictures:
        raise InkspectError(
            f"{counted(len(pictures), 'training picture')} cannot be split: "
            f"{validation_pictures:,} for validation, and the rest to learn from"
        )
    return pictures


def examples_from_drawings(drawings: Sequence[Drawing]) -> Examples:
    """Return drawings as pictures, rasterized as on the page.

    Raises:
        InkspectError: a label is missing or not a digit.
    """
    _refuse_unfit(drawings)
    pictures = levels_of_ink(rasterize_all([drawing.kept for drawing in drawings]))
    return Examples(pictures, np.array([int(drawing.label or 0) for drawing in drawings], np.uint8))


def _refuse_unfit(drawings: Sequence[Drawing]) -> None:
    for index, drawing in enumerate(drawings):
        if reason := unfit(drawing):
            raise InvalidValueError(f"drawings[{index}] {reason}")


def unfit(drawing: Drawing) -> str | None:
    """Say why nothing can be learned from a drawing, or return None."""
    if drawing.label not in DIGITS:
        found = "has no label" if drawing.label is None else f"is labelled {drawing.label!r}"
        return f"{found}; training needs digits, 0 to 9"
    return None if drawing.has_ink else "has no ink; leave it out"


def is_validation_drawing(drawing: Drawing, one_in: int) -> bool:
    """Return whether a drawing's writer is for validation, decided by a hash of the writer's name.

    About one writer in `one_in` is; none if that is 0.
    """
    if not one_in:
        return False
    return (
        drawing.writer is not None
        and hashlib.sha256(drawing.writer.encode(errors="surrogatepass")).digest()[0] % one_in == 0
    )


def content_sums(mnist: Mnist, drawings: Sequence[Drawing]) -> dict[str, str]:
    """Return the SHA-256 of each part of the training data, by part name.

    If the drawings have several sources, their division among them is a part too.
    """
    pictures = hashlib.sha256()
    for array in (mnist.train_images, mnist.train_labels):
        pictures.update(str(array.shape).encode())
        pictures.update(array.tobytes())
    return {"MNIST": pictures.hexdigest(), **drawing_sums(drawings)}


def drawing_sums(drawings: Sequence[Drawing]) -> dict[str, str]:
    """Return the SHA-256 of the drawings and, if they have several sources, of their division among these."""
    sums = {"drawings": _sum_of(drawings)}
    sources = [drawing.source for drawing in drawings]
    number_of = {source: number for number, source in enumerate(dict.fromkeys(sources))}
    if len(number_of) > 1:
        sums[_SOURCES] = hashlib.sha256(json.dumps([number_of[source] for source in sources]).encode()).hexdigest()
    return sums


def sums_for(recipe: Recipe, sums: Mapping[str, str]) -> dict[str, str]:
    """Return those `content_sums` that the weights depend on: the sources matter only if the recipe balances them."""
    return {name: total for name, total in sums.items() if name != _SOURCES or recipe.stroke_mix.source_balance}


def provenance_sums(mnist: Mnist, drawings: Sequence[Drawing]) -> dict[str, str]:
    """Return the SHA-256 of each part of the training data by what it is: MNIST only where it is MNIST.

    If the drawings have several sources, each source's drawings have a sum too.
    """
    sums = content_sums(mnist, drawings)
    named = {"MNIST" if mnist.name == "mnist" else mnist.name: sums["MNIST"]}
    if drawings:
        named["drawings"] = sums["drawings"]
    return named | _sums_by_source(drawings)


def drawing_provenance_sums(drawings: Sequence[Drawing]) -> dict[str, str]:
    """Return the SHA-256 of the drawings and, if they have several sources, of each source's."""
    return {"drawings": _sum_of(drawings), **_sums_by_source(drawings)}


def _sums_by_source(drawings: Sequence[Drawing]) -> dict[str, str]:
    sources = dict.fromkeys(drawing.source for drawing in drawings)
    if len(sources) < 2:
        return {}
    return {
        "drawings of no source" if source is None else f"drawings of {source}": _sum_of(
            [drawing for drawing in drawings if drawing.source == source]
        )
        for source in sources
    }


def _sum_of(drawings: Sequence[Drawing]) -> str:
    strokes = hashlib.sha256()
    for drawing in drawings:
        shapes = [stroke.shape for stroke in drawing.strokes]
        # A writer that is not a string counts as none, but stays in the checksum, for checkpoints from before that.
        writer = drawing.extra.get("writer") if drawing.writer is None else drawing.writer
        strokes.update(json.dumps([drawing.label, drawing.placed, writer, shapes]).encode())
        for stroke in drawing.strokes:
            strokes.update(stroke.tobytes())
    return strokes.hexdigest()

"""The choices of a training run of the pen's network, as plain data, and those that made its published weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.training.choices import check_choices, number, share, whole
from inkspect.training.recipe import StrokeMix
from inkspect.training.settings import Scalar, with_settings


@dataclass(frozen=True)
class PenDrawings:
    """The drawings that are made anew for every epoch, and what becomes of each; `StrokeMix` says more about hands.

    Attributes:
        drawings: the number of drawings.
        beginnings: how many beginnings of each drawing are learned from, besides the whole; each is cut at a random
            share of its ink.
        shortest: the smallest share of a drawing's ink that may be a beginning.
        restyled: share of the drawings that get a slash, a bar, an upstroke and the like.
        from_glyphs: share of the drawings that are made from glyphs, not from a real drawing.
        in_forms: share of the drawings in a form that strangers use and networks misread.
        calmest_hand: smallest factor by which handwriting is varied.
        wildest_hand: largest factor; each drawing's is drawn uniformly between the two.
        writer_balance: how strongly writers of many drawings are downweighted, 0 … 1.
        source_balance: how strongly large sources are downweighted, 0 … 1.
    """

    drawings: int = whole(6400, 0)
    beginnings: int = whole(2, 0)
    shortest: float = number(0.1, 0, 1, above_least=True)
    restyled: float = share(0.1)
    from_glyphs: float = share(0.05)
    in_forms: float = share(0.05)
    calmest_hand: float = number(0.4, 0)
    wildest_hand: float = number(1.6, 0)
    writer_balance: float = share(0.5)
    source_balance: float = share(1.0)

    def __post_init__(self) -> None:
        check_choices(self)
        self.stroke_mix()

    def stroke_mix(self) -> StrokeMix:
        """Return the same as the choices of a `StrokeMix`, which draws them.

        Raises:
            InvalidValueError: choices contradict each other.
        """
        return StrokeMix(
            digits=self.drawings,
            restyled=self.restyled,
            from_glyphs=self.from_glyphs,
            in_forms=self.in_forms,
            calmest_hand=self.calmest_hand,
            wildest_hand=self.wildest_hand,
            writer_balance=self.writer_balance,
            source_balance=self.source_balance,
        )


def _to_write() -> PenDrawings:
    return PenDrawings(beginnings=1, restyled=0.0, from_glyphs=0.0, in_forms=0.0, calmest_hand=0.2, wildest_hand=0.8)


@dataclass(frozen=True)
class PenRecipe:
    """Every choice of a training run of the pen's network; the default takes a few minutes on two cores.

    A choice that an older file lacks is what was done before there was that choice: see `pen_recipe_of`.

    Attributes:
        epochs: the number of times that drawings are made anew.
        batch_size: sequences per update; a multiple of `shards`.
        shards: parts of a batch that may be computed in parallel; results depend on it, but not on the threads.
        peak_learning_rate: the highest learning rate of the cycle.
        lowest_learning_rate: share of the peak below which the rate does not fall again.
        warm_up: share of the training run in which the learning rate rises.
        weight_decay: AdamW's weight decay, for matrices, embeddings among them: what is never learned of, such as a
            place where no pen ever is, fades. Biases and normalisations have none.
        sharpness_radius: radius around the weights within which the loss is to be low, at the cost of a second gradient
            per update; 0 for off.
        average_decay: share of the averaged weights that an update keeps.
        writers_apart: about one writer in this many is for validation; 0 for none.
        digit_weight: how many times as much as a movement the digit after ASK weighs in the loss.
        whole_weight: how many times as much the digit of a whole drawing weighs as that of a beginning. Above 1, the
            network more often takes what could be either for finished.
        foreseen_weight: how much a movement weighs where the frame already holds what comes: in a drawing to be read,
            up to its last movement. 0 for not at all; at 1 it weighs as much as a movement after a beginning.
        reading: drawings of which the network learns to tell the digit, early too, and to guess what comes.
        writing: drawings of which the network learns to write a given digit, and to finish it.
    """

    epochs: int = whole(10, 1)
    batch_size: int = whole(512, 1)
    shards: int = whole(2, 1)
    peak_learning_rate: float = number(0.008, 0, above_least=True)
    lowest_learning_rate: float = share(0.0)
    warm_up: float = number(0.05, 0, 1, below_most=True)
    weight_decay: float = number(0.05, 0)
    sharpness_radius: float = number(0.0, 0, 10, below_most=True)
    average_decay: float = number(0.998, 0, 1, below_most=True)
    writers_apart: int = whole(7, 0)
    digit_weight: float = number(20.0, 0)
    whole_weight: float = number(2.0, 0)
    foreseen_weight: float = number(0.0, 0, 1)
    reading: PenDrawings = field(default_factory=lambda: PenDrawings(drawings=7680))
    writing: PenDrawings = field(default_factory=_to_write)

    def __post_init__(self) -> None:
        check_choices(self)
        for name in ("reading", "writing"):
            if not isinstance(getattr(self, name), PenDrawings):
                raise InvalidValueError(f"{name} must be of type PenDrawings, not {getattr(self, name)!r}")
        if self.batch_size % self.shards:
            raise InvalidValueError(f"a batch of {self.batch_size} does not divide into {self.shards} equal shards")
        if self.writers_apart == 1:
            raise InvalidValueError("writers_apart must be 0 (none) or at least 2 (one in 2), not 1")

    @property
    def sequences_per_epoch(self) -> int:
        """The number of sequences per epoch.

        A drawing to be read gives one as a whole and two for each beginning, one that ends with its digit and one that
        goes on; a drawing to be written gives one as a whole and one for each beginning.
        """
        read, written = self.reading, self.writing
        return read.drawings * (1 + 2 * read.beginnings) + written.drawings * (1 + written.beginnings)


VALIDATED_PEN = PenRecipe(epochs=180)
"""The recipe of the published weights, but with more writers for validation, to make its choices."""

PUBLISHED_PEN = replace(VALIDATED_PEN, writers_apart=16)
"""The recipe of the published weights of the pen's network; docs/recipe.md explains how it was found.

The choices are already made, so it learns from nearly every writer; the rest serve for the learning curve.
"""


def pen_recipe_of(settings: Mapping[str, Scalar | None]) -> PenRecipe:
    """Return the recipe with these settings, as stored in a checkpoint.

    Raises:
        InkspectError: this version of the program does not support such a recipe.
    """
    try:
        return with_settings(PenRecipe(whole_weight=1.0), settings)
    except InkspectError as error:
        raise InkspectError(f"the checkpoint is from another version of this program: {error}") from error

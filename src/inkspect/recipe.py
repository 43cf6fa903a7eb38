"""The choices that a training makes, and the ones that the published weights are made by."""

from dataclasses import dataclass, field

from inkspect.augment import Augmentation
from inkspect.errors import InkspectError
from inkspect.stroke_samples import StrokeMix


@dataclass(frozen=True)
class Recipe:
    """Every choice a training makes; the default takes a few minutes on two cores.

    Attributes:
        epochs: how often every training picture is seen.
        batch_size: pictures an update; a multiple of `shards`.
        shards: parts of a batch that may be computed at the same time; results depend on it, not on the threads.
        peak_learning_rate: the highest learning rate of the cycle.
        warm_up: share of the training in which the learning rate rises.
        weight_decay: AdamW's, for weights; biases have none.
        label_smoothing: share of a target's probability that is spread over all ten digits.
        average_decay: how much of the averaged weights an update keeps.
        validation_pictures: the last pictures of MNIST's training set, which are not learned from.
        stroke_copies: how often each drawing is in the training data, where there is no stroke mix.
        augmentation: what happens to the pictures.
        stroke_mix: what is drawn anew for every epoch out of the drawings.
    """

    epochs: int = 20
    batch_size: int = 64
    shards: int = 2
    peak_learning_rate: float = 0.004
    warm_up: float = 0.2
    weight_decay: float = 0.02
    label_smoothing: float = 0.02
    average_decay: float = 0.999
    validation_pictures: int = 5000
    stroke_copies: int = 3
    augmentation: Augmentation = field(default_factory=Augmentation)
    stroke_mix: StrokeMix = field(default_factory=StrokeMix)

    def __post_init__(self) -> None:
        if self.epochs < 1:
            raise InkspectError(f"a training takes at least 1 epoch, not {self.epochs}")
        if self.shards < 1 or self.batch_size < 1 or self.batch_size % self.shards:
            raise InkspectError(f"a batch of {self.batch_size} does not divide into {self.shards} equal shards")


PUBLISHED = Recipe(epochs=40, stroke_mix=StrokeMix(digits=13_000, non_digits=3_000, restyled=0.16, from_glyphs=0.08))
"""What the published weights are trained by, together with drawings; docs/recipe.md tells how it came about."""

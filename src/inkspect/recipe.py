"""The choices that a training makes, and the ones that the published weights are made by."""

from dataclasses import dataclass, field, replace

from inkspect.augment import Augmentation
from inkspect.calibration import FixedCalibration
from inkspect.errors import InkspectError
from inkspect.stroke_samples import StrokeMix

WIDEST_TEACHER = 6
"""A wider one's training would not fit into what is read as a checkpoint, and would take days."""


@dataclass(frozen=True)
class TeacherRecipe:
    """A wider network that is trained first, and then learned from (Hinton, Vinyals, Dean 2015, arXiv 1503.02531).

    It learns from the same data by the same recipe, but for what is said here.

    Attributes:
        width: how many times as wide as the network it is; 0: there is no teacher.
        epochs: how often it sees every training picture.
        peak_learning_rate: the highest learning rate of its cycle.
        lowest_learning_rate: share of the peak below which its rate does not fall again.
        weight_decay: AdamW's, for its weights.
        average_decay: how much of its averaged weights an update keeps.
        share: how much of the network's loss its probabilities, the soft targets, are; the labels are the rest, and
            they are not smoothed where there is a teacher.
        temperature: what both networks' logits are divided by when they are compared; the higher, the more the teacher
            tells of what a picture also looks like.
    """

    width: int = 0
    epochs: int = 14
    peak_learning_rate: float = 0.003
    lowest_learning_rate: float = 0.1
    weight_decay: float = 0.1
    average_decay: float = 0.9995
    share: float = 0.9
    temperature: float = 1.5

    def __post_init__(self) -> None:
        if not 0 <= self.width <= WIDEST_TEACHER:
            raise InkspectError(
                f"a teacher is 1 to {WIDEST_TEACHER} times as wide, or 0 where there is none, not {self.width}"
            )
        if self.epochs < 1:
            raise InkspectError(f"a teacher's training takes at least 1 epoch, not {self.epochs}")
        if not 0 <= self.share <= 1:
            raise InkspectError(f"the teacher's share of the loss is 0 to 1, not {self.share}")
        if not self.temperature > 0:
            raise InkspectError(f"the teacher's temperature is above 0, not {self.temperature}")
        _check_lowest(self.lowest_learning_rate)


@dataclass(frozen=True)
class Recipe:
    """Every choice a training makes; the default takes a few minutes on two cores.

    Attributes:
        epochs: how often every training picture is seen.
        batch_size: pictures an update; a multiple of `shards`.
        shards: parts of a batch that may be computed at the same time; results depend on it, not on the threads.
        peak_learning_rate: the highest learning rate of the cycle.
        lowest_learning_rate: share of the peak below which the rate does not fall again.
        warm_up: share of the training in which the learning rate rises.
        weight_decay: AdamW's, for weights; biases have none.
        sharpness_radius: how far around the weights the loss is to be low, which takes a second gradient for every
            update; 0: only where they are.
        label_smoothing: share of a target's probability that is spread over all ten digits, where there is no teacher,
            and in the teacher's own training.
        average_decay: how much of the averaged weights an update keeps.
        validation_pictures: the last pictures of MNIST's training set, which are not learned from.
        writers_apart: one writer in about this many is not learned from; 0: all of them are.
        stroke_copies: how often each drawing is in the training data, where there is no stroke mix.
        augmentation: what happens to the pictures.
        calm_end: share of the training, its end, in which pictures are changed less, so that what is learned last is
            what people write (He, Xie, Chen, Zhang, Wang, Tian 2019, arXiv 1909.09148).
        calmness: how far they are changed there, as a share of how far they were before.
        stroke_mix: what is drawn anew for every epoch out of the drawings.
        teacher: a wider network to learn from.
        calibration: temperature and verdict, where they are not fitted on what is not learned from.
    """

    epochs: int = 20
    batch_size: int = 64
    shards: int = 2
    peak_learning_rate: float = 0.004
    lowest_learning_rate: float = 0.0
    warm_up: float = 0.2
    weight_decay: float = 0.02
    sharpness_radius: float = 0.0
    label_smoothing: float = 0.02
    average_decay: float = 0.999
    validation_pictures: int = 5000
    writers_apart: int = 7
    stroke_copies: int = 3
    augmentation: Augmentation = field(default_factory=Augmentation)
    calm_end: float = 0.0
    calmness: float = 0.3
    stroke_mix: StrokeMix = field(default_factory=StrokeMix)
    teacher: TeacherRecipe = field(default_factory=TeacherRecipe)
    calibration: FixedCalibration = field(default_factory=FixedCalibration)

    def __post_init__(self) -> None:
        if self.epochs < 1:
            raise InkspectError(f"a training takes at least 1 epoch, not {self.epochs}")
        if self.shards < 1 or self.batch_size < 1 or self.batch_size % self.shards:
            raise InkspectError(f"a batch of {self.batch_size} does not divide into {self.shards} equal shards")
        if self.validation_pictures < 1:
            raise InkspectError(f"at least 1 picture is kept apart, not {self.validation_pictures}")
        if not 0 <= self.sharpness_radius < 10:
            raise InkspectError(f"the sharpness radius is 0 or more, and far below 10, not {self.sharpness_radius}")
        if self.writers_apart < 0 or self.writers_apart == 1:
            raise InkspectError(f"one writer in 2 or more is kept apart, or 0: none, not one in {self.writers_apart}")
        if not (0 <= self.calm_end <= 1 and 0 <= self.calmness <= 1):
            raise InkspectError(f"a calm end and its calmness are shares, 0 to 1, not {self.calm_end}, {self.calmness}")
        _check_lowest(self.lowest_learning_rate)

    def augmentation_in(self, epoch: int) -> Augmentation:
        """Return what happens to the pictures in an epoch, counted from 0."""
        calm = epoch >= self.epochs - round(self.calm_end * self.epochs)
        return self.augmentation.scaled(self.calmness) if calm else self.augmentation

    def for_teacher(self) -> "Recipe":
        """Return what the teacher itself is trained by; it has no teacher."""
        teacher = self.teacher
        return replace(
            self,
            epochs=teacher.epochs,
            peak_learning_rate=teacher.peak_learning_rate,
            lowest_learning_rate=teacher.lowest_learning_rate,
            weight_decay=teacher.weight_decay,
            average_decay=teacher.average_decay,
            teacher=TeacherRecipe(),
        )


def _check_lowest(share: float) -> None:
    if not 0 <= share <= 1:
        raise InkspectError(f"the lowest learning rate is a share of the peak, 0 to 1, not {share}")


VALIDATED = Recipe(
    epochs=120,
    weight_decay=0.05,
    sharpness_radius=0.1,
    calm_end=0.2,
    stroke_mix=StrokeMix(
        digits=13_000,
        non_digits=3_000,
        restyled=0.24,
        from_glyphs=0.08,
        calmest_hand=0.4,
        wildest_hand=2.0,
        writer_balance=0.25,
    ),
)
"""The choices for the published weights, with enough kept apart to make them by, and to fit the calibration on."""

PUBLISHED = replace(
    VALIDATED,
    validation_pictures=1000,
    writers_apart=0,
    calibration=FixedCalibration(temperature=0.5475, digit_from=0.887, unsure_from=0.887),
)
"""What the published weights are trained by, together with drawings; docs/recipe.md tells how it came about.

The choices are made, so every writer is learned from, and nearly every picture; what is left draws the learning curve.
Temperature and verdict are what `VALIDATED` came to with seed 0.
"""

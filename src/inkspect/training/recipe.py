"""The choices of a training run, as plain data, and the ones that the published weights are made by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inkspect.system.errors import InkspectError
from inkspect.training.settings import Scalar, with_settings

COLDEST, HOTTEST = 0.2, 5.0
"""The temperatures that a calibration may come to."""


@dataclass(frozen=True)
class Augmentation:
    """How far a picture may be changed; all lengths are in cells of the 28×28 grid.

    Attributes:
        rotation: largest turn either way, in degrees.
        scale: largest change of height and of width, each by itself, as a share.
        slant: largest sideways shift per cell of height.
        shift: largest move along each axis.
        elastic: standard deviation of the smooth random displacement along each axis
            (Simard, Steinkraus, Platt 2003, doi 10.1109/ICDAR.2003.1227801).
        elastic_points: control points along each axis that the displacement is interpolated from.
        thicker: largest share of the way from the picture to its dilation by one cell.
        thinner: largest share of the way from the picture to its erosion by one cell.
    """

    rotation: float = 12.0
    scale: float = 0.15
    slant: float = 0.2
    shift: float = 1.5
    elastic: float = 0.7
    elastic_points: int = 6
    thicker: float = 0.6
    thinner: float = 0.35

    def scaled(self, factor: float) -> "Augmentation":
        """Return changes `factor` times as far, 0 … 1, as smooth as these."""
        lengths = {name: length * factor for name, length in vars(self).items() if name != "elastic_points"}
        return replace(self, **lengths)


@dataclass(frozen=True)
class StrokeMix:
    """What an epoch draws anew by the ink rule, besides MNIST's pictures; by default nothing.

    Attributes:
        digits: how many digits.
        non_digits: how many drawings that are no digit; the network learns to find all ten digits equally likely
            there (outlier exposure: Hendrycks, Mazeika, Dietterich 2019, arXiv 1812.04606).
        restyled: share of the digits that get a slash, a bar, an upstroke and the like.
        from_glyphs: share of the digits that are drawn from glyphs, not from a real drawing.
        log_pen_spread: standard deviation of the logarithm of the pen's radius.
        calmest_hand: least factor of how far a digit's hand differs from the one that wrote it.
        wildest_hand: largest factor; each digit's lies evenly between them.
        writer_balance: how far writers of many drawings are held back, 0 … 1. A drawing is taken in proportion to the
            number of its writer's drawings to the power of minus this; 0: all drawings equally often, 1: all writers.
    """

    digits: int = 0
    non_digits: int = 0
    restyled: float = 0.18
    from_glyphs: float = 0.10
    log_pen_spread: float = 0.06
    calmest_hand: float = 1.0
    wildest_hand: float = 1.0
    writer_balance: float = 0.0

    @property
    def total(self) -> int:
        """How many drawings an epoch has."""
        return self.digits + self.non_digits

    def __post_init__(self) -> None:
        if self.digits < 0 or self.non_digits < 0:
            raise InkspectError(f"an epoch draws 0 or more, not {self.digits} digits and {self.non_digits} non-digits")
        if min(self.restyled, self.from_glyphs) < 0 or self.restyled + self.from_glyphs > 1:
            raise InkspectError("the restyled and the glyphs' shares of the digits are 0 or more, and 1 at most in sum")
        if not 0 <= self.writer_balance <= 1:
            raise InkspectError(f"the balance between writers is 0 to 1, not {self.writer_balance}")
        if not 0 <= self.calmest_hand <= self.wildest_hand:
            raise InkspectError(
                f"hands differ by a factor from 0, calmest first, not {self.calmest_hand} to {self.wildest_hand}"
            )


@dataclass(frozen=True)
class FixedCalibration:
    """Temperature and verdict as they were found before, where there is too little to fit them on.

    Attributes:
        temperature: what logits are divided by; 0: it and the verdict are fitted on what is kept apart.
        digit_from: the verdict's first number, as in `VerdictRule`.
        unsure_from: its second.
    """

    temperature: float = 0.0
    digit_from: float = 0.0
    unsure_from: float = 0.0

    def __post_init__(self) -> None:
        if not (self.temperature == 0 or COLDEST <= self.temperature <= HOTTEST):
            raise InkspectError(
                f"a fixed temperature is {COLDEST} to {HOTTEST}, or 0 where it is fitted, not {self.temperature}"
            )
        if not (0 <= self.digit_from <= 1 and 0 <= self.unsure_from <= 1):
            raise InkspectError(f"the verdict's numbers are 0 to 1, not {self.digit_from} and {self.unsure_from}")
        if not self.temperature and (self.digit_from or self.unsure_from):
            raise InkspectError("the verdict's numbers are fixed together with the temperature, and that is 0")


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
        label_smoothing: share of a target's probability that is spread over all ten digits.
        average_decay: how much of the averaged weights an update keeps.
        validation_pictures: the last pictures of MNIST's training set, which are not learned from.
        writers_apart: one writer in about this many is not learned from; 0: all of them are.
        stroke_copies: how often each drawing is in the training data, where there is no stroke mix.
        augmentation: what happens to the pictures.
        calm_end: share of the training, its end, in which pictures are changed less, so that what is learned last is
            what people write (He, Xie, Chen, Zhang, Wang, Tian 2019, arXiv 1909.09148).
        calmness: how far they are changed there, as a share of how far they were before.
        stroke_mix: what is drawn anew for every epoch out of the drawings.
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


def recipe_of(settings: Mapping[str, Scalar | None]) -> Recipe:
    """Return the recipe with these settings, as a checkpoint holds them.

    Raises:
        InkspectError: this version of the program knows no such recipe.
    """
    try:
        return with_settings(Recipe(), settings)
    except InkspectError as error:
        raise InkspectError(f"the checkpoint is of another version of this program: {error}") from error

"""The choices of a training run, as plain data, and the ones that the published weights are made by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.training.choices import check_choices, number, share, whole
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

    rotation: float = number(12.0, 0, 180)
    scale: float = number(0.15, 0, 1, below_most=True)
    slant: float = number(0.2, 0)
    shift: float = number(1.5, 0)
    elastic: float = number(0.7, 0)
    elastic_points: int = whole(6, 1, 28)
    thicker: float = share(0.6)
    thinner: float = share(0.35)

    def __post_init__(self) -> None:
        check_choices(self)

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

    digits: int = whole(0, 0)
    non_digits: int = whole(0, 0)
    restyled: float = share(0.18)
    from_glyphs: float = share(0.10)
    log_pen_spread: float = number(0.06, 0)
    calmest_hand: float = number(1.0, 0)
    wildest_hand: float = number(1.0, 0)
    writer_balance: float = share(0.0)

    @property
    def total(self) -> int:
        """How many drawings an epoch has."""
        return self.digits + self.non_digits

    def __post_init__(self) -> None:
        check_choices(self)
        if self.restyled + self.from_glyphs > 1:
            raise InvalidValueError("the restyled and the glyphs' shares of the digits are 1 at most in sum")
        if self.calmest_hand > self.wildest_hand:
            raise InvalidValueError(
                f"hands differ by a factor, calmest first, not {self.calmest_hand} to {self.wildest_hand}"
            )


@dataclass(frozen=True)
class FixedCalibration:
    """Temperature and verdict as they were found before, where there is too little to fit them on.

    Attributes:
        temperature: what logits are divided by; 0: it and the verdict are fitted on what is kept apart.
        digit_from: the verdict's first number, as in `VerdictRule`.
        unsure_from: its second.
    """

    temperature: float = number(0.0, 0, HOTTEST)
    digit_from: float = share(0.0)
    unsure_from: float = share(0.0)

    def __post_init__(self) -> None:
        check_choices(self)
        if 0 < self.temperature < COLDEST:
            raise InvalidValueError(
                f"a fixed temperature is {COLDEST} to {HOTTEST}, or 0 where it is fitted, not {self.temperature}"
            )
        if not self.temperature and (self.digit_from or self.unsure_from):
            raise InvalidValueError("the verdict's numbers are fixed together with the temperature, and that is 0")


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

    epochs: int = whole(20, 1)
    batch_size: int = whole(64, 1)
    shards: int = whole(2, 1)
    peak_learning_rate: float = number(0.004, 0, above_least=True)
    lowest_learning_rate: float = share(0.0)
    warm_up: float = number(0.2, 0, 1, below_most=True)
    weight_decay: float = number(0.02, 0)
    sharpness_radius: float = number(0.0, 0, 10, below_most=True)
    label_smoothing: float = number(0.02, 0, 1, below_most=True)
    average_decay: float = number(0.999, 0, 1, below_most=True)
    validation_pictures: int = whole(5000, 1)
    writers_apart: int = whole(7, 0)
    stroke_copies: int = whole(3, 0)
    augmentation: Augmentation = field(default_factory=Augmentation)
    calm_end: float = share(0.0)
    calmness: float = share(0.3)
    stroke_mix: StrokeMix = field(default_factory=StrokeMix)
    calibration: FixedCalibration = field(default_factory=FixedCalibration)

    def __post_init__(self) -> None:
        check_choices(self)
        for name, kind in (
            ("augmentation", Augmentation),
            ("stroke_mix", StrokeMix),
            ("calibration", FixedCalibration),
        ):
            if not isinstance(getattr(self, name), kind):
                raise InvalidValueError(f"{name} is a {kind.__name__}, not {getattr(self, name)!r}")
        if self.batch_size % self.shards:
            raise InvalidValueError(f"a batch of {self.batch_size} does not divide into {self.shards} equal shards")
        if self.writers_apart == 1:
            raise InvalidValueError("one writer in 2 or more is for validation, or 0: none, not one in 1")

    def augmentation_in(self, epoch: int) -> Augmentation:
        """Return what happens to the pictures in an epoch, counted from 0."""
        calm = epoch >= self.epochs - round(self.calm_end * self.epochs)
        return self.augmentation.scaled(self.calmness) if calm else self.augmentation


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

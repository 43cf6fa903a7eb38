"""The choices of a training run, as plain data, and those that made the published weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.training.choices import check_choices, number, share, whole
from inkspect.training.form_frequencies import FormFrequencies
from inkspect.training.negative_frequencies import HardNegativeFrequencies
from inkspect.training.settings import Scalar, with_settings

COLDEST, HOTTEST = 0.2, 5.0
"""The range of temperatures that a calibration may find."""


@dataclass(frozen=True)
class Augmentation:
    """The limits of picture augmentation; all lengths are in cells of the 28×28 grid.

    Attributes:
        rotation: largest rotation in either direction, in degrees.
        scale: largest change of height and of width, each independently, as a share.
        slant: largest sideways shift per cell of height.
        shift: largest shift along each axis.
        elastic: standard deviation of the smooth random displacement along each axis
            (Simard, Steinkraus, Platt 2003, doi 10.1109/ICDAR.2003.1227801).
        elastic_points: number of control points along each axis from which the displacement is interpolated.
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
        """Return augmentation `factor` (0 … 1) times as strong, and equally smooth."""
        lengths = {name: length * factor for name, length in vars(self).items() if name != "elastic_points"}
        return replace(self, **lengths)


@dataclass(frozen=True)
class StrokeMix:
    """The strokes drawn anew by the ink rule for every epoch, besides MNIST's pictures; none by default.

    Attributes:
        digits: the number of digits.
        non_digits: the number of negatives, for which the network learns to find all ten digits equally likely (outlier
            exposure: Hendrycks, Mazeika, Dietterich 2019, arXiv 1812.04606).
        restyled: share of the digits that get a slash, a bar, an upstroke and the like.
        from_glyphs: share of the digits that are drawn from glyphs, not from a real drawing.
        log_pen_spread: standard deviation of the logarithm of the pen's radius.
        calmest_hand: smallest factor by which a digit's handwriting is varied.
        wildest_hand: largest factor; each digit's is drawn uniformly between the two.
        writer_balance: how strongly writers of many drawings are downweighted, 0 … 1. A drawing's frequency is
            proportional to the number of its writer's drawings to the power of minus this; at 0 all drawings are
            equally frequent, at 1 all writers.
        source_balance: how strongly large sources are downweighted, 0 … 1, after `writer_balance`. At 0 a source's
            share of the digits follows from its drawings, at 1 all sources have equal shares. A drawing's source is its
            `Drawing.source`: for the commands, the stroke file it is in.
        in_forms: share of the digits that are drawn in a form strangers use and networks misread.
        forms: how often each form is among these, relative to the others: an
            `inkspect.training.form_frequencies.FormFrequencies`.
        hard_negatives: share of the negatives that are of the kinds most easily taken for a digit.
        hard_kinds: how often each of these kinds is drawn, relative to the others: an
            `inkspect.training.negative_frequencies.HardNegativeFrequencies`.
    """

    digits: int = whole(0, 0)
    non_digits: int = whole(0, 0)
    restyled: float = share(0.18)
    from_glyphs: float = share(0.10)
    log_pen_spread: float = number(0.06, 0)
    calmest_hand: float = number(1.0, 0)
    wildest_hand: float = number(1.0, 0)
    writer_balance: float = share(0.0)
    source_balance: float = share(0.0)
    in_forms: float = share(0.0)
    forms: FormFrequencies = field(default_factory=FormFrequencies)
    hard_negatives: float = share(0.0)
    hard_kinds: HardNegativeFrequencies = field(default_factory=HardNegativeFrequencies)

    @property
    def total(self) -> int:
        """The number of newly drawn samples per epoch."""
        return self.digits + self.non_digits

    def __post_init__(self) -> None:
        check_choices(self)
        if not isinstance(self.forms, FormFrequencies):
            raise InvalidValueError(f"forms must be of type FormFrequencies, not {self.forms!r}")
        if self.restyled + self.from_glyphs + self.in_forms > 1:
            raise InvalidValueError("restyled, from_glyphs and in_forms must add up to at most 1")
        if self.in_forms and not any(vars(self.forms).values()):
            raise InvalidValueError(f"in_forms is {self.in_forms}, but the frequency of every form is 0")
        if not isinstance(self.hard_kinds, HardNegativeFrequencies):
            raise InvalidValueError(f"hard_kinds must be of type HardNegativeFrequencies, not {self.hard_kinds!r}")
        if self.hard_negatives and not any(vars(self.hard_kinds).values()):
            raise InvalidValueError(f"hard_negatives is {self.hard_negatives}, but the frequency of every kind is 0")
        if self.calmest_hand > self.wildest_hand:
            raise InvalidValueError(
                f"calmest_hand must be at most wildest_hand, not {self.calmest_hand} and {self.wildest_hand}"
            )


@dataclass(frozen=True)
class FixedCalibration:
    """Temperature and verdict rule from an earlier run, for when there is too little validation data to fit them.

    Attributes:
        temperature: the divisor of the logits; 0 to fit it and the verdict rule on validation data.
        digit_from: the verdict rule's numbers, as in `VerdictRule`.
        unsure_from: as there.
        digit_evidence_from: as there.
        unsure_evidence_from: as there.
    """

    temperature: float = number(0.0, 0, HOTTEST)
    digit_from: float = share(0.0)
    unsure_from: float = share(0.0)
    digit_evidence_from: float = number(0.0, 0)
    unsure_evidence_from: float = number(0.0, 0)

    def __post_init__(self) -> None:
        check_choices(self)
        if 0 < self.temperature < COLDEST:
            raise InvalidValueError(
                f"a fixed temperature must be {COLDEST} to {HOTTEST}, or 0 to fit it, not {self.temperature}"
            )
        if not self.temperature and any(vars(self).values()):
            raise InvalidValueError("a fixed verdict rule needs a fixed temperature too, but that is 0")


@dataclass(frozen=True)
class Recipe:
    """Every choice of a training run; the default takes a few minutes on two cores.

    A choice that an older file lacks has its default, so the default of a new choice is what was done before it.

    Attributes:
        epochs: the number of passes over the training data.
        batch_size: pictures per update; a multiple of `shards`.
        shards: parts of a batch that may be computed in parallel; results depend on it, but not on the threads.
        peak_learning_rate: the highest learning rate of the cycle.
        lowest_learning_rate: share of the peak below which the rate does not fall again.
        warm_up: share of the training run in which the learning rate rises.
        weight_decay: AdamW's weight decay, for weights; biases have none.
        sharpness_radius: radius around the weights within which the loss is to be low, at the cost of a second gradient
            per update; 0 for off.
        label_smoothing: share of a target's probability that is spread over all ten digits.
        average_decay: share of the averaged weights that an update keeps.
        validation_pictures: number of MNIST's last training pictures that are for validation.
        writers_apart: about one writer in this many is for validation; 0 for none.
        stroke_copies: how often each drawing is in the training data, if there is no stroke mix.
        augmentation: how the pictures are augmented.
        calm_end: share of the training run, at its end, with weaker augmentation, so that training ends on realistic
            pictures (He, Xie, Chen, Zhang, Wang, Tian 2019, arXiv 1909.09148).
        calmness: strength of that weaker augmentation, as a share of the full one.
        stroke_mix: the samples drawn anew for every epoch from the drawings.
        calibration: temperature and verdict rule, unless they are fitted on validation data.
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
                raise InvalidValueError(f"{name} must be of type {kind.__name__}, not {getattr(self, name)!r}")
        if self.batch_size % self.shards:
            raise InvalidValueError(f"a batch of {self.batch_size} does not divide into {self.shards} equal shards")
        if self.writers_apart == 1:
            raise InvalidValueError("writers_apart must be 0 (none) or at least 2 (one in 2), not 1")

    def augmentation_in(self, epoch: int) -> Augmentation:
        """Return the augmentation of an epoch, counted from 0."""
        calm = epoch >= self.epochs - round(self.calm_end * self.epochs)
        return self.augmentation.scaled(self.calmness) if calm else self.augmentation


VALIDATED = Recipe(
    epochs=120,
    weight_decay=0.07,
    sharpness_radius=0.1,
    calm_end=0.4,
    calmness=0.25,
    stroke_mix=StrokeMix(
        digits=6_500,
        non_digits=3_600,
        restyled=0.24,
        from_glyphs=0.12,
        calmest_hand=0.4,
        wildest_hand=2.0,
        writer_balance=0.85,
        in_forms=0.1,
        hard_negatives=0.28,
        hard_kinds=HardNegativeFrequencies(heart=3, crossed_circle=4, arrow=4, ten=2, letter=3),
    ),
)
"""The recipe of the published weights, but with enough validation data to make its choices and fit the calibration."""

PUBLISHED = replace(
    VALIDATED,
    validation_pictures=1000,
    writers_apart=0,
    calibration=FixedCalibration(
        temperature=0.5089, digit_from=0.5, digit_evidence_from=5.2439, unsure_evidence_from=4.2642
    ),
)
"""The recipe of the published weights, trained with drawings; docs/recipe.md explains how it was found.

The choices are already made, so it learns from every writer and nearly every picture; the remaining pictures serve for
the learning curve. Temperature and verdict rule are those that `VALIDATED` found with seed 0.
"""


def recipe_of(settings: Mapping[str, Scalar | None]) -> Recipe:
    """Return the recipe with these settings, as stored in a checkpoint.

    Raises:
        InkspectError: this version of the program does not support such a recipe.
    """
    try:
        return with_settings(Recipe(), settings)
    except InkspectError as error:
        raise InkspectError(f"the checkpoint is from another version of this program: {error}") from error

"""Strokes drawn anew for every epoch: real drawings in varied handwriting and pens, digits from glyphs, negatives."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.random import Generator

from inkspect.data.labels import DIGITS, NEGATIVE
from inkspect.data.levels import levels_of_ink
from inkspect.data.strokes import Drawing, writers_of
from inkspect.drawing.forms import FORMS, draw_form
from inkspect.drawing.hands import USUAL_HANDS, augment_strokes, varied_pen
from inkspect.drawing.hard_negatives import HARD_KINDS, HardKind
from inkspect.drawing.negatives import Negatives
from inkspect.drawing.styles import draw_styled_digit, restyle
from inkspect.ink import Stroke, rasterize_all
from inkspect.network.architecture import load_architecture
from inkspect.system.errors import InkspectError
from inkspect.training.examples import Examples
from inkspect.training.recipe import StrokeMix
from inkspect.training.streams import SamplePurpose, sample_stream

_DRAWN_WITH_ONE_PEN = 64
_GOLDEN_RATIO = (5**0.5 - 1) / 2

Item = TypeVar("Item")
_Shares: TypeAlias = tuple[tuple[Item, ...], tuple[float, ...]]
"""Items, and for each the sum of its frequency and those before it."""


@dataclass(frozen=True)
class StrokeSamples:
    """Draws an epoch's samples; each depends only on seed, epoch and its own number.

    Attributes:
        mix: the numbers of samples, and how they differ from the drawings.
        drawings: strokes and labels of the original drawings.
        taken_up_to: for each drawing, the share of samples made from it or an earlier one; increasing.
        negatives: the source of negatives, if the mix has any.
    """

    mix: StrokeMix
    drawings: tuple[tuple[tuple[Stroke, ...], str], ...]
    taken_up_to: tuple[float, ...]
    negatives: Negatives | None

    @classmethod
    def from_drawings(cls, mix: StrokeMix, drawings: Sequence[Drawing]) -> "StrokeSamples":
        """Draw samples from these drawings; those without ink are skipped.

        Raises:
            InkspectError: there are none, a label is not a digit, or the mix has negatives and a digit is missing.
        """
        inked = [drawing for drawing in drawings if drawing.has_ink]
        labelled = [(drawing.kept, drawing.label or "") for drawing in inked]
        labels = {label for _, label in labelled}
        if not labels:
            raise InkspectError("this recipe learns from drawings: give a file of labelled strokes")
        if strange := labels - set(DIGITS):
            raise InkspectError(f"a drawing is labelled {min(strange)!r}; training needs digits, 0 to 9")
        if mix.non_digits and len(labels) < len(DIGITS):
            missing = ", ".join(sorted(set(DIGITS) - labels))
            raise InkspectError(f"negatives are made from all ten digits, but there is no drawing of {missing}")
        negatives = Negatives.from_drawings(inked) if mix.non_digits else None
        return cls(mix, tuple(labelled), _taken_up_to(inked, mix), negatives)

    def __len__(self) -> int:
        """Return the number of samples per epoch."""
        return self.mix.total

    @property
    def groups(self) -> int:
        """The number of groups of samples, each drawn with one pen."""
        return -(-len(self) // _DRAWN_WITH_ONE_PEN)

    def draw_groups(self, seed: int, epoch: int, first: int, last: int) -> Examples:
        """Draw the samples of groups `first` up to `last` of an epoch."""
        return self.draw(seed, epoch, first * _DRAWN_WITH_ONE_PEN, min(last * _DRAWN_WITH_ONE_PEN, len(self)))

    def draw(self, seed: int, epoch: int, first: int = 0, last: int | None = None) -> Examples:
        """Draw samples `first` up to `last` of an epoch; `first` is a multiple of 64, the number drawn with one pen."""
        groups = [
            self._draw_with_one_pen(seed, epoch, range(start, min(start + _DRAWN_WITH_ONE_PEN, last or len(self))))
            for start in range(first, last or len(self), _DRAWN_WITH_ONE_PEN)
        ]
        return self.joined(groups)

    def joined(self, parts: Sequence[Examples]) -> Examples:
        """Return the samples of several groups together, in order."""
        return Examples(
            np.concatenate([part.pictures for part in parts]), np.concatenate([part.labels for part in parts])
        )

    def _draw_with_one_pen(self, seed: int, epoch: int, samples: range) -> Examples:
        drawn = [self._strokes_of(seed, epoch, sample) for sample in samples]
        stream = sample_stream(seed, epoch, samples.start, SamplePurpose.PEN)
        pen = varied_pen(load_architecture().ink, stream, self.mix.log_pen_spread)
        pictures = levels_of_ink(rasterize_all([strokes for strokes, _ in drawn], pen))
        return Examples(pictures, np.array([label for _, label in drawn], np.uint8))

    def _strokes_of(self, seed: int, epoch: int, sample: int) -> tuple[list[Stroke], int]:
        if sample >= self.mix.digits:
            if self.negatives is None:
                raise ValueError(f"there is no sample {sample}: the mix has no negatives")
            random = sample_stream(seed, epoch, sample, SamplePurpose.NEGATIVE)
            return self.negatives.draw(random, hard_shares=self._hard_shares), NEGATIVE
        return self.digit(epoch, sample, sample_stream(seed, epoch, sample, SamplePurpose.DIGIT))

    def digit(self, epoch: int, sample: int, random: Generator) -> tuple[list[Stroke], int]:
        """Draw one digit of an epoch: its strokes, in a box around 0 with a longer side of 1, and which it is."""
        way = random.random()
        if way < self.mix.from_glyphs:
            label = DIGITS[int(random.integers(len(DIGITS)))]
            strokes = draw_styled_digit(label, random)
        elif way >= 1 - self.mix.in_forms:
            label, strokes = self._in_a_form(random)
        else:
            original, label = self.drawings[self._drawing_of(epoch, sample)]
            restyled = way < self.mix.from_glyphs + self.mix.restyled
            strokes = restyle(original, label, random) if restyled else list(original)
        hands = USUAL_HANDS.scaled(float(random.uniform(self.mix.calmest_hand, self.mix.wildest_hand)))
        return augment_strokes(strokes, random, hands), int(label)

    def _in_a_form(self, random: Generator) -> tuple[str, list[Stroke]]:
        form = FORMS[_pick(self._form_shares, random)]
        of_digit = self._shares_by_digit.get(form.digit)
        original = self.drawings[_pick(of_digit, random)][0] if of_digit else None
        return form.digit, draw_form(form, random, original)

    @cached_property
    def _form_shares(self) -> "_Shares[str]":
        frequencies: dict[str, float] = vars(self.mix.forms)
        return tuple(frequencies), tuple(accumulate(frequencies.values()))

    @cached_property
    def _shares_by_digit(self) -> "dict[str, _Shares[int]]":
        """The drawings of each digit, as often relative to each other as among all drawings."""
        taken = np.diff(self.taken_up_to, prepend=0.0).tolist()
        numbers: dict[str, list[int]] = {}
        for number, (_, label) in enumerate(self.drawings):
            numbers.setdefault(label, []).append(number)
        return {
            label: (tuple(listed), tuple(accumulate(taken[number] for number in listed)))
            for label, listed in numbers.items()
        }

    @cached_property
    def _hard_shares(self) -> dict[HardKind, float]:
        frequencies: dict[HardKind, float] = {kind: getattr(self.mix.hard_kinds, kind) for kind in HARD_KINDS}
        total = sum(frequencies.values()) or 1.0
        return {kind: self.mix.hard_negatives * frequency / total for kind, frequency in frequencies.items()}

    def _drawing_of(self, epoch: int, sample: int) -> int:
        # Multiples of the golden ratio, modulo 1, cover all drawings evenly; random numbers would neglect some.
        place = (epoch * self.mix.digits + sample) * _GOLDEN_RATIO % 1.0
        return min(bisect_right(self.taken_up_to, place), len(self.drawings) - 1)


def _pick(shares: "_Shares[Item]", random: Generator) -> Item:
    items, taken_up_to = shares
    return items[min(bisect_right(taken_up_to, random.random() * taken_up_to[-1]), len(items) - 1)]


def _taken_up_to(drawings: Sequence[Drawing], mix: StrokeMix) -> tuple[float, ...]:
    writers = writers_of(drawings)
    drawings_by = Counter(writers)
    weights = np.array([drawings_by[writer] ** -mix.writer_balance for writer in writers])
    if mix.source_balance:
        sources = [drawing.source for drawing in drawings]
        number_of = {source: number for number, source in enumerate(dict.fromkeys(sources))}
        source = np.array([number_of[source] for source in sources])
        weights = weights * np.bincount(source, weights)[source] ** -mix.source_balance
    shares: list[float] = (np.cumsum(weights) / weights.sum()).tolist()
    return tuple(shares)

"""Strokes drawn anew for every epoch: real drawings by other hands and pens, digits from glyphs, and non-digits."""

import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context

import numpy as np
from threadpoolctl import threadpool_limits

from inkspect.architecture import load_architecture
from inkspect.errors import InkspectError
from inkspect.examples import DIGITS, NO_DIGIT, Examples
from inkspect.ink import Stroke, rasterize_all
from inkspect.nondigits import NonDigits
from inkspect.processes import live_with_the_parent
from inkspect.stroke_augment import USUAL_HANDS, augment_strokes, key_generator, varied_pen
from inkspect.stroke_styles import draw_styled_digit, restyle
from inkspect.strokes import Drawing

_DRAWN_WITH_ONE_PEN = 64
_GOLDEN_RATIO = (5**0.5 - 1) / 2
_DIGIT, _NON_DIGIT, _PEN = 1, 2, 3
"""What a sample draws random numbers for; together with seed, epoch and sample they start a stream of their own."""


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
class StrokeSamples:
    """Draws an epoch's samples; each depends on seed, epoch and its own number only.

    Attributes:
        mix: how many, and how they differ from the drawings.
        drawings: strokes and labels to draw out of.
        taken_up_to: for each drawing, the share of the samples that are drawn out of it or of one before it, rising.
        non_digits: what draws those, where the mix has any.
    """

    mix: StrokeMix
    drawings: tuple[tuple[tuple[Stroke, ...], str], ...]
    taken_up_to: tuple[float, ...]
    non_digits: NonDigits | None

    @classmethod
    def from_drawings(cls, mix: StrokeMix, drawings: Sequence[Drawing]) -> "StrokeSamples":
        """Draw out of these drawings; those without ink are passed over.

        Raises:
            InkspectError: there are none, a label is no digit, or non-digits are asked for and a digit is missing.
        """
        inked = [drawing for drawing in drawings if drawing.has_ink]
        labelled = [(tuple(drawing.strokes), drawing.label or "") for drawing in inked]
        labels = {label for _, label in labelled}
        if not labels:
            raise InkspectError("this recipe learns from drawings: name a file of labelled strokes")
        if strange := labels - set(DIGITS):
            raise InkspectError(f"a drawing is labelled {min(strange)!r}; training needs a digit, 0 to 9")
        if mix.non_digits and len(labels) < len(DIGITS):
            missing = ", ".join(sorted(set(DIGITS) - labels))
            raise InkspectError(f"non-digits are made of every digit, and there is no drawing of {missing}")
        non_digits = NonDigits.from_drawings(inked) if mix.non_digits else None
        return cls(mix, tuple(labelled), _taken_up_to(inked, mix.writer_balance), non_digits)

    def __len__(self) -> int:
        """Return how many samples an epoch has."""
        return self.mix.total

    def draw(self, seed: int, epoch: int, first: int = 0, last: int | None = None) -> Examples:
        """Draw the samples `first` … `last` of an epoch; `first` is a multiple of 64, as one pen draws so many."""
        groups = [
            self._draw_with_one_pen(seed, epoch, range(start, min(start + _DRAWN_WITH_ONE_PEN, last or len(self))))
            for start in range(first, last or len(self), _DRAWN_WITH_ONE_PEN)
        ]
        return Examples(
            np.concatenate([group.pictures for group in groups]), np.concatenate([group.labels for group in groups])
        )

    def _draw_with_one_pen(self, seed: int, epoch: int, samples: range) -> Examples:
        drawn = [self._strokes_of(seed, epoch, sample) for sample in samples]
        pen = varied_pen(
            load_architecture().ink, key_generator(seed, epoch, samples.start, _PEN), self.mix.log_pen_spread
        )
        pictures = np.rint(rasterize_all([strokes for strokes, _ in drawn], pen) * 255).astype(np.uint8)
        return Examples(pictures, np.array([label for _, label in drawn], np.uint8))

    def _strokes_of(self, seed: int, epoch: int, sample: int) -> tuple[list[Stroke], int]:
        if sample >= self.mix.digits:
            if self.non_digits is None:
                raise ValueError(f"there is no sample {sample}: the mix has no non-digits")
            return self.non_digits.draw(key_generator(seed, epoch, sample, _NON_DIGIT)), NO_DIGIT
        random = key_generator(seed, epoch, sample, _DIGIT)
        way = random.random()
        if way < self.mix.from_glyphs:
            label = DIGITS[int(random.integers(len(DIGITS)))]
            strokes = draw_styled_digit(label, random)
        else:
            original, label = self.drawings[self._drawing_of(epoch, sample)]
            restyled = way < self.mix.from_glyphs + self.mix.restyled
            strokes = restyle(original, label, random) if restyled else list(original)
        hands = USUAL_HANDS.scaled(float(random.uniform(self.mix.calmest_hand, self.mix.wildest_hand)))
        return augment_strokes(strokes, random, hands), int(label)

    def _drawing_of(self, epoch: int, sample: int) -> int:
        # Multiples of the golden ratio, modulo 1, leave no gap that others do not soon fill: chance would neglect some.
        place = (epoch * self.mix.digits + sample) * _GOLDEN_RATIO % 1.0
        return min(bisect_right(self.taken_up_to, place), len(self.drawings) - 1)


def _taken_up_to(drawings: Sequence[Drawing], writer_balance: float) -> tuple[float, ...]:
    # A drawing of no known writer is taken for one by a writer of its own.
    named = [drawing.extra.get("writer") for drawing in drawings]
    writers = [writer if isinstance(writer, str) else number for number, writer in enumerate(named)]
    drawings_by = Counter(writers)
    weights = np.array([drawings_by[writer] ** -writer_balance for writer in writers])
    shares: list[float] = (np.cumsum(weights) / weights.sum()).tolist()
    return tuple(shares)


class DrawnAhead:
    """Draws the next epoch's samples in other processes while the present one is learned from."""

    def __init__(self, samples: StrokeSamples, seed: int, last_epoch: int, workers: int) -> None:
        self._samples, self._seed, self._last_epoch, self._workers = samples, seed, last_epoch, workers
        # Spawned, not forked: a fork copies the locks of this process's threads as they happen to be.
        self._pool = (
            ProcessPoolExecutor(workers, get_context("spawn"), live_with_the_parent, (os.getpid(),))
            if workers > 1
            else None
        )
        self._under_way: dict[int, list[Future[Examples]]] = {}

    def take(self, epoch: int) -> Examples:
        """Return this epoch's samples, (samples, 28, 28) and their labels, and have the next epoch's begun."""
        if self._pool is None:
            return self._samples.draw(self._seed, epoch)
        for wanted in (epoch, epoch + 1):
            if wanted not in self._under_way and wanted < max(self._last_epoch, epoch + 1):
                self._under_way[wanted] = self._begin(self._pool, wanted)
        parts = [future.result() for future in self._under_way.pop(epoch)]
        return Examples(
            np.concatenate([part.pictures for part in parts]), np.concatenate([part.labels for part in parts])
        )

    def close(self) -> None:
        """Let the processes go; what is under way is given up."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self, pool: ProcessPoolExecutor, epoch: int) -> list[Future[Examples]]:
        groups = -(-len(self._samples) // _DRAWN_WITH_ONE_PEN)
        bounds = [groups * part // self._workers * _DRAWN_WITH_ONE_PEN for part in range(self._workers + 1)]
        bounds[-1] = len(self._samples)
        return [
            pool.submit(_draw_part, self._samples, self._seed, epoch, first, last)
            for first, last in pairwise(bounds)
            if first < last
        ]


def _draw_part(samples: StrokeSamples, seed: int, epoch: int, first: int, last: int) -> Examples:
    with threadpool_limits(limits=1, user_api="blas"):
        return samples.draw(seed, epoch, first, last)

"""An epoch's sequences for the pen's network: drawings made anew, whole and begun, to be read, continued, written."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from inkspect.data.strokes import Drawing
from inkspect.ink import Stroke
from inkspect.pen.description import load_pen
from inkspect.training.pen_recipe import PenDrawings, PenRecipe
from inkspect.training.pen_sequences import PenSequences, asked, continued
from inkspect.training.pen_walks import walk_all
from inkspect.training.samples import StrokeSamples
from inkspect.training.streams import SamplePurpose, sample_stream

_DRAWN_TOGETHER = 320


@dataclass(frozen=True)
class PenSamples:
    """Draws an epoch's sequences; those of a drawing depend only on seed, epoch and the drawing's number.

    Attributes:
        recipe: the numbers of drawings and beginnings, and the weights of tokens.
        reading: draws the drawings to be read.
        writing: draws those to be written.
    """

    recipe: PenRecipe
    reading: StrokeSamples
    writing: StrokeSamples

    @classmethod
    def from_drawings(cls, recipe: PenRecipe, drawings: Sequence[Drawing]) -> "PenSamples":
        """Draw samples from these drawings; those without ink are skipped.

        Raises:
            InkspectError: there are none, or a label is not a digit.
        """
        reading = StrokeSamples.from_drawings(recipe.reading.stroke_mix(), drawings)
        return cls(recipe, reading, StrokeSamples.from_drawings(recipe.writing.stroke_mix(), drawings))

    @property
    def groups(self) -> int:
        """The number of groups, each of drawings either to be read or to be written."""
        return sum(map(_groups_of, (self.recipe.reading, self.recipe.writing)))

    def draw_groups(self, seed: int, epoch: int, first: int, last: int) -> PenSequences:
        """Draw the sequences of groups `first` up to `last` of an epoch."""
        to_be_read = _groups_of(self.recipe.reading)
        return PenSequences.joined(
            [
                self._to_be_read(seed, epoch, group)
                if group < to_be_read
                else self._to_be_written(seed, epoch, group - to_be_read)
                for group in range(first, last)
            ]
        )

    def _to_be_read(self, seed: int, epoch: int, group: int) -> PenSequences:
        """Return each drawing read whole; and its beginnings read, and gone on with."""
        choices, recipe = self.recipe.reading, self.recipe
        strokes, digits, kept = _drawn(self.reading, choices, seed, epoch, group, SamplePurpose.READ)
        context, weight = load_pen().context, recipe.foreseen_weight
        whole = walk_all(strokes, [sum(map(len, drawing)) for drawing in strokes], context)
        parts = [asked(whole, digits, begun=False, movement=weight, digit=recipe.digit_weight)]
        for beginning in range(choices.beginnings):
            begun = walk_all(strokes, [places[beginning] for places in kept], context)
            parts.append(asked(begun, digits, begun=True, movement=weight, digit=recipe.digit_weight))
            parts.append(continued(begun))
        return PenSequences.joined(parts)

    def _to_be_written(self, seed: int, epoch: int, group: int) -> PenSequences:
        """Return each drawing to be written from its digit; and its beginnings to be finished."""
        choices = self.recipe.writing
        strokes, digits, kept = _drawn(self.writing, choices, seed, epoch, group, SamplePurpose.WRITTEN)
        context = load_pen().context
        whole = walk_all(strokes, [sum(map(len, drawing)) for drawing in strokes], context)
        parts = [continued(whole, digits, from_beginning=False)]
        for beginning in range(choices.beginnings):
            begun = walk_all(strokes, [places[beginning] for places in kept], context)
            parts.append(continued(begun, digits))
        return PenSequences.joined(parts)


def points_of_share(strokes: Sequence[Stroke], share: float) -> int:
    """Return how many of a drawing's points hold this share of its ink's length, at least."""
    lengths, drawn = [], 0.0
    for stroke in strokes:
        steps = np.diff(stroke[:, :2], axis=0)
        along = drawn + np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])
        lengths.append(along)
        drawn = float(along[-1])
    along = np.concatenate(lengths)
    return min(int(np.searchsorted(along, share * drawn, "left")) + 1, len(along))


def _drawn(
    samples: StrokeSamples, choices: PenDrawings, seed: int, epoch: int, group: int, purpose: SamplePurpose
) -> tuple[list[list[Stroke]], list[int], list[list[int]]]:
    """Return a group's drawings: their strokes, their digits, and of each beginning the number of its points."""
    numbers = range(group * _DRAWN_TOGETHER, min((group + 1) * _DRAWN_TOGETHER, choices.drawings))
    strokes, digits, kept = [], [], []
    for number in numbers:
        random = sample_stream(seed, epoch, number, purpose)
        drawing, digit = samples.digit(epoch, number, random)
        strokes.append(drawing)
        digits.append(digit)
        kept.append([points_of_share(drawing, share) for share in _shares(choices, random)])
    return strokes, digits, kept


def _shares(choices: PenDrawings, random: Generator) -> list[float]:
    """Return the share of the ink of each beginning: one at random in each of as many equal ranges."""
    places = np.arange(choices.beginnings) + random.random(choices.beginnings)
    shares: list[float] = (choices.shortest + (1 - choices.shortest) * places / max(choices.beginnings, 1)).tolist()
    return shares


def _groups_of(choices: PenDrawings) -> int:
    return -(-choices.drawings // _DRAWN_TOGETHER)

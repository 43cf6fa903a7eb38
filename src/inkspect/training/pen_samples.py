"""An epoch's sequences for the pen's network: drawings made anew, whole and begun, to be read, continued, written."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from inkspect.data.strokes import Drawing
from inkspect.ink import Stroke
from inkspect.pen.batch import TokenBatch
from inkspect.pen.beginnings import first_points, points_until
from inkspect.pen.description import load_pen
from inkspect.pen.tokens import tokenize
from inkspect.training.pen_recipe import PenDrawings, PenRecipe
from inkspect.training.pen_sequences import asked, continued, joined, replace_asked, too_long_to_ask
from inkspect.training.pen_walks import Walks, walk_all
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

    def draw_groups(self, seed: int, epoch: int, first: int, last: int) -> TokenBatch:
        """Draw the sequences of groups `first` up to `last` of an epoch, each as wide as the context."""
        to_be_read = _groups_of(self.recipe.reading)
        return joined(
            [
                self._to_be_read(seed, epoch, group)
                if group < to_be_read
                else self._to_be_written(seed, epoch, group - to_be_read)
                for group in range(first, last)
            ]
        )

    def joined(self, parts: Sequence[TokenBatch]) -> TokenBatch:
        """Return the sequences of several groups together, in order."""
        return joined(parts)

    def _to_be_read(self, seed: int, epoch: int, group: int) -> TokenBatch:
        """Return each drawing read whole; and its beginnings read, and gone on with."""
        choices = self.recipe.reading
        drawn = _draw(self.reading, choices, seed, epoch, group, SamplePurpose.READ)
        parts = [self._asked(drawn, None)]
        for beginning in range(choices.beginnings):
            parts.append(self._asked(drawn, beginning))
            parts.append(continued(drawn.walks(beginning)))
        return joined(parts)

    def _to_be_written(self, seed: int, epoch: int, group: int) -> TokenBatch:
        """Return each drawing to be written from its digit; and its beginnings to be finished."""
        choices = self.recipe.writing
        drawn = _draw(self.writing, choices, seed, epoch, group, SamplePurpose.WRITTEN)
        begun = [continued(drawn.walks(beginning), drawn.digits) for beginning in range(choices.beginnings)]
        return joined([continued(drawn.walks(None), drawn.digits, from_beginning=False), *begun])

    def _asked(self, drawn: "_Drawn", beginning: int | None) -> TokenBatch:
        """Return the drawings, or one beginning of each, and their digits."""
        recipe = self.recipe
        return read_and_asked(
            drawn.strokes,
            drawn.kept(beginning),
            drawn.digits,
            movement=recipe.foreseen_weight,
            digit=recipe.digit_weight * (recipe.whole_weight if beginning is None else 1),
        )


def read_and_asked(
    drawings: Sequence[Sequence[Stroke]], kept: Sequence[int], digits: Sequence[int], *, movement: float, digit: float
) -> TokenBatch:
    """Return READ, movements, ASK, digit, END for each drawing's first `kept` points, in their own frame.

    Of what does not fit the context, the newest movements are read, as everywhere.
    """
    walks = walk_all(drawings, kept, load_pen().context)
    sequences = asked(walks, digits, begun=True, movement=movement, digit=digit)
    for row in too_long_to_ask(walks, begun=True):
        replace_asked(sequences, row, tokenize(first_points(drawings[row], kept[row])), digits[row])
    return sequences


@dataclass(frozen=True)
class _Drawn:
    """A group's drawings: their strokes, their digits, and of each beginning of each the number of its points."""

    strokes: list[list[Stroke]]
    digits: list[int]
    beginnings: list[list[int]]

    def kept(self, beginning: int | None) -> list[int]:
        """Return how many points of each drawing belong to this beginning; all if None."""
        if beginning is None:
            return [sum(map(len, strokes)) for strokes in self.strokes]
        return [counts[beginning] for counts in self.beginnings]

    def walks(self, beginning: int | None) -> Walks:
        """Return each drawing's movements in the frame of this beginning, as many as can fit the context."""
        return walk_all(self.strokes, self.kept(beginning), load_pen().context)


def _draw(
    samples: StrokeSamples, choices: PenDrawings, seed: int, epoch: int, group: int, purpose: SamplePurpose
) -> _Drawn:
    drawn = _Drawn([], [], [])
    for number in range(group * _DRAWN_TOGETHER, min((group + 1) * _DRAWN_TOGETHER, choices.drawings)):
        random = sample_stream(seed, epoch, number, purpose)
        strokes, digit = samples.digit(epoch, number, random)
        drawn.strokes.append(strokes)
        drawn.digits.append(digit)
        drawn.beginnings.append([points_until(strokes, share) for share in _shares(choices, random)])
    return drawn


def _shares(choices: PenDrawings, random: Generator) -> list[float]:
    """Return the share of the ink of each beginning: one at random in each of as many equal ranges."""
    places = np.arange(choices.beginnings) + random.random(choices.beginnings)
    shares: list[float] = (choices.shortest + (1 - choices.shortest) * places / max(choices.beginnings, 1)).tolist()
    return shares


def _groups_of(choices: PenDrawings) -> int:
    return -(-choices.drawings // _DRAWN_TOGETHER)

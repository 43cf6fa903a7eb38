"""Which network knows a digit when: how many are right after a share of the ink, the pen's and the picture's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from inkspect.ink import Stroke, rasterize_all
from inkspect.measuring.labelled import LabelledSample, digits_of
from inkspect.network.network import Network
from inkspect.pen.beginnings import beginning
from inkspect.pen.network import PenNetwork
from inkspect.pen.reading import digit_logits
from inkspect.pen.tokens import tokenize

SHARES = (1.0, 0.75, 0.5, 0.25)


class RightJson(TypedDict):
    """How many digits each network reads right after a share of the ink."""

    share: float
    count: int
    pen: int
    picture: int


@dataclass(frozen=True)
class RightAfter:
    """How many of some digits are read right after a share of their ink.

    Attributes:
        share: of the length of each drawing's ink, at least; it ends at a point of the drawing.
        count: the number of drawings.
        pen: how many the pen's network reads right.
        picture: how many the picture's network does.
    """

    share: float
    count: int
    pen: int
    picture: int

    @property
    def pen_accuracy(self) -> float:
        """The share that the pen's network reads right."""
        return self.pen / self.count

    @property
    def picture_accuracy(self) -> float:
        """The share that the picture's network reads right."""
        return self.picture / self.count

    def to_json(self) -> RightJson:
        """Return the counts as JSON values."""
        return {"share": self.share, "count": self.count, "pen": self.pen, "picture": self.picture}


def right_after(share: float, digits: Sequence[LabelledSample], pen: PenNetwork, picture: Network) -> RightAfter:
    """Read the beginnings of digits, at least one and all drawn, with both networks.

    Each network sees nothing but the beginning, in a frame of its own.
    """
    begun = [beginning(strokes_in(sample), share) for sample in digits]
    labels = digits_of(digits)
    by_pen = digit_logits([tokenize(strokes) for strokes in begun], pen).argmax(axis=1)
    by_picture = picture.predict_logits(rasterize_all(begun).astype(np.float32)).argmax(axis=1)
    return RightAfter(share, len(digits), int((by_pen == labels).sum()), int((by_picture == labels).sum()))


def strokes_in(sample: LabelledSample) -> tuple[Stroke, ...]:
    """Return a drawn sample's strokes."""
    if not isinstance(sample.ink, tuple):
        raise TypeError(f"sample {sample.number} is a picture, not a drawing")
    return sample.ink

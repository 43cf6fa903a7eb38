"""The figures of the pen's network by source, in a few numbers: what its weights file says about them."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS
from inkspect.data.strokes import Drawing
from inkspect.measuring.labelled import LabelledDrawings, digits_of
from inkspect.measuring.pen_shares import SHARES, strokes_in
from inkspect.pen.beginnings import beginning
from inkspect.pen.network import PenNetwork
from inkspect.pen.reading import digit_logits
from inkspect.pen.tokens import tokenize
from inkspect.system.errors import InkspectError

_DECIMALS = 4


class AccuracyAfterJson(TypedDict):
    """The share of the digits that are read right, from 0 to 1, after a share of each drawing's ink."""

    share: float
    accuracy: float


class PenSourceJson(TypedDict):
    """The figures of one source, with four decimals.

    `digits` has the accuracy of each digit from 0 to 9 after all the ink; None if the source has none of it.
    """

    name: str
    count: int
    right: list[AccuracyAfterJson]
    digits: list[float | None]


class MeasuredPenJson(TypedDict):
    """The figures of the pen's network by source."""

    sources: list[PenSourceJson]


def measured_pen(network: PenNetwork, held_out: Mapping[str, Sequence[Drawing]]) -> MeasuredPenJson:
    """Measure a pen's network, as stored, on the drawings of each source, by its name.

    Raises:
        InkspectError: none of a source's drawings has both ink and a digit as its label.
    """
    return {"sources": [_source_figures(name, drawings, network) for name, drawings in held_out.items()]}


def _source_figures(name: str, drawings: Sequence[Drawing], network: PenNetwork) -> PenSourceJson:
    digits = LabelledDrawings.of(drawings).digits
    if not digits:
        raise InkspectError(f'{name}: no drawing has both ink and a digit as its "label", such as "7"')
    labels, strokes = digits_of(digits), [strokes_in(sample) for sample in digits]

    def right(share: float) -> NDArray[np.bool_]:
        read = digit_logits([tokenize(beginning(drawing, share)) for drawing in strokes], network).argmax(axis=1)
        return np.asarray(read == labels)

    rights = {share: right(share) for share in SHARES}
    of_digit = [rights[1.0][labels == digit] for digit in range(len(DIGITS))]
    return {
        "name": name,
        "count": len(digits),
        "right": [{"share": share, "accuracy": _rounded(each)} for share, each in rights.items()],
        "digits": [_rounded(each) if len(each) else None for each in of_digit],
    }


def _rounded(right: NDArray[np.bool_]) -> float:
    return round(float(right.mean()), _DECIMALS)

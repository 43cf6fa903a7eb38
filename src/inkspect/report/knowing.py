"""When two networks know the digits of a stroke file, by the share of their ink, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass

from inkspect.data.labels import DIGITS
from inkspect.data.strokes import Drawing
from inkspect.measuring.labelled import LabelledDrawings
from inkspect.measuring.pen_shares import RightAfter, right_after
from inkspect.network.network import Network
from inkspect.pen.network import PenNetwork

TWENTIETHS = tuple(number / 20 for number in range(1, 21))


@dataclass(frozen=True)
class KnowingResults:
    """How many digits of a set the picture's and the pen's network know after each share of the ink.

    Attributes:
        name: the set's name in the report.
        rows: from the smallest share to all of the ink.
    """

    name: str
    rows: tuple[RightAfter, ...]


def measure_knowing(
    picture: Network, pen: PenNetwork, name: str, drawings: Sequence[Drawing], shares: Sequence[float] = TWENTIETHS
) -> KnowingResults | None:
    """Read the beginnings of the digits among the drawings with both networks; return None if there are no digits.

    Raises:
        InkspectError: none of the drawings has both ink and a label.
    """
    digits = [drawing for drawing in drawings if drawing.label in DIGITS and drawing.has_ink]
    if not digits:
        return None
    labelled = LabelledDrawings.of(digits).digits
    return KnowingResults(name, tuple(right_after(share, labelled, pen, picture) for share in shares))

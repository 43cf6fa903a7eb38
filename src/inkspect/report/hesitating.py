"""How a network comes to its answers to the digits of a stroke file, point by point, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inkspect.data.kept_points import MAX_KEPT_POINTS
from inkspect.data.labels import DIGITS
from inkspect.data.strokes import Drawing
from inkspect.network.network import Network
from inkspect.over_time.hesitation import Hesitations, read_hesitations


@dataclass(frozen=True)
class HesitationResults:
    """A set of drawn digits, read after every point.

    Attributes:
        name: the set's name in the report.
        overall: all drawings.
        by_digit: the drawings of each digit that there is.
        left_out: the number of drawn digits with more points than the page keeps.
    """

    name: str
    overall: Hesitations
    by_digit: Mapping[int, Hesitations]
    left_out: int


def measure_hesitation(network: Network, name: str, drawings: Sequence[Drawing]) -> HesitationResults | None:
    """Read the drawings that have ink and are labelled as a digit after every point; return None if there are none."""
    digits = [drawing for drawing in drawings if drawing.label in DIGITS and drawing.has_ink]
    short = [drawing for drawing in digits if _points(drawing) <= MAX_KEPT_POINTS]
    if not short:
        return None
    each = read_hesitations(short, network)
    labels = [DIGITS.index(drawing.label or "") for drawing in short]
    by_digit = {
        digit: Hesitations.of([one for one, label in zip(each, labels, strict=True) if label == digit])
        for digit in sorted(set(labels))
    }
    return HesitationResults(name, Hesitations.of(each), by_digit, len(digits) - len(short))


def _points(drawing: Drawing) -> int:
    """Return the number of points that the page must take: those given, or more with those at the pad's border."""
    return max(sum(map(len, strokes)) for strokes in (drawing.strokes, drawing.kept))

"""Measure the pen's network: what it reads, what it foresees, what it writes, beside the picture's network."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from threadpoolctl import threadpool_limits

from inkspect.data.strokes import Drawing
from inkspect.measuring.labelled import LabelledDrawings
from inkspect.measuring.pen_movements import SHARES as FORESEEN_SHARES
from inkspect.measuring.pen_movements import Foreseen, ForeseenJson, foreseen_after
from inkspect.measuring.pen_shares import SHARES, RightAfter, RightJson, right_after, strokes_in
from inkspect.measuring.pen_written import (
    OF_EACH,
    TEMPERATURES,
    Known,
    WrittenDigits,
    WrittenJson,
    read_written,
    write_digits,
)
from inkspect.network.network import Network
from inkspect.pen.network import PenNetwork
from inkspect.system.errors import InkspectError
from inkspect.system.words import counted


class PenEvaluationJson(TypedDict):
    """The JSON values that `PenEvaluation.to_json` returns; their names are `PenEvaluation`'s.

    Its rows are `inkspect.measuring.pen_shares.RightJson`, `inkspect.measuring.pen_movements.ForeseenJson` and
    `inkspect.measuring.pen_written.WrittenJson`.
    """

    count: int
    left_out: int
    right: list[RightJson]
    foreseen: list[ForeseenJson]
    written: list[WrittenJson]


@dataclass(frozen=True, repr=False)
class PenEvaluation:
    """How well the pen's network reads, foresees and writes.

    Attributes:
        count: how many drawings of digits it was measured on.
        left_out: how many drawings were not read: no ink, or no digit as their label.
        right: how many digits it and the picture's network read right, after all of the ink and less; each an
            `inkspect.measuring.pen_shares.RightAfter`. Empty without drawings.
        foreseen: what the movements after half and three quarters of the ink cost it; each an
            `inkspect.measuring.pen_movements.Foreseen`. Empty without drawings.
        written: how the picture's network reads digits that it wrote, at two temperatures; each an
            `inkspect.measuring.pen_written.WrittenDigits`.
    """

    count: int
    left_out: int
    right: tuple[RightAfter, ...]
    foreseen: tuple[Foreseen, ...]
    written: tuple[WrittenDigits, ...]

    def __repr__(self) -> str:
        read = [f"{row.pen_accuracy:.2%} right after {row.share:.0%} of the ink" for row in self.right]
        wrote = [f"{row.accuracy:.1%} read as meant at {row.temperature:g}" for row in self.written]
        return f"<PenEvaluation: {'; '.join([counted(self.count, 'digit'), *read, *wrote])}>"

    def to_json(self) -> PenEvaluationJson:
        """Return the evaluation as JSON values."""
        return {
            "count": self.count,
            "left_out": self.left_out,
            "right": [row.to_json() for row in self.right],
            "foreseen": [row.to_json() for row in self.foreseen],
            "written": [row.to_json() for row in self.written],
        }


def evaluate_pen(
    network: PenNetwork,
    picture: Network,
    drawings: Sequence[Drawing] | None = None,
    learned: Sequence[Drawing] = (),
    *,
    of_each: int | None = None,
    on_step: Callable[[str, int, int], object] | None = None,
) -> PenEvaluation:
    """Measure a pen's network.

    Args:
        network: the pen's network.
        picture: the picture's network, which reads the same beginnings, and what was written.
        drawings: labelled drawings that it has not learned from; if None, only its writing is measured.
        learned: drawings that it learned from, to tell whether it writes copies; that needs `drawings` to compare with.
        of_each: how many of each digit it writes at each temperature; 100 if None.
        on_step: called before each step with its name, the number of finished steps, and the total number.

    Raises:
        InkspectError: there are drawings, but none with ink and a digit as its label; or logits are not finite.
    """
    steps, of_each = itertools.count(), OF_EACH if of_each is None else of_each
    total = len(TEMPERATURES) * 10 + (0 if drawings is None else len(SHARES) + len(FORESEEN_SHARES))

    def begin(what: str) -> None:
        if on_step is not None:
            on_step(what, next(steps), total)

    labelled = LabelledDrawings([], [], 0) if drawings is None else LabelledDrawings.of(drawings)
    digits = labelled.digits
    if drawings is not None and not digits:
        raise InkspectError('no drawing has both ink and a digit as its "label", such as "7"')
    strokes = [strokes_in(sample) for sample in digits]
    right, foreseen, written = list[RightAfter](), list[Foreseen](), list[WrittenDigits]()
    with threadpool_limits(limits=1, user_api="blas"):  # the matrices are so small that threads mostly wait
        if digits:
            for share in SHARES:
                begin(f"Reading {share:.0%} of the ink")
                right.append(right_after(share, digits, network, picture))
            for share in FORESEEN_SHARES:
                begin(f"Going on from {share:.0%} of the ink")
                foreseen.append(foreseen_after(share, strokes, network))
        taught = [drawing.kept for drawing in learned if drawing.has_ink]
        known = Known.of(taught, strokes) if taught and digits else None
        for temperature in TEMPERATURES:
            wrote = write_digits(
                network, temperature, of_each, lambda digit: begin(f"Writing {counted(of_each, str(digit))}")
            )
            written.append(read_written(wrote, temperature, picture, known))
    left_out = labelled.left_out + len(labelled.others)
    return PenEvaluation(len(digits), left_out, tuple(right), tuple(foreseen), tuple(written))

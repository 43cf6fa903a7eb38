"""What a network reads in a drawing after every point, as the page shows it while one draws."""

from dataclasses import dataclass
from os import PathLike
from typing import overload

import numpy as np
from numpy.typing import NDArray

from inkspect.data.kept_points import kept_points
from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.network.given import as_network
from inkspect.network.layers import softmax
from inkspect.network.network import Network
from inkspect.network.reading import Reading, ReadingJson
from inkspect.network.verdict import Verdict
from inkspect.over_time.movements import PenReadingOverTime, read_movements_over_time
from inkspect.over_time.pictures import pictures_over_time
from inkspect.pen.network import PenNetwork
from inkspect.system.arguments import as_whole
from inkspect.system.words import counted


class MomentJson(ReadingJson):
    """The JSON values of one moment: a reading, the number of points drawn, and when the last one was, in ms."""

    moment: int
    t: int


@dataclass(frozen=True, eq=False, repr=False)
class ReadingOverTime:
    """A network's reading of a drawing after every point that the page keeps of it; `len` is their number, n.

    Attributes:
        points: (n, 3) the points: x and y in pad units, 1/4096 of the pad's side, and t in ms since the first point.
        strokes: (n,) the index of each point's stroke, from 0.
        probabilities: (n, 10) the probabilities of the ten digits after 1, 2, … n points.
        verdicts: the n verdicts: "digit", "unsure" or "none".
    """

    points: NDArray[np.float64]
    strokes: NDArray[np.intp]
    probabilities: NDArray[np.float32]
    verdicts: tuple[Verdict, ...]

    def __len__(self) -> int:
        return len(self.verdicts)

    def __repr__(self) -> str:
        last = self.at(len(self))
        end = last.verdict if last.digit is None else f"{last.verdict}, {last.digit}"
        return f"<ReadingOverTime: {counted(len(self), 'point')}, at the end {end}>"

    @property
    def digits(self) -> NDArray[np.intp]:
        """The most probable digit after each point, (n,)."""
        digits: NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return digits

    def at(self, moment: int) -> Reading:
        """Return the reading after so many points, from 0, where nothing is drawn, to n.

        Raises:
            InvalidValueError: `moment` is not a whole number from 0 to n.
        """
        drawn = as_whole(moment, "moment", 0, len(self))
        if drawn == 0:
            return Reading("empty", None, None)
        probabilities = self.probabilities[drawn - 1]
        return Reading(self.verdicts[drawn - 1], int(probabilities.argmax()), probabilities)

    def to_json(self) -> list[MomentJson]:
        """Return a JSON object for every point, as `inkspect read --over-time` prints them."""
        times = self.points[:, 2].astype(np.int64).tolist()
        return [{"moment": moment, "t": t, **self.at(moment).to_json()} for moment, t in enumerate(times, start=1)]


@overload
def read_over_time(
    strokes: Strokes | Drawing, network: Network | str | PathLike[str] | None = None
) -> ReadingOverTime: ...
@overload
def read_over_time(strokes: Strokes | Drawing, network: PenNetwork) -> PenReadingOverTime: ...
def read_over_time(
    strokes: Strokes | Drawing, network: Network | PenNetwork | str | PathLike[str] | None = None
) -> ReadingOverTime | PenReadingOverTime:
    """Read a drawing after every point, as the page does while one draws, and as `inkspect read --over-time` prints it.

    Points are kept as the page's `draw` keeps them: fitted into the pad unless they are placed, and rounded to pad
    units. So the last moment is the page's answer to the whole drawing; `read`, which rounds nothing, may differ from
    it in the last decimals.

    Args:
        strokes: as in `rasterize`.
        network: the picture's network, or its weights file; or the pen's network, as `load` returns it; the picture's
            published one if None.

    Returns:
        The verdict and the probabilities after each point; `at(moment)` is the reading after so many points. With the
        pen's network the digit, and what it expects next.

    Raises:
        InkspectError: the weights cannot be read, or the drawing has more than 20,000 points.
        InvalidValueError: the strokes are not valid, or an argument is of the wrong type.
    """
    drawing = strokes if isinstance(strokes, Drawing) else Drawing(as_strokes(strokes))
    if isinstance(network, PenNetwork):
        return read_movements_over_time(drawing, network)
    reads = as_network(network)
    kept = kept_points(drawing)
    logits = [reads.predict_logits(pictures) for pictures in pictures_over_time(kept)]
    probabilities = softmax(np.concatenate([np.empty((0, 10), np.float32), *logits]), axis=1)
    verdicts = tuple(reads.verdict_rule.judge(probabilities)) if len(kept) else ()
    return ReadingOverTime(kept.points, kept.strokes, probabilities.astype(np.float32), verdicts)

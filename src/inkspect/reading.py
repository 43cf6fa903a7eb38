"""What a network reads in a drawing or a picture, and how sure it may be of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypedDict

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inkspect.data.stroke_files import is_stroke_file, read_strokes
from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.ink import Stroke, rasterize_all
from inkspect.network.network import PICTURES_AT_ONCE, Network
from inkspect.network.trace import Trace
from inkspect.network.verdict import Verdict, VerdictRule
from inkspect.pictures import Source, read_picture
from inkspect.system.errors import InkspectError

Readable: TypeAlias = Source | Drawing | Strokes
"""What `read` reads: a picture, or strokes."""

_NARROWEST_PICTURE = 4  # pixels; an array of points has 2 or 3 columns


class ReadingJson(TypedDict):
    """What `Reading.to_json` gives."""

    verdict: Verdict
    digit: int | None
    probabilities: list[float] | None


@dataclass(frozen=True)
class Reading:
    """What a network reads.

    Attributes:
        verdict: what can be said of the drawing; "empty" where nothing is drawn.
        digit: the most probable digit; None where nothing is drawn.
        probabilities: (10,) of the digits 0 to 9, adding up to 1; None where nothing is drawn.
    """

    verdict: Verdict
    digit: int | None
    probabilities: NDArray[np.float32] | None

    def to_json(self) -> ReadingJson:
        """Return the same as values that JSON knows."""
        probabilities = None if self.probabilities is None else [float(share) for share in self.probabilities]
        return {"verdict": self.verdict, "digit": self.digit, "probabilities": probabilities}


def read(source: Readable, network: Network) -> Reading:
    """Read one digit.

    Args:
        source: strokes: a list of strokes, each a list or array of points `[x, y]` or `[x, y, t]`, in any unit, x to
            the right, y down, or a `Drawing`. Or a picture: its bytes, a Pillow image, an array of pixels. Or the path
            of a file, which holds a picture or, on one line of JSON, strokes.
        network: what reads it.

    Raises:
        InkspectError: the file cannot be read, the strokes are none, the picture does not hold exactly one drawing, or
            the stroke file not exactly one line.
    """
    if isinstance(source, str | Path):
        (reading,) = _only_reading(Path(source), network)
        return reading
    if isinstance(source, bytes | Image.Image | np.ndarray):
        _refuse_points(source)
        return read_pixels(read_picture(source).pixels[None], network)[0]
    strokes = source.kept if isinstance(source, Drawing) else as_strokes(source)
    return read_drawings([strokes], network)[0]


def read_file(path: Path, network: Network) -> list[Reading]:
    """Read every drawing of a stroke file, or the one digit of a picture; the content decides what a file is.

    Raises:
        InkspectError: the file cannot be read, or is neither; the line begins with its name.
    """
    if is_stroke_file(path):
        return read_drawings([drawing.kept for drawing in read_strokes(path)], network)
    return read_pixels(read_picture(path).pixels[None], network)


def read_drawings(drawings: Iterable[Sequence[Stroke]], network: Network) -> list[Reading]:
    """Read many drawings, each its strokes, drawn by the ink rule as the page does.

    Raises:
        InkspectError: a coordinate is not finite.
    """
    return read_pixels(rasterize_all(drawings), network)


def read_pixels(pixels: NDArray[np.floating], network: Network) -> list[Reading]:
    """Read pictures (n, 28, 28) that follow the ink rule, 0 paper to 1 ink."""
    readings: list[Reading] = []
    for start in range(0, len(pixels), PICTURES_AT_ONCE):  # a trace of all at once may not fit into memory
        trace = network.trace(pixels[start : start + PICTURES_AT_ONCE])
        readings += map(_reading, judge(trace, network.verdict_rule), trace.probabilities)
    return readings


def judge(trace: Trace, rule: VerdictRule) -> list[Verdict]:
    """Say of each picture in a trace what may be said of it."""
    verdicts = rule.judge(trace.probabilities)
    return [verdict if picture.any() else "empty" for verdict, picture in zip(verdicts, trace.pictures, strict=True)]


def _reading(verdict: Verdict, probabilities: NDArray[np.floating]) -> Reading:
    if verdict == "empty":
        return Reading(verdict, None, None)
    return Reading(verdict, int(probabilities.argmax()), probabilities.astype(np.float32))


def _only_reading(path: Path, network: Network) -> list[Reading]:
    readings = read_file(path, network)
    if len(readings) != 1:
        raise InkspectError(f"{path}: holds {len(readings)} drawings, not one; `inkspect.read_strokes` gives them all")
    return readings


def _refuse_points(source: object) -> None:
    if isinstance(source, np.ndarray) and source.ndim == 2 and source.shape[1] < _NARROWEST_PICTURE:
        raise InkspectError(f"an array {source.shape} is too narrow for a picture; strokes come in a list: [stroke, …]")

"""Read drawings and pictures with a network: the picture's, or the pen's, which reads drawings only."""

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from inkspect.data.levels import as_ink
from inkspect.data.strokes import Drawing
from inkspect.ink import Stroke, rasterize_all
from inkspect.network.network import PICTURES_AT_ONCE, Network
from inkspect.network.reading import Reading, readings_of
from inkspect.pen.network import PenNetwork
from inkspect.pen.reading import PenReading
from inkspect.pen.reading import read_drawings as read_movements
from inkspect.sources import (
    FOLLOWS_STROKES,
    Readable,
    drawings_in_content,
    drawings_in_file,
    picture_of,
    pictures_in_content,
    pictures_in_file,
    pictures_of_drawings,
    strokes_of_source,
)
from inkspect.system.arguments import as_content, as_path, shown
from inkspect.system.errors import InkspectError, InvalidValueError


def read(source: Readable, network: Network) -> Reading:
    """Read one digit.

    Args:
        source: a file, a picture or a drawing, as `Readable` says.
        network: the network that reads it.

    Raises:
        InkspectError: the file cannot be read, the picture does not hold exactly one drawing, or the stroke file not
            exactly one line.
        InvalidValueError: the source is none of these, its strokes are not valid, or an array is not a picture.
    """
    return read_pixels(picture_of(source, "`read_all` reads them all")[None], network)[0]


def read_all(
    sources: "str | PathLike[str] | bytes | BinaryIO | NDArray[np.generic] | Iterable[Readable]", network: Network
) -> list[Reading]:
    """Read many digits.

    Args:
        sources: any number of sources that `read` takes; or a stroke file with any number of drawings, as its path, its
            bytes, or opened in binary mode; or pictures (n, 28, 28) by the ink rule, uint8 from 0 (paper) to 255 (ink)
            or floats from 0 to 1.
        network: the network that reads them.

    Raises:
        InkspectError: as `read`.
        InvalidValueError: as `read`; or the pictures have the wrong shape, type or range.
    """
    if isinstance(sources, str | PathLike):
        return read_file(as_path(sources, "sources"), network)
    content = as_content(sources, "sources")
    if content is not None:
        return [reading for some in pictures_in_content(content) for reading in read_pixels(some, network)]
    if isinstance(sources, np.ndarray):
        return read_pixels(as_ink(sources), network)
    if isinstance(sources, bytes | Drawing) or not isinstance(sources, Iterable):
        raise InvalidValueError(f"sources must be a list of drawings or pictures, not {shown(sources)}")
    many: list[Readable] = list(sources)
    if all(isinstance(source, Drawing) for source in many):
        drawings = [source for source in many if isinstance(source, Drawing)]
        return read_pixels(pictures_of_drawings(drawings), network)
    readings: list[Reading] = []
    for index, source in enumerate(many):
        try:
            readings.append(read(source, network))
        except InkspectError as error:
            raise type(error)(f"sources[{index}]: {error}") from error
    return readings


def read_with_pen(source: Readable, network: PenNetwork) -> PenReading:
    """Read one drawing with the pen's network, as `read` does with the picture's; a picture is refused.

    Raises:
        InkspectError: the file cannot be read, or is no stroke file of exactly one drawing.
        InvalidValueError: the source is a picture, or none of `Readable`, or its strokes are not valid.
    """
    return read_movements([strokes_of_source(source, "`read_all` reads them all")], network)[0]


def read_all_with_pen(
    sources: "str | PathLike[str] | bytes | BinaryIO | NDArray[np.generic] | Iterable[Readable]", network: PenNetwork
) -> list[PenReading]:
    """Read many drawings with the pen's network, as `read_all` does with the picture's; pictures are refused.

    Raises:
        InkspectError: as `read_with_pen`.
        InvalidValueError: as `read_with_pen`.
    """
    if isinstance(sources, str | PathLike):
        drawings = list(drawings_in_file(as_path(sources, "sources"), FOLLOWS_STROKES))
        return read_movements([drawing.kept for drawing in drawings], network)
    content = as_content(sources, "sources")
    if content is not None:
        return read_movements([drawing.kept for drawing in drawings_in_content(content)], network)
    if isinstance(sources, np.ndarray | bytes | Drawing) or not isinstance(sources, Iterable):
        raise InvalidValueError(f"sources must be a list of drawings, not {shown(sources)}")
    many: list[Sequence[Stroke]] = []
    for index, source in enumerate(sources):
        try:
            many.append(strokes_of_source(source, "`read_all` reads them all"))
        except InkspectError as error:
            raise type(error)(f"sources[{index}]: {error}") from error
    return read_movements(many, network)


def read_each_with_pen(path: Path, network: PenNetwork) -> Iterator[PenReading]:
    """Yield the pen's network's reading of every drawing of a stroke file, each soon after its line.

    Raises:
        InkspectError: the file cannot be read, or is no stroke file, after the readings before the fault.
    """
    for drawing in drawings_in_file(path, FOLLOWS_STROKES):
        yield from read_movements([drawing.kept], network)


def read_file(path: Path, network: Network) -> list[Reading]:
    """Read every drawing of a stroke file, or the one digit of a picture; the file's contents decide which it is.

    A file may be a pipe; `-` is standard input.

    Raises:
        InkspectError: the file cannot be read, or is neither; the message names it.
    """
    return list(read_each(path, network))


def read_each(path: Path, network: Network) -> Iterator[Reading]:
    """Yield the readings of a file as `read_file` does, each soon after its line, for callers that may stop early.

    Raises:
        InkspectError: as `read_file`, after the readings before the fault.
    """
    for pictures in pictures_in_file(path):
        yield from read_pixels(pictures, network)


def read_drawings(drawings: Iterable[Sequence[Stroke]], network: Network) -> list[Reading]:
    """Read many drawings, each given as strokes, rasterized by the ink rule as on the page.

    Raises:
        InkspectError: a coordinate is not finite.
    """
    return read_pixels(rasterize_all(drawings), network)


def read_pixels(pixels: NDArray[np.floating], network: Network) -> list[Reading]:
    """Read pictures (n, 28, 28) that follow the ink rule, from 0 (paper) to 1 (ink)."""
    readings: list[Reading] = []
    for start in range(0, len(pixels), PICTURES_AT_ONCE):  # a trace of all at once may not fit in memory
        readings += readings_of(network.trace(pixels[start : start + PICTURES_AT_ONCE]), network.verdict_rule)
    return readings

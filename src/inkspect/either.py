"""Reading and measuring with either network: the picture's, which sees a drawing's ink, or the pen's, its movements."""

from collections.abc import Iterable, Sequence
from os import PathLike
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from inkspect.data.strokes import Drawing
from inkspect.network.given import as_network
from inkspect.network.network import Network
from inkspect.network.reading import Reading
from inkspect.pen.network import PenNetwork
from inkspect.pen.reading import PenReading
from inkspect.reading import read as read_source
from inkspect.reading import read_all as read_sources
from inkspect.reading import read_all_with_pen, read_with_pen
from inkspect.sources import Readable
from inkspect.system.arguments import as_instance, as_instances
from inkspect.system.errors import InvalidValueError

if TYPE_CHECKING:
    from inkspect.data.mnist import Mnist
    from inkspect.measuring.evaluation import Evaluation
    from inkspect.measuring.pen import PenEvaluation

_Picture: TypeAlias = Network | str | PathLike[str] | None
"""The picture's network as callers pass it."""

_Sources: TypeAlias = "str | PathLike[str] | bytes | BinaryIO | NDArray[np.generic] | Iterable[Readable]"


@overload
def evaluate(
    network: _Picture = None,
    drawings: Sequence[Drawing] | str | PathLike[str] | None = None,
    *,
    mnist: "Mnist | None" = None,
) -> "Evaluation": ...
@overload
def evaluate(
    network: PenNetwork,
    drawings: Sequence[Drawing] | str | PathLike[str] | None = None,
    *,
    learned: Sequence[Drawing] | str | PathLike[str] | None = None,
) -> "PenEvaluation": ...
def evaluate(
    network: Network | PenNetwork | str | PathLike[str] | None = None,
    drawings: Sequence[Drawing] | str | PathLike[str] | None = None,
    *,
    mnist: "Mnist | None" = None,
    learned: Sequence[Drawing] | str | PathLike[str] | None = None,
) -> "Evaluation | PenEvaluation":
    """Measure how well a network reads MNIST's test set, or labelled drawings, as `inkspect evaluate` does.

    The pen's network reads drawings, and beginnings of them, beside the published picture's network, which also reads
    1,000 digits that it writes at each of two temperatures; without drawings only these.

    Args:
        network: the picture's network, or its weights file; or the pen's network, as `load` returns it; the picture's
            published one if None.
        drawings: labelled drawings, or a stroke file of them; drawings whose label is not a digit get a verdict and
            are counted separately. MNIST's test pictures if None.
        mnist: the data set whose test pictures are read; if None, MNIST from the cache, downloaded if missing.
        learned: drawings that a pen's network learned from, or a stroke file of them, to tell whether it writes copies;
            `drawings` tell how near to them others come by chance.

    Returns:
        Accuracy, confusion matrix, calibration error, verdicts, and accuracy by writer; of the pen's network how much
        it knows after a share of the ink, what it foresees, and how what it writes is read.

    Raises:
        InkspectError: a file cannot be read, no drawing has both ink and a label, or MNIST cannot be obtained.
        InvalidValueError: both drawings and MNIST are given, one is of the wrong type, there are no test pictures, or
            something is given that only the other network is measured with.
    """
    from inkspect.data.mnist import Mnist, load_mnist
    from inkspect.measuring.evaluation import evaluate_drawings, evaluate_mnist
    from inkspect.measuring.pen import evaluate_pen

    if isinstance(network, PenNetwork):
        if mnist is not None:
            raise InvalidValueError("mnist must be None: the pen's network follows strokes, and pictures have none")
        if learned is not None and drawings is None:
            raise InvalidValueError("learned needs drawings, which tell how near others come by chance")
        taught = () if learned is None else _drawings(learned, "learned")
        return evaluate_pen(network, as_network(None), None if drawings is None else _drawings(drawings), taught)
    if learned is not None:
        raise InvalidValueError("learned is for the pen's network, whose writing is compared with it; network is none")
    if drawings is not None and mnist is not None:
        raise InvalidValueError("evaluate on either drawings or MNIST, not both")
    reading = as_network(network)
    if drawings is None:
        data = load_mnist() if mnist is None else as_instance(mnist, Mnist, "mnist")
        if not len(data.test_labels):
            raise InvalidValueError("mnist has no test pictures to evaluate on")
        return evaluate_mnist(reading, data)
    return evaluate_drawings(reading, _drawings(drawings))


def _drawings(given: Sequence[Drawing] | str | PathLike[str], name: str = "drawings") -> list[Drawing]:
    from inkspect.data.stroke_files import read_strokes

    return read_strokes(given) if isinstance(given, str | PathLike) else as_instances(given, Drawing, name)


@overload
def read(source: Readable, network: _Picture = None) -> Reading: ...
@overload
def read(source: Readable, network: PenNetwork) -> PenReading: ...
def read(source: Readable, network: Network | PenNetwork | str | PathLike[str] | None = None) -> Reading | PenReading:
    """Read one digit, drawn or photographed.

    Args:
        source: a drawing, as a `Drawing` or its strokes: a list, each stroke a list or array of points `[x, y]` or
            `[x, y, t]` in any unit, x to the right, y down. Or a picture, as a Pillow image or an array of pixels
            (height, width) or (height, width, channels). Or a file with a picture or with one drawing, as its path
            (`-` for standard input), its bytes, or opened in binary mode.
        network: the picture's network, or its weights file; or the pen's network, as `load` returns it, which reads
            drawings only; the picture's published one if None.

    Returns:
        The verdict, the digit, and the probabilities (10,) of all ten digits; with the pen's network the digit, the
        probabilities, and what it expects the pen to do next.

    Raises:
        InkspectError: a file cannot be read, or the source does not hold exactly one drawing.
        InvalidValueError: the source is none of these, its strokes are not valid, an array is not a picture, or the
            pen's network is to read a picture.
    """
    if isinstance(network, PenNetwork):
        return read_with_pen(source, network)
    return read_source(source, as_network(network))


@overload
def read_all(sources: _Sources, network: _Picture = None) -> list[Reading]: ...
@overload
def read_all(sources: _Sources, network: PenNetwork) -> list[PenReading]: ...
def read_all(
    sources: "str | PathLike[str] | bytes | BinaryIO | NDArray[np.generic] | Iterable[Readable]",
    network: Network | PenNetwork | str | PathLike[str] | None = None,
) -> list[Reading] | list[PenReading]:
    """Read many digits.

    Args:
        sources: any number of sources that `read` takes, such as drawings; or a stroke file with any number of
            drawings, as its path, its bytes, or opened in binary mode; or pictures (n, 28, 28): uint8 from 0 (paper) to
            255 (ink), or floats from 0 to 1.
        network: as in `read`.

    Returns:
        A reading for each, in order.

    Raises:
        InkspectError: a file cannot be read, or a source does not hold exactly one drawing.
        InvalidValueError: as `read`; or the pictures have the wrong shape, type or range.
    """
    if isinstance(network, PenNetwork):
        return read_all_with_pen(sources, network)
    return read_sources(sources, as_network(network))

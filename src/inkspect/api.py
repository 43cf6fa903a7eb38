"""The few functions that `import inkspect` offers; each is a door to the module that does the work."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from inkspect import ink
from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.page import notebook
from inkspect.page.notebook import PageView
from inkspect.reading import Readable, Reading
from inkspect.reading import read as read_source
from inkspect.system.files import write_atomically

if TYPE_CHECKING:
    from inkspect.data.mnist import Mnist
    from inkspect.training.epochs import EpochReport, Progress
    from inkspect.training.recipe import Recipe
    from inkspect.training.training import TrainingResult


def load(path: str | Path | None = None) -> Network:
    """Return a trained network: the published one, or that of a weights file.

    `network.trace(pictures)` gives everything it computes for pictures (n, 28, 28), by name.

    Args:
        path: a safetensors file as `inkspect train` writes it; the published weights where None.

    Raises:
        InkspectError: the file cannot be read, or is not exactly this network's weights.
    """
    network, _ = load_weights(published_weights() if path is None else Path(path))
    return network


def read(source: Readable, network: Network | None = None) -> Reading:
    """Read one digit, drawn or photographed.

    Args:
        source: strokes, a list of them, each a list or array of points `[x, y]` or `[x, y, t]` in any unit, x to the
            right, y down; or a `Drawing`; or a picture: its bytes, a Pillow image, an array of pixels (height, width)
            or (height, width, channels); or the path of a picture or of a stroke file with one drawing.
        network: what reads it; the published one where None.

    Returns:
        The verdict, the digit, and the probabilities (10,) of all ten.

    Raises:
        InkspectError: the source cannot be read, is no strokes, or does not hold exactly one drawing.
    """
    return read_source(source, network or load())


def rasterize(strokes: Strokes | Drawing) -> NDArray[np.float64]:
    """Draw strokes by the ink rule, as the page does: the picture the network reads.

    Args:
        strokes: as in `read`.

    Returns:
        (28, 28) as row, column, 0 paper to 1 ink; all 0 where there is no point.

    Raises:
        InkspectError: they are no strokes, or a coordinate is not finite.
    """
    return ink.rasterize(strokes.strokes if isinstance(strokes, Drawing) else as_strokes(strokes))


def train(
    *,
    mnist: "Mnist | None" = None,
    drawings: Sequence[Drawing] = (),
    recipe: "Recipe | None" = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: "Callable[[Progress], None] | None" = None,
    on_epoch: "Callable[[EpochReport], None] | None" = None,
) -> "TrainingResult":
    """Train a network from scratch.

    Args:
        mnist: what is learned from; where None, MNIST from the cache, downloaded when it is not there.
        drawings: further training data, labelled with digits, as `read_strokes` gives them.
        recipe: every choice a training makes; the default takes a few minutes on two cores.
        seed: equal seeds give equal weights, bit for bit, on the same machine, NumPy and recipe.
        workers: threads to compute on; as many as there are cores where None.
        on_progress: called some times a second with how far the training is.
        on_epoch: called after every epoch with what it came to; an exception raised in it ends the
            training.

    Returns:
        The trained network, and a report of every epoch.

    Raises:
        InkspectError: MNIST cannot be had, a drawing's label is no digit, or there are too few pictures.
    """
    from inkspect.data.mnist import load_mnist
    from inkspect.training import training

    def tell(progress: "Progress") -> None:
        if on_progress is not None:
            on_progress(progress)
        if on_epoch is not None and progress.finished is not None:
            on_epoch(progress.finished)

    data = load_mnist() if mnist is None else mnist
    return training.train(data, drawings, recipe=recipe, seed=seed, workers=workers, on_progress=tell)


def show(strokes: Strokes | Drawing | None = None, weights: str | Path | None = None) -> PageView:
    """Show the page, with a drawing in it: in a notebook as the cell's output, elsewhere in the browser.

    In a notebook the page stands in a sandboxed frame; a sentence below says where its file is, for notebooks that are
    not trusted. Elsewhere the browser opens the file; where there is no browser, a line says where it is. The file is
    in the cache folder, where the newest few are kept.

    Args:
        strokes: as in `read`; nothing is drawn where None.
        weights: the network's file; the published one where None.

    Returns:
        The page; its `save(path)` writes it to a file.

    Raises:
        InkspectError: they are no strokes, the weights cannot be read, or, outside of notebooks, the file cannot be
            written.
    """
    shown = notebook.view(strokes, published_weights() if weights is None else Path(weights))
    notebook.present(shown)
    return shown


def write_report(
    path: str | Path,
    *,
    weights: str | Path | None = None,
    strokes: Sequence[str | Path] = (),
    no_digits: str | Path | None = None,
    mistakes: int = 60,
) -> None:
    """Write one HTML file of what a network reads right and wrong, and what it refuses, as `inkspect report` does.

    Args:
        path: where to; a file that is there is replaced.
        weights: the network's file; the published one where None.
        strokes: stroke files of labelled digits to read beside MNIST's test pictures.
        no_digits: a stroke file of drawings that show no digit.
        mistakes: how many pictures are shown of each kind.

    Raises:
        InkspectError: matplotlib is missing, a file cannot be read or holds nothing to measure, MNIST cannot be had, or
            the report cannot be written.
    """
    from inkspect.report.build import build_report
    from inkspect.report.subject import subject_of_weights

    subject = subject_of_weights(published_weights() if weights is None else Path(weights))
    content = build_report(
        subject,
        [Path(file) for file in strokes],
        None if no_digits is None else Path(no_digits),
        most_shown=mistakes,
    )
    write_atomically(Path(path), content)

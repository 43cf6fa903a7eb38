"""The few functions that `import inkspect` offers; each is a door to the module that does the work."""

from collections.abc import Callable, Iterable, Sequence
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
from inkspect.reading import read_all as read_sources
from inkspect.system.arguments import as_instance, as_instances, as_path, as_paths, check_callback, shown
from inkspect.system.errors import InvalidValueError
from inkspect.system.files import write_atomically

if TYPE_CHECKING:
    from inkspect.data.mnist import Mnist
    from inkspect.measuring.evaluation import Evaluation
    from inkspect.training.epochs import Progress
    from inkspect.training.recipe import Recipe
    from inkspect.training.training import EpochEnd, TrainingResult


def load(path: str | Path | None = None) -> Network:
    """Return a trained network: the published one, or that of a weights file.

    It predicts (`predict`, `predict_proba`), tells everything it computes by name (`trace`), and saves itself (`save`).

    Args:
        path: a safetensors file as `inkspect train` writes it; the published weights where None.

    Raises:
        InkspectError: the file cannot be read, or is not exactly this network's weights.
    """
    network, _ = load_weights(published_weights() if path is None else as_path(path, "path"))
    return network


def evaluate(
    network: Network | str | Path | None = None,
    drawings: "Sequence[Drawing] | str | Path | None" = None,
    *,
    mnist: "Mnist | None" = None,
) -> "Evaluation":
    """Measure how well a network reads MNIST's test set, or labelled drawings, as `inkspect evaluate` does.

    Args:
        network: the network, or its weights file; the published one where None.
        drawings: labelled drawings, or the stroke file that holds them; those labelled with something else than a
            digit are judged, and counted apart. MNIST's test pictures where None.
        mnist: whose test pictures; where None, MNIST from the cache, downloaded when it is not there.

    Returns:
        Accuracy, confusion matrix, calibration error, verdicts, and accuracy by writer.

    Raises:
        InkspectError: a file cannot be read, no drawing has both ink and a label, or MNIST cannot be had.
        InvalidValueError: both drawings and MNIST are named.
    """
    from inkspect.data.mnist import Mnist, load_mnist
    from inkspect.data.stroke_files import read_strokes
    from inkspect.measuring.evaluation import evaluate_drawings, evaluate_mnist

    if drawings is not None and mnist is not None:
        raise InvalidValueError("name drawings or MNIST to evaluate on, not both")
    reading = _network(network)
    if drawings is None:
        return evaluate_mnist(reading, load_mnist() if mnist is None else as_instance(mnist, Mnist, "mnist"))
    if isinstance(drawings, str | Path):
        return evaluate_drawings(reading, read_strokes(drawings))
    return evaluate_drawings(reading, as_instances(drawings, Drawing, "drawings"))


def export(path: str | Path, network: Network | str | Path | None = None) -> str:
    """Write a network for other programs, as `inkspect export` does: safetensors, ONNX or JSON, by the file's ending.

    Args:
        path: where to, ending in `.safetensors`, `.onnx` or `.json`; a file that is there is replaced.
        network: the network, or its weights file; the published one where None.

    Returns:
        In words how other programs load it.

    Raises:
        InvalidValueError: the ending is of none of these formats.
        InkspectError: the weights cannot be read, the file cannot be written, or ONNX is not installed.
    """
    from inkspect.network.export import EXPORTERS

    target = as_path(path, "path")
    exporter = EXPORTERS.get(target.suffix.removeprefix("."))
    if exporter is None:
        endings = ", ".join(f".{name}" for name in EXPORTERS)
        raise InvalidValueError(f"{target}: the ending decides the format, and must be one of {endings}")
    exported = _network(network)
    return exporter(exported, exported.metadata, target)


def _file_or_network(source: Network | str | Path | None) -> Path | Network:
    """Leave a file a file, so that its own bytes are what is embedded or reported."""
    if source is None:
        return published_weights()
    if isinstance(source, str | Path):
        return Path(source)
    if not isinstance(source, Network):
        raise InvalidValueError(f"a network must be a Network, or the path of its weights file, not {shown(source)}")
    return source


def _network(source: Network | str | Path | None) -> Network:
    found = _file_or_network(source)
    return found if isinstance(found, Network) else load(found)


def read(source: Readable, network: Network | str | Path | None = None) -> Reading:
    """Read one digit, drawn or photographed.

    Args:
        source: strokes, a list of them, each a list or array of points `[x, y]` or `[x, y, t]` in any unit, x to the
            right, y down; or a `Drawing`; or a picture: its bytes, a Pillow image, an array of pixels (height, width)
            or (height, width, channels); or the path of a picture or of a stroke file with one drawing, `-` for
            standard input.
        network: what reads it, or its weights file; the published one where None.

    Returns:
        The verdict, the digit, and the probabilities (10,) of all ten.

    Raises:
        InkspectError: the source cannot be read, is no strokes, or does not hold exactly one drawing.
    """
    return read_source(source, _network(network))


def read_all(
    sources: "str | Path | Iterable[Readable] | NDArray[np.generic]",
    network: Network | str | Path | None = None,
) -> list[Reading]:
    """Read many digits.

    Args:
        sources: any number of what `read` takes, such as drawings; or the path of a stroke file with any number of
            drawings; or pictures (n, 28, 28): uint8 from 0 (paper) to 255 (ink), or floats from 0 to 1.
        network: what reads them, or its weights file; the published one where None.

    Returns:
        A reading for each, in order.

    Raises:
        InkspectError: a source cannot be read, is no strokes, or does not hold exactly one drawing; or the pictures
            are of another shape, type or range.
    """
    return read_sources(sources, _network(network))


def rasterize(strokes: Strokes | Drawing) -> NDArray[np.float64]:
    """Draw strokes by the ink rule, as the page does: the picture the network reads.

    Args:
        strokes: as in `read`.

    Returns:
        (28, 28) as row, column, 0 paper to 1 ink; all 0 where there is no point.

    Raises:
        InkspectError: they are no strokes, or a coordinate is not finite.
    """
    return ink.rasterize(strokes.kept if isinstance(strokes, Drawing) else as_strokes(strokes))


def train(
    *,
    mnist: "Mnist | None" = None,
    drawings: Sequence[Drawing] = (),
    recipe: "Recipe | None" = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: "Callable[[Progress], object] | None" = None,
    on_epoch: "Callable[[EpochEnd], object] | None" = None,
    progress: bool = True,
    output: str | Path | None = None,
    resume: bool = False,
    restart: bool = False,
    credit: str | Sequence[str] = (),
) -> "TrainingResult":
    """Train a network from scratch, calibrate it, and measure it, as `inkspect train` does.

    Args:
        mnist: what is learned from; where None, MNIST from the cache, downloaded when it is not there.
        drawings: further training data, labelled with digits, as `read_strokes` gives them. Only with drawings of all
            ten digits by several writers does a network learn to say that it is unsure, or sees no digit.
        recipe: every choice of the training run; the default takes a few minutes on two cores.
        seed: equal seeds give equal weights, bit for bit, on the same machine, NumPy and recipe.
        workers: threads to compute on; as many as there are cores where None.
        on_progress: called some times a second with how far the run is.
        on_epoch: called after every epoch with its report, the network as it is, and `stop()`, which ends the run and
            keeps what was learned.
        progress: whether the run is shown: a bar on a terminal and in a notebook, elsewhere a line for each epoch on
            standard error.
        output: the weights file to write at the end. Until then a checkpoint of every epoch lies beside it.
        resume: go on from the last checkpoint of a run into `output`.
        restart: give up what is at `output`, a checkpoint or finished weights, and start from the beginning.
        credit: whose drawings they are, one text or several; written into the weights.

    Returns:
        The trained network, a report of every epoch, and how the network reads MNIST's test set.

    Raises:
        InkspectError: MNIST cannot be had, a drawing's label is no digit, there are too few pictures; or `output`
            cannot be written, holds another run, or has none to resume.
        InvalidValueError: an argument is of the wrong type, or resume or restart without `output`, or both.
    """
    from contextlib import nullcontext

    from inkspect.training.finishing import train_as_asked
    from inkspect.training.showing import shown_progress

    check_callback(on_progress, "on_progress")
    with shown_progress() if progress else nullcontext() as show:

        def tell(state: "Progress") -> None:
            for listener in (show, on_progress):
                if listener is not None:
                    listener(state)

        return train_as_asked(
            mnist,
            drawings,
            recipe=recipe,
            seed=seed,
            workers=workers,
            on_progress=tell,
            on_epoch=on_epoch,
            output=output,
            resume=resume,
            restart=restart,
            credit=credit,
        )


def show(strokes: Strokes | Drawing | None = None, weights: Network | str | Path | None = None) -> PageView:
    """Show the page, with a drawing in it: in a notebook as the cell's output, elsewhere in the browser.

    In a notebook the page stands in a sandboxed frame; a sentence below says where its file is, for notebooks that are
    not trusted. Elsewhere the browser opens the file; where there is no browser, a line says where it is. The file is
    in the cache folder, where the newest few are kept.

    Args:
        strokes: as in `read`; nothing is drawn where None.
        weights: a network, or its weights file; the published one where None.

    Returns:
        The page; its `save(path)` writes it to a file.

    Raises:
        InkspectError: they are no strokes, the weights cannot be read, or, outside of notebooks, the file cannot be
            written.
    """
    page = notebook.view(strokes, _file_or_network(weights))
    notebook.present(page)
    return page


def write_report(
    path: str | Path,
    *,
    weights: Network | str | Path | None = None,
    strokes: str | Path | Sequence[str | Path] = (),
    no_digits: str | Path | None = None,
    mistakes: int = 60,
) -> None:
    """Write one HTML file of what a network reads right and wrong, and what it refuses, as `inkspect report` does.

    Args:
        path: where to; a file that is there is replaced.
        weights: a network, or its weights file; the published one where None.
        strokes: the stroke file, or several, of labelled digits to read beside MNIST's test pictures.
        no_digits: a stroke file of drawings that show no digit.
        mistakes: how many pictures are shown of each kind.

    Raises:
        InkspectError: matplotlib is missing, a file cannot be read or holds nothing to measure, MNIST cannot be had, or
            the report cannot be written.
    """
    from inkspect.report.build import build_report
    from inkspect.report.subject import subject_of_network, subject_of_weights
    from inkspect.training.choices import Range

    target, chosen = as_path(path, "path"), _file_or_network(weights)
    if mistakes not in Range(0, whole=True):
        raise InvalidValueError(f"mistakes is {Range(0, whole=True)}, not {shown(mistakes)}")
    subject = subject_of_network(chosen) if isinstance(chosen, Network) else subject_of_weights(chosen)
    refused = None if no_digits is None else as_path(no_digits, "no_digits")
    write_atomically(target, build_report(subject, as_paths(strokes, "strokes"), refused, most_shown=int(mistakes)))

"""The functions that `import inkspect` offers, each a thin wrapper around the module that does the work."""

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
    """Return a trained network: the published one, or one from a weights file.

    It predicts (`predict`, `predict_proba`), returns every intermediate value by name (`trace`), and can be saved
    (`save`).

    Args:
        path: a safetensors file written by `inkspect train`; the published weights if None.

    Raises:
        InkspectError: the file cannot be read, or does not hold weights of exactly this network.
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
        network: the network, or its weights file; the published one if None.
        drawings: labelled drawings, or a stroke file of them; drawings whose label is not a digit get a verdict and
            are counted separately. MNIST's test pictures if None.
        mnist: the data set whose test pictures are read; if None, MNIST from the cache, downloaded if missing.

    Returns:
        Accuracy, confusion matrix, calibration error, verdicts, and accuracy by writer.

    Raises:
        InkspectError: a file cannot be read, no drawing has both ink and a label, or MNIST cannot be obtained.
        InvalidValueError: both drawings and MNIST are given.
    """
    from inkspect.data.mnist import Mnist, load_mnist
    from inkspect.data.stroke_files import read_strokes
    from inkspect.measuring.evaluation import evaluate_drawings, evaluate_mnist

    if drawings is not None and mnist is not None:
        raise InvalidValueError("evaluate on either drawings or MNIST, not both")
    reading = _network(network)
    if drawings is None:
        return evaluate_mnist(reading, load_mnist() if mnist is None else as_instance(mnist, Mnist, "mnist"))
    given = read_strokes(drawings) if isinstance(drawings, str | Path) else as_instances(drawings, Drawing, "drawings")
    return evaluate_drawings(reading, given)


def export(path: str | Path, network: Network | str | Path | None = None) -> str:
    """Write a network for other programs, as `inkspect export` does: safetensors, ONNX or JSON, by file extension.

    Args:
        path: the file to write, ending in `.safetensors`, `.onnx` or `.json`; an existing file is replaced.
        network: the network, or its weights file; the published one if None.

    Returns:
        A sentence on how other programs load the file.

    Raises:
        InvalidValueError: the extension is none of these.
        InkspectError: the weights cannot be read, the file cannot be written, or ONNX is not installed.
    """
    from inkspect.network.export import EXPORTERS

    target = as_path(path, "path")
    exporter = EXPORTERS.get(target.suffix.removeprefix("."))
    if exporter is None:
        endings = ", ".join(f".{name}" for name in EXPORTERS)
        raise InvalidValueError(f"{target}: the extension selects the format, and must be one of {endings}")
    exported = _network(network)
    return exporter(exported, exported.metadata, target)


def _file_or_network(source: Network | str | Path | None) -> Path | Network:
    """Return a file as its path, not loaded, so that its exact bytes are embedded or reported."""
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
        source: strokes: a list, each stroke a list or array of points `[x, y]` or `[x, y, t]` in any unit, x to the
            right, y down; or a `Drawing`; or a picture: its bytes, a Pillow image, or an array of pixels
            (height, width) or (height, width, channels); or the path of a picture or of a stroke file with one
            drawing, `-` for standard input.
        network: the network that reads it, or its weights file; the published one if None.

    Returns:
        The verdict, the digit, and the probabilities (10,) of all ten digits.

    Raises:
        InkspectError: the source cannot be read, is not valid strokes, or does not hold exactly one drawing.
    """
    return read_source(source, _network(network))


def read_all(
    sources: "str | Path | Iterable[Readable] | NDArray[np.generic]",
    network: Network | str | Path | None = None,
) -> list[Reading]:
    """Read many digits.

    Args:
        sources: any number of sources that `read` takes, such as drawings; or the path of a stroke file with any number
            of drawings; or pictures (n, 28, 28): uint8 from 0 (paper) to 255 (ink), or floats from 0 to 1.
        network: the network that reads them, or its weights file; the published one if None.

    Returns:
        A reading for each, in order.

    Raises:
        InkspectError: a source cannot be read, is not valid strokes, or does not hold exactly one drawing; or the
            pictures have the wrong shape, type or range.
    """
    return read_sources(sources, _network(network))


def rasterize(strokes: Strokes | Drawing) -> NDArray[np.float64]:
    """Draw strokes by the ink rule, as the page does, and return the picture that the network reads.

    Args:
        strokes: as in `read`.

    Returns:
        (28, 28) as row, column, from 0 (paper) to 1 (ink); all 0 if there are no points.

    Raises:
        InkspectError: the strokes are not valid, or a coordinate is not finite.
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
    """Train a network from scratch, calibrate it, and evaluate it, as `inkspect train` does.

    Args:
        mnist: the pictures to learn from; if None, MNIST from the cache, downloaded if missing.
        drawings: further training data, labelled with digits, as `read_strokes` returns them. Only with drawings of all
            ten digits by several writers does a network learn to report that it is unsure or sees no digit.
        recipe: every choice of the training run; the default takes a few minutes on two cores.
        seed: equal seeds give bit-identical weights on the same machine, with the same NumPy and recipe.
        workers: the number of threads; one per core if None.
        on_progress: called a few times a second with the run's progress.
        on_epoch: called after every epoch with its report, the current network, and `stop()`, which ends the run and
            keeps what was learned.
        progress: whether to show progress: a bar on a terminal and in a notebook, elsewhere one line per epoch on
            standard error.
        output: the weights file to write at the end. Until then, a checkpoint beside it is updated after every epoch.
        resume: go on from the last checkpoint of a training run into `output`.
        restart: discard the checkpoint or finished weights at `output`, and start from the beginning.
        credit: who made the drawings, one text or several; written into the weights.

    Returns:
        The trained network, a report of every epoch, and the evaluation on MNIST's test set.

    Raises:
        InkspectError: MNIST cannot be obtained, a drawing's label is not a digit, there are too few pictures, or
            `output` cannot be written, belongs to another run, or has no run to resume.
        InvalidValueError: an argument is of the wrong type, resume or restart is given without `output`, or both are.
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
    """Show the page with a drawing in it: in a notebook as the cell's output, elsewhere in the browser.

    In a notebook the page is shown in a sandboxed frame, with its file's location below for notebooks that are not
    trusted. Elsewhere the browser opens the file; if there is no browser, its location is printed. The file is in the
    cache folder, which keeps the newest few.

    Args:
        strokes: as in `read`; an empty pad if None.
        weights: a network, or its weights file; the published one if None.

    Returns:
        The page; its `save(path)` writes it to a file.

    Raises:
        InkspectError: the strokes are not valid, the weights cannot be read, or, outside notebooks, the file cannot be
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
    """Write a report on a network's accuracy, mistakes and refusals as one HTML file, as `inkspect report` does.

    Args:
        path: the file to write; an existing file is replaced.
        weights: a network, or its weights file; the published one if None.
        strokes: one or more stroke files of labelled digits to evaluate on, besides MNIST's test pictures.
        no_digits: a stroke file of negatives.
        mistakes: how many pictures of each kind to show.

    Raises:
        InkspectError: matplotlib is missing, a file cannot be read or holds nothing to measure, MNIST cannot be
            obtained, or the report cannot be written.
    """
    from inkspect.report.build import build_report
    from inkspect.report.subject import subject_of_network, subject_of_weights
    from inkspect.training.choices import Range

    target, chosen = as_path(path, "path"), _file_or_network(weights)
    if mistakes not in Range(0, whole=True):
        raise InvalidValueError(f"mistakes must be {Range(0, whole=True)}, not {shown(mistakes)}")
    subject = subject_of_network(chosen) if isinstance(chosen, Network) else subject_of_weights(chosen)
    refused = None if no_digits is None else as_path(no_digits, "no_digits")
    write_atomically(target, build_report(subject, as_paths(strokes, "strokes"), refused, most_shown=int(mistakes)))

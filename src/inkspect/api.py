"""The functions that `import inkspect` offers, each a thin wrapper around the module that does the work."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from inkspect import ink
from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.network.given import as_network, file_or_network
from inkspect.network.network import Network
from inkspect.page import notebook
from inkspect.page.notebook import PageView
from inkspect.pen.given import file_or_pen_network
from inkspect.sources import Readable, picture_of, strokes_of_source
from inkspect.system.arguments import as_path, check_callback
from inkspect.system.errors import InvalidValueError

if TYPE_CHECKING:
    from inkspect.data.mnist import Mnist
    from inkspect.explaining.explanation import Explanation
    from inkspect.explaining.pen_explanation import PenExplanation
    from inkspect.pen.network import PenNetwork
    from inkspect.training.epochs import Progress
    from inkspect.training.recipe import Recipe
    from inkspect.training.training import EpochEnd, TrainingResult


@overload
def explain(
    source: Readable,
    network: Network | str | PathLike[str] | None = None,
    *,
    digit: int | None = None,
    rival: int | None = None,
    part: str | None = None,
    off: str | Sequence[str] = (),
) -> "Explanation": ...
@overload
def explain(source: Readable, network: "PenNetwork", *, part: str | None = None) -> "PenExplanation": ...
def explain(
    source: Readable,
    network: "Network | PenNetwork | str | PathLike[str] | None" = None,
    *,
    digit: int | None = None,
    rival: int | None = None,
    part: str | None = None,
    off: str | Sequence[str] = (),
) -> "Explanation | PenExplanation":
    """Explain what a network reads in one digit, as `inkspect explain` and the page do.

    Args:
        source: as in `read`.
        network: the picture's network, or its weights file; or the pen's network, as `load` returns it; the picture's
            published one if None.
        digit: the digit to explain; if None, the most probable one other than `rival`.
        rival: the digit to tell it from; if None, the most probable other one.
        part: the name of a part of the network to trace forwards and backwards, such as "conv2.12.2.3"; of the pen's
            network of a number, such as "attention.2.3.17.9".
        off: the names of feature maps ("map1.3", "map2.12") and FC units ("fc1.17") to switch off.

    Returns:
        The reading, what the diagram's 552 links carry, the trace of the digit, each cell's share of the difference of
        the two digits' logits, and where the part's value comes from; of the pen's network the reading, everything that
        it computed, and where the number comes from.

    Raises:
        InkspectError: as `read`.
        InvalidValueError: as `read`; or a digit is not from 0 to 9, both are the same, a name denotes no such part, or
            the pen's network is asked about digits, or with parts switched off.
    """
    from inkspect.explaining.pen_explanation import explain_strokes
    from inkspect.explaining.pen_parts import read_pen_part
    from inkspect.explaining.questions import explain_picture, read_question
    from inkspect.pen.network import PenNetwork

    several = "`read_strokes` returns them, to explain one by one"
    if isinstance(network, PenNetwork):
        if digit is not None or rival is not None or off:
            raise InvalidValueError("digit, rival and off ask the picture's network; of the pen's, ask for a part")
        asked_part = None if part is None else read_pen_part(part)
        return explain_strokes(strokes_of_source(source, several), network, asked_part)
    question, asked = read_question(digit, rival, part, off), as_network(network)
    return explain_picture(picture_of(source, several), asked, question)


def export(path: str | PathLike[str], network: "Network | PenNetwork | str | PathLike[str] | None" = None) -> str:
    """Write a network for other programs, as `inkspect export` does: safetensors, ONNX or JSON, by file extension.

    Args:
        path: the file to write, ending in `.safetensors`, `.onnx` or `.json`; an earlier export is replaced.
        network: the picture's network, or its weights file; or the pen's network, as `load` returns it; the picture's
            published one if None.

    Returns:
        Lines of text: the file written, and the Python code that loads it without Inkspect.

    Raises:
        InvalidValueError: the extension is none of these, or an argument is of the wrong type.
        InkspectError: a file cannot be read or written, the file is no earlier export, or ONNX is missing.
    """
    from inkspect.network.export import export_by_extension
    from inkspect.pen.export import export_by_extension as export_pen_by_extension
    from inkspect.pen.network import PenNetwork

    target = as_path(path, "path")
    if isinstance(network, PenNetwork):
        return export_pen_by_extension(target, network)
    return export_by_extension(target, as_network(network))


def load_mnist(cache: str | PathLike[str] | None = None) -> "Mnist":
    """Return MNIST from the cache, after downloading any missing or damaged files.

    Args:
        cache: the folder that keeps the files; if None, the folder named by `INKSPECT_CACHE`, else the platform's.

    Raises:
        InkspectError: the files cannot be downloaded, or the cache cannot be written.
        InvalidValueError: `cache` is not a path.
    """
    from inkspect.data import mnist

    return mnist.load_mnist(None if cache is None else as_path(cache, "cache"))


def rasterize(strokes: Strokes | Drawing) -> NDArray[np.float64]:
    """Draw strokes by the ink rule, as the page does, and return the picture that the network reads.

    Args:
        strokes: a `Drawing` or its strokes, as in `read`, or an array (strokes, points, 2 or 3).

    Returns:
        (28, 28) as row, column, from 0 (paper) to 1 (ink); all 0 if there are no points.

    Raises:
        InvalidValueError: the strokes are not valid, or a coordinate is not finite.
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
    output: str | PathLike[str] | None = None,
    resume: bool = False,
    restart: bool = False,
    credit: str | Sequence[str] = (),
    held_out: "Mapping[str, Sequence[Drawing]] | None" = None,
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
        on_epoch: called after every epoch with its report, the network, and `stop()`, which ends the run and keeps it.
        progress: whether to show progress: a bar on a terminal and in a notebook, elsewhere a line an epoch on stderr.
        output: the weights file to write at the end. Until then, a checkpoint beside it is updated after every epoch.
        resume: go on from the last checkpoint of a training run into `output`.
        restart: discard the checkpoint or finished weights at `output`, and start from the beginning.
        credit: who made the drawings, one text or several; written into the weights.
        held_out: drawings by other writers, by source; accuracy on them, and by form, is written into the weights.

    Returns:
        The trained network, a report of every epoch, and the evaluation on MNIST's test set.

    Raises:
        InkspectError: MNIST cannot be obtained, a drawing's label is not a digit, there are too few pictures, or
            `output` cannot be written, belongs to another run, or has no run to resume.
        InvalidValueError: an argument is of the wrong type, resume or restart is given without `output`, both are, or
            `held_out` has no digits, or shares a writer or a drawing with `drawings`.
    """
    from contextlib import nullcontext

    from inkspect.training.finishing import train_as_asked
    from inkspect.training.showing import shown_progress

    check_callback(on_progress, "on_progress")
    with shown_progress() if progress else nullcontext() as show:

        def tell(state: "Progress") -> None:
            for listener in filter(None, (show, on_progress)):
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
            held_out=held_out,
        )


def show(
    strokes: Strokes | Drawing | None = None,
    weights: Network | str | PathLike[str] | None = None,
    pen: "PenNetwork | str | PathLike[str] | None" = None,
) -> PageView:
    """Show the page with a drawing in it, at its end, with its timeline filled: in a notebook's cell or the browser.

    In a notebook the page is shown in a sandboxed frame, with its file's location below for notebooks that are not
    trusted. Elsewhere the browser opens the file; if there is no browser, its location is printed. The file is in the
    cache folder, which keeps the newest few.

    Args:
        strokes: as in `rasterize`; an empty pad if None.
        weights: the picture's network, or its weights file; the published one if None.
        pen: the same of the pen's network.

    Returns:
        The page; its `save(path)` writes it to a file.

    Raises:
        InkspectError: the weights cannot be read, there are over 20,000 points, or the file cannot be written.
        InvalidValueError: the strokes are not valid, or an argument is of the wrong type.
    """
    page = notebook.view(strokes, file_or_network(weights, "weights"), file_or_pen_network(pen, "pen"))
    notebook.present(page)
    return page

"""`inkspect.train_pen`: training the pen's network from Python."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from os import PathLike

from inkspect.data.strokes import Drawing
from inkspect.system.arguments import as_instance, as_instances, as_path, as_text_list, as_whole, check_callback, shown
from inkspect.system.errors import InvalidValueError
from inkspect.system.files import check_writable
from inkspect.training.choices import Range
from inkspect.training.epochs import Progress
from inkspect.training.held_out import as_held_out, check_held_out
from inkspect.training.pen_finishing import PenTrainingResult, resumable_pen_run, train_and_finish_pen
from inkspect.training.pen_recipe import PenRecipe
from inkspect.training.resuming import IN_PYTHON
from inkspect.training.showing import shown_progress


def train_pen(
    drawings: Sequence[Drawing],
    *,
    recipe: PenRecipe | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    progress: bool = True,
    output: str | PathLike[str] | None = None,
    resume: bool = False,
    restart: bool = False,
    credit: str | Sequence[str] = (),
    held_out: Mapping[str, Sequence[Drawing]] | None = None,
) -> PenTrainingResult:
    """Train the pen's network from scratch, as `inkspect train --network pen` does.

    Args:
        drawings: what to learn from, labelled with digits, as `read_strokes` returns them.
        recipe: every choice of the training run; the default takes a few minutes on two cores.
        seed: equal seeds give bit-identical weights on the same machine, with the same NumPy and recipe.
        workers: the number of threads, and of other processes that make drawings; one per core if None. A script that
            trains with more than one runs under `if __name__ == "__main__":`, as those processes import it.
        on_progress: called a few times a second with the run's progress.
        progress: whether to show progress: a bar on a terminal and in a notebook, elsewhere a line an epoch on stderr.
        output: the weights file to write at the end. Until then, a checkpoint beside it is updated after every epoch.
        resume: go on from the last checkpoint of a training run into `output`.
        restart: discard the checkpoint or finished weights at `output`, and start from the beginning.
        credit: who made the drawings, one text or several; written into the weights.
        held_out: drawings by other writers, by source; the accuracy on them is written into the weights.

    Returns:
        The trained network, and a report of every epoch.

    Raises:
        InkspectError: there is nothing to learn from, a drawing's label is not a digit, or `output` cannot be written,
            belongs to another run, or has no run to resume.
        InvalidValueError: an argument is of the wrong type, resume or restart is given without `output`, both are, or
            `held_out` has no digits, or shares a writer or a drawing with `drawings`.
    """
    if (resume or restart) and output is None:
        raise InvalidValueError("resume and restart need an output, beside which the checkpoint is kept")
    if resume and restart:
        raise InvalidValueError("resume continues a run and restart discards it: give only one of them")
    if workers is not None and workers not in Range(1, whole=True):
        raise InvalidValueError(f"workers must be {Range(1, whole=True)}, or None, not {shown(workers)}")
    check_callback(on_progress, "on_progress")
    learned, apart = as_instances(drawings, Drawing, "drawings"), as_held_out(held_out, "held_out")
    check_held_out(apart, learned)
    finished = partial(
        train_and_finish_pen,
        learned,
        held_out=apart,
        recipe=PenRecipe() if recipe is None else as_instance(recipe, PenRecipe, "recipe"),
        seed=as_whole(seed, "seed", 0),
        workers=None if workers is None else int(workers),
        credited=as_text_list(credit, "credit"),
    )
    with shown_progress() if progress else nullcontext() as show:

        def tell(state: Progress) -> None:
            for listener in filter(None, (show, on_progress)):
                listener(state)

        if output is None:
            return finished(on_progress=tell)
        weights = as_path(output, "output")
        check_writable(weights)
        with resumable_pen_run(weights, IN_PYTHON) as run:
            run.resume() if resume else run.begin_anew() if restart else run.begin()
            return finished(on_progress=tell, run=run)

"""From the end of a training run to a network that ships: calibrated, evaluated as stored, with its provenance."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from os import PathLike

from inkspect.data.mnist import Mnist, load_mnist
from inkspect.data.strokes import Drawing
from inkspect.measuring.evaluation import evaluate_mnist
from inkspect.network.architecture import load_architecture
from inkspect.network.weights import rounded
from inkspect.system.arguments import as_instance, as_instances, as_path, as_text_list, as_whole, check_callback, shown
from inkspect.system.errors import InvalidValueError
from inkspect.system.files import check_writable
from inkspect.training.calibration import calibrate
from inkspect.training.choices import Range
from inkspect.training.epochs import Progress, TrainingState
from inkspect.training.examples import is_validation_drawing, provenance_sums, validation_part
from inkspect.training.held_out import as_held_out, check_held_out, measured_metadata
from inkspect.training.provenance import MNIST_CREDIT, training_metadata
from inkspect.training.recipe import Recipe
from inkspect.training.resuming import IN_PYTHON, ResumableRun, resumable_run
from inkspect.training.training import EpochEnd, TrainingResult, told_of_epochs, train, train_resumably


def finish(
    result: TrainingResult,
    mnist: Mnist,
    drawings: Sequence[Drawing],
    *,
    recipe: Recipe,
    seed: int,
    data_sums: Mapping[str, str],
    credited: Sequence[str],
    held_out: Mapping[str, Sequence[Drawing]] | None = None,
) -> TrainingResult:
    """Calibrate a trained network on validation data, and only then evaluate it on MNIST's test set.

    Args:
        result: the result of a training run.
        mnist: the MNIST it was trained with; without test pictures, the evaluation is skipped.
        drawings: all drawings it was trained with.
        recipe: the recipe it was trained by.
        seed: the seed it was trained with.
        data_sums: the SHA-256 of each part of the training data, by file name or part name.
        credited: the owners of the data.
        held_out: drawings that were not learned from, by the name of their source; if given, the metadata get the
            figures by source and by form.

    Returns:
        The same result with the network calibrated, in float32, its verdict rule and metadata set, and its evaluation
        on the test set, measured after rounding to float16, as it is stored.
    """
    validation_drawings = [drawing for drawing in drawings if is_validation_drawing(drawing, recipe.writers_apart)]
    validation_pictures = validation_part(mnist, recipe.validation_pictures)
    calibrated = calibrate(result.network, validation_pictures, validation_drawings, seed, recipe.calibration)
    evaluation = evaluate_mnist(rounded(calibrated.network), mnist) if len(mnist.test_labels) else None
    accuracies = result.history[-1].validation_accuracy
    figures = {f"{name}_validation_accuracy": share for name, share in accuracies.items()}
    figures |= {name: round(share, 5) for name, share in calibrated.figures.items()}
    if evaluation is not None:
        figures[f"{mnist.name}_test_accuracy"] = evaluation.accuracy or 0.0
    metadata = training_metadata(result.history, recipe, seed, data_sums=data_sums, figures=figures, credited=credited)
    counts = {mnist.name: len(validation_pictures), "strokes": len(validation_drawings)}
    metadata["validation_counts"] = json.dumps({name: counts[name] for name in accuracies if name in counts})
    metadata["temperature"] = f"{calibrated.temperature:.4f}"
    network = calibrated.network.with_metadata(metadata)
    if held_out:
        network = network.with_metadata(measured_metadata(network, held_out, mnist))
    return replace(result, network=network, evaluation=evaluation)


def train_and_finish(
    mnist: Mnist,
    drawings: Sequence[Drawing] = (),
    *,
    recipe: Recipe,
    seed: int,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_state: Callable[[TrainingState], bool | None] | None = None,
    run: ResumableRun | None = None,
    data_sums: Mapping[str, str] | None = None,
    credited: Sequence[str] = (),
    held_out: Mapping[str, Sequence[Drawing]] | None = None,
) -> TrainingResult:
    """Train, calibrate and measure a network; write it where a run says, with checkpoints on the way.

    The arguments are those of `train` and `finish`; what is held out has passed `check_held_out`. `run` is ready to
    begin or to resume; without one nothing is written. `data_sums` are the content's own where None.

    Raises:
        InkspectError: as `train` and `ResumableRun`.
    """
    training = train if run is None else partial(train_resumably, run)
    trained = training(
        mnist, drawings, recipe=recipe, seed=seed, workers=workers, on_progress=on_progress, on_state=on_state
    )
    sums = provenance_sums(mnist, drawings) if data_sums is None else data_sums
    result = finish(
        trained,
        mnist,
        drawings,
        recipe=recipe,
        seed=seed,
        data_sums=sums,
        credited=credited,
        held_out=held_out,
    )
    if run is not None:
        result.network.save(run.weights)
        run.finish()
    return result


def train_as_asked(
    mnist: Mnist | None,
    drawings: Sequence[Drawing] = (),
    *,
    recipe: Recipe | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_epoch: Callable[[EpochEnd], object] | None = None,
    output: str | PathLike[str] | None = None,
    resume: bool = False,
    restart: bool = False,
    credit: str | Sequence[str] = (),
    held_out: Mapping[str, Sequence[Drawing]] | None = None,
) -> TrainingResult:
    """Check every argument, then train as `inkspect.train` says.

    Raises:
        InvalidValueError: an argument is of the wrong type or range, resume or restart is given without `output`, or
            both are; or as `check_held_out`.
        InkspectError: as `train` and `ResumableRun`, or MNIST cannot be obtained.
    """
    if (resume or restart) and output is None:
        raise InvalidValueError("resume and restart need an output, beside which the checkpoint is kept")
    if resume and restart:
        raise InvalidValueError("resume continues a run and restart discards it: give only one of them")
    whole_seed = as_whole(seed, "seed", 0)
    if workers is not None and workers not in Range(1, whole=True):
        raise InvalidValueError(f"workers must be {Range(1, whole=True)}, or None, not {shown(workers)}")
    check_callback(on_epoch, "on_epoch")
    credits_given = as_text_list(credit, "credit")
    weights = None if output is None else as_path(output, "output")
    if weights is not None:
        check_writable(weights)
    learned, apart = as_instances(drawings, Drawing, "drawings"), as_held_out(held_out, "held_out")
    check_held_out(apart, learned)
    finished = partial(
        train_and_finish,
        drawings=learned,
        held_out=apart,
        recipe=Recipe() if recipe is None else as_instance(recipe, Recipe, "recipe"),
        seed=whole_seed,
        workers=None if workers is None else int(workers),
        on_progress=on_progress,
        on_state=None if on_epoch is None else told_of_epochs(on_epoch),
    )
    data = load_mnist() if mnist is None else as_instance(mnist, Mnist, "mnist")
    finished = partial(finished, credited=[MNIST_CREDIT, *credits_given] if data.name == "mnist" else credits_given)
    if weights is None:
        return finished(data)
    with resumable_run(weights, load_architecture().parameter_count, IN_PYTHON) as run:
        run.resume() if resume else run.begin_anew() if restart else run.begin()
        return finished(data, run=run)

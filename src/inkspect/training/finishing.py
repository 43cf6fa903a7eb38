"""From the end of a training run to a network that ships: calibrated, evaluated as stored, with its provenance."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.measuring.evaluation import evaluate_mnist
from inkspect.network.architecture import load_architecture
from inkspect.network.weights import rounded
from inkspect.system.errors import InvalidValueError
from inkspect.training.calibration import calibrate
from inkspect.training.choices import Range
from inkspect.training.epochs import Progress
from inkspect.training.examples import content_sums, is_validation_drawing, validation_part
from inkspect.training.provenance import training_metadata
from inkspect.training.recipe import Recipe
from inkspect.training.resuming import resumable_run
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
        figures["mnist_test_accuracy"] = evaluation.accuracy or 0.0
    metadata = training_metadata(result.history, recipe, seed, data_sums=data_sums, figures=figures, credited=credited)
    counts = {"mnist": len(validation_pictures), "strokes": len(validation_drawings)}
    metadata["validation_counts"] = json.dumps({name: counts[name] for name in accuracies if name in counts})
    metadata["temperature"] = f"{calibrated.temperature:.4f}"
    return replace(result, network=calibrated.network.with_metadata(metadata), evaluation=evaluation)


def train_and_finish(
    mnist: Mnist,
    drawings: Sequence[Drawing] = (),
    *,
    recipe: Recipe | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_epoch: Callable[[EpochEnd], object] | None = None,
    output: Path | None = None,
    resume: bool = False,
    restart: bool = False,
    credited: Sequence[str] = (),
) -> TrainingResult:
    """Train, calibrate and evaluate a network; write it to `output`, if given, with checkpoints on the way.

    Raises:
        InvalidValueError: resume or restart is given without `output`, or both are given.
        InkspectError: as `train` and `ResumableRun`.
    """
    if (resume or restart) and output is None:
        raise InvalidValueError("resume and restart need an output, beside which the checkpoint is kept")
    if resume and restart:
        raise InvalidValueError("resume continues a run and restart discards it: give only one of them")
    if recipe is not None and not isinstance(recipe, Recipe):
        raise InvalidValueError(f"recipe must be a Recipe, not {recipe!r}")
    if seed not in Range(0, whole=True):
        raise InvalidValueError(f"seed must be {Range(0, whole=True)}, not {seed!r}")
    if workers is not None and workers not in Range(1, whole=True):
        raise InvalidValueError(f"workers must be {Range(1, whole=True)}, or None, not {workers!r}")
    recipe, on_state = recipe or Recipe(), None if on_epoch is None else told_of_epochs(on_epoch)

    def finished(result: TrainingResult) -> TrainingResult:
        sums = content_sums(mnist, drawings)
        return finish(result, mnist, drawings, recipe=recipe, seed=seed, data_sums=sums, credited=credited)

    if output is None:
        result = train(
            mnist,
            drawings,
            recipe=recipe,
            seed=seed,
            workers=workers,
            on_progress=on_progress,
            on_state=on_state,
        )
        return finished(result)
    with resumable_run(output, load_architecture().parameter_count) as run:
        run.resume() if resume else run.begin_anew() if restart else run.begin()
        result = finished(
            train_resumably(
                run,
                mnist,
                drawings,
                recipe=recipe,
                seed=seed,
                workers=workers,
                on_progress=on_progress,
                on_state=on_state,
            )
        )
        result.network.save(output)
        run.finish()
    return result

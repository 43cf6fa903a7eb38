"""From a training's result to weights that ship: calibrated, measured as stored, and with a record of how they came."""

import json
from collections.abc import Mapping, Sequence

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.measuring.evaluation import Evaluation, evaluate_mnist
from inkspect.network.network import Network
from inkspect.network.weights import rounded
from inkspect.training.calibration import calibrate
from inkspect.training.examples import is_validation_drawing, validation_part
from inkspect.training.provenance import training_metadata
from inkspect.training.recipe import Recipe
from inkspect.training.training import TrainingResult


def finish(
    result: TrainingResult,
    mnist: Mnist,
    drawings: Sequence[Drawing],
    *,
    recipe: Recipe,
    seed: int,
    file_sums: Mapping[str, str],
    credited: tuple[str, ...],
) -> tuple[Network, dict[str, str], Evaluation]:
    """Calibrate a trained network on what it did not learn from, and only then look at MNIST's test set.

    Args:
        result: what a training came to.
        mnist: as it was trained with.
        drawings: all of them, as it was trained with.
        recipe: what it was trained by.
        seed: the seed it was trained with.
        file_sums: sha256 of every file that was learned from, by the file's name.
        credited: whose data the weights come from.

    Returns:
        The network to save in float32, its metadata, and how it reads the test set once it is rounded.
    """
    validation_drawings = [drawing for drawing in drawings if is_validation_drawing(drawing, recipe.writers_apart)]
    validation_pictures = validation_part(mnist, recipe.validation_pictures)
    calibrated = calibrate(result.network, validation_pictures, validation_drawings, seed, recipe.calibration)
    evaluation = evaluate_mnist(rounded(calibrated.network), mnist)
    accuracies = result.history[-1].validation_accuracy
    figures = {f"{name}_validation_accuracy": share for name, share in accuracies.items()}
    figures |= {name: round(share, 5) for name, share in calibrated.figures.items()}
    metadata = training_metadata(
        result,
        recipe,
        seed,
        file_sums=file_sums,
        figures=figures | {"mnist_test_accuracy": evaluation.accuracy or 0.0},
        credited=credited,
    )
    counts = {"mnist": len(validation_pictures), "strokes": len(validation_drawings)}
    metadata["validation_counts"] = json.dumps({name: counts[name] for name in accuracies if name in counts})
    metadata["temperature"] = f"{calibrated.temperature:.4f}"
    return calibrated.network, metadata, evaluation

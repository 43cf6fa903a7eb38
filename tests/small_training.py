"""A real training on a few made-up pictures, which takes a fraction of a second: a process to kill, or to interrupt.

`python small_training.py WEIGHTS EPOCHS` goes on with whatever training into WEIGHTS was ended, and says on standard
output which epoch it is in; `python small_training.py drawn WEIGHTS EPOCHS` does so with strokes that other processes
draw. `python small_training.py cli ARGUMENT…` is the command line with these pictures as MNIST.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.network.architecture import load_architecture
from inkspect.network.weights import save_weights
from inkspect.training.epochs import Progress
from inkspect.training.recipe import Recipe, StrokeMix
from inkspect.training.resuming import resumable_run
from inkspect.training.training import train_resumably

PARAMETERS = load_architecture().parameter_count


def small_mnist(learned: int = 128, apart: int = 32) -> Mnist:
    """Pictures of a bar each, the higher the digit, the lower the bar."""
    random = np.random.default_rng(5)
    count = learned + apart
    labels = (np.arange(count) % 10).astype(np.uint8)
    pictures = random.integers(0, 60, (count, 28, 28), np.uint8)
    for picture, label in zip(pictures, labels, strict=True):
        picture[4 + 2 * label : 7 + 2 * label, 6:22] = 255
    return Mnist(pictures, labels, pictures[:40], labels[:40], name="mnist")


def small_drawings() -> list[Drawing]:
    """A bent stroke for each digit."""
    stroke = np.array([[0.0, 0.0], [4.0, 9.0], [1.0, 12.0]])
    return [Drawing((stroke * (1 + digit / 10),), label=str(digit)) for digit in range(10)]


def small_recipe(epochs: int) -> Recipe:
    return Recipe(epochs=epochs, batch_size=32, validation_pictures=32, peak_learning_rate=0.01)


def train_to(weights: Path, epochs: int, seed: int = 3, drawn: bool = False) -> None:
    """Train until the weights (float32, with every bit) are there, saying at once what is begun and what is done."""

    def say(progress: Progress) -> None:
        word = "done" if progress.finished else "in"
        os.write(1, f"{word} {progress.epoch}\n".encode())

    recipe = small_recipe(epochs)
    if drawn:
        recipe = replace(recipe, stroke_mix=StrokeMix(digits=128, non_digits=0))
    with resumable_run(weights, PARAMETERS) as training:
        if training.files.find():
            training.resume()
        elif weights.exists():  # killed when all was done
            os.write(1, b"ready\n")
            return
        else:
            training.begin()
        os.write(1, b"ready\n")
        drawings = small_drawings() if drawn else []
        workers = 2 if drawn else 1
        result = train_resumably(
            training, small_mnist(), drawings, recipe=recipe, seed=seed, workers=workers, on_progress=say
        )
        save_weights(weights, result.network, {}, "F32")
        training.finish()


def pretend_that_mnist_is_small(patch: pytest.MonkeyPatch) -> None:
    """Put the small pictures in MNIST's place, let recipes keep few of them apart, and draw each form a few times."""
    patch.setattr("inkspect.measuring.by_source.FORM_DRAWINGS", 4)
    names = list(Recipe.__dataclass_fields__)
    defaults = dict(zip(names, Recipe.__init__.__defaults__ or (), strict=True))
    small = defaults | {"batch_size": 32, "validation_pictures": 32}
    patch.setattr(Recipe.__init__, "__defaults__", tuple(small.values()))
    for place in ("inkspect.data.mnist", "inkspect.report.build"):
        patch.setattr(f"{place}.load_mnist", small_mnist)


def run_command_line(arguments: list[str]) -> None:
    """Run `inkspect` with the small pictures in MNIST's place."""
    from inkspect.cli import main

    pretend_that_mnist_is_small(pytest.MonkeyPatch())
    sys.argv = ["inkspect", *arguments]
    main()


if __name__ == "__main__":
    if sys.argv[1] == "cli":
        run_command_line(sys.argv[2:])
    elif sys.argv[1] == "drawn":
        train_to(Path(sys.argv[2]), int(sys.argv[3]), drawn=True)
    else:
        train_to(Path(sys.argv[1]), int(sys.argv[2]))

"""A real training run of the pen's network on a few made-up drawings, in a second: a process to kill, too.

`python small_pen_training.py WEIGHTS` goes on with whatever run into WEIGHTS was ended, and says which epoch is done.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from inkspect.data.strokes import Drawing
from inkspect.training.epochs import Progress
from inkspect.training.pen_finishing import PenTrainingResult, resumable_pen_run, train_and_finish_pen
from inkspect.training.pen_recipe import PenDrawings, PenRecipe

EPOCHS, SEED = 4, 3


def small_recipe(epochs: int = EPOCHS) -> PenRecipe:
    reading = PenDrawings(drawings=16, beginnings=1, source_balance=0.0)
    return PenRecipe(epochs=epochs, batch_size=16, reading=reading, writing=replace(reading, drawings=8))


def small_drawings() -> list[Drawing]:
    """A wavy stroke for each digit by two writers, one of whom is for validation, and a second stroke for some."""
    along = np.linspace(0, 1, 12)
    drawings = []
    shift = np.array([0.3, 0.1])
    for writer in ("w0", "w7"):
        for digit in range(10):
            wave = np.stack([np.sin((1 + digit) * along), 2 * along], axis=1)
            strokes = (wave, wave[:4] + shift) if digit % 3 == 0 else (wave,)
            drawings.append(Drawing(strokes, str(digit), writer=writer))
    return drawings


def train_to(weights: Path) -> PenTrainingResult:
    """Train until the weights are there, saying what is done."""

    def say(progress: Progress) -> None:
        if progress.finished:
            os.write(1, f"done {progress.epoch}\n".encode())

    with resumable_pen_run(weights) as run:
        run.resume() if run.files.find() else run.begin()
        return train_and_finish_pen(
            small_drawings(), recipe=small_recipe(), seed=SEED, workers=1, on_progress=say, run=run
        )


if __name__ == "__main__":
    train_to(Path(sys.argv[1]))

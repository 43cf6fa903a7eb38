"""Training the picture's network from scratch."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.network.architecture import load_architecture
from inkspect.network.network import Network
from inkspect.training.epochs import EpochReport, Progress, TrainingState, run_epochs
from inkspect.training.examples import content_sums
from inkspect.training.picture_task import picture_task
from inkspect.training.recipe import Recipe
from inkspect.training.resuming import ResumableRun


@dataclass(frozen=True)
class TrainingResult:
    """What a training run came to.

    Attributes:
        network: the trained network, in float32.
        history: the report of every epoch.
    """

    network: Network
    history: list[EpochReport]


def train(
    mnist: Mnist,
    drawings: Sequence[Drawing] = (),
    *,
    recipe: Recipe | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    resume_from: TrainingState | None = None,
    on_state: Callable[[TrainingState], None] | None = None,
) -> TrainingResult:
    """Train a network from scratch.

    Args:
        mnist: its training set is learned from, but for the last pictures, which are for validation.
        drawings: further training data, labelled with digits.
        recipe: the choices; the default ones where None.
        seed: equal seeds give equal weights, bit for bit, on the same machine, NumPy and recipe.
        workers: threads to compute on; where None, as many as there are cores.
        on_progress: called some times a second and after every epoch.
        resume_from: the state of an earlier training run with the same data, recipe and seed, to go on from; the
            result is the same, bit for bit, as if that had never stopped. The state is changed.
        on_state: called after every epoch with all that the rest of the run depends on, valid until it returns.

    Raises:
        InkspectError: a drawing's label is no digit, or there are too few pictures.
    """
    recipe, workers = recipe or Recipe(), workers or os.cpu_count() or 1
    with picture_task(mnist, drawings, recipe, seed=seed, workers=workers) as task:
        state = run_epochs(
            task,
            recipe,
            seed=seed,
            workers=workers,
            on_progress=on_progress,
            resume_from=resume_from,
            on_state=on_state,
        )
    return TrainingResult(Network(load_architecture(), state.average), state.history)


def train_resumably(
    run: ResumableRun,
    mnist: Mnist,
    drawings: Sequence[Drawing] = (),
    *,
    recipe: Recipe,
    seed: int,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> TrainingResult:
    """Train as `train` does, from where the run's `begin` or `resume` found it, with a checkpoint every epoch.

    Raises:
        InkspectError: as `train` and `ResumableRun.checked`, or a checkpoint cannot be written.
    """
    data = content_sums(mnist, drawings)
    return train(
        mnist,
        drawings,
        recipe=recipe,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        resume_from=run.checked(recipe, seed, data),
        on_state=lambda state: run.save(state, recipe, data),
    )

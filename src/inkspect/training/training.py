"""Training the picture's network from scratch."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.measuring.evaluation import Evaluation
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
        evaluation: how the network reads MNIST's test set, once it is calibrated and stored; None where nothing was
            looked at.
    """

    network: Network
    history: list[EpochReport]
    evaluation: Evaluation | None = None

    def table(self) -> list[dict[str, float]]:
        """Return a flat row for each epoch, as `pandas.DataFrame` takes them."""
        return [report.row() for report in self.history]


@dataclass(frozen=True)
class EpochEnd(EpochReport):
    """An epoch that has just ended, as callbacks get it.

    Attributes:
        network: what has been learned so far, not calibrated yet; valid beyond the callback.
        stop: call it to end the training run here; what was learned is kept.
    """

    network: Network
    stop: Callable[[], None]


def told_of_epochs(on_epoch: Callable[[EpochEnd], object]) -> Callable[[TrainingState], bool]:
    """Turn a callback of epochs into one of states, for `train`."""

    def tell(state: TrainingState) -> bool:
        stopped: list[bool] = []
        network = Network(load_architecture(), state.average.copy())
        report = {field.name: getattr(state.history[-1], field.name) for field in fields(EpochReport)}
        on_epoch(EpochEnd(**report, network=network, stop=lambda: stopped.append(True)))
        return bool(stopped)

    return tell


def train(
    mnist: Mnist,
    drawings: Sequence[Drawing] = (),
    *,
    recipe: Recipe | None = None,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    resume_from: TrainingState | None = None,
    on_state: Callable[[TrainingState], bool | None] | None = None,
) -> TrainingResult:
    """Train a network from scratch; what comes out is not calibrated yet (`finishing.finish`).

    Args:
        mnist: its training set is learned from, but for the last pictures, which are for validation.
        drawings: further training data, labelled with digits.
        recipe: the choices; the default ones where None.
        seed: equal seeds give equal weights, bit for bit, on the same machine, NumPy and recipe.
        workers: threads to compute on; where None, as many as there are cores.
        on_progress: called some times a second and after every epoch.
        resume_from: the state of an earlier training run with the same data, recipe and seed, to go on from; the
            result is the same, bit for bit, as if that had never stopped. The state is changed.
        on_state: called after every epoch with all that the rest of the run depends on, valid until it returns; the
            run ends there where it returns True.

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
    on_state: Callable[[TrainingState], bool | None] | None = None,
) -> TrainingResult:
    """Train as `train` does, from where the run's `begin` or `resume` found it, with a checkpoint every epoch.

    Raises:
        InkspectError: as `train` and `ResumableRun.checked`, or a checkpoint cannot be written.
    """
    data = content_sums(mnist, drawings)

    def keep(state: TrainingState) -> bool | None:
        run.save(state, recipe, data)
        return on_state(state) if on_state is not None else None

    return train(
        mnist,
        drawings,
        recipe=recipe,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        resume_from=run.checked(recipe, seed, data),
        on_state=keep,
    )

"""Training the picture network from scratch."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import ClassVar

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.measuring.evaluation import Evaluation
from inkspect.network.architecture import load_architecture
from inkspect.network.network import Network
from inkspect.system.words import counted
from inkspect.training.epochs import EpochReport, Progress, TrainingState, run_epochs
from inkspect.training.examples import content_sums, sums_for
from inkspect.training.history_table import history_table
from inkspect.training.picture_task import picture_task
from inkspect.training.recipe import Recipe
from inkspect.training.resuming import ResumableRun


@dataclass(frozen=True, repr=False)
class TrainingResult:
    """The result of a training run.

    Attributes:
        network: the trained network, in float32.
        history: the report of every epoch.
        evaluation: the evaluation on MNIST's test set, calibrated and as stored; None if there is none.
    """

    network: Network
    history: list[EpochReport]
    evaluation: Evaluation | None = None

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds a list, and a network that may change

    def __repr__(self) -> str:
        accuracies = {f"{name} validation": share for name, share in self.history[-1].validation_accuracy.items()}
        if self.evaluation is not None and self.evaluation.accuracy is not None:
            accuracies["test set"] = self.evaluation.accuracy
        facts = [counted(len(self.history), "epoch"), *(f"{name} {share:.2%}" for name, share in accuracies.items())]
        return f"<TrainingResult: {', '.join(facts)}>"

    def _repr_html_(self) -> str:
        """Return the history as a table, for notebooks."""
        return history_table(self.table(), repr(self)[1:-1])

    def table(self) -> list[dict[str, float]]:
        """Return one flat row per epoch, as `pandas.DataFrame` takes them."""
        return [report.row() for report in self.history]


@dataclass(frozen=True)
class EpochEnd(EpochReport):
    """An epoch that has just ended, as passed to callbacks.

    Attributes:
        network: the network learned so far, not yet calibrated; it stays valid after the callback.
        stop: call it to end the training run here; what was learned is kept.
    """

    network: Network
    stop: Callable[[], None]

    __hash__: ClassVar[None] = None  # it holds a network, which may change


def told_of_epochs(on_epoch: Callable[[EpochEnd], object]) -> Callable[[TrainingState], bool]:
    """Turn a callback for `EpochEnd` into one for states, as `train` takes it."""

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
    """Train a network from scratch; the result is not yet calibrated (`finishing.finish` does that).

    Args:
        mnist: MNIST, whose training set is learned from, except its last pictures, which are for validation.
        drawings: further training data, labelled with digits.
        recipe: the choices; the defaults if None.
        seed: equal seeds give bit-identical weights on the same machine, with the same NumPy and recipe.
        workers: the number of threads; one per core if None.
        on_progress: called a few times a second and after every epoch.
        resume_from: the state of an earlier training run with the same data, recipe and seed, to go on from; the result
            is bit-identical to that of an uninterrupted run. The state is changed.
        on_state: called after every epoch with the complete state, valid until it returns; the run ends if it returns
            True.

    Raises:
        InkspectError: a drawing's label is not a digit, or there are too few pictures.
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
    """Train as `train` does, from where the run's `begin` or `resume` left off, with a checkpoint every epoch.

    Raises:
        InkspectError: as `train` and `ResumableRun.checked`, or a checkpoint cannot be written.
    """
    data = sums_for(recipe, content_sums(mnist, drawings))

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

"""Run a sweep: train every run that is missing in the table, on any workers, until none is missing."""

import math
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TypeAlias

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.sweep.spec import Run
from inkspect.sweep.table import Measured, ResultsTable, Row, row_of, run_key
from inkspect.sweep.workers import Workers
from inkspect.system.errors import InkspectError
from inkspect.system.interrupts import interrupts_deferred
from inkspect.system.words import counted
from inkspect.training.checkpoint import computed_with
from inkspect.training.examples import content_sums, examples_from_drawings
from inkspect.training.picture_task import accuracy
from inkspect.training.training import train

LEFT_OUT = "left_out"
"""The name of the drawings left out, among checksums and accuracies."""

_MOST_LOSSES_IN_A_ROW = 3


@dataclass(frozen=True)
class SweepData:
    """The data that all runs of a sweep share, and its checksums, as returned by `examples.content_sums`.

    It excludes MNIST's test set: runs are compared on validation data. `left_out` are drawings that no run learns from,
    and that all are measured on.
    """

    mnist: Mnist
    drawings: tuple[Drawing, ...]
    sums: dict[str, str]
    left_out: tuple[Drawing, ...] = ()

    @classmethod
    def of(
        cls, mnist: Mnist, drawings: Sequence[Drawing], sums: dict[str, str], left_out: Sequence[Drawing] = ()
    ) -> "SweepData":
        """Return the data without MNIST's test set."""
        nothing = replace(mnist, test_images=mnist.test_images[:0], test_labels=mnist.test_labels[:0])
        return cls(nothing, tuple(drawings), sums, tuple(left_out))


def sums_with_left_out(sums: Mapping[str, str], mnist: Mnist, left_out: Sequence[Drawing]) -> dict[str, str]:
    """Return the checksums of what runs learn from, and of the drawings left out, if there are any."""
    return {**sums, LEFT_OUT: content_sums(mnist, left_out)["drawings"]} if left_out else dict(sums)


Perform: TypeAlias = Callable[[SweepData, Run, int], Measured]
"""Performs one run on a number of threads; it is called in another process, perhaps on another machine."""


@dataclass(frozen=True)
class Failure:
    """A run that failed, and the reason in one line."""

    run: Run
    reason: str


def perform_run(data: SweepData, run: Run, threads: int) -> Measured:
    """Train one run; the accuracy on drawings left out is among those on validation data, as `left_out`.

    Raises:
        InkspectError: as `training.train`.
    """
    result = train(data.mnist, data.drawings, recipe=run.recipe, seed=run.seed, workers=threads)
    last = result.history[-1]
    accuracies = dict(last.validation_accuracy)
    if data.left_out:
        accuracies[LEFT_OUT] = accuracy(result.network, examples_from_drawings(data.left_out))
    return {
        "loss": last.loss if math.isfinite(last.loss) else None,
        "validation_accuracy": accuracies,
        "seconds": sum(report.seconds for report in result.history),
        "versions": computed_with(),
    }


def run_missing(
    runs: Iterable[Run],
    table: ResultsTable,
    workers: Workers[SweepData],
    *,
    perform: Perform = perform_run,
    on_row: Callable[[Row], None],
    on_loss: Callable[[str], None],
) -> list[Failure]:
    """Perform every run that has no row in the table, and append its row as soon as it is finished.

    A run whose worker is lost is repeated by another. Whatever ends this function, finished rows stay, and calling it
    again does the rest.

    Args:
        runs: the runs that should be in the table.
        table: the table to which rows are appended.
        workers: the workers that perform the runs.
        perform: performs one run; it and its result must be picklable.
        on_row: called with each row that is added.
        on_loss: called with a message when workers are lost and their runs are repeated.

    Returns:
        The runs that failed because of their own settings or data.

    Raises:
        InkspectError: a row cannot be written, or workers are lost again and again.
    """
    failures: dict[str, Failure] = {}
    losses_in_a_row = 0
    by_key = {run_key(run, workers.data.sums): run for run in runs}
    while missing := [_Task(key, run) for key, run in by_key.items() if key not in table.rows and key not in failures]:
        with closing(workers.answers(_Answering(perform, workers.threads), missing)) as answers:
            while True:
                try:
                    answer = next(answers, None)
                except Exception as lost:
                    losses_in_a_row += 1
                    if losses_in_a_row == _MOST_LOSSES_IN_A_ROW:
                        raise InkspectError(_given_up(lost, by_key, table)) from lost
                    on_loss(f"Workers were lost ({_in_a_line(lost)}); their runs are repeated")
                    break
                if answer is None:
                    break
                losses_in_a_row = 0
                if answer.defect is not None:
                    raise RuntimeError(f"a run failed on a worker:\n{answer.defect}")
                if answer.reason is not None:
                    failures[answer.key] = Failure(by_key[answer.key], answer.reason)
                elif answer.measured is not None:
                    row = row_of(by_key[answer.key], workers.data.sums, answer.measured)
                    with interrupts_deferred():
                        added = table.append(row)
                    if added:
                        on_row(row)
    return list(failures.values())


@dataclass(frozen=True)
class _Task:
    key: str
    run: Run


@dataclass(frozen=True)
class _Answer:
    """One of three: the measurements, the reason why the run failed, or the traceback of a defect in this program."""

    key: str
    measured: Measured | None = None
    reason: str | None = None
    defect: str | None = None


@dataclass(frozen=True)
class _Answering:
    """Performs tasks on a worker and catches every exception, so an error that does arrive means a lost worker."""

    perform: Perform
    threads: int

    def __call__(self, data: SweepData, task: _Task) -> _Answer:
        try:
            return _Answer(task.key, measured=self.perform(data, task.run, self.threads))
        except InkspectError as error:
            return _Answer(task.key, reason=str(error))
        except Exception:
            return _Answer(task.key, defect=traceback.format_exc())


def _given_up(lost: Exception, runs: dict[str, Run], table: ResultsTable) -> str:
    done = sum(key in table.rows for key in runs)
    return (
        f"workers were lost {_MOST_LOSSES_IN_A_ROW} times without a result in between ({_in_a_line(lost)}); "
        f"{done} of {counted(len(runs), 'run')} done, in {table.path}; start again to do the rest"
    )


def _in_a_line(error: Exception) -> str:
    first_sentence = " ".join(str(error).split()).split(". ")[0]
    return f"{type(error).__name__}: {first_sentence}"[:120] if first_sentence else type(error).__name__

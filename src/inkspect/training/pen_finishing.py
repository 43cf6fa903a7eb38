"""A training run of the pen's network, from drawings to finished weights: measured as stored, with its provenance."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from inkspect.data.strokes import Drawing
from inkspect.measuring.pen_by_source import measured_pen
from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from inkspect.pen.stepping import Stepping
from inkspect.pen.weights import rounded
from inkspect.pen.writing import TEMPERATURE, write
from inkspect.system.purposes import Purpose
from inkspect.system.words import counted
from inkspect.training.epochs import EpochReport, Progress, TrainingState, run_epochs
from inkspect.training.examples import drawing_provenance_sums, drawing_sums, is_validation_drawing
from inkspect.training.held_out import MEASURED_KEY
from inkspect.training.history_table import history_table
from inkspect.training.pen_recipe import PenRecipe
from inkspect.training.pen_task import pen_task
from inkspect.training.provenance import as_json_text, history_by_column, training_metadata
from inkspect.training.resuming import ON_THE_COMMAND_LINE, ResumableRun, Spelling, resumable_run

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITTEN_KEY = "written"
"""The key of weights' metadata that holds the digits written during the run, as JSON: see `written_at`."""

_MOMENTS = 10
_SEED_OF_WRITING = 0


@dataclass(frozen=True, repr=False)
class PenTrainingResult:
    """The result of a training run of the pen's network.

    Attributes:
        network: the trained network, in float32.
        history: the report of every epoch.
    """

    network: PenNetwork
    history: list[EpochReport]

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds a list, and a network that may change

    def __repr__(self) -> str:
        figures = self.history[-1].validation_accuracy
        facts = [counted(len(self.history), "epoch"), *(f"{name} {share:.2%}" for name, share in figures.items())]
        return f"<PenTrainingResult: {', '.join(facts)}>"

    def _repr_html_(self) -> str:
        """Return the history as a table, for notebooks."""
        return history_table(self.table(), repr(self)[1:-1])

    def table(self) -> list[dict[str, float]]:
        """Return one flat row per epoch, as `pandas.DataFrame` takes them."""
        return [report.row() for report in self.history]


def epochs_to_write_after(epochs: int) -> list[int]:
    """Return the ten epochs, or all if there are fewer, after which digits are written: each later by about a factor.

    A network learns to write early in its run, and then more and more slowly.
    """
    ratio = epochs ** (1 / (_MOMENTS - 1))
    chosen = list(range(1, min(epochs, _MOMENTS) + 1))
    for moment in reversed(range(len(chosen))):
        latest = epochs if moment == len(chosen) - 1 else chosen[moment + 1] - 1
        chosen[moment] = min(max(round(ratio**moment), moment + 1), latest)
    return chosen


def written_at(network: PenNetwork) -> list[list[int]]:
    """Return the digits 0 … 9 as a network, rounded as it is stored, writes them: tokens from WRITE on.

    A drawing that does not end with END failed.
    """
    stored = Stepping(rounded(network))
    return [list(write(stored, digit, TEMPERATURE, seed=_SEED_OF_WRITING).ids) for digit in range(10)]


def train_and_finish_pen(
    drawings: Sequence[Drawing],
    *,
    recipe: PenRecipe,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_state: Callable[[TrainingState], bool | None] | None = None,
    run: ResumableRun | None = None,
    data_sums: Mapping[str, str] | None = None,
    credited: Sequence[str] = (),
    held_out: Mapping[str, Sequence[Drawing]] | None = None,
) -> PenTrainingResult:
    """Train the pen's network and measure it; write it where a run says, with checkpoints on the way.

    Args:
        drawings: what to learn from, labelled with digits.
        recipe: the choices.
        seed: equal seeds give bit-identical weights on the same machine, with the same NumPy and recipe.
        workers: the number of threads, and of processes that make drawings; one per core if None.
        on_progress: called a few times a second and after every epoch.
        on_state: called after every epoch with the complete state, valid until it returns; the run ends if it returns
            True.
        run: ready to begin or to resume; if None, nothing is written.
        data_sums: the SHA-256 of each part of the training data; of its content if None.
        credited: the owners of the data.
        held_out: drawings that are not learned from, by the name of their source, which have passed `check_held_out`;
            if given, the metadata get the figures by source.

    Raises:
        InkspectError: there is nothing to learn from, a label is not a digit, the run has diverged, or as
            `ResumableRun`.
    """
    workers = workers or os.cpu_count() or 1
    moments, contents = epochs_to_write_after(recipe.epochs), _sums_for(recipe, drawings)

    def keep(state: TrainingState) -> bool | None:
        if state.epoch in moments:
            _write(state)
        if run is not None:
            run.save(state, recipe, contents)
        return on_state(state) if on_state is not None else None

    resume_from = None if run is None else run.checked(recipe, seed, contents)
    with pen_task(drawings, recipe, seed=seed, workers=workers) as task:
        state = run_epochs(
            task,
            recipe,
            seed=seed,
            workers=workers,
            on_progress=on_progress,
            resume_from=resume_from,
            on_state=keep,
        )
        measured = task.validation_accuracy(rounded(_network_of(state)).parameter_vector)
    if _note(state.epoch) not in state.notes:  # ended early
        _write(state)
    apart = sum(is_validation_drawing(drawing, recipe.writers_apart) for drawing in drawings)
    metadata = training_metadata(
        state.history,
        recipe,
        seed,
        data_sums=drawing_provenance_sums(drawings) if data_sums is None else data_sums,
        figures={f"{name}_validation_accuracy": round(share, 5) for name, share in measured.items()},
        credited=credited,
    )
    metadata["history"] = as_json_text(history_by_column(state.history))
    metadata["validation_counts"] = as_json_text(dict.fromkeys(measured, apart))
    metadata[WRITTEN_KEY] = as_json_text(_written_in(state))
    if held_out:
        metadata[MEASURED_KEY] = as_json_text(measured_pen(rounded(_network_of(state)), held_out))
    network = _network_of(state).with_metadata(metadata)
    if run is not None:
        network.save(run.weights)
        run.finish()
    return PenTrainingResult(network, state.history)


@contextmanager
def resumable_pen_run(weights: Path, spelling: Spelling = ON_THE_COMMAND_LINE) -> "Iterator[ResumableRun]":
    """Yield the training run for this weights file of the pen's network; as `resumable_run`."""
    with resumable_run(weights, load_pen().parameter_count, spelling, Purpose.PEN_WEIGHTS) as run:
        yield run


def _network_of(state: TrainingState) -> PenNetwork:
    return PenNetwork(load_pen(), state.average)


def _sums_for(recipe: PenRecipe, drawings: Sequence[Drawing]) -> dict[str, str]:
    """Return the `drawing_sums` that the weights depend on: the sources matter only if the recipe balances them."""
    sums = drawing_sums(drawings)
    balanced = recipe.reading.source_balance or recipe.writing.source_balance
    return sums if balanced else {"drawings": sums["drawings"]}


def _write(state: TrainingState) -> None:
    """Note what the averaged network writes after this epoch."""
    state.notes[_note(state.epoch)] = as_json_text(written_at(_network_of(state)))


def _note(epoch: int) -> str:
    return f"{WRITTEN_KEY} {epoch}"


def _written_in(state: TrainingState) -> list[dict[str, object]]:
    """Return the moments of a run at which digits were written: the `epoch`, and the tokens of the ten `digits`."""
    epochs = range(1, state.epoch + 1)
    return [
        {"epoch": epoch, "digits": json.loads(state.notes[_note(epoch)])}
        for epoch in epochs
        if _note(epoch) in state.notes
    ]

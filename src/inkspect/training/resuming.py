"""Resumable training runs: the state is saved after every epoch, and an interrupted run goes on from there."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from inkspect.system.errors import InkspectError
from inkspect.system.interrupts import interrupts_deferred
from inkspect.system.locking import held_alone
from inkspect.system.purposes import Purpose, check_replaceable, purpose_of, weights_metadata
from inkspect.system.words import counted
from inkspect.training.checkpoint import Checkpoint, CheckpointFiles, FoundCheckpoint, computed_with
from inkspect.training.epochs import TrainingState
from inkspect.training.retired import RetiredRecipeError
from inkspect.training.settings import Scalar, completed, settings_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Spelling(NamedTuple):
    """How a caller spells the choices that error lines name."""

    resume: str
    restart: str
    output: str


ON_THE_COMMAND_LINE = Spelling("--resume", "--restart", "--output")
IN_PYTHON = Spelling("resume=True", "restart=True", "output")


class ResumableRun:
    """The training run for one weights file; `resumable_run` creates it, and locks out other processes.

    Attributes:
        weights: the weights file to write at the end.
        files: its checkpoints.
    """

    def __init__(
        self,
        weights: Path,
        parameter_count: int,
        spelling: Spelling = ON_THE_COMMAND_LINE,
        purpose: Purpose = Purpose.WEIGHTS,
    ) -> None:
        """Manage the training run of a network with this many parameters, whose weights are files of this purpose."""
        self.weights = weights
        self._purpose = purpose
        self.files = CheckpointFiles(weights, parameter_count)
        self._found: FoundCheckpoint | None = None
        self._spelling = spelling

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The checkpoint from which the run is resumed, if any."""
        return self._found.checkpoint if self._found else None

    @property
    def kept(self) -> str | None:
        """The last saved epoch as text, such as "epoch 3"; None if there is none."""
        return f"epoch {self.files.last_epoch}" if self.files.last_epoch else None

    def begin(self) -> None:
        """Prepare to start from the beginning, provided that nothing would be lost.

        Raises:
            InkspectError: there is a checkpoint, valid or damaged, or there are finished weights, or a file made for
                another purpose is in the place of one of them.
        """
        self._check_places()
        found = self._find(f"discard it ({self._spelling.restart}), or move it away")
        if found:
            checkpoint = found.checkpoint
            raise InkspectError(
                f"{found.path} holds an unfinished training run, {checkpoint.state.epoch} of "
                f"{_epochs(checkpoint.epochs)}; resume it ({self._spelling.resume}), "
                f"or discard it ({self._spelling.restart})"
            )
        if self._finished:
            raise InkspectError(f"{self.weights} holds {self._finished}; {self._anew}")
        self.files.remove()

    def begin_anew(self) -> None:
        """Prepare to start from the beginning, discarding checkpoints; finished weights stay until the end.

        Raises:
            InkspectError: a checkpoint cannot be removed, or a file made for another purpose is in the way.
        """
        self._check_places(even_unknown=True)
        self.files.remove()
        self._found = None

    def resume(self) -> list[str]:
        """Prepare to go on from the last valid checkpoint.

        Returns:
            Lines for the user: from where the run goes on, and any problems.

        Raises:
            InkspectError: there is no checkpoint, or none is valid, or a file made for another purpose is in the place
                of the weights.
        """
        self._check_places()
        self.files.remove_leftovers()
        self._found = self._find(f"start again ({self._spelling.restart})")
        if self._found is None:
            raise InkspectError(self._nothing_to_resume())
        checkpoint, lines = self._found.checkpoint, []
        if self._found.damage:
            lines.append(f"{self._found.damage}; resuming from the one before, {self._found.path.name}")
        if changed := _differences(checkpoint.versions, computed_with()):
            lines.append(f"The weights may differ in their last bits from those of an uninterrupted run: {changed}")
        return [*lines, f"Resuming after epoch {checkpoint.state.epoch} of {checkpoint.epochs}"]

    @property
    def _finished(self) -> str | None:
        """A description of the finished weights; None if there are none."""
        if purpose_of(self.weights) is not self._purpose:
            return None
        metadata = weights_metadata(self.weights)
        epochs = _epochs_in(metadata.get("history"))
        if epochs is None or "seed" not in metadata:
            return self._purpose.value
        return f"the weights of a finished training run ({counted(epochs, 'epoch')}, seed {metadata['seed']})"

    def _nothing_to_resume(self) -> str:
        if self._finished:
            return f"there is nothing to resume: {self.weights} holds {self._finished}; {self._anew}"
        return (
            f"there is nothing to resume: no checkpoint {self.files.current}, and no weights either; "
            f"start without {self._spelling.resume}, or give the {self._spelling.output} of the run that was started"
        )

    @property
    def _anew(self) -> str:
        return f"replace them ({self._spelling.restart}), or give another {self._spelling.output}"

    def _find(self, way_out: str) -> FoundCheckpoint | None:
        """Find a valid checkpoint; an error ends with what to do about it."""
        try:
            return self.files.find()
        except RetiredRecipeError as error:
            raise RetiredRecipeError(f"{error}; discard it ({self._spelling.restart})") from error
        except InkspectError as error:
            unknown = purpose_of(self.files.current) is Purpose.UNKNOWN
            raise InkspectError(f"{error}; {'move it away' if unknown else way_out}") from error

    def _check_places(self, *, even_unknown: bool = False) -> None:
        """Refuse to overwrite files made for another purpose; a damaged checkpoint may look like any file."""
        check_replaceable(self.weights, self._purpose)
        for path in (self.files.current, self.files.previous):
            if even_unknown or purpose_of(path) is not Purpose.UNKNOWN:
                check_replaceable(path, Purpose.CHECKPOINT)

    def checked(self, recipe: "DataclassInstance", seed: int, data: Mapping[str, str]) -> TrainingState | None:
        """Return the state to resume from, or None to start from the beginning.

        Args:
            recipe: the recipe of the run.
            seed: the seed of its random numbers.
            data: the SHA-256 of each part of the training data, by part name.

        Raises:
            InkspectError: the checkpoint has other data, or another recipe or seed.
        """
        if self._found is None:
            return None
        _check_same(self._found, recipe, seed, data, self._spelling)
        return self._found.checkpoint.state

    def save(self, state: TrainingState, recipe: "DataclassInstance", data: Mapping[str, str]) -> None:
        """Save this state as the last checkpoint.

        Raises:
            InkspectError: it cannot be written; the previous one stays.
        """
        try:
            with interrupts_deferred():
                self.files.save(Checkpoint.of(state, recipe, data))
        except InkspectError as error:
            stands = (
                f"the checkpoint of {self.kept} is kept, resume it ({self._spelling.resume})"
                if self.kept
                else "nothing is kept"
            )
            raise InkspectError(f"{error}; {stands}") from error

    def finish(self) -> None:
        """Remove the checkpoints, once the weights are written.

        Raises:
            InkspectError: one cannot be removed.
        """
        self.files.remove()


@contextmanager
def resumable_run(
    weights: Path,
    parameter_count: int,
    spelling: Spelling = ON_THE_COMMAND_LINE,
    purpose: Purpose = Purpose.WEIGHTS,
) -> Iterator[ResumableRun]:
    """Yield the training run for this weights file, locked against other processes.

    Raises:
        InkspectError: another process is training into this file, or the folder cannot be written.
    """
    with held_alone(weights, "training"):
        yield ResumableRun(weights, parameter_count, spelling, purpose)


def _epochs(count: object) -> str:
    return counted(count, "epoch") if isinstance(count, int) else f"{count} epochs"


def _epochs_in(history: str | None) -> int | None:
    """Return the number of epochs in a weights file's history; None if it has none."""
    with contextlib.suppress(ValueError, RecursionError):
        table = json.loads(history or "null")
        rows = table.get("loss") if isinstance(table, dict) else table  # by column, or by epoch
        return len(rows) if isinstance(rows, list) else None
    return None


def _check_same(
    found: FoundCheckpoint,
    recipe: "DataclassInstance",
    seed: int,
    data: Mapping[str, str],
    spelling: Spelling,
) -> None:
    checkpoint = found.checkpoint
    then, now = completed(checkpoint.recipe, recipe), settings_of(recipe)
    differing = [name for name in data if checkpoint.data.get(name) != data[name]]
    differences = [
        *([f"its data differs ({', '.join(differing)})"] if differing else []),
        *([f"its seed is {checkpoint.state.seed}, not {seed}"] if checkpoint.state.seed != seed else []),
        *([f"its recipe has {changed}"] if (changed := _differences(then, now)) else []),
    ]
    if differences:
        raise InkspectError(
            f"{found.path} belongs to another training run: {'; '.join(differences)}; "
            f"resume it with its own data and choices, or start again ({spelling.restart})"
        )


def _differences(then: Mapping[str, Scalar | None], now: Mapping[str, Scalar | None]) -> str:
    """Return the first few differences as text."""
    changed = [name for name in [*now, *(set(then) - set(now))] if then.get(name) != now.get(name)]
    words = [f"{name} {then.get(name, 'none')}, not {now.get(name, 'none')}" for name in changed[:3]]
    return ", ".join(words) + (f" and {len(changed) - 3} more" if len(changed) > 3 else "")

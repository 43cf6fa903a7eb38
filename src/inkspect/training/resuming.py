"""A training run that loses nothing: its state is on the disk after every epoch, and whoever comes back resumes it."""

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
from inkspect.training.checkpoint import Checkpoint, CheckpointFiles, FoundCheckpoint, computed_with
from inkspect.training.epochs import TrainingState
from inkspect.training.retired import RetiredRecipeError
from inkspect.training.settings import Scalar, settings_of

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
    """The training run that is to end in one weights file; `resumable_run` gives it, and keeps others away.

    Attributes:
        weights: the file it is to end in.
        files: its checkpoints.
    """

    def __init__(self, weights: Path, parameter_count: int, spelling: Spelling = ON_THE_COMMAND_LINE) -> None:
        """Look after the run of a network of so many parameters."""
        self.weights = weights
        self.files = CheckpointFiles(weights, parameter_count)
        self._found: FoundCheckpoint | None = None
        self._spelling = spelling

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The checkpoint that the run goes on from."""
        return self._found.checkpoint if self._found else None

    @property
    def kept(self) -> str | None:
        """The last epoch that is on the disk, in words; None where there is none."""
        return f"epoch {self.files.last_epoch}" if self.files.last_epoch else None

    def begin(self) -> None:
        """Make ready to start from the beginning, where nothing would be lost by it.

        Raises:
            InkspectError: there is a checkpoint, whole or damaged, or there are finished weights, or a file made for
                another purpose is where one of them would be.
        """
        self._check_places()
        unknown = purpose_of(self.files.current) is Purpose.UNKNOWN
        found = self._find("move it away" if unknown else f"give it up ({self._spelling.restart}), or move it away")
        if found:
            checkpoint = found.checkpoint
            raise InkspectError(
                f"{found.path} holds a training that is not finished, {checkpoint.state.epoch} of "
                f"{_epochs(checkpoint.epochs)}; go on with it ({self._spelling.resume}), "
                f"or give it up ({self._spelling.restart})"
            )
        if self._finished:
            raise InkspectError(f"{self.weights} holds {self._finished}; {self._anew}")
        self.files.remove()

    def begin_anew(self) -> None:
        """Make ready to start from the beginning, and give up what is there; finished weights stay until the end.

        Raises:
            InkspectError: a checkpoint cannot be removed, or a file made for another purpose is in the way.
        """
        self._check_places(even_unknown=True)
        self.files.remove()
        self._found = None

    def resume(self) -> list[str]:
        """Make ready to go on from the last whole checkpoint.

        Returns:
            Lines the user should read: where it goes on from, and what is not as it should be.

        Raises:
            InkspectError: there is no checkpoint; there are some, and none is whole; or a file made for another
                purpose is where the weights would be.
        """
        self._check_places()
        self.files.remove_leftovers()
        self._found = self._find(f"start anew ({self._spelling.restart})")
        if self._found is None:
            raise InkspectError(self._nothing_to_resume())
        checkpoint, lines = self._found.checkpoint, []
        if self._found.damage:
            lines.append(f"{self._found.damage}; going on from the one before, {self._found.path.name}")
        if changed := _differences(checkpoint.versions, computed_with()):
            lines.append(f"The weights may differ in their last bits from an uninterrupted training's: {changed}")
        return [*lines, f"Going on after epoch {checkpoint.state.epoch} of {checkpoint.epochs}"]

    @property
    def _finished(self) -> str | None:
        """The finished weights that are there, in words; None where there are none."""
        if purpose_of(self.weights) is not Purpose.WEIGHTS:
            return None
        metadata = weights_metadata(self.weights)
        epochs = _epochs_in(metadata.get("history"))
        if epochs is None or "seed" not in metadata:
            return "a network's weights"
        return f"the weights of a finished training run ({_epochs(epochs)}, seed {metadata['seed']})"

    def _nothing_to_resume(self) -> str:
        if self._finished:
            return f"there is nothing to go on with: {self.weights} holds {self._finished}; {self._anew}"
        return (
            f"there is nothing to go on with: no checkpoint {self.files.current}, and no weights either; "
            f"begin without {self._spelling.resume}, or name the {self._spelling.output} of the training that was begun"
        )

    @property
    def _anew(self) -> str:
        return f"train anew in its place ({self._spelling.restart}), or name another {self._spelling.output}"

    def _find(self, way_out: str) -> FoundCheckpoint | None:
        """Look for a whole checkpoint; an error ends with the way out of it."""
        try:
            return self.files.find()
        except RetiredRecipeError as error:
            raise RetiredRecipeError(f"{error}; give it up ({self._spelling.restart})") from error
        except InkspectError as error:
            raise InkspectError(f"{error}; {way_out}") from error

    def _check_places(self, *, even_unknown: bool = False) -> None:
        """Refuse to write over what was made for another purpose; a damaged checkpoint may look like anything."""
        check_replaceable(self.weights, Purpose.WEIGHTS)
        for path in (self.files.current, self.files.previous):
            if even_unknown or purpose_of(path) is not Purpose.UNKNOWN:
                check_replaceable(path, Purpose.CHECKPOINT)

    def checked(self, recipe: "DataclassInstance", seed: int, data: Mapping[str, str]) -> TrainingState | None:
        """Return the state that the run goes on from, None where it starts from the beginning.

        Args:
            recipe: what the run is trained by.
            seed: the seed of its random numbers.
            data: the sha256 of each part of what it learns from, by the part's name.

        Raises:
            InkspectError: the checkpoint is of other data, another recipe or seed.
        """
        if self._found is None:
            return None
        _check_same(self._found, settings_of(recipe), seed, data, self._spelling)
        return self._found.checkpoint.state

    def save(self, state: TrainingState, recipe: "DataclassInstance", data: Mapping[str, str]) -> None:
        """Make this state the last checkpoint.

        Raises:
            InkspectError: it cannot be written, in which case the last one stays.
        """
        try:
            with interrupts_deferred():
                self.files.save(Checkpoint.of(state, recipe, data))
        except InkspectError as error:
            stands = (
                f"the checkpoint of {self.kept} stands, go on from it ({self._spelling.resume})"
                if self.kept
                else "nothing is kept"
            )
            raise InkspectError(f"{error}; {stands}") from error

    def finish(self) -> None:
        """Remove the checkpoints: what the training run has come to is written.

        Raises:
            InkspectError: one cannot be removed.
        """
        self.files.remove()


@contextmanager
def resumable_run(
    weights: Path, parameter_count: int, spelling: Spelling = ON_THE_COMMAND_LINE
) -> Iterator[ResumableRun]:
    """Give the training run that is to end in this weights file, and keep every other process from training into it.

    Raises:
        InkspectError: another process is training into it, or the folder cannot be written.
    """
    with held_alone(weights, "training"):
        yield ResumableRun(weights, parameter_count, spelling)


def _epochs(count: object) -> str:
    return f"{count} epoch" if count == 1 else f"{count} epochs"


def _epochs_in(history: str | None) -> int | None:
    """Return how many epochs a weights file's history holds; None where it keeps none."""
    with contextlib.suppress(ValueError, RecursionError):
        rows = json.loads(history or "null")
        return len(rows) if isinstance(rows, list) else None
    return None


def _check_same(
    found: FoundCheckpoint,
    recipe: Mapping[str, Scalar | None],
    seed: int,
    data: Mapping[str, str],
    spelling: Spelling,
) -> None:
    checkpoint = found.checkpoint
    differing = [name for name in data if checkpoint.data.get(name) != data[name]]
    differences = [
        *([f"the {' and the '.join(differing)} it learned from are others"] if differing else []),
        *([f"its seed is {checkpoint.state.seed}, not {seed}"] if checkpoint.state.seed != seed else []),
        *([f"its recipe has {changed}"] if (changed := _differences(checkpoint.recipe, recipe)) else []),
    ]
    if differences:
        raise InkspectError(
            f"{found.path} is of another training: {'; '.join(differences)}; "
            f"go on with what it was begun with, or start anew ({spelling.restart})"
        )


def _differences(then: Mapping[str, Scalar | None], now: Mapping[str, Scalar | None]) -> str:
    """Say in words what differs, the first few."""
    changed = [name for name in [*now, *(set(then) - set(now))] if then.get(name) != now.get(name)]
    words = [f"{name} {then.get(name, 'none')}, not {now.get(name, 'none')}" for name in changed[:3]]
    return ", ".join(words) + (f" and {len(changed) - 3} more" if len(changed) > 3 else "")

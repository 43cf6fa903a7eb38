"""A training that loses nothing: its state is on the disk after every epoch, and whoever comes back goes on there."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from inkspect.checkpoint import Checkpoint, CheckpointFiles, Found, computed_with
from inkspect.epochs import Progress
from inkspect.errors import InkspectError
from inkspect.interrupts import interrupts_deferred
from inkspect.locking import held_alone
from inkspect.mnist import Mnist
from inkspect.recipe import Recipe
from inkspect.settings import Scalar, settings_of, with_settings
from inkspect.strokes import Drawing
from inkspect.training import TrainingResult, train, train_teacher


class ResumableTraining:
    """The training that is to end in one weights file; `resumable_training` gives it, and keeps others away.

    Where its recipe has a teacher, the teacher's training is saved beside it in the same way, and stays to the end.

    Attributes:
        files: the network's own checkpoints.
        teacher_files: its teacher's.
    """

    def __init__(self, weights: Path) -> None:
        self.files = CheckpointFiles(weights)
        self.teacher_files = CheckpointFiles(weights, of_teacher=True)
        self._found: Found | None = None
        self._found_teacher: Found | None = None

    @property
    def found(self) -> Checkpoint | None:
        """The checkpoint that `run` goes on from; both say by which recipe and seed."""
        found = self._found or self._found_teacher
        return found.checkpoint if found else None

    @property
    def kept(self) -> str | None:
        """The last epoch that is on the disk, in words; None where there is none."""
        if self.files.last_epoch:
            return f"epoch {self.files.last_epoch}"
        return f"the teacher's epoch {self.teacher_files.last_epoch}" if self.teacher_files.last_epoch else None

    def begin(self) -> None:
        """Make ready to start from the beginning.

        Raises:
            InkspectError: there is a checkpoint, which would be lost.
        """
        for files in (self.files, self.teacher_files):
            try:
                found = files.find()
            except InkspectError:
                continue  # nothing there is of use any more
            if found:
                checkpoint = found.checkpoint
                whose = " of its teacher's" if checkpoint.of_teacher else ""
                raise InkspectError(
                    f"{found.path} holds a training that is not finished, {checkpoint.state.epoch} of "
                    f"{checkpoint.epochs}{whose} epochs; go on with it (--resume), or give it up (--restart)"
                )
        self.begin_anew()

    def begin_anew(self) -> None:
        """Make ready to start from the beginning, and give up what is there.

        Raises:
            InkspectError: a checkpoint cannot be removed.
        """
        self.finish()
        self._found = self._found_teacher = None

    def resume(self) -> list[str]:
        """Make ready to go on from the last whole checkpoint, or to start from the beginning where there is none.

        Where only one of network and teacher can be gone on with, the other starts from the beginning: the weights are
        the same in the end.

        Returns:
            Lines the user should read: where it goes on from, and what is not as it should be.

        Raises:
            InkspectError: there are checkpoints, and none is whole.
        """
        damages: list[str] = []
        self._found, self._found_teacher = (_found_in(files, damages) for files in (self.files, self.teacher_files))
        if self.found is None:
            if damages:
                raise InkspectError(f"{damages[0]}; start anew (--restart)")
            return [f"There is no checkpoint {self.files.current}; starting from the beginning"]
        return [*damages, *self._resumed()]

    def _resumed(self) -> list[str]:
        """Say where each of the two goes on from."""
        lines = [
            f"{found.damage}; going on from the one before, {found.path.name}"
            for found in (self._found_teacher, self._found)
            if found and found.damage
        ]
        checkpoint = self.found
        if checkpoint is None:
            return lines
        if changed := _differences(checkpoint.versions, computed_with()):
            lines.append(f"The weights may differ in their last bits from an uninterrupted training's: {changed}")
        if self._found and self._found_teacher is None and checkpoint.recipe.get("teacher.width"):
            lines.append("Its teacher's training is not there; the teacher is trained again first")
        whose = "its teacher's epoch" if checkpoint.of_teacher else "epoch"
        return [*lines, f"Going on after {whose} {checkpoint.state.epoch} of {checkpoint.epochs}"]

    def run(
        self,
        mnist: Mnist,
        drawings: Sequence[Drawing] = (),
        *,
        recipe: Recipe,
        seed: int,
        workers: int | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> TrainingResult:
        """Train as `training.train` does, from where `begin` or `resume` found it, with a checkpoint every epoch.

        The final weights are the same, bit for bit, however often the training was ended and gone on with. The last
        checkpoints stay until `finish`.

        Raises:
            InkspectError: as `training.train`; or the checkpoint is of other data, another recipe or seed; or a
                checkpoint cannot be written, in which case the last one stays.
        """
        data = data_sums(mnist, drawings)
        for found in (self._found, self._found_teacher):
            if found:
                _check_same(found, settings_of(recipe), seed, data)
        taught = None
        if recipe.teacher.width:
            taught = train_teacher(
                mnist,
                drawings,
                recipe=recipe,
                seed=seed,
                workers=workers,
                on_progress=on_progress,
                resume_from=self._found_teacher.checkpoint.state if self._found_teacher else None,
                on_state=lambda state: self._save(Checkpoint.of(state, recipe, data, of_teacher=True)),
            )
        result = train(
            mnist,
            drawings,
            recipe=recipe,
            seed=seed,
            workers=workers,
            on_progress=on_progress,
            resume_from=self._found.checkpoint.state if self._found else None,
            on_state=lambda state: self._save(Checkpoint.of(state, recipe, data)),
            teacher=taught.network if taught else None,
        )
        return replace(result, teacher_history=taught.history) if taught else result

    def finish(self) -> None:
        """Remove the checkpoints: what the training has come to is written.

        The teacher's go first: whoever is interrupted between still has the end of the network's own training.

        Raises:
            InkspectError: one cannot be removed.
        """
        self.teacher_files.remove()
        self.files.remove()

    def _save(self, checkpoint: Checkpoint) -> None:
        files = self.teacher_files if checkpoint.of_teacher else self.files
        try:
            with interrupts_deferred():
                files.save(checkpoint)
        except InkspectError as error:
            stands = (
                f"the checkpoint of {self.kept} stands, go on from it with --resume" if self.kept else "nothing is kept"
            )
            raise InkspectError(f"{error}; {stands}") from error


def _found_in(files: CheckpointFiles, damages: list[str]) -> Found | None:
    """Return the last whole checkpoint; where there are some and none is, add to `damages` why."""
    files.remove_leftovers()
    try:
        return files.find()
    except InkspectError as error:
        damages.append(str(error))
        return None


@contextmanager
def resumable_training(weights: Path) -> Iterator[ResumableTraining]:
    """Give the training that is to end in this weights file, and keep every other process from training into it.

    Raises:
        InkspectError: another process is training into it, or the folder cannot be written.
    """
    with held_alone(weights, "training"):
        yield ResumableTraining(weights)


def recipe_of(checkpoint: Checkpoint) -> Recipe:
    """Return the recipe a checkpoint was made by.

    Raises:
        InkspectError: this version of the program knows no such recipe.
    """
    try:
        return with_settings(Recipe(), checkpoint.recipe)
    except InkspectError as error:
        raise InkspectError(f"the checkpoint is of another version of this program: {error}") from error


def data_sums(mnist: Mnist, drawings: Sequence[Drawing]) -> dict[str, str]:
    """Return the sha256 of each part of what a training learns from, by the part's name."""
    pictures, strokes = hashlib.sha256(), hashlib.sha256()
    for array in (mnist.train_images, mnist.train_labels):
        pictures.update(str(array.shape).encode())
        pictures.update(array.tobytes())
    for drawing in drawings:
        shapes = [stroke.shape for stroke in drawing.strokes]
        strokes.update(json.dumps([drawing.label, drawing.placed, drawing.extra.get("writer"), shapes]).encode())
        for stroke in drawing.strokes:
            strokes.update(stroke.tobytes())
    return {"MNIST": pictures.hexdigest(), "drawings": strokes.hexdigest()}


def _check_same(found: Found, recipe: Mapping[str, Scalar | None], seed: int, data: Mapping[str, str]) -> None:
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
            "go on with what it was begun with, or start anew (--restart)"
        )


def _differences(then: Mapping[str, Scalar | None], now: Mapping[str, Scalar | None]) -> str:
    """Say in words what differs, the first few."""
    changed = [name for name in [*now, *(set(then) - set(now))] if then.get(name) != now.get(name)]
    words = [f"{name} {then.get(name, 'none')}, not {now.get(name, 'none')}" for name in changed[:3]]
    return ", ".join(words) + (f" and {len(changed) - 3} more" if len(changed) > 3 else "")

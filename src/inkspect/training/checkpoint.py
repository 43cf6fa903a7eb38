"""Checkpoints: a training run between two epochs as a file, used only if its checksum is correct.

A checkpoint is a safetensors file of four float32 vectors, each with one value per parameter, metadata with everything
else, and a SHA-256 of both. It is kept beside the weights file to come, as NAME.checkpoint; the one before is kept as
NAME.checkpoint.previous.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

import safetensors
import safetensors.numpy

from inkspect.network.layers import Floats
from inkspect.system.errors import InkspectError
from inkspect.system.files import remove_leftovers, write_atomically
from inkspect.training.epochs import EpochReport, TrainingState
from inkspect.training.optimizer import AdamW
from inkspect.training.retired import RetiredRecipeError, without_teacher
from inkspect.training.settings import Scalar, settings_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT_VERSION = "inkspect checkpoint 1"
_VECTORS = ("parameters", "average", "first_moment", "second_moment")
_HEADER_LENGTH_BYTES = 8
_LARGEST_FILE = 16 * 2**20


@dataclass(frozen=True)
class Checkpoint:
    """An unfinished training run, and what must be the same when it is resumed.

    Attributes:
        state: the state of the training run.
        recipe: its recipe's settings, by dotted name.
        data: the SHA-256 of each part of the training data, by part name.
        versions: the versions it was computed with, by package name.
    """

    state: TrainingState
    recipe: Mapping[str, Scalar | None]
    data: Mapping[str, str]
    versions: Mapping[str, str]

    @classmethod
    def of(cls, state: TrainingState, recipe: "DataclassInstance", data: Mapping[str, str]) -> "Checkpoint":
        """Return the checkpoint of a training run on this machine's package versions."""
        return cls(state, settings_of(recipe), data, computed_with())

    @property
    def epochs(self) -> Scalar | None:
        """The total number of epochs."""
        return self.recipe.get("epochs")


@dataclass(frozen=True)
class FoundCheckpoint:
    """A checkpoint and its path; `damage` says what is wrong with a later one, if there is one."""

    checkpoint: Checkpoint
    path: Path
    damage: str | None


class CheckpointFiles:
    """The last two checkpoints of the training run for one weights file.

    Only one process at a time may write them.
    """

    def __init__(self, weights: Path, parameter_count: int) -> None:
        """Manage the checkpoints of a network with this many parameters."""
        self._parameter_count = parameter_count
        self._weights = target = weights.resolve()
        name = target.name + ".checkpoint"
        self.current = target.with_name(name)
        self.previous = target.with_name(name + ".previous")
        self.last_epoch = 0
        """The epoch of the last valid checkpoint, set by `find` and `save`; 0 if there is none."""
        self._current_is_whole = False

    def find(self) -> FoundCheckpoint | None:
        """Return the last valid checkpoint, or None if there is no checkpoint.

        Raises:
            RetiredRecipeError: a valid checkpoint has a recipe that is no longer supported.
            InkspectError: there are checkpoints, but none is valid.
        """
        damage = None
        for path in (self.current, self.previous):
            try:
                checkpoint = load_checkpoint(path, self._parameter_count)
            except FileNotFoundError:
                continue
            except RetiredRecipeError:
                raise
            except InkspectError as error:
                damage = damage or str(error)
                continue
            self._current_is_whole = path == self.current
            self.last_epoch = checkpoint.state.epoch
            return FoundCheckpoint(checkpoint, path, damage)
        if damage:
            raise InkspectError(f"{damage}, and there is no valid earlier checkpoint")
        return None

    def save(self, checkpoint: Checkpoint) -> None:
        """Write this as the last checkpoint, keeping the last valid one as the previous.

        Raises:
            InkspectError: it cannot be written; the existing checkpoints stay.
        """
        content = serialize_checkpoint(checkpoint)
        write_atomically(self.current, content, old_becomes=self.previous if self._current_is_whole else None)
        self._current_is_whole, self.last_epoch = True, checkpoint.state.epoch

    def remove(self) -> None:
        """Remove both checkpoints, and partial files left by killed processes.

        Raises:
            InkspectError: one cannot be removed.
        """
        self.remove_leftovers()
        for path in (self.current, self.previous):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise InkspectError(f"cannot remove {path}: {error.strerror or error}") from error
        self._current_is_whole, self.last_epoch = False, 0

    def remove_leftovers(self) -> None:
        """Remove partial files left by killed processes."""
        for path in (self.current, self._weights):
            remove_leftovers(path)


def computed_with() -> dict[str, str]:
    """Return the package versions that, with the machine, determine every bit of the result."""
    return {name: version(name) for name in ("inkspect", "numpy")}


def serialize_checkpoint(checkpoint: Checkpoint) -> bytes:
    """Return a checkpoint as the bytes of its file."""
    state = checkpoint.state
    vectors = {
        "parameters": state.parameters,
        "average": state.average,
        "first_moment": state.optimizer.first_moment,
        "second_moment": state.optimizer.second_moment,
    }
    training: _TrainingJson = {
        "seed": state.seed,
        "epoch": state.epoch,
        "updates": state.optimizer.updates,
        "history": [_epoch_json(report) for report in state.history],
        "recipe": dict(checkpoint.recipe),
        "data": dict(checkpoint.data),
        "versions": dict(checkpoint.versions),
    }
    if state.notes:
        training["notes"] = dict(state.notes)
    text = json.dumps(training)
    metadata = {"format_version": FORMAT_VERSION, "training": text, "sha256": _checksum(text, vectors)}
    return safetensors.numpy.save(vectors, metadata)


def load_checkpoint(path: Path, parameter_count: int) -> Checkpoint:
    """Read a checkpoint of a network with this many parameters.

    Raises:
        FileNotFoundError: there is no such file.
        RetiredRecipeError: its recipe is no longer supported.
        InkspectError: it cannot be read, or is not a valid checkpoint of a training run of this network.
    """
    return checkpoint_in(read_checkpoint_file(path), path, parameter_count)


def read_checkpoint_file(path: Path) -> bytes:
    """Return the bytes of a file that should be a checkpoint.

    Raises:
        FileNotFoundError: there is no such file.
        InkspectError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InkspectError(f"cannot read {path}: {error.strerror or error}") from error


def checkpoint_in(content: bytes, path: Path, parameter_count: int) -> Checkpoint:
    """Return the checkpoint in a file's bytes; error messages name its path.

    Raises:
        RetiredRecipeError: its recipe is no longer supported.
        InkspectError: it is not a valid checkpoint of a training run of this network.
    """
    try:
        return parse_checkpoint(content, parameter_count)
    except RetiredRecipeError as error:
        raise RetiredRecipeError(f"{path} cannot be resumed: {error}") from error
    except InkspectError as damage:
        raise InkspectError(f"{path} is damaged: {damage}") from damage


def parse_checkpoint(content: bytes, parameter_count: int) -> Checkpoint:
    """Parse the bytes of a checkpoint file.

    Raises:
        RetiredRecipeError: its recipe is no longer supported.
        InkspectError: they are not a valid checkpoint; the message says why.
    """
    try:
        vectors = safetensors.numpy.load(content)
    except (safetensors.SafetensorError, KeyError, ValueError) as error:
        reason = str(error).removeprefix("Error while deserializing: ")
        raise InkspectError(f"it is not a complete safetensors file ({reason})") from error
    metadata = _metadata_of(content)
    if metadata.get("format_version") != FORMAT_VERSION:
        raise InkspectError(f"its format is not {FORMAT_VERSION!r}")
    if set(vectors) != set(_VECTORS):
        raise InkspectError("its vectors are not those of a training run of this network")
    text = metadata.get("training", "")
    if metadata.get("sha256") != _checksum(text, vectors):
        raise InkspectError("its checksum does not match its contents")
    checkpoint = _from_json(json.loads(text), {name: vector.copy() for name, vector in vectors.items()})
    if any((vector.shape, vector.dtype.name) != ((parameter_count,), "float32") for vector in vectors.values()):
        raise InkspectError("its vectors are not those of a training run of this network")
    return checkpoint


class _EpochJson(TypedDict):
    epoch: int
    loss: float
    validation_accuracy: dict[str, float]
    seconds: float


class _TrainingJson(TypedDict):
    """The JSON part of a checkpoint; floats survive the round trip bit for bit."""

    seed: int
    epoch: int
    updates: int
    history: list[_EpochJson]
    recipe: dict[str, Scalar | None]
    data: dict[str, str]
    versions: dict[str, str]
    notes: NotRequired[dict[str, str]]


def _epoch_json(report: EpochReport) -> _EpochJson:
    return {
        "epoch": report.epoch,
        "loss": report.loss,
        "validation_accuracy": dict(report.validation_accuracy),
        "seconds": report.seconds,
    }


def _metadata_of(content: bytes) -> dict[str, str]:
    """Return the header's metadata; the library has already checked the header."""
    end = _HEADER_LENGTH_BYTES + int.from_bytes(content[:_HEADER_LENGTH_BYTES], "little")
    header: dict[str, dict[str, str]] = json.loads(content[_HEADER_LENGTH_BYTES:end])
    return header.get("__metadata__") or {}


def _checksum(text: str, vectors: Mapping[str, Floats]) -> str:
    total = hashlib.sha256(text.encode())
    for name in _VECTORS:
        total.update(vectors[name].astype("<f4").tobytes())
    return total.hexdigest()


def _from_json(training: _TrainingJson, vectors: Mapping[str, Floats]) -> Checkpoint:
    optimizer = AdamW(vectors["first_moment"], vectors["second_moment"], training["updates"])
    history = [EpochReport(**report) for report in training["history"]]
    parameters, average, notes = vectors["parameters"], vectors["average"], training.get("notes", {})
    state = TrainingState(training["seed"], training["epoch"], parameters, average, optimizer, history, notes)
    recipe = without_teacher(training["recipe"])
    return Checkpoint(state, recipe, training["data"], training["versions"])

"""Checkpoints: a training between two epochs as a file, believed only when every byte of it is right.

A checkpoint is a safetensors file of four float32 vectors, as long as the network has parameters, and metadata that
hold the rest, and a sha256 over both. It lies beside the weights the training is to end in, as NAME.checkpoint; the
one before is kept as NAME.checkpoint.previous. The training of a teacher has its own, NAME.teacher.checkpoint.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NotRequired, TypedDict

import safetensors
import safetensors.numpy

from inkspect.architecture import Architecture, load_architecture
from inkspect.epochs import EpochReport, TrainingState
from inkspect.errors import InkspectError
from inkspect.files import remove_leftovers, write_atomically
from inkspect.layers import Floats
from inkspect.optimizer import AdamW
from inkspect.recipe import Recipe
from inkspect.settings import Scalar, settings_of

FORMAT_VERSION = "inkspect checkpoint 1"
_VECTORS = ("parameters", "average", "first_moment", "second_moment")
_HEADER_LENGTH_BYTES = 8
_LARGEST_FILE = 16 * 2**20


@dataclass(frozen=True)
class Checkpoint:
    """An unfinished training, and what it can only be gone on with.

    Attributes:
        state: all that it has come to.
        recipe: its recipe's settings, by their dotted names.
        data: the sha256 of each part of what it learns from, by the part's name.
        versions: what it was computed with, by the package's name.
        of_teacher: whether it is the training of the recipe's teacher.
    """

    state: TrainingState
    recipe: Mapping[str, Scalar | None]
    data: Mapping[str, str]
    versions: Mapping[str, str]
    of_teacher: bool = False

    @classmethod
    def of(
        cls, state: TrainingState, recipe: Recipe, data: Mapping[str, str], *, of_teacher: bool = False
    ) -> "Checkpoint":
        """Return the checkpoint of a training as it runs here."""
        return cls(state, settings_of(recipe), data, computed_with(), of_teacher)

    @property
    def architecture(self) -> Architecture:
        """The layers of the network that is trained."""
        return _architecture(self.recipe, self.of_teacher)

    @property
    def epochs(self) -> Scalar | None:
        """How many there will be."""
        return self.recipe.get("teacher.epochs" if self.of_teacher else "epochs")


@dataclass(frozen=True)
class Found:
    """A checkpoint as it was found, and where; `damage` says what is wrong with a later one, if there is one."""

    checkpoint: Checkpoint
    path: Path
    damage: str | None


class CheckpointFiles:
    """The last two checkpoints of the training that is to end in one weights file, or of its teacher's training.

    Only one process at a time may write them.
    """

    def __init__(self, weights: Path, *, of_teacher: bool = False) -> None:
        self._of_teacher = of_teacher
        self._weights = target = weights.resolve()
        name = target.name + (".teacher" if of_teacher else "") + ".checkpoint"
        self.current = target.with_name(name)
        self.previous = target.with_name(name + ".previous")
        self.last_epoch = 0
        """The epoch of the last whole checkpoint, as `find` and `save` have left it; 0 where there is none."""
        self._current_is_whole = False

    def find(self) -> Found | None:
        """Return the last whole checkpoint; None where there has been none.

        Raises:
            InkspectError: there is a checkpoint, and none is whole.
        """
        damage = None
        for path in (self.current, self.previous):
            try:
                checkpoint = load_checkpoint(path)
                if checkpoint.of_teacher != self._of_teacher:
                    whose = "a teacher's" if checkpoint.of_teacher else "a network's own"
                    raise InkspectError(f"{path} is of {whose} training, which its name does not say")
            except FileNotFoundError:
                continue
            except InkspectError as error:
                damage = damage or str(error)
                continue
            self._current_is_whole = path == self.current
            self.last_epoch = checkpoint.state.epoch
            return Found(checkpoint, path, damage)
        if damage:
            raise InkspectError(f"{damage}, and no earlier checkpoint is whole")
        return None

    def save(self, checkpoint: Checkpoint) -> None:
        """Make this the last checkpoint, and the last whole one the previous.

        Raises:
            InkspectError: it cannot be written; those that are there stay.
        """
        content = serialize_checkpoint(checkpoint)
        write_atomically(self.current, content, old_becomes=self.previous if self._current_is_whole else None)
        self._current_is_whole, self.last_epoch = True, checkpoint.state.epoch

    def remove(self) -> None:
        """Remove both, and what killed processes left half-written.

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
        """Remove what killed processes left half-written."""
        for path in (self.current, self._weights):
            remove_leftovers(path)


def computed_with() -> dict[str, str]:
    """Return the versions that decide, together with the machine, every bit of what is computed."""
    return {name: version(name) for name in ("inkspect", "numpy")}


def serialize_checkpoint(checkpoint: Checkpoint) -> bytes:
    """Return the file's bytes."""
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
        "of_teacher": checkpoint.of_teacher,
    }
    text = json.dumps(training)
    metadata = {"format_version": FORMAT_VERSION, "training": text, "sha256": _checksum(text, vectors)}
    return safetensors.numpy.save(vectors, metadata)


def load_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint.

    Raises:
        FileNotFoundError: there is no such file.
        InkspectError: it cannot be read, or is not the whole checkpoint of a training of this network.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InkspectError(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        return parse_checkpoint(content)
    except InkspectError as damage:
        raise InkspectError(f"{path} is damaged: {damage}") from damage


def parse_checkpoint(content: bytes) -> Checkpoint:
    """Do the same for a file's bytes.

    Raises:
        InkspectError: they are no whole checkpoint; the line says why.
    """
    try:
        vectors = safetensors.numpy.load(content)
    except (safetensors.SafetensorError, KeyError, ValueError) as error:
        reason = str(error).removeprefix("Error while deserializing: ")
        raise InkspectError(f"it is not a whole safetensors file ({reason})") from error
    metadata = _metadata_of(content)
    if metadata.get("format_version") != FORMAT_VERSION:
        raise InkspectError(f"it is not what this program calls {FORMAT_VERSION!r}")
    if set(vectors) != set(_VECTORS):
        raise InkspectError("its vectors are not those of this network's training")
    text = metadata.get("training", "")
    if metadata.get("sha256") != _checksum(text, vectors):
        raise InkspectError("its checksum is not that of its content")
    checkpoint = _from_json(json.loads(text), {name: vector.copy() for name, vector in vectors.items()})
    size = sum(math.prod(shape) for shape in checkpoint.architecture.parameter_shapes().values())
    if any((vector.shape, vector.dtype.name) != ((size,), "float32") for vector in vectors.values()):
        raise InkspectError("its vectors are not those of this network's training")
    return checkpoint


class _EpochJson(TypedDict):
    epoch: int
    loss: float
    validation_accuracy: dict[str, float]
    seconds: float


class _TrainingJson(TypedDict):
    """The part of a checkpoint that is text. Floats are written so that they are read as the same, bit for bit."""

    seed: int
    epoch: int
    updates: int
    history: list[_EpochJson]
    recipe: dict[str, Scalar | None]
    data: dict[str, str]
    versions: dict[str, str]
    of_teacher: NotRequired[bool]


def _architecture(recipe: Mapping[str, Scalar | None], of_teacher: bool) -> Architecture:
    if not of_teacher:
        return load_architecture()
    width = recipe.get("teacher.width")
    if not isinstance(width, int) or width < 1:
        raise InkspectError("it is of a teacher's training, and its recipe has no teacher")
    return load_architecture().widened(width)


def _epoch_json(report: EpochReport) -> _EpochJson:
    return {
        "epoch": report.epoch,
        "loss": report.loss,
        "validation_accuracy": dict(report.validation_accuracy),
        "seconds": report.seconds,
    }


def _metadata_of(content: bytes) -> dict[str, str]:
    """Return the header's metadata, where the library has found the header to be one."""
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
    state = TrainingState(
        training["seed"], training["epoch"], vectors["parameters"], vectors["average"], optimizer, history
    )
    of_teacher = training.get("of_teacher", False)
    return Checkpoint(state, training["recipe"], training["data"], training["versions"], of_teacher)

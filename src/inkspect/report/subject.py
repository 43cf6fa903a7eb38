"""The subject of a report: a network, its provenance, and its learning curve."""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inkspect.network.architecture import load_architecture
from inkspect.network.network import Network
from inkspect.network.weights import parse_weights, read_weights_file, serialize_losslessly
from inkspect.system.errors import InkspectError
from inkspect.training.checkpoint import checkpoint_in, read_checkpoint_file
from inkspect.training.retired import without_teacher

_OWN_PARTS = ("recipe", "history", "figures", "data", "validation_counts", "measured", "verdict", "format_version")
"""Metadata that are JSON and shown separately, or that mean nothing to a reader."""


@dataclass(frozen=True)
class Epoch:
    """One row of the learning curve.

    Attributes:
        number: the epoch's number, from 1.
        loss: the mean over the epoch's batches; may be NaN.
        validation_accuracy: the accuracy, from 0 to 1, by validation set.
    """

    number: int
    loss: float
    validation_accuracy: Mapping[str, float]


@dataclass(frozen=True)
class Subject:
    """A network, and what its file says about it.

    Attributes:
        network: the network to be measured.
        file: its file's name.
        sha256: the SHA-256 of the file's bytes.
        facts: plain-text metadata by name: date, seed, credit and the like.
        recipe: the choices of its training run, by dotted name.
        figures: measurements from the training run, from 0 to 1, by name.
        data: the SHA-256 of the training data's files, by name.
        history: the learning curve; empty if the file has none.
        validation_counts: the size of each validation set of the curve, by name, if known.
        unfinished: whether its training run is unfinished.
    """

    network: Network
    file: str
    sha256: str
    facts: Mapping[str, str]
    recipe: Mapping[str, str]
    figures: Mapping[str, float]
    data: Mapping[str, str]
    history: Sequence[Epoch]
    validation_counts: Mapping[str, int]
    unfinished: bool = False


def subject_of_weights(path: Path) -> Subject:
    """Read a weights file; metadata that are missing, or not as `inkspect train` writes them, are left out.

    Raises:
        InkspectError: the file cannot be read, or does not hold weights of this network.
    """
    content = read_weights_file(path)
    return _subject(parse_weights(content, str(path))[0], str(path), path.name, content)


def subject_of_network(network: Network) -> Subject:
    """Return the subject for a network in memory, as if it were read from the file it would be saved in.

    Raises:
        InkspectError: a parameter is not finite, or its recipe is no longer supported.
    """
    return _subject(network, "the network", "a network in memory", serialize_losslessly(network))


def _subject(network: Network, source: str, name: str, content: bytes) -> Subject:
    metadata = network.metadata
    recipe = _recipe(source, metadata)
    return Subject(
        network,
        name,
        hashlib.sha256(content).hexdigest(),
        facts={name: text for name, text in metadata.items() if name not in _OWN_PARTS},
        recipe=recipe,
        figures={name: value for name, value in _named(metadata.get("figures")) if isinstance(value, int | float)},
        data={name: value for name, value in _named(metadata.get("data")) if isinstance(value, str)},
        history=_history(_parsed(metadata.get("history"))),
        validation_counts=_validation_counts(metadata.get("validation_counts"), recipe),
    )


def subject_of_checkpoint(path: Path) -> Subject:
    """Read the checkpoint of an unfinished training run: its averaged network, not yet calibrated.

    Raises:
        InkspectError: the file cannot be read, or is not a valid checkpoint.
    """
    architecture = load_architecture()
    try:
        content = read_checkpoint_file(path)
    except FileNotFoundError as error:
        raise InkspectError(f"cannot read {path}: no such file") from error
    checkpoint = checkpoint_in(content, path, architecture.parameter_count)
    state = checkpoint.state
    return Subject(
        Network(architecture, state.average),
        path.name,
        hashlib.sha256(content).hexdigest(),
        facts={
            "epochs done": f"{state.epoch} of {checkpoint.epochs}",
            "seed": str(state.seed),
        },
        recipe={name: str(value) for name, value in checkpoint.recipe.items()},
        figures={},
        data=checkpoint.data,
        history=[Epoch(report.epoch, report.loss, report.validation_accuracy) for report in state.history],
        validation_counts=_validation_counts(None, checkpoint.recipe),
        unfinished=True,
    )


def _recipe(source: str, metadata: Mapping[str, str]) -> dict[str, str]:
    try:
        return without_teacher(dict(_flat(_parsed(metadata.get("recipe")))))
    except InkspectError as error:
        raise InkspectError(f"{source}: {error}") from error


def _validation_counts(text: str | None, recipe: Mapping[str, object]) -> dict[str, int]:
    """Return the counts in the metadata; if there are none, MNIST's count is taken from the recipe."""
    counts = {name: count for name, count in _named(text) if type(count) is int}
    pictures = str(recipe.get("validation_pictures", ""))
    return counts or ({"mnist": int(pictures)} if pictures.isdecimal() else {})


def _parsed(text: str | None) -> object:
    """Parse JSON in a file's metadata; return None if it is invalid, as the file is untrusted."""
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return None


def _named(text: str | None) -> list[tuple[str, object]]:
    record = _parsed(text)
    return [(str(name), value) for name, value in record.items()] if isinstance(record, dict) else []


def _flat(record: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the scalars of nested objects by dotted name."""
    if not isinstance(record, dict):
        return
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


def _history(rows: object) -> list[Epoch]:
    """Return the learning curve; empty if any row is not as training runs write it."""
    if not isinstance(rows, list):
        return []
    epochs = [_epoch(row) for row in rows]
    return [epoch for epoch in epochs if epoch is not None] if None not in epochs else []


def _epoch(row: object) -> Epoch | None:
    match row:
        case {"epoch": int(number), "loss": int() | float() as loss, "validation_accuracy": dict(accuracies)}:
            shares = {str(name): float(share) for name, share in accuracies.items() if _is_share(share)}
            return Epoch(number, float(loss), shares) if len(shares) == len(accuracies) else None
        case _:
            return None


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and 0 <= value <= 1

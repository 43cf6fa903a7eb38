"""The metadata of a weights file: how the weights were made, and how good they are."""

import dataclasses
import datetime
import importlib.metadata
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from inkspect.training.epochs import EpochReport

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MNIST_CREDIT = "MNIST (Y. LeCun, C. Cortes, C. J. C. Burges)"


def training_metadata(
    history: Sequence[EpochReport],
    recipe: "DataclassInstance",
    seed: int,
    *,
    data_sums: Mapping[str, str],
    figures: Mapping[str, float],
    credited: Sequence[str] = (MNIST_CREDIT,),
) -> dict[str, str]:
    """Return the metadata to save with trained weights.

    Args:
        history: the report of every epoch.
        recipe: the recipe of the training run.
        seed: its seed.
        data_sums: the SHA-256 of each part of the training data, by file name or part name.
        figures: measurements of the weights as stored, such as `mnist_test_accuracy`, from 0 to 1.
        credited: the owners of the data, with their licences; without them, no licence is claimed for the weights.

    Returns:
        Strings by key: `recipe`, `data`, `figures` and `history` are JSON; `seed`, `date` (UTC), `package_version`,
        `licence` and `credit` are plain.
    """
    licence = {"licence": "MIT"} if credited else {}
    return licence | {
        "package_version": importlib.metadata.version("inkspect"),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "seed": str(seed),
        "recipe": as_json_text(dataclasses.asdict(recipe)),
        "data": as_json_text(dict(data_sums)),
        "figures": as_json_text(dict(figures)),
        "history": as_json_text([_rounded_report(report) for report in history]),
        "credit": _encodable("; ".join(credited)),
    }


def history_by_column(history: Sequence[EpochReport]) -> dict[str, list[float]]:
    """Return the reports of many epochs in little space: `loss`, each validation figure by its name, `seconds`."""
    names = list(history[0].validation_accuracy) if history else []
    return {
        "loss": [round(report.loss, 4) for report in history],
        **{name: [round(report.validation_accuracy[name], 4) for report in history] for name in names},
        "seconds": [round(report.seconds, 1) for report in history],
    }


def _rounded_report(report: EpochReport) -> dict[str, object]:
    """Keep only significant digits, as the page embeds this text."""
    accuracies = {name: round(share, 5) for name, share in report.validation_accuracy.items()}
    return {
        "epoch": report.epoch,
        "loss": round(report.loss, 5),
        "validation_accuracy": accuracies,
        "seconds": round(report.seconds, 2),
    }


def as_json_text(value: object) -> str:
    """Return a value as compact JSON that UTF-8 can encode."""
    return _encodable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _encodable(text: str) -> str:
    r"""Return text that UTF-8 can encode: an undecodable byte of a file name becomes `\udcf6`, in JSON too."""
    return text.encode(errors="backslashreplace").decode()

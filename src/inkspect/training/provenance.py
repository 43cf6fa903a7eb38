"""What a weights file says about how its weights came to be, and how good they are."""

import dataclasses
import datetime
import importlib.metadata
import json
from collections.abc import Mapping, Sequence

from inkspect.training.epochs import EpochReport
from inkspect.training.recipe import Recipe

MNIST_CREDIT = "MNIST (Y. LeCun, C. Cortes, C. J. C. Burges)"


def training_metadata(
    history: Sequence[EpochReport],
    recipe: Recipe,
    seed: int,
    *,
    data_sums: Mapping[str, str],
    figures: Mapping[str, float],
    credited: Sequence[str] = (MNIST_CREDIT,),
) -> dict[str, str]:
    """Return the metadata to save with trained weights.

    Args:
        history: the report of every epoch.
        recipe: what it was trained by.
        seed: the seed it was trained with.
        data_sums: the sha256 of each part of what was learned from, by its file's or its own name.
        figures: what was measured with the weights as stored, such as `mnist_test_accuracy`, as shares of 1.
        credited: whose data the weights come from, and under which licence.

    Returns:
        Strings by key: `recipe`, `data`, `figures` and `history` are JSON; `seed`, `date` (UTC), `package_version`,
        `licence` and `credit` are plain.
    """
    return {
        "package_version": importlib.metadata.version("inkspect"),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "seed": str(seed),
        "recipe": _json(dataclasses.asdict(recipe)),
        "data": _json(dict(data_sums)),
        "figures": _json(dict(figures)),
        "history": _json([_rounded_report(report) for report in history]),
        "licence": "MIT",
        "credit": _encodable("; ".join(credited)),
    }


def _rounded_report(report: EpochReport) -> dict[str, object]:
    """Keep the digits that mean something: the page carries this text."""
    accuracies = {name: round(share, 5) for name, share in report.validation_accuracy.items()}
    return {
        "epoch": report.epoch,
        "loss": round(report.loss, 5),
        "validation_accuracy": accuracies,
        "seconds": round(report.seconds, 2),
    }


def _json(value: object) -> str:
    return _encodable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _encodable(text: str) -> str:
    r"""Return text that UTF-8 can hold: a byte of a file name that is no text stands as `\udcf6`, in JSON too."""
    return text.encode(errors="backslashreplace").decode()

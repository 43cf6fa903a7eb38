"""The history of a training run as a CSV file, complete after every epoch."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from inkspect.system.files import write_atomically
from inkspect.training.epochs import EpochReport


def write_log(path: Path, history: Sequence[EpochReport]) -> None:
    """Write one CSV row per epoch: epoch, loss, NAME_validation_accuracy for each set, seconds.

    Raises:
        InkspectError: the file cannot be written; the previous one stays.
    """
    rows = [report.row() for report in history]
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    write_atomically(path, text.getvalue().encode())

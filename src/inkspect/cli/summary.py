"""The results of a training run as tables: accuracy by digit, and the learning curve."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from inkspect.measuring.by_source import MeasuredJson
    from inkspect.measuring.evaluation import Evaluation
    from inkspect.sweep.table import Row
    from inkspect.training.epochs import EpochReport

_BAR_WIDTH = 32
_WORST_FORMS = 3
_EIGHTHS = "▏▎▍▌▋▊▉█"


def results_console() -> "Console":
    """Return a rich console on standard output; if that is not a terminal, lines are not cut to a terminal's width."""
    import sys

    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def digit_table(evaluation: "Evaluation") -> "Table":
    """Return a row for each digit: how many are read correctly, and its most frequent misreadings."""
    table = _table()
    for name in ("digit", "correct", "of", "accuracy"):
        table.add_column(name, justify="right")
    table.add_column("most often misread as")
    for digit in range(10):
        share = evaluation.digit_accuracy(digit)
        table.add_row(
            str(digit),
            f"{int(evaluation.confusions[digit, digit]):,}",
            f"{evaluation.digit_count(digit):,}",
            "–" if share is None else f"{share:.2%}",
            ", ".join([f"{read} ({count}×)" for of, read, count in evaluation.mistakes() if of == digit][:3]),
        )
    table.add_section()
    total = evaluation.accuracy
    table.add_row(
        "all", f"{evaluation.correct:,}", f"{evaluation.count:,}", "–" if total is None else f"{total:.2%}", ""
    )
    return table


def source_table(measured: "MeasuredJson") -> "Table":
    """Return a row for each source: its accuracy, and where writers are known their mean and the lowest."""
    from rich.text import Text

    table = _table()
    table.add_column("source")
    for name in ("digits", "accuracy", "writers", "mean over writers", "lowest of all writers"):
        table.add_column(name, justify="right")
    for source in measured["sources"]:
        of_writers = (source.get("mean_of_writers"), source.get("lowest_of_writers"))
        table.add_row(
            Text(source["name"]),
            f"{source['count']:,}",
            _percent(source["accuracy"]),
            f"{source['writers']:,}" if "writers" in source else "–",
            *map(_percent, of_writers),
        )
    return table


def worst_forms(measured: "MeasuredJson") -> str:
    """Return the forms with the lowest accuracy as one line."""
    accuracies = {name: share for name, share in measured["forms"]["accuracy"].items() if share is not None}
    worst = sorted(accuracies.items(), key=lambda item: item[1])[:_WORST_FORMS]
    return f"Forms read worst, drawn by rule: {', '.join(f'{name} {share:.1%}' for name, share in worst)}"


def learning_curve(history: Sequence["EpochReport"], encoding: str) -> "Table":
    """Return a row for each epoch: its loss, also as a bar, and the accuracy on each validation set."""
    table = _table()
    sets = list(history[-1].validation_accuracy)
    for name in ("epoch", "loss", *sets):
        table.add_column(name, justify="right")
    table.add_column("loss as a bar, from 0", no_wrap=True)
    largest = max(report.loss for report in history) or 1.0
    for report in history:
        shares = (f"{report.validation_accuracy[name]:.2%}" for name in sets)
        table.add_row(str(report.epoch), f"{report.loss:.4f}", *shares, _bar(report.loss / largest, encoding))
    return table


def runs_table(rows: Sequence["Row"], varied: Sequence[str]) -> "Table":
    """Return a row for each run of a sweep, best mean accuracy over the validation sets first."""
    table = _table()
    sets = list(dict.fromkeys(name for row in rows for name in row["validation_accuracy"]))
    for name in (*sets, "loss", "seed", *varied, "seconds"):
        table.add_column(name, justify="right")
    for row in sorted(rows, key=_mean_accuracy, reverse=True):
        accuracies, loss = row["validation_accuracy"], row["loss"]
        shares = (f"{accuracies[name]:.2%}" if name in accuracies else "–" for name in sets)
        settings = (str(row["settings"].get(name, "–")) for name in varied)
        table.add_row(
            *shares, "–" if loss is None else f"{loss:.4f}", str(row["seed"]), *settings, f"{row['seconds']:.0f}"
        )
    return table


def _mean_accuracy(row: "Row") -> float:
    shares = row["validation_accuracy"].values()
    return sum(shares) / len(shares)


def _table() -> "Table":
    from rich.table import Table

    return Table(box=None, pad_edge=False, header_style="bold")


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.2%}"


def _bar(share: float, encoding: str) -> str:
    """Return a bar for 0 … 1 in eighths of a character, or in whole characters if the encoding lacks those."""
    if not share >= 0:
        return "not a number"
    if "utf" not in encoding.lower():
        return "#" * round(share * _BAR_WIDTH)
    whole, eighths = divmod(round(share * _BAR_WIDTH * 8), 8)
    return "█" * whole + (_EIGHTHS[eighths - 1] if eighths else "")

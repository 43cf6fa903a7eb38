"""The history of a training run as a table, for notebooks."""

from collections.abc import Mapping, Sequence
from html import escape


def history_table(rows: Sequence[Mapping[str, float]], caption: str) -> str:
    """Return flat rows, one per epoch, as an HTML table: accuracies in percent, losses to four decimals."""
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in (rows[0] if rows else ()))
    body = "".join(
        f"<tr>{''.join(f'<td>{_as_text(name, value)}</td>' for name, value in row.items())}</tr>" for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{body}</table>"


def _as_text(name: str, value: float) -> str:
    if name == "epoch":
        return f"{value:,}"
    if name.endswith("accuracy"):
        return f"{value:.2%}"
    return f"{value:.4f}" if name == "loss" else f"{value:.1f}"

"""The confusion matrix as a table, for notebooks."""

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS


def confusion_table(confusions: NDArray[np.int64]) -> str:
    """Return counts (10, 10), row = the digit written, column = the digit read, as an HTML table.

    Mistakes are shaded by their share of the row, so that they stand out; zeros are left blank.
    """
    head = "".join(f"<th>{digit}</th>" for digit in DIGITS)
    rows = "".join(_row(digit, confusions[index], index) for index, digit in enumerate(DIGITS))
    return (
        "<table><caption>Row: digit written. Column: digit read.</caption>"
        f"<tr><th></th>{head}<th>accuracy</th></tr>{rows}</table>"
    )


def _row(digit: str, counts: NDArray[np.int64], right: int) -> str:
    total = int(counts.sum())
    cells = "".join(_cell(int(count), total, index == right) for index, count in enumerate(counts.tolist()))
    share = f"{counts[right] / total:.1%}" if total else "–"
    return f"<tr><th>{digit}</th>{cells}<td>{share}</td></tr>"


def _cell(count: int, total: int, right: bool) -> str:
    if not count:
        return "<td></td>"
    if right:
        return f"<td><b>{count:,}</b></td>"
    shade = min(0.6, 0.1 + 4 * count / total)
    return f'<td style="background: rgb(200 90 30 / {shade:.2f})">{count:,}</td>'

"""Shares, intervals and tables as the model card's Markdown shows them."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from inkspect.measuring.evaluation import ConfusionJson

_MISTAKES_SHOWN = 3


def interval(correct: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927, doi 10.1080/01621459.1927.10502953); count at least 1."""
    z = 1.959964
    share = correct / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def percent(share: float | None, decimals: int = 2) -> str:
    """Return a share, from 0 to 1, as a percentage, or a dash if there is none."""
    return "–" if share is None else f"{100 * share:.{decimals}f} %"


def between(correct: int, count: int) -> str:
    """Return the 95 % interval of a share as text."""
    low, high = interval(correct, count)
    return f"{100 * low:.1f}–{100 * high:.1f} %"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def mistakes_in(pairs: Iterable[tuple[int, int]]) -> list[ConfusionJson]:
    """Count pairs of a digit and the digit it was misread as, the most frequent first."""
    return [
        {"digit": digit, "read_as": read, "count": count}
        for (digit, read), count in sorted(Counter(pairs).items(), key=lambda item: (-item[1], item[0]))
    ]


def read_as(mistakes: Sequence[ConfusionJson], *, name_digit: bool = False) -> str:
    """Return the most frequent mistakes of a list in that order: the digits read, or also those written."""
    shown = [
        f"{str(mistake['digit']) + ' as ' if name_digit else ''}{mistake['read_as']} ({mistake['count']})"
        for mistake in mistakes[:_MISTAKES_SHOWN]
    ]
    return ", ".join(shown) + (", …" if len(mistakes) > _MISTAKES_SHOWN else "")

"""A drawing as text, for terminals."""

from collections.abc import Sequence

import numpy as np

from inkspect.ink import Stroke, rasterize

_INKED_FROM = 0.5
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
"""By whether the upper and the lower of two cells are inked."""


def drawing_as_text(strokes: Sequence[Stroke], encoding: str = "utf-8") -> str:
    """Return the 28×28 ink of a drawing as lines of text, two rows of cells each, without the empty border.

    Args:
        strokes: (points, 2 or more) each.
        encoding: the output's; without half blocks, two cells of which one is inked become `#`.

    Raises:
        InkspectError: a coordinate is not finite.
    """
    inked = rasterize(strokes) >= _INKED_FROM
    if not inked.any():
        return ""
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    kept = inked[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    pairs = np.pad(kept, ((0, len(kept) % 2), (0, 0))).reshape(-1, 2, kept.shape[1])
    marks = {cells: mark if _has_blocks(encoding) or not any(cells) else "#" for cells, mark in _HALVES.items()}
    lines = ("".join(marks[upper, lower] for upper, lower in pair.T.tolist()) for pair in pairs)
    return "\n".join(line.rstrip() for line in lines)


def _has_blocks(encoding: str) -> bool:
    try:
        "▀▄█".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True

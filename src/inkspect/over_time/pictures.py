"""The pictures that a network reads while a drawing is drawn: one after every point."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from inkspect.data.kept_points import KeptPoints
from inkspect.ink import rasterize_all

_PICTURES_AT_ONCE = 256
_POINTS_AT_ONCE = 100_000


def pictures_over_time(kept: KeptPoints) -> Iterator[NDArray[np.float64]]:
    """Yield the pictures (n, 28, 28) of a drawing after 1, 2, … points by the ink rule, in batches of bounded size."""
    done = 0
    while done < len(kept):
        count = int(np.clip(_POINTS_AT_ONCE // (done + 1), 1, min(_PICTURES_AT_ONCE, len(kept) - done)))
        yield rasterize_all(kept.until(moment) for moment in range(done + 1, done + count + 1))
        done += count

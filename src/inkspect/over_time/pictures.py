"""The pictures that a network reads while a drawing is drawn: one after every point."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from inkspect.data.kept_points import KeptPoints
from inkspect.ink import rasterize_all
from inkspect.over_time.calm_ink import pictures_from

_PICTURES_AT_ONCE = 256
_SHORT = 512
"""Up to so many points, drawing all of them anew is as fast as finding out which of them matter."""


def pictures_over_time(kept: KeptPoints) -> Iterator[NDArray[np.float64]]:
    """Yield the pictures (n, 28, 28) of a drawing after 1, 2, … points by the ink rule, in batches of bounded size."""
    short = min(_SHORT, len(kept))
    for done in range(0, short, _PICTURES_AT_ONCE):
        moments = range(done + 1, min(done + _PICTURES_AT_ONCE, short) + 1)
        yield rasterize_all(kept.until(moment) for moment in moments)
    if short < len(kept):
        yield from pictures_from(kept, short)

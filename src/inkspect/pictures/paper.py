"""Separate ink from paper in any light: turn grey into the strength of ink."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Grey, box_mean, closing

# The border is paper in even light if most of it differs by less than this share of the picture's whole range.
_EVEN = 0.15
# … or if at least this share of it, and of the whole picture, is about as light as the lightest pixel or as dark as the
# darkest: then ink reaches the border.
_TWO_LEVELS = 0.75
_BEYOND_PAPER = 0.05
# The border is neither the darkest nor the lightest part if it differs from both by this share of the range.
_NOT_EXTREME = 0.1
# The widest stroke in uneven light, as a share of the longer side and of the shorter.
_WIDEST_OF_LONGER = 0.3
_WIDEST_OF_SHORTER = 0.7
# The size of the box, as a share of the longer side, whose mean shows on which side the rare pixels, ink, are.
_SURROUNDINGS = 0.4
# With paper darker than this, any noise would look like ink.
_BLACKEST = 0.02


@dataclass(frozen=True)
class Paper:
    """A picture as dark ink on light paper.

    `grey` (h, w) is from 0 (black) to 1 (white), `smooth` the same without noise. `level` is the paper's grey in even
    light; in uneven light it is None, and every pixel has its own.
    """

    grey: Grey
    smooth: Grey
    level: float | None

    def ink_strength(self, widest_stroke: float | None = None) -> Grey:
        """Return how much darker every pixel (h, w) is than the paper around it: 0 for paper, 1 for black on white.

        Values below 0 are lighter than the paper: its grain, and glare. In uneven light the paper is estimated by
        closing: strokes up to `widest_stroke` pixels are filled with the grey beside them, and wider shadows remain.
        By default, strokes may be as wide as those of a digit that fills the picture.
        """
        if self.level is not None:
            paper = np.full_like(self.grey, self.level)
        else:
            box = min(_WIDEST_OF_LONGER * max(self.grey.shape), _WIDEST_OF_SHORTER * min(self.grey.shape))
            paper = box_mean(closing(self.smooth, _odd(min(box, widest_stroke or box))), 3)
        return ((paper - self.grey) / np.maximum(paper, _BLACKEST)).astype(np.float32)


def find_papers(grey: Grey) -> tuple[Paper, ...]:
    """Separate paper from ink in (h, w), 0 (black) … 1 (white); light ink on dark paper is inverted.

    Whether ink is darker or lighter is a guess that glare may mislead; the more likely case comes first.

    If the light on the border is even, the border is paper. Otherwise, ink is what differs from its surroundings in few
    places but strongly.
    """
    smooth = box_mean(grey, 3)
    darkest, lightest = (float(level) for level in np.quantile(smooth, [0.001, 0.999]))
    border = np.concatenate([smooth[0], smooth[-1], smooth[:, 0], smooth[:, -1]])
    border_is_light = _border_is_light(border, smooth, darkest, lightest)
    paper_is_light = _ink_is_darker(smooth) if border_is_light is None else border_is_light
    if border_is_light is None:
        ways = (Paper(grey, smooth, None), Paper(1 - grey, 1 - smooth, None))
        return ways if paper_is_light else ways[::-1]
    middle = (darkest + lightest) / 2
    if not paper_is_light:
        grey, smooth, border, middle = 1 - grey, 1 - smooth, 1 - border, 1 - middle
    return (Paper(grey, smooth, float(np.median(border[border >= middle]))),)


def _border_is_light(border: NDArray[np.float32], smooth: Grey, darkest: float, lightest: float) -> bool | None:
    """Return whether the border shows light paper, or None if the light on it is uneven."""
    low, middle, high = np.quantile(border, [0.2, 0.5, 0.8])
    tolerance = _EVEN * (lightest - darkest)
    if high - low <= tolerance:
        is_light = bool(middle >= (darkest + lightest) / 2)
        # If there are pixels on both sides of the paper's grey, glare and ink, ink is the rarer and further away.
        from_extreme = min(middle - darkest, lightest - middle)
        if from_extreme > _NOT_EXTREME * (lightest - darkest) and _ink_is_darker(smooth) != is_light:
            return None
        # If much of the picture is on the side opposite to ink, the border is paper in a shadow.
        beyond = smooth > middle + tolerance if is_light else smooth < middle - tolerance
        return is_light if np.mean(beyond) < _BEYOND_PAPER else None
    black, white = darkest + tolerance, lightest - tolerance
    for levels in (border, smooth):
        if np.mean((levels < black) | (levels > white)) < _TWO_LEVELS:
            return None
    return bool(np.mean(border > white) >= np.mean(border < black))


def _ink_is_darker(grey: Grey) -> bool:
    """Return whether the few pixels that differ most from their surroundings are darker: the sign of the skewness."""
    difference = grey - box_mean(grey, _odd(_SURROUNDINGS * max(grey.shape)))
    cubes = (difference - np.median(difference)).astype(np.float64) ** 3
    return float(cubes.sum()) < 0


def _odd(size: float) -> int:
    return int(size) // 2 * 2 + 1

"""Which is paper and which is ink, whatever the light: grey becomes the strength of the ink."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Grey, box_mean, closing

# The border is paper in even light if most of it differs by less than this part of the picture's whole range.
_EVEN = 0.15
# … or if at least this part of it, and of the whole, is about as light as the lightest or as dark as the darkest there
# is: ink reaches it.
_TWO_LEVELS = 0.75
_BEYOND_PAPER = 0.05
# The border is neither the darkest nor the lightest there is if it is this part of the range from both.
_NOT_EXTREME = 0.1
# The widest stroke in uneven light, as a part of the longer side and of the shorter.
_WIDEST_OF_LONGER = 0.3
_WIDEST_OF_SHORTER = 0.7
# What a mean is taken over, of the longer side, to see on which side of it the rare pixels, ink, lie.
_SURROUNDINGS = 0.4
# Paper darker than this would make ink of any noise.
_BLACKEST = 0.02


@dataclass(frozen=True)
class Paper:
    """A picture as dark ink on light paper.

    `grey` (h, w) is 0 black … 1 white, `smooth` the same without its noise. `level` is the paper's grey where the
    light is even, else None: every pixel then has its own.
    """

    grey: Grey
    smooth: Grey
    level: float | None

    def ink_strength(self, widest_stroke: float | None = None) -> Grey:
        """Return for every pixel (h, w) how far it is from the paper around it: 0 paper … 1 black on white.

        Below 0 is what is lighter than the paper: its grain, and glare. In uneven light the paper is what closing
        leaves of the picture: strokes up to `widest_stroke` pixels are filled with the grey beside them, shadows
        wider than that stay. Without it, strokes may be as wide as any digit's that fills the picture.
        """
        if self.level is not None:
            paper = np.full_like(self.grey, self.level)
        else:
            box = min(_WIDEST_OF_LONGER * max(self.grey.shape), _WIDEST_OF_SHORTER * min(self.grey.shape))
            paper = box_mean(closing(self.smooth, _odd(min(box, widest_stroke or box))), 3)
        return ((paper - self.grey) / np.maximum(paper, _BLACKEST)).astype(np.float32)


def find_papers(grey: Grey) -> tuple[Paper, ...]:
    """Tell paper from ink in (h, w), 0 black … 1 white; light ink on dark paper becomes its negative.

    Which of them is lighter is a guess that glare may lead astray: the likelier one comes first.

    Paper is what the border shows, if the light on it is even. Else ink is what rises above, or falls below, its
    surroundings in few places but far.
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
    """Return whether the border shows light paper, or None where the light on it is uneven."""
    low, middle, high = np.quantile(border, [0.2, 0.5, 0.8])
    tolerance = _EVEN * (lightest - darkest)
    if high - low <= tolerance:
        is_light = bool(middle >= (darkest + lightest) / 2)
        # Where something lies on paper's either side, glare and ink, the rarer and farther of them is ink.
        from_extreme = min(middle - darkest, lightest - middle)
        if from_extreme > _NOT_EXTREME * (lightest - darkest) and _ink_is_darker(smooth) != is_light:
            return None
        # Where much of the picture lies on paper's other side from ink, the border is paper in a shadow.
        beyond = smooth > middle + tolerance if is_light else smooth < middle - tolerance
        return is_light if np.mean(beyond) < _BEYOND_PAPER else None
    black, white = darkest + tolerance, lightest - tolerance
    for levels in (border, smooth):
        if np.mean((levels < black) | (levels > white)) < _TWO_LEVELS:
            return None
    return bool(np.mean(border > white) >= np.mean(border < black))


def _ink_is_darker(grey: Grey) -> bool:
    """Return on which side of their surroundings the few pixels lie that differ most: the sign of the skewness."""
    difference = grey - box_mean(grey, _odd(_SURROUNDINGS * max(grey.shape)))
    cubes = (difference - np.median(difference)).astype(np.float64) ** 3
    return float(cubes.sum()) < 0


def _odd(size: float) -> int:
    return int(size) // 2 * 2 + 1

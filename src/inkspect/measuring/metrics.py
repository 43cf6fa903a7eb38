"""How far probabilities mean what they say, over bins of confidence."""

import numpy as np
from numpy.typing import NDArray

BINS = 15


def calibration_error(confidences: NDArray[np.floating], right: NDArray[np.bool_], bins: int = BINS) -> float:
    """Return the expected calibration error over bins of equal width (Naeini et al. 2015): 0 where all is meant so.

    Args:
        confidences: (n,) the probability of what was read.
        right: (n,) whether it was right.
        bins: how many.
    """
    gaps = np.bincount(confidence_bins(confidences, bins), confidences - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(confidences))


def confidence_bins(confidences: NDArray[np.floating], bins: int = BINS) -> NDArray[np.intp]:
    """Return (n,) which of the bins of equal width, from 0 to bins - 1, each confidence (n,) lies in."""
    return np.minimum((confidences * bins).astype(np.intp), bins - 1)

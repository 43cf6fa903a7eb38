"""Calibration error, over bins of confidence."""

import numpy as np
from numpy.typing import NDArray

BINS = 15


def calibration_error(confidences: NDArray[np.floating], right: NDArray[np.bool_], bins: int = BINS) -> float:
    """Return the expected calibration error over bins of equal width (Naeini et al. 2015); 0 is perfect.

    Args:
        confidences: (n,) the probability of the digit read.
        right: (n,) whether it was correct.
        bins: the number of bins.
    """
    gaps = np.bincount(confidence_bins(confidences, bins), confidences - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(confidences))


def confidence_bins(confidences: NDArray[np.floating], bins: int = BINS) -> NDArray[np.intp]:
    """Return the bin (n,), from 0 to bins - 1, of each confidence (n,); all bins have equal width."""
    return np.minimum((confidences * bins).astype(np.intp), bins - 1)

"""Reliability: how probabilities compare with accuracy, bin by bin."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.measuring.metrics import BINS, confidence_bins


@dataclass(frozen=True)
class Reliability:
    """The network's accuracy by confidence, over bins of equal width from 0 to 1.

    Attributes:
        counts: (bins,) the number of samples whose highest probability is in the bin.
        confidences: (bins,) the mean of these probabilities; NaN for empty bins.
        accuracies: (bins,) the share of these samples read correctly; NaN for empty bins.
    """

    counts: NDArray[np.int64]
    confidences: NDArray[np.float64]
    accuracies: NDArray[np.float64]

    @property
    def error(self) -> float:
        """The expected calibration error, as computed by `calibration_error`."""
        gaps = np.abs(self.confidences - self.accuracies)[self.counts > 0]
        return float((gaps * self.counts[self.counts > 0]).sum() / self.counts.sum())


def reliability(confidences: NDArray[np.floating], right: NDArray[np.bool_]) -> Reliability:
    """Compare the probabilities (n,) of the digits read with whether they were correct (n,)."""
    bins = confidence_bins(confidences)
    counts = np.bincount(bins, minlength=BINS)
    with np.errstate(invalid="ignore"):
        return Reliability(
            counts.astype(np.int64),
            np.bincount(bins, confidences, minlength=BINS) / counts,
            np.bincount(bins, right, minlength=BINS) / counts,
        )

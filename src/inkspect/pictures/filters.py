"""Image operations in plain NumPy: means, closings, connected components."""

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]


def box_mean(grey: Grey, size: int) -> Grey:
    """Return the mean of the `size`×`size` box (odd) around every pixel of (h, w); edge pixels are repeated outside."""
    return _line_mean(_line_mean(grey, size).T, size).T


def _line_mean(grey: Grey, size: int) -> Grey:
    reach = size // 2
    padded = np.pad(grey.astype(np.float64), ((0, 0), (reach + 1, reach)), mode="edge")
    sums = np.cumsum(padded, axis=1)
    return ((sums[:, size:] - sums[:, :-size]) / size).astype(np.float32)


def closing(grey: Grey, size: int) -> Grey:
    """Fill dark areas of (h, w) in which no `size`×`size` box (odd) fits with their surroundings.

    Gradients of light and the edges of shadows are preserved, as is everything wider than the box.
    """
    reach = size // 2
    padded = np.pad(grey, reach, mode="edge")
    lightest = _largest_ahead(_largest_ahead(padded, size).T, size).T
    # Padding with the largest value leaves minima unchanged: nothing beyond the edge is darker than the picture.
    darkest = -np.pad(lightest, reach, constant_values=np.inf)
    return -_largest_ahead(_largest_ahead(darkest, size).T, size).T


def _largest_ahead(grey: Grey, size: int) -> Grey:
    """Return the maximum of every run of `size` pixels in a row, by doubling: (h, w) to (h, w − size + 1)."""
    largest, span = grey, 1
    while span < size:
        step = min(span, size - span)
        largest = np.maximum(largest[:, :-step], largest[:, step:])
        span += step
    return largest


def label_components(mask: Mask) -> tuple[Labels, int]:
    """Return the connected components (8 neighbours) of (h, w) as numbers 1 … count, 0 off the mask; and the count.

    It works on runs of pixels: those that touch in neighbouring rows are merged until no number changes.
    """
    height, width = mask.shape
    padded = np.zeros((height, width + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    steps = np.diff(padded, axis=1)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    roots = _united(*_touching_runs(rows, starts, ends, width), len(rows))
    numbers = np.unique(roots, return_inverse=True)[1].astype(np.int32) + 1
    marks = np.zeros((height, width + 1), dtype=np.int32)
    marks[rows, starts] = numbers
    marks[rows, ends] -= numbers
    return np.cumsum(marks, axis=1, dtype=np.int32)[:, :width], int(numbers.max(initial=0))


def _touching_runs(
    rows: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp], width: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs (upper, lower) of runs, by index, that touch in neighbouring rows, corners included."""
    stride = width + 2  # keeps corner neighbours in one row separate from those in the next
    above = (rows - 1) * stride
    first = np.searchsorted(rows * stride + ends, above + starts, side="left")
    beyond = np.searchsorted(rows * stride + starts, above + ends, side="right")
    counts = np.maximum(beyond - first, 0)
    lower = np.repeat(np.arange(len(rows)), counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(first, counts) + offsets, lower


def _united(upper: NDArray[np.intp], lower: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Return for each of `count` items the smallest index that it is linked to, directly or indirectly."""
    roots = np.arange(count)
    while True:
        smaller = np.minimum(roots[upper], roots[lower])
        united = roots.copy()
        # Each root takes the smallest root that its items touch; then every item jumps to its root.
        np.minimum.at(united, roots[upper], smaller)
        np.minimum.at(united, roots[lower], smaller)
        while True:
            jumped = united[united]
            if np.array_equal(jumped, united):
                break
            united = jumped
        if np.array_equal(united, roots):
            return roots
        roots = united

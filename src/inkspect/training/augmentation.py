"""Augmentation of pictures: every epoch sees every digit written a little differently."""

import numpy as np
from numpy.typing import NDArray

from inkspect.training.recipe import Augmentation

_MARGIN = 2
"""Blank cells padded around a picture, so that sampling outside it finds paper."""

_OUTERMOST = 0.5
"""How close to the padded picture's edge, which is blank, positions may come; those further out are clipped to this."""

_PICTURES_AT_ONCE = 64
"""Few enough for all arrays below to fit in the processor's cache."""


def augment(pictures: NDArray[np.uint8], augmentation: Augmentation, random: np.random.Generator) -> NDArray[np.uint8]:
    """Return augmented copies of pictures (n, height, width); equal arguments give equal copies."""
    count, height, width = pictures.shape
    basis = _position_basis(height, width, augmentation.elastic_points)
    row_weights, column_weights = _draw_position_weights(count, height, width, augmentation, random)
    thickness = np.asarray(random.uniform(-augmentation.thinner, augmentation.thicker, count), np.float32)
    sampler = BilinearSampler(_PICTURES_AT_ONCE, height + 2 * _MARGIN, width + 2 * _MARGIN, height * width)
    padded = np.zeros((_PICTURES_AT_ONCE, height + 2 * _MARGIN, width + 2 * _MARGIN), np.float32)
    rows = np.zeros((_PICTURES_AT_ONCE, height * width), np.float32)
    columns = np.zeros_like(rows)
    changed = np.empty_like(pictures)
    for start in range(0, count, _PICTURES_AT_ONCE):
        block = slice(start, min(start + _PICTURES_AT_ONCE, count))
        size = block.stop - start
        padded[:size, _MARGIN:-_MARGIN, _MARGIN:-_MARGIN] = pictures[block]
        change_thickness(padded[:size], thickness[block])
        np.matmul(row_weights[block], basis, out=rows[:size])
        np.matmul(column_weights[block], basis, out=columns[:size])
        values = sampler.sample(padded, rows, columns)[:size]
        values += 0.5
        changed[block] = values.reshape(size, height, width)
    return changed


def change_thickness(pictures: NDArray[np.float32], change: NDArray[np.float32]) -> None:
    """Make strokes thicker or thinner, in place; the outermost cells of each picture do not change.

    Args:
        pictures: (n, height, width), changed in place.
        change: (n,) how far to move each cell: above 0, as a share of the way to the largest of the cell and its four
            neighbours; below 0, to the smallest.
    """
    center = pictures[:, 1:-1, 1:-1]
    neighbours = (pictures[:, :-2, 1:-1], pictures[:, 2:, 1:-1], pictures[:, 1:-1, :-2], pictures[:, 1:-1, 2:])
    for chosen, extreme in ((change > 0, np.maximum), (change < 0, np.minimum)):
        target = center[chosen]
        for neighbour in neighbours:
            extreme(target, neighbour[chosen], out=target)
        target -= center[chosen]
        target *= np.abs(change[chosen])[:, None, None]
        target += center[chosen]
        center[chosen] = target


def _draw_position_weights(
    count: int, height: int, width: int, augmentation: Augmentation, random: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weights that, multiplied by `_position_basis`, give the source row and column of each copy's cells.

    Positions are linear in all random values, so one matrix product computes them: the affine part weights a cell's own
    row, column and a constant; the elastic part weights the control points' displacements.
    """
    angle = np.deg2rad(random.uniform(-augmentation.rotation, augmentation.rotation, count))
    scale = 1.0 + random.uniform(-augmentation.scale, augmentation.scale, (2, count))
    slant = random.uniform(-augmentation.slant, augmentation.slant, count)
    shift = random.uniform(-augmentation.shift, augmentation.shift, (2, count))
    points = augmentation.elastic_points
    displacement = random.standard_normal((2, count, points * points), np.float32) * np.float32(augmentation.elastic)

    cosine, sine = np.cos(angle), np.sin(angle)
    row_affine = (cosine / scale[0], sine / scale[1], shift[0] + _MARGIN + (height - 1) / 2)
    column_affine = (
        (slant * cosine - sine) / scale[0],
        (cosine + slant * sine) / scale[1],
        shift[1] + _MARGIN + (width - 1) / 2,
    )
    return (
        np.concatenate([np.stack(row_affine, axis=1).astype(np.float32), displacement[0]], axis=1),
        np.concatenate([np.stack(column_affine, axis=1).astype(np.float32), displacement[1]], axis=1),
    )


def _position_basis(height: int, width: int, points: int) -> NDArray[np.float32]:
    """Return, for every cell, its row and column from the centre, 1, and each control point's share."""
    rows, columns = np.meshgrid(np.arange(height) - (height - 1) / 2, np.arange(width) - (width - 1) / 2, indexing="ij")
    affine = np.stack([rows.ravel(), columns.ravel(), np.ones(height * width)])
    return np.concatenate([affine, elastic_basis(height, width, points)]).astype(np.float32)


def elastic_basis(height: int, width: int, points: int) -> NDArray[np.float64]:
    """Return each control point's share in each cell, (points², height · width), as Gaussian bumps.

    The shares are scaled so that in every cell displacements have the control points' variance.
    """
    along_rows, along_columns = (_bumps(length, points) for length in (height, width))
    basis = np.einsum("pi,qj->pqij", along_rows, along_columns).reshape(points * points, height * width)
    scaled: NDArray[np.float64] = basis / np.sqrt(np.sum(basis**2, axis=0))
    return scaled


def _bumps(length: int, points: int) -> NDArray[np.float64]:
    """Return a Gaussian around each of `points` evenly spaced positions, as wide as the spacing: (points, length)."""
    spacing = length / points
    places = (np.arange(points) + 0.5) * spacing - 0.5
    bumps: NDArray[np.float64] = np.exp(-0.5 * ((np.arange(length) - places[:, None]) / spacing) ** 2)
    return bumps


class BilinearSampler:
    """Bilinear interpolation of pictures, reusing its arrays: allocating costs more than computing."""

    def __init__(self, count: int, height: int, width: int, positions: int) -> None:
        self._last_row, self._last_column, self._width = height - 1, width - 1, width
        self._first_cells = (np.arange(count, dtype=np.float32) * (height * width))[:, None]
        self._whole_rows, self._whole_columns, self._upper, self._lower, self._right = (
            np.empty((count, positions), np.float32) for _ in range(5)
        )
        self._top_left = np.empty((count, positions), np.intp)

    def sample(
        self, pictures: NDArray[np.float32], rows: NDArray[np.float32], columns: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the values of pictures (n, height, width) at positions (n, positions) per picture, overwriting those.

        Positions outside a picture sample its border, which must be blank. The result is valid until the next call.
        """
        np.clip(rows, _OUTERMOST, self._last_row - _OUTERMOST, out=rows)
        np.clip(columns, _OUTERMOST, self._last_column - _OUTERMOST, out=columns)
        np.floor(rows, out=self._whole_rows)
        np.floor(columns, out=self._whole_columns)
        rows -= self._whole_rows
        columns -= self._whole_columns
        # Cells are indexed across all pictures in float32, which is exact below 2^24.
        self._whole_rows *= self._width
        self._whole_rows += self._whole_columns
        self._whole_rows += self._first_cells
        np.copyto(self._top_left, self._whole_rows, casting="unsafe")
        cells = pictures.reshape(-1)
        self._between(cells, columns, self._upper)
        self._between(cells[self._width :], columns, self._lower)
        self._lower -= self._upper
        self._lower *= rows
        self._lower += self._upper
        return self._lower

    def _between(self, cells: NDArray[np.float32], share: NDArray[np.float32], values: NDArray[np.float32]) -> None:
        """Write the values interpolated by `share` between each position's cell and its right neighbour."""
        # Nothing is out of range here; mode "clip" avoids a copy that take() makes with "raise".
        cells.take(self._top_left, out=values, mode="clip")
        cells[1:].take(self._top_left, out=self._right, mode="clip")
        self._right -= values
        self._right *= share
        values += self._right

"""What training does to pictures, so that every epoch sees every digit written a little differently."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MARGIN = 2
"""Blank cells put around a picture, so that sampling outside it finds paper."""

_BLANK_CORNER = 0.5
"""How far into the margin positions are cut off; all four neighbours of such a position are blank."""


@dataclass(frozen=True)
class Augmentation:
    """How far a picture may be changed; all lengths are in cells of the 28×28 grid.

    Attributes:
        rotation: largest turn either way, in degrees.
        scale: largest change of height and of width, each by itself, as a share.
        slant: largest sideways shift per cell of height.
        shift: largest move along each axis.
        elastic: standard deviation of the smooth random displacement along each axis
            (Simard, Steinkraus, Platt 2003, doi 10.1109/ICDAR.2003.1227801).
        elastic_points: control points along each axis that the displacement is interpolated from.
        thicker: largest share of the way from the picture to its dilation by one cell.
        thinner: largest share of the way from the picture to its erosion by one cell.
    """

    rotation: float = 12.0
    scale: float = 0.15
    slant: float = 0.2
    shift: float = 1.5
    elastic: float = 0.7
    elastic_points: int = 6
    thicker: float = 0.6
    thinner: float = 0.35


def augment(pictures: NDArray[np.uint8], augmentation: Augmentation, random: np.random.Generator) -> NDArray[np.uint8]:
    """Return changed copies of pictures (n, height, width); equal arguments give equal copies."""
    count, height, width = pictures.shape
    padded = np.zeros((count, height + 2 * _MARGIN, width + 2 * _MARGIN), np.float32)
    padded[:, _MARGIN:-_MARGIN, _MARGIN:-_MARGIN] = pictures
    padded = _change_thickness(padded, augmentation, random)
    rows, columns = _source_positions(count, height, width, augmentation, random)
    values = _sample_bilinear(padded, rows + _MARGIN, columns + _MARGIN)
    values += 0.5
    return values.astype(np.uint8).reshape(count, height, width)


def _change_thickness(
    pictures: NDArray[np.float32], augmentation: Augmentation, random: np.random.Generator
) -> NDArray[np.float32]:
    """Blend each picture with the largest, or the smallest, of each cell and its four neighbours."""
    change = random.uniform(-augmentation.thinner, augmentation.thicker, len(pictures)).astype(np.float32)
    changed = pictures.copy()
    center = pictures[:, 1:-1, 1:-1]
    neighbours = (pictures[:, :-2, 1:-1], pictures[:, 2:, 1:-1], pictures[:, 1:-1, :-2], pictures[:, 1:-1, 2:])
    for chosen, extreme in ((change > 0, np.maximum), (change < 0, np.minimum)):
        target = center[chosen]
        for neighbour in neighbours:
            extreme(target, neighbour[chosen], out=target)
        target -= center[chosen]
        target *= np.abs(change[chosen])[:, None, None]
        changed[chosen, 1:-1, 1:-1] += target
    return changed


def _source_positions(
    count: int, height: int, width: int, augmentation: Augmentation, random: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return where in its picture each cell of each copy is taken from: rows and columns, (n, height · width).

    A position is linear in what is drawn at random: the affine part weighs the cell's own row, column and a constant,
    the elastic part weighs the control points' displacements. So one matrix product gives all positions.
    """
    angle = np.deg2rad(random.uniform(-augmentation.rotation, augmentation.rotation, count))
    scale = 1.0 + random.uniform(-augmentation.scale, augmentation.scale, (2, count))
    slant = random.uniform(-augmentation.slant, augmentation.slant, count)
    shift = random.uniform(-augmentation.shift, augmentation.shift, (2, count))
    points = augmentation.elastic_points
    displacement = random.standard_normal((2, count, points * points), np.float32) * np.float32(augmentation.elastic)

    cosine, sine = np.cos(angle), np.sin(angle)
    center = ((height - 1) / 2, (width - 1) / 2)
    row_weights = np.stack([cosine / scale[0], sine / scale[1], shift[0] + center[0]], axis=1)
    column_weights = np.stack(
        [(slant * cosine - sine) / scale[0], (cosine + slant * sine) / scale[1], shift[1] + center[1]], axis=1
    )
    grid_rows, grid_columns = np.meshgrid(np.arange(height) - center[0], np.arange(width) - center[1], indexing="ij")
    affine_basis = np.stack([grid_rows.ravel(), grid_columns.ravel(), np.ones(height * width)])
    basis = np.concatenate([affine_basis, _elastic_basis(height, width, points)]).astype(np.float32)
    rows = np.concatenate([row_weights.astype(np.float32), displacement[0]], axis=1) @ basis
    columns = np.concatenate([column_weights.astype(np.float32), displacement[1]], axis=1) @ basis
    return rows, columns


def _elastic_basis(height: int, width: int, points: int) -> NDArray[np.float64]:
    """Return each control point's share in each cell, (points², height · width): Gaussian bumps.

    The shares are scaled so that displacements keep the control points' variance in every cell.
    """
    along_rows, along_columns = (_bumps(length, points) for length in (height, width))
    basis = np.einsum("pi,qj->pqij", along_rows, along_columns).reshape(points * points, height * width)
    scaled: NDArray[np.float64] = basis / np.sqrt(np.sum(basis**2, axis=0))
    return scaled


def _bumps(length: int, points: int) -> NDArray[np.float64]:
    """Return a Gaussian around each of `points` evenly spread places, as wide as they are apart: (points, length)."""
    spacing = length / points
    places = (np.arange(points) + 0.5) * spacing - 0.5
    bumps: NDArray[np.float64] = np.exp(-0.5 * ((np.arange(length) - places[:, None]) / spacing) ** 2)
    return bumps


def _sample_bilinear(
    pictures: NDArray[np.float32], rows: NDArray[np.float32], columns: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Interpolate each picture (n, height, width) at its positions (n, cells); the picture's border must be blank."""
    count, height, width = pictures.shape
    np.clip(rows, _BLANK_CORNER, height - 1 - _BLANK_CORNER, out=rows)
    np.clip(columns, _BLANK_CORNER, width - 1 - _BLANK_CORNER, out=columns)
    top, left = rows.astype(np.intp), columns.astype(np.intp)
    rows -= top
    columns -= left
    top *= width
    top += left
    top += (np.arange(count) * height * width)[:, None]
    cells = pictures.reshape(-1)
    upper = _between(cells, top, columns)
    top += width
    lower = _between(cells, top, columns)
    lower -= upper
    lower *= rows
    lower += upper
    return lower


def _between(cells: NDArray[np.float32], left: NDArray[np.intp], share: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the value `share` of the way from each cell to its right neighbour."""
    value = cells.take(left)
    right = cells[1:].take(left)
    right -= value
    right *= share
    right += value
    return right

"""Fit a drawing to the network's input: 20 cells long, in the pen's width, its mass centred."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inkspect.network.architecture import InkSpec, load_architecture
from inkspect.pictures.drawing import Drawn
from inkspect.pictures.filters import Mask
from inkspect.pictures.outline import any_of_blocks, signed_distance, stroke_width

Cells = NDArray[np.float64]

# The longer side, in pixels, at which outlines are measured: 5 to 10 pixels per cell.
_SMALLEST_SIDE = 100
_LARGEST_SIDE = 200
# The widest stroke, in pen widths: MNIST's widest are about that; a marker's would fill its loops.
_WIDEST = 1.75
# How far beyond the outline distances are computed, as a share of the longer side: more than a thin stroke is widened.
_MARGIN = 0.15


def fit(drawn: Drawn) -> Cells:
    """Return the drawing on the grid of cells, (28, 28) 0..1.

    Strokes thinner than the ink rule's pen are widened to it, and much wider strokes are narrowed, by moving the
    outline. The ink then spans `ink_span` cells along its longer side, a cell's value falls from 1 to 0 across the
    outline as in the ink rule, and the centre of mass is at `mass_center`.
    """
    architecture = load_architecture()
    ink, side = architecture.ink, architecture.input_shape[1]
    outline = _outline(drawn)
    depth = signed_distance(outline)
    length = float(max(np.ptp(places) + 1 for places in np.nonzero(outline)))
    stroke = stroke_width(outline)
    fitted_stroke = stroke * ink.ink_span / length
    pen = float(np.clip(fitted_stroke, 2 * ink.pen_radius, 2 * ink.pen_radius * _WIDEST))
    # Moving the outline by (pen − stroke) / 2 on either side must make the longer side `ink_span`.
    cells_per_pixel = (ink.ink_span - pen) / (length - stroke)
    depth_cells = depth * cells_per_pixel + (pen - stroke * cells_per_pixel) / 2
    middle = [(places.min() + places.max() + 1) / 2 for places in np.nonzero(outline)]
    return _centred(depth_cells, cells_per_pixel, (middle[0], middle[1]), side, ink)


def _outline(drawn: Drawn) -> Mask:
    """Return the ink as a mask, resized so that a cell is 5 to 10 pixels wide, with a margin of paper."""
    longer = max(drawn.strength.shape)
    if longer > _LARGEST_SIDE:
        # Any ink in a block counts: a hairline would vanish in the mean, and its width is corrected later.
        ink = any_of_blocks(drawn.strength > drawn.level, -(-longer // _LARGEST_SIDE))
    else:
        factor = -(-_SMALLEST_SIDE // longer)
        height, width = drawn.strength.shape
        smooth = Image.fromarray(drawn.strength).resize((width * factor, height * factor), Image.Resampling.BICUBIC)
        ink = np.asarray(smooth) > drawn.level
    return np.pad(ink, int(np.ceil(_MARGIN * max(ink.shape))))


def _centred(
    depth_cells: NDArray[np.float64], cells_per_pixel: float, middle: tuple[float, float], side: int, ink: InkSpec
) -> Cells:
    """Sample the outline at the cells' centres twice: with its box centred, then shifted to centre its mass."""
    centres = np.arange(side) + 0.5
    shift = np.zeros(2)
    values = np.zeros((side, side))
    for _ in range(2):
        rows, columns = (
            (centres - ink.box_center - shift[axis]) / cells_per_pixel + middle[axis] - 0.5 for axis in (0, 1)
        )
        values = np.clip(_bilinear(depth_cells, rows, columns) + 0.5, 0, 1)
        mass = values.sum()
        if mass == 0:
            break
        shift = np.array([ink.mass_center - centres @ values.sum(axis=1 - axis) / mass for axis in (0, 1)])
    return values


def _bilinear(field: NDArray[np.float64], rows: NDArray[np.float64], columns: NDArray[np.float64]) -> Cells:
    """Return the field's values at all `rows` × `columns` (pixel centres at integers); outside, those of its edge."""
    row, row_part = _split(rows, field.shape[0])
    column, column_part = _split(columns, field.shape[1])
    upper = field[row][:, column] * (1 - column_part) + field[row][:, column + 1] * column_part
    lower = field[row + 1][:, column] * (1 - column_part) + field[row + 1][:, column + 1] * column_part
    return upper * (1 - row_part[:, None]) + lower * row_part[:, None]


def _split(places: NDArray[np.float64], count: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    inside = np.clip(places, 0, count - 1)
    whole = np.minimum(inside.astype(np.intp), count - 2)
    return whole, inside - whole

"""The ink rule: strokes in any unit → the 28×28 picture that the network reads.

1. A cell is 1 wide, and cell i's centre is at i + ½. The pen is a disc of radius r.
2. The points are scaled so that the ink, pen width included, spans 20 cells, and their bounding box is centred at 14.
3. A cell's value is clamp(r + ½ − d, 0, 1), where d is the distance from its centre to the nearest segment.
4. Everything is drawn again, shifted so that the first drawing's centre of mass would be at 14.5. Ink that leaves the
   grid is lost.

Distances are computed only where they can matter: segments are cut into pieces so short that each reaches only cell
centres within a small square window, and the windows of all pieces of many drawings are computed together.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.network.architecture import InkSpec, load_architecture
from inkspect.system.errors import InkspectError

Stroke: TypeAlias = NDArray[np.float64]
"""(points, 2 or more): x to the right, y down, in any unit; further columns, such as times, are ignored."""

_DRAWINGS_AT_ONCE = 256
_PIECES_AT_ONCE = 1024


def rasterize(strokes: Sequence[Stroke]) -> NDArray[np.float64]:
    """Draw strokes by the ink rule: (28, 28) as row, column, from 0 (paper) to 1 (ink); all 0 if there are no points.

    Raises:
        InkspectError: a coordinate is not finite.
    """
    picture: NDArray[np.float64] = rasterize_all([strokes])[0]
    return picture


def rasterize_all(drawings: Iterable[Sequence[Stroke]], ink: InkSpec | None = None) -> NDArray[np.float64]:
    """Draw many drawings by the ink rule, each separately as `rasterize` does: (drawings, 28, 28).

    Args:
        drawings: each a sequence of strokes.
        ink: the rule's constants, which training varies; the network's own if None.

    Raises:
        InkspectError: a coordinate is not finite.
    """
    architecture = load_architecture()
    side = architecture.input_shape[1]
    constants = ink or architecture.ink
    pictures = [_rasterize_chunk(chunk, constants, side) for chunk in _chunks(drawings, _DRAWINGS_AT_ONCE)]
    return np.concatenate(pictures) if pictures else np.empty((0, side, side))


def _chunks(drawings: Iterable[Sequence[Stroke]], size: int) -> Iterator[list[Sequence[Stroke]]]:
    chunk: list[Sequence[Stroke]] = []
    for drawing in drawings:
        chunk.append(drawing)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _rasterize_chunk(drawings: Sequence[Sequence[Stroke]], ink: InkSpec, side: int) -> NDArray[np.float64]:
    inked = [index for index, strokes in enumerate(drawings) if any(len(stroke) for stroke in strokes)]
    pictures = np.zeros((len(drawings), side, side))
    if not inked:
        return pictures
    strokes = [(order, stroke) for order, index in enumerate(inked) for stroke in drawings[index] if len(stroke)]
    stroke_lengths = np.array([len(stroke) for _, stroke in strokes])
    owner_of_stroke = np.array([order for order, _ in strokes])
    points = np.concatenate([stroke[:, :2] for _, stroke in strokes]).astype(np.float64, copy=False)
    if not np.isfinite(points).all():
        raise InkspectError("a drawing's coordinates must be finite numbers")

    owner_of_point = np.repeat(owner_of_stroke, stroke_lengths)
    positions = _fit(points, owner_of_point, ink)
    starts, ends = _segments(stroke_lengths)
    segments = np.concatenate([positions[starts], positions[ends]], axis=1)
    owners = owner_of_point[starts]

    centred = _draw(segments, owners, len(inked), ink.pen_radius, side)
    shift = ink.mass_center - centres_of_mass(centred)
    pictures[inked] = _draw(segments + np.tile(shift, 2)[owners], owners, len(inked), ink.pen_radius, side)
    return pictures


def _fit(points: NDArray[np.float64], owners: NDArray[np.intp], ink: InkSpec) -> NDArray[np.float64]:
    """Scale and centre each drawing's points (points, 2) in cells; `owners` ascend, and every drawing has a point."""
    if np.abs(points).max() > np.finfo(np.float64).max / 4:
        points = points / 4  # keeps differences of coordinates from overflowing
    first_points = np.flatnonzero(np.diff(owners, prepend=-1))
    low = np.minimum.reduceat(points, first_points, axis=0)
    extent = np.maximum.reduceat(points, first_points, axis=0) - low
    longer_side = extent.max(axis=1, keepdims=True)
    longer_side[longer_side == 0] = 1  # a single disc: every point is `low`
    # Divide by the longer side instead of multiplying by span / side, which overflows for the smallest drawings.
    from_box_center = (points - low[owners]) / longer_side[owners] - (extent / longer_side / 2)[owners]
    positions: NDArray[np.float64] = ink.box_center + (ink.ink_span - 2 * ink.pen_radius) * from_box_center
    return positions


def _segments(stroke_lengths: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the point indices at which segments start and end; a stroke of one point is a segment of length 0."""
    stroke_ends = np.cumsum(stroke_lengths)
    indices = np.arange(stroke_ends[-1])
    last_of_stroke = np.repeat(stroke_ends - 1, stroke_lengths)
    starts = indices[(indices < last_of_stroke) | np.repeat(stroke_lengths == 1, stroke_lengths)]
    return starts, np.minimum(starts + 1, last_of_stroke[starts])


def _draw(
    segments: NDArray[np.float64], owners: NDArray[np.intp], drawings: int, pen_radius: float, side: int
) -> NDArray[np.float64]:
    """Draw segments (segments, 4) as x, y, x, y in cells, each into its owner's picture: (drawings, side, side)."""
    reach = pen_radius + 0.5
    window = int(np.ceil(2 * reach + 0.5))
    longest_piece = window - 2 * reach  # a window's open square reaches all centres within `reach` of such a piece
    pictures = np.zeros(drawings * side * side)
    lengths = np.abs(segments[:, 2:] - segments[:, :2]).max(axis=1)
    pieces_each = np.maximum(np.ceil(lengths / longest_piece), 1).astype(np.intp)
    for first, last in _runs(pieces_each, _PIECES_AT_ONCE):
        pieces, source = _cut(segments[first:last], pieces_each[first:last])
        _draw_pieces(pictures, pieces, owners[first:last][source], reach, window, side)
    return pictures.reshape(drawings, side, side)


def _runs(sizes: NDArray[np.intp], total: int) -> Iterator[tuple[int, int]]:
    """Split items into runs [first, last) of about `total` summed size."""
    bins = (np.cumsum(sizes) - sizes) // total
    bounds = [*np.flatnonzero(np.diff(bins, prepend=-1)).tolist(), len(sizes)]
    return pairwise(bounds)


def _cut(segments: NDArray[np.float64], pieces_each: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Cut segment i into `pieces_each[i]` equal pieces (pieces, 4); also return each piece's segment."""
    source = np.repeat(np.arange(len(segments)), pieces_each)
    order = np.arange(len(source)) - np.repeat(np.cumsum(pieces_each) - pieces_each, pieces_each)
    step = ((segments[:, 2:] - segments[:, :2]) / pieces_each[:, np.newaxis])[source]
    start = segments[source, :2] + step * order[:, np.newaxis]
    return np.concatenate([start, start + step], axis=1), source


def _draw_pieces(
    pictures: NDArray[np.float64],
    pieces: NDArray[np.float64],
    owners: NDArray[np.intp],
    reach: float,
    window: int,
    side: int,
) -> None:
    """Raise the cells of `pictures` (flat) near each piece to the piece's value there."""
    start_x, start_y, end_x, end_y = pieces.T[:, :, np.newaxis]
    along_x, along_y = end_x - start_x, end_y - start_y
    offsets = np.arange(window)
    columns = np.ceil(np.minimum(start_x, end_x) - reach - 0.5).astype(np.intp) + offsets
    rows = np.ceil(np.minimum(start_y, end_y) - reach - 0.5).astype(np.intp) + offsets
    to_x, to_y = columns + 0.5 - start_x, rows + 0.5 - start_y

    length_squared = along_x * along_x + along_y * along_y
    length_squared[length_squared == 0] = 1
    # (pieces, window rows, window columns)
    share = (to_y * (along_y / length_squared))[:, :, np.newaxis] + (to_x * (along_x / length_squared))[
        :, np.newaxis, :
    ]
    np.clip(share, 0, 1, out=share)
    away_x = to_x[:, np.newaxis, :] - share * along_x[:, :, np.newaxis]
    away_y = to_y[:, :, np.newaxis] - share * along_y[:, :, np.newaxis]
    values = reach - np.sqrt(away_x * away_x + away_y * away_y)
    np.clip(values, 0, 1, out=values)

    cells = (
        owners[:, np.newaxis, np.newaxis] * (side * side) + rows[:, :, np.newaxis] * side + columns[:, np.newaxis, :]
    )
    on_grid = ((rows >= 0) & (rows < side))[:, :, np.newaxis] & ((columns >= 0) & (columns < side))[:, np.newaxis, :]
    inked = on_grid & (values > 0)
    np.maximum.at(pictures, cells[inked], values[inked])


def centres_of_mass(pictures: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (drawings, 2): x and y of each picture's centre of mass, in cells."""
    # Sums, not BLAS products: BLAS may round differently depending on the number of pictures, which training must not.
    centres = np.arange(pictures.shape[1]) + 0.5
    by_column, by_row = pictures.sum(axis=1), pictures.sum(axis=2)
    moments = np.stack([(by_column * centres).sum(axis=1), (by_row * centres).sum(axis=1)], axis=1)
    centres_of_mass: NDArray[np.float64] = moments / by_row.sum(axis=1, keepdims=True)
    return centres_of_mass

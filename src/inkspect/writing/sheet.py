"""Drawings as one picture, ten in a row: as an SVG, or as a PNG by the ink rule's pen, only finer."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from inkspect.data.pad import rounded_half_up
from inkspect.ink import Stroke, draw_segments, segment_ends
from inkspect.network.architecture import load_architecture
from inkspect.system.purposes import SHEET_TITLE

COLUMNS = 10
_PX_PER_CELL = 4
_PAPER, _INK = (0xFB, 0xF8, 0xF1), (0x1A, 0x23, 0x40)
"""The page's light theme."""


def sheet_as_svg(drawings: Sequence[Sequence[Stroke]]) -> bytes:
    """Return at least one drawing as an SVG file."""
    cells, pen = load_architecture().input_shape[1], load_architecture().ink.pen_radius
    columns, rows = _size(len(drawings))
    shown = "".join(
        f'<g transform="translate({number % COLUMNS * cells} {number // COLUMNS * cells})">{_lines(strokes)}</g>\n'
        for number, strokes in enumerate(drawings)
    )
    width, height = columns * cells, rows * cells
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * _PX_PER_CELL}" height="{height * _PX_PER_CELL}" '
        f'viewBox="0 0 {width} {height}">\n<title>{SHEET_TITLE}</title>\n'
        f'<rect width="100%" height="100%" fill="{_hex(_PAPER)}"/>\n'
        f'<g fill="none" stroke="{_hex(_INK)}" stroke-width="{2 * pen:g}" stroke-linecap="round" '
        f'stroke-linejoin="round">\n{shown}</g>\n</svg>\n'
    ).encode()


def sheet_as_png(drawings: Sequence[Sequence[Stroke]]) -> bytes:
    """Return at least one drawing as a PNG file."""
    side = load_architecture().input_shape[1] * _PX_PER_CELL
    columns, rows = _size(len(drawings))
    ink = np.concatenate([_row(drawings[row * COLUMNS : (row + 1) * COLUMNS], columns, side) for row in range(rows)])
    ink = ink[..., np.newaxis]
    pixels = rounded_half_up(ink * _INK + (1 - ink) * _PAPER).astype(np.uint8)
    told, file = PngInfo(), io.BytesIO()
    told.add_text("Software", SHEET_TITLE)
    Image.fromarray(pixels).save(file, "PNG", pnginfo=told, optimize=True)
    return file.getvalue()


def _row(drawings: Sequence[Sequence[Stroke]], columns: int, side: int) -> NDArray[np.float64]:
    """Return the ink (side, columns · side) of a row of drawings, from 0 to 1."""
    ink = np.zeros((columns, side, side))
    radius = load_architecture().ink.pen_radius * _PX_PER_CELL
    for picture, strokes in zip(ink, drawings, strict=False):
        placed = _placed(strokes)
        if not placed:
            continue
        points = np.concatenate(placed) * _PX_PER_CELL
        starts, ends = segment_ends(np.array([len(stroke) for stroke in placed]))
        segments = np.hstack([points[starts], points[ends]])
        picture[:] = draw_segments(segments, np.zeros(len(segments), np.intp), 1, radius, side)[0]
    joined: NDArray[np.float64] = ink.transpose(1, 0, 2).reshape(side, columns * side)
    return joined


def _lines(strokes: Sequence[Stroke]) -> str:
    return "".join(f'<polyline points="{_positions(stroke)}"/>' for stroke in _placed(strokes))


def _positions(points: NDArray[np.float64]) -> str:
    """Return points (n, 2) as SVG text; a lone point becomes a zero-length line, which round caps turn into a dot."""
    shown = np.repeat(points, 2, axis=0) if len(points) == 1 else points
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in shown.tolist())


def _placed(strokes: Sequence[Stroke]) -> list[NDArray[np.float64]]:
    """Return the strokes that have points, (points, 2) each, in cells: fitted and centred as by the ink rule."""
    inked = [stroke[:, :2] for stroke in strokes if len(stroke)]
    if not inked:
        return []
    rule, points = load_architecture().ink, np.concatenate(inked)
    low, high = points.min(axis=0), points.max(axis=0)
    longer_side = float((high - low).max()) or 1.0
    scale = (rule.ink_span - 2 * rule.pen_radius) / longer_side
    return [(stroke - (low + high) / 2) * scale + rule.box_center for stroke in inked]


def _size(count: int) -> tuple[int, int]:
    """Return a sheet's columns and rows."""
    return min(count, COLUMNS), -(-count // COLUMNS)


def _hex(colour: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{value:02x}" for value in colour)

"""Samples as pictures: MNIST's pixels as embedded PNGs, drawings as the lines of their strokes."""

import base64
import io
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inkspect.ink import Stroke
from inkspect.measuring.labelled import Ink
from inkspect.network.architecture import load_architecture
from inkspect.report.elements import element

_TENTHS = 10
"""Positions are written to a tenth of a cell; the page shows a cell as 2 or 3 px."""


def picture(ink: Ink, name: str) -> Element:
    """Return a sample's picture, with its name for people who cannot see it."""
    return _of_pixels(ink, name) if isinstance(ink, np.ndarray) else _of_strokes(ink, name)


def _of_pixels(pixels: NDArray[np.uint8], name: str) -> Element:
    """Return black ink on a transparent background: the page's theme supplies the paper, and may invert the ink."""
    file = io.BytesIO()
    rows, columns = pixels.shape
    Image.fromarray(np.dstack([np.zeros_like(pixels), pixels]), "LA").save(file, "PNG", optimize=True)
    source = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    return element("img", src=source, alt=name, width=columns, height=rows, class_="pixels")


def _of_strokes(strokes: tuple[Stroke, ...], name: str) -> Element:
    """Return the strokes, fitted and with the pen of the ink rule, but without its shift to the centre of mass."""
    architecture = load_architecture()
    rule, side = architecture.ink, architecture.input_shape[1]
    points = np.concatenate([stroke[:, :2] for stroke in strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    longer_side = float((high - low).max()) or 1.0
    scale = (rule.ink_span - 2 * rule.pen_radius) / longer_side
    lines = [
        element("polyline", points=_positions((stroke[:, :2] - (low + high) / 2) * scale + rule.box_center))
        for stroke in strokes
        if len(stroke)
    ]
    return element(
        "svg",
        lines,
        viewBox=f"0 0 {side} {side}",
        class_="strokes",
        role="img",
        aria_label=name,
        stroke_width=2 * rule.pen_radius,
    )


def _positions(points: NDArray[np.float64]) -> str:
    """Return points (n, 2) as SVG text, without repeated points; a lone point becomes a zero-length line, a dot."""
    tenths = np.rint(points * _TENTHS).astype(np.int64)
    kept = tenths[np.r_[True, (np.diff(tenths, axis=0) != 0).any(axis=1)]]
    if len(kept) == 1:
        kept = np.repeat(kept, 2, axis=0)
    return " ".join(f"{x / _TENTHS:g},{y / _TENTHS:g}" for x, y in kept)

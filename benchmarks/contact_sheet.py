"""A contact sheet: many drawings as small pictures, one row for each name."""

from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image, ImageDraw

from inkspect.ink import Stroke, rasterize_all

_CELL = 3
"""Screen pixels per cell of the 28×28 grid."""
_LEFT, _GAP = 110, 4


def contact_sheet(rows: Mapping[str, Sequence[Sequence[Stroke]]], marked: Mapping[str, Sequence[bool]]) -> Image.Image:
    """Return the drawings as the network sees them, dark on light; those that are `marked`, by row, have a border."""
    side = 28 * _CELL
    columns = max(len(drawings) for drawings in rows.values())
    sheet = Image.new("L", (_LEFT + columns * (side + _GAP), len(rows) * (side + _GAP)), 235)
    pen = ImageDraw.Draw(sheet)
    for row, (name, drawings) in enumerate(rows.items()):
        top = row * (side + _GAP)
        pen.text((4, top + side // 2 - 6), name, fill=0)
        marks = marked.get(name, [False] * len(drawings))
        for column, (picture, mark) in enumerate(zip(rasterize_all(drawings), marks, strict=True)):
            left = _LEFT + column * (side + _GAP)
            image = Image.fromarray(np.rint(255 * (1 - picture)).astype(np.uint8))
            sheet.paste(image.resize((side, side), Image.Resampling.BILINEAR), (left, top))
            if mark:
                pen.rectangle((left - 1, top - 1, left + side, top + side), outline=0, width=2)
    return sheet

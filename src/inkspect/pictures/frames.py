"""Lines that surround a drawing without being part of it: a printed box, a form field, a ring drawn around it."""

from dataclasses import dataclass

import numpy as np

from inkspect.pictures.filters import Grey, Labels, Mask, box_mean
from inkspect.pictures.marks import Mark, find_marks, stroke_width_of
from inkspect.pictures.outline import any_of_blocks
from inkspect.pictures.polygons import Points, area, convex_hull, polygon, quadrangularity

# Outlines are traced at this many pixels, by this many rays from the marks inside.
_FOLLOWED_SIDE = 200
_RAYS = 180
# A line surrounds a mark if this share of the mark's rays end on it, so it need not be quite closed.
_CLOSED = 0.9
# Sides are straight if a quadrangle fills at least this share of the inside: it fills 64 % of an ellipse, and 76 % of a
# box with the most rounded corners.
_STRAIGHT = 0.86
# In a box touched by its content, a quadrangle fills at least the first share, and ink at most the second.
_BOX = 0.93
_MOST_INK = 0.4
# Marks below this share of the inside's height are a 0's slash, dot or bar in a ring, and dust in a frame.
_OF_A_RING = 0.5
_OF_A_FRAME = 0.12
# Fainter lines count from the first share of the ink's level on, if they are thin: at most the last share of their
# longer side.
_FAINT = 0.5
_SURELY_INK = 0.5
_THIN = 0.06


@dataclass(frozen=True)
class Surroundings:
    """A line around a drawing.

    Attributes:
        inside: the pixels that it surrounds, (h, w).
        straight: whether its sides are straight, like those of a box or a sheet.
    """

    inside: Mask
    straight: bool


def surroundings(relative: Grey, level: float) -> Surroundings | None:
    """Return the outermost line that surrounds a drawing in (h, w), from 0 (paper) to 1 (the strongest ink).

    None if there is no such line, or it surrounds no more than the inside of a 0 may contain. Ink is above `level`;
    thin lines may be fainter, like printed lines beside a pen's.
    """
    for each in (level, _FAINT * level):
        labels, marks = find_marks(relative, each, surely=max(each, min(_SURELY_INK, 1.5 * each)))
        for outer in sorted(marks, key=lambda mark: mark.width * mark.height, reverse=True):
            if each < level and stroke_width_of(outer, labels) > _THIN * outer.side:
                continue
            found = _surrounded_by(outer, marks, labels) or _touched_box(outer, labels)
            if found is not None:
                return found
    return None


def _surrounded_by(outer: Mark, marks: list[Mark], labels: Labels) -> Surroundings | None:
    """Return the surroundings that one mark forms around others, if those are a drawing."""
    factor = -(-outer.side // _FOLLOWED_SIDE)
    within = [mark for mark in marks if mark is not outer and _box_within(mark, outer)]
    if not within:
        return None
    line = any_of_blocks(outer.pixels(labels), factor)
    outlines: list[Points] = []
    held: Mark | None = None
    for mark in within:
        middle = ((mark.left + mark.right) / 2 - outer.left, (mark.top + mark.bottom) / 2 - outer.top)
        outline = _outline_around((middle[0] / factor, middle[1] / factor), line)
        if outline is not None:
            outlines.append(outline * factor + [outer.left, outer.top])
            held = mark if held is None else held.with_(mark)
    if held is None:
        return None
    largest = max(outlines, key=area)
    straight = quadrangularity(largest) >= _STRAIGHT
    if held.height < (_OF_A_FRAME if straight else _OF_A_RING) * np.ptp(largest[:, 1]):
        return None
    inside = np.logical_or.reduce([polygon(outline, labels.shape) for outline in outlines])
    return Surroundings(inside & ~np.isin(labels, outer.components), straight)


def _touched_box(mark: Mark, labels: Labels) -> Surroundings | None:
    """Return a thin-lined box that its content touches, as not straight, since the two cannot be separated.

    With less than half its height of content, such as a bar, it is an 8 of straight strokes instead.
    """
    factor = -(-mark.side // _FOLLOWED_SIDE)
    ink = any_of_blocks(mark.pixels(labels), factor)
    hull = convex_hull(ink)
    if len(hull) < 4 or ink.sum() > _MOST_INK * area(hull) or quadrangularity(hull) < _BOX:
        return None
    middle = hull.mean(axis=0)
    # From outside the outline inwards: where ink begins, and how far it extends.
    angles = np.arange(_RAYS) * (2 * np.pi / _RAYS)
    reach = np.arange(np.hypot(*ink.shape), 0, -0.5)
    columns = np.rint(middle[0] + np.cos(angles)[:, None] * reach).astype(np.intp)
    rows = np.rint(middle[1] + np.sin(angles)[:, None] * reach).astype(np.intp)
    on_picture = (columns >= 0) & (columns < ink.shape[1]) & (rows >= 0) & (rows < ink.shape[0])
    columns, rows = columns.clip(0, ink.shape[1] - 1), rows.clip(0, ink.shape[0] - 1)
    within = polygon(hull, ink.shape)[rows, columns] & on_picture
    entered = within.argmax(axis=1)
    hits = ink[rows, columns] & on_picture
    first = hits.argmax(axis=1)
    longest = _THIN * max(ink.shape)
    if np.mean(hits.any(axis=1) & ((first - entered) / 2 <= longest)) < _CLOSED:
        return None
    bare = ~hits & (np.arange(len(reach)) >= first[:, None])
    line = float(np.median(np.where(bare.any(axis=1), bare.argmax(axis=1) - first, len(reach)))) / 2
    if line > longest:
        return None
    size = np.abs(hull - middle).min(axis=0)
    inner = polygon(middle + (hull - middle) * (1 - (2 * line + 2) / max(float(size.min()), 1.0)), ink.shape)
    held = np.flatnonzero((ink & inner).any(axis=1))
    if not len(held) or np.ptp(held) < _OF_A_RING * np.ptp(hull[:, 1]):
        return None
    return Surroundings(np.zeros(labels.shape, dtype=np.bool_), straight=False)


def _box_within(mark: Mark, outer: Mark) -> bool:
    return mark.left > outer.left and mark.right < outer.right and mark.top > outer.top and mark.bottom < outer.bottom


def _outline_around(middle: tuple[float, float], line: Mask) -> Points | None:
    """Return where rays from a point (x, y) first hit the line (h, w), (points, 2); None if too many miss it."""
    thick = box_mean(np.pad(line, 2).astype(np.float32), 3) > 0  # so that no ray slips between two pixels
    angles = np.arange(_RAYS) * (2 * np.pi / _RAYS)
    reach = np.arange(0, np.hypot(*thick.shape), 0.5)
    x = middle[0] + 2 + np.cos(angles)[:, None] * reach
    y = middle[1] + 2 + np.sin(angles)[:, None] * reach
    columns = np.clip(x.astype(np.intp), 0, thick.shape[1] - 1)
    rows = np.clip(y.astype(np.intp), 0, thick.shape[0] - 1)
    hits = thick[rows, columns]
    met = hits.any(axis=1)
    if met.mean() < _CLOSED:
        return None
    first = hits[met].argmax(axis=1)
    return np.stack([x[met, first] - 2, y[met, first] - 2], axis=1)

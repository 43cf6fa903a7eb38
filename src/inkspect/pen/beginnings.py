"""Beginnings of drawings, cut at a point by length of ink, and what followed them."""

from collections.abc import Sequence

import numpy as np

from inkspect.ink import Stroke
from inkspect.pen.frame import Frame, inked, points_of
from inkspect.pen.walking import Pen
from inkspect.system.errors import InvalidValueError


def beginning(strokes: Sequence[Stroke], share: float) -> tuple[Stroke, ...]:
    """Return the shortest beginning of a drawing that has at least this share of its length of ink.

    Args:
        strokes: (points, 2 or more) each; those without points are left out.
        share: above 0, and at most 1: the whole drawing.

    Raises:
        InvalidValueError: the share is something else.
        InkspectError: a coordinate is not finite, or beyond 1e15.
    """
    return first_points(strokes, points_until(strokes, share))


def points_until(strokes: Sequence[Stroke], share: float) -> int:
    """Return how many points `beginning` keeps: 1 at least, if there is any."""
    if not 0 < share <= 1:
        raise InvalidValueError(f"share must be above 0 and at most 1, not {share}")
    points = points_of(strokes)
    if share == 1 or not len(points):
        return len(points)
    in_steps = Frame.around(points).in_steps(points)
    along = np.diff(in_steps, axis=0, prepend=in_steps[:1])
    lengths = np.sqrt(along[:, 0] * along[:, 0] + along[:, 1] * along[:, 1])
    begins = np.cumsum([len(stroke) for stroke in inked(strokes)])[:-1]
    lengths[begins] = 0  # through the air
    drawn = lengths.cumsum()
    return int(np.searchsorted(drawn, share * drawn[-1])) + 1


def first_points(strokes: Sequence[Stroke], count: int) -> tuple[Stroke, ...]:
    """Return a drawing's first so many points, as strokes."""
    begun: list[Stroke] = []
    for stroke in inked(strokes):
        if count <= 0:
            break
        begun.append(stroke[:count])
        count -= len(stroke)
    return tuple(begun)


def continuation(strokes: Sequence[Stroke], count: int, limit: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the movements of a drawing's first points, and those that followed, both in the beginning's own frame.

    Args:
        strokes: the finished drawing, (points, 2 or more) each.
        count: how many points are its beginning.
        limit: the most movements wanted in all, at least 2; what followed can be far outside the frame.

    Raises:
        InvalidValueError: the beginning has no extent, so that its frame measures nothing.
        InkspectError: a coordinate is not finite, or beyond 1e15.
    """
    begun = first_points(strokes, count)
    frame = Frame.of(begun)
    if not begun or not frame.has_extent:
        raise InvalidValueError("a beginning without extent has no frame in which something could follow")
    drawn, cut = frame.strokes_in_steps(strokes), len(begun) - 1
    reached = len(begun[cut])
    pen = Pen(limit)
    for stroke in (*drawn[:cut], drawn[cut][:reached]):
        pen.draw(stroke)
    given = len(pen.movements)
    pen.follow(drawn[cut][reached:])
    for stroke in drawn[cut + 1 :]:
        pen.draw(stroke)
    return tuple(pen.movements[:given]), tuple(pen.movements[given:])

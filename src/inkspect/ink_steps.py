"""The ink rule with steps left out, for seeing what each is for; the page's `ink/steps.ts` does the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.data.pad import PAD_SIDE
from inkspect.ink import Stroke, centres_of_mass, draw_segments, segment_ends
from inkspect.network.architecture import Architecture, load_architecture
from inkspect.system.errors import InkspectError


@dataclass(frozen=True)
class InkSteps:
    """The steps of the ink rule that are taken.

    Attributes:
        fit: the ink is made to span 20 cells, its box centred at 14; if not, the pad's square is laid onto the grid.
        mass: the ink's centre of mass is moved to 14.5; if not, the ink stays where the step before has put it.
        pen: the pen is as wide as in training; if not, as wide as on the pad, and scaled with the ink.
    """

    fit: bool = True
    mass: bool = True
    pen: bool = True


def rasterize_with(drawings: Iterable[Sequence[Stroke]], steps: InkSteps) -> NDArray[np.float64]:
    """Draw drawings in pad units with these steps: (drawings, 28, 28) as row, column, from 0 (paper) to 1 (ink).

    With all steps it is the ink rule, and then the unit and place of a drawing do not matter.

    Raises:
        InkspectError: a coordinate is not finite or, without `fit`, lies off the pad.
    """
    architecture = load_architecture()
    side = architecture.input_shape[1]
    pictures = [_picture(strokes, steps, architecture) for strokes in drawings]
    return np.stack(pictures) if pictures else np.empty((0, side, side))


def _picture(strokes: Sequence[Stroke], steps: InkSteps, architecture: Architecture) -> NDArray[np.float64]:
    side = architecture.input_shape[1]
    inked = [stroke[:, :2] for stroke in strokes if len(stroke)]
    if not inked:
        return np.zeros((side, side))
    points = np.concatenate(inked)
    if not np.isfinite(points).all():
        raise InkspectError("a drawing's coordinates must be finite numbers")
    if not steps.fit and (points.min() < 0 or points.max() > PAD_SIDE):
        raise InkspectError(f"without the fit, a drawing must lie on the pad, from 0 to {PAD_SIDE} pad units")
    positions, radius = _placed(points, steps, architecture)
    starts, ends = segment_ends(np.array([len(stroke) for stroke in inked]))
    segments = np.concatenate([positions[starts], positions[ends]], axis=1)
    owners = np.zeros(len(segments), np.intp)
    picture = draw_segments(segments, owners, 1, radius, side)
    if steps.mass:
        shift = architecture.ink.mass_center - centres_of_mass(picture)
        picture = draw_segments(segments + np.tile(shift, 2), owners, 1, radius, side)
    drawn: NDArray[np.float64] = picture[0]
    return drawn


def _placed(
    points: NDArray[np.float64], steps: InkSteps, architecture: Architecture
) -> tuple[NDArray[np.float64], float]:
    """Return the points (points, 2) and the pen's radius, in cells, before the centre of mass is moved."""
    ink, half_pen = architecture.ink, architecture.pad_pen_width / 2
    if not steps.fit:
        scale = architecture.input_shape[1] / PAD_SIDE
        return points * scale, ink.pen_radius if steps.pen else half_pen * scale
    low, high = points.min(axis=0), points.max(axis=0)
    longer_side = float((high - low).max())
    if steps.pen:
        scale = (ink.ink_span - 2 * ink.pen_radius) / longer_side if longer_side > 0 else 1.0
        radius = ink.pen_radius
    else:
        scale = ink.ink_span / (longer_side + 2 * half_pen)
        radius = half_pen * scale
    positions: NDArray[np.float64] = ink.box_center + (points - (low + high) / 2) * scale
    return positions, radius

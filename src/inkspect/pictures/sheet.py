"""Find a sheet of paper on a darker background, so that the surroundings can be ignored."""

import numpy as np

from inkspect.pictures.filters import Grey, Mask, box_mean, label_components
from inkspect.pictures.polygons import Points, convex_hull, polygon, quadrangularity

# Sheets are searched for at this many pixels, at this many greys between the darkest and the lightest.
_SEARCHED_SIDE = 160
_GREYS = 16
# The share of the picture that a sheet covers, at least and at most.
_SMALLEST = 0.08
_LARGEST = 0.95
# A quadrangle fills at least the first share of it, and it fills at least the second share of its convex hull.
_STRAIGHT = 0.85
_CONVEX = 0.94
# At least this share of it is bare paper.
_BARE = 0.7
# Ink on it is no wider than this share of its shorter side; otherwise it is the inside of a heavy 0.
_THICKEST = 0.12
# Along this share of its outline, at least half of which is within the picture, it is this much lighter than its
# surroundings, measured this far from the outline.
_ALONG = 0.85
_WITHIN = 0.5
_LIGHTER = 1.3
_BESIDE = 3
# The edge of the sheet, as a share of its size, is shadow and curl.
_EDGE = 0.03
_BLACKEST = 0.02


def find_sheet(grey: Grey) -> Mask | None:
    """Return the area, less its edge, of a sheet on something darker, or a dark card on something lighter, in (h, w).

    None if there is neither.
    """
    light = _light_sheet(grey)
    return light if light is not None else _light_sheet(1 - grey)


def _light_sheet(grey: Grey) -> Mask | None:
    factor = -(-max(grey.shape) // _SEARCHED_SIDE)
    height, width = (side // factor for side in grey.shape)
    if min(height, width) < 16:
        return None
    small = grey[: height * factor, : width * factor].reshape(height, factor, width, factor).mean(axis=(1, 3))
    best: tuple[float, Points] | None = None
    for level in np.linspace(small.min(), small.max(), _GREYS + 2)[1:-1]:
        hull = _outline_of_largest(small > level)
        if hull is None:
            continue
        contrast = _edge_contrast(small, hull)
        if contrast >= _LIGHTER and (best is None or contrast > best[0]):
            best = contrast, hull
    if best is None:
        return None
    return _without_edge(best[1] * factor, grey.shape)


def _outline_of_largest(light: Mask) -> Points | None:
    """Return the convex outline (points, 2) of the largest light region of (h, w), if it looks like a sheet."""
    labels, count = label_components(light)
    if not count:
        return None
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    region = labels == sizes.argmax()
    if not _SMALLEST <= sizes.max() / region.size <= _LARGEST:
        return None
    hull = convex_hull(region)
    filled = polygon(hull, region.shape)
    if sizes.max() < _BARE * filled.sum():
        return None
    holes = _holes(region)
    thickest = int(_THICKEST * min(np.ptp(hull, axis=0))) // 2 * 2 + 1
    if (box_mean((holes & ~light).astype(np.float32), thickest) > 0.999).any():
        return None
    covered = region | holes
    if covered.sum() < _CONVEX * filled.sum() or filled.sum() > _LARGEST * region.size:
        return None
    return hull if quadrangularity(hull) >= _STRAIGHT else None


def _holes(region: Mask) -> Mask:
    """Return the pixels of (h, w) that the region surrounds."""
    labels, _ = label_components(np.pad(~region, 1, constant_values=True))
    return np.asarray((labels != labels[0, 0]) & (labels > 0))[1:-1, 1:-1]


def _edge_contrast(grey: Grey, hull: Points) -> float:
    """Return how many times lighter the picture (h, w) is inside the outline than outside, along most of it.

    0 if too much of the outline is at the picture's own edge.
    """
    starts, ends = hull, np.roll(hull, -1, axis=0)
    lengths = np.linalg.norm(ends - starts, axis=1)
    share = [np.arange(0.5, max(1, round(length))) / max(1, round(length)) for length in lengths]
    side = np.repeat(np.arange(len(hull)), [len(part) for part in share])
    places = starts[side] + (ends - starts)[side] * np.concatenate(share)[:, None]
    outward = np.stack([ends[:, 1] - starts[:, 1], starts[:, 0] - ends[:, 0]], axis=1) / np.maximum(lengths, 1)[:, None]
    if (outward * (starts - hull.mean(axis=0))).sum() < 0:
        outward = -outward
    beyond, within = places + _BESIDE * outward[side], places - _BESIDE * outward[side]
    height, width = grey.shape
    seen = (beyond >= 0).all(axis=1) & (beyond[:, 0] <= width - 1) & (beyond[:, 1] <= height - 1)
    if seen.mean() < _WITHIN:
        return 0.0

    def at(points: Points) -> Grey:
        columns, rows = np.rint(points).astype(np.intp).T
        return np.asarray(grey[rows.clip(0, height - 1), columns.clip(0, width - 1)])

    return float(np.quantile(at(within[seen]) / np.maximum(at(beyond[seen]), _BLACKEST), 1 - _ALONG))


def _without_edge(hull: Points, shape: tuple[int, ...]) -> Mask:
    middle = hull.mean(axis=0)
    return polygon(middle + (hull - middle) * (1 - 2 * _EDGE), shape)


def continued(grey: Grey, sheet: Mask) -> Grey:
    """Return the picture (h, w) with the sheet's greys continued beyond it, as means of the nearest pixels."""
    left = np.where(sheet, grey, np.float32(0))
    known = sheet.astype(np.float32)
    whole = left.copy()
    missing = ~sheet
    size = 5
    while missing.any():
        share = box_mean(known, size)
        reached = missing & (share > 0.01)
        whole[reached] = (box_mean(left, size)[reached] / share[reached]).astype(np.float32)
        missing &= ~reached
        size = size * 2 + 1
    return whole

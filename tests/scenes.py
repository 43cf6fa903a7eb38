"""What lies before a test's camera: digits by several pens, on plain, ruled or creased paper, framed, on a table."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from inkspect.data.strokes import Drawing
from photographs import Coverage, drawn

Reflectance = NDArray[np.float64]
"""(h, w), 0 black … 1 white."""

Point = tuple[float, float]

PAPER = 0.92
_FINER = 3


def varied(drawing: Drawing, random: Generator) -> Drawing:
    """Return the drawing by another hand: turned by up to 6°, slanted, narrower or wider."""
    turn, slant, width = random.uniform(-0.1, 0.1), random.uniform(-0.15, 0.15), random.uniform(0.85, 1.15)
    change = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ [[width, slant], [0, 1]]
    return replace(drawing, strokes=tuple(stroke[:, :2] @ change.T for stroke in drawing.strokes))


def inked(drawing: Drawing, random: Generator, side: float = 160, pen: tuple[float, float] = (4, 14)) -> Coverage:
    """Return the digit's ink, (h, w) 0..1, `side` pixels along its longer side, by a pen of a width in `pen`."""
    return drawn(drawing, round(side), random.uniform(*pen), 0.02)


def with_gaps(drawing: Drawing, random: Generator, side: float = 160) -> Coverage:
    """Return ink (h, w) of a pen that skips two or three times: up to 5 % of the height stay bare along the stroke.

    No gap lies near a stroke's end, at a crossing or in a sharp turn, where what is missing is more than a gap.
    """
    pen = random.uniform(5, 10)
    whole = drawn(drawing, round(side), pen, 0.02)
    points = np.vstack([stroke[:, :2] for stroke in drawing.strokes])
    scale = (side - pen) / np.ptp(points, axis=0).max()
    places = [(stroke[:, :2] - points.min(axis=0)) * scale + pen / 2 + 0.02 * side for stroke in drawing.strokes]
    longest = _evenly(max(places, key=_length), 1.0)
    height, width = whole.shape
    ys, xs = np.mgrid[0:height, 0:width] + 0.5
    everywhere = np.vstack([_evenly(stroke, 1.0) for stroke in places if len(stroke) > 1])
    wanted, made = int(random.integers(2, 4)), list[int]()
    for at in random.permutation(np.arange(len(longest))):
        here = longest[at]
        reach = round(3 * pen)
        if at < reach or at >= len(longest) - reach or any(abs(at - other) < 4 * pen for other in made):
            continue
        before, after = here - longest[at - reach], longest[at + reach] - here
        if before @ after < 0.9 * np.linalg.norm(before) * np.linalg.norm(after):
            continue
        ahead = (longest[at + 2] - longest[at - 2]) / max(np.linalg.norm(longest[at + 2] - longest[at - 2]), 1e-9)
        aside = np.array([-ahead[1], ahead[0]])
        offset = everywhere - here
        if (
            (np.abs(offset @ ahead) < 2 * pen) & (np.abs(offset @ aside) > pen / 2) & (np.abs(offset @ aside) < 2 * pen)
        ).any():
            continue
        gap = random.uniform(0.6, 1) * 0.05 * side
        along = (xs - here[0]) * ahead[0] + (ys - here[1]) * ahead[1]
        across = (xs - here[0]) * aside[0] + (ys - here[1]) * aside[1]
        whole[(np.abs(along) < gap / 2) & (np.abs(across) < pen)] = 0
        made.append(int(at))
        if len(made) == wanted:
            break
    return whole


def _length(places: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(np.diff(places, axis=0), axis=1).sum())


def _evenly(places: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return points (n, 2) every `step` along a path."""
    walked = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    at = np.arange(0, walked[-1], step)
    return np.stack([np.interp(at, walked, places[:, axis]) for axis in (0, 1)], axis=1)


def laid(ink: Coverage, shape: tuple[int, int], random: Generator, *, margin: float = 0.06) -> Coverage:
    """Lay ink somewhere on a sheet of `shape`, (h, w), at least `margin` of its sides from the edges."""
    on_sheet = np.zeros(shape)
    top, left = (
        int(random.integers(low, max(room - low, low) + 1))
        for room, low in ((all_ - own, int(margin * all_)) for all_, own in zip(shape, ink.shape, strict=True))
    )
    on_sheet[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return on_sheet


def traced(shape: tuple[int, int], lines: Sequence[Sequence[Point]], width: float) -> Coverage:
    """Return lines (x, y) as ink on a sheet of `shape`, (h, w)."""
    canvas = Image.new("L", (shape[1] * _FINER, shape[0] * _FINER))
    brush = ImageDraw.Draw(canvas)
    for line in lines:
        brush.line([(x * _FINER, y * _FINER) for x, y in line], fill=255, width=max(1, round(width * _FINER)))
    return np.asarray(canvas.resize(shape[::-1], Image.Resampling.BOX), np.float64) / 255


def ruled(shape: tuple[int, int], random: Generator, *, squared: bool = False) -> Coverage:
    """Return printed lines, up to 2° off level, 12 to 40 pixels apart, (h, w); both ways where squared."""
    height, width = shape
    pitch, slope = random.uniform(12, 40), np.tan(random.uniform(-0.035, 0.035))
    reach = int(np.hypot(height, width))
    first = random.uniform(0, pitch)
    level = [
        ((-10.0, y - slope * 10), (width + 10.0, y + slope * (width + 10)))
        for y in np.arange(first - reach, height + reach, pitch)
    ]
    upright = [
        ((x + slope * 10, -10.0), (x - slope * (height + 10), height + 10.0))
        for x in np.arange(first - reach, width + reach, pitch)
    ]
    return traced(shape, [*level, *upright] if squared else level, random.uniform(1, 2))


def printed(coverages: Sequence[tuple[Coverage, float]], paper: float | Reflectance = PAPER) -> Reflectance:
    """Return paper (h, w) under each ink, of its own grey, the darkest of them counting."""
    layers = [paper + (grey - paper) * coverage for coverage, grey in coverages]
    return np.asarray(np.minimum.reduce(layers))


def around(ink: Coverage, random: Generator, *, outline: str, room: float | None = None) -> Coverage:
    """Draw a closed line round ink (h, w), in place, and return it alone: a "box" or a "ring".

    The inside is `room` times as high as the digit: by default 1.25 to 1.7 times.
    """
    rows, columns = np.nonzero(ink > 0.5)
    middle = np.array([columns.min() + columns.max(), rows.min() + rows.max()]) / 2
    half_height = np.ptp(rows) / 2 * (room or random.uniform(1.25, 1.7))
    half_width = max(half_height * random.uniform(0.75, 1.0), np.ptp(columns) / 2 * 1.35)
    line = random.uniform(1.5, 5)
    if outline == "box":
        corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1), (1, -1)]
        path = [(middle[0] + half_width * x, middle[1] + half_height * y) for x, y in corners]
    else:
        turns = np.linspace(0, 2 * np.pi, 90)
        stretch = 1.15 if room is None else 1
        wobble = 1 + 0.03 * np.sin(2 * turns + random.uniform(0, 6))
        path = [
            (middle[0] + half_width * stretch * w * np.cos(t), middle[1] + half_height * stretch * w * np.sin(t))
            for t, w in zip(turns, wobble, strict=True)
        ]
    return traced(ink.shape, [path], line)


def on_table(sheet: Reflectance, random: Generator, *, perspective: float = 0.0) -> Reflectance:
    """Lay a sheet (h, w) on grained wood, seen at a slant that moves its corners by `perspective` of its sides."""
    height, width = sheet.shape
    room = random.uniform(0.08, 0.3)
    tall, wide = round(height * (1 + 2 * room)), round(width * (1 + 2 * room))
    grain = np.sin(np.arange(tall)[:, None] / random.uniform(3, 9) + 2 * np.sin(np.arange(wide) / 60))
    table = random.uniform(0.15, 0.5) + 0.03 * grain + random.normal(0, 0.01, (tall, wide))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    seen = corners + np.array([room * width, room * height])
    seen += random.uniform(-1, 1, (4, 2)) * perspective * [width, height] * min(1, room / 0.15)
    coefficients = _projection(seen, corners)
    laid_out = Image.fromarray(sheet.astype(np.float32)).transform(
        (wide, tall), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BILINEAR
    )
    mask = Image.new("L", (width, height), 255).transform(
        (wide, tall), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BILINEAR
    )
    share = np.asarray(mask, np.float64) / 255
    cast = np.asarray(mask.filter(ImageFilter.GaussianBlur(4)), np.float64) / 255
    under = table * (1 - 0.4 * np.roll(cast, (3, 3), (0, 1)))
    return np.asarray(np.asarray(laid_out, np.float64) * share + under * (1 - share))


def _projection(seen: NDArray[np.float64], source: NDArray[np.float64]) -> tuple[float, ...]:
    """Return Pillow's eight coefficients, which take a point seen (4, 2) to one of the source (4, 2)."""
    rows, wanted = [], []
    for (x, y), (u, v) in zip(seen, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    coefficients: list[float] = np.linalg.solve(np.array(rows), np.array(wanted)).tolist()
    return tuple(coefficients)


def creased(shape: tuple[int, int], random: Generator) -> Reflectance:
    """Return a shadow (h, w), to be taken off the paper: a straight line from edge to edge, 25 of 255 deep."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width]
    angle = random.uniform(0, np.pi)
    across = (x - width * random.uniform(0.25, 0.75)) * np.cos(angle)
    across = across + (y - height * random.uniform(0.25, 0.75)) * np.sin(angle)
    return np.asarray(25 / 255 * np.exp(-((across / random.uniform(1.5, 5)) ** 2)))


def glare(shape: tuple[int, int], random: Generator) -> Reflectance:
    """Return light (h, w), to be added: a soft spot in one of the corners."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width]
    x0, y0 = random.choice([0.16, 0.84]) * width, random.choice([0.16, 0.84]) * height
    spread_x, spread_y = random.uniform(0.08, 0.16, 2) * [width, height]
    spot = np.exp(-(((x - x0) / spread_x) ** 2) - ((y - y0) / spread_y) ** 2)
    return np.asarray(random.uniform(0.25, 0.4) * spot)


Light = Callable[[tuple[int, int], Generator], Reflectance]


def camera(
    scene: Reflectance, random: Generator, *, shadow: bool = False, added: Reflectance | None = None
) -> Image.Image:
    """Photograph a scene (h, w): light that falls off, a shadow's edge, light `added` on top, noise, blur."""
    height, width = scene.shape
    y, x = np.mgrid[0:height, 0:width]
    y, x = y / height - 0.5, x / width - 0.5
    angle = random.uniform(0, 2 * np.pi)
    fall = random.uniform(0, 0.4)
    light = 1 - fall * (0.5 + (np.cos(angle) * x + np.sin(angle) * y) / 1.42) - 0.3 * (x**2 + y**2)
    if shadow:
        edge = np.cos(angle + 1) * x + np.sin(angle + 1) * y - random.uniform(-0.25, 0.25)
        light = light * (1 - random.uniform(0.2, 0.4) / (1 + np.exp(-edge / random.uniform(0.005, 0.03))))
    grey = light * scene + (0 if added is None else added)
    colours = grey[..., None] * np.array([1.0, 0.95, 0.88]) + random.normal(0, 0.015, (height, width, 3))
    image = Image.fromarray((np.clip(colours, 0, 1) * 255).astype(np.uint8))
    return image.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 1.2)))

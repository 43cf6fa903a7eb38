"""Pictures for tests: digits drawn with a pen of any width, and photographed as badly as people photograph."""

import io

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

import golden
from inkspect.data.stroke_files import read_strokes
from inkspect.data.strokes import Drawing

Coverage = NDArray[np.float64]
_FINER = 3


def labelled_drawings() -> list[Drawing]:
    """Return the golden drawings that are plain digits."""
    return [drawing for drawing in read_strokes(golden.FOLDER / golden.DRAWINGS) if drawing.label is not None]


def one_of_each_style() -> list[Drawing]:
    """Return one golden drawing of every way to write a digit: "7 plain" and "7 with a bar" are two."""
    styles = {str(drawing.extra["name"]).partition(",")[0]: drawing for drawing in labelled_drawings()}
    return list(styles.values())


def drawn(drawing: Drawing, side: int = 200, pen: float = 12, margin: float = 0.2) -> Coverage:
    """Return how much ink covers each pixel, (h, w) 0..1.

    The ink, pen of `pen` pixels included, is `side` pixels along its longer side, with `margin` of that around it.
    """
    points = np.vstack([stroke[:, :2] for stroke in drawing.strokes])
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    scale = (side - pen) / span.max()
    edge = pen / 2 + margin * side
    width, height = (int(np.ceil(length)) for length in span * scale + 2 * edge)
    canvas = Image.new("L", (width * _FINER, height * _FINER))
    brush = ImageDraw.Draw(canvas)
    radius = pen * _FINER / 2
    for stroke in drawing.strokes:
        places = ((stroke[:, :2] - low) * scale + edge) * _FINER
        brush.line([(x, y) for x, y in places.tolist()], fill=255, width=max(1, round(2 * radius)))
        for x, y in places.tolist():
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(canvas.resize((width, height), Image.Resampling.BOX), np.float64) / 255


def on_paper(coverage: Coverage) -> Image.Image:
    """Return black ink on white paper."""
    return Image.fromarray(np.rint(255 * (1 - coverage)).astype(np.uint8))


def side_by_side(*coverages: Coverage) -> Coverage:
    height = max(len(coverage) for coverage in coverages)
    return np.hstack([np.pad(coverage, ((0, height - len(coverage)), (0, 0))) for coverage in coverages])


def photographed(
    coverage: Coverage, random: Generator, *, shadow: bool = False, light_ink: bool = False, quality: int = 60
) -> bytes:
    """Return a JPEG: light that falls off to one side and to the corners, a shadow's edge, noise, blur, artefacts."""
    height, width = coverage.shape
    y, x = np.mgrid[0:height, 0:width]
    y, x = y / height - 0.5, x / width - 0.5
    angle = random.uniform(0, 2 * np.pi)
    light = 1 - 0.5 * (0.5 + (np.cos(angle) * x + np.sin(angle) * y) / 1.42) - 0.3 * (x**2 + y**2)
    if shadow:
        edge = np.cos(angle + 1) * x + np.sin(angle + 1) * y - random.uniform(-0.25, 0.25)
        light = light * (1 - 0.35 / (1 + np.exp(-edge / 0.01)))
    paper, ink = (0.15, 0.85) if light_ink else (0.92, 0.2)
    grey = light * (paper + (ink - paper) * coverage)
    colours = grey[..., None] * np.array([1.0, 0.95, 0.86]) + random.normal(0, 0.02, (height, width, 3))
    image = Image.fromarray((np.clip(colours, 0, 1) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.8))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()

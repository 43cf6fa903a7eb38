"""The situations in which people take pictures of a digit, each as a seeded picture, and how each is read."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from PIL import Image

import scenes
from inkspect.data.strokes import Drawing
from inkspect.network.network import Network
from inkspect.pictures import read_picture
from inkspect.reading import read_drawings, read_pixels
from inkspect.system.errors import InkspectError
from photographs import Coverage, encoded, labelled_drawings, on_paper

Situation = Callable[[Drawing, Generator], Image.Image]


class Outcome(NamedTuple):
    """Of the pictures of one situation, how many were read how."""

    right: int = 0
    refused: int = 0
    wrong: int = 0

    def share_wrong(self) -> float:
        """Return the share that was read as another digit, with the verdict "digit"."""
        return self.wrong / sum(self)


def _sheet(random: Generator) -> tuple[int, int]:
    return int(random.integers(230, 420)), int(random.integers(210, 400))


def _ink_grey(random: Generator) -> float:
    return float(random.uniform(0.05, 0.3))


def _paper(ink: Coverage, random: Generator, *others: tuple[Coverage, float]) -> scenes.Reflectance:
    return scenes.printed([(ink, _ink_grey(random)), *others])


def _laid(drawing: Drawing, random: Generator, low: float = 90, high: float = 190) -> Coverage:
    return scenes.laid(scenes.inked(drawing, random, random.uniform(low, high)), _sheet(random), random)


def clean(drawing: Drawing, random: Generator) -> Image.Image:
    return on_paper(_laid(drawing, random))


def plain(drawing: Drawing, random: Generator) -> Image.Image:
    return scenes.camera(_paper(_laid(drawing, random), random), random)


def shadow(drawing: Drawing, random: Generator) -> Image.Image:
    return scenes.camera(_paper(_laid(drawing, random), random), random, shadow=True)


def pencil(drawing: Drawing, random: Generator) -> Image.Image:
    ink = scenes.inked(drawing, random, random.uniform(90, 190), (3, 6))
    grainy = scenes.laid(ink * random.uniform(0.7, 1, ink.shape), _sheet(random), random)
    return scenes.camera(scenes.printed([(grainy, random.uniform(0.4, 0.55))]), random)


def marker(drawing: Drawing, random: Generator) -> Image.Image:
    side = random.uniform(110, 190)
    ink = scenes.laid(scenes.inked(drawing, random, side, (0.1 * side, 0.15 * side)), _sheet(random), random)
    return scenes.camera(_paper(ink, random), random, shadow=bool(random.random() < 0.5))


def skipping_pen(drawing: Drawing, random: Generator) -> Image.Image:
    ink = scenes.laid(scenes.with_gaps(drawing, random, random.uniform(90, 190)), _sheet(random), random)
    return scenes.camera(_paper(ink, random), random)


def ruled_paper(drawing: Drawing, random: Generator) -> Image.Image:
    ink = _laid(drawing, random)
    return scenes.camera(_paper(ink, random, (scenes.ruled(ink.shape, random), random.uniform(0.35, 0.65))), random)


def squared_paper(drawing: Drawing, random: Generator) -> Image.Image:
    ink = _laid(drawing, random)
    lines = scenes.ruled(ink.shape, random, squared=True)
    return scenes.camera(_paper(ink, random, (lines, random.uniform(0.35, 0.65))), random)


def squared_scan(drawing: Drawing, random: Generator) -> Image.Image:
    ink = _laid(drawing, random)
    lines = scenes.ruled(ink.shape, random, squared=True)
    return Image.fromarray(np.rint(255 * scenes.printed([(ink, 0.0), (lines, 0.6)], 1.0)).astype(np.uint8))


def faint_lines(drawing: Drawing, random: Generator) -> Image.Image:
    ink = _laid(drawing, random)
    lines = scenes.ruled(ink.shape, random, squared=bool(random.random() < 0.5))
    return scenes.camera(_paper(ink, random, (lines, random.uniform(0.75, 0.85))), random)


def glare_on_board(drawing: Drawing, random: Generator) -> Image.Image:
    ink = scenes.laid(scenes.inked(drawing, random, random.uniform(90, 150)), (320, 240), random)
    board = scenes.printed([(ink, 0.27)], 0.7)
    return scenes.camera(board, random, added=scenes.glare(ink.shape, random))


def crease(drawing: Drawing, random: Generator) -> Image.Image:
    ink = _laid(drawing, random)
    paper = scenes.PAPER - scenes.creased(ink.shape, random)
    return scenes.camera(scenes.printed([(ink, random.uniform(0.4, 0.65))], paper), random)


def crease_in_scan(drawing: Drawing, random: Generator) -> Image.Image:
    ink = _laid(drawing, random)
    paper = 1 - scenes.creased(ink.shape, random)
    page = scenes.printed([(ink, random.uniform(0.5, 0.8))], paper)
    return Image.fromarray(np.rint(255 * page).astype(np.uint8))


def sheet_on_table(drawing: Drawing, random: Generator) -> Image.Image:
    return scenes.camera(scenes.on_table(_paper(_laid(drawing, random), random), random), random)


def perspective(drawing: Drawing, random: Generator) -> Image.Image:
    sheet = _paper(_laid(drawing, random), random)
    return scenes.camera(scenes.on_table(sheet, random, perspective=0.06), random, shadow=True)


def ruled_on_table(drawing: Drawing, random: Generator) -> Image.Image:
    ink = _laid(drawing, random)
    lines = scenes.ruled(ink.shape, random, squared=bool(random.random() < 0.5))
    sheet = _paper(ink, random, (lines, random.uniform(0.35, 0.65)))
    return scenes.camera(scenes.on_table(sheet, random, perspective=0.03), random)


def _framed(drawing: Drawing, random: Generator, outline: str) -> scenes.Reflectance:
    ink = np.pad(scenes.inked(drawing, random, random.uniform(80, 140)), 110)
    return _paper(ink, random, (scenes.around(ink, random, outline=outline), random.uniform(0.05, 0.55)))


def printed_box(drawing: Drawing, random: Generator) -> Image.Image:
    return Image.fromarray(np.rint(255 * _framed(drawing, random, "box")).astype(np.uint8))


def photographed_box(drawing: Drawing, random: Generator) -> Image.Image:
    return scenes.camera(_framed(drawing, random, "box"), random, shadow=bool(random.random() < 0.5))


def ring(drawing: Drawing, random: Generator) -> Image.Image:
    return scenes.camera(_framed(drawing, random, "ring"), random)


def form(drawing: Drawing, random: Generator) -> Image.Image:
    """A field of three cells, in one of which something is written."""
    ink = np.pad(scenes.inked(drawing, random, random.uniform(80, 140)), ((90, 90), (200, 200)))
    rows, columns = np.nonzero(ink > 0.5)
    top, bottom = rows.min() - random.uniform(12, 40), rows.max() + random.uniform(12, 40)
    left, right = columns.min() - random.uniform(12, 30), columns.max() + random.uniform(12, 30)
    cell, place = right - left, int(random.integers(3))
    first = left - place * cell
    frame = [(first, top), (first + 3 * cell, top), (first + 3 * cell, bottom), (first, bottom), (first, top)]
    dividers = [[(first + cell * n, top), (first + cell * n, bottom)] for n in (1, 2)]
    low, high = max(0, int(first) - 30), int(first + 3 * cell) + 30
    lines = scenes.traced(ink.shape, [frame, *dividers], random.uniform(1, 3))
    page = _paper(ink, random, (lines, random.uniform(0.05, 0.55)))[:, low:high]
    return scenes.camera(page, random) if random.random() < 0.5 else Image.fromarray((255 * page).astype(np.uint8))


def underline(drawing: Drawing, random: Generator) -> Image.Image:
    """A bar 18 to 40 % of the height below the digit, by the same pen or nearly."""
    pen = random.uniform(4, 12)
    ink = np.pad(scenes.inked(drawing, random, random.uniform(90, 160), (pen, pen)), 100)
    rows, columns = np.nonzero(ink > 0.5)
    y = rows.max() + random.uniform(0.18, 0.4) * np.ptp(rows) + pen / 2
    tilt = random.uniform(-0.06, 0.06)
    reach = max(np.ptp(columns), 0.5 * np.ptp(rows)) * random.uniform(0.55, 0.9)
    x = (columns.min() + columns.max()) / 2
    bar = scenes.traced(ink.shape, [[(x - reach, y - tilt * reach), (x + reach, y + tilt * reach)]], pen)
    page = _paper(np.maximum(ink, bar), random)
    return scenes.camera(page, random) if random.random() < 0.5 else Image.fromarray((255 * page).astype(np.uint8))


def marked_zero(drawing: Drawing, random: Generator) -> Image.Image:
    """A dot, a bar or a slash inside a 0, less than half as high as its inside and apart from it."""
    ink = _laid(drawing, random, 110, 190)
    rows, columns = np.nonzero(ink > 0.5)
    x, y = (columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2
    reach, pen = random.uniform(0.02, 0.12) * np.ptp(rows), random.uniform(3, 5)
    across, down = [(0, 0), (0, 1), (0.7, -0.7), (0.4, 0)][random.integers(4)]
    mark = [(x - reach * across, y - reach * down), (x + reach * across + 0.1, y + reach * down + pen / 2)]
    ink = np.maximum(ink, scenes.traced(ink.shape, [mark], pen))
    return scenes.camera(_paper(ink, random), random)


SITUATIONS: dict[str, Situation] = {
    "clean paper": clean,
    "photographed": plain,
    "a shadow's edge": shadow,
    "pencil": pencil,
    "marker": marker,
    "a pen that skips": skipping_pen,
    "faint lines": faint_lines,
    "ruled paper": ruled_paper,
    "squared paper": squared_paper,
    "squared paper, scanned": squared_scan,
    "glare on a board": glare_on_board,
    "crease": crease,
    "crease, scanned": crease_in_scan,
    "sheet on a table": sheet_on_table,
    "perspective and shadow": perspective,
    "ruled sheet on a table": ruled_on_table,
    "printed box": printed_box,
    "box, photographed": photographed_box,
    "ring round the digit": ring,
    "form's field": form,
    "underline": underline,
    "dot, bar or slash in a 0": marked_zero,
}


def pictures(situation: str, count: int, network: Network) -> Iterator[tuple[str, Image.Image | bytes]]:
    """Yield `count` seeded pictures with their digit; every drawing is one that its strokes read right and surely."""
    random = np.random.default_rng([20, *situation.encode()])
    drawings = labelled_drawings()
    if SITUATIONS[situation] is marked_zero:
        drawings = [drawing for drawing in drawings if str(drawing.extra["name"]).startswith("0 oval")]
    while count:
        drawing = scenes.varied(drawings[random.integers(len(drawings))], random)
        (reading,) = read_drawings([drawing.strokes], network)
        if reading.verdict != "digit" or str(reading.digit) != drawing.label:
            continue
        count -= 1
        image = SITUATIONS[situation](drawing, random)
        # A photograph is in colour, and compressed.
        yield str(drawing.label), encoded(image, "JPEG", quality=70) if image.mode == "RGB" else image


def outcome(situation: str, count: int, network: Network) -> Outcome:
    """Read `count` pictures of a situation, and say how that went."""
    tally = [0, 0, 0]
    for label, picture in pictures(situation, count, network):
        try:
            (reading,) = read_pixels(read_picture(picture).pixels[None], network)
        except InkspectError:
            tally[1] += 1
            continue
        sure = reading.verdict == "digit"
        tally[1 if not sure else 0 if str(reading.digit) == label else 2] += 1
    return Outcome(*tally)

"""Drawings that are plainly no digit, for measuring: outlines made for this purpose, which no training run has seen.

`non_digit_outlines.json` holds the outlines by kind, in the notation of the package's glyphs. The package does not read
that file, and a test holds that its outlines differ from all that the package draws for training.
"""

import json
import zlib
from pathlib import Path

import numpy as np

from inkspect.drawing.glyphs import Glyph, draw_glyph, parse_glyph
from inkspect.drawing.hands import USUAL_HANDS, augment_strokes
from inkspect.ink import Stroke

OUTLINES = Path(__file__).with_name("non_digit_outlines.json")

_UNSTEADINESS, _ROUNDING = 0.02, 0.1
_CALMEST, _WILDEST = 0.4, 1.2
"""The range of the handwriting's variation: in a wilder hand, a person could no longer be sure of some letters."""


def load_outlines() -> dict[str, tuple[Glyph, ...]]:
    """Return every kind of non-digit with its outlines."""
    entries: dict[str, list[str]] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return {kind: tuple(parse_glyph(outline) for outline in outlines) for kind, outlines in entries.items()}


def draw_non_digits(kind: str, outlines: tuple[Glyph, ...], count: int) -> list[list[Stroke]]:
    """Draw `count` non-digits of a kind, all outlines equally often: strokes (points, 2), longer side 1.

    Each depends only on the kind and its own number.
    """
    return [_drawn(kind, outlines[number % len(outlines)], number) for number in range(count)]


def _drawn(kind: str, outline: Glyph, number: int) -> list[Stroke]:
    rng = np.random.default_rng((zlib.crc32(kind.encode()), number))
    hands = USUAL_HANDS.scaled(float(rng.uniform(_CALMEST, _WILDEST)))
    return augment_strokes(draw_glyph(outline, rng, _UNSTEADINESS, _ROUNDING), rng, hands)

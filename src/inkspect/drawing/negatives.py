"""Generate negatives: drawings that show no digit, for training a network to recognize that.

Each kind excludes shapes that people would read as a digit: a mirrored 0 is a 0, a 6 upside down is a 9, an S is a 5.
The tables below list the digits that each kind may use; the letters are those that nobody would read as a digit.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
from numpy.random import Generator

from inkspect.data.labels import DIGITS
from inkspect.data.strokes import Drawing
from inkspect.drawing import pen_paths
from inkspect.drawing.glyphs import draw_glyph, load_glyphs
from inkspect.drawing.hands import (
    USUAL_HANDS,
    Hands,
    augment_strokes,
    normalized,
    part_of,
    path_lengths,
    stacked,
    unstacked,
)
from inkspect.drawing.hard_negatives import HARD_KINDS, HardKind, draw_hard_negative
from inkspect.ink import Stroke

Kind: TypeAlias = Literal[
    "letter", "figure", "path", "digits together", "digits overlaid", "mirrored", "turned", "cut off", "mixed"
]

KIND_SHARES: Mapping[Kind, float] = MappingProxyType(
    {
        "letter": 0.50,
        "figure": 0.10,
        "path": 0.12,
        "digits together": 0.07,
        "digits overlaid": 0.03,
        "mirrored": 0.06,
        "turned": 0.06,
        "cut off": 0.03,
        "mixed": 0.03,
    }
)
"""How often each kind is drawn among the negatives that are not hard; the sum is 1."""

NO_HARD_KINDS: Mapping[HardKind, float] = MappingProxyType({})

_MIRRORED = MappingProxyType({"2": 0.4, "3": 1.0, "4": 0.5, "5": 0.3, "6": 1.0, "7": 1.0, "9": 1.0})
"""Digits whose mirror image is not a digit, with relative frequencies: a mirrored 2 resembles a 5, and vice versa."""

_TURNED = MappingProxyType(
    {90: "23568", -90: "23568", 180: "347"}  # a closed 4 is nearly its own transpose, a rotated 7 with a bar nearly a 4
)
"""Rotations in degrees, clockwise, and the digits that are not a digit after them."""

_CUT_OFF: tuple[tuple[str, Literal["first", "last"], float, float], ...] = (
    ("0", "first", 0.35, 0.55),
    ("2", "first", 0.25, 0.45),
    ("2", "last", 0.4, 0.55),
    ("4", "first", 0.42, 0.55),
    ("5", "first", 0.25, 0.4),
)
"""Parts of digits that are not a digit: label, which end of the pen's path, its smallest and largest share."""

_OVERLAID: tuple[tuple[str, str], ...] = tuple(
    (below, above)
    for below, others in {"0": "2345", "2": "345678", "3": "46", "4": "5678", "5": "67", "6": "7", "7": "8"}.items()
    for above in others
)
"""Pairs of digits that, overlaid, form neither another digit nor a slashed 0."""

_PATHS: tuple[Callable[[Generator], list[Stroke]], ...] = (
    pen_paths.scribble,
    pen_paths.tangle,
    pen_paths.coil,
    pen_paths.wander,
    pen_paths.zigzag,
    pen_paths.spiral,
    pen_paths.lines,
    pen_paths.dots,
    pen_paths.waves,
)

_SLIM = 0.45
"""The ratio of width to height below which a part of a digit may pass for a 1."""

_CUT_OFF_TRIES = 8
_RARE_LETTER_SHARE = 0.12
_JOINED_LETTERS_SHARE = 0.06


@dataclass(frozen=True)
class Negatives:
    """Draws negatives, some made from real digits: `digits` by label, each drawing's strokes (points, 2)."""

    digits: Mapping[str, Sequence[Sequence[Stroke]]]

    @classmethod
    def from_drawings(cls, drawings: Sequence[Drawing]) -> "Negatives":
        """Use labelled drawings; drawings without ink, or whose label is not a digit, are skipped.

        Raises:
            ValueError: a digit is missing.
        """
        digits: dict[str, list[Sequence[Stroke]]] = {label: [] for label in DIGITS}
        for drawing in drawings:
            points, owners = stacked(drawing.kept)
            if drawing.label in digits and len(points):
                digits[drawing.label].append(unstacked(normalized(points), owners))
        missing = [label for label, of_label in digits.items() if not of_label]
        if missing:
            raise ValueError(f"negatives are made from all ten digits, but there is no drawing of {', '.join(missing)}")
        return cls(digits)

    def draw(
        self,
        rng: Generator,
        kind: Kind | HardKind | None = None,
        hands: Hands = USUAL_HANDS,
        hard_shares: Mapping[HardKind, float] = NO_HARD_KINDS,
    ) -> list[Stroke]:
        """Draw one negative in varied handwriting: strokes (points, 2), longer side 1.

        Args:
            rng: the source of all randomness; the same state gives the same strokes.
            kind: the kind to draw; by default, kinds occur in their shares.
            hands: how much handwriting varies, as for digits.
            hard_shares: the shares of the hard kinds, see `pick_kind`.
        """
        chosen = kind or pick_kind(rng, hard_shares)
        return augment_strokes(self._draw_plain(chosen, rng), rng, hands)

    def _draw_plain(self, kind: Kind | HardKind, rng: Generator) -> list[Stroke]:
        match kind:
            case "letter":
                return _letter(rng)
            case "figure":
                return pen_paths.figure(rng)
            case "path":
                return _PATHS[int(rng.integers(len(_PATHS)))](rng)
            case "digits together":
                return self._together(rng)
            case "digits overlaid":
                return self._overlaid(rng)
            case "mirrored":
                labels = list(_MIRRORED)
                shares = np.array(list(_MIRRORED.values()))
                label = labels[int(rng.choice(len(labels), p=shares / shares.sum()))]
                return [stroke * [-1, 1] for stroke in self._digit(label, rng)]
            case "turned":
                return self._turned(rng)
            case "cut off":
                return self._cut_off(rng)
            case "mixed":
                return self._mixed(rng)
            case hard:
                return draw_hard_negative(hard, rng, self.digits)

    def _digit(self, label: str, rng: Generator) -> Sequence[Stroke]:
        of_label = self.digits[label]
        return of_label[int(rng.integers(len(of_label)))]

    def _together(self, rng: Generator) -> list[Stroke]:
        """Draw a number of two or three digits."""
        count = 2 if rng.random() < 0.75 else 3
        written: list[Stroke] = []
        right = 0.0
        for _ in range(count):
            digit = self._digit(str(int(rng.integers(10))), rng)
            size = rng.uniform(0.8, 1.2)
            left = min(float(stroke[:, 0].min()) for stroke in digit) * size
            moved = [stroke * size + [right - left, rng.normal(0, 0.06)] for stroke in digit]
            right = max(float(stroke[:, 0].max()) for stroke in moved) + rng.uniform(0.02, 0.4)
            written.extend(moved)
        return written

    def _overlaid(self, rng: Generator) -> list[Stroke]:
        below, above = _OVERLAID[int(rng.integers(len(_OVERLAID)))]
        offset = rng.normal(0, 0.15, 2)
        size = rng.uniform(0.7, 1.1)
        return [*self._digit(below, rng), *(stroke * size + offset for stroke in self._digit(above, rng))]

    def _turned(self, rng: Generator) -> list[Stroke]:
        degrees = (90, -90, 180)[int(rng.integers(3))]
        label = str(rng.choice(list(_TURNED[degrees])))
        return _rotated(self._digit(label, rng), float(np.deg2rad(degrees + rng.uniform(-15, 15))))

    def _cut_off(self, rng: Generator) -> list[Stroke]:
        """Draw a digit with its start or end missing; if the rest is so slim that it may be a 1, try again."""
        for _ in range(_CUT_OFF_TRIES):
            label, end, least, largest = _CUT_OFF[int(rng.integers(len(_CUT_OFF)))]
            share = float(rng.uniform(least, largest))
            left = _share_of(self._digit(label, rng), *((0.0, share) if end == "first" else (1 - share, 1.0)))
            width, height = np.ptp(np.concatenate(left), axis=0)
            if width > _SLIM * height:
                return left
        return self._mixed(rng)

    def _mixed(self, rng: Generator) -> list[Stroke]:
        """Combine parts of three or four digits in one box, each randomly rotated."""
        parts: list[Stroke] = []
        for _ in range(int(rng.integers(3, 5))):
            digit = self._digit(str(int(rng.integers(10))), rng)
            start = float(rng.uniform(0, 0.5))
            part = _share_of(digit, start, start + float(rng.uniform(0.25, 0.5)))
            place = rng.uniform(-0.3, 0.3, 2)
            parts.extend(stroke + place for stroke in _rotated(part, float(rng.uniform(0, 2 * np.pi))))
        return parts


def pick_kind(rng: Generator, hard_shares: Mapping[HardKind, float] = NO_HARD_KINDS) -> Kind | HardKind:
    """Pick a kind: the hard ones have their shares of all negatives, the others share the rest as in `KIND_SHARES`."""
    rest = max(1 - math.fsum(hard_shares.values()), 0.0)
    shares: dict[Kind | HardKind, float] = {kind: rest * share for kind, share in KIND_SHARES.items()}
    shares |= {kind: hard_shares[kind] for kind in HARD_KINDS if hard_shares.get(kind)}
    place = int(np.searchsorted(np.cumsum(list(shares.values())), rng.random(), side="right"))
    return list(shares)[min(place, len(shares) - 1)]


def _letter(rng: Generator) -> list[Stroke]:
    """Draw a letter, sometimes one more like a digit, sometimes two joined letters."""
    if rng.random() < _RARE_LETTER_SHARE:
        return _any_of("rare_letters", rng)
    letter = _any_of("letters", rng)
    if rng.random() < _JOINED_LETTERS_SHARE:
        right = max(float(stroke[:, 0].max()) for stroke in letter)
        away = np.array([right + rng.uniform(0.0, 0.25), 0.0])
        follower = [stroke + away for stroke in _any_of("letters", rng)]
        return [*letter, *follower]
    return letter


def _any_of(collection: str, rng: Generator) -> list[Stroke]:
    glyphs = load_glyphs(collection)
    variants = glyphs[list(glyphs)[int(rng.integers(len(glyphs)))]]
    return draw_glyph(variants[int(rng.integers(len(variants)))], rng)


def _rotated(strokes: Sequence[Stroke], angle: float) -> list[Stroke]:
    cosine, sine = np.cos(angle), np.sin(angle)
    return [stroke @ np.array([[cosine, sine], [-sine, cosine]]) for stroke in strokes]


def _share_of(strokes: Sequence[Stroke], first: float, last: float) -> list[Stroke]:
    """Return the part of a drawing between two shares, from 0 to 1, of its whole path length with the pen down."""
    ways = [float(path_lengths(stroke)[-1]) for stroke in strokes]
    whole = sum(ways)
    parts: list[Stroke] = []
    begun = 0.0
    for stroke, way in zip(strokes, ways, strict=True):
        start, end = max(first * whole - begun, 0.0), min(last * whole - begun, way)
        if end > start:
            parts.append(part_of(stroke, start, end))
        begun += way
    return parts or list(strokes[:1])

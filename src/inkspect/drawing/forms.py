"""Forms of digits that strangers use and networks misread: drawn from scratch, or given to real drawings.

A form's glyphs are families of extremes that share their strokes, points and corners. A drawing from scratch lies at
random between the extremes of one family.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.random import Generator

from inkspect.drawing.form_changes import (
    Change,
    narrowed_3,
    narrowed_6,
    on_base_line,
    with_broad_flag,
    with_dragged_exit,
    with_far_tail,
    with_hooked_roof,
    with_level_flag,
    with_long_entry,
    with_long_slash,
    with_low_bar,
    with_tail,
    without_crossing,
)
from inkspect.drawing.glyphs import Glyph, GlyphStroke, draw_glyph, parse_glyph
from inkspect.drawing.hands import normalized, stacked, unstacked
from inkspect.ink import Stroke

_CHANGED_SHARE = 0.5
"""Probability that a real drawing is changed, if the form and the drawing allow it."""

_UNSTEADINESS = 0.018
"""Less than a glyph's usual: the extremes already differ."""

Family = tuple[Glyph, ...]
"""The extremes of one way to draw a form: the same strokes, points and corners in other places."""


@dataclass(frozen=True)
class Form:
    """A form of one digit.

    Attributes:
        name: what it is called in recipes.
        digit: the digit.
        description: what sets it apart from the usual forms.
        change: gives a real drawing of the digit this form, or returns None if the drawing does not allow it.
    """

    name: str
    digit: str
    description: str
    change: Change | None = None


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("tailed_0", "0", "a long tail at the top, at the beginning or the end", with_tail),
        Form("long_slash_0", "0", "a slash that goes far beyond the ring", with_long_slash),
        Form("broad_flag_1", "1", "a broad flag that rises from the left", with_broad_flag),
        Form("level_flag_1", "1", "a short flag, nearly level", with_level_flag),
        Form("close_upstroke_1", "1", "a steep upstroke close to the stem, hooked or rounded"),
        Form("dragged_exit_1", "1", "an exit stroke dragged up to the left or right", with_dragged_exit),
        Form("base_line_1", "1", "a wide base line, drawn on in one stroke or separately", on_base_line),
        Form("looped_head_2", "2", "a head that is a closed or nearly closed loop"),
        Form("check_mark_2", "2", "a sharp turn at the foot into a rising exit stroke, like a check mark"),
        Form("z_2", "2", "a level roof and corners, like a Z"),
        Form("loop_below_2", "2", "a large loop at the foot"),
        Form("narrow_3", "3", "less than half as wide as high, with a shallow notch", narrowed_3),
        Form("level_roof_3", "3", "a level roof instead of the upper bow"),
        Form("open_4", "4", "open at the top, with a short stem that begins below"),
        Form("uncrossed_4", "4", "open at the top, with a bar that ends at the stem", without_crossing),
        Form("lightning_4", "4", "one stroke, down, right and down, like a lightning bolt"),
        Form("slim_6", "6", "nearly closed to a stroke", narrowed_6),
        Form("low_bar_7", "7", "a bar in the lower half", with_low_bar),
        Form("hooked_roof_7", "7", "a bar, and a roof that begins with a hook", with_hooked_roof),
        Form("long_entry_8", "8", "begun at the right, with a long entry", with_long_entry),
        Form("slim_foot_8", "8", "begun at the left, with a slim lower loop"),
        Form("far_tail_9", "9", "a tail curled far to the left", with_far_tail),
        Form("open_head_9", "9", "a head that is not closed"),
    )
}
"""Every form by name, in the order of the digits."""


@functools.cache
def load_families(name: str) -> tuple[Family, ...]:
    """Return the families of glyphs of one form."""
    text = resources.files("inkspect.drawing").joinpath("glyph_data", "forms.json").read_text(encoding="utf-8")
    entries: dict[str, list[list[str]]] = json.loads(text)
    return tuple(tuple(parse_glyph(extreme) for extreme in family) for family in entries[name])


def draw_form(form: Form, rng: Generator, original: Sequence[Stroke] | None = None) -> list[Stroke]:
    """Draw a digit in a form: strokes (points, 2) in a box around 0, longer side 1, y down.

    Args:
        form: the form.
        rng: the source of all randomness; the same state gives the same strokes.
        original: a real drawing of the form's digit; if it allows that, it is changed half the time.
    """
    if original is not None and form.change is not None and rng.random() < _CHANGED_SHARE:
        changed = form.change(_in_box(original), rng)
        if changed is not None:
            return _in_box(changed)
    families = load_families(form.name)
    return _in_box(
        draw_glyph(_between(families[int(rng.integers(len(families)))], rng), rng, _UNSTEADINESS, rounding=0.0)
    )


def _between(family: Family, rng: Generator) -> Glyph:
    """Return a glyph at a uniformly random place between the extremes."""
    shares = rng.dirichlet(np.ones(len(family)))
    return tuple(
        GlyphStroke(np.tensordot(shares, np.stack([stroke.points for stroke in same]), axes=1), same[0].corners)
        for same in zip(*family, strict=True)
    )


def _in_box(strokes: Sequence[Stroke]) -> list[Stroke]:
    points, owners = stacked(strokes)
    return unstacked(normalized(points), owners) if len(points) else []

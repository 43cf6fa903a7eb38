"""Bars below a digit that underline it, and those that belong to it: a 2's base, a 1's foot."""

from inkspect.pictures.decoding import PictureError
from inkspect.pictures.filters import Labels
from inkspect.pictures.marks import Mark, stroke_width_of

# A bar is at least so many times as long as it is high, tilt included, and as its stroke is wide.
_LONG = 3.5
_THIN = 4.0
# An underline is at least this part as long as what it underlines is wide or, if that is more, half its height.
_UNDER = 0.4
# In units of the height of what is above: a gap up to the first is one in the digit. An underline's middle lies at
# least as far below the middle of the lowest stroke as the second says, with a gap of at least the third.
_JOINED = 0.05
_AWAY = 0.15
_AWAY_IN_GAPS = 0.1


def without_underline(marks: list[Mark], labels: Labels, name: str) -> list[Mark]:
    """Return the marks without the level bars below everything else.

    Raises:
        PictureError: a bar is too near for an underline and too far for a part of the digit.
    """
    bars: list[Mark] = []
    rest = sorted(marks, key=lambda mark: mark.bottom)
    while len(rest) > 1 and _is_level_bar(rest[-1], labels):
        bars.insert(0, rest.pop())
    while bars:
        large = [mark for mark in rest if mark.height >= _UNDER * max(each.height for each in rest)]
        left, right = min(mark.left for mark in large), max(mark.right for mark in large)
        top, bottom = min(mark.top for mark in large), max(mark.bottom for mark in large)
        bar = bars[0]
        height = bottom - top
        gap = bar.top - bottom
        overlap = min(bar.right, right) - max(bar.left, left)
        if overlap < _UNDER * min(right - left, bar.width) or bar.width < _UNDER * max(right - left, height / 2):
            return marks
        if gap <= _JOINED * height:
            rest.append(bars.pop(0))
            continue
        thickness = stroke_width_of(bar, labels)
        pen = min(stroke_width_of(mark, labels) for mark in large)
        apart = (bar.top + bar.bottom) / 2 - (bottom - pen / 2)
        if apart < _AWAY * (height - pen) or gap < _AWAY_IN_GAPS * height:
            raise PictureError(f"{name}: a bar lies close below the drawing; crop the picture to the drawing, or draw it on")
        del thickness
        return rest
    return marks


def _is_level_bar(mark: Mark, labels: Labels) -> bool:
    return mark.width >= _LONG * mark.height or (
        mark.width >= _LONG / 1.4 * mark.height and mark.width >= _THIN * stroke_width_of(mark, labels)
    )

"""Distinguish bars that underline a digit from those that belong to it: a 2's base, a 1's foot."""

from inkspect.pictures.decoding import PictureError
from inkspect.pictures.filters import Labels
from inkspect.pictures.marks import Mark, stroke_width_of

# A bar is at least the first number of times as long as it is high; or the second, if it is at least the third number
# of times as long as its stroke is wide.
_LONG = 3.5
_TILTED = 2.5
_THIN = 4.0
# An underline is at least this share as long as the digit is wide or, if that is more, as half the digit's height.
_UNDER = 0.4
# Marks with at least this share of the tallest one's height belong to the digit.
_LARGE = 0.4
# In units of the height of the digit above: a gap up to the first is within the digit. An underline's middle is at
# least the second below the middle of the lowest stroke, with a gap of at least the third.
_JOINED = 0.05
_AWAY = 0.15
_AWAY_IN_GAPS = 0.1


def without_underline(marks: list[Mark], labels: Labels, name: str) -> list[Mark]:
    """Return the marks without horizontal bars below everything else.

    Raises:
        PictureError: a bar is too near for an underline and too far away to be part of the digit.
    """
    above = sorted(marks, key=lambda mark: mark.bottom)
    bars: list[Mark] = []
    while len(above) > 1 and _is_level_bar(above[-1], labels):
        bars.insert(0, above.pop())
    for bar in bars:
        large = _large(above)
        digit = _as_one(large)
        height, gap = digit.height, bar.top - digit.bottom
        if not _is_under(bar, digit):
            break
        if gap > _JOINED * height:
            pen = min(stroke_width_of(mark, labels) for mark in large)
            apart = (bar.top + bar.bottom) / 2 - (digit.bottom - pen / 2)
            if apart < _AWAY * (height - pen) or gap < _AWAY_IN_GAPS * height:
                raise PictureError(
                    f"{name}: there is a bar close below the drawing; crop it away, or join it to the drawing"
                )
            return above
        above.append(bar)
    return marks


def _large(marks: list[Mark]) -> list[Mark]:
    """Return the larger marks, including the tallest; dust and dots do not show how tall a digit is."""
    highest = max(mark.height for mark in marks)
    return [mark for mark in marks if mark.height >= _LARGE * highest]


def _as_one(marks: list[Mark]) -> Mark:
    first, *others = marks
    for other in others:
        first = first.with_(other)
    return first


def _is_under(bar: Mark, digit: Mark) -> bool:
    """Return whether a bar is under the digit and about as long as the digit is wide, or as half its height."""
    shared = min(bar.right, digit.right) - max(bar.left, digit.left)
    return shared >= _UNDER * min(digit.width, bar.width) and bar.width >= _UNDER * max(digit.width, digit.height / 2)


def _is_level_bar(mark: Mark, labels: Labels) -> bool:
    """Return whether a mark is long and low, or fairly long and thin: horizontal by hand may be 15° off."""
    if mark.width >= _LONG * mark.height:
        return True
    return mark.width >= _TILTED * mark.height and mark.width >= _THIN * stroke_width_of(mark, labels)

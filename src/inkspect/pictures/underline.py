"""Bars below a digit that underline it, and those that belong to it: a 2's base, a 1's foot."""

from inkspect.pictures.decoding import PictureError
from inkspect.pictures.filters import Labels
from inkspect.pictures.marks import Mark, stroke_width_of

# A bar is at least so many times as long as it is high; or so many if it is so many times as long as its stroke wide.
_LONG = 3.5
_TILTED = 2.5
_THIN = 4.0
# An underline is at least this part as long as what it underlines is wide or, if that is more, half its height.
_UNDER = 0.4
# Marks of at least this part of the highest one's height are the digit's.
_LARGE = 0.4
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
                    f"{name}: a bar lies close below the drawing; crop it away, or join it to the drawing"
                )
            return above
        above.append(bar)
    return marks


def _large(marks: list[Mark]) -> list[Mark]:
    """Return the larger marks, the highest among them: dust and dots do not tell how high a digit is."""
    highest = max(mark.height for mark in marks)
    return [mark for mark in marks if mark.height >= _LARGE * highest]


def _as_one(marks: list[Mark]) -> Mark:
    first, *others = marks
    for other in others:
        first = first.with_(other)
    return first


def _is_under(bar: Mark, digit: Mark) -> bool:
    """Return whether a bar is about as long as the digit is wide, or half as high, and lies under it."""
    shared = min(bar.right, digit.right) - max(bar.left, digit.left)
    return shared >= _UNDER * min(digit.width, bar.width) and bar.width >= _UNDER * max(digit.width, digit.height / 2)


def _is_level_bar(mark: Mark, labels: Labels) -> bool:
    """Return whether a mark is long and low, or longer than high and thin: level by hand may be 15° off."""
    if mark.width >= _LONG * mark.height:
        return True
    return mark.width >= _TILTED * mark.height and mark.width >= _THIN * stroke_width_of(mark, labels)

"""What defines each form of a digit, measured on its strokes: lengths are in heights of the drawing, y runs down."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from writing_styles import Shape

Point = NDArray[np.float64]


class Outline(Shape):
    """A drawing measured in its own height, with what tells forms apart."""

    @property
    def start(self) -> Point:
        """The first point."""
        return np.asarray(self.strokes[0][0])

    @property
    def end(self) -> Point:
        """The last point of the first stroke."""
        return np.asarray(self.strokes[0][-1])

    @cached_property
    def top(self) -> int:
        """The index of the first stroke's highest point."""
        return int(np.argmin(self.strokes[0][:, 1]))

    @cached_property
    def lowest(self) -> Point:
        """The first stroke's lowest point."""
        return np.asarray(self.strokes[0][np.argmax(self.strokes[0][:, 1])])

    @cached_property
    def crossings(self) -> list[Point]:
        """Where strokes cross themselves or each other."""
        starts = np.concatenate([stroke[:-1] for stroke in self.strokes])
        ends = np.concatenate([stroke[1:] for stroke in self.strokes])
        found = []
        for number in range(len(starts) - 2):
            others = slice(number + 2, None)
            meeting = _meeting(starts[number], ends[number], starts[others], ends[others])
            found += [starts[number] + share * (ends[number] - starts[number]) for share in meeting]
        return found

    def flag(self) -> tuple[float, float]:
        """Return length, and degrees from level, of the line from the start to the upper right corner."""
        first = self.strokes[0]
        away = first[np.argmax(first[:, 0] - first[:, 1])] - self.start
        return float(np.hypot(*away)), float(np.degrees(np.arctan2(-away[1], away[0])))

    def gap_at_start(self) -> float:
        """Return how near the first stroke comes to its start again, once it is 0.35 of its length away."""
        stroke = self.strokes[0]
        later = stroke[int(0.35 * len(stroke)) :]
        return float(np.hypot(*(later - self.start).T).min())

    def at_height(self, low: float, high: float) -> NDArray[np.float64]:
        """Return the x of the ink between two heights."""
        return np.asarray(self.points[(self.points[:, 1] >= low) & (self.points[:, 1] <= high), 0])

    def middle_of_bar(self) -> float | None:
        """Return how far down the middle of the last stroke lies, if it is a level one after the first."""
        bar = self.strokes[-1]
        level = len(self.strokes) > 1 and np.ptp(bar[:, 0]) > 1.5 * np.ptp(bar[:, 1])
        return float((bar[0, 1] + bar[-1, 1]) / 2) if level else None


def _meeting(start: Point, end: Point, starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where along one segment it meets each of those others (0 to 1) that it meets."""
    along, others, between = end - start, ends - starts, starts - start
    turn = along[0] * others[:, 1] - along[1] * others[:, 0]
    turn[turn == 0] = np.inf
    share = (between[:, 0] * others[:, 1] - between[:, 1] * others[:, 0]) / turn
    of_other = (between[:, 0] * along[1] - between[:, 1] * along[0]) / turn
    meets = (share > 0) & (share <= 1) & (of_other > 0) & (of_other <= 1) & np.isfinite(turn)
    return np.asarray(share[meets])


def _has_tail(zero: Outline) -> bool:
    body = zero.at_height(0.4, 0.8)
    ends = [point for point in (zero.start, zero.end) if point[1] < 0.3]
    return len(zero.strokes) == 1 and any(abs(point[0] - body.mean()) > 0.25 for point in ends)


def _slash_goes_beyond_ring(zero: Outline) -> bool:
    if len(zero.strokes) < 2:
        return False
    ring, slash = zero.strokes[0], zero.strokes[-1]
    beyond = np.maximum(ring.min(axis=0) - slash.min(axis=0), 0) + np.maximum(slash.max(axis=0) - ring.max(axis=0), 0)
    crosses = len(zero.crossings) >= 2
    return bool(crosses and (beyond > 0.15 * np.ptp(ring, axis=0)).any() and np.ptp(slash, axis=0).max() > 0.4)


def _has_exit(one: Outline, *, least: float) -> bool:
    away = one.strokes[-1][-1] - one.lowest
    return bool(away[1] < -0.06 and abs(away[0]) > least)


def _has_close_upstroke(one: Outline) -> bool:
    stem = one.strokes[0][one.top :]
    beside = float(np.interp(one.start[1], stem[:, 1], stem[:, 0]))
    return bool(0.35 < one.start[1] < 0.85 and abs(one.start[0] - beside) < 0.4 and one.width < 0.65)


def _has_level_roof(three: Outline, *, least: float) -> bool:
    first = three.strokes[0]
    corner = int(np.argmax(first[: len(first) // 2, 0] - first[: len(first) // 2, 1]))
    roof = first[: corner + 1]
    length = np.ptp(roof[:, 0])
    chord = roof[0, 1] + (roof[-1, 1] - roof[0, 1]) * (roof[:, 0] - roof[0, 0]) / max(roof[-1, 0] - roof[0, 0], 0.01)
    return bool(length > least and np.ptp(roof[:, 1]) < 0.25 * length and (chord - roof[:, 1]).max() < 0.13 * length)


def _bends_down_right_down(four: Outline) -> bool:
    first = four.strokes[0]
    corner = int(np.argmin(first[: int(0.75 * len(first)), 0]))
    elbow = corner + int(np.argmax(first[corner:, 0] - 0.5 * abs(first[corner:, 1] - first[corner, 1])))
    return bool(
        len(four.strokes) == 1
        and not four.crossings
        and first[corner, 1] > 0.3
        and first[elbow, 0] > first[corner, 0] + 0.15
        and first[-1, 1] > first[elbow, 1] + 0.2
    )


def _bar_ends_at_stem(four: Outline) -> bool:
    first, last = four.strokes[0], four.strokes[-1]
    up = len(first) // 3 + int(np.argmin(first[len(first) // 3 :, 1]))  # where the pen is back at the top
    bar, stem = (first, last) if len(four.strokes) > 1 else (first[:up], first[up:])
    beyond = bar[:, 0] - np.interp(bar[:, 1], stem[:, 1], stem[:, 0])
    return bool(beyond.max() < 0.09 and abs(bar[0, 0] - stem[0, 0]) > 0.15)


def _stem_begins_below(four: Outline) -> bool:
    return len(four.strokes) == 2 and bool(four.strokes[1][0, 1] > four.start[1] + 0.07) and four.gap_at_start() > 0.12


def _tail_reaches_far_left(nine: Outline) -> bool:
    foot, last = nine.at_height(0.8, 1.0), nine.strokes[-1][-1]
    return bool(last[1] > 0.75 and last[0] < foot.min() + 0.05 and np.ptp(foot) > 0.4)


def _ends(points: Sequence[Point], low: float, high: float) -> bool:
    return any(low < point[1] < high for point in points)


DEFINITIONS: Mapping[str, Callable[[Outline], bool]] = {
    "tailed_0": _has_tail,
    "long_slash_0": _slash_goes_beyond_ring,
    "broad_flag_1": lambda one: one.flag()[0] > 0.45 and 15 < one.flag()[1] < 55,
    "level_flag_1": lambda one: 0.13 < one.flag()[0] < 0.52 and -12 < one.flag()[1] < 42,
    "close_upstroke_1": _has_close_upstroke,
    "dragged_exit_1": lambda one: _has_exit(one, least=0.07),
    "base_line_1": lambda one: one.span(0.85, 1.0) > 0.4,
    "looped_head_2": lambda two: two.gap_at_start() < 0.32 and bool(0.12 < two.start[1] < 0.6),
    "check_mark_2": lambda two: bool((two.strokes[-1][-1] < two.lowest - [0, 0.2])[1] and two.end[0] > two.lowest[0]),
    "z_2": lambda two: two.span(0.0, 0.12) > 0.45 and two.span(0.88, 1.0) > 0.5 and not two.crossings,
    "loop_below_2": lambda two: _ends(two.crossings, 0.5, 1.0),
    "narrow_3": lambda three: three.width < 0.52,
    "level_roof_3": lambda three: _has_level_roof(three, least=0.28),
    "open_4": _stem_begins_below,
    "uncrossed_4": _bar_ends_at_stem,
    "lightning_4": _bends_down_right_down,
    "slim_6": lambda six: six.width < 0.52,
    "low_bar_7": lambda seven: 0.56 < (seven.middle_of_bar() or 0) < 0.88,
    "hooked_roof_7": lambda seven: bool(0.1 < seven.start[1] < 0.4) and 0.35 < (seven.middle_of_bar() or 0) < 0.75,
    "long_entry_8": lambda eight: (
        bool(eight.start[0] > eight.at_height(0.1, 0.9).mean() + 0.22)
        and bool(eight.start[1] < 0.25)
        and bool(eight.crossings)
    ),
    "slim_foot_8": lambda eight: (
        eight.begins_right() is False and bool(eight.crossings) and eight.span(0.75, 1.0) < 0.9 * eight.span(0.0, 0.4)
    ),
    "far_tail_9": _tail_reaches_far_left,
    "open_head_9": lambda nine: nine.gap_at_start() > 0.1 and not nine.crossings,
}
"""By the form's name in recipes: whether a drawing is of the form."""

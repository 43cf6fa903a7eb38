"""InkML's traces: the channels that a trace format declares, and the points that a trace encodes.

Source: W3C, Ink Markup Language (InkML), Recommendation of 20 September 2011, sections 3.1 and 3.2,
https://www.w3.org/TR/InkML/.
"""

import math
import re
from dataclasses import dataclass

from inkspect.data.importers.xml_elements import Element
from inkspect.data.stroke_values import MAX_MAGNITUDE, MAX_POINTS
from inkspect.system.errors import InkspectError

_MILLISECONDS = {"": 1.0, "ms": 1.0, "s": 1000.0}
_VALUE = re.compile(
    r"""\s*+([!'"]?)\s*+(?:([-+]?)\s*+(?:((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)|\#([0-9A-Fa-f]{1,16}))|([TF*?]))""",
    re.ASCII,
)
_MOST_CHANNELS = 100
_ORDERS = {"!": 0, "'": 1, '"': 2}


@dataclass(frozen=True)
class TraceFormat:
    """The channels of a trace.

    Attributes:
        regular: their names, in the order of each point's values.
        intermittent: names of further channels, whose values a point may lack.
        x_sign: -1 if x increases to the left, else 1.
        y_sign: -1 if y increases upwards, else 1.
        milliseconds: the length of the time channel's unit; None if it is unknown.
        time_unit: the time channel's unit as declared.
    """

    regular: tuple[str, ...] = ("X", "Y")
    intermittent: tuple[str, ...] = ()
    x_sign: float = 1.0
    y_sign: float = 1.0
    milliseconds: float | None = 1.0
    time_unit: str = ""

    @property
    def has_unknown_times(self) -> bool:
        """Whether points have times that cannot be converted to milliseconds."""
        return "T" in self.regular and self.milliseconds is None


def trace_format(element: Element) -> TraceFormat:
    """Return the format that a `traceFormat` element declares.

    Raises:
        InkspectError: a channel has no name, or X or Y is missing.
    """
    channels = {channel.attributes.get("name", ""): channel for channel in element.named("channel")}
    intermittent = [channel for part in element.named("intermittentChannels") for channel in part.named("channel")]
    if len(channels) + len(intermittent) > _MOST_CHANNELS:
        raise InkspectError(f"the trace format has over {_MOST_CHANNELS} channels")
    if not {"X", "Y"} <= channels.keys() or "" in channels:
        raise InkspectError("the trace format must name its channels, X and Y among them")
    unit = channels["T"].attributes.get("units", "") if "T" in channels else ""
    return TraceFormat(
        regular=tuple(channels),
        intermittent=tuple(channel.attributes.get("name", "") for channel in intermittent),
        x_sign=_sign(channels["X"]),
        y_sign=_sign(channels["Y"]),
        milliseconds=_MILLISECONDS.get(unit),
        time_unit=unit,
    )


def points_of(text: str, form: TraceFormat) -> list[list[float]]:
    """Return a trace's points as [x, y], or [x, y, t] where they have a time; x to the right, y down, t in ms.

    Raises:
        InkspectError: a point is malformed, or there are too many; the message says which.
    """
    if text.count(",") > MAX_POINTS:
        raise InkspectError(f"the trace has {text.count(','):,} points; at most {MAX_POINTS:,} are read")
    parts = text.split(",")
    if not parts[-1].strip():
        parts.pop()
    channels = {name: _Channel() for name in (*form.regular, *form.intermittent)}
    points = []
    for number, part in enumerate(parts, start=1):
        try:
            points.append(_point(part, form, channels))
        except InkspectError as error:
            raise InkspectError(f"point {number} of the trace {error}") from error
    return points


class _Channel:
    """The values of one channel so far, as differences are relative to them."""

    def __init__(self) -> None:
        self._order = 0
        self._value: float | None = None
        self._velocity = 0.0
        self._acceleration = 0.0

    def take(self, prefix: str, value: float | None) -> float:
        """Return the channel's next value; None, for `*`, repeats the last value, velocity or acceleration."""
        self._order = _ORDERS[prefix] if prefix else self._order
        last = self._value
        if last is None:
            if self._order or value is None:
                raise InkspectError("refers to a value before it, but there is none")
            last = value
        repeated = (last, self._velocity, self._acceleration)[self._order]
        given = repeated if value is None else value
        velocity = (given - last, given, self._velocity + given)[self._order]
        new = last + velocity if self._order else given
        if not abs(new) <= MAX_MAGNITUDE:
            raise InkspectError(f"has a number larger than {MAX_MAGNITUDE:g}, too large for a drawing")
        self._acceleration = given if self._order == 2 else velocity - self._velocity
        self._value, self._velocity = new, velocity
        return new


def _point(text: str, form: TraceFormat, channels: dict[str, _Channel]) -> list[float]:
    values: list[re.Match[str]] = []
    end = 0
    while len(values) < len(channels) and (match := _VALUE.match(text, end)):
        values.append(match)
        end = match.end()
    if rest := text[end:].strip():
        wrong = "more values than channels" if _VALUE.match(rest) else f"{rest[:20]!r}, which is not a value"
        raise InkspectError(f"has {wrong}; its channels are {' '.join(channels)}")
    if len(values) < len(form.regular):
        raise InkspectError(f"has {len(values)} of the values of its channels, {' '.join(form.regular)}")
    found = {
        name: _value(match, channel)
        for (name, channel), match in zip(channels.items(), values, strict=False)
        if name in ("X", "Y", "T")
    }
    x, y, t = found["X"], found["Y"], found.get("T", math.nan)
    if math.isnan(x) or math.isnan(y):
        raise InkspectError("has no position, but ?")
    has_time = form.milliseconds is not None and not math.isnan(t)
    return [x * form.x_sign, y * form.y_sign] + ([t * (form.milliseconds or 1.0)] if has_time else [])


def _value(match: re.Match[str], channel: _Channel) -> float:
    """Return a channel's next value; NaN if it is not reported."""
    prefix, sign, decimal, hexadecimal, symbol = match.groups()
    if symbol in ("T", "F"):
        raise InkspectError(f"has {symbol} where a number should be")
    if symbol == "?":
        return math.nan
    if symbol == "*":
        return channel.take(prefix, None)
    number = float(decimal) if decimal else float(int(hexadecimal, 16))
    return channel.take(prefix, -number if sign == "-" else number)


def _sign(channel: Element) -> float:
    return -1.0 if channel.attributes.get("orientation") == "-ve" else 1.0

"""Drawing on the pad as people do: with the browser's real mouse and touch input."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkspect.data.stroke_files import read_strokes
from visit import Visit

Point = tuple[float, float]
Strokes = Sequence[Sequence[Point]]

DRAWINGS = Path(__file__).resolve().parent.parent / "golden" / "drawings.jsonl"

ZIGZAG: Strokes = [[(0.2, 0.2), (0.8, 0.3), (0.2, 0.6), (0.8, 0.8)]]


def own_digits() -> dict[str, list[NDArray[np.float64]]]:
    """The project's own drawings, one for each of the ten digits, in units of their own."""
    found: dict[str, list[NDArray[np.float64]]] = {}
    for drawing in read_strokes(DRAWINGS):
        if drawing.label is not None and drawing.label.isdigit():
            found.setdefault(drawing.label, list(drawing.strokes))
    return found


def on_pad(strokes: Sequence[NDArray[np.float64]], share: float = 0.6, most_points: int = 24) -> Strokes:
    """Place a drawing in the middle of the pad: shares of its side, the longer side of the drawing `share` of it."""
    points = np.concatenate([stroke[:, :2] for stroke in strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = share / max(float((high - low).max()), 1e-9)
    placed = []
    for stroke in strokes:
        step = max(1, -(-len(stroke) // most_points))
        kept = np.concatenate([stroke[:-1:step, :2], stroke[-1:, :2]])
        placed.append([(float(x), float(y)) for x, y in 0.5 + (kept - (low + high) / 2) * scale])
    return placed


def pad_box(visit: Visit) -> tuple[float, float, float]:
    """The pad's left, top and side, in CSS px of the viewport."""
    box = visit.page.locator("#ink").bounding_box()
    assert box is not None, "#ink is not on the page"
    assert abs(box["width"] - box["height"]) < 1, f"the pad is not square: {box}"
    return box["x"], box["y"], box["width"]


def on_page(visit: Visit, point: Point, box: tuple[float, float, float] | None = None) -> Point:
    """From shares of the pad to whole CSS px of the viewport, where a mouse can be."""
    left, top, side = box or pad_box(visit)
    return round(left + point[0] * side), round(top + point[1] * side)


def draw_with_mouse(visit: Visit, strokes: Strokes) -> None:
    """Draw with the mouse, held down through each stroke."""
    box = pad_box(visit)
    for stroke in strokes:
        first, *rest = [on_page(visit, point, box) for point in stroke]
        visit.page.mouse.move(*first)
        visit.page.mouse.down()
        for point in rest:
            visit.page.mouse.move(*point)
        visit.page.mouse.up()


def draw_with_touch(visit: Visit, strokes: Strokes) -> None:
    """Draw with a finger."""
    for stroke in strokes:
        with finger(visit, stroke[0]) as touch:
            for point in stroke[1:]:
                touch.move(point)


class Finger:
    """Fingers on the screen, through the browser's own touch input; positions are shares of the pad."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._fingers: dict[int, Point] = {}
        self.measure()

    def measure(self) -> None:
        """Look where the pad is; again after it has moved."""
        self._left, self._top, self._side = pad_box(self._visit)

    @property
    def down(self) -> bool:
        """Whether any finger is on the screen."""
        return bool(self._fingers)

    def _send(self, kind: str) -> None:
        points = [
            {"x": round(self._left + x * self._side), "y": round(self._top + y * self._side), "id": identifier}
            for identifier, (x, y) in self._fingers.items()
        ]
        self._visit.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def press(self, point: Point, identifier: int = 0) -> None:
        """Put a finger down."""
        self._fingers[identifier] = point
        self._send("touchStart")

    def move(self, point: Point, identifier: int = 0) -> None:
        """Move one of the fingers."""
        self._fingers[identifier] = point
        self._send("touchMove")

    def lift(self, identifier: int = 0) -> None:
        """Lift one of the fingers; while others stay, the protocol tells it by listing only those."""
        del self._fingers[identifier]
        self._send("touchMove" if self._fingers else "touchEnd")

    def cancel(self) -> None:
        """Let the system take all touches away, as a call or a gesture of its own does."""
        self._fingers.clear()
        self._send("touchCancel")


@contextmanager
def finger(visit: Visit, point: Point) -> Iterator[Finger]:
    """A finger put down at `point`, lifted at the end unless it was taken away before."""
    touch = Finger(visit)
    touch.press(point)
    yield touch
    if touch.down:
        touch.lift()


def draw_placed(visit: Visit, strokes: Sequence[Sequence[Sequence[float]]]) -> None:
    """Draw as a script does, in pad units."""
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes, { placed: true })", strokes)


def in_pad_units(visit: Visit, point: Point) -> list[int]:
    """Round as the pad does: to 1/4096 of its side, of the place in CSS px that a mouse can be at."""
    left, top, side = pad_box(visit)
    x, y = on_page(visit, point)
    return [round((x - left) / side * 4096), round((y - top) / side * 4096)]


class RealPen:
    """A pen on the screen, through the browser's own input; positions are shares of the pad."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    def _send(self, kind: str, point: Point, buttons: int) -> None:
        x, y = on_page(self._visit, point)
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1}
        self._visit.devtools.send("Input.dispatchMouseEvent", {**event, "pointerType": "pen"})

    def press(self, point: Point) -> None:
        """Put the pen down."""
        self._send("mousePressed", point, 1)

    def move(self, point: Point) -> None:
        """Move it while it is down."""
        self._send("mouseMoved", point, 1)

    def lift(self, point: Point) -> None:
        """Lift it."""
        self._send("mouseReleased", point, 0)


def send_pointers(visit: Visit, events: Sequence[tuple[str, str, int, Point]]) -> None:
    """Send pointer events of a script: type, pointerType, pointerId, and where, in shares of the pad."""
    visit.page.evaluate(
        """(events) => {
          const ink = document.querySelector('#ink'), box = ink.getBoundingClientRect();
          for (const [type, pointerType, pointerId, [x, y]] of events) {
            ink.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerType, pointerId,
              isPrimary: true, button: type === 'pointermove' ? -1 : 0, buttons: type === 'pointerup' ? 0 : 1,
              clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
          }
        }""",
        events,
    )

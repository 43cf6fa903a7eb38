"""Drawing on the pad with the browser's real mouse, touch and pen input."""

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
    """The project's own drawings, one for each of the ten digits, in arbitrary units."""
    found: dict[str, list[NDArray[np.float64]]] = {}
    for drawing in read_strokes(DRAWINGS):
        if drawing.label is not None and drawing.label.isdigit():
            found.setdefault(drawing.label, list(drawing.strokes))
    return found


def on_pad(strokes: Sequence[NDArray[np.float64]], share: float = 0.6, most_points: int = 24) -> Strokes:
    """Centre a drawing on the pad, its longer side `share` of the pad's; coordinates are shares of the pad's side."""
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
    """The pad's left edge, top edge and side, in CSS px of the viewport."""
    box = visit.page.locator("#ink").bounding_box()
    assert box is not None, "#ink is not on the page"
    assert abs(box["width"] - box["height"]) < 1, f"the pad is not square: {box}"
    return box["x"], box["y"], box["width"]


def on_page(visit: Visit, point: Point, box: tuple[float, float, float] | None = None) -> Point:
    """Convert shares of the pad to whole CSS px of the viewport, which a mouse can reach."""
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
    """Fingers on the screen, by the browser's real touch input; positions are shares of the pad."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._fingers: dict[int, Point] = {}
        self.measure()

    def measure(self) -> None:
        """Measure the pad's position; call again after it has moved."""
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
        """Move a finger."""
        self._fingers[identifier] = point
        self._send("touchMove")

    def lift(self, identifier: int = 0) -> None:
        """Lift a finger; while others stay down, the protocol expresses this by listing only those."""
        del self._fingers[identifier]
        self._send("touchMove" if self._fingers else "touchEnd")

    def cancel(self) -> None:
        """Cancel all touches, as the system does for a phone call or its own gestures."""
        self._fingers.clear()
        self._send("touchCancel")


@contextmanager
def finger(visit: Visit, point: Point) -> Iterator[Finger]:
    """A finger put down at `point`, and lifted at the end unless cancelled before."""
    touch = Finger(visit)
    touch.press(point)
    yield touch
    if touch.down:
        touch.lift()


def draw_own(visit: Visit, digit: str = "3") -> None:
    """Draw the project's own digit as a script does."""
    strokes = [stroke[:, :2].tolist() for stroke in own_digits()[digit]]
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes)", strokes)
    visit.settle()


def draw_placed(visit: Visit, strokes: Sequence[Sequence[Sequence[float]]]) -> None:
    """Draw as a script does, in pad units."""
    visit.page.evaluate("(strokes) => window.inkspect.draw(strokes, { placed: true })", strokes)


def in_pad_units(visit: Visit, point: Point) -> list[int]:
    """Convert a point to pad units as the pad does, from the whole CSS px that a mouse can reach."""
    left, top, side = pad_box(visit)
    x, y = on_page(visit, point)
    return [round((x - left) / side * 4096), round((y - top) / side * 4096)]


class RealPen:
    """A pen on the screen, by the browser's real input; positions are shares of the pad."""

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
        """Move the pen while it is down."""
        self._send("mouseMoved", point, 1)

    def lift(self, point: Point) -> None:
        """Lift the pen."""
        self._send("mouseReleased", point, 0)


def send_pointers(visit: Visit, events: Sequence[tuple[str, str, int, Point]]) -> None:
    """Dispatch scripted pointer events: type, pointerType, pointerId, and position in shares of the pad."""
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

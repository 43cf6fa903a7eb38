"""What a movement costs: against two other pages, by part, by length of the drawing, on a slow processor, for long."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import Browser

from benchmarks.drawing_page import TWO_FRAMES, DrawingPage, TraceEvent, chromium_browser, with_readable_script
from benchmarks.measuring import write_json
from inkspect.network.weights import published_weights
from inkspect.page.build import InitialDrawing, build_page

YARDSTICKS = Path(__file__).resolve().parent / "pages"
EARLY, LATE = "early", "late"
GROWN = 2000
"""Points between early and late."""
LENGTHS = (50, 500, 5_000, 19_800)
"""Kept points; a full drawing takes no more."""
THROTTLES = (4, 20)
MOVES_A_SECOND = 60
MOVES_A_FRAME = 12
"""So long a session takes a fifth of its time."""

SCRIBBLE = """(count) => {
  let [x, y, angle, seed] = [2048, 2048, 0, 1];
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const stroke = Array.from({ length: count }, () => {
    angle += random() - 0.5;
    x = Math.min(4096, Math.max(0, x + 30 * Math.cos(angle)));
    y = Math.min(4096, Math.max(0, y + 30 * Math.sin(angle)));
    if (x % 4096 === 0 || y % 4096 === 0) angle += 2;
    return [x, y];
  });
  window.inkspect.draw([stroke], { placed: true });
}"""
# After each frame: whether the page shows the answer to the newest point.
WATCH_ANSWERS = """() => {
  window.answers = [];
  const current = () => {
    const { probabilities } = window.inkspect.read();
    return probabilities?.every((share, digit) =>
      Math.abs(share - document.querySelector(`[data-digit="${digit}"]`).dataset.probability) < 1e-4);
  };
  addEventListener('pointermove', () => requestAnimationFrame(() => setTimeout(() => answers.push(current()))),
    { capture: true });
}"""
LONG_SESSION = """async ({ from, to, movesAFrame }) => {
  const ink = document.querySelector('#ink'), box = ink.getBoundingClientRect();
  const fire = (type, x, y, buttons) => ink.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true,
    pointerId: 1, pointerType: 'mouse', isPrimary: true, buttons, button: type === 'pointermove' ? -1 : 0,
    clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
  for (let move = from; move < to; move++) {
    const x = 0.5 + 0.4 * Math.cos(move * 0.05), y = 0.5 + 0.4 * Math.sin(move * 0.083);
    if (move % 120 === 0) fire('pointerdown', x, y, 1);
    fire('pointermove', x, y, 1);
    if (move % 120 === 119) fire('pointerup', x, y, 0);
    if (move % 3000 === 2999) document.querySelector('#clear').click();
    if (move % movesAFrame === 0) await new Promise((done) => requestAnimationFrame(done));
  }
}"""
# Events of a script, all in one task.
LONG_STROKE = """(points) => {
  const ink = document.querySelector('#ink'), box = ink.getBoundingClientRect();
  for (let i = 0; i < points; i++) ink.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, pointerId: 1,
    pointerType: 'mouse', isPrimary: true, buttons: 1, button: -1,
    clientX: box.left + box.width * (0.5 + 0.4 * Math.cos(i * 0.05)),
    clientY: box.top + box.height * (0.5 + 0.4 * Math.sin(i * 0.083)) }));
}"""
PARTS = {
    "ink": ("ink/",),
    "network": ("net/",),
    "explanation": ("explain/",),
    "state, frame loop": ("state/", "app/", "text/"),
    "pad": ("views/pad", "views/stroke-painter", "views/snapshots"),
    "dial": ("views/dial",),
    "verdict": ("views/verdict",),
    "diagram": ("views/diagram/", "look/"),
    "timeline": ("views/timeline/",),
    "message to the worker": ("views/painting/",),
    "other views": ("views/",),
}
BROWSER_PARTS = {
    "style and layout": ("UpdateLayoutTree", "Layout"),
    "paint": ("PrePaint", "Paint", "Layerize"),
    "commit": ("Commit",),
}


@dataclass(frozen=True)
class Limit:
    """A figure to reach."""

    name: str
    floor: float
    stretch: float
    at_least: bool = False

    def missed_by(self, figure: float) -> bool:
        """Return whether the figure misses the floor."""
        return figure < self.floor if self.at_least else figure > self.floor


LIMITS = (
    *(Limit(f"{stage} task, share of naive", 0.10, 0.06) for stage in (EARLY, LATE)),
    *(Limit(f"{stage} script, share of naive", 0.10, 0.05) for stage in (EARLY, LATE)),
    Limit("task with 19,800 points, ms above 50", 2, 1),
    Limit("answered by the next frame, 4× slower", 0.95, 0.99, at_least=True),
    Limit("95th percentile of a frame, 4× slower, ms above the floor", 6, 3),
    Limit("first answer after loading, ms", 400, 200),
)


def measure(rounds: int, moves: int, minutes: float, json_file: Path | None) -> bool:
    """Measure everything and print it; return whether a figure misses its limit.

    Raises:
        InkspectError: Chromium is missing, the page cannot be built, or the results cannot be written.
    """
    with _pages() as pages, chromium_browser() as browser:
        print(f"Chromium {browser.version}; ms of the main thread's processor time per movement\n")
        figures = _against_yardsticks(browser, pages, rounds, moves)
        _by_part(browser, pages, moves)
        figures |= _by_length(browser, pages["page"], rounds, moves)
        figures |= _slowed_down(browser, pages, moves)
        figures |= _loading(browser, pages["opened"], rounds)
        _for_long(browser, pages["page"], minutes)
    print("\nfigure                                                    floor  stretch  this run")
    for limit in LIMITS:
        print(f"{limit.name:<56}{limit.floor:>7g}{limit.stretch:>9g}{figures[limit.name]:>10.3f}")
    print()
    write_json(json_file, {"rounds": rounds, "moves": moves, "figures": figures})
    return any(limit.missed_by(figures[limit.name]) for limit in LIMITS)


@contextmanager
def _pages() -> Iterator[dict[str, Path]]:
    """Build the page as it ships, with a script that can be read, and with a drawing in it; add the two others."""
    with tempfile.TemporaryDirectory() as folder:
        built = build_page(published_weights()).decode()
        opened = build_page(published_weights(), InitialDrawing([[[0, 0], [30, 0], [10, 60]]])).decode()
        pages = {}
        for name, content in {"page": built, "readable": with_readable_script(built), "opened": opened}.items():
            pages[name] = Path(folder) / f"{name}.html"
            pages[name].write_text(content, encoding="utf-8")
        yield pages | {"naive": YARDSTICKS / "naive.html", "floor": YARDSTICKS / "floor.html"}


def _against_yardsticks(browser: Browser, pages: dict[str, Path], rounds: int, moves: int) -> dict[str, float]:
    spent: dict[tuple[str, str, str], list[float]] = {}
    for _ in range(rounds):
        for name in ("page", "naive", "floor"):
            drawn = DrawingPage(browser, pages[name])
            drawn.press()
            for stage in (EARLY, LATE):
                if stage == LATE:
                    drawn.page.evaluate(LONG_STROKE, GROWN)
                    drawn.move(20)
                counters = drawn.spent(moves)
                for kind in ("Task", "Script"):
                    spent.setdefault((stage, kind, name), []).append(counters[f"{kind}Duration"])
            drawn.close()
    figures = {}
    print(f"{'':<14}{'page':>9}{'naive':>9}{'floor':>9}   above the floor, share of naive")
    for stage in (EARLY, LATE):
        for kind in ("Task", "Script"):
            page, naive, floor = (median(spent[stage, kind, name]) for name in ("page", "naive", "floor"))
            share = (page - floor) / (naive - floor)
            figures[f"{stage} {kind.lower()}, share of naive"] = share
            print(f"{stage} {kind.lower():<9}{page:>9.3f}{naive:>9.3f}{floor:>9.3f}{page - floor:>9.3f} {share:>8.3f}")
    print()
    return figures


def _by_part(browser: Browser, pages: dict[str, Path], moves: int) -> None:
    drawn = DrawingPage(browser, pages["readable"])
    drawn.press()
    sources = drawn.profile(3 * moves)
    drawn.close()
    print("by part: script by samples on the clock, which other programs lengthen; the browser's own by processor time")
    for part, spent in sorted_by_part(sources).items():
        print(f"  {part:<24}{spent:>8.3f}")
    for name in ("page", "floor"):
        drawn = DrawingPage(browser, pages[name])
        drawn.press()
        events = drawn.trace(moves)
        counts = drawn.spent(moves)
        drawn.close()
        parts = {part: _self_time(events, names) / 1000 / moves for part, names in BROWSER_PARTS.items()}
        told = ", ".join(f"{part} {spent:.3f}" for part, spent in parts.items())
        print(f"  {name}: {told}; layouts a movement {counts['LayoutCount']:.2f}")
    print()


def sorted_by_part(sources: dict[str, float]) -> dict[str, float]:
    """Add up the ms of sources, by their paths, part by part."""
    parts = dict.fromkeys(PARTS, 0.0)
    for source, spent in sources.items():
        for part, starts in PARTS.items():
            if source.startswith(starts):
                parts[part] += spent
                break
    return parts


def _self_time(events: Sequence[TraceEvent], names: tuple[str, ...]) -> float:
    """Return µs of processor time; none of these events lies in another of the same part."""
    return sum(event.get("tdur", 0.0) for event in events if event["name"] in names)


def _by_length(browser: Browser, file: Path, rounds: int, moves: int) -> dict[str, float]:
    task: dict[int, list[float]] = {length: [] for length in LENGTHS}
    for _ in range(rounds):
        for length in LENGTHS:
            drawn = DrawingPage(browser, file)
            drawn.page.evaluate(SCRIBBLE, length)
            drawn.press()
            task[length].append(drawn.spent(min(moves, 150))["TaskDuration"])
            drawn.close()
    print("by length: " + ", ".join(f"{length:,} points {median(spent):.2f}" for length, spent in task.items()) + "\n")
    return {"task with 19,800 points, ms above 50": median(task[LENGTHS[-1]]) - median(task[LENGTHS[0]])}


def _slowed_down(browser: Browser, pages: dict[str, Path], moves: int) -> dict[str, float]:
    figures: dict[str, float] = {}
    for rate in THROTTLES:
        percentile = {}
        for name in ("page", "floor"):
            drawn = DrawingPage(browser, pages[name])
            drawn.press()
            drawn.devtools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            if name == "page":
                drawn.page.evaluate(WATCH_ANSWERS)
                drawn.move(moves, MOVES_A_SECOND)
                answers: list[bool] = drawn.page.evaluate("() => window.answers")
                in_time = sum(answers) / max(1, len(answers))
                drawn.close()
                drawn = DrawingPage(browser, pages[name])
                drawn.press()
                drawn.devtools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            percentile[name] = float(np.quantile(frames_of(drawn.trace(moves, MOVES_A_SECOND)), 0.95))
            drawn.close()
        above = percentile["page"] - percentile["floor"]
        print(
            f"{rate}× slower, {MOVES_A_SECOND} movements a second: {in_time:.0%} answered by the next frame; 95th "
            f"percentile of a frame's work {percentile['page']:.1f} ms, floor {percentile['floor']:.1f}"
        )
        if rate == THROTTLES[0]:
            figures["answered by the next frame, 4× slower"] = in_time
            figures["95th percentile of a frame, 4× slower, ms above the floor"] = above
    print()
    return figures


def frames_of(events: Sequence[TraceEvent]) -> list[float]:
    """Return the ms of processor time that the main thread spent from each frame's callbacks to the next one's."""
    starts = [event["ts"] for event in events if event["name"] == "FireAnimationFrame"]
    tasks = [event for event in events if event["name"] == "RunTask"]
    frame = np.searchsorted(starts, [task["ts"] + task["dur"] for task in tasks])
    spent = np.bincount(frame, [task.get("tdur", 0.0) / 1000 for task in tasks], minlength=len(starts) + 1)
    return [float(value) for value in spent[1:-1]]


def _loading(browser: Browser, file: Path, rounds: int) -> dict[str, float]:
    """Time from the navigation's start to the first answer in the document, to a drawing that the page opens with."""
    times = []
    for _ in range(rounds):
        page = browser.new_page()
        page.add_init_script(
            "new MutationObserver((_, seen) => { if (!document.querySelector('[data-probability]')) return;"
            " window.answered = performance.now(); seen.disconnect(); })"
            ".observe(document, { subtree: true, attributes: true, childList: true });"
        )
        page.goto(file.resolve().as_uri())
        page.wait_for_function("() => window.answered !== undefined")
        times.append(float(page.evaluate("() => window.answered")))
        page.close()
    print(f"first answer after loading from a file: {median(times):.0f} ms on the clock\n")
    return {"first answer after loading, ms": median(times)}


def _for_long(browser: Browser, file: Path, minutes: float) -> None:
    drawn = DrawingPage(browser, file)
    total = round(minutes * 60 * MOVES_A_SECOND)
    used = []
    for first in range(0, total, max(1, total // 5)):
        last = min(total, first + max(1, total // 5))
        drawn.page.evaluate(LONG_SESSION, {"from": first, "to": last, "movesAFrame": MOVES_A_FRAME})
        drawn.page.evaluate(TWO_FRAMES)
        drawn.devtools.send("HeapProfiler.collectGarbage")
        used.append(drawn.counters()["JSHeapUsedSize"] / 1e6)
    drawn.page.close()
    print(f"{minutes:g} minutes of drawing: heap in MB after each fifth " + ", ".join(f"{size:.2f}" for size in used))

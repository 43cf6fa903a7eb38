"""A page in Chromium that is drawn on with the mouse, and what its main thread has done meanwhile."""

import json
import math
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from playwright.sync_api import Browser, sync_playwright

from inkspect.system.errors import InkspectError

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tools"))
import chromium  # noqa: E402

TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
UNMINIFIED = "import('./web/bundling.mjs').then(async (b) => console.log(await b.bundleScript({ minify: false })))"
SOURCE = re.compile(r"^\s*// web/src/(\S+)\.ts$")


TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline"]


Moving = Callable[[int, float | None], None]
"""Moves so many times, so many times a second or as fast as it can."""


class TraceEvent(TypedDict, total=False):
    """What is read of an event of Chromium's trace; times in µs."""

    name: str
    ph: str
    ts: float
    dur: float
    tdur: float
    pid: int
    tid: int


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """Start headless Chromium.

    Raises:
        InkspectError: there is none.
    """
    with sync_playwright() as playwright:
        executable = chromium.find(playwright)
        if executable is None:
            raise InkspectError(chromium.MISSING)
        arguments = [*chromium.launch_arguments(), "--disable-gpu", "--js-flags=--expose-gc"]
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def with_readable_script(page: str) -> str:
    """Put the script with all its names and its sources' paths in the place of the page's own.

    Raises:
        InkspectError: it cannot be bundled.
    """
    done = subprocess.run(["node", "-e", UNMINIFIED], cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InkspectError(f"the page's script cannot be bundled: {done.stderr.strip()[-300:]}")
    start = page.rindex("<script>") + len("<script>")
    return page[:start] + done.stdout + page[page.rindex("</script>") :]


class DrawingPage:
    """A page whose #ink is being drawn on, by one stroke that winds over most of the pad."""

    def __init__(self, browser: Browser, file: Path, fragment: str = "") -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        self.page.goto(file.resolve().as_uri() + (f"#{fragment}" if fragment else ""))
        self.page.wait_for_timeout(700)
        self.devtools = self.page.context.new_cdp_session(self.page)
        self.devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        box = self.page.locator("#ink").bounding_box()
        if box is None:
            raise InkspectError(f"{file.name} has no #ink")
        self._box = box
        self._moved = 0
        self._content = file.read_text(encoding="utf-8")

    def press(self) -> None:
        """Put the pen down, and draw until the page's code has been compiled."""
        self.move(1)
        self.page.mouse.down()
        self.move(30)

    def move(self, times: int, per_second: float | None = None) -> None:
        """Move the pen so many times, as fast as the page takes it in, or so many times a second."""
        due = time.perf_counter()
        for _ in range(times):
            i = self._moved
            self._moved += 1
            reach = 0.38 + 0.06 * math.sin(i * 0.013)
            x = self._box["x"] + self._box["width"] * (0.5 + reach * math.cos(i * 0.06) * 0.9)
            y = self._box["y"] + self._box["height"] * (0.5 + reach * math.sin(i * 0.12) * 0.8)
            self.page.mouse.move(x, y)
            if per_second is not None:
                due += 1 / per_second
                time.sleep(max(0.0, due - time.perf_counter()))

    def counters(self) -> dict[str, float]:
        """Return Chromium's counters of the main thread: seconds of processor time, and counts."""
        metrics = self.devtools.send("Performance.getMetrics")["metrics"]
        return {str(metric["name"]): float(metric["value"]) for metric in metrics}

    def spent(self, times: int) -> dict[str, float]:
        """Move so many times; return what each counter has grown by per movement, durations in ms."""
        before = self.counters()
        self.move(times)
        self.page.evaluate(TWO_FRAMES)
        after = self.counters()
        return {
            name: (after[name] - before[name]) * (1000 if name.endswith("Duration") else 1) / times for name in after
        }

    def profile(self, times: int) -> dict[str, float]:
        """Move so many times; return the ms per movement in each source of the page's readable script, by its path."""
        self.devtools.send("Profiler.enable")
        self.devtools.send("Profiler.setSamplingInterval", {"interval": 100})
        self.devtools.send("Profiler.start")
        self.move(times)
        profile = self.devtools.send("Profiler.stop")["profile"]
        sources = _sources_by_line(self._content)
        parents = {child: node["id"] for node in profile["nodes"] for child in node.get("children", [])}
        lines = {node["id"]: node["callFrame"]["lineNumber"] for node in profile["nodes"]}
        names = {node["id"]: node["callFrame"]["url"] for node in profile["nodes"]}
        spent: Counter[str] = Counter()
        for node, microseconds in zip(profile["samples"], profile["timeDeltas"], strict=True):
            at = node
            # What the browser does for the page counts for the source that asked for it.
            while at is not None and not names[at].startswith("file:"):
                at = parents.get(at)
            source = None if at is None else sources.get(lines[at])
            if source is not None:
                spent[source] += microseconds / 1000 / times
        return dict(spent)

    def trace(self, times: int, per_second: float | None = None, move: Moving | None = None) -> list[TraceEvent]:
        """Move so many times; return the main thread's events of Chromium's trace, in the order of their start."""
        browser = self.page.context.browser
        assert browser is not None
        browser.start_tracing(page=self.page, categories=TRACED)
        (move or self.move)(times, per_second)
        self.page.evaluate(TWO_FRAMES)
        events: list[TraceEvent] = json.loads(browser.stop_tracing())["traceEvents"]
        frames = Counter((event["pid"], event["tid"]) for event in events if event.get("name") == "FireAnimationFrame")
        ((main, _),) = frames.most_common(1)
        whole = [event for event in events if event.get("ph") == "X" and (event["pid"], event["tid"]) == main]
        return sorted(whole, key=lambda event: (event["ts"], -event.get("dur", 0)))

    def close(self) -> None:
        """Lift the pen and close the page."""
        self.page.mouse.up()
        self.page.close()


def _sources_by_line(content: str) -> dict[int, str]:
    """Return which source each line of the page's readable script comes from, as esbuild notes it above each."""
    sources: dict[int, str] = {}
    source = None
    for number, line in enumerate(content.splitlines()):
        if found := SOURCE.match(line):
            source = found[1]
        elif source is not None:
            sources[number] = source
    return sources

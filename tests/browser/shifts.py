"""Layout shifts while one draws, in any of the usual fonts."""

import subprocess
from collections.abc import Sequence

from pen import pad_box
from visit import NEXT_FRAME, Visit

# A three, drawn slowly enough for the page to change its mind on the way.
THREE = (
    *((0.33, 0.24), (0.42, 0.18), (0.52, 0.17), (0.62, 0.22), (0.64, 0.30), (0.60, 0.38), (0.53, 0.43), (0.46, 0.46)),
    *((0.55, 0.47), (0.63, 0.52), (0.66, 0.60), (0.63, 0.70), (0.55, 0.77), (0.45, 0.78), (0.35, 0.74), (0.30, 0.68)),
)
PAUSE_AFTER = (5, 10, 15)
REST_MS = 250
"""Text follows when the pen rests, which takes 200 ms."""

# Every shift counts, also one that follows a press.
WATCH = """(font) => {
  document.documentElement.style.setProperty('--font', `"${font}"`);
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      window.shifts.push([value, ...sources.map(({ node }) => node && (node.id || node.className || node.nodeName))]);
  }).observe({ type: 'layout-shift' });
}"""


def installed(font: str) -> bool:
    """Whether the system has a font; in its place another would be used."""
    return font in subprocess.run(["fc-list", font, "family"], capture_output=True, text=True, check=False).stdout


USUAL_FONTS = ("DejaVu Sans", "Liberation Sans", "Noto Sans CJK JP")
FONTS = tuple(filter(installed, USUAL_FONTS))


def watch(visit: Visit, font: str) -> None:
    """Set the page in a font, and count its shifts from now on."""
    visit.page.evaluate(WATCH, font)


def shifts_of_a_three(visits: Sequence[Visit]) -> tuple[list[list[object]], set[str]]:
    """Draw a three slowly in pages side by side, whose pauses are the same.

    Returns:
        Each page's shifts while one drew, and the verdicts on the way.
    """
    for visit in visits:
        visit.page.evaluate("() => window.inkspect.clear()")
    visits[0].page.wait_for_timeout(REST_MS)
    for visit in visits:
        visit.page.evaluate("() => { window.shifts.length = 0; }")
    pads = [pad_box(visit) for visit in visits]
    verdicts = set[str]()
    for number, (x, y) in enumerate(THREE):
        for visit, (left, top, side) in zip(visits, pads, strict=True):
            visit.page.mouse.move(left + x * side, top + y * side)
            if number == 0:
                visit.page.mouse.down()
        if number in PAUSE_AFTER:
            visits[0].page.wait_for_timeout(REST_MS)
        verdicts |= {_verdict(visit) for visit in visits}
    for visit in visits:
        visit.page.mouse.up()
    visits[0].page.wait_for_timeout(REST_MS)
    return [visit.page.evaluate("() => window.shifts") for visit in visits], verdicts


def _verdict(visit: Visit) -> str:
    visit.page.evaluate(NEXT_FRAME)
    return str(visit.page.evaluate("() => document.querySelector('#verdict').dataset.verdict"))

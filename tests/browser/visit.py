"""A visit to the built page, opened from disk with the network off, and watched for anything that must not happen."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypedDict, cast

from playwright.sync_api import CDPSession, ConsoleMessage, Error, Page, Request

from tabs import Equipment, Tab, Tabs

Scheme = Literal["light", "dark"]

# Runs before the page's script; `frames` counts the page's calls of requestAnimationFrame, and `timers` are those that
# have not run yet, each with its ms and the time at which it is due.
WATCH = """
window.watched = { violations: [], frames: 0, timers: new Map() };
addEventListener('securitypolicyviolation', (event) =>
  window.watched.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => { window.watched.frames += 1; return request(callback); };
const { setTimeout: set, clearTimeout: clear } = window, { timers } = window.watched;
window.watched.pause = (ms) => new Promise((done) => set(done, ms));
window.setTimeout = (run, ms = 0, ...given) => {
  const timer = set(() => { timers.delete(timer); run(...given); }, ms);
  timers.set(timer, { ms, due: performance.now() + ms });
  return timer;
};
window.clearTimeout = (timer) => { timers.delete(timer); clear(timer); };
"""

# Resolves after the next frame's callbacks and the tasks they scheduled.
NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))"

# Whether what waits for at most so many ms, on a timer, has been done and painted. What is due by then counts too, even
# if its timer began as a longer one: timers are shared, and who comes later waits with the one that is running.
RESTED = """async (within) => {
  const { timers, pause } = window.watched, start = performance.now(), end = start + 5000;
  const waits = () => [...timers.values()].some(({ ms, due }) => Math.round(ms) <= within || due <= start + within + 1);
  while (performance.now() < end) {
    while (waits() && performance.now() < end) await pause(10);
    await new Promise((done) => requestAnimationFrame(() => pause(0).then(done)));
    if (!waits()) return true;
  }
  return false;
}"""

ANSWER = """() => {
  const probabilities = [...Array(10).keys()].map((digit) => {
    const written = document.querySelector(`[data-digit="${digit}"]`).dataset.probability;
    return written === undefined ? null : Number(written);
  });
  return { probabilities, verdict: document.querySelector('#verdict').dataset.verdict };
}"""


# The pad has two layers: the finished strokes, and the stroke being drawn.
INK = """() => {
  const layers = [...document.querySelectorAll('.pad canvas')];
  const whole = document.createElement('canvas');
  [whole.width, whole.height] = [layers[0].width, layers[0].height];
  for (const layer of layers) whole.getContext('2d').drawImage(layer, 0, 0, whole.width, whole.height);
  return whole.toDataURL();
}"""


class Reading(TypedDict):
    """The result of `window.inkspect.read()`."""

    digit: int | None
    probabilities: list[float] | None
    verdict: str


@dataclass(frozen=True)
class Answer:
    """The answer shown by the page: ten probabilities, all None while nothing is drawn, and the verdict."""

    probabilities: list[float | None]
    verdict: str

    @property
    def digit(self) -> int | None:
        """The most probable digit."""
        shown = [(share, digit) for digit, share in enumerate(self.probabilities) if share is not None]
        return max(shown)[1] if shown else None


@dataclass
class Visit:
    """One open page and everything recorded about it."""

    tab: Tab
    address: str
    problems: list[str] = field(default_factory=list)
    _session: CDPSession | None = None

    @property
    def page(self) -> Page:
        """The page itself. Don't add scripts to run at its next load: other visits may follow in the same tab."""
        return self.tab.page

    @property
    def devtools(self) -> CDPSession:
        """The browser's DevTools protocol, for what Playwright's calls do not cover: touches, memory."""
        if self._session is None:
            self._session = self.page.context.new_cdp_session(self.page)
        return self._session

    def settle(self) -> None:
        """Wait until the page has drawn everything requested so far."""
        self.page.evaluate(NEXT_FRAME)
        self.page.evaluate(NEXT_FRAME)

    def rest(self, within: int = 250) -> None:
        """Wait until the page has done what it leaves for later, by at most so many ms, such as text and address."""
        self.settle()
        assert self.page.evaluate(RESTED, within), f"something goes on and on, every {within} ms or more often"

    def select(self, part: str) -> None:
        """Select a part as a script does."""
        self.page.evaluate("(part) => window.inkspect.select(part)", part)
        self.settle()

    def answer(self) -> Answer:
        """Read the dial and the verdict from the page."""
        self.settle()
        shown = self.page.evaluate(ANSWER)
        return Answer(shown["probabilities"], shown["verdict"])

    def read(self) -> Reading:
        """Call the page's script interface."""
        self.settle()
        return cast(Reading, self.page.evaluate("() => window.inkspect.read()"))

    def ink(self) -> str:
        """The pad's pixels, as a string to compare."""
        self.settle()
        return str(self.page.evaluate(INK))

    def clear(self) -> None:
        """Press Clear, and wait until nothing on the page is of the drawing any more."""
        self.page.locator("#clear").click()
        self.rest()

    def note_request(self, request: Request) -> None:
        """Take note of whatever the page requests, except from its own memory."""
        inside = request.url.startswith(("blob:", "data:"))
        if not inside and request.url.split("?")[0].split("#")[0] != self.address.split("?")[0].split("#")[0]:
            self.problems.append(f"the page requested {request.url[:200]}")

    def note_message(self, message: ConsoleMessage) -> None:
        """Take note of whatever is written to the console."""
        self.problems.append(f"console message ({message.type}): {message.text}")

    def note_error(self, error: Error) -> None:
        """Take note of an error that nobody caught."""
        self.problems.append(f"uncaught: {error}")

    def begin(self) -> None:
        """Open the page in its tab."""
        self.page.on("request", self.note_request)
        self.page.on("console", self.note_message)
        self.page.on("pageerror", self.note_error)
        self.page.goto(self.address)
        self.settle()

    def end(self) -> list[str]:
        """Stop watching the page, and return what went wrong while it was open."""
        violations = cast(list[str], self.page.evaluate("() => window.watched.violations"))
        self.page.remove_listener("request", self.note_request)
        self.page.remove_listener("console", self.note_message)
        self.page.remove_listener("pageerror", self.note_error)
        if self._session is not None:
            self._session.detach()
        return self.problems + [f"Content-Security-Policy violated: {violation}" for violation in violations]


class Visits:
    """Opens the page with the settings a test needs."""

    def __init__(self, tabs: Tabs, page_file: Path) -> None:
        self._tabs = tabs
        self._address = page_file.as_uri()
        self._open: list[Visit] = []

    def open(
        self,
        *,
        width: int = 1280,
        height: int = 800,
        touch: bool = False,
        scheme: Scheme = "light",
        locale: str = "en-US",
        query: str = "",
        bypass_csp: bool = False,
        pixel_ratio: float = 1,
        before: str = "",
    ) -> Visit:
        """Open the page.

        Use `bypass_csp` only if the test must inject a script; `before` is one that runs before the page's own, at
        every load.
        """
        tab = self._tabs.take(Equipment(touch, locale, bypass_csp, pixel_ratio, WATCH + before))
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.page.emulate_media(color_scheme=scheme)
        visit = Visit(tab, self._address + query)
        self._open.append(visit)
        visit.begin()
        return visit

    def close(self) -> list[str]:
        """Close every page and return what went wrong in any of them."""
        problems = []
        for visit in self._open:
            problems += visit.end()
            self._tabs.give_back(visit.tab)
        return problems

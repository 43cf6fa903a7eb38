"""Tabs of the browser that are used again: a page in a tab that has shown it before costs a third of the time."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

MOST_IDLE = 4
"""A tab takes about 100 MB."""

BLANK = "<!doctype html><title>Blank</title>"
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


@dataclass(frozen=True)
class Equipment:
    """What cannot be changed once a tab is open."""

    touch: bool = False
    locale: str = "en-US"
    bypass_csp: bool = False
    pixel_ratio: float = 1
    before: str = ""
    """A script that runs before the page's own."""


@dataclass(frozen=True)
class Tab:
    """A tab with a context, so a storage, of its own, and the network off."""

    page: Page
    equipment: Equipment


class Tabs:
    """Opens tabs, and keeps those that have been given back for whoever needs the same equipment."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._idle: list[Tab] = []
        blank = folder / "blank.html"
        blank.write_text(BLANK, encoding="utf-8")
        self._blank = blank.as_uri()

    def take(self, equipment: Equipment) -> Tab:
        """Return an empty tab; which of them have been used before cannot be told from inside."""
        for place, tab in enumerate(self._idle):
            if tab.equipment == equipment:
                return self._idle.pop(place)
        context = self._browser.new_context(
            has_touch=equipment.touch,
            locale=equipment.locale,
            bypass_csp=equipment.bypass_csp,
            device_scale_factor=equipment.pixel_ratio,
            offline=True,
        )
        if equipment.before:
            context.add_init_script(equipment.before)
        return Tab(context.new_page(), equipment)

    def give_back(self, tab: Tab) -> None:
        """Empty a tab of its page, of what that has stored, and of what was emulated for it."""
        page = tab.page
        # A page from a file again: from any other, the browser would start a new process.
        page.goto(self._blank)
        page.evaluate(FORGET)
        page.mouse.up()
        page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
        self._idle.append(tab)
        if len(self._idle) > MOST_IDLE:
            self._idle.pop(0).page.context.close()

    def close(self) -> None:
        """Close the tabs that nobody uses."""
        for tab in self._idle:
            tab.page.context.close()
        self._idle.clear()

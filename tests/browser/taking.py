"""What tests share of the menu of what can be taken away: its rows, what is saved and copied from one, what is said."""

import json
from pathlib import Path
from typing import cast

from playwright.sync_api import Locator

from visit import Visit

PROJECT = Path(__file__).resolve().parents[2]
WORDS = {
    language: cast(dict[str, str], json.loads((PROJECT / "words" / f"{language}.json").read_text(encoding="utf-8")))
    for language in ("en", "ja")
}

# What is copied from now on is kept, whether the page may use the clipboard or has to copy a selection.
LISTEN = """(allowed) => {
  navigator.clipboard.writeText = (text) =>
    allowed ? Promise.resolve(void (window.copied = text)) : Promise.reject(new Error('refused'));
  document.addEventListener('copy', ({ target }) => { window.copied = target.value; });
}"""

# Each file's name, by its row and kind: one kind can be saved from several rows.
FILES = {
    ("drawing", "JSONL"): "inkspect.jsonl",
    ("replay", "APNG"): "inkspect-replay.png",
    ("timeline", "SVG"): "inkspect-timeline.svg",
    ("diagram", "PNG"): "inkspect.png",
    ("diagram", "SVG"): "inkspect.svg",
    ("all", "JSON"): "inkspect.json",
}


def open_menu(visit: Visit) -> None:
    """Open the menu."""
    visit.page.locator("#take > summary").click()
    visit.settle()


def row(visit: Visit, what: str) -> Locator:
    """The row of what can be taken of one thing, whatever the language and whether or not there is such a thing."""
    return visit.page.locator(f"#take [role=group][aria-labelledby='take.{what}']")


def button(visit: Visit, what: str, verb: str, kind: str, language: str = "en") -> Locator:
    """A row's button, by its whole name."""
    name = WORDS[language][f"take.{verb}"].replace("{kind}", kind)
    return row(visit, what).get_by_role("button", name=name, exact=True)


def told(visit: Visit) -> str:
    """What the menu says of what was taken, once it says anything."""
    visit.page.wait_for_function("() => document.querySelector('.take-told').textContent !== ''")
    return visit.page.locator(".take-told").inner_text()


def wait_for_refusal(visit: Visit, key: str, language: str = "en") -> None:
    """Wait until the menu says this of what it was given."""
    visit.page.locator(".take-told").filter(has_text=WORDS[language][key]).wait_for(timeout=5000)


def save(visit: Visit, what: str, kind: str, language: str = "en", within_ms: float = 30_000) -> bytes:
    """Save a file from a row of the open menu, and return what is in it."""
    with visit.page.expect_download(timeout=within_ms) as saving:
        button(visit, what, "save", kind, language).click()
    assert saving.value.suggested_filename == FILES[what, kind]
    assert told(visit) == WORDS[language]["take.saved"]
    return Path(saving.value.path()).read_bytes()


def copy(visit: Visit, what: str, kind: str) -> str:
    """Copy from a row of the open menu, to a page that listens, and return what was copied."""
    button(visit, what, "copy", kind).click()
    visit.settle()
    assert told(visit) == WORDS["en"]["card.copied"]
    return str(visit.page.evaluate("() => window.copied"))

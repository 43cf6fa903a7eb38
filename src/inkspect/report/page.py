"""The report as one HTML file, without scripts, external styles or requests."""

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources
from importlib.metadata import version
from xml.etree.ElementTree import Element

from inkspect.report.elements import Child, element, foreign, to_html
from inkspect.report.hesitating import HesitationResults
from inkspect.report.knowing import KnowingResults
from inkspect.report.measuring import DigitResults, FormResults, NegativeResults
from inkspect.report.sections.forms import by_form
from inkspect.report.sections.hesitating import hesitating
from inkspect.report.sections.knowing import knowing
from inkspect.report.sections.learning import learning
from inkspect.report.sections.origin import origin
from inkspect.report.sections.overview import overview
from inkspect.report.sections.reading import reading
from inkspect.report.sections.rejecting import rejecting
from inkspect.report.sections.sources import by_source
from inkspect.report.subject import Subject

STYLES = ("tokens", "base", "charts", "tables", "gallery")
"""The style sheets, in cascade order."""


def report_page(
    subject: Subject,
    digits: Sequence[DigitResults],
    forms: Sequence[FormResults],
    hesitations: Sequence[HesitationResults],
    known: Sequence[KnowingResults],
    not_digits: Sequence[NegativeResults],
) -> bytes:
    """Return the file's bytes; the same measurements give the same bytes.

    Args:
        subject: the network.
        digits: the results on sets of digits, one section each, in this order.
        forms: the results on generated drawings of each form.
        hesitations: how the network came to its answers, for each set of drawn digits.
        known: when it and the pen's network know the digits, for each set of drawn digits.
        not_digits: the results on sets of negatives.
    """
    anchors = [f"set-{number}" for number in range(1, len(digits) + 1)]
    sections = [
        overview(digits, not_digits),
        by_source(digits),
        by_form(forms),
        learning(subject.history, subject.validation_counts),
        *(reading(each, anchor) for each, anchor in zip(digits, anchors, strict=True)),
        hesitating(hesitations),
        knowing(known),
        rejecting(digits, not_digits, subject.network.verdict_rule),
        origin(subject),
    ]
    links: list[tuple[str, Child]] = [
        ("short", "In short"),
        ("sources", "By source"),
        ("forms", "By form"),
        ("learning", "How it learned"),
        *((anchor, foreign(each.name)) for each, anchor in zip(digits, anchors, strict=True)),
        ("hesitating", "How it hesitates"),
        ("knowing", "Who knew it when"),
        ("rejecting", "What it rejects"),
        ("origin", "How it came to be"),
    ]
    body = element("body", _header(subject, links), element("main", sections), _footer())
    return f"<!doctype html>\n{to_html(element('html', _head(subject), body, lang='en'))}\n".encode()


def _head(subject: Subject) -> Element:
    styles = resources.files("inkspect.report").joinpath("styles")
    style = "\n".join(styles.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
    own = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{own}'; img-src data:; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"Inkspect: how {subject.file} reads"),
        element("style", style),
    )


def _header(subject: Subject, links: Sequence[tuple[str, Child]]) -> Element:
    state = "An unfinished training run's network, not yet calibrated: " if subject.unfinished else "The network of "
    trained = subject.facts.get("date")
    entries = [element("li", element("a", name, href=f"#{anchor}")) for anchor, name in links]
    return element(
        "header",
        element("h1", "What this network reads, and what it can’t"),
        element(
            "p", state, foreign(subject.file), [", trained on ", foreign(trained)] if trained else None, class_="lead"
        ),
        element("nav", element("ul", entries, role="list"), aria_label="Sections"),
    )


def _footer() -> Element:
    return element("footer", element("p", f"Made by inkspect report, version {version('inkspect')}."))

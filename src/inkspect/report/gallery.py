"""Samples side by side as pictures, each with what was written and what was read."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from inkspect.report.elements import element, foreign
from inkspect.report.measuring import Sample
from inkspect.report.pictures import picture

_WORDS = {"digit": "", "unsure": "unsure", "none": "no digit", "empty": "empty"}


def gallery(samples: Sequence[Sample], name: str, *, say_verdict: bool) -> Element | None:
    """Return the pictures of samples of the set of this name, as a list; nothing where there are none."""
    if not samples:
        return None
    return element("ul", [_entry(sample, name, say_verdict) for sample in samples], class_="gallery", role="list")


def _entry(sample: Sample, name: str, say_verdict: bool) -> Element:
    lines = [element("span", "read ", element("b", str(sample.read)), f", {sample.probability:.2f}")]
    if sample.written is not None:
        lines.insert(0, element("span", "written ", element("b", foreign(sample.written)), ", "))
    if say_verdict and _WORDS[sample.verdict]:
        lines.append(element("span", _WORDS[sample.verdict], class_="muted"))
    if sample.writer is not None:
        lines.append(element("span", "by ", foreign(sample.writer), class_="muted"))
    caption = element("figcaption", lines)
    shown = picture(sample.ink, f"Number {sample.number:,} of {name}")
    return element("li", element("figure", shown, caption))

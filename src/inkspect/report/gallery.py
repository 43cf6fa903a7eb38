"""Samples side by side as pictures, each with its label and its reading."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from inkspect.report.elements import element, foreign
from inkspect.report.measuring import ReadSample
from inkspect.report.pictures import picture

_WORDS = {"digit": "", "unsure": "unsure", "none": "no digit", "empty": "empty"}


def gallery(samples: Sequence[ReadSample], name: str, *, say_verdict: bool) -> Element | None:
    """Return the pictures of a named set's samples as a list, or None if there are no samples."""
    if not samples:
        return None
    return element("ul", [_entry(sample, name, say_verdict) for sample in samples], class_="gallery", role="list")


def _entry(shown: ReadSample, name: str, say_verdict: bool) -> Element:
    sample = shown.sample
    lines = [element("span", "read ", element("b", str(shown.read)), f", {shown.probability:.2f}")]
    if sample.label is not None:
        lines.insert(0, element("span", "written ", element("b", foreign(sample.label)), ", "))
    if say_verdict and _WORDS[shown.verdict]:
        lines.append(element("span", _WORDS[shown.verdict], class_="muted"))
    if sample.writer is not None:
        lines.append(element("span", "by ", foreign(sample.writer), class_="muted"))
    caption = element("figcaption", lines)
    drawn = picture(sample.ink, f"Number {sample.number:,} of {name}")
    return element("li", element("figure", drawn, caption))

"""The network's provenance, from its file."""

from xml.etree.ElementTree import Element

from inkspect.report.elements import Child, element, foreign
from inkspect.report.subject import Subject
from inkspect.report.tables import facts, percent

_NAMES = {
    "package_version": "made with inkspect",
    "temperature": "temperature folded in",
}
_FIRST = ("date", "seed", "package_version", "epochs done", "network", "temperature", "licence", "credit")


def origin(subject: Subject) -> Element:
    """Return the section."""
    order = [name for name in _FIRST if name in subject.facts] + [name for name in subject.facts if name not in _FIRST]
    told: list[tuple[Child, Child]] = [("file", _whole(subject.file)), ("SHA-256", _code(subject.sha256))]
    told += [(foreign(_NAMES.get(name, name)), _whole(subject.facts[name])) for name in order]
    parts: list[Child] = [element("h2", "How it came to be"), facts(told, "wide")]
    if subject.figures:
        measured = [(foreign(_words(name)), percent(share)) for name, share in subject.figures.items()]
        parts += [element("h3", "Measured at the end of training"), facts(measured, "wide")]
    if subject.recipe:
        choices = [(foreign(_words(name)), foreign(value)) for name, value in subject.recipe.items()]
        parts.append(element("details", element("summary", "The recipe"), facts(choices, "wide")))
    if subject.data:
        sums = [(foreign(name), _code(total)) for name, total in subject.data.items()]
        parts.append(element("details", element("summary", "What it learned from"), facts(sums, "wide")))
    return element("section", parts, id="origin")


def _words(name: str) -> str:
    return name.replace("_", " ").replace(".", ": ")


def _whole(text: str) -> Element:
    """Return text that is not shortened, such as credits."""
    return element("bdi", text[:2000])


def _code(text: str) -> Element:
    return element("code", text[:200])

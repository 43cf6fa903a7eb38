"""Which forms of digits the network misreads, on generated drawings."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from inkspect.drawing.forms import Form
from inkspect.report.elements import Child, element
from inkspect.report.gallery import gallery
from inkspect.report.measuring import FormResults
from inkspect.report.tables import bar, percent, row, table

FORMS_SHOWN = 5
"""How many forms are shown with pictures of what is misread."""

PICTURES_OF_A_FORM = 6


def by_form(forms: Sequence[FormResults]) -> Element:
    """Return the forms with the lowest accuracy first, and a few misread drawings of the worst."""
    ranked = sorted(forms, key=lambda each: each.accuracy)
    longest = 1 - ranked[0].accuracy
    rows = [
        row(
            _name(each.form),
            f"{each.results.evaluation.count:,}",
            percent(each.accuracy, 1),
            bar(1 - each.accuracy, longest),
            ", ".join(f"{read} ({count:,}×)" for _, read, count in each.results.evaluation.mistakes()[:2]) or "–",
        )
        for each in ranked
    ]
    return element(
        "section",
        element("h2", "By form"),
        element(
            "p",
            "Forms of digits that networks often misread, drawn by rule in varied handwriting, the same drawings in "
            "every report. A network may have learned from drawings by the same rules.",
        ),
        table(
            f"Lowest accuracy first; the longest bar is an error rate of {percent(longest, 1)}.",
            ["form", "drawings", "accuracy", "error rate", "most often as"],
            rows,
            label="Accuracy by form",
            kind="wide long",
        ),
        [_misread(each) for each in ranked[:FORMS_SHOWN] if each.results.mistakes.samples],
        id="forms",
    )


def _name(form: Form) -> str:
    return f"{form.digit}: {form.description}"


def _misread(each: FormResults) -> list[Child]:
    mistakes = each.results.mistakes
    shown = mistakes.samples[:PICTURES_OF_A_FORM]
    note = f"{mistakes.total:,} misread of {each.results.evaluation.count:,}, most confident first."
    return [
        element("h3", _name(each.form)),
        element("p", note, f" {len(shown):,} are shown." if len(shown) < mistakes.total else None, class_="note"),
        gallery(shown, _name(each.form), say_verdict=True),
    ]

"""How the network changes its mind while digits are drawn."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from inkspect.report.charts import changes_chart, settling_curve
from inkspect.report.elements import Child, element, foreign
from inkspect.report.hesitating import HesitationResults
from inkspect.report.tables import bar, percent, row, table
from inkspect.system.words import counted

NO_STROKES = (
    "MNIST’s pictures have no strokes. With a stroke file of labelled digits (--strokes), this section tells how often "
    "the answer changes while a digit is drawn, and how early the network settles."
)

WHAT_IS_MEASURED = (
    "Each digit is read after every one of its points, as the page does while one draws. The answer is what the page "
    "says: a digit, one of two, or no digit. The last digit is the one at the end, right or wrong; it is found at the "
    "first point from which it stays the most probable one, and sure at the first from which the verdict stays “a "
    "digit” too. Shares are of a drawing’s points, not of its time: how many points there are, and where they are "
    "dense, depends on the tablet that recorded them."
)


def hesitating(results: Sequence[HesitationResults]) -> Element:
    """Return the section, with a part for each set."""
    return element(
        "section",
        element("h2", "How it hesitates"),
        element("p", WHAT_IS_MEASURED if results else NO_STROKES),
        [_set(each, f"set-{number}") for number, each in enumerate(results, start=1)],
        id="hesitating",
    )


def _set(each: HesitationResults, anchor: str) -> list[Element | None]:
    overall = each.overall
    changes = element(
        "figure",
        changes_chart(f"changes-{anchor}", each.name, overall.changes),
        element("figcaption", "How often the answer changes from the first point to the last; dashed: the median."),
    )
    settling = element(
        "figure",
        settling_curve(f"settling-{anchor}", each.name, overall.found, overall.sure),
        element(
            "figcaption",
            "After so many of its points, the last digit is found, and sure, for so many of the drawings.",
        ),
    )
    return [
        element("h3", "Digits of ", foreign(each.name)),
        element("p", _in_words(each)),
        element("div", changes, settling, class_="charts"),
        _by_digit(each),
    ]


def _in_words(each: HesitationResults) -> str:
    overall = each.overall
    left_out = f" Left out, with too many points: {each.left_out:,}." if each.left_out else ""
    return (
        f"{counted(overall.drawings, 'drawing')}, of {overall.points:g} points in the median. The answer changes "
        f"{np.median(overall.changes):g} times in the median; {percent(overall.through_two_digits, 0)} of the drawings "
        "are taken for two or more digits, the last included, each with the verdict “a digit”; the last digit is found "
        f"at {percent(_median(overall.found), 0)} of the points in the median, and sure at "
        f"{percent(_median(overall.sure), 0)}, if it is sure in the end, as it is of "
        f"{percent(len(overall.sure) / overall.drawings, 0)} of the drawings.{left_out}"
    )


def _by_digit(each: HesitationResults) -> Element:
    late = {digit: _median(some.found) or 0.0 for digit, some in each.by_digit.items()}
    rows = [
        row(
            str(digit),
            f"{some.drawings:,}",
            f"{np.median(some.changes):g}",
            percent(some.through_two_digits, 0),
            percent(late[digit], 0),
            bar(late[digit], 1.0),
            percent(_median(some.sure), 0),
            percent(len(some.sure) / some.drawings, 0),
        )
        for digit, some in sorted(each.by_digit.items(), key=lambda item: -late[item[0]])
    ]
    as_bar = element("span", "found, as a bar", class_="unseen")
    head: list[Child] = ["digit", "drawings", "changes", "two digits", "found", as_bar, "sure", "sure in the end"]
    note = (
        "The digit found last first. Changes of the answer, and the shares of the points at which the last digit is "
        "found and sure, are medians; two digits: the share of the drawings taken for two or more."
    )
    return table(note, head, rows, label=f"Hesitation by digit: {each.name}", kind="wide")


def _median(shares: NDArray[np.float64]) -> float | None:
    return float(np.median(shares)) if len(shares) else None

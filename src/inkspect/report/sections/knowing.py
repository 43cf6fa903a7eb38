"""Who knew it when: the reported network, which sees ink, beside the pen's, which follows the hand."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from inkspect.measuring.pen_shares import RightAfter
from inkspect.report.charts import knowing_curve
from inkspect.report.elements import element, foreign
from inkspect.report.knowing import KnowingResults
from inkspect.report.tables import percent, row, table
from inkspect.system.words import counted

SHOWN = (0.25, 0.5, 0.75, 1.0)

NO_STROKES = (
    "MNIST’s pictures have no strokes. With a stroke file of labelled digits (--strokes), this section compares this "
    "network with the pen’s published network, a Transformer that follows the movements of the hand."
)

WHAT_IS_MEASURED = (
    "Each digit is cut off after a share of its ink, by length, at one of its points, and read by both networks, "
    "neither of which sees anything else. This network says what the ink looks like; the pen’s published network, "
    "which follows the movements of the hand, says what it will become."
)


def knowing(results: Sequence[KnowingResults]) -> Element:
    """Return the section, with a part for each set."""
    return element(
        "section",
        element("h2", "Who knew it when"),
        element("p", WHAT_IS_MEASURED if results else NO_STROKES),
        [_set(each, f"set-{number}") for number, each in enumerate(results, start=1)],
        id="knowing",
    )


def _set(each: KnowingResults, anchor: str) -> list[Element]:
    curve = element(
        "figure",
        knowing_curve(f"knowing-{anchor}", each.name, each.rows),
        element("figcaption", f"Of {counted(each.rows[-1].count, 'digit')}, the share read right."),
    )
    return [
        element("h3", "Digits of ", foreign(each.name)),
        element("div", curve, class_="charts"),
        table(
            "The share of the digits read right.",
            ["ink", "this network", "pen’s network"],
            [_row(right) for right in each.rows if right.share in SHOWN],
            label=f"Read right by share of the ink: {each.name}",
        ),
    ]


def _row(right: RightAfter) -> Element:
    return row(percent(right.share, 0), percent(right.picture_accuracy), percent(right.pen_accuracy))

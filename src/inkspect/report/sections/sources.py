"""What one source says of another: accuracy by source, writer and digit, side by side."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from inkspect.data.labels import DIGITS
from inkspect.measuring.evaluation import Evaluation
from inkspect.report.elements import Child, element, foreign
from inkspect.report.measuring import DigitResults
from inkspect.report.tables import HEAT_LEVELS, percent, row, table

NOTE = (
    "The stronger the colour, the higher the error rate; each source’s worst digit is bold. Where rows differ, one "
    "source says little of how another’s writers are read."
)


def by_source(digits: Sequence[DigitResults]) -> Element:
    """Return a table with a row for each set of digits."""
    highest = max((wrong for each in digits for wrong in _error_rates(each.evaluation).values()), default=0.0)
    rows = [row(foreign(each.name), *_cells(each.evaluation, highest)) for each in digits]
    head = ["source", "digits", "accuracy", "writers", "their mean", "lowest", *DIGITS]
    return element(
        "section",
        element("h2", "By source"),
        table(NOTE, head, rows, label="Accuracy by source and digit", kind="wide"),
        id="sources",
    )


def _cells(evaluation: Evaluation, highest: float) -> list[Child]:
    wrong = _error_rates(evaluation)
    worst = max(wrong.values(), default=0.0)
    return [
        f"{evaluation.count:,}",
        percent(evaluation.accuracy),
        f"{len(evaluation.writers):,}" if evaluation.writers else "–",
        percent(evaluation.mean_accuracy_of_writers),
        percent(evaluation.lowest_accuracy_of_writers, 1),
        *(_shaded(wrong.get(digit), worst, highest) for digit in range(len(DIGITS))),
    ]


def _error_rates(evaluation: Evaluation) -> dict[int, float]:
    accuracies = {digit: evaluation.digit_accuracy(digit) for digit in range(len(DIGITS))}
    return {digit: 1 - accuracy for digit, accuracy in accuracies.items() if accuracy is not None}


def _shaded(wrong: float | None, worst: float, highest: float) -> Element:
    """Return a digit's accuracy, shaded by its error rate against the highest of the table."""
    if wrong is None:
        return element("td", "–")
    level = -int(-wrong * HEAT_LEVELS // highest) if wrong else 0
    told = percent(1 - wrong, 1)
    return element("td", element("b", told) if wrong == worst > 0 else told, class_=f"heat-{level}")

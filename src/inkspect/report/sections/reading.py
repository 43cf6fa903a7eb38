"""The results on one set of digits: confusions, calibration, mistakes, and accuracy by digit and by writer."""

from xml.etree.ElementTree import Element

import numpy as np

from inkspect.data.labels import DIGITS
from inkspect.measuring.evaluation import Evaluation
from inkspect.report.charts import reliability_diagram, writers_chart
from inkspect.report.elements import Child, element, foreign
from inkspect.report.gallery import gallery
from inkspect.report.measuring import DigitResults
from inkspect.report.tables import bar, heat, percent, row, table


def reading(digits: DigitResults, anchor: str) -> Element:
    """Return a set's section; `anchor` is its id."""
    return element(
        "section",
        element("h2", foreign(digits.name)),
        element(
            "div",
            element("div", _confusions(digits), _by_digit(digits)),
            element("div", _reliability(digits, anchor), _by_writer(digits, anchor)),
            class_="charts",
        ),
        _mistakes(digits),
        id=anchor,
    )


def _confusions(digits: DigitResults) -> Element:
    counts = digits.evaluation.confusions
    wrong = counts - np.diag(np.diag(counts))
    largest = int(wrong.max())
    rows = [
        row(
            str(digit),
            *(
                element("td", str(counts[digit, read]), class_="right")
                if digit == read
                else heat(int(counts[digit, read]), largest)
                for read in range(len(DIGITS))
            ),
        )
        for digit in range(len(DIGITS))
    ]
    head: list[Child] = [element("span", "written as, read as", class_="unseen"), *map(str, range(len(DIGITS)))]
    note = "Row: the digit written. Column: the digit read. The stronger the colour, the more frequent the confusion."
    return element(
        "div",
        element("h3", "Confusion matrix"),
        table(note, head, rows, label=f"Confusion matrix: {digits.name}", kind="confusion"),
        class_="part",
    )


def _reliability(digits: DigitResults, anchor: str) -> Element:
    measured = digits.reliability
    bins = len(measured.counts)
    rows = [
        row(
            f"{100 * number / bins:.0f} – {100 * (number + 1) / bins:.0f} %",
            f"{measured.counts[number]:,}",
            percent(float(measured.confidences[number])),
            percent(float(measured.accuracies[number])),
        )
        for number in range(bins)
    ]
    numbers = table(
        "By the probability of the digit read",
        ["probability", "samples", "mean", "accuracy"],
        rows,
        label=f"The reliability diagram's numbers: {digits.name}",
    )
    caption = (
        "On the dashed line, probabilities match accuracy; the lines through the dots are 95 % intervals. "
        f"Calibration error: {percent(digits.evaluation.calibration_error)}."
    )
    return element(
        "div",
        element("h3", "Calibration"),
        element(
            "figure",
            reliability_diagram(f"reliability-{anchor}", digits.name, measured),
            element("figcaption", caption),
        ),
        element("details", element("summary", "The numbers"), numbers),
        class_="part",
    )


def _by_digit(digits: DigitResults) -> Element:
    evaluation = digits.evaluation
    shown = [digit for digit in range(len(DIGITS)) if evaluation.digit_count(digit)]
    wrong = {digit: 1 - (evaluation.digit_accuracy(digit) or 0.0) for digit in shown}
    longest = max(wrong.values())
    rows = [
        row(
            str(digit),
            f"{evaluation.digit_count(digit):,}",
            percent(evaluation.digit_accuracy(digit)),
            bar(wrong[digit], longest),
            _most_often(evaluation, digit),
        )
        for digit in sorted(shown, key=lambda digit: -wrong[digit])
    ]
    head = ["digit", "samples", "accuracy", "error rate", "most often as"]
    note = f"Lowest accuracy first; the longest bar is an error rate of {percent(longest)}."
    return element(
        "div",
        element("h3", "By digit"),
        table(note, head, rows, label=f"Accuracy by digit: {digits.name}"),
        class_="part",
    )


def _most_often(evaluation: Evaluation, digit: int) -> str:
    mistakes = [(read, count) for of, read, count in evaluation.mistakes() if of == digit]
    return ", ".join(f"{read} ({count:,}×)" for read, count in mistakes[:2]) or "–"


def _by_writer(digits: DigitResults, anchor: str) -> Element | None:
    writers = digits.evaluation.writers
    if not writers:
        return None
    ranked = sorted(writers.items(), key=lambda item: (item[1][1] / item[1][0], -item[1][0], item[0]))
    longest = max(1 - correct / count for count, correct in writers.values())
    rows = [
        row(foreign(writer), f"{count:,}", percent(correct / count), bar(1 - correct / count, longest))
        for writer, (count, correct) in ranked
    ]
    chart = element(
        "figure",
        writers_chart(f"writers-{anchor}", digits.name, writers),
        element("figcaption", "One dot per writer, larger for more drawings; dashed: the writers' mean."),
    )
    numbers = table(
        f"Lowest accuracy first; the longest bar is an error rate of {percent(longest)}.",
        ["writer", "drawings", "accuracy", "error rate"],
        rows,
        label=f"Accuracy by writer: {digits.name}",
        kind="long",
    )
    return element("div", element("h3", f"By writer ({len(writers):,})"), chart, numbers, class_="part")


def _mistakes(digits: DigitResults) -> list[Element | None]:
    mistakes = digits.mistakes
    if not mistakes.total:
        return [element("h3", "Mistakes"), element("p", "None.")]
    which = "" if len(mistakes.samples) == mistakes.total else f" {len(mistakes.samples):,} are shown."
    note = f"{mistakes.total:,} in total, most confident first.{which}"
    return [
        element("h3", "Mistakes"),
        element("p", note, class_="note"),
        gallery(mistakes.samples, digits.name, say_verdict=True),
    ]

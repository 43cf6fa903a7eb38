"""What the network reads of one set of digits: right, wrong, by digit and by writer, and how sure it was."""

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
    """Return the section of a set; `anchor` is its id."""
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
    note = "A row for what was written, a column for what was read; the more colour, the more often confused."
    return element(
        "div",
        element("h3", "What is taken for what"),
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
        "By the probability of the digit that was read",
        ["probability", "samples", "mean", "read right"],
        rows,
        label=f"The reliability diagram's numbers: {digits.name}",
    )
    caption = (
        "On the dashed line, a probability means what it says; the lines through the dots are 95 % intervals. "
        f"Calibration error: {percent(digits.evaluation.calibration_error)}."
    )
    return element(
        "div",
        element("h3", "Whether its probabilities mean what they say"),
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
    head = ["digit", "samples", "read right", "read wrong", "most often as"]
    note = f"The worst read first; the longest bar is {percent(longest)} read wrong."
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
        element("figcaption", "A dot for each writer, the larger the more they wrote; dashed: the writers' mean."),
    )
    numbers = table(
        f"The worst read first; the longest bar is {percent(longest)} read wrong.",
        ["writer", "drawings", "read right", "read wrong"],
        rows,
        label=f"Accuracy by writer: {digits.name}",
        kind="long",
    )
    return element("div", element("h3", f"By writer, {len(writers):,} of them"), chart, numbers, class_="part")


def _mistakes(digits: DigitResults) -> list[Element | None]:
    mistakes = digits.mistakes
    if not mistakes.total:
        return [element("h3", "What it reads wrong"), element("p", "Nothing.")]
    which = "" if len(mistakes.samples) == mistakes.total else f" Shown are {len(mistakes.samples):,}."
    note = f"{mistakes.total:,} in all, the most confident first.{which}"
    return [
        element("h3", "What it reads wrong"),
        element("p", note, class_="note"),
        gallery(mistakes.samples, digits.name, say_verdict=True),
    ]

"""What the network rejects: doubtful digits, and drawings that show no digit."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np

from inkspect.measuring.evaluation import INK_VERDICTS
from inkspect.network.verdict import ALWAYS_A_DIGIT, VerdictRule
from inkspect.report.elements import Child, element, foreign
from inkspect.report.gallery import gallery
from inkspect.report.measuring import DigitResults, Excerpt, NegativeResults
from inkspect.report.tables import bar, percent, row, table
from inkspect.system.words import counted

NO_RULE = "These weights come without a verdict rule: every drawing is classified as a digit."


def rejecting(digits: Sequence[DigitResults], not_digits: Sequence[NegativeResults], rule: VerdictRule) -> Element:
    """Return the section; the rule is the one by which the verdicts were given."""
    return element(
        "section",
        element("h2", "What it rejects"),
        element("p", NO_RULE if rule == ALWAYS_A_DIGIT else _in_words(rule)),
        [_doubted(each) for each in digits],
        [_not_rejected(each) for each in not_digits],
        id="rejecting",
    )


def _in_words(rule: VerdictRule) -> str:
    return (
        f"If the highest probability is at least {percent(rule.digit_from)}"
        f"{_and_evidence(rule.digit_evidence_from)}, a drawing is classified as a digit; otherwise, if the two highest "
        f"together are at least {percent(rule.unsure_from)}{_and_evidence(rule.unsure_evidence_from)}, it is unsure; "
        "otherwise, it is classified as no digit."
    )


def _and_evidence(least: float) -> str:
    return f" and the leading digit’s logit at least {least:.2f} above the average digit’s" if least else ""


def _doubted(digits: DigitResults) -> list[Element | None]:
    counts = digits.verdicts.sum(axis=1)
    unsure, none = (digits.verdicts[:, INK_VERDICTS.index(verdict)] for verdict in ("unsure", "none"))
    shown = np.flatnonzero(counts)
    shares = {int(digit): float((unsure[digit] + none[digit]) / counts[digit]) for digit in shown}
    longest = max(shares.values())
    rows = [
        row(
            str(digit),
            f"{counts[digit]:,}",
            percent(unsure[digit] / counts[digit]),
            percent(none[digit] / counts[digit]),
            bar(shares[digit], longest),
        )
        for digit in sorted(shares, key=lambda digit: -shares[digit])
    ]
    head = ["digit", "samples", "unsure", "no digit", "both"]
    note = f"Digits not classified as one, most often rejected first; the longest bar is {percent(longest)}."
    return [
        element("h3", "Digits of ", foreign(digits.name)),
        table(note, head, rows, label=f"Verdicts by digit: {digits.name}"),
        _note(digits.rejected, "not classified as a digit, least confident first"),
        gallery(digits.rejected.samples, digits.name, say_verdict=True),
    ]


def _not_rejected(others: NegativeResults) -> list[Element | None]:
    count = others.called_digit.total
    share = (
        f"Classified as a digit: {count:,} of {counted(others.count, 'negative')}. "
        f"Rejected: {percent(others.rejected)}."
    )
    if others.left_out:
        share += f" Left out, without ink: {others.left_out:,}."
    ranked = [int(digit) for digit in np.argsort(-others.read_as, kind="stable") if others.read_as[digit]]
    read_as = ", ".join(f"{digit} ({others.read_as[digit]:,}×)" for digit in ranked)
    return [
        element("h3", foreign(others.name)),
        element("p", share, f" Read as: {read_as}." if count else None),
        _labels(others),
        _note(others.called_digit, "classified as a digit, most confident first"),
        gallery(others.called_digit.samples, others.name, say_verdict=False),
    ]


def _labels(others: NegativeResults) -> Element:
    longest = max(label.called_digit / label.count for label in others.labels)
    rows = [
        row(
            "no label" if label.label is None else foreign(label.label),
            f"{label.count:,}",
            f"{label.called_digit:,}",
            percent(label.called_digit / label.count, 1),
            bar(label.called_digit / label.count, longest),
            "–" if label.most_often_read_as is None else str(label.most_often_read_as),
        )
        for label in others.labels
    ]
    as_bar = element("span", "share, as a bar", class_="unseen")
    head: list[Child] = ["label", "drawings", "classified as a digit", "share", as_bar, "most often as"]
    return table(
        "By label, the one most often classified as a digit first",
        head,
        rows,
        label=f"Classified as a digit by label: {others.name}",
        kind="long",
    )


def _note(some: Excerpt, what: str) -> Element:
    which = "" if len(some.samples) == some.total else f" Shown: {len(some.samples):,}."
    return element("p", f"{some.total:,} {what}.{which}", class_="note")

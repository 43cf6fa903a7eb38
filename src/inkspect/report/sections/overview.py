"""The headline figures, one card per set of samples."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from inkspect.measuring.evaluation import INK_VERDICTS, Evaluation
from inkspect.report.elements import Child, element, foreign
from inkspect.report.measuring import DigitResults, NegativeResults
from inkspect.report.tables import facts, percent
from inkspect.system.words import counted


def overview(digits: Sequence[DigitResults], not_digits: Sequence[NegativeResults]) -> Element:
    """Return the cards of all sets."""
    cards = [*map(_card, digits), *map(_card_of_not_digits, not_digits)]
    return element("section", element("h2", "In short"), element("div", cards, class_="cards"), id="short")


def shares_of_verdicts(counts: Sequence[int]) -> list[tuple[str, str]]:
    """Return the share of each verdict, with its name in the report."""
    total = sum(counts)
    names = ("classified as a digit", "unsure: one of two", "classified as no digit")
    return [(name, percent(count / total)) for name, count in zip(names, counts, strict=True)]


def _card(digits: DigitResults) -> Element:
    evaluation = digits.evaluation
    counts = [evaluation.verdicts[verdict] for verdict in INK_VERDICTS]
    pairs: list[tuple[Child, Child]] = [("correct", f"{evaluation.correct:,} of {evaluation.count:,}")]
    if evaluation.writers:
        writers = f"mean of {counted(len(evaluation.writers), 'writer')}"
        pairs.append((writers, percent(evaluation.mean_accuracy_of_writers)))
    pairs += [
        ("calibration error, 15 bins", percent(evaluation.calibration_error)),
        ("mean probability when wrong", percent(evaluation.mean_confidence_when_wrong, 1)),
        *shares_of_verdicts(counts),
        *_left_out(evaluation),
    ]
    return _as_card(digits.name, percent(evaluation.accuracy), "accuracy", pairs)


def _card_of_not_digits(others: NegativeResults) -> Element:
    pairs: list[tuple[Child, Child]] = [("drawings that show no digit", f"{others.count:,}")]
    pairs += shares_of_verdicts(others.verdicts)
    return _as_card(others.name, percent(others.rejected), "rejected", pairs)


def _as_card(name: str, figure: str, meaning: str, pairs: list[tuple[Child, Child]]) -> Element:
    large = element("p", element("strong", figure), " ", meaning, class_="figure")
    return element("div", element("h3", foreign(name)), large, facts(pairs), class_="card")


def _left_out(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [("left out: no ink, or no label", f"{evaluation.left_out:,}")] if evaluation.left_out else []

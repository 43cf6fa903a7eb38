"""Build the report from files: read and check everything first, then measure, then draw."""

from collections.abc import Callable, Sequence
from pathlib import Path

from inkspect.data.mnist import load_mnist
from inkspect.data.stroke_files import read_strokes
from inkspect.drawing.forms import FORMS
from inkspect.pen.weights import load_weights, published_weights
from inkspect.report.drawing import check_that_charts_can_be_drawn
from inkspect.report.hesitating import HesitationResults, measure_hesitation
from inkspect.report.knowing import KnowingResults, measure_knowing
from inkspect.report.measuring import (
    DigitResults,
    NegativeResults,
    measure_drawings,
    measure_form,
    measure_mnist,
    measure_negatives,
)
from inkspect.report.page import report_page
from inkspect.report.subject import Subject
from inkspect.system.errors import InkspectError

FORM_DRAWINGS = 100
"""How many drawings of each form are read."""

MOST_SHOWN = 60
"""How many samples of each kind are shown by default."""


def build_report(
    subject: Subject,
    strokes: Sequence[Path] = (),
    no_digits: Path | None = None,
    *,
    most_shown: int = MOST_SHOWN,
    on_step: Callable[[str, int, int], None] | None = None,
) -> bytes:
    """Return the report's HTML file.

    Args:
        subject: the network; it is always measured on MNIST's test pictures.
        strokes: stroke files of labelled digits, one section each; drawings with other labels count as negatives.
        no_digits: a stroke file of negatives.
        most_shown: how many samples of each kind are shown as pictures.
        on_step: called before each step with its name, the number of finished steps, and the total number.

    Raises:
        InkspectError: matplotlib is missing, a file cannot be read or holds nothing to measure, or MNIST cannot be
            obtained.
    """
    check_that_charts_can_be_drawn()
    files = [*strokes, *([no_digits] if no_digits else [])]
    names = [path.name for path in files]
    if len(set(names)) < len(names):
        names = [str(path) for path in files]
    steps = ["Reading the files", "MNIST", *names, "Hesitation", "Beginnings", "Forms", "Drawing the charts"]
    begun = iter(range(len(steps)))

    def begin() -> None:
        number = next(begun)
        if on_step is not None:
            on_step(steps[number], number, len(steps))

    begin()
    drawings = [(path, read_strokes(path)) for path in strokes]
    without_digits = None if no_digits is None else read_strokes(no_digits)
    begin()
    network = subject.network
    digits: list[DigitResults] = [measure_mnist(network, load_mnist(), most_shown)]
    others: list[NegativeResults] = []
    for (path, read), name in zip(drawings, names, strict=False):
        begin()
        try:
            shown, not_shown = measure_drawings(network, name, read, most_shown)
        except InkspectError as error:
            raise InkspectError(f"{path}: {error}") from error
        digits += [shown] if shown else []
        others += [not_shown] if not_shown else []
    if no_digits is not None and without_digits is not None:
        begin()
        try:
            others.append(measure_negatives(network, names[-1], without_digits, most_shown))
        except InkspectError as error:
            raise InkspectError(f"{no_digits}: {error}") from error
    begin()
    measured = [measure_hesitation(network, name, read) for (_, read), name in zip(drawings, names, strict=False)]
    hesitations: list[HesitationResults] = [results for results in measured if results is not None]
    begin()
    pen = load_weights(published_weights())
    compared = [measure_knowing(network, pen, name, read) for (_, read), name in zip(drawings, names, strict=False)]
    known: list[KnowingResults] = [results for results in compared if results is not None]
    begin()
    forms = [measure_form(network, form, FORM_DRAWINGS, most_shown) for form in FORMS.values()]
    begin()
    return report_page(subject, digits, forms, hesitations, known, others)

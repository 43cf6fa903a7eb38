"""A network's figures by source and by form, in a few numbers: what a weights file says about them."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from inkspect.data.labels import DIGITS
from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.drawing.forms import FORMS
from inkspect.measuring.evaluation import Evaluation, evaluate_drawings, evaluate_mnist
from inkspect.measuring.forms import evaluate_form
from inkspect.network.network import Network

FORM_DRAWINGS = 500
"""How many drawings of each form are read: a form's accuracy is then within 2 points or so."""

_DECIMALS = 4


class SourceJson(TypedDict):
    """The figures of one source; shares from 0 to 1, with four decimals. Those of writers only if writers are known.

    `digits` has the accuracy of each digit from 0 to 9; None if the source has none of it.
    """

    name: str
    count: int
    accuracy: float | None
    digits: list[float | None]
    writers: NotRequired[int]
    mean_of_writers: NotRequired[float | None]
    lowest_of_writers: NotRequired[float | None]


class FormsJson(TypedDict):
    """The accuracy by form, from 0 to 1, on this many drawings of each."""

    drawings: int
    accuracy: dict[str, float | None]


class MeasuredJson(TypedDict):
    """A network's figures by source and by form."""

    sources: list[SourceJson]
    forms: FormsJson


def measured(network: Network, mnist: Mnist, held_out: Mapping[str, Sequence[Drawing]]) -> MeasuredJson:
    """Measure a network on MNIST's test set, if there is one, on held-out drawings by source, and on every form.

    Args:
        network: the network, as stored.
        mnist: MNIST, of which only the test pictures are used.
        held_out: the drawings of each source, by its name.

    Raises:
        InkspectError: none of a source's drawings has both ink and a label.
    """
    sources = [source_figures(f"{mnist.name}_test", evaluate_mnist(network, mnist))] if len(mnist.test_labels) else []
    sources += [source_figures(name, evaluate_drawings(network, drawings)) for name, drawings in held_out.items()]
    accuracies = {name: _rounded(evaluate_form(network, form, FORM_DRAWINGS).accuracy) for name, form in FORMS.items()}
    return {"sources": sources, "forms": {"drawings": FORM_DRAWINGS, "accuracy": accuracies}}


def source_figures(name: str, evaluation: Evaluation) -> SourceJson:
    """Return the figures of one source."""
    figures: SourceJson = {
        "name": name,
        "count": evaluation.count,
        "accuracy": _rounded(evaluation.accuracy),
        "digits": [_rounded(evaluation.digit_accuracy(digit)) for digit in range(len(DIGITS))],
    }
    if evaluation.writers:
        figures["writers"] = len(evaluation.writers)
        figures["mean_of_writers"] = _rounded(evaluation.mean_accuracy_of_writers)
        figures["lowest_of_writers"] = _rounded(evaluation.lowest_accuracy_of_writers)
    return figures


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _DECIMALS)

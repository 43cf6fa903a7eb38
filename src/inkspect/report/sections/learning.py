"""The curve the network was learned along."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from inkspect.report.charts import error_curve, loss_curve
from inkspect.report.elements import Child, element, foreign
from inkspect.report.subject import Epoch
from inkspect.report.tables import percent, row, table

NO_HISTORY = "The file keeps no history of its training, so there is no curve to show."


def learning(history: Sequence[Epoch], validation_counts: Mapping[str, int]) -> Element:
    """Return the curves, and the same as a table; each validation set with how many samples it holds."""
    heading = element("h2", "How it learned")
    if not history:
        return element("section", heading, element("p", NO_HISTORY), id="learning")
    sets = list(history[-1].validation_accuracy)
    loss = element(
        "figure",
        loss_curve(history),
        element("figcaption", "The mean loss of the pictures it learned from, changed anew in every epoch."),
    )
    errors = element(
        "figure",
        error_curve(history),
        element(
            "figcaption",
            "What it reads wrong of the validation sets, which it did not learn from: ",
            [[", " if number else "", _counted_set(name, validation_counts)] for number, name in enumerate(sets)],
            ".",
        ),
    )
    rows = [
        row(
            str(epoch.number),
            f"{epoch.loss:.4f}",
            *(percent(epoch.validation_accuracy.get(name)) for name in sets),
        )
        for epoch in history
    ]
    numbers = table(
        "Loss, and share of the validation sets read right, after each epoch",
        ["epoch", "loss", *map(foreign, sets)],
        rows,
        label="The learning curves' numbers",
        kind="long",
    )
    charts = [loss, errors] if sets else [loss]
    details = element("details", element("summary", "The numbers"), numbers)
    return element("section", heading, element("div", charts, class_="charts"), details, id="learning")


def _counted_set(name: str, counts: Mapping[str, int]) -> Child:
    if name not in counts:
        return [foreign(name), " (how many, the file does not say)"]
    return [f"{counts[name]:,} of ", foreign(name)]

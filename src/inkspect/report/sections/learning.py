"""The learning curve."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from inkspect.report.charts import error_curve, loss_curve
from inkspect.report.elements import Child, element, foreign
from inkspect.report.subject import Epoch
from inkspect.report.tables import percent, row, table
from inkspect.system.words import counted

NO_HISTORY = "The file has no history of its training run, so there is no curve to show."


def learning(history: Sequence[Epoch], validation_counts: Mapping[str, int]) -> Element:
    """Return the curves, also as a table, with the size of each validation set."""
    heading = element("h2", "How it learned")
    if not history:
        return element("section", heading, element("p", NO_HISTORY), id="learning")
    sets = list(history[-1].validation_accuracy)
    loss = element(
        "figure",
        loss_curve(history),
        element("figcaption", "The mean loss on the training pictures, augmented anew in every epoch."),
    )
    errors = element(
        "figure",
        error_curve(history),
        element(
            "figcaption",
            "The error rate on the validation sets, which the network did not learn from: ",
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
        "Loss, and accuracy on the validation sets, after each epoch",
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
        return [foreign(name), " (size unknown)"]
    return [foreign(name), f" ({counted(counts[name], 'sample')})"]

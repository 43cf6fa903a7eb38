"""The model card's figures by source, by writer and by form: measured, and as tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from inkspect.data.labels import DIGITS
from inkspect.data.mnist import Mnist
from inkspect.data.stroke_files import StrokeFile
from inkspect.drawing.forms import FORMS
from inkspect.measuring.by_source import FORM_DRAWINGS, SourceJson, source_figures
from inkspect.measuring.evaluation import ConfusionJson, evaluate_drawings, evaluate_mnist
from inkspect.measuring.forms import evaluate_form
from inkspect.measuring.labelled import LabelledDrawings, LabelledSample, logits_of
from inkspect.network.network import Network
from model_card_cells import between, mistakes_in, percent, read_as, table

FEWEST_DRAWINGS = 10
"""A writer of fewer drawings is not ranked: one mistake would decide the place."""

WORST_WRITERS = 10
HELD_OUT, LEARNED = "held out", "learned from"


class CardSource(TypedDict):
    """One source's figures, and whether the weights learned from it."""

    learned: bool
    figures: SourceJson


class WriterFigures(TypedDict):
    """How one writer's digits are read."""

    source: str
    learned: bool
    writer: str
    count: int
    correct: int
    mistakes: list[ConfusionJson]


class FormFigures(TypedDict):
    """How the generated drawings of one form are read."""

    name: str
    count: int
    correct: int
    mistakes: list[ConfusionJson]


class FiguresBySource(TypedDict):
    """What docs/model-card.json holds of them."""

    sources: list[CardSource]
    worst_writers: list[WriterFigures]
    forms: list[FormFigures]


def measure_by_source(
    network: Network, mnist: Mnist, files: Mapping[str, StrokeFile], learned_sums: Iterable[str]
) -> FiguresBySource:
    """Measure on MNIST's test set, on the digits of stroke files by name, and on every form.

    Args:
        network: the network.
        mnist: MNIST, of which only the test pictures are used.
        files: the stroke files.
        learned_sums: the SHA-256 of every file that the network learned from.
    """
    sums = set(learned_sums)
    learned = {name: file.sha256 in sums for name, file in files.items()}
    sources: list[CardSource] = [
        {"learned": False, "figures": source_figures("MNIST test set", evaluate_mnist(network, mnist))}
    ]
    writers: list[WriterFigures] = []
    for name, file in files.items():
        figures = source_figures(name, evaluate_drawings(network, file.drawings))
        sources.append({"learned": learned[name], "figures": figures})
        writers += writers_of(network, name, file, learned=learned[name])
    forms: list[FormFigures] = []
    for form in FORMS.values():
        evaluation = evaluate_form(network, form, FORM_DRAWINGS)
        mistakes = evaluation.to_json()["confusions"]
        forms.append(
            {"name": form.name, "count": evaluation.count, "correct": evaluation.correct, "mistakes": mistakes}
        )
    return {"sources": sources, "worst_writers": worst_of(writers), "forms": forms}


def writers_of(network: Network, source: str, file: StrokeFile, *, learned: bool) -> list[WriterFigures]:
    """Return how each known writer's digits are read."""
    samples = LabelledDrawings.of(file.drawings).digits
    read = logits_of(network, samples).argmax(axis=1).tolist()
    by_writer: dict[str, list[tuple[LabelledSample, int]]] = {}
    for sample, digit in zip(samples, read, strict=True):
        if sample.writer is not None:
            by_writer.setdefault(sample.writer, []).append((sample, digit))
    return [_of_writer(source, learned, writer, drawn) for writer, drawn in by_writer.items()]


def _of_writer(source: str, learned: bool, writer: str, drawn: Sequence[tuple[LabelledSample, int]]) -> WriterFigures:
    wrong = [(int(sample.label or ""), digit) for sample, digit in drawn if sample.label != str(digit)]
    return {
        "source": source,
        "learned": learned,
        "writer": writer,
        "count": len(drawn),
        "correct": len(drawn) - len(wrong),
        "mistakes": mistakes_in(wrong),
    }


def worst_of(writers: Iterable[WriterFigures]) -> list[WriterFigures]:
    """Return the writers with the lowest accuracy, worst first, of those with enough drawings."""
    enough = [writer for writer in writers if writer["count"] >= FEWEST_DRAWINGS]
    return sorted(enough, key=lambda each: (each["correct"] / each["count"], -each["count"], each["writer"]))[
        :WORST_WRITERS
    ]


def sources_tables(sources: Sequence[CardSource]) -> str:
    """Return a table of accuracies, and one by digit, with a row for each source."""
    overall, by_digit = [], []
    for source in sources:
        figures = source["figures"]
        name, correct = figures["name"], round((figures["accuracy"] or 0.0) * figures["count"])
        overall.append(
            (
                name,
                _use(source["learned"]),
                f"{figures['count']:,}" + (f" by {figures['writers']}" if "writers" in figures else ""),
                percent(figures["accuracy"]),
                between(correct, figures["count"]),
                percent(figures.get("mean_of_writers")),
                percent(figures.get("lowest_of_writers")),
            )
        )
        by_digit.append((name, *(percent(share, 1) for share in figures["digits"])))
    head = ("source", "", "digits by writers", "accuracy", "95 % interval", "mean over writers", "lowest writer")
    return table(head, overall) + table(("source", *DIGITS), by_digit)


def writers_table(writers: Sequence[WriterFigures]) -> str:
    """Return the writers read worst, and what their digits are misread as."""
    rows = [
        (
            f"`{writer['writer']}`",
            f"{writer['source']}, {_use(writer['learned'])}",
            f"{writer['count']:,}",
            percent(writer["correct"] / writer["count"], 1),
            between(writer["correct"], writer["count"]),
            read_as(writer["mistakes"], name_digit=True),
        )
        for writer in writers
    ]
    return table(("writer", "source", "digits", "accuracy", "95 % interval", "misread"), rows)


def forms_table(forms: Sequence[FormFigures]) -> str:
    """Return every form, the one with the lowest accuracy first."""
    rows = [
        (
            FORMS[form["name"]].digit,
            FORMS[form["name"]].description,
            percent(form["correct"] / form["count"], 1),
            between(form["correct"], form["count"]),
            read_as(form["mistakes"]),
        )
        for form in sorted(forms, key=lambda form: form["correct"] / form["count"])
    ]
    return table(("digit", "form", "accuracy", "95 % interval", "misread as"), rows)


def _use(learned: bool) -> str:
    return f"*{LEARNED}*" if learned else HELD_OUT

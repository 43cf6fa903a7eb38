"""The figures of the model card as documents show them, between `<!-- figures: NAME -->` and `<!-- /figures -->`."""

import re
from collections.abc import Callable, Mapping
from typing import TypedDict

from inkspect.measuring.evaluation import ConfusionJson, EvaluationJson
from inkspect.network.verdict import Verdict
from inkspect.system.errors import InkspectError
from model_card_cells import between, percent, read_as, table
from model_card_sources import FiguresBySource, forms_table, sources_tables, writers_table

FEWEST = 15
"""A style with fewer drawings says too little to be a row."""

_PLACE = re.compile(r"(<!-- figures: (\S+) -->)(.*?)(<!-- /figures -->)", re.S)
_EVERY = "0123456789"


class TrainingFigures(TypedDict):
    """What the weights' metadata say of their making."""

    date: str | None
    seed: str | None
    epochs: int | None
    minutes: float | None
    temperature: float | None
    verdict: dict[str, float] | None
    data: list[str]
    figures: dict[str, float]


class StyleFigures(TypedDict):
    """How the drawings of one style are read."""

    digits: str
    name: str
    test: str
    count: int
    correct: int
    writers: int
    writers_read_wrong: int
    mistakes: list[ConfusionJson]


class NonDigitFigures(TypedDict):
    """The verdicts on drawings of one kind of non-digit; `read_as` counts the digits read with the verdict *digit*."""

    kind: str
    count: int
    digit: int
    none: int
    read_as: dict[str, int]


class CardFigures(FiguresBySource):
    """What docs/model-card.json holds."""

    weights_sha256: str
    data_sha256: dict[str, str]
    training: TrainingFigures
    mnist_test: EvaluationJson
    digits: EvaluationJson
    letters: EvaluationJson
    styles: list[StyleFigures]
    non_digits: list[NonDigitFigures]


def with_figures(text: str, figures: CardFigures) -> str:
    """Return a document with the figures in all their places.

    Raises:
        InkspectError: as `with_rendered`.
    """
    return with_rendered(text, {name: render(figures) for name, render in RENDERED.items()})


def with_rendered(text: str, rendered: Mapping[str, str]) -> str:
    """Return a document with what is rendered, by name, in all the places that ask for it.

    Raises:
        InkspectError: a place asks for what there is not, or there is no place at all.
    """

    def filled(place: re.Match[str]) -> str:
        if place[2] not in rendered:
            raise InkspectError(f"there are no figures {place[2]!r}, only {', '.join(rendered)}")
        return place[1] + rendered[place[2]] + place[4]

    filled_text, places = _PLACE.subn(filled, text)
    if not places:
        raise InkspectError("a document that is to show figures has no <!-- figures: NAME --> … <!-- /figures -->")
    return filled_text


def without_figures(text: str) -> str:
    """Return a document's own words."""
    return _PLACE.sub("", text)


def _share(counts: Mapping[Verdict, int], *verdicts: Verdict) -> float | None:
    total = sum(counts.values())
    return sum(counts.get(verdict, 0) for verdict in verdicts) / total if total else None


def _weights(figures: CardFigures) -> str:
    training = figures["training"]
    rows = [("SHA-256 of the file", f"`{figures['weights_sha256']}`")]
    rows += [("training date", training["date"])] if training["date"] else []
    rows += [("training files", ", ".join(f"`{name}`" for name in training["data"]))] if training["data"] else []
    rows += [("epochs", str(training["epochs"]))] if training["epochs"] else []
    rows += [("seed", training["seed"])] if training["seed"] else []
    if training["minutes"]:
        rows.append(("training time in minutes, wall clock", f"{training['minutes']:.0f}"))
    if training["temperature"]:
        rows.append(("temperature, folded into the last layer", f"{training['temperature']:g}"))
    if rule := training["verdict"]:
        rows.append(("*digit* if the highest probability reaches", f"{rule['digit_from']:g}"))
        above = "and the leading digit’s logit, above the average digit’s"
        rows.append((f"… {above}", f"{rule.get('digit_evidence_from', 0):g}"))
        rows.append(("else *unsure* if the two highest together reach", f"{rule['unsure_from']:g}"))
        rows.append((f"… {above}", f"{rule.get('unsure_evidence_from', 0):g}"))
    return table(("the published weights", ""), rows)


def _overall(figures: CardFigures) -> str:
    mnist, digits, letters = figures["mnist_test"], figures["digits"], figures["letters"]
    on_letters = letters["non_digit_verdicts"]
    return table(
        ("figure", "value", "95 % interval"),
        [
            (
                f"MNIST test set ({mnist['count']:,}), accuracy",
                percent(mnist["accuracy"]),
                between(mnist["correct"], mnist["count"]),
            ),
            (
                f"held-out writers' digits ({digits['count']:,}), accuracy",
                percent(digits["accuracy"]),
                between(digits["correct"], digits["count"]),
            ),
            (
                f"the same, mean over the {len(digits['writers'])} writers",
                percent(digits["mean_accuracy_of_writers"]),
                "",
            ),
            ("the same, lowest of all writers", percent(_worst_writer(digits)), ""),
            ("the same, verdict *digit*", percent(_share(digits["verdicts"], "digit")), ""),
            ("the same, verdict *unsure*", percent(_share(digits["verdicts"], "unsure")), ""),
            ("the same, verdict *none*", percent(_share(digits["verdicts"], "none")), ""),
            ("expected calibration error on held-out digits, 15 bins", percent(digits["calibration_error"]), ""),
            ("the same on the MNIST test set", percent(mnist["calibration_error"]), ""),
            (
                "mean confidence when misreading held-out digits",
                percent(digits["mean_confidence_when_wrong"]),
                "",
            ),
            (
                f"letters ({sum(on_letters.values()):,}), verdict other than *digit*",
                percent(_share(on_letters, "unsure", "none")),
                between(on_letters["unsure"] + on_letters["none"], sum(on_letters.values())),
            ),
            ("the same, verdict *none*", percent(_share(on_letters, "none")), ""),
        ],
    )


def _worst_writer(evaluation: EvaluationJson) -> float | None:
    return min((writer["correct"] / writer["count"] for writer in evaluation["writers"]), default=None)


def _by_digit(figures: CardFigures) -> str:
    mnist, digits = figures["mnist_test"], figures["digits"]
    rows = [
        (
            str(drawn["digit"]),
            percent(tested["accuracy"]),
            f"{tested['count']:,}",
            percent(drawn["accuracy"]),
            f"{drawn['count']:,}",
            read_as([mistake for mistake in digits["confusions"] if mistake["digit"] == drawn["digit"]]),
        )
        for tested, drawn in zip(mnist["digits"], digits["digits"], strict=True)
    ]
    return table(("digit", "MNIST test set", "samples", "held-out writers", "samples", "misread as"), rows)


def _styles(figures: CardFigures) -> str:
    enough = [style for style in figures["styles"] if style["count"] >= FEWEST]
    few = [style for style in figures["styles"] if style["count"] < FEWEST]
    rows = [
        (
            "any" if style["digits"] == _EVERY else ", ".join(style["digits"]),
            style["name"],
            style["test"],
            f"{style['count']:,} by {style['writers']}",
            percent(style["correct"] / style["count"], 1),
            between(style["correct"], style["count"]),
            read_as(style["mistakes"], name_digit=len(style["digits"]) > 1)
            + (f"; by {style['writers_read_wrong']}" if style["mistakes"] else ""),
        )
        for style in enough
    ]
    head = (
        "digit",
        "style",
        "criterion",
        "drawings by writers",
        "accuracy",
        "95 % interval",
        "misread as; by writers",
    )
    weakest = sorted(enough, key=lambda style: style["correct"] / style["count"])[:5]
    listed = "; ".join(
        f"{', '.join(style['digits'])} {style['name']} ({percent(style['correct'] / style['count'], 1)})"
        for style in weakest
    )
    left_out = "; ".join(f"{', '.join(style['digits'])} {style['name']} ({style['count']})" for style in few)
    return (
        table(head, rows)
        + f"\nLowest accuracy: {listed}.\n"
        + (f"\nOmitted, with fewer than {FEWEST} drawings: {left_out}.\n" if few else "")
    )


def _non_digits(figures: CardFigures) -> str:
    rows = [
        (
            kind["kind"],
            f"{kind['count']:,}",
            percent(1 - kind["digit"] / kind["count"], 1),
            between(kind["count"] - kind["digit"], kind["count"]),
            percent(kind["none"] / kind["count"], 1),
            ", ".join(f"{digit} ({count})" for digit, count in list(kind["read_as"].items())[:3])
            + (", …" if len(kind["read_as"]) > 3 else ""),
        )
        for kind in figures["non_digits"]
    ]
    head = ("kind", "drawings", "verdict other than *digit*", "95 % interval", "verdict *none*", "else read as")
    return table(head, rows)


def _readme(figures: CardFigures) -> str:
    mnist, digits = figures["mnist_test"], figures["digits"]
    on_letters = figures["letters"]["non_digit_verdicts"]
    return (
        f"The published weights classify {percent(mnist['accuracy'])} of the MNIST test set correctly "
        f"(`inkspect evaluate`), and {percent(digits['accuracy'])} of\n{digits['count']:,} digits by "
        f"{len(digits['writers'])} held-out writers. The verdict is *digit* for "
        f"{percent(_share(digits['verdicts'], 'digit'), 1)} of these digits, and\n*unsure* or *none* for "
        f"{percent(_share(on_letters, 'unsure', 'none'), 1)} of {sum(on_letters.values()):,} drawn letters."
    )


RENDERED: Mapping[str, Callable[[CardFigures], str]] = {
    "weights": _weights,
    "overall": _overall,
    "sources": lambda figures: sources_tables(figures["sources"]),
    "writers": lambda figures: writers_table(figures["worst_writers"]),
    "forms": lambda figures: forms_table(figures["forms"]),
    "by-digit": _by_digit,
    "styles": _styles,
    "non-digits": _non_digits,
    "readme": _readme,
}
"""What documents may ask for."""

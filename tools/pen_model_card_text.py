"""The figures of the pen's model card as the document shows them."""

from collections.abc import Callable, Mapping
from typing import TypedDict

from inkspect.measuring.pen import PenEvaluationJson
from inkspect.measuring.pen_shares import RightJson
from model_card_cells import between, percent, table


class PenTrainingFigures(TypedDict):
    """What the weights' metadata say of their making."""

    date: str | None
    seed: str | None
    epochs: int | None
    minutes: float | None
    data: list[str]
    figures: dict[str, float]


class PenSourceFigures(TypedDict):
    """What is read right of one source, after all the ink and half of it."""

    name: str
    learned: bool
    right: list[RightJson]


class PenCardFigures(TypedDict):
    """What docs/pen-model-card.json holds; `digits` has a list for each digit, as `PenSourceFigures.right`."""

    weights_sha256: str
    picture_sha256: str
    data_sha256: dict[str, str]
    parameters: int
    training: PenTrainingFigures
    evaluation: PenEvaluationJson
    digits: list[list[RightJson]]
    sources: list[PenSourceFigures]


def _weights(figures: PenCardFigures) -> str:
    training = figures["training"]
    rows = [("SHA-256 of the file", f"`{figures['weights_sha256']}`"), ("parameters", f"{figures['parameters']:,}")]
    rows += [("training date", training["date"])] if training["date"] else []
    rows += [("training files", ", ".join(f"`{name}`" for name in training["data"]))] if training["data"] else []
    rows += [("epochs", str(training["epochs"]))] if training["epochs"] else []
    rows += [("seed", training["seed"])] if training["seed"] else []
    if training["minutes"]:
        rows.append(("training time in minutes, wall clock", f"{training['minutes']:.0f}"))
    return table(("the published weights", ""), rows)


def _right(figures: PenCardFigures) -> str:
    rows = [
        (
            percent(right["share"], 0),
            percent(right["pen"] / right["count"]),
            between(right["pen"], right["count"]),
            percent(right["picture"] / right["count"]),
        )
        for right in figures["evaluation"]["right"]
    ]
    head = ("ink", "pen’s network", "95 % interval", "picture’s network")
    shown = "\n![The share of the digits read right by the share of the ink, both networks](who-knew-when.svg)\n"
    return shown + table(head, rows) + f"\n{figures['evaluation']['count']:,} digits by held-out writers.\n"


def _by_digit(figures: PenCardFigures) -> str:
    rows = [
        (
            str(digit),
            f"{whole['count']:,}",
            percent(whole["pen"] / whole["count"], 1),
            percent(half["pen"] / half["count"], 1),
            percent(half["picture"] / half["count"], 1),
        )
        for digit, (whole, half) in enumerate(figures["digits"])
    ]
    return table(("digit", "drawings", "all the ink", "half of it", "half of it, picture’s network"), rows)


def _sources(figures: PenCardFigures) -> str:
    rows = [
        (
            source["name"],
            "*learned from*" if source["learned"] else "held out",
            f"{whole['count']:,}",
            percent(whole["pen"] / whole["count"]),
            percent(half["pen"] / half["count"]),
        )
        for source in figures["sources"]
        for whole, half in [source["right"]]
    ]
    return table(("source", "", "digits", "all the ink", "half of it"), rows)


def _foreseen(figures: PenCardFigures) -> str:
    rows = [
        (
            percent(foreseen["share"], 0),
            *(
                _bits(value, decimals)
                for value, decimals in (
                    (foreseen["bits_at_tip"], 2),
                    (foreseen["bits_per_step"], 2),
                    (foreseen["bits_per_token"], 2),
                    (foreseen["bits_per_drawing"], 1),
                )
            ),
            f"{foreseen['drawings']:,}",
            f"{foreseen['cut_off']:,}",
        )
        for foreseen in figures["evaluation"]["foreseen"]
    ]
    head = ("ink", "next token at the tip", "a step", "a token", "all that followed", "drawings", "cut off")
    return table(head, rows)


def _bits(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:.{decimals}f}"


def _written(figures: PenCardFigures) -> str:
    rows = [
        (
            f"{written['temperature']:g}",
            f"{written['count']:,}",
            percent(written["right"] / written["count"], 1),
            between(written["right"], written["count"]),
            percent(written["sure"] / written["count"], 1),
            percent(written["unended"] / written["count"], 1),
            ", ".join(
                f"{digit} ({percent(right * 10 / written['count'], 0)})"
                for digit, right in sorted(enumerate(written["right_of_each"]), key=lambda item: item[1])[:3]
            ),
        )
        for written in figures["evaluation"]["written"]
    ]
    head = ("temperature", "written", "read as meant", "95 % interval", "… verdict *digit*", "no end", "lowest")
    return table(head, rows)


def _copies(figures: PenCardFigures) -> str:
    rows = []
    for written in figures["evaluation"]["written"]:
        near = written["nearness"]
        if near is not None:
            ended = written["count"] - written["unended"]
            rows.append(
                (
                    f"{written['temperature']:g}",
                    f"{near['median_of_written']:.2f}",
                    f"{near['median_of_held_out']:.2f}",
                    f"{near['nearer_than_median']:,} of {ended:,}",
                    f"{near['nearer_than_any']:,}",
                )
            )
    head = (
        "temperature",
        "median distance",
        "of held-out drawings",
        "nearer than that median",
        "nearer than any held-out drawing",
    )
    return table(head, rows)


RENDERED: Mapping[str, Callable[[PenCardFigures], str]] = {
    "weights": _weights,
    "right": _right,
    "by-digit": _by_digit,
    "sources": _sources,
    "foreseen": _foreseen,
    "written": _written,
    "copies": _copies,
}
"""What the document may ask for."""

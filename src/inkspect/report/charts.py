"""The report's charts."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from inkspect.measuring.pen_shares import RightAfter
from inkspect.report.drawing import Colour, chart, quiet_axes
from inkspect.report.reliability import Reliability
from inkspect.report.subject import Epoch
from inkspect.system.words import counted

if TYPE_CHECKING:
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

_LINES = ((Colour.FOR, "-"), (Colour.AGAINST, "--"), (Colour.INK, ":"), (Colour.MUTED, "-."))
_NORMAL_95 = 1.96
"""The half-width of a normal distribution's central 95 %, in standard deviations."""

_TALL = 320


def loss_curve(history: Sequence[Epoch]) -> Element:
    """Draw the mean loss of each epoch."""
    epochs, losses = [epoch.number for epoch in history], [epoch.loss for epoch in history]

    def draw(figure: "Figure") -> None:
        axes = figure.add_subplot()
        axes.plot(epochs, losses, color=str(Colour.INK), marker="o" if len(epochs) == 1 else "")
        _whole_numbers(axes.xaxis)
        quiet_axes(axes, "epoch", "training loss")
        axes.set_ylim(bottom=0)

    first, last = losses[0], losses[-1]
    return chart("loss", f"Training loss by epoch, from {first:.3f} in the first to {last:.3f} in the last.", draw)


def error_curve(history: Sequence[Epoch]) -> Element:
    """Draw the error rate on each validation set, on a logarithmic scale unless one is 0."""
    names = list(history[-1].validation_accuracy)
    errors = {name: [100 * (1 - epoch.validation_accuracy.get(name, math.nan)) for epoch in history] for name in names}

    def draw(figure: "Figure") -> None:
        from matplotlib.ticker import LogLocator, StrMethodFormatter

        axes = figure.add_subplot()
        for number, (name, shares) in enumerate(errors.items()):
            colour, dashes = _LINES[number % len(_LINES)]
            epochs = [epoch.number for epoch in history]
            marker = "o" if len(epochs) == 1 else ""
            axes.plot(epochs, shares, color=str(colour), linestyle=dashes, label=_plain(name), marker=marker)
        if all(share > 0 for shares in errors.values() for share in shares):
            axes.set_yscale("log")
            axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axes.minorticks_off()
        else:
            axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g} %"))
        _whole_numbers(axes.xaxis)
        quiet_axes(axes, "epoch", "error rate")
        axes.legend(loc="upper right")

    ends = ", ".join(f"{name} from {shares[0]:.2f} to {shares[-1]:.2f} %" for name, shares in errors.items())
    return chart("errors", f"Error rate on the validation sets after each epoch: {ends}.", draw)


def reliability_diagram(name: str, what: str, reliability: Reliability) -> Element:
    """Draw each bin's accuracy with its 95 % interval, above the number of samples in the bin.

    With perfect calibration, the points are on the diagonal. The interval is Wilson's (1927).
    """
    used = reliability.counts > 0
    counts, confidences = reliability.counts[used], reliability.confidences[used]
    accuracies = reliability.accuracies[used]
    low, high = wilson(accuracies, counts)
    edges = np.linspace(0, 1, len(reliability.counts) + 1)

    def draw(figure: "Figure") -> None:
        from matplotlib.ticker import LogLocator, PercentFormatter, StrMethodFormatter

        above, below = figure.subplots(2, sharex=True, height_ratios=(3, 1))
        above.plot([0, 1], [0, 1], color=str(Colour.MUTED), linewidth=1, linestyle="--")
        above.vlines(confidences, low, high, color=str(Colour.FOR), linewidth=1)
        above.plot(confidences, accuracies, "o", color=str(Colour.FOR), markersize=5, clip_on=False)
        quiet_axes(above, "", "accuracy")
        above.set_xlim(0, 1)
        above.set_ylim(0, 1.02)
        above.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
        below.bar(edges[:-1][used], counts, np.diff(edges)[used] * 0.9, align="edge", color=str(Colour.HEAT))
        below.set_yscale("log")
        below.set_ylim(bottom=0.5)
        below.yaxis.set_major_locator(LogLocator(numticks=3))
        below.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        below.minorticks_off()
        below.xaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
        quiet_axes(below, "probability of the digit read", "samples")

    description = (
        f"Reliability on {what}: {int(used.sum())} of {len(used)} bins of probability have samples; "
        f"calibration error {reliability.error:.2%}. The numbers are in the table below."
    )
    return chart(name, description, draw, _TALL)


def writers_chart(name: str, what: str, writers: Mapping[str, tuple[int, int]]) -> Element:
    """Draw a dot for every writer, lowest accuracy first, and larger for more drawings."""
    ranked = sorted((correct / count, count) for count, correct in writers.values())
    shares, counts = np.array(ranked).T

    def draw(figure: "Figure") -> None:
        from matplotlib.ticker import StrMethodFormatter

        axes = figure.add_subplot()
        sizes = 8 + 52 * counts / counts.max()
        axes.axhline(100 * shares.mean(), color=str(Colour.MUTED), linewidth=1, linestyle="--")
        axes.scatter(np.arange(1, len(shares) + 1), 100 * shares, sizes, color=str(Colour.AGAINST), clip_on=False)
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g} %"))
        axes.set_ylim(min(100 * shares.min() - 2, 90), 100.5)
        axes.set_xlim(0, len(shares) + 1)
        _whole_numbers(axes.xaxis)
        quiet_axes(axes, "writers, lowest accuracy first", "accuracy")

    description = (
        f"Accuracy for each of {counted(len(shares), 'writer')} of {what}: lowest {shares[0]:.1%}, "
        f"median {np.median(shares):.1%}, mean {shares.mean():.1%}."
    )
    return chart(name, description, draw)


def changes_chart(name: str, what: str, changes: NDArray[np.int64]) -> Element:
    """Draw how many drawings (n,) have 0, 1, 2, … changes of the answer, with their median."""
    counts = np.bincount(changes)
    median = float(np.median(changes))

    def draw(figure: "Figure") -> None:
        from matplotlib.ticker import StrMethodFormatter

        axes = figure.add_subplot()
        axes.bar(np.arange(len(counts)), counts, 0.9, color=str(Colour.HEAT))
        axes.axvline(median, color=str(Colour.MUTED), linewidth=1, linestyle="--")
        _whole_numbers(axes.xaxis)
        _whole_numbers(axes.yaxis)
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        quiet_axes(axes, "changes of the answer", "drawings")

    description = (
        f"How often the answer changes while each of {counted(len(changes), 'drawing')} of {what} is drawn: "
        f"{median:g} times in the median, from {changes.min()} to {changes.max()}."
    )
    return chart(name, description, draw)


def settling_curve(name: str, what: str, found: NDArray[np.float64], sure: NDArray[np.float64]) -> Element:
    """Draw how many of the drawings have their last digit found, and sure, after each share of their points.

    Args:
        name: a name that is unique in the page.
        what: the set's name.
        found: (drawings,) the share of each drawing's points after which its last digit is found.
        sure: (up to drawings,) the same for being sure, of the drawings that it is sure of in the end.
    """

    def draw(figure: "Figure") -> None:
        from matplotlib.ticker import PercentFormatter

        axes = figure.add_subplot()
        for label, shares, (colour, dashes) in (("found", found, _LINES[0]), ("sure", sure, _LINES[1])):
            reached = np.concatenate([[0.0], np.sort(shares), [1.0]])
            drawings = np.concatenate([[0], np.arange(1, len(shares) + 1), [len(shares)]]) / len(found)
            axes.step(reached, drawings, color=str(colour), linestyle=dashes, label=label, where="post")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.02)
        axes.xaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
        axes.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
        quiet_axes(axes, "of the points drawn", "of the drawings")
        axes.legend(loc="upper left")

    half = ", ".join(
        f"{label} in {(shares <= 0.5).sum() / len(found):.0%}" for label, shares in (("found", found), ("sure", sure))
    )
    return chart(
        name, f"How early the last digit of {what} is found, and is sure: by half of the points, {half}.", draw
    )


def knowing_curve(name: str, what: str, rows: Sequence[RightAfter]) -> Element:
    """Draw the share of the digits that the pen's and the picture's network read right, by share of the ink.

    Args:
        name: a name that is unique in the page.
        what: the set's name.
        rows: one or more, the smallest share of the ink first.
    """
    shares = [right.share for right in rows]
    lines = (
        ("pen’s network", [right.pen_accuracy for right in rows], _LINES[0]),
        ("picture’s network", [right.picture_accuracy for right in rows], _LINES[1]),
    )

    def draw(figure: "Figure") -> None:
        from matplotlib.ticker import PercentFormatter

        axes = figure.add_subplot()
        for label, accuracies, (colour, dashes) in lines:
            axes.plot(shares, accuracies, color=str(colour), linestyle=dashes, label=label)
        axes.set_xlim(0, 1)
        axes.set_xticks([0.25, 0.5, 0.75, 1])
        axes.set_ylim(0, 1.02)
        axes.xaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
        axes.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
        quiet_axes(axes, "of the ink drawn", "read right")
        axes.legend(loc="lower right")

    half = min(rows, key=lambda right: abs(right.share - 0.5))
    description = (
        f"The share of the digits of {what} read right, by the share of the ink drawn: at {half.share:.0%}, "
        f"{half.pen_accuracy:.0%} by the pen’s network and {half.picture_accuracy:.0%} by the picture’s."
    )
    return chart(name, description, draw)


def wilson(shares: NDArray[np.float64], counts: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of the 95 % intervals of shares (n,) with these sample counts (n,), after Wilson 1927."""
    squared = _NORMAL_95**2
    middle = (shares + squared / (2 * counts)) / (1 + squared / counts)
    half = _NORMAL_95 / (1 + squared / counts) * np.sqrt(shares * (1 - shares) / counts + squared / (4 * counts**2))
    return middle - half, middle + half


def _whole_numbers(axis: "Axis") -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def _plain(name: str) -> str:
    """Return a validation set's name, which is untrusted, in a form that matplotlib can render and does not hide."""
    return re.sub(r"[^ -~]", "?", name[:24]).removeprefix("_")

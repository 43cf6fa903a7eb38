"""Lets the pen's network write digits, and finish drawings, as `inkspect write` does."""

from os import PathLike

import numpy as np
from threadpoolctl import threadpool_limits

from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.pen import writing
from inkspect.pen.description import load_pen
from inkspect.pen.given import as_pen_network
from inkspect.pen.network import PenNetwork
from inkspect.pen.stepping import Stepping
from inkspect.pen.writing import TEMPERATURE, Written
from inkspect.system.arguments import as_whole


def write(
    digit: int,
    network: PenNetwork | str | PathLike[str] | None = None,
    *,
    temperature: float = TEMPERATURE,
    top_k: int | None = None,
    seed: int = 0,
) -> Written:
    """Let the pen's network write a digit, as `inkspect write` does.

    Args:
        digit: 0 … 9.
        network: the pen's network that writes it, or its weights file; the published one if None.
        temperature: what the logits are divided by; 0: always the most probable token, the lowest id among equals.
        top_k: only so many of the most probable tokens may be chosen at each step; all if None.
        seed: 0 … 2³² − 1; the same seed writes the same, here and on the page.

    Returns:
        The tokens, the strokes that they draw, and whether the network came to an end; if not, the writing failed.

    Raises:
        InkspectError: the weights cannot be read.
        InvalidValueError: an argument is of the wrong type or range, or the network's logits are not finite.
    """
    asked = as_whole(digit, "digit", 0, 9)
    writing.check_choosing(temperature, top_k)
    with threadpool_limits(limits=1, user_api="blas"):  # for a token at a time, threads mostly wait
        return writing.write(Stepping(as_pen_network(network)), asked, temperature, top_k, seed)


def finish(
    strokes: Strokes | Drawing,
    network: PenNetwork | str | PathLike[str] | None = None,
    *,
    digit: int | None = None,
    temperature: float = TEMPERATURE,
    top_k: int | None = None,
    seed: int = 0,
) -> Written:
    """Let the pen's network go on from a drawing, as `inkspect write --finish` does.

    Args:
        strokes: the beginning, as in `rasterize`; of more than fits the context, the network sees the newest movements.
        network: as in `write`.
        digit: what it is to become, 0 … 9; whatever the network expects if None.
        temperature: as in `write`.
        top_k: as in `write`.
        seed: as in `write`.

    Returns:
        As `write`; its `added` are the strokes that follow the beginning, in the beginning's unit.

    Raises:
        InkspectError: the weights cannot be read.
        InvalidValueError: an argument is of the wrong type or range, the strokes are not valid, or the network's logits
            are not finite.
    """
    begun = strokes.kept if isinstance(strokes, Drawing) else as_strokes(strokes)
    asked = None if digit is None else as_whole(digit, "digit", 0, 9)
    writing.check_choosing(temperature, top_k)
    with threadpool_limits(limits=1, user_api="blas"):
        return writing.finish(Stepping(as_pen_network(network)), begun, asked, temperature, top_k, seed)


def finished(begun: Drawing, written: Written) -> Drawing:
    """Return a drawing with what was added to it by `finish`: its own points stay as they are.

    Where the pen was not lifted first, its last stroke goes on. Points that are added to strokes with times have none,
    which means 10 ms a point.
    """
    strokes, added = [stroke for stroke in begun.kept if len(stroke)], list(written.added)
    if strokes and added and _goes_on(written):
        more = added.pop(0)[1:]  # its first point is where the pen was
        columns = np.full((len(more), strokes[-1].shape[1]), np.nan)
        columns[:, :2] = more
        strokes[-1] = np.concatenate([strokes[-1], columns])
    label = begun.label if written.digit is None else str(written.digit)
    return Drawing((*strokes, *added), label, begun.placed, begun.extra, begun.writer)


def _goes_on(written: Written) -> bool:
    return written.ids[written.given] >= load_pen().step(0)

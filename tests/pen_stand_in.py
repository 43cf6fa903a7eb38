"""Small stand-ins for the pen's network, whose logits are known."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

import reference_pen as reference
from inkspect.pen.description import load_pen

PEN = load_pen()


class StandIn:
    """A network whose logits are told by a function of the tokens so far."""

    def __init__(self, logits: Callable[[Sequence[int]], dict[int, float]]) -> None:
        self._logits = logits

    def logits(self, ids: Sequence[int]) -> NDArray[np.float64]:
        found = np.full((len(ids), len(PEN.vocabulary)), -5.0)
        for token, value in self._logits(ids).items():
            found[-1, token] = value
        return found


def _plain_logits(ids: Sequence[int]) -> dict[int, float]:
    names = [PEN.vocabulary[token] for token in ids]
    return {PEN.id(name): value for name, value in reference.stand_in(names).items()}


PLAIN = StandIn(_plain_logits)
"""The stand-in of the golden cases."""

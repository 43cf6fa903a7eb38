"""Which tokens may come next: the grammar of the pen's sequences."""

import functools
from collections.abc import Iterable, Sequence
from enum import Enum, auto

from inkspect.pen.description import load_pen
from inkspect.system.errors import InvalidValueError


class Phase(Enum):
    """How far a sequence has come."""

    START = auto()
    DIGIT = auto()
    """WRITE, to which the digit is told next."""
    PLACE_X = auto()
    PLACE_Y = auto()
    DOWN = auto()
    UP = auto()
    ASKED = auto()
    ANSWERED = auto()
    ENDED = auto()


@functools.cache
def _transitions() -> dict[Phase, dict[int, Phase]]:
    """Return, by phase, the tokens that may come next in order of ids, and the phase that each leads to."""
    pen = load_pen()
    read, write, end, lift, drop = (pen.id(name) for name in ("READ", "WRITE", "END", "LIFT", "DROP"))
    digits = [pen.digit(digit) for digit in range(10)]
    places = [pen.at(place) for place in range(pen.steps + 1)]
    steps = [pen.step(direction) for direction in range(len(pen.directions))]
    return {
        Phase.START: {read: Phase.PLACE_X, write: Phase.DIGIT},
        Phase.DIGIT: dict.fromkeys(digits, Phase.PLACE_X),
        Phase.PLACE_X: dict.fromkeys(places, Phase.PLACE_Y),
        Phase.PLACE_Y: dict.fromkeys(places, Phase.DOWN),
        Phase.DOWN: {end: Phase.ENDED, lift: Phase.UP} | dict.fromkeys(steps, Phase.DOWN),
        Phase.UP: {drop: Phase.DOWN} | dict.fromkeys(steps, Phase.UP),
        Phase.ASKED: dict.fromkeys(digits, Phase.ANSWERED),
        Phase.ANSWERED: {end: Phase.ENDED},
        Phase.ENDED: {},
    }


def phase_after(ids: Iterable[int]) -> Phase:
    """Return how far a sequence has come.

    Raises:
        InvalidValueError: it is against the grammar; the message says where.
    """
    pen, transitions, phase = load_pen(), _transitions(), Phase.START
    reads, before = False, "nothing"
    for index, token in enumerate(ids):
        name = pen.vocabulary[token] if 0 <= token < len(pen.vocabulary) else str(token)
        reads = reads or (phase is Phase.START and name == "READ")
        asks = name == "ASK" and phase is Phase.DOWN and reads  # put to the network, so never predicted
        following = Phase.ASKED if asks else transitions[phase].get(token)
        if following is None:
            raise InvalidValueError(f"token {index} is {name}, which must not follow {before}")
        phase, before = following, name
    return phase


def legal_next(ids: Sequence[int]) -> tuple[int, ...]:
    """Return the tokens that may be predicted after a sequence, in order of ids; none after END.

    ASK is not among them: it is put by whoever wants to know the digit, after any movement that leaves the pen down.

    Raises:
        InvalidValueError: the sequence is against the grammar; the message says where.
    """
    return tuple(_transitions()[phase_after(ids)])

"""What is asked about a drawing, and the answer: its explanation."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.ablation import read_switches, without
from inkspect.explaining.attribution import integrated_gradients
from inkspect.explaining.evidence import Evidence
from inkspect.explaining.explanation import Explanation
from inkspect.explaining.flow import trace_back
from inkspect.explaining.parts import Part, read_part
from inkspect.explaining.provenance import provenance_of
from inkspect.network.network import Network
from inkspect.network.reading import Reading, readings_of
from inkspect.network.weights import weights_sha256
from inkspect.system.arguments import as_whole
from inkspect.system.errors import InvalidValueError


@dataclass(frozen=True)
class Question:
    """What is asked about a drawing.

    Attributes:
        digit: the digit to explain; None: the most probable one other than `rival`.
        rival: the digit to tell it from; None: the most probable other one.
        part: a part of the network to trace forwards and backwards.
        off: feature maps and FC units that are switched off.
    """

    digit: int | None = None
    rival: int | None = None
    part: Part | None = None
    off: tuple[Part, ...] = ()


def read_question(digit: object, rival: object, part: object, off: object) -> Question:
    """Return the question that a caller's arguments ask.

    Raises:
        InvalidValueError: a digit is not from 0 to 9, both are the same, or a name denotes no part that fits.
    """
    asked = None if digit is None else as_whole(digit, "digit", 0, 9)
    against = None if rival is None else as_whole(rival, "rival", 0, 9)
    if asked is not None and asked == against:
        raise InvalidValueError(f"rival must be another digit than digit {asked}")
    return Question(asked, against, None if part is None else read_part(part), read_switches(off))


def explain_picture(
    picture: NDArray[np.floating], network: Network, question: Question, network_sha256: str | None = None
) -> Explanation:
    """Explain what a network reads in a picture (28, 28) that follows the ink rule, from 0 (paper) to 1 (ink).

    Args:
        picture: the picture.
        network: the network, with nothing switched off.
        question: what is asked.
        network_sha256: the network's, if it is known; computed if None.
    """
    altered = without(network, question.off)
    trace = altered.trace(picture)
    (reading,) = readings_of(trace, altered.verdict_rule)
    evidence = Evidence(trace, altered)
    flow = trace_back(evidence.links, *_traced(question, reading))
    pair = _told_apart(question, reading)
    return Explanation(
        network_sha256 or weights_sha256(network),
        altered,
        trace,
        reading,
        evidence.links,
        flow,
        None if pair is None else integrated_gradients(picture, altered, *pair),
        None if question.part is None else provenance_of(question.part, evidence),
        tuple(map(str, question.off)),
    )


def _traced(question: Question, reading: Reading) -> tuple[tuple[int, ...], int | None]:
    """Return the digits whose evidence is followed, and the rival against whom, as the page chooses them."""
    if reading.digit is None or reading.probabilities is None:
        return (), None
    if question.digit is not None or question.rival is not None:
        return (_leader(question, reading.probabilities),), question.rival
    if reading.verdict == "none":
        return (), None
    return (reading.digit,) if reading.second is None else (reading.digit, reading.second), None


def _told_apart(question: Question, reading: Reading) -> tuple[int, int] | None:
    """Return the digit and its rival; None if nothing is drawn."""
    if reading.probabilities is None:
        return None
    digit = _leader(question, reading.probabilities)
    return digit, _most_probable(reading.probabilities, digit) if question.rival is None else question.rival


def _leader(question: Question, probabilities: NDArray[np.float32]) -> int:
    if question.digit is not None:
        return question.digit
    return _most_probable(probabilities, question.rival)


def _most_probable(probabilities: NDArray[np.float32], other_than: int | None) -> int:
    """Return the most probable digit other than one; of equals, the smallest."""
    return max((digit for digit in range(10) if digit != other_than), key=probabilities.__getitem__)

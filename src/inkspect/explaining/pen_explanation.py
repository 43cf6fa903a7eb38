"""Everything about one drawing as the pen's network reads it, in the form that the page gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NotRequired, TypeAlias, TypedDict

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.explanation_json import rounded, row
from inkspect.explaining.pen_parts import PenPart, read_pen_part
from inkspect.explaining.pen_provenance import PenEvidence, PenKind, PenProvenance, pen_provenance
from inkspect.ink import Stroke
from inkspect.pen.network import PenNetwork
from inkspect.pen.places import walk
from inkspect.pen.reading import PenReading, read_tokens
from inkspect.pen.tokens import tokenize
from inkspect.pen.trace import PenTrace
from inkspect.pen.weights import weights_sha256

Nested: TypeAlias = "float | list[Nested] | None"
"""Numbers in nested lists; null where a key is masked."""


class PlaceJson(TypedDict):
    """Where the pen is after a token, in steps of the drawing's frame."""

    x: float
    y: float
    up: bool


class PenTermsJson(TypedDict):
    """What feeds a number, by column."""

    parts: list[str]
    inputs: list[float]
    weights: NotRequired[list[float]]
    factors: NotRequired[list[str]]
    amounts: list[float]


class PenFeedsJson(TypedDict):
    """What a number feeds, by column."""

    parts: list[str]
    amounts: list[float]


class PenPartJson(TypedDict):
    """Where a number comes from, and what it feeds; keys that its kind does not have are missing."""

    name: str
    kind: PenKind
    output: float
    terms: PenTermsJson
    feeds: PenFeedsJson
    mean: NotRequired[float]
    variance: NotRequired[float]
    deviation: NotRequired[float]
    gain: NotRequired[float]
    bias: NotRequired[float | None]
    sum: NotRequired[float]
    divisor: NotRequired[float]
    own: NotRequired[int]
    largest: NotRequired[float]


class PenExplanationJson(TypedDict):
    """The JSON values that `PenExplanation.to_json` returns; `docs/explanation-format.md` describes them.

    Its own parts are `inkspect.explaining.pen_explanation.PlaceJson` and
    `inkspect.explaining.pen_explanation.PenPartJson`; `trace` holds nested lists of numbers, null where a key is
    masked, an `inkspect.explaining.pen_explanation.Nested` each.
    """

    kind: Literal["inkspect-pen-explanation"]
    format: Literal[1]
    network: str
    strokes_off: list[int]
    left_out: int
    tokens: list[int]
    names: list[str]
    places: list[PlaceJson | None]
    digit: int | None
    probabilities: list[float] | None
    next: dict[str, float]
    trace: dict[str, Nested]
    part: PenPartJson | None


@dataclass(frozen=True, eq=False, repr=False)
class PenExplanation:
    """Everything about one drawing, as the pen's network reads it and the page explains it.

    Attributes:
        network_sha256: the SHA-256 of the network's weights file, in hexadecimal.
        network: the network.
        trace: everything that it computed for the drawing's tokens, with ASK after them if anything is drawn.
        reading: what it reads, an `inkspect.pen.reading.PenReading`.
        part: where the number asked about comes from, and what it feeds, an
            `inkspect.explaining.pen_provenance.PenProvenance`; None if none is asked about, or there is no such token.
    """

    network_sha256: str
    network: PenNetwork
    trace: PenTrace
    reading: PenReading
    part: PenProvenance | None

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays

    def provenance(self, part: str) -> PenProvenance | None:
        """Return where a number comes from, and what it feeds; None if the drawing has no such token.

        Args:
            part: its name, such as "attention.2.3.17.9"; layers and heads count from 1, everything else from 0.

        Returns:
            An `inkspect.explaining.pen_provenance.PenProvenance`.

        Raises:
            InvalidValueError: there is no such number.
        """
        return pen_provenance(read_pen_part(part), PenEvidence(self.trace, self.network))

    def to_json(self) -> PenExplanationJson:
        """Return the explanation as JSON values; `docs/explanation-format.md` lists the keys."""
        ids, reading, names = self.trace.ids, self.reading, self.network.description.vocabulary
        walked = walk(ids)
        places: list[PlaceJson | None] = [
            {"x": rounded(x), "y": rounded(y), "up": bool(up)} if known else None
            for x, y, up, known in zip(walked.x, walked.y, walked.up, walked.known, strict=True)
        ]
        return {
            "kind": "inkspect-pen-explanation",
            "format": 1,
            "network": self.network_sha256,
            "strokes_off": [],
            "left_out": reading.left_out,
            "tokens": ids.tolist(),
            "names": [names[token] for token in ids],
            "places": places,
            "digit": reading.digit,
            "probabilities": None if reading.probabilities is None else row(reading.probabilities),
            "next": {name: rounded(share) for name, share in reading.expected},
            "trace": {name: _nested(values) for name, values in self.trace.by_name().items()},
            "part": None if self.part is None else _part_to_json(self.part),
        }

    def __repr__(self) -> str:
        return f"<PenExplanation of {self.reading!r}>"


def explain_strokes(
    strokes: Sequence[Stroke], network: PenNetwork, part: PenPart | None = None, network_sha256: str | None = None
) -> PenExplanation:
    """Explain what the pen's network reads in a drawing.

    Args:
        strokes: the drawing's, as the page keeps them.
        network: the network.
        part: the number asked about.
        network_sha256: the network's, if it is known; computed if None.

    Raises:
        InkspectError: a coordinate is not finite, or beyond 1e15.
    """
    tokens = tokenize(strokes)
    trace = network.trace(tokens.asked if tokens.has_ink else tokens.ids)
    (reading,) = read_tokens([tokens], network)
    provenance = None if part is None else pen_provenance(part, PenEvidence(trace, network))
    return PenExplanation(network_sha256 or weights_sha256(network), network, trace, reading, provenance)


def _part_to_json(provenance: PenProvenance) -> PenPartJson:
    terms: PenTermsJson = {"parts": list(provenance.sources), "inputs": row(provenance.inputs), "amounts": []}
    if provenance.weights is not None:
        terms["weights"] = row(provenance.weights)
    if provenance.factors is not None:
        terms["factors"] = list(provenance.factors)
    terms["amounts"] = row(provenance.amounts)
    made: PenPartJson = {
        "name": str(provenance.part),
        "kind": provenance.kind,
        "output": rounded(provenance.output),
        "terms": terms,
        "feeds": {
            "parts": list(map(str, provenance.targets)),
            "amounts": row([] if provenance.brought is None else provenance.brought),
        },
    }
    own = {name: None if value is None else rounded(value) for name, value in provenance.own.items()}
    return {**made, **own}  # type: ignore[typeddict-item]  # the keys of its kind, as PenPartJson lists them


def _nested(values: NDArray[np.floating]) -> Nested:
    """Return an array as nested lists; numbers that are not finite, a masked key's, are null."""
    if values.ndim > 1:
        return [_nested(one) for one in values]
    return [rounded(value) if np.isfinite(value) else None for value in values.astype(np.float64).tolist()]

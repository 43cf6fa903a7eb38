"""An explanation as JSON, as `docs/explanation-format.md` describes it; the page writes the same."""

from typing import Literal, NotRequired, TypedDict

import numpy as np
from numpy.typing import ArrayLike

from inkspect.explaining.attribution import STEPS, Why
from inkspect.explaining.contributions import Links
from inkspect.explaining.description import Kind, Provenance, Terms
from inkspect.explaining.flow import Flow
from inkspect.explaining.parts import StageName
from inkspect.network.verdict import Verdict

FORMAT_VERSION: Literal[1] = 1
KIND: Literal["inkspect-explanation"] = "inkspect-explanation"

SIGNIFICANT_DIGITS = 7
"""As many decimal digits of every number are kept as float32, in which the network computes, can tell apart."""


class AverageJson(TypedDict):
    """The last stage against the average digit."""

    contributions: list[list[float]]
    biases: list[float]
    sums: list[float]


class TraceJson(TypedDict):
    """The evidence for digits, followed back to the picture."""

    digits: list[int]
    rival: int | None
    links: dict[str, float]


class WhyJson(TypedDict):
    """Each cell's share of the difference of two logits."""

    digit: int
    rival: int
    difference: float
    blank: float
    shares: list[list[float]]
    remainder: float
    steps: int


class TermsJson(TypedDict):
    """What feeds a part, by column."""

    parts: list[str]
    inputs: list[float]
    weights: NotRequired[list[float]]
    amounts: list[float]


class FeedsJson(TypedDict):
    """What a part feeds, by column."""

    parts: list[str]
    weights: NotRequired[list[float]]
    amounts: list[float]


class PartJson(TypedDict):
    """Where a part's value comes from, and what it feeds."""

    name: str
    kind: Kind
    terms: TermsJson
    bias: NotRequired[float]
    sum: NotRequired[float]
    preactivation: NotRequired[float]
    rectified: NotRequired[bool]
    needed: NotRequired[float]
    winner: NotRequired[int | None]
    live: NotRequired[int]
    output: float
    feeds: FeedsJson


class ExplanationJson(TypedDict):
    """The JSON values that `Explanation.to_json` returns; `docs/explanation-format.md` describes them.

    Its own parts are `inkspect.explaining.explanation_json.AverageJson`,
    `inkspect.explaining.explanation_json.TraceJson`, `inkspect.explaining.explanation_json.WhyJson` and
    `inkspect.explaining.explanation_json.PartJson`. Only the page edits kernels: `to_json` gives no `kernels`.
    """

    kind: Literal["inkspect-explanation"]
    format: Literal[1]
    network: str
    off: list[str]
    kernels: NotRequired[dict[str, list[list[float]]]]
    picture: list[list[float]]
    verdict: Verdict
    digit: int | None
    probabilities: list[float] | None
    logits: list[float]
    contributions: dict[StageName, list[list[float]]]
    biases: dict[StageName, list[float]]
    sums: dict[StageName, list[float]]
    average: AverageJson
    trace: TraceJson
    why: WhyJson | None
    part: PartJson | None


def flow_to_json(flow: Flow) -> TraceJson:
    """Return the links on the trace as JSON values."""
    return {
        "digits": list(flow.digits),
        "rival": flow.rival,
        "links": {str(link): rounded(share) for link, share in flow.links().items()},
    }


def part_to_json(provenance: Provenance) -> PartJson:
    """Return a part's provenance as JSON values; keys that its kind does not have are left out."""
    terms, feeds = provenance.terms, provenance.feeds
    made: PartJson = {
        "name": str(provenance.part),
        "kind": provenance.kind,
        "output": rounded(provenance.output),
        "terms": {
            "parts": list(map(str, terms.parts)),
            "inputs": row([] if terms.inputs is None else terms.inputs),
            **_weights(terms),
            "amounts": row(terms.amounts),
        },
        "feeds": {"parts": list(map(str, feeds.parts)), **_weights(feeds), "amounts": row(feeds.amounts)},
    }
    if provenance.bias is not None:
        made["bias"] = rounded(provenance.bias)
    if provenance.sum is not None:
        made["sum"] = rounded(provenance.sum)
    if provenance.preactivation is not None:
        made["preactivation"] = rounded(provenance.preactivation)
    if provenance.rectified is not None:
        made["rectified"] = provenance.rectified
    if provenance.needed is not None:
        made["needed"] = rounded(provenance.needed)
    if provenance.kind == "largest":
        made["winner"] = provenance.winner
    if provenance.live is not None:
        made["live"] = provenance.live
    return made


def rounded(value: float) -> float:
    """Return a number to 7 significant digits; a whole one as JSON writes it shortest, 0 without a sign."""
    number = float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


class _WeightsJson(TypedDict, total=False):
    weights: list[float]


def _weights(terms: Terms) -> _WeightsJson:
    return {} if terms.weights is None else {"weights": row(terms.weights)}


def links_to_json(links: Links) -> AverageJson:
    """Return one stage's links as JSON values."""
    return {"contributions": rows(links.contributions), "biases": row(links.biases), "sums": row(links.sums)}


def why_to_json(why: Why) -> WhyJson:
    """Return shares as JSON values."""
    return {
        "digit": why.digit,
        "rival": why.rival,
        "difference": rounded(why.difference),
        "blank": rounded(why.blank),
        "shares": rows(why.shares),
        "remainder": rounded(why.remainder),
        "steps": STEPS,
    }


def row(values: ArrayLike) -> list[float]:
    """Return numbers (n,) as JSON values."""
    return [rounded(value) for value in np.asarray(values, np.float64).tolist()]


def rows(values: ArrayLike) -> list[list[float]]:
    """Return numbers (m, n) as JSON values, row by row."""
    return [row(one) for one in np.asarray(values)]

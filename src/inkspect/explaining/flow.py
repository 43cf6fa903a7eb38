"""The trace of a digit: which links carry the evidence for it; web/src/explain/flow.ts traces the same.

The digit hands its evidence back to its positive sources in proportion to their contributions (in the last stage
against the average digit), these to theirs, and so on to the picture. Where two digits are told apart, the difference
of their contributions is handed back by magnitude, with both signs: a link then raises or lowers its target.

Of each stage only the largest flows are kept, until they make 80 % of it, and only what they carry is followed further.
A node without a source to hand its evidence to keeps it: then its own bias made it live.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.contributions import Links
from inkspect.explaining.parts import STAGES, Link, StageName
from inkspect.system.comparing import same_fields

Float64s = NDArray[np.float64]

KEPT_SHARE = 0.8
"""The share of a stage's flow that its kept links carry at least."""

_ROUNDING = 1e-12
"""What is missing from the kept share is no more than rounding."""


@dataclass(frozen=True, eq=False)
class Flow:
    """The flow of evidence from the traced digits back to the picture.

    Attributes:
        digits: the traced digits: none, one, or two, which hand back half the evidence each.
        rival: the digit against which the only one is traced; None: the average digit.
        shares: by stage, (targets, sources) the share of all evidence, 0 to 1, that each link is handed.
        kept: by stage, (targets, sources) whether the link is on the trace.
    """

    digits: tuple[int, ...]
    rival: int | None
    shares: Mapping[StageName, Float64s]
    kept: Mapping[StageName, NDArray[np.bool_]]

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays

    def links(self) -> dict[Link, float]:
        """Return the links on the trace with their shares, from the output to the picture, the largest first."""
        found: dict[Link, float] = {}
        for stage in reversed(STAGES):
            shares = self.shares[stage]
            for place in _largest_first(shares):
                target, source = divmod(int(place), shares.shape[1])
                if self.kept[stage][target, source]:
                    found[Link(stage, source, target)] = float(shares[target, source])
        return found


def trace_back(links: Mapping[StageName, Links], digits: Sequence[int], rival: int | None = None) -> Flow:
    """Trace digits, or one digit against a rival, back through a drawing's links.

    Args:
        links: by stage, as `contributions_of` returns them.
        digits: none, one, or two digits.
        rival: the digit to tell the only one from; the average digit if None.
    """
    digit_count = len(links["output"].sums)
    evidence: Float64s = np.zeros(digit_count)
    if rival is None:
        evidence[list(digits)] = 1 / max(len(digits), 1)
    shares: dict[StageName, Float64s] = {}
    kept: dict[StageName, NDArray[np.bool_]] = {}
    for stage in reversed(STAGES):
        given = links[stage].against_average() if stage == "output" else links[stage]
        if stage == "output" and rival is not None:
            shares[stage] = _told_apart(given.contributions, digits[0], rival)
        else:
            shares[stage] = _handed_back(given.contributions, evidence, both_signs=rival is not None)
        kept[stage] = _largest(shares[stage])
        evidence = np.where(kept[stage], shares[stage], 0).sum(axis=0)
    return Flow(
        tuple(digits),
        rival,
        {stage: shares[stage] for stage in STAGES},
        {stage: kept[stage] for stage in STAGES},
    )


def _handed_back(contributions: Float64s, evidence: Float64s, *, both_signs: bool) -> Float64s:
    """Hand each target's evidence to its sources in proportion: to the positive ones, or to all by magnitude."""
    weights = np.abs(contributions) if both_signs else np.maximum(contributions, 0)
    whole = weights.sum(axis=1, keepdims=True)
    shares: Float64s = evidence[:, None] * weights / np.where(whole > 0, whole, 1)
    return shares


def _told_apart(contributions: Float64s, digit: int, rival: int) -> Float64s:
    """Hand back the difference of two digits by its parts' magnitudes.

    A source's share is carried by its links to both digits, in proportion to their own magnitudes.
    """
    shares = np.zeros_like(contributions)
    parts = np.abs(contributions[digit] - contributions[rival])
    if parts.sum() > 0:
        pair = np.abs(contributions[[digit, rival]])
        whole = pair.sum(axis=0)
        shares[[digit, rival]] = parts / parts.sum() * pair / np.where(whole > 0, whole, 1)
    return shares


def _largest(shares: Float64s) -> NDArray[np.bool_]:
    """Return which flows, the largest first and of equal ones the first, together make the kept share of all."""
    kept = np.zeros(shares.size, np.bool_)
    missing = KEPT_SHARE * float(shares.sum())
    for place in _largest_first(shares):
        if missing <= _ROUNDING:
            break
        kept[place] = True
        missing -= float(shares.flat[place])
    return kept.reshape(shares.shape)


def _largest_first(shares: Float64s) -> NDArray[np.intp]:
    return np.argsort(-shares, axis=None, kind="stable")

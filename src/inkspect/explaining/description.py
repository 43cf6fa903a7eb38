"""Where a number comes from and what it does next, as data."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.parts import Part
from inkspect.system.comparing import same_fields

Float64s = NDArray[np.float64]

LogitForm: TypeAlias = Literal["computed", "average"]
"""How what flows into the logits is told: as computed, or with weights and biases less their means over the digits."""

Kind: TypeAlias = Literal["ink", "sum", "largest", "softmax", "contributions"]
"""How a part's value comes about.

"ink": from the drawing itself; "sum": inputs × weights plus a bias, and a ReLU if `rectified`; "largest": the winner of
a pool; "softmax": one exponential over the sum of all; "contributions": a node's links and live biases.
"""


@dataclass(frozen=True, eq=False)
class Terms:
    """What feeds a part, or what a part feeds, n parts in all.

    Attributes:
        parts: the n sources, or the n targets.
        amounts: (n,) what each source brings to the part, or the part to each target, signed.
        inputs: (n,) the sources' values; None for targets.
        weights: (n,) the weights between; None where a number is only selected or exponentiated, or made of many
            products.
    """

    parts: tuple[Part, ...] = ()
    amounts: Float64s = field(default_factory=lambda: np.zeros(0))
    inputs: Float64s | None = None
    weights: Float64s | None = None

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays


@dataclass(frozen=True, eq=False)
class Provenance:
    """Where a part's value comes from: its terms, and what becomes of them; and what the value feeds.

    For the kind "sum", Σ amounts + `bias` = `sum`, which is `preactivation` as the forward pass computed it; `output`
    is its ReLU if `rectified`. For "contributions", the same sum is the node's summed activation, `output`. For
    "softmax", `output` is the part's own exponential / `sum`. For "largest", the winner's amount is `output`, the
    others' are 0.

    Attributes:
        part: the part.
        kind: how its value comes about.
        output: its value.
        terms: what feeds it.
        feeds: what it feeds.
        bias: the bias, or the live biases.
        sum: Σ amounts + bias, in float64; for "softmax", Σ exponentials.
        preactivation: the sum as the forward pass computed it.
        rectified: whether a ReLU makes `output` of the pre-activation.
        needed: what a dead unit's pre-activation would have to gain, and more, to be live; 0 if it is live.
        winner: the index of the winning term, the first largest, if above 0.
        live: how many of a node's pooled cells or units are live.
    """

    part: Part
    kind: Kind
    output: float
    terms: Terms = field(default_factory=Terms)
    feeds: Terms = field(default_factory=Terms)
    bias: float | None = None
    sum: float | None = None
    preactivation: float | None = None
    rectified: bool | None = None
    needed: float | None = None
    winner: int | None = None
    live: int | None = None

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays

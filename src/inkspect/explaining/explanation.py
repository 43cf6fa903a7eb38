"""Everything about one drawing: what a network reads, what its links carry, why this digit and not that one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.attribution import GradientTimesInput, Why, gradient_times_input
from inkspect.explaining.contributions import Links
from inkspect.explaining.description import LogitForm, Provenance
from inkspect.explaining.evidence import Evidence
from inkspect.explaining.explanation_json import (
    FORMAT_VERSION,
    KIND,
    ExplanationJson,
    flow_to_json,
    links_to_json,
    part_to_json,
    row,
    rows,
    why_to_json,
)
from inkspect.explaining.flow import Flow
from inkspect.explaining.parts import StageName, read_part
from inkspect.explaining.probing import insertion, occlusion
from inkspect.explaining.provenance import provenance_of
from inkspect.explaining.share_pictures import shares_as_svg
from inkspect.network.network import Network
from inkspect.network.reading import Reading
from inkspect.network.trace import Trace
from inkspect.system.arguments import shown
from inkspect.system.errors import InvalidValueError


@dataclass(frozen=True, eq=False, repr=False)
class Explanation:
    """Everything about one drawing, as the page explains it.

    Attributes:
        network_sha256: the SHA-256 of the network's weights file, in hexadecimal.
        network: the network, with the parts in `off` switched off.
        trace: everything that it computed for the drawing.
        reading: what it reads: verdict, digit and probabilities.
        links: by stage, an `inkspect.explaining.parts.StageName` ("conv1", "conv2", "fc1" or "output"), the
            `inkspect.explaining.contributions.Links` that lead to it: signed contributions (targets, sources), live
            biases and sums (targets,).
        flow: the evidence for the digits in question, followed back to the picture, an
            `inkspect.explaining.flow.Flow`; of none if the verdict is "none" or "empty" and no digit is asked about.
        why: each cell's share of the digit's logit less its rival's, an `inkspect.explaining.attribution.Why`; None if
            nothing is drawn.
        part: where the value of the part asked about comes from, and what it feeds, an
            `inkspect.explaining.description.Provenance`; None if none is asked about.
        off: the names of the parts that are switched off.
    """

    network_sha256: str
    network: Network
    trace: Trace
    reading: Reading
    links: Mapping[StageName, Links]
    flow: Flow
    why: Why | None
    part: Provenance | None
    off: tuple[str, ...]

    def __eq__(self, other: object) -> bool:
        """Return whether both tell the same of the same picture and network."""
        if not isinstance(other, Explanation):
            return NotImplemented
        return (
            np.array_equal(self.picture, other.picture)
            and (self.network, self.network_sha256, self.off) == (other.network, other.network_sha256, other.off)
            and (self.flow, self.why, self.part) == (other.flow, other.why, other.part)
        )

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays

    @property
    def picture(self) -> NDArray[np.floating]:
        """(28, 28) the picture that the network reads, from 0 (paper) to 1 (ink)."""
        picture: NDArray[np.floating] = self.trace.pictures[0, 0]
        return picture

    @property
    def logits(self) -> NDArray[np.floating]:
        """(10,) the logits of the ten digits."""
        logits: NDArray[np.floating] = self.trace.logits[0]
        return logits

    @property
    def average(self) -> Links:
        """The last stage's links against the average digit: less the mean over the ten digits."""
        return self.links["output"].against_average()

    def provenance(self, part: str, form: LogitForm = "computed") -> Provenance:
        """Return where a part's value comes from, and what it feeds.

        Args:
            part: its name, such as "conv2.12.2.3"; indices count from 0.
            form: how what flows into the logits is told, an `inkspect.explaining.description.LogitForm`: "computed", or
                "average", less the mean over the ten digits.

        Returns:
            An `inkspect.explaining.description.Provenance`.

        Raises:
            InvalidValueError: there is no such part.
        """
        if form not in ("computed", "average"):
            raise InvalidValueError(f"form must be 'computed' or 'average', not {shown(form)}")
        return provenance_of(read_part(part), self._evidence, form)

    def gradient_times_input(self) -> GradientTimesInput | None:
        """Return gradient × input of the digit's logit less its rival's; None if nothing is drawn.

        Returns:
            An `inkspect.explaining.attribution.GradientTimesInput`, whose products plus biases are the difference.
        """
        if self.why is None:
            return None
        return gradient_times_input(self.picture, self.network, self.why.digit, self.why.rival)

    def occlusion(self) -> NDArray[np.float64] | None:
        """Return what erasing a 5×5 square does to the difference, (28, 28) by its centre; None if nothing is drawn."""
        return None if self.why is None else occlusion(self.picture, self.network, self.why.digit, self.why.rival)

    def insertion(self) -> NDArray[np.float64] | None:
        """Return what a dot of the pen on each cell does to the difference, (28, 28); None if nothing is drawn."""
        return None if self.why is None else insertion(self.picture, self.network, self.why.digit, self.why.rival)

    def to_json(self) -> ExplanationJson:
        """Return the explanation as JSON values; `docs/explanation-format.md` lists the keys."""
        probabilities = self.reading.probabilities
        return {
            "kind": KIND,
            "format": FORMAT_VERSION,
            "network": self.network_sha256,
            "off": list(self.off),
            "picture": rows(self.picture),
            "verdict": self.reading.verdict,
            "digit": self.reading.digit,
            "probabilities": None if probabilities is None else row(probabilities),
            "logits": row(self.logits),
            "contributions": {stage: rows(links.contributions) for stage, links in self.links.items()},
            "biases": {stage: row(links.biases) for stage, links in self.links.items()},
            "sums": {stage: row(links.sums) for stage, links in self.links.items()},
            "average": links_to_json(self.average),
            "trace": flow_to_json(self.flow),
            "why": None if self.why is None else why_to_json(self.why),
            "part": None if self.part is None else part_to_json(self.part),
        }

    def __repr__(self) -> str:
        asked = (
            "" if self.why is None else f", why {self.why.digit} and not {self.why.rival}: {self.why.difference:+.2f}"
        )
        return f"<Explanation of {self.reading!r}{asked}>"

    def _repr_html_(self) -> str:
        """Return the reading, and the reason for it, for notebooks."""
        if self.why is None:
            return self.reading._repr_html_()
        reason = (
            f"<p>Why {self.why.digit} and not {self.why.rival}: {self.why.difference:+.2f} between their logits</p>"
        )
        return f"{self.reading._repr_html_()}{reason}{shares_as_svg(self.picture, self.why.shares)}"

    @cached_property
    def _evidence(self) -> Evidence:
        return Evidence(self.trace, self.network)

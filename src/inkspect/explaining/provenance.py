"""Where a number of the network comes from, and what it does next; web/src/explain/provenance has the same."""

from dataclasses import replace

from inkspect.explaining.description import LogitForm, Provenance
from inkspect.explaining.evidence import Evidence
from inkspect.explaining.feeds import feeds_of
from inkspect.explaining.origins import origin_of
from inkspect.explaining.parts import Part


def provenance_of(part: Part, evidence: Evidence, form: LogitForm = "computed") -> Provenance:
    """Return where a part's value comes from, and what it feeds.

    Args:
        part: the part.
        evidence: what the explanation is taken from.
        form: how what flows into the logits is told; nothing else depends on it.
    """
    return replace(origin_of(part, evidence, form), feeds=feeds_of(part, evidence, form))

"""Drawings that a training run must not learn from: checked before it begins, measured when it has ended."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from inkspect.data.labels import DIGITS
from inkspect.data.mnist import Mnist, load_mnist
from inkspect.data.strokes import Drawing
from inkspect.measuring.by_source import measured
from inkspect.network.network import Network
from inkspect.network.weights import rounded
from inkspect.system.arguments import as_instances, shown
from inkspect.system.errors import InvalidValueError
from inkspect.system.words import counted
from inkspect.training.provenance import as_json_text

MEASURED_KEY = "measured"
"""The key of weights' metadata that holds the figures by source and by form, as JSON."""


def as_held_out(values: object, name: str) -> dict[str, list[Drawing]]:
    """Return the held-out drawings that a caller passed, by the name of their source; none if None.

    Raises:
        InvalidValueError: they are no mapping of names to drawings.
    """
    if values is None:
        return {}
    if not isinstance(values, Mapping):
        raise InvalidValueError(f"{name} must map a name to drawings for each source, not {shown(values)}")
    for source in values:
        if not isinstance(source, str) or not source:
            raise InvalidValueError(f"{name} must have a name, as a str, for each source, not {shown(source)}")
    return {source: as_instances(drawings, Drawing, f"{name}[{source!r}]") for source, drawings in values.items()}


def check_held_out(held_out: Mapping[str, Sequence[Drawing]], learned: Sequence[Drawing]) -> None:
    """Check that figures on held-out drawings can be measured, and will be of writers that were not learned from.

    Drawings without a writer are told apart by their strokes.

    Raises:
        InvalidValueError: a source shares a writer or a drawing with the drawings to learn from, or has no digits.
    """
    learned_writers = {drawing.writer for drawing in learned} - {None}
    learned_strokes = {_sum_of(drawing) for drawing in learned} if held_out else set()
    for source, drawings in held_out.items():
        if not any(drawing.has_ink and drawing.label in DIGITS for drawing in drawings):
            raise InvalidValueError(f"{source}, held out, has no drawing with both ink and a digit as its label")
        writers = {drawing.writer for drawing in drawings} - {None}
        if shared := sorted(str(writer) for writer in writers & learned_writers):
            raise InvalidValueError(
                f"{source} is held out, but {len(shared):,} of its {counted(len(writers), 'writer')}, such as "
                f"{shown(shared[0])}, would be learned from too: hold out writers with all their drawings"
            )
        again = sum(drawing.writer is None and _sum_of(drawing) in learned_strokes for drawing in drawings)
        if again:
            raise InvalidValueError(
                f"{source} is held out, but {again:,} of its {counted(len(drawings), 'drawing')} would be learned from "
                "too: hold out other drawings"
            )


def measured_metadata(
    network: Network, held_out: Mapping[str, Sequence[Drawing]], mnist: Mnist | None = None
) -> dict[str, str]:
    """Return a network's metadata with its figures by source and by form, measured anew.

    They are those of the network in float16, as it is stored.

    Args:
        network: the finished network.
        held_out: drawings that it did not learn from, by the name of their source; may be empty.
        mnist: the MNIST whose test set is read; from the cache if None.

    Raises:
        InkspectError: none of a source's drawings has both ink and a label, or MNIST cannot be obtained.
    """
    figures = measured(rounded(network), load_mnist() if mnist is None else mnist, held_out)
    return {**network.metadata, MEASURED_KEY: as_json_text(figures)}


def _sum_of(drawing: Drawing) -> bytes:
    strokes = sha256(repr([stroke.shape for stroke in drawing.strokes]).encode())
    for stroke in drawing.strokes:
        strokes.update(stroke.tobytes())
    return strokes.digest()

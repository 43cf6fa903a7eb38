"""The pen's network as callers pass it: as an object, or as its weights file."""

from os import PathLike
from pathlib import Path

from inkspect.pen.network import PenNetwork
from inkspect.pen.weights import load_weights, published_weights
from inkspect.system.arguments import as_path, shown
from inkspect.system.errors import InvalidValueError


def as_pen_network(source: PenNetwork | str | PathLike[str] | None, name: str = "network") -> PenNetwork:
    """Return a network, loaded if it is given as a file; the published one if None.

    Raises:
        InvalidValueError: it is neither.
        InkspectError: the file cannot be read, or does not hold weights of exactly this network.
    """
    given = file_or_pen_network(source, name)
    return given if isinstance(given, PenNetwork) else load_weights(given)


def file_or_pen_network(source: PenNetwork | str | PathLike[str] | None, name: str) -> Path | PenNetwork:
    """Return a network as it is, and a file as its path, not loaded, so that its exact bytes can be embedded.

    Raises:
        InvalidValueError: it is neither.
    """
    if source is None:
        return published_weights()
    if isinstance(source, PenNetwork):
        return source
    if not isinstance(source, str | PathLike):
        raise InvalidValueError(f"{name} must be a PenNetwork or the path of a weights file, not {shown(source)}")
    return as_path(source, name)

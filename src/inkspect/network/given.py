"""A network as callers pass it: as an object, or as its weights file."""

from os import PathLike
from pathlib import Path

from inkspect.network.network import Network
from inkspect.network.weights import load_weights, published_weights
from inkspect.system.arguments import as_path, shown
from inkspect.system.errors import InvalidValueError


def file_or_network(source: Network | str | PathLike[str] | None, name: str) -> Path | Network:
    """Return a network as it is, and a file as its path, not loaded, so that its exact bytes can be embedded.

    Args:
        source: the network, or its weights file; the published one if None.
        name: the argument's name.

    Raises:
        InvalidValueError: it is neither.
    """
    if source is None:
        return published_weights()
    if isinstance(source, Network):
        return source
    if not isinstance(source, str | PathLike):
        raise InvalidValueError(f"{name} must be a Network or the path of a weights file, not {shown(source)}")
    return as_path(source, name)


def as_network(source: Network | str | PathLike[str] | None, name: str = "network") -> Network:
    """Return a network, loaded if it is given as a file.

    Raises:
        InvalidValueError: it is neither.
        InkspectError: the file cannot be read, or does not hold weights of exactly this network.
    """
    found = file_or_network(source, name)
    return found if isinstance(found, Network) else load_weights(found)[0]

"""`inkspect.load`: the published networks, and those in weights files."""

from os import PathLike
from typing import Literal, overload

from inkspect.network.given import as_network
from inkspect.network.network import Network
from inkspect.pen.given import as_pen_network
from inkspect.pen.network import PenNetwork
from inkspect.system.arguments import as_path, shown
from inkspect.system.errors import InvalidValueError


@overload  # a file of that name is "./pen", so the overlap misleads nobody
def load(path: Literal["pen"]) -> PenNetwork: ...  # type: ignore[overload-overlap]
@overload
def load(path: str | PathLike[str] | None = None, *, network: Literal["picture"] = "picture") -> Network: ...
@overload
def load(path: str | PathLike[str] | None = None, *, network: Literal["pen"]) -> PenNetwork: ...
def load(
    path: str | PathLike[str] | None = None, *, network: Literal["picture", "pen"] = "picture"
) -> Network | PenNetwork:
    """Return a trained network: a published one, or one from a weights file.

    The picture's network can `predict` and `predict_proba`; the pen's, `load("pen")`, has the `logits` and
    `probabilities` of every next token. Both can `trace` every intermediate value by name, and `save` themselves.

    Args:
        path: a safetensors file written by `inkspect train`; the published weights if None. `"pen"` stands for the
            published weights of the pen's network (`"./pen"` for a file of that name).
        network: which network the file is of: "picture", or "pen".

    Raises:
        InkspectError: the file cannot be read, or does not hold weights of exactly this network.
        InvalidValueError: `path` is not a path, or `network` neither of both.
    """
    if network not in ("picture", "pen"):
        raise InvalidValueError(f"network must be 'picture' or 'pen', not {shown(network)}")
    published = path is None or path == "pen"
    source = None if published else as_path(path, "path")
    if network == "picture" and path != "pen":
        return as_network(source)
    return as_pen_network(source)

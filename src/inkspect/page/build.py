"""Build the page's HTML file from the built template and the weights, without Node or an internet connection."""

import base64
import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from inkspect.network.network import Network
from inkspect.network.tensors import with_metadata
from inkspect.network.weights import parse_weights, serialize_losslessly
from inkspect.page.measured_steps import measured_steps
from inkspect.page.pen_block import pen_block
from inkspect.pen.network import PenNetwork
from inkspect.pen.weights import published_weights as pen_weights
from inkspect.system.errors import InkspectError

_SLOT = re.compile(r"\{\{([a-z]+)\}\}(?=</script>)")

Point = Sequence[float]
"""`[x, y]` or `[x, y, t]`, in any unit, x to the right, y down, t in milliseconds."""


@dataclass(frozen=True)
class InitialDrawing:
    """The drawing on the pad when the page opens."""

    strokes: Sequence[Sequence[Point]]
    placed: bool = False
    """Whether the coordinates are already pad units; otherwise they are fitted to the pad."""


def build_page(
    weights: Path | Network, drawing: InitialDrawing | None = None, pen: Path | PenNetwork | None = None
) -> bytes:
    """Return the page as the bytes of its file, with both networks embedded, each given as an object or a weights file.

    Args:
        weights: the picture's network.
        drawing: what is on the pad when the page opens.
        pen: the pen's network; the published one if None.

    Raises:
        InkspectError: weights cannot be read or are not of their network, or a number is not finite.
    """
    content = serialize_losslessly(weights) if isinstance(weights, Network) else _read_weights(weights)
    blocks = {
        "weights": {
            "safetensors": base64.b64encode(_with_measured_steps(content, _without_history(content))).decode("ascii"),
            "sha256": hashlib.sha256(content).hexdigest(),
        },
        "pen": pen_block(pen_weights() if pen is None else pen),
        "drawing": None if drawing is None else {"strokes": drawing.strokes, "placed": drawing.placed},
    }
    return fill_blocks(_read_template(), blocks).encode()


def fill_blocks(template: str, blocks: Mapping[str, object]) -> str:
    """Return the template with every data block filled with its content as JSON.

    `<` is written as its JSON escape, so that no content can close the element that contains it.

    Raises:
        InkspectError: the template's blocks are not exactly these, or a number is not finite.
    """
    found = _SLOT.findall(template)
    if sorted(found) != sorted(blocks):
        raise InkspectError(
            f"the page's template has the blocks {sorted(found)}, not {sorted(blocks)}: "
            "install the package again, or run `npm run bundle` in a checkout"
        )
    texts = {name: _block_text(name, content) for name, content in blocks.items()}
    return _SLOT.sub(lambda slot: texts[slot[1]], template)


def _block_text(name: str, content: object) -> str:
    try:
        return json.dumps(content, separators=(",", ":"), allow_nan=False).replace("<", r"\u003c")
    except ValueError as error:
        raise InkspectError(f"the page's {name} cannot be written as JSON: {error}") from error


def _without_history(content: bytes) -> bytes:
    """Say in the weights' metadata how long the training took, in place of what every epoch of it reported.

    The page shows the one and not the other, which would be a twentieth of it. The sum beside it is the file's own.
    """
    _, metadata = parse_weights(content, "the weights")
    history = metadata.pop("history", None)
    if history is None:
        return content
    seconds = _seconds_in(history)
    return with_metadata(content, metadata if seconds is None else {**metadata, "training_seconds": f"{seconds:g}"})


def _with_measured_steps(content: bytes, told: bytes) -> bytes:
    """Say in the metadata of a file made from published weights what the steps of the ink rule are worth with them."""
    measured = measured_steps(hashlib.sha256(content).hexdigest())
    if measured is None:
        return told
    _, metadata = parse_weights(told, "the weights")
    return with_metadata(told, {**metadata, "preprocessing": json.dumps(measured, separators=(",", ":"))})


def _seconds_in(history: str) -> float | None:
    """Add up the epochs of a history, which may be anybody's; None where it tells no time."""
    try:
        seconds = math.fsum(epoch["seconds"] for epoch in json.loads(history))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    return seconds if 0 < seconds < math.inf else None


def _read_weights(path: Path) -> bytes:
    """Read the file only once, so that the checked bytes are the embedded ones."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InkspectError(f"cannot read {path}: {error.strerror or error}") from error
    parse_weights(content, str(path))
    return content


def _read_template() -> str:
    try:
        return resources.files("inkspect.page").joinpath("template.html").read_text(encoding="utf-8")
    except OSError as error:
        raise InkspectError(
            "the page's template is missing: install the package again, or run `npm run bundle` in a checkout"
        ) from error

"""The pen's network as the page holds it: its weights file, in which what was told of the training run is packed."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

from inkspect.network.tensors import with_metadata
from inkspect.network.weights import read_weights_file
from inkspect.pen.network import PenNetwork
from inkspect.pen.weights import parse_weights, serialize_losslessly

_FIRST_CHARACTER = ord("0")
"""Of the token 0; the others follow. The page's state/pen-learned.ts reads it."""

_SHOWN = ("loss", "drawings", "halves", "movements")
_SIGNIFICANT_DIGITS = 3
"""The page shows no more of a loss or an accuracy."""


def pen_block(weights: Path | PenNetwork) -> dict[str, str]:
    """Return the content of the page's block: the weights file in base64, and the SHA-256 of the file as it was.

    Raises:
        InkspectError: the weights cannot be read, or are not of the pen's network.
    """
    if isinstance(weights, PenNetwork):
        content, source = serialize_losslessly(weights), "the weights"
    else:
        content, source = read_weights_file(weights), str(weights)
    metadata = dict(parse_weights(content, source).metadata)
    for key, pack in _PACKED.items():
        if key in metadata:
            metadata[key] = _packed(metadata[key], pack)
    return {
        "safetensors": base64.b64encode(with_metadata(content, metadata)).decode("ascii"),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _packed(told: str, pack: Callable[[object], object]) -> str:
    """Pack a text of the metadata, which may be anybody's: one in another form stays as it is."""
    try:
        return json.dumps(pack(json.loads(told)), separators=(",", ":"))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return told


def _pack_written(moments: object) -> object:
    """Write a character a token in place of a list of ids."""
    return [
        {"epoch": moment["epoch"], "digits": [_characters(ids) for ids in moment["digits"]]}
        for moment in cast("list[dict[str, list[list[int]]]]", moments)
    ]


def _characters(ids: list[int]) -> str:
    return "".join(chr(_FIRST_CHARACTER + token) for token in ids)


def _pack_history(history: object) -> object:
    """Keep what the page shows, as precisely as it does."""
    columns = cast("dict[str, list[float]]", history)
    return {name: [float(f"{value:.{_SIGNIFICANT_DIGITS}g}") for value in columns[name]] for name in _SHOWN}


_PACKED: dict[str, Callable[[object], object]] = {"written": _pack_written, "history": _pack_history}

"""`inkspect export`: the network for other runtimes."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.system.errors import InkspectError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inkspect.network.network import Network

EXAMPLES = """\b
Examples:
  inkspect export --format onnx                                   inkspect-published.onnx
  inkspect export --format onnx --weights my.safetensors          my.onnx
  inkspect export --format json --output network.json
  inkspect export --format safetensors --weights my.safetensors   my-export.safetensors
"""

PUBLISHED_NAME = "inkspect-published"


class Format(StrEnum):
    """The export formats."""

    SAFETENSORS = "safetensors"
    ONNX = "onnx"
    JSON = "json"


def export(
    as_format: Annotated[
        Format, typer.Option("--format", help="safetensors, as published; onnx, for runtimes; json, for any program.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(help="Where to write it, if not to a file named after its source.", metavar="FILE"),
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="A network of your own instead of the published one.", metavar="FILE")
    ] = None,
) -> None:
    """Write the network in a format that other programs read, and print how to load it.

    The file is named after its source, in the current folder: inkspect-published.onnx, or my.onnx for my.safetensors.
    It replaces an earlier export to the same format, never weights or any other file.

    ONNX needs the package onnx: pip install 'inkspect[export]'.
    """
    from inkspect.network.export import EXPORTERS
    from inkspect.network.weights import load_weights, published_weights
    from inkspect.system.purposes import Purpose, check_replaceable

    source = weights or published_weights()
    network, metadata = load_weights(source)
    path = output or default_output(weights, as_format)
    if path.resolve() == source.resolve():
        raise InkspectError(f"{path} is the file to be exported; give another --output")
    if as_format is Format.SAFETENSORS:
        _check_no_other_weights(path, network, metadata)
    else:
        check_replaceable(path, Purpose.ONNX if as_format is Format.ONNX else Purpose.JSON)
    how_to_load = EXPORTERS[as_format](network, metadata, path)
    typer.echo(f"Exported {weights or 'the published network'}\n{how_to_load}")


def default_output(weights: Path | None, as_format: Format) -> Path:
    """Return a file name in the current folder, derived from the export's source but different from it."""
    if weights is None:
        return Path(f"{PUBLISHED_NAME}.{as_format}")
    name = f"{weights.stem}.{as_format}"
    return Path(f"{weights.stem}-export.{as_format}" if name == weights.name else name)


def _check_no_other_weights(path: Path, network: "Network", metadata: "Mapping[str, str]") -> None:
    """Refuse to replace weights by others: an export cannot be told from somebody's only copy."""
    import numpy as np

    from inkspect.network.weights import load_weights
    from inkspect.system.purposes import Purpose, check_replaceable, purpose_of

    check_replaceable(path, Purpose.WEIGHTS)
    if purpose_of(path) is None:
        return
    there, said = load_weights(path)
    if said != metadata or not np.array_equal(there.parameter_vector, network.parameter_vector):
        raise InkspectError(f"{path} holds the weights of another network; give another --output, or move it away")

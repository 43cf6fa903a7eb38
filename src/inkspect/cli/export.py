"""`inkspect export`: the network for other runtimes."""

from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from inkspect.cli.networks import NetworkName
from inkspect.system.errors import InkspectError

EXAMPLES = """\b
Examples:
  inkspect export --format onnx                                   inkspect-published.onnx
  inkspect export --format onnx --weights my.safetensors          my.onnx
  inkspect export --format json --output network.json
  inkspect export --format safetensors --weights my.safetensors   my-export.safetensors
  inkspect export --format onnx --network pen                     inkspect-published-pen.onnx
"""

PUBLISHED_NAMES = MappingProxyType(
    {NetworkName.PICTURE: "inkspect-published", NetworkName.PEN: "inkspect-published-pen"}
)


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
    network: Annotated[
        NetworkName, typer.Option(help="The picture's network, or the pen's, which follows the movements.")
    ] = NetworkName.PICTURE,
) -> None:
    """Write a network in a format that other programs read, and print how to load it.

    The file is named after its source, in the current folder: inkspect-published.onnx, or my.onnx for my.safetensors.
    An earlier export to ONNX or JSON is replaced, and a safetensors file if it holds the same weights, but never
    another file.

    ONNX needs the package onnx: pip install 'inkspect[export]'.
    """
    path = output or default_output(weights, as_format, network)
    how_to_load = (_export_picture if network is NetworkName.PICTURE else _export_pen)(weights, as_format, path)
    published = "the published network" if network is NetworkName.PICTURE else "the pen's published network"
    typer.echo(f"Exported {weights or published}\n{how_to_load}")


def _export_picture(weights: Path | None, as_format: Format, path: Path) -> str:
    from inkspect.network.export import EXPORTERS, check_export_place
    from inkspect.network.weights import load_weights, published_weights

    source = weights or published_weights()
    network, metadata = load_weights(source)
    _refuse_source(path, source)
    check_export_place(path, network, as_format)
    return EXPORTERS[as_format](network, metadata, path)


def _export_pen(weights: Path | None, as_format: Format, path: Path) -> str:
    from inkspect.pen.export import EXPORTERS, check_export_place
    from inkspect.pen.weights import load_weights, published_weights

    source = weights or published_weights()
    network = load_weights(source)
    _refuse_source(path, source)
    check_export_place(path, network, as_format)
    return EXPORTERS[as_format](network, path)


def _refuse_source(path: Path, source: Path) -> None:
    if path.resolve() == source.resolve():
        raise InkspectError(f"{path} is the file to be exported; give another --output")


def default_output(weights: Path | None, as_format: Format, network: NetworkName = NetworkName.PICTURE) -> Path:
    """Return a file name in the current folder, derived from the export's source but different from it."""
    if weights is None:
        return Path(f"{PUBLISHED_NAMES[network]}.{as_format}")
    name = f"{weights.stem}.{as_format}"
    return Path(f"{weights.stem}-export.{as_format}" if name == weights.name else name)

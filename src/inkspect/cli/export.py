"""`inkspect export`: the network for other runtimes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """\b
Examples:
  inkspect export --format onnx
  inkspect export --format json --output network.json
  inkspect export --format safetensors --weights my.safetensors --output copy.safetensors
"""


class Format(StrEnum):
    """What other runtimes read."""

    SAFETENSORS = "safetensors"
    ONNX = "onnx"
    JSON = "json"


def export(
    as_format: Annotated[
        Format, typer.Option("--format", help="safetensors, as published; onnx for other runtimes; json for anything.")
    ],
    output: Annotated[
        Path | None, typer.Option(help="Where to write it.", metavar="FILE", show_default="inkspect.FORMAT")
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="A network of your own instead of the published one.", metavar="FILE")
    ] = None,
) -> None:
    """Write the network in a format that other programs open, and say how they load it.

    ONNX needs the package onnx: pip install 'inkspect[export]'.
    """
    from inkspect.network.export import EXPORTERS
    from inkspect.network.weights import load_weights, published_weights

    network, metadata = load_weights(weights or published_weights())
    path = Path(f"inkspect.{as_format}") if output is None else output
    typer.echo(EXPORTERS[as_format](network, metadata, path))

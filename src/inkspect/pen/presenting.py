"""The pen's network as one line and as a table."""

import html
import math
from collections.abc import Iterator, Mapping

from inkspect.pen.description import PenDescription


def network_line(description: PenDescription) -> str:
    """Return one line with the numbers of parameters, layers, heads and tokens."""
    return (
        f"Pen's network: {description.parameter_count:,} parameters; {description.layers} layers of width "
        f"{description.width}, {description.heads} heads, feed-forward {description.feed_forward}; "
        f"{len(description.vocabulary)} tokens, context {description.context}"
    )


def network_table(description: PenDescription, metadata: Mapping[str, str]) -> str:
    """Return an HTML table of the parameters with their shapes and counts, and other known facts."""
    head = "<tr><th>part</th><th>shape</th><th>parameters</th></tr>"
    parts = "".join(f"<tr><td>{'</td><td>'.join(cells)}</td></tr>" for cells in _rows(description))
    known = "".join(
        f"<tr><td>{name}</td><td colspan=2>{html.escape(metadata[name])}</td></tr>"
        for name in ("date", "seed", "credit")
        if name in metadata
    )
    return f"<table>{head}{parts}{known}</table>"


def _rows(description: PenDescription) -> Iterator[tuple[str, str, str]]:
    for name, shape in description.parameter_shapes().items():
        yield name, "×".join(map(str, shape)), f"{math.prod(shape):,}"
    yield "in all", "", f"{description.parameter_count:,}"

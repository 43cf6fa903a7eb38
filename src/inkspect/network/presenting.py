"""A network as one line and as a table: its parameters, accuracies and possible verdicts."""

import html
import json
import math
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from inkspect.network.architecture import Architecture
from inkspect.network.verdict import VerdictRule

_DATA_SETS = MappingProxyType({"mnist": "MNIST", "strokes": "drawings"})
_PARTS = MappingProxyType({"test": "test set", "validation": "validation"})
_FIGURE = re.compile(r"([a-z][a-z0-9_]{0,30})_(test|validation)_accuracy")


def network_line(architecture: Architecture, metadata: Mapping[str, str], rule: VerdictRule) -> str:
    """Return one line with the number of parameters, the accuracies and the possible verdicts."""
    facts = [f"{architecture.parameter_count:,} parameters"]
    facts += [f"{name} {share:.2%}" for name, share in accuracies(metadata).items()]
    return f"Network: {'; '.join(facts)}; verdicts: {', '.join(rule.possible_verdicts)}"


def network_table(architecture: Architecture, metadata: Mapping[str, str], rule: VerdictRule) -> str:
    """Return an HTML table of the layers, with outputs and parameter counts, and other known facts."""
    head = "<tr><th>layer</th><th>output</th><th>parameters</th></tr>"
    layers = "".join(f"<tr><td>{'</td><td>'.join(cells)}</td></tr>" for cells in _layer_rows(architecture))
    facts = [(name, f"{share:.2%}") for name, share in accuracies(metadata).items()]
    facts += [(name, metadata[name]) for name in ("date", "seed", "credit") if name in metadata]
    facts += [("verdicts", ", ".join(rule.possible_verdicts))]
    known = "".join(
        f"<tr><td>{html.escape(name)}</td><td colspan=2>{html.escape(value)}</td></tr>" for name, value in facts
    )
    return f"<table>{head}{layers}{known}</table>"


def accuracies(metadata: Mapping[str, str]) -> dict[str, float]:
    """Return the accuracies in a weights file's metadata by data set; the file is untrusted."""
    try:
        figures = json.loads(metadata.get("figures", "{}"))
    except (ValueError, RecursionError):
        return {}
    return {
        f"{_DATA_SETS.get(found[1], found[1])} {_PARTS[found[2]]}": float(value)
        for name, value in sorted(figures.items() if isinstance(figures, dict) else ())
        if (found := _FIGURE.fullmatch(name)) and isinstance(value, int | float) and math.isfinite(value)
    }


def _layer_rows(architecture: Architecture) -> Iterator[tuple[str, str, str]]:
    parameters = architecture.parameter_shapes()
    for name, shape in architecture.output_shapes().items():
        own = [math.prod(parameters[part]) for part in (f"{name}.weight", f"{name}.bias") if part in parameters]
        yield name, "×".join(map(str, shape)), f"{sum(own):,}" if own else ""
    yield "in all", "", f"{architecture.parameter_count:,}"

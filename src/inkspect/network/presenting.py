"""A network as one line and as a table: its parameters, accuracies and possible verdicts."""

import html
import json
import math
from collections.abc import Iterator, Mapping

from inkspect.network.architecture import Architecture
from inkspect.network.verdict import VerdictRule

_FIGURES = {
    "mnist_test_accuracy": "MNIST test set",
    "mnist_validation_accuracy": "MNIST validation",
    "strokes_validation_accuracy": "drawings, validation",
}


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
    told = figures if isinstance(figures, dict) else {}
    return {
        words: float(told[name])
        for name, words in _FIGURES.items()
        if isinstance(told.get(name), int | float) and math.isfinite(told[name])
    }


def _layer_rows(architecture: Architecture) -> Iterator[tuple[str, str, str]]:
    parameters = architecture.parameter_shapes()
    for name, shape in architecture.output_shapes().items():
        own = [math.prod(parameters[part]) for part in (f"{name}.weight", f"{name}.bias") if part in parameters]
        yield name, "×".join(map(str, shape)), f"{sum(own):,}" if own else ""
    yield "in all", "", f"{architecture.parameter_count:,}"

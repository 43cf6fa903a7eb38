"""Print what each form of a digit is worth on the source left out, from the results of docs/recipe-trials-forms.toml.

usage: python tools/forms_trial.py RESULTS.jsonl [RESULTS.jsonl ...]
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import mean

from inkspect.drawing.forms import FORMS
from inkspect.sweep.running import LEFT_OUT
from inkspect.sweep.table import ResultsTable, Row
from inkspect.system.errors import InkspectError

ALL, NONE = "all forms", "no forms"


def accuracies(path: Path) -> dict[str, float]:
    """Return the mean accuracy over seeds on the source left out, by the one form that is missing, or `ALL`, `NONE`.

    Raises:
        InkspectError: the file is not a sweep's results, or none of its runs was measured on a source left out.
    """
    if not path.is_file():
        raise InkspectError(f"cannot read {path}: no such file")
    found: dict[str, list[float]] = {}
    for row in ResultsTable(path).rows.values():
        if LEFT_OUT in row["validation_accuracy"] and (name := _missing(row)) is not None:
            found.setdefault(name, []).append(row["validation_accuracy"][LEFT_OUT])
    if not found:
        raise InkspectError(f"{path} has no run that was measured on a source left out; give --left-out to the sweep")
    return {name: mean(shares) for name, shares in found.items()}


def _missing(row: Row) -> str | None:
    settings = row["settings"]
    if not settings["stroke_mix.in_forms"]:
        return NONE
    missing = [name for name in FORMS if not settings[f"stroke_mix.forms.{name}"]]
    return ALL if not missing else missing[0] if len(missing) == 1 else None


def table(measured: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return the lines of a Markdown table: a row for each form, and for each results file its difference in points."""
    heading = ["form", *(f"{name}: {column}" for name in measured for column in ("without", "with", "points"))]
    lines = [_line(heading), _line(["---"] * len(heading))]
    for form in (*FORMS, NONE):
        cells = [form if form in FORMS else ALL]
        for found in measured.values():
            without, all_forms = found.get(form), found.get(ALL)
            cells += ["–" if share is None else f"{share:.2%}" for share in (without, all_forms)]
            cells.append("–" if without is None or all_forms is None else f"{100 * (all_forms - without):+.2f}")
        lines.append(_line(cells))
    return lines


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("results", type=Path, nargs="+", help="tables of `inkspect sweep`")
    options = parser.parse_args()
    try:
        print("\n".join(table({path.stem: accuracies(path) for path in options.results})))
    except InkspectError as error:
        sys.stderr.write(f"forms_trial: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

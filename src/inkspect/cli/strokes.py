"""`inkspect strokes`: what makes stroke files out of other data."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from inkspect.data.unipen import ImportSummary

IMPORT_EXAMPLES = """\b
Examples:
  inkspect strokes import train_r01_v07
  inkspect strokes import train_r01_v07 --output strokes
  inkspect evaluate --strokes strokes/digits-dev.jsonl.gz
"""

strokes_app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Make stroke files out of other handwriting data."
)


@strokes_app.command("import", epilog=IMPORT_EXAMPLES)
def import_strokes(
    directory: Annotated[Path, typer.Argument(help="The unpacked data set.", metavar="DIR")],
    output: Annotated[Path, typer.Option(help="The folder to write the stroke files to.", metavar="DIR")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Answer for a program to read.")] = False,
) -> None:
    """Make stroke files out of the UNIPEN data set train_r01_v07.

    The data set is public (doi 10.5281/zenodo.1195803, CC BY 4.0); download and unpack it yourself. Its digits are
    split by writers into three files: digits-train, digits-dev and digits-held-out, each .jsonl.gz.
    """
    from inkspect.data.unipen import import_directory

    summary = import_directory(directory, output)
    if as_json:
        typer.echo(json.dumps(_to_json(summary), indent=2))
    else:
        _print(summary)


def _to_json(summary: "ImportSummary") -> dict[str, object]:
    return {
        "files": [
            {"file": str(path), "digits": summary.digits[split], "writers": summary.writers[split]}
            for split, path in summary.files.items()
        ],
        "dropped": summary.omissions.dropped,
        "missing_includes": summary.omissions.missing_includes,
    }


def _print(summary: "ImportSummary") -> None:
    for split, path in summary.files.items():
        typer.echo(f"{path}: {summary.digits[split]:,} digits of {summary.writers[split]:,} writers")
    omissions = summary.omissions
    if omissions.dropped:
        typer.echo(f"{omissions.dropped:,} digits left out: hardly any ink, or not the size of their writer's others")
    if omissions.missing_includes:
        listed = ", ".join(str(name) for name in omissions.missing_includes[:3])
        more = " and more" if len(omissions.missing_includes) > 3 else ""
        typer.echo(f"{len(omissions.missing_includes):,} included files are missing: {listed}{more}")

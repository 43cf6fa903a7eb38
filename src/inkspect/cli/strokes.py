"""`inkspect strokes`: make stroke files from other formats, and split them."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.cli.help import PlainCommand
from inkspect.system.errors import InkspectError
from inkspect.system.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inkspect.data.importers.importing import Imported
    from inkspect.data.importers.omissions import Omissions
    from inkspect.data.strokes import Drawing

IMPORT_EXAMPLES = """\b
Examples:
  inkspect strokes import train_r01_v07
  inkspect strokes import train_r01_v07 --output strokes
  inkspect strokes import pendigits-orig.tra --output strokes
  inkspect strokes import homework.inkml
  inkspect evaluate --strokes strokes/digits-dev.jsonl.gz
"""

SPLIT_EXAMPLES = """\b
Examples:
  inkspect strokes split drawings.jsonl --by writer --share 0.25
  inkspect train --strokes drawings-train.jsonl --output class.safetensors
  inkspect evaluate --strokes drawings-held-out.jsonl --weights class.safetensors
"""

strokes_app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Make stroke files from other handwriting data, or split one in two.",
)


@strokes_app.command("import", cls=PlainCommand, epilog=IMPORT_EXAMPLES)
def import_strokes(
    source: Annotated[
        Path, typer.Argument(help="The unpacked data set, or a file or folder of drawings.", metavar="PATH")
    ],
    output: Annotated[Path, typer.Option(help="The folder to write the stroke files to.", metavar="DIR")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Make stroke files from data sets of handwriting, and from what other tools save.

    Two data sets of digits are public; download and unpack them yourself. UNIPEN's train_r01_v07 (doi
    10.5281/zenodo.1195803, CC BY 4.0) is split by writer into digits-train, digits-dev and digits-held-out.
    Pendigits (doi 10.24432/C5MG6K, CC BY 4.0) has a training file, pendigits-orig.tra, and a held-out one,
    pendigits-orig.tes.

    InkML, what signature_pad's toData returns, and Quick, Draw!'s lines become one stroke file, named after PATH. All
    stroke files are gzipped. The contents of a file, not its name, decide which format it is.
    """
    from inkspect.data.importers.importing import import_path

    imported = import_path(source, output)
    if as_json:
        typer.echo(json.dumps(_to_json(imported), indent=2))
    else:
        _print(imported)


class By(StrEnum):
    """The unit that is never divided between the parts; its values are those of `data.splitting.Unit`."""

    WRITER = "writer"
    DRAWING = "drawing"


@strokes_app.command("split", cls=PlainCommand, epilog=SPLIT_EXAMPLES)
def split_strokes(
    file: Annotated[Path, typer.Argument(help="The stroke file.", metavar="FILE")],
    by: Annotated[By, typer.Option("--by", help="Keep each writer's drawings together, or split by single drawings.")],
    share: Annotated[
        float, typer.Option("--share", help="The share to hold out, above 0 and below 1.", metavar="SHARE")
    ],
    seed: Annotated[int, typer.Option(min=0, help="Seed of the random choice.", metavar="N")] = 0,
    output: Annotated[
        Path | None, typer.Option(help="The folder to write to, if not FILE's own.", metavar="DIR")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Split a file of drawings in two: one to learn from, one held out to measure on.

    FILE is kept. Beside it, the files NAME-train and NAME-held-out are written, gzipped if FILE is; equal seeds give
    equal files. Split by writer, no writer is in both, so the held-out part measures accuracy on unseen writers.
    A drawing without a writer counts as by a writer that drew nothing else.
    """
    from inkspect.data.splitting import Unit, split_drawings
    from inkspect.data.stroke_files import read_stroke_file, serialize_strokes
    from inkspect.system.files import write_atomically

    if not 0 < share < 1:
        raise typer.BadParameter(f"{share:g} is not above 0 and below 1", param_hint="--share")
    if output is None and file.exists() and not file.is_file():
        raise InkspectError(f"{file} is not a regular file; give the folder to write to (--output)")
    targets = _names_of_parts(file, output)
    for path in targets:
        if path.exists():
            raise InkspectError(f"{path} already exists; move it away, or give another folder with --output")
    drawings = read_stroke_file(file).drawings
    try:
        parts = split_drawings(drawings, Unit(by), share, seed)
    except InkspectError as error:
        raise InkspectError(f"{file}: {error}") from error
    written = dict(zip(targets, (parts.training, parts.held_out), strict=True))
    contents = {path: serialize_strokes(part, path) for path, part in written.items()}
    for path, content in contents.items():
        write_atomically(path, content)
    _print_parts(written, as_json)


def _names_of_parts(file: Path, folder: Path | None) -> tuple[Path, Path]:
    """Return the parts' paths: `drawings-train.jsonl.gz` and `drawings-held-out.jsonl.gz` for `drawings.jsonl.gz`."""
    from inkspect.data.stroke_files import is_gzipped

    plain = Path(file.name.removesuffix(".gz"))
    ending = plain.suffix + (".gz" if is_gzipped(file) else "")
    training, held_out = ((folder or file.parent) / f"{plain.stem}-{part}{ending}" for part in ("train", "held-out"))
    return training, held_out


def _print_parts(written: "Mapping[Path, Sequence[Drawing]]", as_json: bool) -> None:
    from inkspect.data.splitting import count_writers

    if as_json:
        files = [
            {"file": str(path), "drawings": len(drawings), "writers": count_writers(drawings)}
            for path, drawings in written.items()
        ]
        typer.echo(json.dumps({"files": files}, indent=2))
        return
    for path, drawings in written.items():
        typer.echo(f"Wrote {path}: {counted(len(drawings), 'drawing')} by {counted(count_writers(drawings), 'writer')}")


def _to_json(imported: "Imported") -> dict[str, object]:
    omissions = imported.omissions
    drawings = "digits" if imported.are_digits else "drawings"
    return {
        "files": [
            {"file": str(file.path), drawings: file.drawings, "writers": file.writers} for file in imported.files
        ],
        "credits": imported.credits,
        "dropped": omissions.dropped,
        "missing_includes": omissions.missing_includes,
        "loose_strokes": omissions.loose_strokes,
        "unknown_time_units": sorted(omissions.unknown_time_units),
        "passed_over": omissions.passed_over,
    }


def _print(imported: "Imported") -> None:
    for file in imported.files:
        by = f" by {counted(file.writers, 'writer')}" if file.writers or imported.are_digits else ""
        typer.echo(f"{file.path}: {counted(file.drawings, 'digit' if imported.are_digits else 'drawing')}{by}")
    for credit in imported.credits:
        typer.echo(f'To train with it, credit its authors: --credit "{credit}"')
    _print_omissions(imported.omissions)


def _print_omissions(omissions: "Omissions") -> None:
    if omissions.dropped:
        typer.echo(
            f"{counted(omissions.dropped, 'digit')} left out: hardly any ink, or far from their writer's usual size"
        )
    if omissions.loose_strokes:
        typer.echo(f"{counted(omissions.loose_strokes, 'stroke')} left out: in none of their InkML file's groups")
    if omissions.unknown_time_units:
        units = ", ".join(map(repr, sorted(omissions.unknown_time_units)))
        typer.echo(f"Times left out: their unit, {units}, is not known in milliseconds")
    if omissions.passed_over:
        files = counted(len(omissions.passed_over), "file")
        typer.echo(f"{files} passed over, with nothing to import: {_first_of(omissions.passed_over)}")
    if omissions.missing_includes:
        files = counted(len(omissions.missing_includes), "included file")
        typer.echo(f"{files} missing: {_first_of(omissions.missing_includes)}")


def _first_of(names: "Sequence[str]") -> str:
    return ", ".join(names[:3]) + (" and more" if len(names) > 3 else "")

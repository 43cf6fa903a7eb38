"""`inkspect data`: list, verify, fill and clear the cache of downloads."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from inkspect.system.errors import InkspectError
from inkspect.system.words import counted

if TYPE_CHECKING:
    from inkspect.data.cache import Cache

EXAMPLES = """\b
Examples:
  inkspect data            list the files, and verify them
  inkspect data --fetch    download missing files now, not in the middle of a lesson
  inkspect data --clear    remove them; they are downloaded again when next needed
\b
Set INKSPECT_CACHE to use another folder.
"""


def data(
    fetch: Annotated[bool, typer.Option("--fetch", help="Download missing and damaged files.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Remove the files in the cache.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """List the cache of downloaded data and opened pages, and verify every data file's SHA-256.

    Exit code 1 means that a file is damaged. A damaged file is never used: it is downloaded again when next needed.
    """
    from inkspect.data.cache import clear_cache, inspect_cache
    from inkspect.data.mnist import cache_folder, load_mnist

    if clear and fetch:
        raise typer.BadParameter("--clear and --fetch contradict each other")
    folder = cache_folder()
    if clear:
        removed = clear_cache(folder)
        if as_json:
            typer.echo(json.dumps({"folder": str(folder), "removed": [path.name for path in removed]}, indent=2))
        else:
            typer.echo(
                f"Removed {counted(len(removed), 'file')} from {folder}"
                if removed
                else f"Nothing to remove in {folder}"
            )
        return
    if fetch:
        load_mnist(folder)
    cache = inspect_cache(folder)
    if as_json:
        typer.echo(json.dumps(_to_json(cache), indent=2))
    else:
        _print(cache)
    damaged = [file.name for file in cache.files if file.state == "damaged"]
    if damaged:
        raise InkspectError(f"damaged in {folder}: {', '.join(damaged)}; download again with `inkspect data --fetch`")


def _to_json(cache: "Cache") -> dict[str, object]:
    return {
        "folder": str(cache.folder),
        "files": [
            {
                "name": file.name,
                "state": file.state,
                "path": None if file.path is None else str(file.path),
                "bytes": file.size,
            }
            for file in cache.files
        ],
        "unfinished": [path.name for path in cache.unfinished],
        "pages": [path.name for path in cache.pages],
    }


def _print(cache: "Cache") -> None:
    typer.echo(f"{cache.folder}\n")
    for file in cache.files:
        size = f"{file.size:>12,} bytes" if file.path else ""
        typer.echo(f"{file.name:<24} {file.state:<8} {size}".rstrip())
    if cache.unfinished:
        typer.echo(f"\n{counted(len(cache.unfinished), 'partial download')}; --clear removes them")
    if cache.pages:
        typer.echo(f"\n{counted(len(cache.pages), 'page')} opened in a browser; --clear removes them")
    missing = cache.count("missing")
    if missing:
        typer.echo(f"\n{missing} of {len(cache.files)} files will be downloaded when first needed, or by --fetch")

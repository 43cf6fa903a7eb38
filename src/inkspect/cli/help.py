"""Help for people: what to type and what it means, without Python types."""

from contextlib import AbstractContextManager
from typing import Protocol

import typer
from typer.core import TyperCommand


class Formatter(Protocol):
    """Click's formatter of help."""

    def section(self, name: str, /) -> AbstractContextManager[None]:
        """Write the block's lines under a heading."""

    def write_dl(self, rows: list[tuple[str, str]], /) -> None:
        """Write a list of terms with their descriptions."""


class PlainCommand(TyperCommand):
    """A command whose arguments are named in its help as in its usage line: `FILE`, not `FILE <list[Path]>`."""

    def collect_usage_pieces(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Return the usage line's parts, with required arguments as bare names."""
        return [piece.replace("{", "").replace("}", "") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: typer.Context, formatter: Formatter) -> None:  # type: ignore[override]
        """Write the arguments, then the options."""
        arguments: list[tuple[str, str]] = []
        options: list[tuple[str, str]] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            if parameter.param_type_name == "argument":
                arguments.append((parameter.metavar or parameter.name or "", record[1].split("  [")[0]))
            else:
                options.append(record)
        for heading, rows in (("Arguments", arguments), ("Options", options)):
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)

"""The command line, `inkspect`: one file per command; a command imports what it needs only when it runs."""

import errno
import os
import sys
from typing import Annotated

import typer
from typer.core import TyperGroup

from inkspect.cli.data import EXAMPLES as DATA_EXAMPLES
from inkspect.cli.data import data
from inkspect.cli.evaluate import EXAMPLES as EVALUATE_EXAMPLES
from inkspect.cli.evaluate import evaluate
from inkspect.cli.explain import EXAMPLES as EXPLAIN_EXAMPLES
from inkspect.cli.explain import explain
from inkspect.cli.export import EXAMPLES as EXPORT_EXAMPLES
from inkspect.cli.export import export
from inkspect.cli.help import PlainCommand
from inkspect.cli.open import EXAMPLES as OPEN_EXAMPLES
from inkspect.cli.open import open_page
from inkspect.cli.read import EXAMPLES as READ_EXAMPLES
from inkspect.cli.read import read
from inkspect.cli.report import EXAMPLES as REPORT_EXAMPLES
from inkspect.cli.report import report
from inkspect.cli.strokes import strokes_app
from inkspect.cli.sweep import EXAMPLES as SWEEP_EXAMPLES
from inkspect.cli.sweep import sweep
from inkspect.cli.train import EXAMPLES as TRAIN_EXAMPLES
from inkspect.cli.train import train
from inkspect.cli.write import EXAMPLES as WRITE_EXAMPLES
from inkspect.cli.write import write
from inkspect.system.errors import InkspectError
from inkspect.system.output import drop_output, on_one_line, reader_left

INTERRUPTED = 130  # 128 + SIGINT, as shells count

EXAMPLES = """\b
Examples:
  inkspect                                    build the page and open it
  inkspect open --output lesson.html          keep the page where you want it
  inkspect train --output my.safetensors      train a network of your own
  inkspect open --weights my.safetensors      the page with your own network in it
  inkspect evaluate --weights my.safetensors  its accuracy on the MNIST test set
  inkspect read photo.jpg                     the digit in a picture
  inkspect write 7                            a digit that the pen's network writes
"""


class OpensByDefault(TyperGroup):
    """`inkspect` alone, or followed by options of `open`, means `inkspect open`."""

    OWN_OPTIONS = ("--help", "-h", "--version", "--install-completion", "--show-completion")

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Insert `open` if no command is given."""
        completing = "_INKSPECT_COMPLETE" in os.environ
        if not completing and (not args or (args[0].startswith("-") and args[0] not in self.OWN_OPTIONS)):
            args = ["open", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="inkspect",
    cls=OpensByDefault,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXAMPLES,
)
app.command("open", cls=PlainCommand, epilog=OPEN_EXAMPLES)(open_page)
app.command("train", cls=PlainCommand, epilog=TRAIN_EXAMPLES)(train)
app.command("sweep", cls=PlainCommand, epilog=SWEEP_EXAMPLES)(sweep)
app.command("evaluate", cls=PlainCommand, epilog=EVALUATE_EXAMPLES)(evaluate)
app.command("report", cls=PlainCommand, epilog=REPORT_EXAMPLES)(report)
app.command("read", cls=PlainCommand, epilog=READ_EXAMPLES)(read)
app.command("write", cls=PlainCommand, epilog=WRITE_EXAMPLES)(write)
app.command("explain", cls=PlainCommand, epilog=EXPLAIN_EXAMPLES)(explain)
app.command("export", cls=PlainCommand, epilog=EXPORT_EXAMPLES)(export)
app.command("data", cls=PlainCommand, epilog=DATA_EXAMPLES)(data)
app.add_typer(strokes_app, name="strokes")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"inkspect {version('inkspect')}")
        raise typer.Exit


@app.callback()
def inkspect(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Draw a digit and watch a real convolutional network make up its mind.

    Without a command, the page is built from the published weights and opened in your browser.
    """


def main() -> None:
    """Run the command line; an error that a user can cause ends in one line and an exit code, never in a traceback.

    Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted.
    """
    try:
        app(prog_name="inkspect")
    except InkspectError as error:
        sys.stderr.write(f"inkspect: {on_one_line(str(error))}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        _end_where_nothing_can_be_written(error)
    finally:
        _flush()


def _flush() -> None:
    """Flush the output now, so that a reader that left early (`inkspect … | head`) causes no message at exit."""
    if sys.stdout is None:  # closed by the caller, as by `>&-`
        return
    try:
        sys.stdout.flush()
    except OSError as error:
        drop_output()
        _end_where_nothing_can_be_written(error)


def _end_where_nothing_can_be_written(error: OSError) -> None:
    """Exit quietly if the reader left, or with one line if the disk is full; any other error is a defect."""
    if not reader_left(error):
        if error.errno != errno.ENOSPC or error.filename is not None:
            raise error
        sys.stderr.write(f"inkspect: cannot write the output: {error.strerror}\n")
    drop_output()
    sys.exit(1)

"""What the commands that train have in common: where a run begins, and what is said when it is interrupted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from inkspect.system.words import counted

if TYPE_CHECKING:
    from inkspect.training.epochs import EpochReport
    from inkspect.training.resuming import ResumableRun


class RecipeName(StrEnum):
    """The available recipes."""

    DEFAULT = "default"
    PUBLISHED = "published"
    VALIDATED = "validated"


def begin(run: "ResumableRun", resume: bool, restart: bool) -> None:
    """Prepare a run to be resumed, to start again, or to start."""
    if resume:
        for line in run.resume():
            typer.echo(line, err=True)
    elif restart:
        run.begin_anew()
    else:
        run.begin()


@contextmanager
def interrupts_explained(run: "ResumableRun") -> Iterator[None]:
    """When Ctrl-C ends the training run, say how much of it is kept."""
    try:
        yield
    except KeyboardInterrupt:
        kept = f"{run.kept} is kept; to go on from there, add --resume" if run.kept else "no epoch was finished"
        typer.echo(f"Interrupted; {kept}", err=True)
        raise


def epochs_in(history: "Sequence[EpochReport]") -> str:
    """Return how many epochs a run had, and how long they took."""
    minutes, seconds = divmod(round(sum(report.seconds for report in history)), 60)
    return f"{counted(len(history), 'epoch')} in {minutes}:{seconds:02d}"

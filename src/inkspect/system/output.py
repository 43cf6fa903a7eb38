"""Standard output and error: no text is too much for their encoding, and a reader may leave early."""

import contextlib
import errno
import io
import os
import sys
from unicodedata import category

_FAILING = ("strict", "surrogateescape", "surrogatepass")
"""What an encoding does about characters it lacks, where that may end in an error."""


def escape_what_cannot_be_encoded() -> None:
    r"""Write the characters that an output's encoding lacks as `\u6570`, whatever code page Windows chose for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in _FAILING:
            stream.reconfigure(errors="backslashreplace")


def on_one_line(text: str) -> str:
    r"""Return a line that may hold a file's name with every control character escaped, a line break as `\n`."""
    return "".join(repr(char)[1:-1] if category(char) in {"Cc", "Zl", "Zp"} else char for char in text)


def reader_left(error: OSError, system: str = os.name) -> bool:
    """Whether an error means that whoever read the output has closed it; Windows says so in words of its own."""
    if isinstance(error, BrokenPipeError):
        return True
    return system == "nt" and error.errno == errno.EINVAL and error.filename is None


def drop_output() -> None:
    """Let what is still to be written go nowhere: else the interpreter complains when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""Standard output and error: handle text that their encoding lacks, and readers that close them early."""

import contextlib
import errno
import io
import os
import sys
from unicodedata import category

_FAILING = ("strict", "surrogateescape", "surrogatepass")
"""Error handlers that may raise an error for characters that the encoding lacks."""


def escape_what_cannot_be_encoded() -> None:
    r"""Write characters that an output's encoding lacks as escapes such as `\u6570`, whatever Windows' code page is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in _FAILING:
            stream.reconfigure(errors="backslashreplace")


def on_one_line(text: str) -> str:
    r"""Return a line that may hold a file's name with every control character escaped, a line break as `\n`."""
    return "".join(repr(char)[1:-1] if category(char) in {"Cc", "Zl", "Zp"} else char for char in text)


def reader_left(error: OSError, system: str = os.name) -> bool:
    """Return whether an error means that the output's reader has closed it; Windows has its own error for that."""
    if isinstance(error, BrokenPipeError):
        return True
    return system == "nt" and error.errno == errno.EINVAL and error.filename is None


def drop_output() -> None:
    """Discard remaining output, about which the interpreter would otherwise complain at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

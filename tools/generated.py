"""Shared by the commands that write committed files: write a stale file, or only report it."""

import argparse
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def write_or_check(path: Path, content: str, command: str, *, check: bool) -> int:
    """Write `content` if the file differs; with `check`, only report that and return 1. Return the exit code."""
    if path.is_file() and path.read_text(encoding="utf-8") == content:
        return 0
    name = path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path
    if check:
        sys.stderr.write(f"{name} is stale: run `{command}` and commit what it writes\n")
        return 1
    path.write_text(content, encoding="utf-8")
    sys.stdout.write(f"wrote {name}\n")
    return 0


def wants_check(description: str) -> bool:
    """Parse the command line; return whether --check was given."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if something is stale")
    return bool(parser.parse_args().check)

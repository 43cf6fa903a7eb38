"""What every command that writes a committed file shares: write it where it is stale, or only say so."""

import argparse
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def write_or_check(path: Path, content: str, command: str, *, check: bool) -> int:
    """Write `content` where the file differs, or only say so; return the exit code, 1 where a check finds it stale."""
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
    """Read the one option there is."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 where something is stale")
    return bool(parser.parse_args().check)

"""Runs a document's blocks one after the other in the current folder, Python's as one program; a child of test_docs.py.

usage: python run_document.py DOCUMENT
"""

import sys
from pathlib import Path
from unittest import SkipTest

from sybil.example import SybilFailure

from documents import parse


def main(document: Path) -> None:
    """Run what is to be run; say which block fails, and stop there."""
    for example in parse(document).examples():
        try:
            example.evaluate()
        except SkipTest as reason:
            print(f"{document.name}:{example.line}: not run: {reason}")
        except SybilFailure as failure:
            sys.exit(f"{document.name}:{example.line}: {failure.result}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The documents of the project, taken apart: their code blocks, links and headings.

Sybil runs the blocks. A comment before a block may change that:

    <!-- skip: next "why it is not run" -->
    <!-- skip: next if(not installed("torch"), reason="why it is left out") -->
    <!-- invisible-code: sh
    what is run besides, where readers do not see it
    -->

and a quotation, `<!-- quoted: FILE NAME -->`, is part of the package, so it is not run again.
"""

import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from sybil import Document, Example, Region, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.abstract import AbstractSkipParser
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.markdown.lexers import DirectiveInHTMLCommentLexer
from sybil.typing import Evaluator, Parser

PROJECT = Path(__file__).resolve().parent.parent

LANGUAGES = {"sh", "python", "pycon", "json", "jsonl", "toml"}
"""Languages whose blocks are run, or read as what they say they are."""

SHOWN = {"text", "pyi"}
"""Languages of blocks that show something: nothing in them can be run."""

COMMENT = re.compile(
    r"""invisible-code:[ ](sh|python)\n.+ | skip:[ ]next[ ](if\(.+,[ ]reason=)?"[^"]{10,}"\)?
    | quoted:[ ]\S+[ ]\S+ | /?figures.* | Written[ ]by[ ].+""",
    re.X | re.S,
)
"""The comments that mean something: a skipped block has its reason, and a misspelt one isn't passed over in silence."""

_FENCE = re.compile(r"^```([\w-]*)\n(.*?)^```$", re.M | re.S)


class QuotationParser(AbstractSkipParser):
    """Finds the comments of `tools/embed_code.py`, and lets the block after each be."""

    def __init__(self) -> None:
        super().__init__([DirectiveInHTMLCommentLexer("quoted", arguments=r"\S+ \S+")])

    def __call__(self, document: Document) -> Iterable[Region]:
        """Yield a region for each, which skips the next one."""
        for found in self.lexers(document):
            yield Region(found.start, found.end, ("next", None), self.skipper)


class SessionParser(PythonCodeBlockParser):
    """Finds sessions of Python's prompt, and compares what they print."""

    def __init__(self) -> None:
        super().__init__()
        self.codeblock_parser = CodeBlockParser("pycon", PythonEvaluator())


def run_in_shell(example: Example) -> str | None:
    """Run a block of shell commands, and stop at the first that fails; return what went wrong."""
    done = subprocess.run(["sh", "-euc", example.parsed], stdin=subprocess.DEVNULL, check=False)
    return f"exit code {done.returncode} of\n{example.parsed}" if done.returncode else None


def read_by(reader: Callable[[str], object]) -> Evaluator:
    """Return what reads a block and raises where it is not what its language says."""

    def read(example: Example) -> None:
        reader(example.parsed)

    return read


def parse(document: Path) -> Document:
    """Return a document with its blocks, as Sybil runs them."""
    parsers: list[Parser] = [
        CodeBlockParser("sh", run_in_shell),
        PythonCodeBlockParser(),
        SessionParser(),
        CodeBlockParser("json", read_by(json.loads)),
        CodeBlockParser("jsonl", read_by(lambda text: [json.loads(line) for line in text.splitlines()])),
        CodeBlockParser("toml", read_by(tomllib.loads)),
        SkipParser(),
        QuotationParser(),
    ]
    parsed = Sybil(parsers).parse(document)
    parsed.namespace |= {
        "__name__": "__main__",
        "installed": lambda module: find_spec(module) is not None,
    }
    return parsed


def documents() -> list[Path]:
    """Return what users read: README and docs."""
    return [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


class Block(NamedTuple):
    """A fenced block: its language, or nothing where it names none, and what stands in it."""

    language: str
    code: str


def blocks(document: Path) -> list[Block]:
    """Return the fenced blocks of a document, in order."""
    return [Block(*found) for found in _FENCE.findall(document.read_text(encoding="utf-8"))]


def languages(document: Path) -> dict[int, str]:
    """Return the language of every fenced block, by the line it begins in; nothing where it names none."""
    text = document.read_text(encoding="utf-8")
    opening = re.finditer(r"^```([^`\n]*)\n.*?^```$", text, re.M | re.S)
    return {text.count("\n", 0, fence.start()) + 1: fence[1] for fence in opening}


def headings(document: Path) -> set[str]:
    """Return the anchors that a document's headings get on GitHub."""
    text = _FENCE.sub("", document.read_text(encoding="utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.M)
    }


def links(text: str) -> list[str]:
    """Return where a text's links and pictures lead, those in code apart."""
    prose = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))
    return re.findall(r"\]\(([^)\s]+)\)", prose)

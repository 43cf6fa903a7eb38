"""The documents of the project, taken apart: their code blocks, links and headings."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

QUOTED = re.compile(r"<!-- code: \S+ \S+ -->")
INSTEAD = re.compile(r"<!-- In tests `([^`]+)` instead: (.{10,}?) -->", re.S)
WHERE = re.compile(r"<!-- Run in tests where ([\w.]+) is installed: (.{10,}?) -->", re.S)
SHOWN = {"text", "pyi", "json", "jsonl", "toml"}
"""Languages of blocks that show something: nothing in them can be run."""

_FENCE = re.compile(r"^```([\w-]*)\n(.*?)^```$", re.M | re.S)
_COMMENT_BEFORE = re.compile(r"<!--(?:(?!-->).)*-->\n\Z", re.S)


@dataclass(frozen=True)
class Block:
    """A code block: where it stands, what it says, and the comment right before it."""

    document: str
    line: int
    language: str
    code: str
    comment: str

    @property
    def place(self) -> str:
        """Where it stands, for a message."""
        return f"{self.document}:{self.line}"


@dataclass(frozen=True)
class Step:
    """What is done for a block: a language, its code, and the module without which it is left out."""

    place: str
    language: str
    code: str
    module: str | None = None


def documents() -> list[Path]:
    """Return what users read: README and docs."""
    return [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


def blocks(document: Path) -> list[Block]:
    """Return a document's code blocks in order."""
    text = document.read_text(encoding="utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        comment = _COMMENT_BEFORE.search(text[: fence.start()])
        line = text.count("\n", 0, fence.start()) + 1
        found.append(Block(document.name, line, fence[1], fence[2], comment[0].strip() if comment else ""))
    return found


def steps(document: Path) -> list[Step]:
    """Return what running a document's blocks means: each as it is, or what its comment says instead."""
    taken = []
    for block in blocks(document):
        if block.language in SHOWN or QUOTED.fullmatch(block.comment):
            continue
        instead, where = INSTEAD.fullmatch(block.comment), WHERE.fullmatch(block.comment)
        code = f"{instead[1]}\n" if instead else block.code
        taken.append(Step(block.place, "sh" if instead else block.language, code, where[1] if where else None))
    return taken


def steps_as_json(document: Path) -> str:
    """Return the same for another process."""
    return json.dumps([asdict(step) for step in steps(document)])


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

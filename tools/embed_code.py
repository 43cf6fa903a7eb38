"""Update the code that documents quote from the package; --check only reports whether a quotation is stale.

A comment `<!-- quoted: src/inkspect/network/layers.py Relu.forward -->` precedes a code block, which holds the
definition of that name in the file, without its docstring.
"""

import ast
import re
import sys
from pathlib import Path
from textwrap import dedent

from generated import PROJECT, wants_check, write_or_check

COMMAND = "python tools/embed_code.py"
DOCUMENTS = PROJECT / "docs"
QUOTATION = re.compile(r"(<!-- quoted: (\S+) (\S+) -->\n```python\n)(.*?)(```\n)", re.S)


def main() -> int:
    """Run the command."""
    check = wants_check(__doc__ or "")
    return max(
        write_or_check(path, with_code(path.read_text(encoding="utf-8")), COMMAND, check=check)
        for path in sorted(DOCUMENTS.glob("*.md"))
    )


def with_code(text: str) -> str:
    """Return a document with every quotation updated to the current code."""
    return QUOTATION.sub(lambda found: found[1] + code_of(PROJECT / found[2], found[3]) + found[5], text)


def code_of(path: Path, name: str) -> str:
    """Return the lines that define `name`, such as `Relu.forward`, without docstring and indentation."""
    source = path.read_text(encoding="utf-8")
    node: ast.AST = ast.parse(source)
    for part in name.split("."):
        node = defined(node, part, f"{path.name} defines no {name}")
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        raise LookupError(f"{path.name}: {name} is no function and no class")
    lines = source.splitlines()
    quoted = lines[node.lineno - 1 : node.end_lineno]
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        body = "\n".join(lines[(first.end_lineno or 0) : node.end_lineno]).lstrip("\n")
        quoted = [*lines[node.lineno - 1 : first.lineno - 1], body]
    return dedent("\n".join(quoted)) + "\n"


def defined(node: ast.AST, name: str, problem: str) -> ast.AST:
    """Return the definition of `name` in the body of a module or class."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef) and child.name == name:
            return child
    raise LookupError(problem)


if __name__ == "__main__":
    sys.exit(main())

"""Write docs/api.md from the docstrings of the package's public names; --check only reports whether it is stale."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from inspect import cleandoc
from pathlib import Path

import inkspect
from field_defaults import default_of, range_of
from generated import PROJECT, wants_check, write_or_check

COMMAND = "python tools/api_docs.py"
DOCUMENT = PROJECT / "docs" / "api.md"
LONGEST_SIGNATURE = 100

INTRODUCTION = """\
# The Python interface

<!-- Written by `{command}` from the docstrings; edit those. -->

```pycon
{example}
```

{remark} All names have type annotations that pass `mypy --strict`.
"""

ESTIMATOR_REMARK = """\
`DigitClassifier` is imported from `inkspect.sklearn`, and needs scikit-learn: `pip install 'inkspect[sklearn]'`.

```pycon
>>> from inkspect.sklearn import DigitClassifier
>>> DigitClassifier(epochs=3).epochs
3
```"""

Definition = ast.FunctionDef | ast.ClassDef | ast.AnnAssign

SECTION = re.compile(r"^(Args|Returns|Raises|Attributes):$")


@dataclass(frozen=True)
class Public:
    """A public name, its definition and, for a type alias, its docstring; `module` is the one that defines it."""

    name: str
    definition: Definition
    module: str
    alias_docstring: str = ""


def main() -> int:
    """Run the command."""
    return write_or_check(DOCUMENT, document(), COMMAND, check=wants_check(__doc__ or ""))


def document() -> str:
    """Return the whole document."""
    names = [defined(name, module) for module, name in public_modules()]
    functions = [public for public in names if isinstance(public.definition, ast.FunctionDef)]
    classes = [public for public in names if isinstance(public.definition, ast.ClassDef)]
    types = [public for public in names if isinstance(public.definition, ast.AnnAssign)]
    parts = [introduction()]
    parts += ["## Functions", *(function_entry(public) for public in functions)]
    parts += ["## Classes", *(class_entry(public) for public in classes)]
    parts += ["## Types", *(alias_entry(public) for public in types)]
    parts += ["## With scikit-learn", ESTIMATOR_REMARK, class_entry(estimator())]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def introduction() -> str:
    """Return the document's introduction, from the package's docstring."""
    _, example, remark = cleandoc(inkspect.__doc__ or "").split("\n\n")
    return INTRODUCTION.format(command=COMMAND, example=cleandoc(example), remark=remark)


def public_modules() -> Iterator[tuple[str, str]]:
    """Yield (module, name) of every public name, from the imports that type checkers see."""
    source = files("inkspect").joinpath("__init__.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("inkspect."):
            yield from (((node.module or "").removeprefix("inkspect."), alias.name) for alias in node.names)


def estimator() -> Public:
    """Return the scikit-learn estimator, which stands in a module of its own."""
    return defined("DigitClassifier", "sklearn")


def defined(name: str, module: str) -> Public:
    """Return the definition of `name` in a module."""
    path = Path(str(files("inkspect").joinpath(*module.split(".")))).with_suffix(".py")
    body = ast.parse(path.read_text(encoding="utf-8")).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name and not is_overload(node):
            return Public(name, node, module)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
            return Public(name, node, module, text_of(following))
    raise LookupError(f"{path} defines no {name}")


def is_overload(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Return whether it is only one signature of a function whose definition, with all of them, follows."""
    return any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list)


def text_of(node: ast.stmt | None) -> str:
    """Return the text of a docstring that follows an assignment; raise LookupError if there is none."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return cleandoc(node.value.value)
    raise LookupError("a type alias has no docstring")


def alias_entry(public: Public) -> str:
    """Return a type alias and its docstring."""
    if not isinstance(public.definition, ast.AnnAssign) or public.definition.value is None:
        raise TypeError(f"{public.name} is no type alias")
    line = f"{public.name} = {written(public.definition.value)}"
    if len(line) > LONGEST_SIGNATURE:
        members = "\n    | ".join(map(written, members_of(public.definition.value)))
        line = f"{public.name} = (\n    {members}\n)"
    return "\n\n".join([f"### {public.name}", f"```pyi\n{line}\n```", *prose(public.alias_docstring)])


def function_entry(public: Public, heading: str = "###") -> str:
    """Return a function's signature and docstring."""
    return "\n\n".join([f"{heading} {public.name}", signature_block(public), *prose(docstring(public.definition))])


def class_entry(public: Public) -> str:
    """Return a class's signature, fields, docstring and public methods."""
    definition = public.definition
    if not isinstance(definition, ast.ClassDef):
        raise TypeError(f"{public.name} is no class")
    lines = [f"class {public.name}{bases(definition)}"]
    fields = [node for node in definition.body if isinstance(node, ast.AnnAssign)]
    lines += [f"    {as_field(public, field)}" for field in fields if not ast.unparse(field.target).startswith("_")]
    parts = [f"### {public.name}", "```pyi\n" + "\n".join(lines) + "\n```", *prose(docstring(definition))]
    parts += [
        function_entry(
            Public(f"{public.name}{'()' if is_constructor(node) else '.' + node.name}", node, public.module), "####"
        )
        for node in definition.body
        if isinstance(node, ast.FunctionDef) and (is_constructor(node) or not node.name.startswith("_"))
    ]
    return "\n\n".join(parts)


def members_of(union: ast.expr) -> Iterator[ast.expr]:
    """Yield the members of a union, in order."""
    if isinstance(union, ast.BinOp):
        yield from (*members_of(union.left), union.right)
    else:
        yield union


def as_field(public: Public, field: ast.AnnAssign) -> str:
    """Return a dataclass's field with the default that it has, and its range."""
    name, annotation = ast.unparse(field.target), written(field.annotation)
    owner = getattr(import_module(f"inkspect.{public.module}"), public.name)
    default, allowed = default_of(owner, name), range_of(owner, name)
    return f"{name}: {annotation}" + (f" = {default}" if default else "") + (f"  # {allowed}" if allowed else "")


def is_constructor(node: ast.FunctionDef) -> bool:
    """Whether this is a constructor that says more than its class does."""
    return node.name == "__init__" and ast.get_docstring(node) is not None


def bases(definition: Definition) -> str:
    """Return a class's bases in parentheses, or an empty string."""
    named = [ast.unparse(base) for base in getattr(definition, "bases", [])]
    return f"({', '.join(named)})" if named else ""


def signature_block(public: Public) -> str:
    """Return a function's signature as code, with one argument per line if it is long."""
    definition = public.definition
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"{public.name} is no function")
    namespace = vars(import_module(f"inkspect.{public.module}"))
    definition.args = ast.fix_missing_locations(Spelled(namespace).visit(definition.args))
    decorators = [f"@{ast.unparse(decorator)}\n" for decorator in definition.decorator_list]
    arguments = re.split(r", (?![^\[]*\])", written(definition.args))
    arguments = [re.sub(r"^(\w+: [^=]+)=", r"\1 = ", argument) for argument in arguments]
    returns = "" if definition.returns is None else f" -> {written(definition.returns)}"
    line = f"def {definition.name}({', '.join(arguments)}){returns}"
    if len(line) > LONGEST_SIGNATURE:
        line = f"def {definition.name}(\n" + "".join(f"    {argument},\n" for argument in arguments) + f"){returns}"
    return f"```pyi\n{''.join(decorators)}{line}\n```"


class Spelled(ast.NodeTransformer):
    """Replaces the name of a constant, as a default, by the constant."""

    def __init__(self, namespace: dict[str, object]) -> None:
        self.namespace = namespace

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Return the constant that a name in capitals stands for."""
        return ast.parse(repr(self.namespace[node.id]), mode="eval").body if node.id.isupper() else node


class Unquoted(ast.NodeTransformer):
    """Removes the quotes from annotations that are quoted only because their import comes late."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """Unquote an argument's annotation."""
        node.annotation = node.annotation and unquoted(node.annotation)
        return node


def unquoted(annotation: ast.expr) -> ast.expr:
    """Return the annotation without quotes."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return ast.parse(annotation.value, mode="eval").body
    return annotation


def written(node: ast.AST) -> str:
    """Return the source code of a node."""
    return ast.unparse(unquoted(node) if isinstance(node, ast.expr) else Unquoted().visit(node))


def docstring(definition: Definition) -> str:
    """Return the docstring; raise LookupError if there is none."""
    text = None if isinstance(definition, ast.AnnAssign) else ast.get_docstring(definition)
    if not text:
        raise LookupError(f"{ast.unparse(definition)[:60]} has no docstring")
    return text


def prose(text: str) -> Iterator[str]:
    """Yield a docstring's paragraphs as Markdown, its sections as lists."""
    for paragraph in text.split("\n\n"):
        first, *rest = paragraph.splitlines()
        section = SECTION.match(first)
        if section is None:
            yield paragraph
        else:
            yield f"**{section[1]}**\n\n" + "\n".join(entries(rest, named=section[1] != "Returns"))


def entries(lines: list[str], *, named: bool) -> Iterator[str]:
    """Yield a section's entries as list items; a line indented further continues the previous entry."""
    items: list[str] = []
    for line in lines:
        if line.startswith("     ") or (items and not named):
            items[-1] += " " + line.strip()
        else:
            items.append(line.strip())
    for item in items:
        name, colon, meaning = item.partition(": ")
        yield f"- `{name}`: {meaning}" if named and colon else f"- {item}"


if __name__ == "__main__":
    sys.exit(main())

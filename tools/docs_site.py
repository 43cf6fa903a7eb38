"""Hooks for mkdocs.yml: they add the files outside docs/*.md to the documentation site, and set its formulas.

Every file keeps its path in the project, so the same links work, and are checked, in a checkout and on the site.
"""

import logging
import re
from collections.abc import Iterator
from html import unescape
from inspect import isfunction
from pathlib import Path

from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from nbconvert import MarkdownExporter

import field_defaults  # noqa: F401  # griffe_fields.py finds it only here: MkDocs adds this folder to the path for hooks alone
import inkspect
from inkspect.network.weights import published_weights
from inkspect.page.build import build_page

ROOT_DOCUMENTS = {
    "README.md": "index.html",
    "CHANGELOG.md": "changelog.html",
    "CONTRIBUTING.md": "contributing.html",
    "LICENSE": "LICENSE.txt",
}
"""The documents outside docs/, and their names on the site."""

ASSETS = {
    "assets/site.css": "tools/docs_site.css",
    "assets/iframe-worker.js": "node_modules/iframe-worker/shim/index.js",
    "assets/stix-two-math.woff2": "node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2",
    "assets/stix-two-math-licence.txt": "node_modules/@fontsource/stix-two-math/LICENSE",
}

log = logging.getLogger(f"mkdocs.hooks.{__name__}")  # a warning fails a strict build

_FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.S)


class NotebookPage(File):
    """A notebook converted to Markdown."""

    def is_documentation_page(self) -> bool:
        """Return True: a notebook becomes a page."""
        return True


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Return the site's files by their paths in the project."""
    project = Path(config.config_file_path).parent
    made = Files([])
    for name, destination in ROOT_DOCUMENTS.items():
        made.append(File(name, str(project), config.site_dir, False, dest_uri=destination))
    for file in files:
        of_docs = file.src_dir == config.docs_dir
        for found in placed(file, project, config) if of_docs else [file]:
            made.append(found)
    for name, source in ASSETS.items():
        if not (project / source).is_file():
            raise PluginError(f"{source} is missing: `make docs` installs it")
        made.append(File.generated(config, name, abs_src_path=str(project / source)))
    made.append(File.generated(config, "inkspect.html", content=build_page(published_weights())))
    return made


def placed(file: File, project: Path, config: MkDocsConfig) -> Iterator[File]:
    """Yield the site files made from a file of docs/: the file itself, or a notebook's page and pictures."""
    name = f"docs/{file.src_uri}"
    if name.endswith(".ipynb"):
        text, pictures = notebook_as_markdown(project / name)
        page = NotebookPage.generated(config, name, content=text)
        page.dest_uri = Path(file.dest_uri).with_suffix(".html").as_posix()
        yield page
        for picture, content in pictures.items():
            shown = File.generated(config, f"docs/{picture}", content=content)
            shown.dest_uri = picture
            yield shown
    elif name == "docs/api.md":
        interface = File.generated(config, name, content=interface_as_markdown())
        interface.dest_uri = file.dest_uri
        yield interface
    else:
        yield File(name, str(project), config.site_dir, False, dest_uri=file.dest_uri)


def notebook_as_markdown(path: Path) -> tuple[str, dict[str, bytes]]:
    """Return a notebook as Markdown, including its saved outputs, and its pictures by name."""
    text, resources = MarkdownExporter().from_filename(str(path), resources={"output_files_dir": path.stem})
    pictures: dict[str, bytes] = resources["outputs"]
    for number, name in enumerate(pictures, 1):
        text = text.replace(f"![{Path(name).suffix[1:]}]({name})", f"![picture {number}, output by the cell]({name})")
    return text, pictures


def interface_as_markdown() -> str:
    """Return the page of the Python interface; mkdocstrings fills it from the docstrings."""
    parts = ["# The Python interface", "::: inkspect\n    options: {members: false, show_root_heading: false}"]
    for heading in ("Functions", "Classes", "Types"):
        parts += [f"## {heading}", *(f"::: inkspect.{name}" for name in inkspect.__all__ if kind_of(name) == heading)]
    parts += ["## With scikit-learn", "::: inkspect.sklearn"]
    return "\n\n".join(parts) + "\n"


def kind_of(name: str) -> str:
    """Return the heading under which a public name stands."""
    value: object = getattr(inkspect, name)
    return "Functions" if isfunction(value) else "Classes" if isinstance(value, type) else "Types"


def on_page_content(html: str, **_: object) -> str:
    """Replace formulas by MathML, which browsers display without a script."""
    return _FORMULA.sub(lambda found: formula(unescape(found[2]), block=found[1] == "div"), html)


def formula(tex: str, *, block: bool) -> str:
    """Return a formula as MathML; warn about an unknown command, which would be shown as source text."""
    mathml = convert(tex, display="block" if block else "inline")
    if unknown := re.search(r">\s*(\\\w+)", mathml):
        log.warning("%s in the formula %r cannot be set as MathML", unknown[1], tex.strip())
    return mathml

"""The hooks of mkdocs.yml: what the documentation site is made of besides docs/*.md, and its formulas.

Every file keeps the place that it has in the project, so one link holds in a checkout and in the site, and is checked.
"""

import logging
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from nbconvert import MarkdownExporter

import inkspect
from inkspect.network.weights import published_weights
from inkspect.page.build import build_page

ROOT_DOCUMENTS = {
    "README.md": "index.html",
    "CHANGELOG.md": "changelog.html",
    "CONTRIBUTING.md": "contributing.html",
    "LICENSE": "LICENSE.txt",
}
"""The documents outside docs/, and what they are called in the site."""

ASSETS = {
    "assets/site.css": "tools/docs_site.css",
    "assets/iframe-worker.js": "node_modules/iframe-worker/shim/index.js",
    "assets/stix-two-math.woff2": "node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2",
    "assets/stix-two-math-licence.txt": "node_modules/@fontsource/stix-two-math/LICENSE",
}

log = logging.getLogger(f"mkdocs.hooks.{__name__}")  # what warns here fails a strict build

_FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.S)


class NotebookPage(File):
    """A notebook, turned into Markdown."""

    def is_documentation_page(self) -> bool:
        """Return that it becomes a page."""
        return True


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Return the site's files by their place in the project."""
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
    """Yield what a file of docs/ comes to, by its place in the project: itself, or a notebook's page and pictures."""
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
    """Return a notebook's text with the outputs it is kept with, and its pictures by name."""
    text, resources = MarkdownExporter().from_filename(str(path), resources={"output_files_dir": path.stem})
    pictures: dict[str, bytes] = resources["outputs"]
    for number, name in enumerate(pictures, 1):
        text = text.replace(
            f"![{Path(name).suffix[1:]}]({name})", f"![the picture that the cell makes, number {number}]({name})"
        )
    return text, pictures


def interface_as_markdown() -> str:
    """Return the page of the Python interface, for mkdocstrings to fill from the docstrings."""
    kinds: dict[str, Callable[[str], bool]] = {"Functions": str.islower, "Classes": lambda name: not name.islower()}
    parts = ["# The Python interface", "::: inkspect\n    options: {members: false, show_root_heading: false}"]
    for heading, belongs in kinds.items():
        parts += [f"## {heading}", *(f"::: inkspect.{name}" for name in inkspect.__all__ if belongs(name))]
    parts += ["## With scikit-learn", "::: inkspect.sklearn"]
    return "\n\n".join(parts) + "\n"


def on_page_content(html: str, **_: object) -> str:
    """Set formulas as MathML, which browsers show without a script or a font of their own."""
    return _FORMULA.sub(lambda found: formula(unescape(found[2]), block=found[1] == "div"), html)


def formula(tex: str, *, block: bool) -> str:
    """Return a formula as MathML; a command that is not known would be shown as it is written, so it is a warning."""
    mathml = convert(tex, display="block" if block else "inline")
    if unknown := re.search(r">\s*(\\\w+)", mathml):
        log.warning("%s in the formula %r cannot be set as MathML", unknown[1], tex.strip())
    return mathml

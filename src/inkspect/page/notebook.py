"""The page in a notebook's cell, or in a browser where there is no notebook."""

import html
import sys
import tempfile
from pathlib import Path

from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.network.network import Network
from inkspect.page.build import InitialDrawing, build_page
from inkspect.system.browser import open_in_browser
from inkspect.system.files import write_atomically

CELL_HEIGHT = 860
"""Height of the page in a notebook, in CSS px: at the width of a cell, the page's parts are on it without scrolling."""


class PageView:
    """The page with a drawing in it, which a notebook displays in the cell."""

    def __init__(self, page: bytes) -> None:
        self.page = page

    def _repr_html_(self) -> str:
        """Return the page in a frame that may run the page's own scripts and nothing else: no storage, no requests."""
        content = html.escape(self.page.decode(), quote=True)
        return (
            f'<iframe title="Inkspect" sandbox="allow-scripts" srcdoc="{content}" '
            f'style="width: 100%; height: {CELL_HEIGHT}px; border: 0"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<the page, {len(self.page):,} bytes; a trusted notebook shows it here>"

    def save(self, path: str | Path) -> None:
        """Write the page to a file, whole or not at all.

        Raises:
            InkspectError: the file cannot be written.
        """
        write_atomically(Path(path), self.page)


def view(strokes: Strokes | Drawing | None, weights: Path | Network) -> PageView:
    """Return the page with the network of `weights` in it, and with a drawing where one is given.

    Raises:
        InkspectError: the weights cannot be read, or the strokes are none.
    """
    return PageView(build_page(weights, None if strokes is None else _initial(strokes)))


def open_from_temporary_file(shown: PageView) -> str:
    """Write the page to a temporary file, open it in the browser if there is one, and say where it is."""
    with tempfile.NamedTemporaryFile(prefix="inkspect-", suffix=".html", delete=False) as file:
        file.write(shown.page)
    page = Path(file.name)
    return f"Opened {page}" if open_in_browser(page) else f"Wrote {page}; open it in any browser"


def in_notebook() -> bool:
    """Whether this runs in a notebook's kernel, which displays what a cell returns."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return hasattr(shell, "kernel")


def _initial(strokes: Strokes | Drawing) -> InitialDrawing | None:
    """Return what the page opens with: nothing where there is no ink to be seen."""
    drawing = strokes if isinstance(strokes, Drawing) else Drawing(as_strokes(strokes))
    if not drawing.has_ink:
        return None
    return InitialDrawing([stroke.tolist() for stroke in drawing.strokes], drawing.placed)

"""The page in a notebook's cell, or in a browser where there is no notebook."""

import contextlib
import html
from pathlib import Path

from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.network.network import Network
from inkspect.page.build import InitialDrawing, build_page
from inkspect.page.kept import keep_page
from inkspect.system.arguments import as_path
from inkspect.system.browser import open_in_browser
from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically
from inkspect.system.notebooks import in_notebook

CELL_HEIGHT = 860
"""Height of the page in a notebook, in CSS px: at the width of a cell, the page's parts are on it without scrolling."""


class PageView:
    """The page with a drawing in it, which a notebook displays in the cell.

    Attributes:
        page: the bytes of its HTML file.
        file: where it is kept for a browser; None where it is not.
    """

    def __init__(self, page: bytes) -> None:
        self.page = page
        self.file: Path | None = None
        self._shown_in_cell: int | None = None

    def _repr_html_(self) -> str:
        """Return the page in a frame that may run the page's own scripts and nothing else: no storage, no requests.

        An untrusted notebook leaves the frame out; the sentence after it says so, and where the page is.
        """
        content = html.escape(self.page.decode(), quote=True)
        return (
            f'<iframe title="Inkspect" sandbox="allow-scripts" srcdoc="{content}" '
            f'style="width: 100%; height: {CELL_HEIGHT}px; border: 0"></iframe>'
            f"<p>{html.escape(self._where_else())}</p>"
        )

    def _ipython_display_(self) -> None:
        """Show the page in the cell that runs, once, wherever in the cell it is asked for."""
        from IPython.core.getipython import get_ipython
        from IPython.display import publish_display_data

        cell = getattr(get_ipython(), "execution_count", None)
        if cell is None or cell != self._shown_in_cell:
            publish_display_data({"text/html": self._repr_html_(), "text/plain": repr(self)})
        self._shown_in_cell = cell

    def __repr__(self) -> str:
        return f"<the page, {len(self.page):,} bytes. {self._where_else()}>"

    def _where_else(self) -> str:
        """Say how to see the page where a notebook does not show it."""
        elsewhere = "write it to a file with save(path)" if self.file is None else f"open {self.file} in a browser"
        return f"A notebook that is trusted shows the page here; if you see none, trust the notebook, or {elsewhere}."

    def save(self, path: str | Path) -> None:
        """Write the page to a file, whole or not at all.

        Raises:
            InkspectError: the file cannot be written.
        """
        write_atomically(as_path(path, "path"), self.page)


def view(strokes: Strokes | Drawing | None, weights: Path | Network) -> PageView:
    """Return the page with the network of `weights` in it, and with a drawing where one is given.

    Raises:
        InkspectError: the weights cannot be read, or the strokes are none.
    """
    return PageView(build_page(weights, None if strokes is None else _initial(strokes)))


def present(shown: PageView) -> None:
    """Keep the page in a file, and show it: in a notebook's cell, elsewhere in the browser if there is one.

    Raises:
        InkspectError: outside of notebooks, the file cannot be written.
    """
    if in_notebook():
        with contextlib.suppress(InkspectError):  # the cell shows it all the same
            shown.file = keep_page(shown.page)
        shown._ipython_display_()
        return
    shown.file = keep_page(shown.page)
    print(f"Opened {shown.file}" if open_in_browser(shown.file) else f"Wrote {shown.file}; open it in any browser")


def _initial(strokes: Strokes | Drawing) -> InitialDrawing | None:
    """Return what the page opens with: nothing where there is no ink to be seen."""
    drawing = strokes if isinstance(strokes, Drawing) else Drawing(as_strokes(strokes))
    if not drawing.has_ink:
        return None
    return InitialDrawing([stroke.tolist() for stroke in drawing.strokes], drawing.placed)

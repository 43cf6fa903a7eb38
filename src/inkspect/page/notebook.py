"""The page in a notebook's cell or, outside notebooks, in a browser."""

import contextlib
import html
from os import PathLike
from pathlib import Path

from inkspect.data.kept_points import kept_points
from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.network.network import Network
from inkspect.page.build import InitialDrawing, build_page
from inkspect.page.kept import keep_page
from inkspect.pen.network import PenNetwork
from inkspect.system.arguments import as_path
from inkspect.system.browser import open_in_browser
from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically
from inkspect.system.notebooks import in_notebook
from inkspect.system.purposes import Purpose, check_replaceable

CELL_HEIGHT = 860
"""The page's height in a notebook, in CSS px: at a cell's width, all its parts are visible without scrolling."""


class PageView:
    """The page with a drawing in it, which a notebook displays in the cell.

    Attributes:
        page: the bytes of its HTML file.
        file: the file kept for a browser; None if there is none.
    """

    def __init__(self, page: bytes) -> None:
        self.page = page
        self.file: Path | None = None
        self._shown_in_cell: int | None = None

    def _repr_html_(self) -> str:
        """Return the page in a frame that may run the page's own scripts but has no storage and no network access.

        An untrusted notebook omits the frame; the sentence after it explains that, and says where the page is.
        """
        content = html.escape(self.page.decode(), quote=True)
        return (
            f'<iframe title="Inkspect" sandbox="allow-scripts" srcdoc="{content}" '
            f'style="width: 100%; height: {CELL_HEIGHT}px; border: 0"></iframe>'
            f"<p>{html.escape(self._where_else())}</p>"
        )

    def _ipython_display_(self) -> None:
        """Show the page once in the running cell, wherever in the cell it is requested."""
        from IPython.core.getipython import get_ipython
        from IPython.display import publish_display_data

        cell = getattr(get_ipython(), "execution_count", None)
        if cell is None or cell != self._shown_in_cell:
            publish_display_data({"text/html": self._repr_html_(), "text/plain": repr(self)})
        self._shown_in_cell = cell

    def __repr__(self) -> str:
        return f"<the page, {len(self.page):,} bytes. {self._where_else()}>"

    def _where_else(self) -> str:
        """Return a sentence on how to see the page if a notebook does not show it."""
        elsewhere = "write it to a file with save(path)" if self.file is None else f"open {self.file} in a browser"
        return f"A trusted notebook shows the page here; if you do not see it, trust the notebook, or {elsewhere}."

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file, whole or not at all.

        Raises:
            InkspectError: the file cannot be written.
            InvalidValueError: `path` is not a path.
        """
        target = as_path(path, "path")
        check_replaceable(target, Purpose.PAGE)
        write_atomically(target, self.page)


def view(strokes: Strokes | Drawing | None, weights: Path | Network, pen: Path | PenNetwork | None = None) -> PageView:
    """Return the page with the networks of `weights` and `pen` and, if given, a drawing in it.

    Raises:
        InkspectError: the weights cannot be read, or the drawing has more points than the page keeps.
        InvalidValueError: the strokes are not valid.
    """
    return PageView(build_page(weights, None if strokes is None else _initial(strokes), pen))


def present(shown: PageView) -> None:
    """Keep the page in a file, and show it: in a notebook's cell, elsewhere in the browser if there is one.

    Raises:
        InkspectError: outside notebooks, the file cannot be written.
    """
    if in_notebook():
        with contextlib.suppress(InkspectError):  # the cell shows it anyway
            shown.file = keep_page(shown.page)
        shown._ipython_display_()
        return
    shown.file = keep_page(shown.page)
    print(f"Opened {shown.file}" if open_in_browser(shown.file) else f"Wrote {shown.file}; open it in any browser")


def _initial(strokes: Strokes | Drawing) -> InitialDrawing | None:
    """Return the drawing to open the page with, times included; None if the page keeps none of its points."""
    drawing = strokes if isinstance(strokes, Drawing) else Drawing(as_strokes(strokes))
    if not len(kept_points(drawing)):
        return None
    return InitialDrawing([stroke.tolist() for stroke in drawing.strokes], drawing.placed)

"""Charts drawn by matplotlib and embedded in the page, with the theme's colours and the page's font."""

import importlib.util
import io
import re
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

from inkspect.explaining.share_pictures import OPPOSING, SUPPORTING
from inkspect.report.elements import element
from inkspect.system.errors import InkspectError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

WIDTH, HEIGHT = 360, 240
"""A chart's size in units: one unit is a CSS px on a page as wide as a phone, so that text is legible there."""

_POINTS_PER_INCH = 72
_TEXT = 12
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_KEPT = {"fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-dashoffset", "text-anchor", "font-size"}
_DROPPED = {"metadata", "style"}


class Colour(StrEnum):
    """The colours that a chart may use: the light theme's, which the page replaces by its current theme's."""

    INK = "#1a2340"
    MUTED = "#5b6073"
    HAIRLINE = "#d8d1c2"
    FOR = SUPPORTING
    AGAINST = OPPOSING
    HEAT = "#f3b53c"


def check_that_charts_can_be_drawn() -> None:
    """Check for the library before measuring, not after.

    Raises:
        InkspectError: matplotlib is missing.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise InkspectError("drawing the report's charts needs matplotlib: pip install 'inkspect[report]'")


def chart(name: str, description: str, draw: "Callable[[Figure], None]", height: int = HEIGHT) -> Element:
    """Return a chart as an SVG element.

    Args:
        name: a name that is unique in the page.
        description: a description for people who cannot see the chart.
        draw: draws on a figure, using only `Colour`s.
        height: the height in units.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    drawn = io.BytesIO()
    with mpl.rc_context(_settings(name)):
        figure = Figure((WIDTH / _POINTS_PER_INCH, height / _POINTS_PER_INCH), layout="constrained")
        draw(figure)
        figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    shown = element("svg", viewBox=f"0 0 {WIDTH} {height}", role="img", aria_label=description, class_="chart")
    shown.extend(_themed(child) for child in _without_dropped(fromstring(drawn.getvalue())))  # noqa: S314 - our own
    return shown


def quiet_axes(axes: "Axes", x: str, y: str) -> None:
    """Label the axes, with horizontal grid lines and no ticks."""
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.grid(visible=True, axis="y")
    axes.set_axisbelow(True)
    axes.tick_params(length=0)


def _settings(name: str) -> "dict[RcKeyType, object]":
    muted, ink, hairline = str(Colour.MUTED), str(Colour.INK), str(Colour.HAIRLINE)
    return {
        "axes.edgecolor": muted,
        "axes.labelcolor": muted,
        "axes.labelsize": _TEXT,
        "axes.linewidth": 0.8,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "font.size": _TEXT,
        "grid.color": hairline,
        "grid.linewidth": 0.8,
        "legend.fontsize": _TEXT,
        "legend.frameon": False,
        "legend.labelcolor": ink,
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "text.color": ink,
        "text.parse_math": False,
        "xtick.color": muted,
        "xtick.labelsize": _TEXT,
        "ytick.color": muted,
        "ytick.labelsize": _TEXT,
    }


def _without_dropped(drawn: Element) -> list[Element]:
    return [child for child in drawn if child.tag.removeprefix(_SVG) not in _DROPPED]


def _themed(drawn: Element) -> Element:
    """Return the element without namespaces and styles: colours become classes, other styles attributes."""
    attributes = {name: value for name, value in drawn.attrib.items() if name not in ("style", "id", "type")}
    classes = []
    for declaration in filter(None, drawn.get("style", "").split(";")):
        name, value = (part.strip() for part in declaration.split(":", 1))
        if name in ("fill", "stroke") and value != "none":
            classes.append(f"{name}-{Colour(value).name.lower()}")
        elif name in _KEPT:
            attributes[name] = re.sub(r"px$", "", value)
    if target := attributes.pop(f"{_XLINK}href", ""):
        attributes["href"] = target
    if classes:
        attributes["class"] = " ".join(classes)
    if drawn.tag.removeprefix(_SVG) != "g" and "id" in drawn.attrib:
        attributes["id"] = drawn.attrib["id"]  # groups have ids but are never referenced
    themed = Element(drawn.tag.removeprefix(_SVG), attributes)
    themed.text = drawn.text.strip() if drawn.text else None
    themed.extend(_themed(child) for child in _without_dropped(drawn))
    return themed

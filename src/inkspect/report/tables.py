"""Tables that work on narrow screens and with screen readers."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from inkspect.report.elements import Child, element

HEAT_LEVELS = 10


def table(caption: Child, head: Sequence[Child], rows: Iterable[Element], *, label: str, kind: str = "") -> Element:
    """Return a table in its own box, which scrolls if the page is narrow or the table long.

    Args:
        caption: the text above it.
        head: the columns' headings.
        rows: `tr` elements.
        label: the box's name, unique in the page.
        kind: a class for the box.
    """
    headings = element("tr", [element("th", heading, scope="col") for heading in head])
    whole = element("table", element("caption", caption), element("thead", headings), element("tbody", *rows))
    return element("div", whole, class_=f"box {kind}".strip(), role="region", tabindex=0, aria_label=label)


def row(heading: Child, *cells: Child) -> Element:
    """Return a row; cells that are not yet a `td` are wrapped in one."""
    return element("tr", element("th", heading, scope="row"), [_cell(cell) for cell in cells])


def heat(count: int, largest: int) -> Element:
    """Return a cell with a count, shaded by it; a zero is muted."""
    level = -(-count * HEAT_LEVELS // largest) if count else 0
    return element("td", str(count) if count else element("span", "0", class_="zero"), class_=f"heat-{level}")


def bar(share: float, longest: float) -> Element:
    """Return a cell with a bar; its number belongs in a cell beside it."""
    length = 100 * share / longest if longest else 0.0
    drawn = element("rect", width=round(length, 1), height=8)
    return element("td", element("svg", drawn, viewBox="0 0 100 8", aria_hidden="true"), class_="bar")


def facts(pairs: Iterable[tuple[Child, Child]], kind: str = "") -> Element:
    """Return a list of names and their values."""
    entries = [element("div", element("dt", name), element("dd", value)) for name, value in pairs]
    return element("dl", entries, class_=f"facts {kind}".strip())


def percent(share: float | None, decimals: int = 2) -> str:
    """Return a share, from 0 to 1, as a percentage, or a dash if there is none."""
    return "–" if share is None or share != share else f"{100 * share:.{decimals}f} %"


def _cell(cell: Child) -> Element:
    return cell if isinstance(cell, Element) and cell.tag == "td" else element("td", cell)

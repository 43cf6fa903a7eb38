"""`inkspect open`: build the page and show it."""

from pathlib import Path
from typing import Annotated

import typer

from inkspect.cli.networks import NetworkName

DEFAULT_PAGE = Path("inkspect.html")

EXAMPLES = """\b
Examples:
  inkspect open
  inkspect open --output lesson.html --no-browser
  inkspect open --weights my.safetensors
  inkspect open --network pen --weights my-pen.safetensors
"""


def open_page(
    output: Annotated[Path, typer.Option(help="Where to write the page.", metavar="FILE")] = DEFAULT_PAGE,
    weights: Annotated[
        Path | None, typer.Option(help="A network of your own instead of the published one.", metavar="FILE")
    ] = None,
    network: Annotated[
        NetworkName,
        typer.Option(help="The network that the page opens with, and whose weights are given; it has both."),
    ] = NetworkName.PICTURE,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only write the page.")] = False,
) -> None:
    """Build the page, a single self-contained HTML file, and open it in the browser.

    It replaces an earlier page, never any other file. With --network pen it opens at the network that follows the pen.
    """
    from inkspect.network.weights import published_weights
    from inkspect.page.build import build_page
    from inkspect.system.browser import open_in_browser
    from inkspect.system.files import write_atomically
    from inkspect.system.purposes import Purpose, check_replaceable

    of_pen = network is NetworkName.PEN
    content = build_page(published_weights(), pen=weights) if of_pen else build_page(weights or published_weights())
    place = "#place=pen" if of_pen else ""
    check_replaceable(output, Purpose.PAGE)
    write_atomically(output, content)
    page = output.resolve()
    if no_browser:
        typer.echo(f"Wrote {page}")
    elif open_in_browser(page, place):
        typer.echo(f"Opened {page}")
    else:
        typer.echo(f"Wrote {page}")
        typer.echo(
            "No browser could be opened here. Open this file in any browser, on any machine: it needs nothing else."
        )
        typer.echo(f"Its address on this machine is {page.as_uri()}{place}")

"""What axe finds in a page."""

from pathlib import Path

from visit import Scheme, Visit

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = (Path(__file__).parent / "axe.js").read_text(encoding="utf-8")

LOOKS: tuple[tuple[Scheme, str], ...] = (("light", "en"), ("dark", "ja"))
"""Each theme and each language once: no rule of axe's looks at both, colours at one and words at the other."""


def axe_findings(visit: Visit, within: str = "html") -> list[str]:
    """Return a sentence for each rule that is broken in the parts that a selector finds.

    The page must have been opened with `bypass_csp`.
    """
    if not visit.page.evaluate("() => 'axe' in window"):
        visit.page.add_script_tag(path=AXE)
    found: list[str] = visit.page.evaluate(RUN, within)
    return found

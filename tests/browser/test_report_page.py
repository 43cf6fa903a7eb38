"""The report in a browser, opened from disk with the network off: it fits, and axe and the console are silent."""

from pathlib import Path

import pytest

from accessibility import axe_findings
from inkspect.data.stroke_files import write_strokes
from inkspect.network.weights import published_weights
from inkspect.report import build
from inkspect.report.build import build_report
from inkspect.report.subject import subject_of_weights
from report_material import drawings_by_writers, mixed_drawings, small_mnist
from tabs import Tabs
from visit import Scheme, Visits

TOO_WIDE = """() => [...document.querySelectorAll('body *:not(.unseen)')]
  .filter((part) => !part.closest('.box table') && part.getBoundingClientRect().right > innerWidth + 0.5)
  .map((part) => `${part.tagName} ${part.className} reaches beyond the right edge`)"""


@pytest.fixture(scope="module")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_strokes(folder / "ours.jsonl", drawings_by_writers())
    write_strokes(folder / "letters.jsonl", mixed_drawings())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "load_mnist", small_mnist)
        content = build_report(
            subject_of_weights(published_weights()), [folder / "ours.jsonl"], folder / "letters.jsonl", most_shown=5
        )
    (folder / "report.html").write_bytes(content)
    return folder / "report.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_report_fits_and_axe_finds_nothing(tabs: Tabs, report_file: Path, width: int, scheme: Scheme) -> None:
    visits = Visits(tabs, report_file)
    visit = visits.open(width=width, height=844, scheme=scheme)
    page = visit.page
    page.evaluate("() => { for (const details of document.querySelectorAll('details')) details.open = true; }")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    assert page.evaluate(TOO_WIDE) == []
    blind = "() => [...document.images].filter((image) => !image.complete || !image.naturalWidth).length"
    assert page.evaluate(blind) == 0, "some pictures do not load"
    assert visits.close() == []

    with_axe = Visits(tabs, report_file)
    visit = with_axe.open(width=width, height=844, scheme=scheme, bypass_csp=True)
    visit.page.evaluate("() => { for (const details of document.querySelectorAll('details')) details.open = true; }")
    assert axe_findings(visit) == []
    assert with_axe.close() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_drawn_in_the_themes_colours(tabs: Tabs, report_file: Path, scheme: Scheme) -> None:
    visits = Visits(tabs, report_file)
    page = visits.open(scheme=scheme).page
    paper = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    colours = page.evaluate("""() => [...document.querySelectorAll('.chart text, .chart path:not([fill="none"])')]
      .filter((part) => !part.closest('defs')).map((part) => getComputedStyle(part).fill)""")
    lines = page.evaluate("""() => [...document.querySelectorAll('.chart [class*="stroke-"]')]
      .map((part) => getComputedStyle(part).stroke)""")
    assert colours and lines
    assert paper not in colours + lines, "something is drawn in the background colour"
    assert "rgb(0, 0, 0)" not in colours + lines, "something is black instead of a theme colour"
    assert visits.close() == []

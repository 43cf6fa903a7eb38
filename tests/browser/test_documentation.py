"""The documentation site built by `make docs`, opened from disk: complete, searchable, and fetching nothing."""

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

import inkspect

PROJECT = Path(__file__).resolve().parents[2]

FETCHED = {("link", "href"), *((tag, "src") for tag in ("script", "img", "iframe", "source", "audio", "video"))}
"""References that a browser loads by itself, unlike links, which the reader follows."""

SHOWN = """async (formula) => {
  await document.fonts.ready;
  const [above, below] = [...formula.querySelector('mfrac').children].map((part) => part.getBoundingClientRect());
  const loaded = [...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family);
  return [above.bottom <= below.top && above.width > 0, loaded.some((family) => family.includes('STIX Two Math'))];
}"""
"""Whether a fraction's numerator stands above its denominator, and whether the formula font has loaded."""


def build(project: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Build a project's site as `make docs` does."""
    return subprocess.run(
        [Path(sys.executable).with_name("mkdocs"), "build", "--strict", "--site-dir", folder],
        cwd=project,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the built site."""
    folder = tmp_path_factory.mktemp("site")
    done = build(PROJECT, folder)
    assert done.returncode == 0, done.stderr
    return folder


class References(HTMLParser):
    """A page's anchors, links and fetched resources."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.anchors, self.links, self.fetched = {""}, list[str](), list[str]()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value or "")
            elif (tag, name) in FETCHED:
                self.fetched.append(value or "")
            elif (tag, name) == ("a", "href"):
                self.links.append(value or "")


def pages(site: Path) -> dict[Path, References]:
    """Every page except 404.html and the page with the network, which has its own tests."""
    return {path: References(path) for path in site.glob("*.html") if path.name not in {"404.html", "inkspect.html"}}


def test_every_link_of_every_page_leads_somewhere(site: Path) -> None:
    read = pages(site)
    broken: dict[str, list[str]] = defaultdict(list)
    followed = 0
    for page, references in read.items():
        for link in [*references.links, *references.fetched]:
            parts = urlsplit(link)
            if parts.scheme in {"https", "data"}:
                continue
            followed += 1
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            anchored = target not in read or unquote(parts.fragment) in read[target].anchors
            if parts.scheme or not target.is_file() or not anchored:
                broken[page.name].append(link)
    assert followed > 500, "hardly any links found: is this the whole site?"
    assert not broken, f"links that lead nowhere: {dict(broken)}"


def test_nothing_is_fetched_from_other_hosts(site: Path) -> None:
    outside = {
        page.name: found
        for page, references in pages(site).items()
        if (found := [name for name in references.fetched if urlsplit(name).scheme not in {"", "data"}])
    }
    assert not outside, f"the site would fetch from other hosts: {outside}"
    styles = [
        style for style in site.rglob("*.css") if re.search(r"""url\(["']?(https?:)?//""", style.read_text("utf-8"))
    ]
    assert not styles, f"these stylesheets name other hosts: {styles}"


def test_the_interface_page_documents_every_public_name(site: Path) -> None:
    anchors = References(site / "api.html").anchors
    missing = [name for name in inkspect.__all__ if f"inkspect.{name}" not in anchors]
    assert not missing, f"the Python interface page lacks {missing}"


def test_every_notebook_is_a_page_with_its_pictures(site: Path) -> None:
    for notebook in (PROJECT / "docs").glob("*.ipynb"):
        page = References(site / f"{notebook.stem}.html")
        pictures = [name for name in page.fetched if name.startswith(f"{notebook.stem}/")]
        written = len(re.findall(r'"image/(png|svg\+xml)"', notebook.read_text(encoding="utf-8")))
        assert len(pictures) == written, f"{notebook.name} has {written} pictures, its page {pictures}"


def not_there(request: Request) -> list[str]:
    """Describe a failed request, unless the browser itself aborted it, as it does with a favicon once the reader
    moves on."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed to load: {request.url} ({request.failure})"]


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Page]:
    """A browser at the site's first page, with the network off; afterwards checks that nothing went wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(f"console message ({message.type}): {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on("requestfailed", lambda request: problems.extend(not_there(request)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else problems.append(request.url),
    )
    page.goto((site / "index.html").as_uri())
    yield page
    context.close()
    assert not problems, "the site misbehaved:\n" + "\n".join(problems)


def test_a_reader_finds_a_page_by_search_and_sees_its_formulas(reader: Page) -> None:
    reader.get_by_role("textbox", name="Search").click()
    # What is typed before the index is there is an error in the site's own search.
    reader.locator(".md-search-result__meta", has_text="Type to start searching").wait_for(state="attached")
    reader.keyboard.type("softmax")
    reader.locator(".md-search-result__item a", has_text="Softmax and the loss").click()
    reader.wait_for_url("**/mathematics.html*")
    formula = reader.locator("math[display=block]").filter(has=reader.locator("mfrac")).first
    formula.scroll_into_view_if_needed()
    fraction, font = formula.evaluate(SHOWN)
    assert fraction, "the numerator is not above the denominator"
    assert font, "the formula font did not load"
    assert r"\frac" not in reader.locator("article").inner_text()


def test_the_site_links_to_the_page_itself(reader: Page) -> None:
    reader.get_by_role("navigation").get_by_role("link", name="The page").first.click()
    reader.wait_for_url("**/inkspect.html")
    reader.wait_for_function("() => window.inkspect !== undefined")


def test_no_document_scrolls_sideways_on_a_phone(reader: Page, site: Path) -> None:
    reader.set_viewport_size({"width": 360, "height": 640})
    wide = []
    for page in pages(site):
        reader.goto(page.as_uri())
        if reader.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wide.append(page.name)
    assert not wide, f"these pages are wider than a phone: {wide}"


def test_broken_links_and_formulas_stop_the_build(tmp_path: Path) -> None:
    for name in ("src", "tools", "node_modules"):
        (tmp_path / name).symlink_to(PROJECT / name)
    for name in ("mkdocs.yml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"):
        shutil.copy(PROJECT / name, tmp_path)
    shutil.copytree(PROJECT / "docs", tmp_path / "docs")
    with (tmp_path / "docs" / "teachers.md").open("a", encoding="utf-8") as document:
        document.write("\n[A](nowhere.md), [B](tutorial.md#no-such-heading), $\\nosuchcommand x$\n")
    done = build(tmp_path, tmp_path / "site")
    assert done.returncode == 1, "the build succeeded"
    for complaint in ("'nowhere.md'", "'#no-such-heading'", r"\nosuchcommand"):
        assert complaint in done.stderr
    assert "Aborted with 3 warnings" in done.stdout + done.stderr

"""The page allows only its own script and style, and makes no requests."""

import base64
import hashlib
import re
from pathlib import Path

from page_size import packed_script, unpacked_script, unpacked_style
from visit import Visit

FORBIDDEN = """async () => {
  const script = document.createElement('script');
  script.textContent = 'window.intruder = true';
  document.body.append(script);
  const style = document.createElement('style');
  style.textContent = 'body { display: none }';
  document.body.append(style);
  const image = new Image();
  image.src = 'https://example.invalid/picture.png';
  document.body.append(image);
  const fetched = await fetch('https://example.invalid/').then(() => true, () => false);
  await new Promise((done) => setTimeout(done, 100));
  return { fetched, intruder: window.intruder === true, hidden: getComputedStyle(document.body).display === 'none' };
}"""


def hashes(*bodies: str) -> list[str]:
    return [f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in bodies]


def test_the_policy_allows_only_the_pages_own_script_and_style_by_hash(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert found, "the page has no Content-Security-Policy"
    policy = dict(directive.split(" ", 1) for directive in found[1].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"].split() == [*hashes(packed_script(text), unpacked_script(text)), "'wasm-unsafe-eval'"]
    assert policy["style-src"].split() == hashes(*re.findall(r"<style>(.*?)</style>", text, re.S), unpacked_style(text))
    assert "unsafe" not in found[1].replace("'wasm-unsafe-eval'", "") and "*" not in found[1]
    assert text.index("Content-Security-Policy") < text.index("<style>"), "the policy comes after what it governs"


def test_the_markup_has_no_style_attributes_or_event_handlers_and_refers_to_nothing_but_by_links_to_follow(
    page_file: Path,
) -> None:
    text = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page_file.read_text(encoding="utf-8"), flags=re.S)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    link = r'<a href="https://[^"<>]+" rel="noopener noreferrer" target="_blank"'
    assert not re.search(r"\b(?:src|href)\s*=", re.sub(link, "<a", text))


def test_the_browser_blocks_everything_else(visit: Visit) -> None:
    done = visit.page.evaluate(FORBIDDEN)
    assert done == {"fetched": False, "intruder": False, "hidden": False}
    refused = {violation.split(":")[0] for violation in visit.page.evaluate("() => window.watched.violations")}
    assert {"script-src-elem", "style-src-elem", "img-src", "connect-src"} <= refused, f"only {refused} were blocked"
    # The violations this test provokes are not the page's fault.
    visit.page.evaluate("() => { window.watched.violations = []; }")
    visit.problems = [
        problem for problem in visit.problems if not re.search("Content Security Policy|example.invalid", problem)
    ]

"""What the documents say is true: their code runs, their links lead somewhere, what is generated is fresh."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import documents
import inkspect
from documents import INSTEAD, PROJECT, QUOTED, SHOWN, WHERE
from shell import environment

RUN = {"sh", "python", "pycon"}
STAND_IN = PROJECT / "tests" / "small_mnist"
NOTEBOOK = PROJECT / "docs" / "from-scratch.ipynb"


@pytest.fixture
def readers_folder(tmp_path: Path) -> Path:
    """A folder with the files that documents suppose their reader has."""
    seven = [[[0, 0], [6, 0], [2, 10]]]
    rows = [{"label": "7", "strokes": seven}, {"label": "1", "strokes": [[[0, 0], [0, 10]]]}]
    (tmp_path / "drawings.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    grey = np.kron(235 - 200 * inkspect.rasterize(seven), np.ones((12, 12))).astype(np.uint8)
    Image.fromarray(grey).save(tmp_path / "photo.jpg")
    return tmp_path


@pytest.mark.parametrize("document", documents.documents(), ids=lambda path: path.name)
def test_every_command_and_code_block_runs(document: Path, readers_folder: Path) -> None:
    if not documents.steps(document):
        return
    scripts = Path(sys.executable).parent
    done = subprocess.run(
        [sys.executable, PROJECT / "tests" / "run_document.py"],
        input=documents.steps_as_json(document),
        cwd=readers_folder,
        env=environment(
            PATH=f"{scripts}{os.pathsep}{os.environ['PATH']}",
            PYTHONPATH=str(STAND_IN),
            INKSPECT_CACHE=str(readers_folder / "cache"),
            TMPDIR=str(readers_folder),
            PROJECT=str(PROJECT),
        ),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


def test_every_block_is_run_or_says_why_not_or_cannot_be() -> None:
    unknown = [
        f"{block.place}: {block.language or 'no language'}"
        for document in documents.documents()
        for block in documents.blocks(document)
        if block.language not in RUN | SHOWN
    ]
    assert not unknown, f"blocks of a language that tests/test_docs.py neither runs nor passes over: {unknown}"
    blocks = [block for document in documents.documents() for block in documents.blocks(document)]
    comments = [
        block for block in blocks if block.language in RUN and block.comment.startswith(("<!-- In", "<!-- Run"))
    ]
    bad = [
        block.place for block in comments if not (INSTEAD.fullmatch(block.comment) or WHERE.fullmatch(block.comment))
    ]
    assert not bad, f"comments before these blocks look like instructions to tests and are none: {bad}"
    for block in blocks:
        if block.language == "json":
            json.loads(block.code)
        if block.language == "jsonl":
            _ = [json.loads(line) for line in block.code.splitlines()]
        if block.language == "toml":
            tomllib.loads(block.code)


def test_a_failing_block_is_named(tmp_path: Path) -> None:
    document = tmp_path / "bad.md"
    document.write_text("# Bad\n\n```sh\ntrue\n```\n\n```sh\nfalse; true\n```\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, PROJECT / "tests" / "run_document.py"],
        input=documents.steps_as_json(document),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "bad.md:7: exit code 1 of\nfalse; true\n\n")


def texts_with_links() -> dict[Path, str]:
    """Every document, by its path, and the notebook's prose."""
    tracked = subprocess.run(["git", "ls-files", "*.md"], cwd=PROJECT, capture_output=True, text=True, check=False)
    paths = {*documents.documents(), *(PROJECT / name for name in tracked.stdout.splitlines())}
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(paths) if path.is_file()}
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    prose = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return texts | {NOTEBOOK: "\n\n".join(prose)}


def test_every_link_inside_the_project_leads_somewhere() -> None:
    broken, followed = [], 0
    for document, text in texts_with_links().items():
        for link in documents.links(text):
            if re.match(r"[a-z]+:", link):
                continue
            followed += 1
            path, _, anchor = link.partition("#")
            target = (document.parent / path).resolve() if path else document
            if not target.exists() or (anchor and anchor not in documents.headings(target)):
                broken.append(f"{document.relative_to(PROJECT)}: {link}")
    assert followed > 10, "hardly any links found: is the pattern right?"
    assert not broken, f"links that lead nowhere: {broken}"


def test_links_out_of_the_project_are_secure() -> None:
    plain = [link for text in texts_with_links().values() for link in documents.links(text) if link.startswith("http:")]
    assert not plain, f"https where there is any: {plain}"


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [PROJECT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document in reached or not document.is_file():
            continue
        reached.add(document)
        if document.suffix == ".md":
            text = document.read_text(encoding="utf-8")
            waiting += [(document.parent / link.partition("#")[0]).resolve() for link in documents.links(text)]
    lost = [path.name for path in [*documents.documents(), NOTEBOOK] if path not in reached]
    assert not lost, f"no way leads from README.md to {lost}"


@pytest.mark.parametrize("tool", ["api_docs.py", "embed_code.py"])
def test_what_is_generated_is_fresh(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, PROJECT / "tools" / tool, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_quoted_code_names_what_it_quotes() -> None:
    quoted = [
        block
        for document in documents.documents()
        for block in documents.blocks(document)
        if QUOTED.fullmatch(block.comment)
    ]
    assert len(quoted) >= 10
    assert all(re.match(r"(@|def |class )", block.code) for block in quoted)


def test_the_notebook_goes_from_a_window_to_a_network_that_reads(tmp_path: Path) -> None:
    import run_notebook

    committed = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert NOTEBOOK.stat().st_size < 100_000, "python tools/run_notebook.py keeps small outputs only"
    executed = run_notebook.run(tmp_path)
    page = executed.cells[-2].outputs[-1].data["text/html"]
    assert page.startswith('<iframe title="Inkspect" sandbox="allow-scripts" srcdoc="')
    run_notebook.without_what_changes(executed)
    kinds = [[output["output_type"] for output in cell.get("outputs", [])] for cell in committed["cells"]]
    assert kinds == [[output.output_type for output in cell.get("outputs", [])] for cell in executed.cells], (
        "the outputs in the file are not of this notebook: python tools/run_notebook.py"
    )
    printed = "".join(output.text for cell in executed.cells for output in cell.get("outputs", []) if "text" in output)
    shares = [int(share) for share in re.findall(r"unseen digits read right: (\d+)%", printed)]
    assert shares[-1] >= 85, f"it learned hardly anything: {printed}"
    assert "7 by mine; 7 by the published network" in printed

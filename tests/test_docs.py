"""The documents are correct: their code runs, their links lead somewhere, and generated parts are fresh."""

import json
import os
import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import numpy as np
import pytest
from nbformat import NotebookNode
from PIL import Image

import documents
import inkspect
from documents import COMMENT, LANGUAGES, PROJECT, SHOWN
from shell import environment

STAND_IN = PROJECT / "tests" / "small_mnist"
NOTEBOOKS = sorted((PROJECT / "docs").glob("*.ipynb"))


@pytest.fixture
def readers_folder(tmp_path: Path) -> Path:
    """A folder with the files that the documents assume their readers have."""
    seven = [[[0, 0], [6, 0], [2, 10]]]
    rows = [{"label": "7", "strokes": seven}, {"label": "1", "strokes": [[[0, 0], [0, 10]]]}]
    (tmp_path / "drawings.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    grey = np.kron(235 - 200 * inkspect.rasterize(seven), np.ones((12, 12))).astype(np.uint8)
    (tmp_path / "homework.inkml").write_text("<ink><trace>0 0, 6 0, 2 10</trace></ink>", encoding="utf-8")
    Image.fromarray(grey).save(tmp_path / "photo.jpg")
    return tmp_path


@pytest.mark.parametrize("document", documents.documents(), ids=lambda path: path.name)
def test_every_command_and_code_block_runs(document: Path, readers_folder: Path) -> None:
    scripts = Path(sys.executable).parent
    done = subprocess.run(
        [sys.executable, PROJECT / "tests" / "run_document.py", document],
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


@pytest.mark.parametrize("document", documents.documents(), ids=lambda path: path.name)
def test_every_block_is_run_or_gives_a_reason_or_only_shows_something(document: Path) -> None:
    unknown = {line: name for line, name in documents.languages(document).items() if name not in LANGUAGES | SHOWN}
    assert not unknown, f"blocks, by line, in a language unknown to tests/documents.py: {unknown}"
    comments = re.findall(r"<!--+ *(.*?)\s*--+>", document.read_text(encoding="utf-8"), re.S)
    strange = [comment for comment in comments if not COMMENT.fullmatch(comment)]
    assert not strange, f"comments without a meaning or reason; see tests/documents.py for their syntax: {strange}"


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ("```sh\ntrue\n```\n\n```sh\nfalse; true\n```\n", "bad.md:7: exit code 1 of\nfalse; true"),
        ("<!-- invisible-code: sh\nfalse\n-->\n", "bad.md:3: exit code 1 of\nfalse"),
        ("```pycon\n>>> 1 + 1\n3\n```\n", "bad.md:4: Expected:\n    3\nGot:\n    2"),
        ("```python\nx = 1\n```\n\n```python\nassert x == 2\n```\n", 'bad.md", line 8, in <module>\n    assert x == 2'),
        ("```json\n{,}\n```\n", "JSONDecodeError"),
    ],
)
def test_a_failing_block_is_reported_with_its_line(blocks: str, said: str, tmp_path: Path) -> None:
    done = run_document(tmp_path, blocks)
    assert done.returncode == 1 and said in done.stderr


def test_a_comment_with_a_reason_skips_a_block(tmp_path: Path) -> None:
    blocks = """<!-- skip: next "it takes too long" -->
```sh
false
```

<!-- skip: next if(not installed("no_such_module"), reason="few have it") -->
```python
import no_such_module
```

<!-- skip: next if(not installed("json"), reason="few have it") -->
```python
print("run")
```

<!-- quoted: some/file.py name -->
```python
class Quoted(NotDefinedHere): ...
```
"""
    done = run_document(tmp_path, blocks)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["bad.md:4: not run: it takes too long", "bad.md:9: not run: few have it", "run"]


def run_document(folder: Path, blocks: str) -> subprocess.CompletedProcess[str]:
    document = folder / "bad.md"
    document.write_text(f"# Bad\n\n{blocks}", encoding="utf-8")
    return subprocess.run(
        [sys.executable, PROJECT / "tests" / "run_document.py", document],
        capture_output=True,
        text=True,
        check=False,
    )


def texts_with_links() -> dict[Path, str]:
    """Every document's text, by path, including the notebook's prose."""
    tracked = subprocess.run(["git", "ls-files", "*.md"], cwd=PROJECT, capture_output=True, text=True, check=False)
    paths = {*documents.documents(), *(PROJECT / name for name in tracked.stdout.splitlines())}
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(paths) if path.is_file()}
    return texts | {notebook: prose_of(notebook) for notebook in NOTEBOOKS}


def prose_of(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


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


def test_external_links_use_https() -> None:
    plain = [link for text in texts_with_links().values() for link in documents.links(text) if link.startswith("http:")]
    assert not plain, f"use https: {plain}"


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
    lost = [path.name for path in [*documents.documents(), *NOTEBOOKS] if path not in reached]
    assert not lost, f"no chain of links leads from README.md to {lost}"


@pytest.mark.parametrize("tool", ["api_docs.py", "embed_code.py"])
def test_generated_documents_are_fresh(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, PROJECT / "tools" / tool, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_quotations_start_with_a_definition() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in documents.documents())
    quoted = re.findall(r"^<!-- quoted: \S+ \S+ -->\n```python\n(.*)", text, re.M)
    assert len(quoted) >= 10
    assert all(re.match(r"(@|def |class )", first_line) for first_line in quoted)


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def executed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NotebookNode]:
    """A notebook, and its outputs when it is run with a small stand-in for MNIST."""
    import run_notebook

    path, folder = request.param, tmp_path_factory.mktemp("notebook")
    return path, run_notebook.run(path, folder, PYTHONPATH=str(STAND_IN), INKSPECT_CACHE=str(folder / "cache"))


def test_a_notebooks_outputs_are_its_own_and_small(executed: tuple[Path, NotebookNode]) -> None:
    import run_notebook

    path, notebook = executed
    assert path.stat().st_size < 100_000, "python tools/run_notebook.py keeps only small outputs"
    page = "".join(output.data["text/html"] for output in outputs_of(notebook) if "text/html" in output.get("data", {}))
    assert '<iframe title="Inkspect" sandbox="allow-scripts" srcdoc="' in page
    run_notebook.without_what_changes(copy := deepcopy(notebook))
    committed = json.loads(path.read_text(encoding="utf-8"))
    kinds = [[output["output_type"] for output in cell.get("outputs", [])] for cell in committed["cells"]]
    assert kinds == [[output.output_type for output in cell.get("outputs", [])] for cell in copy.cells], (
        "the saved outputs are stale: run python tools/run_notebook.py"
    )


@pytest.mark.parametrize("executed", [path for path in NOTEBOOKS if path.stem == "from-scratch"], indirect=True)
def test_the_notebook_from_scratch_ends_with_a_network_that_recognises_digits(
    executed: tuple[Path, NotebookNode],
) -> None:
    _, notebook = executed
    printed = "".join(output.text for output in outputs_of(notebook) if "text" in output)
    shares = [int(share) for share in re.findall(r"unseen digits read right: (\d+)%", printed)]
    assert shares[-1] >= 85, f"it learned hardly anything: {printed}"
    assert "7 by mine; 7 by the published network" in printed


@pytest.mark.parametrize("executed", [path for path in NOTEBOOKS if path.stem == "transformer"], indirect=True)
def test_the_notebook_of_the_transformer_ends_with_a_network_that_writes(executed: tuple[Path, NotebookNode]) -> None:
    _, notebook = executed
    printed = "".join(output.text for output in outputs_of(notebook) if "text" in output)
    losses = [float(loss) for loss in re.findall(r"update \d+: loss ([\d.]+)", printed)]
    assert losses[-1] < losses[0] / 2, f"it learned hardly anything: {printed}"
    shares = [int(share) for share in re.findall(r"of the ink: (\d+)% right", printed)]
    assert len(shares) == 3 and min(shares) >= 80, f"it reads badly: {printed}"
    assert float(re.findall(r"and ours: (\S+) apart", printed)[0]) < 1e-5
    assert "written: 7 read: 7" in printed


def test_the_tour_uses_every_function_and_most_types() -> None:
    tour = (PROJECT / "docs" / "tour.ipynb").read_text(encoding="utf-8")
    used = set(re.findall(r"inkspect\.(\w+)", tour))
    given = {
        "EpochReport",
        "Evaluation",
        "Explanation",
        "Network",
        "PageView",
        "Progress",
        "Reading",
        "ReadingOverTime",
        "Trace",
        "TrainingResult",
    }
    given |= {"EvaluationJson", "ExplanationJson", "FixedCalibration", "MomentJson", "ReadingJson", "StrokeMix"}
    given |= {"Readable", "StoredType", "Strokes", "Verdict"}  # for annotations
    given |= {"PenEvaluation", "PenNetwork", "PenReading", "PenTrace", "PenTrainingResult", "Written"}
    given |= {"PenEvaluationJson", "PenMomentJson", "PenReadingJson", "PenReadingOverTime"}
    given |= {"PenExplanation", "PenExplanationJson"}
    assert {*inkspect.__all__} - given - {"InvalidValueError"} <= used | {"InkspectError"}
    assert {"InvalidValueError", "__version__", "sklearn"} <= used | set(re.findall(r"`(\w+)`", tour))


def outputs_of(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]

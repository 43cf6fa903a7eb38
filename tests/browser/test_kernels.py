"""The page computes in WebAssembly where it can, else in plain TypeScript, and nobody can tell the difference."""

import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import golden
from inkspect.data.stroke_files import read_strokes
from tabs import Tabs
from visit import Visit, Visits

COUNT_MODULES = """
window.compiledModules = 0;
const { Module } = WebAssembly;
WebAssembly.Module = class extends Module {
  constructor(bytes) {
    super(bytes);
    window.compiledModules += 1;
  }
};
"""
MISSING = "delete window.WebAssembly;"
WITHOUT_VECTORS = """
const { CompileError } = WebAssembly;
WebAssembly.Module = class { constructor() { throw new CompileError('invalid opcode 0xfd'); } };
"""

READ_ALL = """(drawings) => drawings.map((strokes) => {
  window.inkspect.draw(strokes, { placed: true });
  return window.inkspect.read().probabilities;
})"""

Values = NDArray[np.float64]


@pytest.fixture(scope="module")
def cases() -> golden.GoldenCases:
    return golden.read_golden_cases(golden.FOLDER)


def read_golden_drawings(visit: Visit) -> Values:
    drawings = read_strokes(golden.FOLDER / golden.DRAWINGS)
    return np.array(visit.page.evaluate(READ_ALL, [[stroke.tolist() for stroke in d.strokes] for d in drawings]))


def assert_golden(probabilities: Values, cases: golden.GoldenCases) -> None:
    """The page draws its inputs itself, to 1e-6 a cell, so probabilities agree less closely than from equal inputs."""
    expected = cases.tensors["probabilities"].astype(np.float64)
    assert np.abs(probabilities - expected).max() < 1e-4


@pytest.mark.parametrize(("query", "modules"), [("", 1), ("?kernels=wasm", 1), ("?kernels=plain", 0)])
def test_the_address_chooses_how_the_golden_drawings_are_computed(
    visits: Visits, cases: golden.GoldenCases, query: str, modules: int
) -> None:
    visit = visits.open(query=query, before=COUNT_MODULES)
    assert visit.page.evaluate("() => window.compiledModules") == modules
    assert_golden(read_golden_drawings(visit), cases)


@pytest.mark.parametrize("script", [MISSING, WITHOUT_VECTORS])
def test_a_browser_without_webassembly_or_without_vectors_computes_all_the_same(
    visits: Visits, cases: golden.GoldenCases, script: str
) -> None:
    visit = visits.open(before=script)
    assert_golden(read_golden_drawings(visit), cases)


def test_a_page_whose_embedding_forbids_webassembly_computes_all_the_same(
    tabs: Tabs, page_file: Path, tmp_path: Path, cases: golden.GoldenCases
) -> None:
    stricter, count = re.subn(" 'wasm-unsafe-eval'", "", page_file.read_text(encoding="utf-8"), count=1)
    assert count == 1, "the page's policy does not allow WebAssembly"
    file = tmp_path / "stricter.html"
    file.write_text(stricter, encoding="utf-8")
    visits = Visits(tabs, file)
    visit = visits.open()
    assert_golden(read_golden_drawings(visit), cases)
    refused = visit.page.evaluate("() => window.watched.violations")
    problems = visits.close()
    assert [violation.split()[:2] for violation in refused] == [["script-src:", "wasm-eval"]]
    assert all("wasm" in problem.lower() for problem in problems), problems

"""Time what `benchmarks/browser` bundles, in headless Chromium, by the processor time of the page's thread."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import safetensors.numpy
from playwright.sync_api import Page, Route, sync_playwright

import inkspect
from benchmarks.measuring import Spread, write_json
from inkspect.network.weights import published_weights
from inkspect.pen.export import export_onnx
from inkspect.pen.weights import load_weights
from inkspect.system.errors import InkspectError

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tools"))
import chromium  # noqa: E402

SOURCES = PROJECT / "benchmarks" / "browser"
PACKAGES = SOURCES / "node_modules"
GOLDEN = PROJECT / "tests" / "golden"
ADDRESS = "http://benchmark.invalid/"
"""Nothing is there: every request is answered from disk."""

LARGEST_DIFFERENCE = 1e-4
PEER = "forward: onnxruntime-web"
FORWARD = "forward: kernels"
PEN_PEER = "the pen's 40 tokens: onnxruntime-web"
PEN_TOKENS = 40


@dataclass(frozen=True)
class Limit:
    """A figure to reach: as a share of onnxruntime-web's forward pass, of the kernels' own, or in milliseconds."""

    name: str
    unit: str
    floor: float
    stretch: float


LIMITS = (
    Limit("forward pass, everything kept", PEER, 0.6, 0.42),
    Limit("forward pass and contributions", PEER, 0.8, 0.6),
    Limit("784 occlusions", "ms", 20, 6),
    Limit("gradient", FORWARD, 0.8, 0.4),
    Limit("pen, 40 tokens, everything kept", PEN_PEER, 1.0, 0.6),
)


def compare(rounds: int, turn_ms: int, json_file: Path | None) -> bool:
    """Check that all compute the same, let them take turns, and print the results; return whether a limit is missed.

    Raises:
        InkspectError: a package or Chromium is missing, the contenders disagree, or the results cannot be written.
    """
    with _page() as (page, version):
        versions: dict[str, str] = page.evaluate("() => window.benchmark.versions") | {"Chromium": version}
        print(", ".join(f"{name} {number}" for name, number in versions.items()) + "\n")
        apart = page.evaluate("() => window.benchmark.compare()")
        if not apart <= LARGEST_DIFFERENCE:
            raise InkspectError(f"the contenders' probabilities are {apart:.1e} apart: times cannot be compared")
        print(f"Same probabilities from the golden drawings; largest difference {apart:.1e}\n")
        microseconds = _take_turns(page, rounds, turn_ms)
    peer = np.array(microseconds[PEER])
    print(f"µs per call, median (quartiles) of {rounds} rounds, and as a share of {PEER.split(': ')[1]}'s forward pass")
    for name, values in microseconds.items():
        share = Spread.of((np.array(values) / peer).tolist())
        print(f"  {name:<46} {Spread.of(values).text(1):<30} {share.text(2)}")
    figures = _figures(microseconds)
    print("\nfigure                           floor  stretch  this run")
    missed = False
    for limit in LIMITS:
        figure = figures[limit.name]
        unit = " ms" if limit.unit == "ms" else f" of {limit.unit.split(': ')[1]}"
        missed |= figure.median > limit.floor
        print(f"{limit.name:<31} {limit.floor:>6g} {limit.stretch:>8g}  {figure.text(2)}{unit}")
    print()
    results = {name: {"microseconds": Spread.of(values)._asdict()} for name, values in microseconds.items()}
    write_json(json_file, {"versions": versions, "rounds": rounds, "contenders": results})
    return missed


def _figures(microseconds: dict[str, list[float]]) -> dict[str, Spread]:
    times = {name: np.array(values) for name, values in microseconds.items()}
    forward = times[FORWARD]
    return {
        "forward pass, everything kept": Spread.of((forward / times[PEER]).tolist()),
        "forward pass and contributions": Spread.of(
            (times["forward and contributions: kernels"] / times[PEER]).tolist()
        ),
        "784 occlusions": Spread.of((times["784 occlusions: kernels"] / 1000).tolist()),
        "gradient": Spread.of(((times["forward and gradient: kernels"] - forward) / forward).tolist()),
        "pen, 40 tokens, everything kept": Spread.of(
            (times["the pen's 40 tokens: kernels"] / times[PEN_PEER]).tolist()
        ),
    }


@contextmanager
def _page() -> Iterator[tuple[Page, str]]:
    """Open the page of the benchmark, with the packages and data that it asks for; yield Chromium's version too."""
    if not (PACKAGES / "onnxruntime-web").is_dir():
        raise InkspectError("the packages to compare with are missing: `make bench` installs them")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = Path(folder)
        bundled = subprocess.run(["node", SOURCES / "bundle.mjs", made / "page.js"], check=False)
        if bundled.returncode:
            raise InkspectError("benchmarks/browser cannot be bundled, see above")
        inkspect.export(made / "network.onnx")
        (made / "weights.safetensors").write_bytes(published_weights().read_bytes())
        (made / "inputs.f32").write_bytes(
            safetensors.numpy.load_file(GOLDEN / "golden.safetensors")["pixels"].astype("<f4").tobytes()
        )
        _make_pen(made)
        (made / "index.html").write_text('<script type="module" src="page.js"></script>', encoding="utf-8")
        executable = chromium.find(playwright)
        if executable is None:
            raise InkspectError(chromium.MISSING)
        browser = playwright.chromium.launch(executable_path=executable, args=chromium.launch_arguments())
        try:
            page = browser.new_page()
            problems: list[str] = []
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.route("**/*", lambda route: _answer(route, made))
            page.goto(f"{ADDRESS}index.html")
            try:
                page.wait_for_function("() => window.benchmark !== undefined", timeout=60_000)
            except Exception as error:
                raise InkspectError("; ".join(problems) or str(error)) from error
            yield page, browser.version
        finally:
            browser.close()


def _make_pen(made: Path) -> None:
    """Write the pen's network, with made-up weights, and the first tokens of drawings that have enough of them."""
    weights = GOLDEN / "pen_weights.safetensors"
    (made / "pen.safetensors").write_bytes(weights.read_bytes())
    export_onnx(load_weights(weights), made / "pen.onnx")
    lines = (GOLDEN / "pen_tokens.jsonl").read_text(encoding="utf-8").splitlines()
    drawings = [ids for ids in (json.loads(line)["ids"] for line in lines) if len(ids) >= PEN_TOKENS]
    (made / "tokens.u8").write_bytes(bytes(token for ids in drawings for token in ids[:PEN_TOKENS]))


def _answer(route: Route, made: Path) -> None:
    name = route.request.url.removeprefix(ADDRESS)
    for folder in (made, PACKAGES / "onnxruntime-web" / "dist", PACKAGES / "@tensorflow/tfjs-backend-wasm" / "dist"):
        if (folder / name).is_file():
            types = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
            content_type = types.get(Path(name).suffix, "text/html" if name.endswith(".html") else "application/data")
            route.fulfill(body=(folder / name).read_bytes(), content_type=content_type)
            return
    route.fulfill(status=404)


def _take_turns(page: Page, rounds: int, turn_ms: int) -> dict[str, list[float]]:
    """Return each contender's microseconds per call, a value a round; the order is reversed every other round."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def processor_seconds() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

    def turn(name: str, calls: int) -> float:
        page.evaluate("([name]) => window.benchmark.prepare(name)", [name])
        page.evaluate("([name, calls]) => window.benchmark.run(name, calls)", [name, min(calls, 20)])
        started = processor_seconds()
        page.evaluate("([name, calls]) => window.benchmark.run(name, calls)", [name, calls])
        return (processor_seconds() - started) * 1e6

    names: list[str] = page.evaluate("() => window.benchmark.names")
    calls = {name: _calls_per_turn(partial(turn, name), turn_ms * 1e3) for name in names}
    microseconds: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            microseconds[name].append(turn(name, calls[name]) / calls[name])
    return microseconds


def _calls_per_turn(turn: Callable[[int], float], microseconds: float) -> int:
    """Return how many calls last so long. Finding out gives the browser time to compile what is called often."""
    calls = 1
    while (spent := turn(calls)) < microseconds:
        calls = max(calls + 1, int(calls * min(10, 1.2 * microseconds / max(spent, 1))))
    return calls

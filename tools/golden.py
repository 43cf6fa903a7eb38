"""Write the golden cases, against which both Python and TypeScript are tested; see tests/golden/README.md.

usage: python tools/golden.py [--folder FOLDER]            (writes what is stale)
       python tools/golden.py --check [--folder FOLDER]    (writes nothing; exits with 1 if something is stale)
"""

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray

from golden_cuts import golden_cuts
from golden_drawings import golden_drawings
from golden_moments import golden_moments, moments_difference
from golden_pen import golden_pen_tokens, golden_pen_writing
from golden_pen_traces import golden_pen_traces, golden_pen_weights
from golden_steps import golden_steps
from inkspect.data.stroke_files import write_strokes
from inkspect.data.strokes import Drawing, drawing_to_json
from inkspect.network.weights import published_weights
from inkspect.system.files import write_atomically

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tests"))
import reference  # noqa: E402

FOLDER = PROJECT / "tests" / "golden"
DRAWINGS = "drawings.jsonl"
CUTS = "cuts.jsonl"
MOMENTS = "moments.jsonl"
TENSORS = "golden.safetensors"
STEPS = "steps.safetensors"
PEN_TOKENS = "pen_tokens.jsonl"
PEN_WRITING = "pen_writing.jsonl"
PEN_WEIGHTS = "pen_weights.safetensors"
PEN_TRACES = "pen_traces.safetensors"
COMMAND = "python tools/golden.py"
LARGEST_DRIFT = 1e-6
"""Largest allowed difference between a stored and a computed value, relative to the tensor's largest value.

Machines round differently.
"""

Tensors = dict[str, NDArray[np.generic]]


@dataclass(frozen=True)
class GoldenCases:
    """The contents of the files; `pen` is those of the pen's, by name."""

    drawings: bytes
    cuts: bytes
    moments: bytes
    tensors: Tensors
    metadata: dict[str, str]
    steps: Tensors
    pen: dict[str, bytes]
    pen_traces: Tensors


def compute_golden_cases() -> GoldenCases:
    """Compute every golden case in float64, using only tests/reference.py."""
    lines = _lines(golden_drawings())
    stored = published_weights().read_bytes()
    rule = reference.verdict_numbers(stored)
    weights = {name: values.astype(np.float64) for name, values in safetensors.numpy.load(stored).items()}
    rows = [
        _case([[point[:2] for point in stroke] for stroke in json.loads(line)["strokes"]], weights, rule)
        for line in lines.splitlines()
    ]
    tensors: Tensors = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    pen_tokens, pen_weights = golden_pen_tokens(lines), golden_pen_weights()
    sums = {"drawings_sha256": hashlib.sha256(lines), "weights_sha256": hashlib.sha256(stored)}
    return GoldenCases(
        lines,
        _lines(map(_with_kept, golden_cuts())),
        golden_moments(weights, rule),
        tensors,
        {name: value.hexdigest() for name, value in sums.items()},
        golden_steps(golden_drawings()),
        {PEN_TOKENS: pen_tokens, PEN_WRITING: golden_pen_writing(), PEN_WEIGHTS: pen_weights},
        golden_pen_traces(pen_weights, pen_tokens),
    )


def _lines(drawings: Iterable[Drawing]) -> bytes:
    """Return the bytes of a stroke file."""
    with tempfile.TemporaryDirectory() as folder:
        write_strokes(Path(folder) / DRAWINGS, drawings)
        return (Path(folder) / DRAWINGS).read_bytes()


def _with_kept(drawing: Drawing) -> Drawing:
    strokes = json.loads(json.dumps(drawing_to_json(drawing)["strokes"]))
    return replace(drawing, extra={**drawing.extra, "kept": reference.cut_to_pad(strokes)})


def _case(
    strokes: list[list[list[float]]], weights: Mapping[str, reference.Float64s], rule: dict[str, float]
) -> Tensors:
    pixels = reference.ink_rule(strokes)
    trace = reference.forward(pixels.astype(np.float32).astype(np.float64), weights)
    explained = {
        "conv1": reference.explain_maps(trace.conv1, weights["conv1.weight"], weights["conv1.bias"]),
        "conv2": reference.explain_maps(trace.conv2, weights["conv2.weight"], weights["conv2.bias"]),
        "fc1": reference.explain_groups(trace, weights["fc1.weight"], weights["fc1.bias"]),
        "output": reference.explain_digits(trace, weights["fc2.weight"], weights["fc2.bias"]),
    }
    case: Tensors = {"pixels": pixels.reshape(784)}
    for name, stage in (("conv1", trace.conv1), ("conv2", trace.conv2)):
        case[f"{name}.preactivations"] = stage.preactivations.astype(np.float32)
        case[f"{name}.pooled"] = stage.pooled.astype(np.float32)
        case[f"{name}.winners"] = stage.winners
        case[f"{name}.undecided"] = reference.undecided_cells(stage).astype(np.uint8)
    case |= {"fc1.preactivations": trace.fc1, "logits": trace.logits, "probabilities": trace.probabilities}
    digit, rival = reference.leading_digits(trace)
    case |= {"gradient.digits": np.array([digit, rival], np.uint8)}
    case |= {"gradient": reference.input_gradient(trace, weights, digit, rival).reshape(784).astype(np.float32)}
    verdict, undecided = reference.verdict(trace.logits.tolist(), rule)
    case |= {"verdict": np.array([verdict], np.uint8), "verdict.undecided": np.array([undecided], np.uint8)}
    for name, layer in explained.items():
        case[f"{name}.contributions"] = layer.contributions
        case[f"{name}.biases"] = layer.biases
        case[f"{name}.sums"] = layer.sums
    return case


def read_golden_cases(folder: Path) -> GoldenCases:
    """Read the files; raise OSError or SafetensorError if they are missing or damaged."""
    with safetensors.safe_open(folder / TENSORS, framework="numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (no dictionary)
        drawings, cuts, moments = ((folder / name).read_bytes() for name in (DRAWINGS, CUTS, MOMENTS))
        steps: Tensors = dict(safetensors.numpy.load_file(folder / STEPS))
        pen = {name: (folder / name).read_bytes() for name in (PEN_TOKENS, PEN_WRITING, PEN_WEIGHTS)}
        pen_traces: Tensors = dict(safetensors.numpy.load_file(folder / PEN_TRACES))
        return GoldenCases(drawings, cuts, moments, tensors, file.metadata() or {}, steps, pen, pen_traces)


def staleness(folder: Path, expected: GoldenCases) -> str | None:
    """Return what in the folder differs from the computed cases, or None if all is fresh."""
    try:
        stored = read_golden_cases(folder)
    except (OSError, safetensors.SafetensorError) as error:
        return f"{folder} can't be read ({error})"
    if stored.drawings != expected.drawings:
        return f"{DRAWINGS} differs from the drawings made by tools/golden_drawings.py"
    if stored.cuts != expected.cuts:
        return f"{CUTS} differs from the cuts made by tools/golden_cuts.py and tests/reference.py"
    if (moments := moments_difference(stored.moments, expected.moments, LARGEST_DRIFT)) is not None:
        return f"{MOMENTS} {moments}"
    for name, lines in expected.pen.items():
        if stored.pen[name] != lines:
            return f"{name} differs from what tools/golden_pen.py or tools/golden_pen_traces.py computes"
    for name, described in (("weights_sha256", "the published weights"), ("drawings_sha256", DRAWINGS)):
        if stored.metadata.get(name) != expected.metadata[name]:
            return f"{TENSORS} was not computed from {described}"
    for file, held, computed in (
        (TENSORS, stored.tensors, expected.tensors),
        (STEPS, stored.steps, expected.steps),
        (PEN_TRACES, stored.pen_traces, expected.pen_traces),
    ):
        if held.keys() != computed.keys():
            return f"{file} has other tensors: {', '.join(sorted(held.keys() ^ computed.keys()))}"
        for name, values in computed.items():
            if (difference := _difference(held[name], values)) is not None:
                return f"{file}: {name} {difference}"
    return None


def _difference(stored: NDArray[np.generic], expected: NDArray[np.generic]) -> str | None:
    if (stored.dtype, stored.shape) != (expected.dtype, expected.shape):
        return f"is {stored.dtype} {stored.shape}, not {expected.dtype} {expected.shape}"
    distances = np.abs(stored.astype(np.float64) - expected.astype(np.float64))
    allowed = 0 if expected.dtype.kind in "iu" else LARGEST_DRIFT * np.abs(expected.astype(np.float64)).max()
    if not (distances <= allowed).all():
        where = tuple(int(index) for index in np.unravel_index(np.nanargmax(distances), distances.shape))
        return f"differs most at {where}: {stored[where]}, not {expected[where]}"
    return None


def write_golden_cases(folder: Path, cases: GoldenCases) -> None:
    """Write only what is stale: another machine's rounding must not add megabytes to the history."""
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / CUTS, cases.cuts)
    for name, lines in cases.pen.items():
        write_atomically(folder / name, lines)
    moments = folder / MOMENTS
    if not moments.exists() or moments_difference(moments.read_bytes(), cases.moments, LARGEST_DRIFT):
        write_atomically(moments, cases.moments)
    if staleness(folder, cases) is None:
        return
    write_atomically(folder / DRAWINGS, cases.drawings)
    write_atomically(folder / STEPS, safetensors.numpy.save(cases.steps))
    write_atomically(folder / PEN_TRACES, safetensors.numpy.save(cases.pen_traces))
    write_atomically(folder / TENSORS, safetensors.numpy.save(cases.tensors, cases.metadata))


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 1 if --check finds something stale."""
    parser = argparse.ArgumentParser(description="Write the golden cases, or check that they are fresh.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if something is stale")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    cases = compute_golden_cases()
    stale = staleness(options.folder, cases)
    if stale is None:
        print("the golden cases are fresh")
        return 0
    if options.check:
        print(f"stale golden cases: {stale}; run `{COMMAND}` and commit what it writes", file=sys.stderr)
        return 1
    write_golden_cases(options.folder, cases)
    undecided = sum(int(cases.tensors[f"{name}.undecided"].sum()) for name in ("conv1", "conv2"))
    size = (options.folder / TENSORS).stat().st_size
    packed = len(gzip.compress((options.folder / TENSORS).read_bytes()))
    print(
        f"{len(cases.tensors['pixels'])} drawings, {undecided} undecided pool cells, {size:,} bytes ({packed:,} packed)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

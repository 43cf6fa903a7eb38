"""The pen's network, exported, computes in other runtimes what it computes here, and says where it comes from."""

import json
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent
from typing import Protocol

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
import pytest
import safetensors.numpy
from numpy.typing import NDArray
from typer.testing import CliRunner

import inkspect
from inkspect.cli import app
from inkspect.network.exporting import OPSET
from inkspect.network.network import Network
from inkspect.pen import weights as pen_weights
from inkspect.pen.batch import TokenBatch
from inkspect.pen.description import load_pen
from inkspect.pen.export import EXPORTERS, export_json, export_onnx, export_safetensors
from inkspect.pen.network import PenNetwork
from inkspect.pen.weights import load_weights, rounded, weights_sha256
from inkspect.system.errors import InkspectError
from pen_material import a_sequence, lively_network

PEN = load_pen()
METADATA = {"seed": "3", "recipe": '{"epochs":1}'}


class Session(Protocol):
    """What is used of an onnxruntime session, which brings no types."""

    def run(self, outputs: Sequence[str] | None, feed: dict[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]: ...


def session(model: onnx.ModelProto) -> Session:
    opened: Session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return opened


@pytest.fixture(scope="module")
def network() -> PenNetwork:
    return rounded(lively_network(3, scale=0.3).as_type(np.float32).with_metadata(METADATA))


@pytest.fixture(scope="module")
def model(network: PenNetwork, tmp_path_factory: pytest.TempPathFactory) -> onnx.ModelProto:
    path = tmp_path_factory.mktemp("onnx") / "pen.onnx"
    export_onnx(network, path)
    return onnx.load(path)


def assert_agree(name: str, computed: NDArray[np.floating], expected: NDArray[np.floating]) -> None:
    """Compare by the agreed tolerance: 1e-5 of the layer's largest; keys that are not seen are so in both."""
    assert computed.shape == expected.shape, name
    seen = np.isfinite(expected)
    np.testing.assert_array_equal(np.isfinite(computed), seen, name)
    off = np.abs(computed[seen] - expected[seen]).max() / np.abs(expected[seen]).max()
    assert off <= 1e-5, f"{name} is off by {off:.1e} of the layer's largest"


class TestOnnx:
    @pytest.mark.parametrize("movements", [0, 1, 25, 80])
    def test_onnxruntime_computes_the_same_numbers_everywhere(
        self, model: onnx.ModelProto, network: PenNetwork, movements: int
    ) -> None:
        ids = a_sequence(np.random.default_rng(movements), movements)
        traced = network.trace(ids).by_name()
        expected = {name: values for name, values in traced.items() if not name.endswith(".before")}
        assert len(expected) == len(traced) - PEN.layers
        every = onnx.ModelProto()
        every.CopyFrom(model)
        known = {output.name for output in model.graph.output}
        every.graph.output.extend(onnx.ValueInfoProto(name=name) for name in expected if name not in known)
        computed = session(every).run(list(expected), {"tokens": np.array([ids])})
        for name, values in zip(expected, computed, strict=True):
            value = values if name == "embedding.position" else values[0]
            assert_agree(name, value, expected[name])

    def test_a_batch_of_sequences_of_any_lengths_goes_through(
        self, model: onnx.ModelProto, network: PenNetwork
    ) -> None:
        random = np.random.default_rng(1)
        batch = TokenBatch.of([a_sequence(random, count) for count in (0, 77, 12, 40)])
        logits, probabilities = session(model).run(None, {"tokens": batch.ids.astype(np.int64)})
        for row, length in enumerate(batch.lengths):
            expected = network.logits(batch.ids[row, :length])
            assert_agree("logits", logits[row, :length], expected)
        np.testing.assert_allclose(probabilities.sum(axis=-1), 1, rtol=1e-5)
        assert session(model).run(None, {"tokens": np.zeros((0, 5), np.int64)})[0].shape == (0, 5, 47)

    def test_it_says_what_it_is_and_where_it_comes_from(self, model: onnx.ModelProto, network: PenNetwork) -> None:
        onnx.checker.check_model(model, full_check=True)
        described = {entry.key: entry.value for entry in model.metadata_props}
        assert described["weights_sha256"] == weights_sha256(network)
        assert json.loads(described["pen"])["context"] == PEN.context
        assert METADATA.items() <= described.items()
        assert (model.producer_name, model.opset_import[0].version) == ("inkspect", OPSET)
        assert [value.name for value in model.graph.output] == ["logits", "probabilities"]
        assert all(value.doc_string for value in [model, model.graph, *model.graph.input, *model.graph.output])

    def test_the_same_network_gives_the_same_bytes(self, network: PenNetwork, tmp_path: Path) -> None:
        first, second = tmp_path / "1.onnx", tmp_path / "2.onnx"
        export_onnx(network, first)
        export_onnx(network.with_metadata(dict(reversed(METADATA.items()))), second)
        assert first.read_bytes() == second.read_bytes()


def test_safetensors_are_the_weights_file_byte_for_byte(network: PenNetwork, tmp_path: Path) -> None:
    network.save(tmp_path / "weights.safetensors")
    export_safetensors(network, tmp_path / "export.safetensors")
    assert (tmp_path / "export.safetensors").read_bytes() == (tmp_path / "weights.safetensors").read_bytes()
    exact = PenNetwork.initialized(3)
    export_safetensors(exact, tmp_path / "exact.safetensors")
    assert load_weights(tmp_path / "exact.safetensors") == exact


def test_json_holds_every_bit_the_description_and_the_metadata(network: PenNetwork, tmp_path: Path) -> None:
    export_json(network, tmp_path / "pen.json")
    content = json.loads((tmp_path / "pen.json").read_text(encoding="utf-8"))
    assert PenNetwork.from_parameters(content["parameters"]) == network
    assert (content["format"], content["format_version"]) == ("inkspect-pen-network", 1)
    assert content["metadata"] == METADATA
    assert content["weights_sha256"] == weights_sha256(network)
    assert content["description"]["directions"] == [list(direction) for direction in PEN.directions]


@pytest.mark.parametrize("kind", EXPORTERS)
def test_what_is_not_finite_is_not_exported(kind: str, tmp_path: Path) -> None:
    broken = PenNetwork.initialized(1)
    broken.parameters()["norm.bias"][5] = np.nan
    kept = tmp_path / f"network.{kind}"
    kept.write_text("kept")
    with pytest.raises(InkspectError, match=r"norm\.bias has a value that is not finite"):
        EXPORTERS[kind](broken, kept)
    assert kept.read_text() == "kept"


def run(folder: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["export", "--network", "pen", *arguments])
    if done.exception is not None:
        raise done.exception
    return done.output


class TestCommand:
    @pytest.mark.parametrize("form", EXPORTERS)
    def test_the_lines_it_prints_load_what_it_wrote(
        self, network: PenNetwork, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        network.save(tmp_path / "published.safetensors")
        monkeypatch.setattr(pen_weights, "published_weights", lambda: tmp_path / "published.safetensors")
        source, first, *lines = run(tmp_path, "--format", form, monkeypatch=monkeypatch).splitlines()
        assert source == "Exported the pen's published network"
        assert first == f"Wrote inkspect-published-pen.{form}; to load it in Python:"
        ids = a_sequence(np.random.default_rng(1), 20)
        names: dict[str, object] = {"tokens": np.array([ids])}
        exec(dedent("\n".join(lines)), names)
        if form == "onnx":
            assert_agree("logits", np.asarray(names["logits"])[0], network.logits(ids))
        else:
            loaded = names["parameters" if form == "safetensors" else "network"]
            assert isinstance(loaded, dict)
            parameters = loaded if form == "safetensors" else loaded["parameters"]
            assert PenNetwork.from_parameters(parameters) == network

    @pytest.mark.parametrize("form", EXPORTERS)
    def test_ones_own_is_exported_again_over_the_earlier_export(
        self, network: PenNetwork, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        network.save(tmp_path / "my.safetensors")
        for _ in range(2):
            run(tmp_path, "--format", form, "--weights", "my.safetensors", monkeypatch=monkeypatch)
        assert len(list(tmp_path.iterdir())) == 2

    def test_neither_networks_files_are_taken_for_the_others(
        self, network: PenNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        network.save(tmp_path / "my.safetensors")
        Network.initialized(0).save(tmp_path / "picture.safetensors")
        lively_network(5, scale=0.1).save(tmp_path / "other.safetensors")
        kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        for arguments, said in (
            (("--weights", "picture.safetensors", "--format", "json"), "is not a weights file of the pen's network"),
            (
                ("--weights", "my.safetensors", "--format", "safetensors", "--output", "picture.safetensors"),
                "picture.safetensors holds a network's weights, and is not overwritten",
            ),
            (
                ("--weights", "my.safetensors", "--format", "safetensors", "--output", "other.safetensors"),
                "other.safetensors holds the weights of another network",
            ),
            (
                ("--weights", "my.safetensors", "--format", "safetensors", "--output", "./my.safetensors"),
                "is the file to be exported",
            ),
        ):
            with pytest.raises(InkspectError, match=said):
                run(tmp_path, *arguments, monkeypatch=monkeypatch)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


def test_from_python_the_extension_chooses_the_format(network: PenNetwork, tmp_path: Path) -> None:
    for form in EXPORTERS:
        assert inkspect.export(tmp_path / f"pen.{form}", network).startswith("Wrote ")
    assert safetensors.numpy.load_file(tmp_path / "pen.safetensors")["pen_up.weight"].dtype == np.float16
    with pytest.raises(inkspect.InvalidValueError, match="the extension must be one of"):
        inkspect.export(tmp_path / "pen.txt", network)

"""Exported networks compute in other runtimes what they compute here, and say where they come from."""

import hashlib
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
import pytest
import safetensors
import safetensors.numpy
from numpy.typing import NDArray

import documents
import golden
from inkspect.network.architecture import load_architecture
from inkspect.network.export import EXPORTERS, export_json, export_onnx, export_safetensors
from inkspect.network.exporting import OPSET
from inkspect.network.network import Network
from inkspect.network.trace import Trace
from inkspect.network.weights import load_weights, published_weights
from inkspect.system.errors import InkspectError

Float32s = NDArray[np.float32]
METADATA = {"seed": "3", "recipe": '{"epochs":1}'}
ARCHITECTURE = load_architecture()


class Session(Protocol):
    """What is used of an onnxruntime session, which brings no types."""

    def run(self, outputs: Sequence[str] | None, feed: dict[str, Float32s]) -> list[Float32s]: ...


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.initialized(3)


@pytest.fixture(scope="module")
def published() -> tuple[Network, dict[str, str]]:
    return load_weights(published_weights())


@pytest.fixture(scope="module")
def pictures() -> Float32s:
    """The golden drawings, bare paper, full ink, and noise."""
    pixels = golden.read_golden_cases(golden.FOLDER).tensors["pixels"].reshape(-1, 28, 28)
    noise = np.random.default_rng(0).random((8, 28, 28))
    return np.concatenate([pixels, np.zeros((1, 28, 28)), np.ones((1, 28, 28)), noise]).astype(np.float32)


@pytest.fixture(scope="module")
def model(published: tuple[Network, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> onnx.ModelProto:
    path = tmp_path_factory.mktemp("onnx") / "inkspect.onnx"
    export_onnx(*published, path)
    return onnx.load(path)


def session(model: onnx.ModelProto) -> Session:
    opened: Session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return opened


def assert_agree(name: str, computed: Float32s, expected: NDArray[np.floating]) -> None:
    """Compare by the agreed tolerance: 1e-5 of the layer's largest."""
    assert computed.shape == expected.shape
    off = np.abs(computed - expected).max() / np.abs(expected).max()
    assert off <= 1e-5, f"{name} is off by {off:.1e} of the layer's largest"


def values_by_name(trace: Trace) -> dict[str, NDArray[np.floating]]:
    logits = {"logits": trace.logits, "probabilities": trace.probabilities}
    inner = {name: values for name, values in trace.preactivations.items() if name != ARCHITECTURE.layers[-1].name}
    return {**inner, **trace.activations, **logits}


class TestOnnx:
    def test_onnxruntime_computes_the_same_in_every_layer(
        self, model: onnx.ModelProto, published: tuple[Network, dict[str, str]], pictures: Float32s
    ) -> None:
        expected = values_by_name(published[0].trace(pictures))
        every = onnx.ModelProto()
        every.CopyFrom(model)
        known = {output.name for output in model.graph.output}
        every.graph.output.extend(onnx.ValueInfoProto(name=name) for name in expected if name not in known)
        computed = session(every).run(list(expected), {"pictures": pictures})
        assert len(expected) == len(ARCHITECTURE.layers) + 1
        for name, values in zip(expected, computed, strict=True):
            assert_agree(name, values, expected[name])

    @pytest.mark.parametrize("batch", [0, 1, 2, 300])
    def test_any_batch_goes_through(self, model: onnx.ModelProto, batch: int) -> None:
        picture = np.random.default_rng(1).random((1, 28, 28)).astype(np.float32)
        logits, probabilities = session(model).run(None, {"pictures": np.repeat(picture, batch, axis=0)})
        assert logits.shape == probabilities.shape == (batch, 10)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)

    def test_onnxs_checker_infers_the_shapes_that_are_declared(self, model: onnx.ModelProto) -> None:
        onnx.checker.check_model(model, full_check=True)
        inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True)
        shapes = {
            value.name: tuple(dim.dim_value for dim in value.type.tensor_type.shape.dim)[1:]
            for value in [*inferred.graph.value_info, *inferred.graph.output]
        }
        for name, shape in ARCHITECTURE.output_shapes().items():
            assert shapes["logits" if name == ARCHITECTURE.layers[-1].name else name] == shape

    def test_it_says_what_it_is_and_where_it_comes_from(
        self, model: onnx.ModelProto, published: tuple[Network, dict[str, str]]
    ) -> None:
        described = {entry.key: entry.value for entry in model.metadata_props}
        assert described["weights_sha256"] == hashlib.sha256(published_weights().read_bytes()).hexdigest()
        assert json.loads(described["ink"])["mass_center"] == ARCHITECTURE.ink.mass_center
        assert published[1].items() <= described.items()
        assert (model.producer_name, model.opset_import[0].version) == ("inkspect", OPSET)
        assert [value.name for value in model.graph.input] == ["pictures"]
        assert [value.name for value in model.graph.output] == ["logits", "probabilities"]
        assert all(value.doc_string for value in [model, model.graph, *model.graph.input, *model.graph.output])

    def test_the_same_network_gives_the_same_bytes(self, network: Network, tmp_path: Path) -> None:
        first, second = tmp_path / "1.onnx", tmp_path / "2.onnx"
        export_onnx(network, METADATA, first)
        export_onnx(network, dict(reversed(METADATA.items())), second)
        assert first.read_bytes() == second.read_bytes()

    def test_without_the_package_onnx_one_line_says_what_to_install(
        self, network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "onnx", None)
        with pytest.raises(InkspectError) as caught:
            export_onnx(network, METADATA, tmp_path / "network.onnx")
        assert str(caught.value) == "exporting to ONNX needs the package onnx: pip install 'inkspect[export]'"
        assert list(tmp_path.iterdir()) == []


class TestSafetensors:
    def test_the_published_weights_come_out_byte_for_byte(
        self, published: tuple[Network, dict[str, str]], tmp_path: Path
    ) -> None:
        path = tmp_path / "network.safetensors"
        export_safetensors(*published, path)
        assert path.read_bytes() == published_weights().read_bytes()

    def test_float32_weights_keep_every_bit(self, network: Network, tmp_path: Path) -> None:
        path = tmp_path / "network.safetensors"
        export_safetensors(network, METADATA, path)
        loaded, metadata = load_weights(path)
        assert np.array_equal(loaded.parameter_vector, network.parameter_vector)
        assert METADATA.items() <= metadata.items()
        assert {values.dtype for values in safetensors.numpy.load_file(path).values()} == {np.dtype(np.float32)}


class TestJson:
    def test_it_holds_every_bit_the_layers_and_the_metadata(self, network: Network, tmp_path: Path) -> None:
        path = tmp_path / "network.json"
        export_json(network, METADATA, path)
        content = json.loads(path.read_text(encoding="utf-8"))
        for name, values in network.parameters().items():
            read = np.array(content["parameters"][name])
            assert read.shape == values.shape
            assert np.array_equal(read.astype(np.float32), values)
        assert (content["format"], content["format_version"]) == ("inkspect-network", 1)
        assert content["metadata"] == METADATA
        assert [layer["name"] for layer in content["architecture"]["layers"]] == [s.name for s in ARCHITECTURE.layers]
        assert content["architecture"]["ink"]["ink_span"] == ARCHITECTURE.ink.ink_span

    def test_it_names_the_safetensors_file_with_the_same_weights(
        self, published: tuple[Network, dict[str, str]], tmp_path: Path
    ) -> None:
        path = tmp_path / "network.json"
        export_json(*published, path)
        assert (
            json.loads(path.read_bytes())["weights_sha256"]
            == hashlib.sha256(published_weights().read_bytes()).hexdigest()
        )


def test_the_documented_pytorch_module_computes_the_same(
    published: tuple[Network, dict[str, str]],
    pictures: Float32s,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed; the module in docs/exports.md is not tried")
    monkeypatch.chdir(tmp_path)
    document = documents.parse(documents.PROJECT / "docs" / "exports.md")
    for example in document.examples():
        example.evaluate()
    names = document.namespace | {"drawings": pictures}
    computed = eval("model(torch.from_numpy(drawings)[:, None]).detach().numpy()", names)
    assert isinstance(computed, np.ndarray)
    assert_agree("logits", computed, published[0].predict_logits(pictures))


@pytest.mark.parametrize("kind", EXPORTERS)
class TestEveryFormat:
    def test_what_it_says_about_loading_works(self, kind: str, network: Network, tmp_path: Path) -> None:
        path = tmp_path / f"it's a network.{kind}"
        first, *lines = EXPORTERS[kind](network, METADATA, path).splitlines()
        assert first.startswith(f"Wrote {path}")
        program = "\n".join(
            [
                "import numpy",
                "pictures = numpy.zeros((2, 28, 28), 'float32')",
                *(line.removeprefix("    ") for line in lines),
            ]
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{shlex.quote(program)}\n{done.stderr}"

    def test_a_folder_that_is_not_there_is_one_line(self, kind: str, network: Network, tmp_path: Path) -> None:
        path = tmp_path / "missing" / f"network.{kind}"
        with pytest.raises(InkspectError, match=re.escape(f"cannot write {path}: No such file or directory")):
            EXPORTERS[kind](network, METADATA, path)

    def test_a_network_that_is_not_finite_is_not_exported(self, kind: str, tmp_path: Path) -> None:
        broken = Network.initialized(1)
        broken.parameters()["fc1.bias"][5] = np.nan
        kept = tmp_path / f"network.{kind}"
        kept.write_text("kept")
        with pytest.raises(InkspectError, match=r"fc1\.bias has a value that is not finite"):
            EXPORTERS[kind](broken, METADATA, kept)
        assert kept.read_text() == "kept"

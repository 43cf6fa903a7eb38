"""Weights files: what is written is read again; what is not exactly this network's weights is refused in one line."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st

from inkspect.network.architecture import load_architecture
from inkspect.network.network import Network
from inkspect.network.weights import (
    load_weights,
    parse_weights,
    published_weights,
    rounded,
    save_weights,
    serialize_weights,
)
from inkspect.system.errors import InkspectError

METADATA = {"seed": "3", "recipe": '{"epochs": 1}', "credit": "Ō, a name with an accent", "date": "2025-01-01"}


def good_content() -> bytes:
    return serialize_weights(Network.initialized(3), METADATA)


def tensors() -> dict[str, np.ndarray]:
    return {name: values.astype(np.float16) for name, values in Network.initialized(3).parameters().items()}


def file_of(header: bytes, data: bytes) -> bytes:
    return len(header).to_bytes(8, "little") + header + data


def with_header(change: Callable[[dict[str, dict[str, object]]], None]) -> bytes:
    """A good file whose header was changed, its data left as it was."""
    content = good_content()
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    change(header)
    return file_of(json.dumps(header).encode(), content[end:])


def assert_refused_in_one_line(content: bytes, expected: str) -> None:
    with pytest.raises(InkspectError) as refusal:
        parse_weights(content, "some.safetensors")
    line = str(refusal.value)
    assert line.startswith("some.safetensors is "), line
    assert "\n" not in line, line
    assert re.search(expected, line), line


@pytest.mark.parametrize(("dtype", "stored"), [("F16", np.float16), ("F32", np.float32)])
def test_what_is_saved_is_loaded_as_the_stored_type_keeps_it(
    tmp_path: Path, dtype: str, stored: type[np.floating]
) -> None:
    network = Network.initialized(3)
    save_weights(tmp_path / "w.safetensors", network, METADATA, "F16" if dtype == "F16" else "F32")
    loaded, metadata = load_weights(tmp_path / "w.safetensors")
    assert metadata == METADATA | {"format_version": "1"}
    for name, values in network.parameters().items():
        assert loaded.parameters()[name].dtype == np.float32
        np.testing.assert_array_equal(loaded.parameters()[name], values.astype(stored).astype(np.float32), name)


def test_figures_can_be_measured_before_the_file_is_there() -> None:
    network = Network.initialized(3)
    loaded, _ = parse_weights(serialize_weights(network, {}), "bytes")
    np.testing.assert_array_equal(rounded(network).parameter_vector, loaded.parameter_vector)


def test_other_programs_read_the_file_as_float16_with_the_published_names() -> None:
    read = safetensors.numpy.load(good_content())
    assert {name: values.shape for name, values in read.items()} == load_architecture().parameter_shapes()
    assert {values.dtype for values in read.values()} == {np.dtype(np.float16)}


def test_the_same_network_and_metadata_give_the_same_bytes() -> None:
    backwards = dict(reversed(METADATA.items()))
    contents = {serialize_weights(Network.initialized(3), metadata) for metadata in [METADATA, backwards] * 5}
    assert len(contents) == 1


def test_a_file_without_metadata_is_accepted() -> None:
    loaded, metadata = parse_weights(safetensors.numpy.save(tensors()), "bytes")
    np.testing.assert_array_equal(loaded.parameter_vector, rounded(Network.initialized(3)).parameter_vector)
    assert metadata == {}


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e6])
def test_a_network_that_float16_cannot_hold_is_not_saved(tmp_path: Path, value: float) -> None:
    network = Network.initialized(3)
    network.parameters()["fc1.bias"][5] = value
    with pytest.raises(InkspectError, match=r"fc1\.bias has a value that is not finite as F16"):
        save_weights(tmp_path / "w.safetensors", network, {})
    assert list(tmp_path.iterdir()) == []


def without_bias() -> dict[str, np.ndarray]:
    return {name: values for name, values in tensors().items() if name != "conv2.bias"}


def holding(value: float, dtype: type[np.floating]) -> dict[str, np.ndarray]:
    changed = tensors()
    changed["conv1.weight"] = changed["conv1.weight"].astype(dtype)
    changed["conv1.weight"][2, 0, 1, 1] = value
    return changed


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (without_bias(), r"conv2\.bias missing"),
        (tensors() | {"fc3.bias": np.zeros(2, np.float16)}, r"it holds fc3\.bias, which this network does not have"),
        (tensors() | {"x" * 5000: np.zeros(2, np.float16)}, r"it holds x{40}, which"),
        (tensors() | {"fc2.bias": np.zeros(11, np.float16)}, r"fc2\.bias has shape \(11,\), not \(10,\)"),
        (tensors() | {"fc1.weight": np.zeros((400, 64), np.float16)}, r"shape \(400, 64\), not \(64, 400\)"),
        (tensors() | {"fc2.bias": np.zeros(10, np.float64)}, r"fc2\.bias has type float64, not float16 or float32"),
        (tensors() | {"fc2.bias": np.zeros(10, np.int16)}, r"fc2\.bias has type int16"),
        (holding(np.nan, np.float16), r"conv1\.weight has a value that is not finite"),
        (holding(np.inf, np.float16), r"conv1\.weight has a value that is not finite"),
        (holding(-np.inf, np.float32), r"conv1\.weight has a value that is not finite"),
        ({}, r"conv1\.weight, conv1\.bias, conv2\.weight and more missing"),
    ],
)
def test_tensors_that_are_not_this_networks_are_refused_by_name(changed: dict[str, np.ndarray], expected: str) -> None:
    assert_refused_in_one_line(
        safetensors.numpy.save(changed), "not a weights file of this network: " + ".*" + expected
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "header too small"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5000), "header"),
        ((2**60).to_bytes(8, "little") + b"{}", "header too large"),
        (file_of(b"[1, 2]", b""), "JSON in header"),
        (file_of(b"{" * 100_000, b""), "JSON in header"),
        (file_of(b'{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", b""), "JSON in header"),
        (file_of(b'{"\xff": 1}', b""), "header"),
        (good_content() + b"\0", "not fully covered"),
        (good_content()[:-1], "not fully covered|incomplete"),
    ],
)
def test_what_is_no_whole_safetensors_file_is_refused(content: bytes, expected: str) -> None:
    assert_refused_in_one_line(content, "is not a complete safetensors file: .*" + expected)


def test_overlapping_and_gapped_tensors_are_refused() -> None:
    def overlap(header: dict[str, dict[str, object]]) -> None:
        header["fc2.bias"]["data_offsets"] = header["fc1.bias"]["data_offsets"]

    def shift(header: dict[str, dict[str, object]]) -> None:
        header["conv1.bias"]["data_offsets"] = [2, 18]

    for change in (overlap, shift):
        assert_refused_in_one_line(with_header(change), "is not a complete safetensors file: invalid .*offset")


def test_types_that_numpy_does_not_know_are_refused() -> None:
    def as_bfloat(header: dict[str, dict[str, object]]) -> None:
        header["fc2.bias"]["dtype"] = "BF16"

    assert_refused_in_one_line(with_header(as_bfloat), "of type BF16, not F16 or F32")


def test_a_name_that_stands_twice_in_the_header_is_refused() -> None:
    content = good_content()
    end = 8 + int.from_bytes(content[:8], "little")
    header = content[8:end].rstrip()
    entry = re.search(rb'"fc2\.bias":\{[^}]*\}', header)
    assert entry is not None
    twice = header[:-1] + b"," + entry[0] + b"}"
    assert_refused_in_one_line(file_of(twice, content[end:]), r"its header has fc2\.bias twice")


def test_a_later_format_is_refused_rather_than_guessed_at() -> None:
    content = safetensors.numpy.save(tensors(), {"format_version": "2"})
    assert_refused_in_one_line(content, "its format version is '2', but this program reads '1'")


@given(st.data())
def test_a_file_cut_off_anywhere_is_refused(data: st.DataObject) -> None:
    content = good_content()
    assert_refused_in_one_line(
        content[: data.draw(st.integers(0, len(content) - 1))], "is not a complete safetensors file"
    )


@given(st.data())
def test_a_damaged_header_is_refused_or_still_describes_this_network(data: st.DataObject) -> None:
    content = bytearray(good_content())
    place = data.draw(st.integers(0, 8 + int.from_bytes(content[:8], "little") - 1))
    content[place] = data.draw(st.integers(0, 255))
    try:
        network, _ = parse_weights(bytes(content), "damaged")
    except InkspectError as error:
        assert "\n" not in str(error)
    else:
        assert network.parameter_vector.size == 27_690
        assert np.isfinite(network.parameter_vector).all()


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "none.safetensors", "No such file"), (tmp_path, "directory")):
        with pytest.raises(InkspectError, match=f"cannot read {re.escape(str(path))}: .*{reason}"):
            load_weights(path)


def test_a_huge_file_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    path = tmp_path / "huge.safetensors"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(InkspectError, match="it is over 16 MB"):
        load_weights(path)


def test_the_published_weights_say_how_they_were_made_and_hold_the_floor() -> None:
    network, metadata = load_weights(published_weights())
    assert safetensors.numpy.load(published_weights().read_bytes())["fc1.weight"].dtype == np.float16
    assert network.parameter_vector.size == 27_690
    figures = json.loads(metadata["figures"])
    assert figures["mnist_test_accuracy"] >= 0.99
    assert figures["mnist_validation_accuracy"] >= 0.99
    assert json.loads(metadata["recipe"])["epochs"] == len(json.loads(metadata["history"]))
    sums = json.loads(metadata["data"])
    assert sums["train-images-idx3-ubyte"] == "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    assert all(re.fullmatch("[0-9a-f]{64}", total) for total in sums.values())
    assert "10.5281/zenodo.1195803" in metadata["credit"]
    assert metadata["licence"]
    assert re.fullmatch(r"\d+", metadata["seed"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["package_version"])
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", metadata["date"])


@pytest.mark.parametrize(("left_out", "said"), [(3, "conv2.weight missing"), (4, "conv2.weight and more missing")])
def test_of_many_missing_tensors_three_are_named(left_out: int, said: str) -> None:
    parameters = dict(list(Network.initialized(0).parameters().items())[left_out:])
    with pytest.raises(InkspectError, match=rf"conv1\.weight, conv1\.bias, {said}$"):
        parse_weights(safetensors.numpy.save(parameters), "it")

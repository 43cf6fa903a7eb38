"""The pen's weights files: what is written is read again; what is not exactly its weights is refused in one line."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st

from inkspect.network.network import Network
from inkspect.pen.description import load_pen
from inkspect.pen.given import as_pen_network
from inkspect.pen.network import PenNetwork
from inkspect.pen.weights import (
    load_weights,
    parse_weights,
    published_weights,
    rounded,
    serialize_losslessly,
    serialize_weights,
)
from inkspect.system.errors import InkspectError, InvalidValueError

METADATA = {"seed": "3", "recipe": '{"epochs": 1}', "credit": "Ō, a name with an accent", "date": "2025-01-01"}


def network() -> PenNetwork:
    return PenNetwork.initialized(3).with_metadata(METADATA)


def tensors() -> dict[str, np.ndarray]:
    return {name: values.astype(np.float16) for name, values in network().parameters().items()}


def file_of(header: bytes, data: bytes) -> bytes:
    return len(header).to_bytes(8, "little") + header + data


def assert_refused_in_one_line(content: bytes, expected: str) -> None:
    with pytest.raises(InkspectError) as refusal:
        parse_weights(content, "some.safetensors")
    line = str(refusal.value)
    assert line.startswith("some.safetensors is "), line
    assert "\n" not in line, line
    assert len(line) < 300, line
    assert re.search(expected, line), line


@pytest.mark.parametrize("stored", ["F16", "F32"])
def test_what_is_saved_is_loaded_as_the_stored_type_keeps_it(tmp_path: Path, stored: str) -> None:
    network().save(tmp_path / "pen.safetensors", "F16" if stored == "F16" else "F32")
    loaded = load_weights(tmp_path / "pen.safetensors")
    assert loaded.metadata == METADATA | {"format_version": "1"}
    kind = np.float16 if stored == "F16" else np.float32
    for name, values in network().parameters().items():
        assert loaded.parameters()[name].dtype == np.float32
        np.testing.assert_array_equal(loaded.parameters()[name], values.astype(kind).astype(np.float32), name)


def test_figures_can_be_measured_before_the_file_is_there() -> None:
    assert rounded(network()) == parse_weights(serialize_weights(network()), "bytes")
    assert rounded(network()).metadata == METADATA


def test_other_programs_read_the_file_as_float16_with_the_published_names() -> None:
    read = safetensors.numpy.load(serialize_weights(network()))
    assert {name: values.shape for name, values in read.items()} == load_pen().parameter_shapes()
    assert {values.dtype for values in read.values()} == {np.dtype(np.float16)}


def test_the_same_network_and_metadata_give_the_same_bytes_and_rounded_ones_stay() -> None:
    content = serialize_weights(network())
    assert serialize_weights(network(), dict(reversed(METADATA.items()))) == content
    assert serialize_losslessly(parse_weights(content, "bytes")) == content
    assert parse_weights(serialize_losslessly(network()), "bytes") == network()


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e6])
def test_a_network_that_float16_cannot_hold_is_not_saved(tmp_path: Path, value: float) -> None:
    broken = network()
    broken.parameters()["layer2.up.bias"][5] = value
    with pytest.raises(InkspectError, match=r"layer2\.up\.bias has a value that is not finite as F16"):
        broken.save(tmp_path / "pen.safetensors")
    assert list(tmp_path.iterdir()) == []


def holding(value: float, dtype: type[np.floating]) -> dict[str, np.ndarray]:
    changed = tensors()
    changed["token.weight"] = changed["token.weight"].astype(dtype)
    changed["token.weight"][2, 1] = value
    return changed


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({n: v for n, v in tensors().items() if n != "norm.bias"}, r"norm\.bias missing"),
        (tensors() | {"x" * 5000: np.zeros(2, np.float16)}, r"it holds x{40}, which"),
        (tensors() | {"pen_up.weight": np.zeros(31, np.float16)}, r"pen_up\.weight has shape \(31,\), not \(32,\)"),
        (tensors() | {"norm.bias": np.zeros(32, np.float64)}, r"norm\.bias has type float64, not float16 or float32"),
        (holding(np.nan, np.float16), r"token\.weight has a value that is not finite"),
        (holding(-np.inf, np.float32), r"token\.weight has a value that is not finite"),
        ({}, r"token\.weight, position\.weight, place_x\.weight and more missing"),
        (Network.initialized(0).parameters(), r"token\.weight, position\.weight, place_x\.weight and more missing"),
    ],
)
def test_tensors_that_are_not_this_networks_are_refused_by_name(changed: dict[str, np.ndarray], expected: str) -> None:
    assert_refused_in_one_line(safetensors.numpy.save(changed), "not a weights file of the pen's network: " + expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "header too small"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5000), "header"),
        ((2**60).to_bytes(8, "little") + b"{}", "header too large"),
        (file_of(b"[1, 2]", b""), "JSON in header"),
        (file_of(b"{" * 100_000, b""), "JSON in header"),
        (serialize_weights(network()) + b"\0", "not fully covered"),
        (serialize_weights(network())[:-1], "not fully covered|incomplete"),
    ],
)
def test_what_is_no_whole_safetensors_file_is_refused(content: bytes, expected: str) -> None:
    assert_refused_in_one_line(content, "is not a complete safetensors file: .*" + expected)


def test_a_later_format_is_refused_rather_than_guessed_at() -> None:
    content = safetensors.numpy.save(tensors(), {"format_version": "2"})
    assert_refused_in_one_line(content, "its format version is '2', but this program reads '1'")


@given(st.data())
def test_a_file_damaged_anywhere_in_its_header_is_refused_or_still_describes_this_network(data: st.DataObject) -> None:
    content = bytearray(serialize_weights(network()))
    place = data.draw(st.integers(0, 8 + int.from_bytes(content[:8], "little") - 1))
    content[place] = data.draw(st.integers(0, 255))
    try:
        loaded = parse_weights(bytes(content), "damaged")
    except InkspectError as error:
        assert "\n" not in str(error)
    else:
        assert loaded.parameter_vector.size == 27_256
        assert np.isfinite(loaded.parameter_vector).all()


def test_files_that_cannot_be_read_or_are_huge_are_named_with_the_reason(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "none.safetensors", "No such file"), (tmp_path, "directory")):
        with pytest.raises(InkspectError, match=f"cannot read {re.escape(str(path))}: .*{reason}"):
            load_weights(path)
    huge = tmp_path / "huge.safetensors"
    with huge.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(InkspectError, match="it is over 16 MB"):
        load_weights(huge)


def test_neither_networks_weights_replace_the_others(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    network().save(path)
    network().with_metadata({}).save(path)
    kept = path.read_bytes()
    with pytest.raises(InkspectError, match=r"holds the weights of a pen's network, and is not overwritten by a netw"):
        Network.initialized(0).save(path)
    assert path.read_bytes() == kept
    Network.initialized(0).save(tmp_path / "picture.safetensors")
    with pytest.raises(InkspectError, match=r"holds a network's weights, and is not overwritten by the weights of a p"):
        network().save(tmp_path / "picture.safetensors")


def test_a_network_is_passed_as_it_is_or_as_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, path = network(), tmp_path / "pen.safetensors"
    assert as_pen_network(given) is given
    given.save(path, "F32")
    assert as_pen_network(path) == as_pen_network(str(path)) == given
    monkeypatch.setattr("inkspect.pen.given.published_weights", lambda: path)
    assert as_pen_network(None) == given
    with pytest.raises(InvalidValueError, match="drawn_by must be a PenNetwork or the path of a weights file, not 3"):
        as_pen_network(3, "drawn_by")  # type: ignore[arg-type]
    assert published_weights().name == "pen.safetensors"
    assert given != 3


def test_a_network_tells_its_sizes_and_where_it_comes_from() -> None:
    told = network().with_metadata(METADATA | {"credit": "<b>"})
    assert repr(told) == (
        "<Pen's network: 27,256 parameters; 2 layers of width 32, 4 heads, feed-forward 92; 47 tokens, context 96>"
    )
    table = told._repr_html_()
    assert "<td>layer1.attention.qkv.weight</td><td>96×32</td><td>3,072</td>" in table
    assert "&lt;b&gt;" in table and "<b>" not in table
    assert json.loads(told.metadata["recipe"]) == {"epochs": 1}

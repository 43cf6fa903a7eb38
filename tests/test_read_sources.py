"""`read` takes a drawing, a picture or a file in every form in which people have one."""

import io
from collections.abc import Callable
from os import PathLike
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import inkspect

LINE = [[[0, 0], [0, 10]]]
STROKES = b'{"strokes": [[[0, 0], [0, 10]]]}\n'


class Somewhere(PathLike[str]):
    """A path of another library's."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


def png() -> bytes:
    file = io.BytesIO()
    grey = np.kron(255 - 255 * inkspect.rasterize(LINE), np.ones((8, 8))).astype(np.uint8)
    Image.fromarray(grey).save(file, format="PNG")
    return file.getvalue()


FORMS: dict[str, Callable[[bytes], inkspect.Readable]] = {
    "bytes": bytes,
    "a bytearray": bytearray,
    "a memoryview": memoryview,
    "a file in memory": io.BytesIO,
}


@pytest.mark.parametrize("content", [png(), STROKES], ids=["a picture", "strokes"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_contents_are_read_in_any_form(form: Callable[[bytes], inkspect.Readable], content: bytes) -> None:
    assert inkspect.read(form(content)).digit == 1


def test_an_open_file_and_any_path_are_read(tmp_path: Path) -> None:
    (tmp_path / "one.png").write_bytes(png())
    with (tmp_path / "one.png").open("rb") as file:
        assert inkspect.read(file).digit == 1
    assert inkspect.read(Somewhere(tmp_path / "one.png")).digit == 1


def test_many_are_read_from_contents_too() -> None:
    assert [reading.digit for reading in inkspect.read_all(2 * STROKES)] == [1, 1]
    assert [reading.digit for reading in inkspect.read_all(io.BytesIO(3 * STROKES))] == [1, 1, 1]
    with pytest.raises(inkspect.InkspectError, match="source: holds 2 drawings, not one"):
        inkspect.read(2 * STROKES)


def test_a_fault_in_contents_is_found_by_line() -> None:
    with pytest.raises(inkspect.InkspectError, match="the stroke file:2: 'strokes' is missing"):
        inkspect.read_all(STROKES + b"{}")


def test_a_file_that_cannot_be_read_is_refused_in_a_line(tmp_path: Path) -> None:
    with (tmp_path / "new").open("wb") as file, pytest.raises(inkspect.InvalidValueError, match="mode 'rb'"):
        inkspect.read(file)


def test_a_path_of_another_library_stands_wherever_a_path_may(tmp_path: Path) -> None:
    weights, drawings = Somewhere(tmp_path / "my.safetensors"), Somewhere(tmp_path / "ours.jsonl")
    network = inkspect.load()
    network.save(weights)
    inkspect.save_weights(weights, network)
    inkspect.write_strokes(drawings, [inkspect.Drawing(LINE, "1")])
    assert inkspect.load(weights) == network
    assert inkspect.read(LINE, weights).digit == 1
    assert inkspect.read_all(drawings, weights)[0].digit == 1
    assert inkspect.evaluate(weights, drawings).correct == 1
    assert inkspect.read_strokes(drawings) == [inkspect.Drawing(LINE, "1")]
    assert "load" in inkspect.export(Somewhere(tmp_path / "my.json"), weights)

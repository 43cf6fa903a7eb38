"""Every public function refuses an argument of the wrong kind by its name, in one line, before it does anything."""

# mypy: disable-error-code="arg-type, call-overload, list-item, dict-item"
# The types say that none of this may be passed; callers without a type checker pass it nevertheless.

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import inkspect

POINT = [[[0, 0]]]
DRAWING = inkspect.Drawing(POINT)

PEN = inkspect.PenNetwork.initialized(0)
EVALUATION = inkspect.Evaluation(np.zeros((10, 10), np.int64), None)


class OnAnotherDevice:
    """Refuses as PyTorch's tensors on a GPU do."""

    def __array__(self, *_: object, **__: object) -> None:
        raise TypeError("can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu()")


def closed_file() -> io.BytesIO:
    file = io.BytesIO()
    file.close()
    return file


REFUSED: dict[str, tuple[Callable[[inkspect.Network], object], str]] = {
    "a network to load": (inkspect.load, r"path must be a path, as a str or .*, not a Network"),
    "a number to load": (lambda _: inkspect.load(3), "path must be a path, as a str or .*, not 3"),
    "a network that is a number": (
        lambda _: inkspect.evaluate(3),
        "network must be a Network or the path .*, not 3",
    ),
    "files to evaluate on": (lambda n: inkspect.evaluate(n, ["a.jsonl"]), r"drawings\[0\] must be a Drawing, not 'a"),
    "one drawing to evaluate on": (
        lambda n: inkspect.evaluate(n, DRAWING),
        "drawings must be a list of Drawing obj",
    ),
    "pictures to evaluate on": (lambda n: inkspect.evaluate(n, mnist=[1]), r"mnist must be a Mnist, not \[1\]"),
    "a network to export to": (lambda n: inkspect.export(n), "path must be a path"),
    "a number to read with": (lambda _: inkspect.read(POINT, 3), "network must be a Network"),
    "a number of drawings": (lambda _: inkspect.read_all(3), "sources must be a list of drawings or pictures, not 3"),
    "a drawing of drawings": (lambda _: inkspect.read_all(DRAWING), "sources must be a list"),
    "strokes as a file": (
        lambda _: inkspect.read_strokes(POINT),
        r"path must be a path, as a str or .*, not \[\[\[0, 0\]\]\]",
    ),
    "raw strokes to write": (lambda _: inkspect.write_strokes("x", [POINT]), r"drawings\[0\] must be a Drawing"),
    "one drawing to write": (
        lambda _: inkspect.write_strokes("x", DRAWING),
        "must be a list of Drawing .*, not <Draw",
    ),
    "a number to show with": (lambda _: inkspect.show(None, 3), "weights must be a Network"),
    "a type of numbers": (lambda n: n.save("x", dtype="F64"), "dtype must be one of 'F16', 'F32', not 'F64'"),
    "numbers in metadata": (lambda n: n.with_metadata({"a": 1}), "metadata must map text to text, not 'a' to 1"),
    "metadata to save": (lambda n: inkspect.save_weights("x", n, ["a"]), r"metadata must be a mapping .*, not \['a'\]"),
    "arguments in the wrong order": (lambda n: inkspect.save_weights(n, "x"), "network must be a Network, not 'x'"),
    "a report's drawings": (lambda _: inkspect.write_report("x", strokes=[DRAWING]), r"strokes\[0\] must be a path"),
    "a report's size": (
        lambda _: inkspect.write_report("x", mistakes=-1),
        "mistakes must be a whole number of at least 0",
    ),
    "a cache": (lambda _: inkspect.load_mnist(3), "cache must be a path, as a str or os.PathLike, not 3"),
    "a page's file": (lambda _: inkspect.PageView(b"").save(3), "path must be a path, as a str or .*, not 3"),
    "an empty path": (lambda _: inkspect.load(""), "path must be a path, not an empty str"),
    "a null character": (
        lambda _: inkspect.load("a\0b"),
        r"path must be a path, without null .*, not 'a.x00b'",
    ),
    "bytes as a path": (lambda _: inkspect.load(b"x"), "path must be a path, as a str or .*, not b'x'"),
    "bytes as paths": (lambda _: inkspect.write_report("x", strokes=b"x"), "strokes must be a path, .*, not b'x'"),
    "a digit below 0": (lambda _: EVALUATION.digit_accuracy(-1), "digit must be a whole number from 0 to 9, not -1"),
    "a digit above 9": (lambda _: EVALUATION.digit_count(10), "digit must be a whole number from 0 to 9, not 10"),
    "half a digit": (lambda _: EVALUATION.digit_count(0.5), "digit must be a whole number from 0 to 9, not 0.5"),
    "no test pictures": (
        lambda n: inkspect.evaluate(n, mnist=inkspect.Mnist(np.zeros((1, 28, 28)), [0])),
        "mnist has no test pictures to evaluate on",
    ),
    "a tensor on a GPU": (lambda n: n.predict(OnAnotherDevice()), "pictures must convert to a NumPy array, .*cuda:0"),
    "a tensor to train on": (
        lambda _: inkspect.Mnist(OnAnotherDevice(), [0]),
        "train_images must convert to a NumPy array, not an OnAnotherDevice .*cuda:0",
    ),
    "uneven labels": (
        lambda _: inkspect.Mnist(np.zeros((2, 28, 28)), [[0], [0, 1]]),
        "train_labels must convert to a NumPy array, not a list",
    ),
    "whole-number parameters": (
        lambda n: inkspect.Network.from_parameters(n.parameters(), int),
        "dtype must be a floating-point type, such as float32, not int64",
    ),
    "no type of numbers": (
        lambda n: inkspect.Network.from_parameters(n.parameters(), "nonsense"),
        "dtype must be a floating-point type, not 'nonsense'",
    ),
    "parameters that are not numbers": (
        lambda n: inkspect.Network.from_parameters(n.parameters() | {"fc2.bias": ["a"] * 10}),
        r"fc2\.bias must hold numbers, not <U1",
    ),
    "NaN parameters": (
        lambda n: inkspect.Network.from_parameters(n.parameters() | {"fc2.bias": np.full(10, np.nan)}),
        r"fc2\.bias has a value that is not finite as float32",
    ),
    "parameters beyond the type": (
        lambda n: inkspect.Network.from_parameters(n.parameters() | {"fc2.bias": np.full(10, 1e6)}, "float16"),
        r"fc2\.bias has a value that is not finite as float16",
    ),
    "parameters without names": (
        lambda _: inkspect.Network.from_parameters([1]),
        r"parameters must be a mapping of arrays by name, not \[1\]",
    ),
    "a rule that is text": (
        lambda n: inkspect.Network.from_parameters(n.parameters(), verdict_rule="strict"),
        "verdict_rule must be a VerdictRule, not 'strict'",
    ),
    "a negative seed": (
        lambda _: inkspect.Network.initialized(-1),
        "seed must be a whole number of at least 0, not -1",
    ),
    "a file opened as text": (
        lambda _: inkspect.read(io.StringIO("{}")),
        "source must be a file opened in mode 'rb', not as text",
    ),
    "a closed file": (lambda _: inkspect.read(closed_file()), "source must be a file opened in mode 'rb' .*closed"),
    "an array that is no picture": (lambda _: inkspect.read(np.zeros(5)), r"an array of shape \(5,\), not \(height"),
    "an array of points": (
        lambda _: inkspect.read(np.zeros((5, 2))),
        "too narrow for a picture; pass strokes",
    ),
    "a generator to read": (
        lambda _: inkspect.read(iter([])),
        "source must be strokes, a Drawing, a picture or a path, not a list_iterator",
    ),
    "a network to read": (lambda n: inkspect.read(n), "source must be strokes, a Drawing, .*, not a"),
    "a digit to write": (lambda _: inkspect.write(10, PEN), "digit must be a whole number from 0 to 9, not 10"),
    "a word to write": (lambda _: inkspect.write("7", PEN), "digit must be a whole number from 0 to 9, not '7'"),
    "the picture's network to write with": (
        lambda n: inkspect.write(7, n),
        "network must be a PenNetwork or the path of a weights file, not a Network",
    ),
    "a temperature below 0": (
        lambda _: inkspect.write(7, PEN, temperature=-1),
        "temperature must be a number of at least 0, not -1",
    ),
    "a temperature that is no number": (
        lambda _: inkspect.write(7, PEN, temperature=float("nan")),
        "temperature must be a number of at least 0, not nan",
    ),
    "no token to choose from": (
        lambda _: inkspect.write(7, PEN, top_k=0),
        "top_k must be a whole number of at least 1, not 0",
    ),
    "a seed beyond 32 bits": (
        lambda _: inkspect.write(7, PEN, seed=2**32),
        "seed must be a whole number from 0 to 4294967295, not 4294967296",
    ),
    "a network that is missing to write with": (lambda _: inkspect.write(7, 3), "network must be a PenNetwork or the"),
    "a file to finish": (lambda _: inkspect.finish("a.jsonl", PEN), "strokes must be a list of strokes, not 'a.jsonl'"),
    "a digit that it cannot become": (
        lambda _: inkspect.finish(POINT, PEN, digit=-1),
        "digit must be a whole number from 0 to 9, not -1",
    ),
    "a picture for the pen's network": (
        lambda _: inkspect.read(np.zeros((28, 28)), PEN),
        "source must be strokes, .*: the pen's network follows strokes, and a picture has none",
    ),
    "pictures for the pen's network": (
        lambda _: inkspect.read_all(np.zeros((2, 28, 28)), PEN),
        "sources must be a list of drawings, not a ndarray",
    ),
    "test pictures for the pen's network": (
        lambda _: inkspect.evaluate(PEN, mnist=inkspect.Mnist(np.zeros((1, 28, 28)), [0])),
        "mnist must be None: the pen's network follows strokes",
    ),
    "what the picture's network learned": (
        lambda n: inkspect.evaluate(n, [DRAWING], learned=[DRAWING]),
        "learned is for the pen's network",
    ),
    "what it learned, but nothing held out": (
        lambda _: inkspect.evaluate(PEN, learned=[DRAWING]),
        "learned needs drawings",
    ),
    "raw strokes that it learned": (
        lambda _: inkspect.evaluate(PEN, [DRAWING], learned=[POINT]),
        r"learned\[0\] must be a Drawing",
    ),
    "a long value": (lambda _: inkspect.load(["x" * 100]), "path must be a path, as a str or .*, not a list"),
    "a value of two lines": (
        lambda _: inkspect.load(b"a\nb".splitlines),
        "path must be a path, as a str or .*, not a",
    ),
}


@pytest.mark.parametrize(("call", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_argument_is_refused_by_name(
    call: Callable[[inkspect.Network], object], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(inkspect.InvalidValueError, match=reason) as refusal:
        call(inkspect.load())
    assert "\n" not in str(refusal.value)
    assert not list(tmp_path.iterdir())


def test_one_stroke_file_is_as_good_as_a_list_of_one(tmp_path: Path) -> None:
    for strokes in ("missing.jsonl", tmp_path / "missing.jsonl", ["missing.jsonl"]):
        with pytest.raises(inkspect.InkspectError, match=r"cannot read .*missing\.jsonl"):
            inkspect.write_report(tmp_path / "report.html", strokes=strokes)

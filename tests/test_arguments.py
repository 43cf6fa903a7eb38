"""Every public function refuses an argument of the wrong kind by its name, in one line, before it does anything."""

# mypy: disable-error-code="arg-type, list-item, dict-item"
# The types say that none of this may be passed; callers without a type checker pass it nevertheless.

from collections.abc import Callable
from pathlib import Path

import pytest

import inkspect

POINT = [[[0, 0]]]
DRAWING = inkspect.Drawing(POINT)

REFUSED: dict[str, tuple[Callable[[inkspect.Network], object], str]] = {
    "a network to load": (inkspect.load, r"path must be a path, not a Network"),
    "a number to load": (lambda _: inkspect.load(3), "path must be a path, not 3"),
    "a network that is a number": (lambda _: inkspect.evaluate(3), "a network must be a Network, or the path"),
    "files to evaluate on": (lambda n: inkspect.evaluate(n, ["a.jsonl"]), r"drawings\[0\] must be a Drawing, not 'a"),
    "one drawing to evaluate on": (lambda n: inkspect.evaluate(n, DRAWING), "drawings must be a list of Drawing"),
    "pictures to evaluate on": (lambda n: inkspect.evaluate(n, mnist=[1]), r"mnist must be a Mnist, not \[1\]"),
    "a network to export to": (lambda n: inkspect.export(n), "path must be a path"),
    "a number to read with": (lambda _: inkspect.read(POINT, 3), "a network must be a Network"),
    "a number of drawings": (lambda _: inkspect.read_all(3), "sources must be a list of drawings or pictures, not 3"),
    "a drawing of drawings": (lambda _: inkspect.read_all(DRAWING), "sources must be a list"),
    "strokes as a file": (lambda _: inkspect.read_strokes(POINT), r"path must be a path, not \[\[\[0, 0\]\]\]"),
    "raw strokes to write": (lambda _: inkspect.write_strokes("x", [POINT]), r"drawings\[0\] must be a Drawing"),
    "one drawing to write": (lambda _: inkspect.write_strokes("x", DRAWING), "must be a list of Drawing, not <Draw"),
    "a number to show with": (lambda _: inkspect.show(None, 3), "a network must be a Network"),
    "a type of numbers": (lambda n: n.save("x", dtype="F64"), "dtype must be one of 'F16', 'F32', not 'F64'"),
    "numbers in metadata": (lambda n: n.with_metadata({"a": 1}), "metadata must map text to text, not 'a' to 1"),
    "metadata to save": (lambda n: inkspect.save_weights("x", n, ["a"]), r"metadata must be a mapping .*, not \['a'\]"),
    "arguments in the wrong order": (lambda n: inkspect.save_weights(n, "x"), "network must be a Network, not 'x'"),
    "a report's drawings": (lambda _: inkspect.write_report("x", strokes=[DRAWING]), r"strokes\[0\] must be a path"),
    "a report's size": (
        lambda _: inkspect.write_report("x", mistakes=-1),
        "mistakes must be a whole number of at least 0",
    ),
    "a cache": (lambda _: inkspect.load_mnist(3), "cache must be a path, not 3"),
    "a page's file": (lambda _: inkspect.PageView(b"").save(3), "path must be a path, not 3"),
    "a long value": (lambda _: inkspect.load(["x" * 100]), "path must be a path, not a list"),
    "a value of two lines": (lambda _: inkspect.load(b"a\nb".splitlines), "path must be a path, not a"),
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
        with pytest.raises(inkspect.InkspectError, match=r"missing\.jsonl: can't be read"):
            inkspect.write_report(tmp_path / "report.html", strokes=strokes)

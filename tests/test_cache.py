"""The cache of downloads: what is said of it, and what clearing it removes."""

import gzip
from hashlib import sha256
from pathlib import Path

import pytest

from inkspect.data.cache import clear_cache, inspect_cache
from inkspect.system.errors import InkspectError

FILES = {"one": b"the first", "two": b"the second"}
SUMS = {name: sha256(content).hexdigest() for name, content in FILES.items()}


def states(folder: Path) -> dict[str, str]:
    return {file.name: file.state for file in inspect_cache(folder, SUMS).files}


def test_only_a_file_with_the_right_sum_is_verified_gzipped_or_not(tmp_path: Path) -> None:
    assert states(tmp_path / "nowhere") == {"one": "missing", "two": "missing"}
    (tmp_path / "one").write_bytes(FILES["one"])
    (tmp_path / "two.gz").write_bytes(gzip.compress(FILES["two"]))
    assert states(tmp_path) == {"one": "verified", "two": "verified"}
    cache = inspect_cache(tmp_path, SUMS)
    assert [(file.path, file.size) for file in cache.files] == [
        (tmp_path / "one", 9),
        (tmp_path / "two.gz", (tmp_path / "two.gz").stat().st_size),
    ]


@pytest.mark.parametrize("wrong", [b"", b"the firs", b"the first!", b"The first"])
def test_a_file_that_differs_by_a_byte_is_damaged_and_left_where_it_is(tmp_path: Path, wrong: bytes) -> None:
    (tmp_path / "one").write_bytes(wrong)
    (tmp_path / "two.gz").write_bytes(gzip.compress(FILES["two"])[:-1])
    assert states(tmp_path) == {"one": "damaged", "two": "damaged"}
    assert (tmp_path / "one").read_bytes() == wrong


def test_a_good_copy_beside_a_damaged_one_counts(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"wrong")
    (tmp_path / "one.gz").write_bytes(gzip.compress(FILES["one"]))
    assert states(tmp_path)["one"] == "verified"


def test_clearing_removes_what_inkspect_put_there_and_nothing_else(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    ours = ["one", "one.gz", "two", ".two.0123abcd.part"]
    for name in [*ours, "mine.txt", "one.txt"]:
        (cache / name).write_bytes(b"content")
    (cache / "two.gz").mkdir()
    assert [path.name for path in inspect_cache(cache, SUMS).unfinished] == [".two.0123abcd.part"]
    assert sorted(path.name for path in clear_cache(cache, SUMS)) == sorted(ours)
    assert sorted(path.name for path in cache.iterdir()) == ["mine.txt", "one.txt", "two.gz"]


def test_a_cleared_cache_with_nothing_else_in_it_is_gone_and_may_be_cleared_again(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "one").write_bytes(FILES["one"])
    assert len(clear_cache(cache, SUMS)) == 1
    assert not cache.exists()
    assert clear_cache(cache, SUMS) == []


def test_a_cache_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("mine")
    for do in (inspect_cache, clear_cache):
        with pytest.raises(InkspectError, match=r"cache is not a folder; set INKSPECT_CACHE to another"):
            do(tmp_path / "cache", SUMS)
    assert (tmp_path / "cache").read_text() == "mine"


def test_a_file_that_cannot_be_removed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").write_bytes(FILES["one"])

    def refuse(*_: object, **__: object) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(InkspectError, match=r"cannot remove .*one: Permission denied"):
        clear_cache(tmp_path, SUMS)

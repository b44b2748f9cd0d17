"""HTTP mode against a stranger: whatever bytes come, a refusal goes out, and nothing is parsed before its signature holds."""

from __future__ import annotations

import hashlib
import hmac
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.ops.connections import Limits
from bot.ops.web import WebServer
from bot.slack.http import MOST_BYTES, http_app

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
#: How long a test waits before it says that the server hangs, in seconds.
HUNG = 60.0


class Errors(logging.Handler):
    """Everything any library says at error level, tracebacks among it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(logging.Formatter().format(record))


@dataclass
class Door:
    """The web server in front of a Bolt app that hears everything."""

    port: int
    #: Bodies Bolt was given.
    heard: list[Any] = field(default_factory=list)
    errors: Errors = field(default_factory=Errors)

    def ask(self, raw: bytes) -> int:
        """Send bytes as they are; the status of the answer, 0 where the connection was closed without one."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=HUNG) as line:
            try:
                line.sendall(raw)
            except OSError:
                return 0
            return status_of(line)

    def post(self, body: bytes, *, signed: bool = True, at: float | None = None, kind: str = "application/json") -> int:
        """A whole request, with Slack's signature or a forged one."""
        stamp = str(int(time.time() if at is None else at))
        seal = signature(stamp, body) if signed else "v0=" + "0" * 64
        head = f"Content-Type: {kind}\r\nX-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {seal}\r\n"
        return self.ask(request(head.encode(), body))


def status_of(line: socket.socket) -> int:
    """The status a server answers with, 0 when it closes the connection."""
    answer = b""
    while b"\r\n" not in answer:
        try:
            piece = line.recv(4096)
        except ConnectionError:
            break
        if not piece:
            break
        answer += piece
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def signature(stamp: str, body: bytes) -> str:
    """Slack's signature, computed as its documentation says."""
    return "v0=" + hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def request(head: bytes, body: bytes) -> bytes:
    """A POST with further header lines."""
    length = b"Content-Length: " + str(len(body)).encode() + b"\r\n"
    return b"POST /slack/events HTTP/1.1\r\nHost: bot.example\r\n" + head + length + b"\r\n" + body


@contextmanager
def opened(limits: Limits) -> Iterator[Door]:
    app = App(
        signing_secret=SECRET,
        process_before_response=True,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_user_id="U1"),
    )
    server = WebServer(http_app(app, SECRET), "127.0.0.1", 0, setting="TEST", limits=limits)
    door = Door(server.start())

    @app.middleware
    def hear(body: Any, next: Any) -> None:
        door.heard.append(body)
        next()

    @app.event({"type": "message"})
    def message(event: Any) -> None:
        return None

    logging.getLogger().addHandler(door.errors)
    try:
        yield door
    finally:
        logging.getLogger().removeHandler(door.errors)
        server.stop()


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    # Short, so that what never finishes is given up soon.
    with opened(Limits(head_seconds=0.1, body_seconds=0.1)) as made:
        yield made


MESSAGE = b'{"type":"event_callback","team_id":"T1","event":{"type":"message","text":"hello"}}'


def test_what_slack_signed_is_heard(door: Door) -> None:
    """A signed event comes through whole."""
    door.heard.clear()
    assert door.post(MESSAGE) == 200
    assert door.heard[0]["event"]["text"] == "hello"


NOW = str(int(time.time()))
GOOD = signature(NOW, MESSAGE)
FORGED = [
    [],
    [("X-Slack-Signature", GOOD)],
    [("X-Slack-Request-Timestamp", NOW)],
    *(
        [("X-Slack-Request-Timestamp", stamp), ("X-Slack-Signature", GOOD)]
        for stamp in ("abc", "inf", "nan", "-1", "", "1e9", "²", NOW + "0" * 20, "١٢٣", "0x10", NOW + ".0", f" {NOW} x")
    ),
    *(
        [("X-Slack-Request-Timestamp", NOW), ("X-Slack-Signature", seal)]
        for seal in (
            "",
            "v0=",
            GOOD.upper(),
            GOOD[:-1],
            GOOD + "0",
            "v1" + GOOD[2:],
            "v0=é" + GOOD[4:],
            "\xff",
            "0" * 9000,
        )
    ),
    [("X-Slack-Request-Timestamp", str(int(NOW) - 3600)), ("X-Slack-Signature", GOOD)],
    [("X-Slack-Request-Timestamp", NOW), ("X-Slack-Signature", GOOD), ("X-Slack-Signature", GOOD)],
    [("X-Slack-Request-Timestamp", NOW), ("X-Slack-Request-Timestamp", NOW), ("X-Slack-Signature", "v0=" + "a" * 64)],
]


@pytest.mark.parametrize("headers", FORGED, ids=range(len(FORGED)))
def test_without_a_signature_nothing_is_heard(headers: list[tuple[str, str]], door: Door) -> None:
    """A missing, misshapen, doubled or old signature is 401 whatever the body; Bolt hears nothing, the log stays quiet."""
    door.heard.clear()
    head = b"".join(f"{name}: {value}\r\n".encode("utf-8", "surrogateescape") for name, value in headers)
    for body in (MESSAGE + b" ", b"[[[[", b"5", b"", b"\xff\xfe", b"ssl_check=1&token=x", b"payload=5"):
        assert door.ask(request(head, body)) == 401
    assert door.heard == [] and door.errors.seen == []


SIGNED_NONSENSE = [
    b"[[[[",
    b"5",
    b"null",
    b'"x"',
    b"[]",
    b"[" * 100_000,
    b'{"event":' * 50_000,
    b"payload=5",
    b"payload=null",
    b"payload=[]",
    b"payload=%7B",
    b'{"event":{"type":',
    b"{",
    b'{"authorizations":[5]}',
    b'{"authorizations":7}',
    b'{"user":5}',
    b'{"channel":5}',
    b'{"enterprise":5}',
    b'{"response_urls":5}',
    b'{"response_urls":[5]}',
    b'{"type":"event_callback","is_ext_shared_channel":true,"event":5}',
    b'{"a":' + b"9" * 5000 + b"}",
    "{\u00a0}".encode(),
]


@pytest.mark.parametrize("body", SIGNED_NONSENSE, ids=range(len(SIGNED_NONSENSE)))
def test_signed_nonsense_is_a_bad_request(body: bytes, door: Door) -> None:
    """What is signed and no object of Slack's is 400, by JSON and by form, and no traceback."""
    assert door.post(body, kind="application/json") == 400
    assert 400 <= door.post(body, kind="application/x-www-form-urlencoded") < 500
    assert door.errors.seen == []


def test_large_bodies_are_not_taken(door: Door) -> None:
    """A body over the limit is refused, declared or not."""
    head = f"X-Slack-Request-Timestamp: {NOW}\r\nX-Slack-Signature: {GOOD}\r\n".encode()
    start = b"POST /slack/events HTTP/1.1\r\nHost: x\r\n" + head
    assert door.ask(start + b"Content-Length: 99999999999\r\n\r\n") == 413
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert door.ask(start + b"Transfer-Encoding: chunked\r\n\r\n" + piece * (MOST_BYTES // 0x10000 + 2)) in (413, 0)
    assert door.errors.seen == []


NAMES = st.sampled_from(
    "content-type content-length transfer-encoding connection upgrade expect host x-slack-signature "
    "x-slack-request-timestamp x-slack-bolt-lazy-only te trailer cookie".split()
) | st.text("abcdefghij-", min_size=1, max_size=12)
VALUES = st.sampled_from(
    [
        "chunked",
        "close",
        "keep-alive",
        "websocket",
        "Upgrade",
        "100-continue",
        "0",
        "5",
        "-1",
        "1e3",
        "inf",
        NOW,
        GOOD,
        "[",
        "",
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain; charset=utf-16",
        "/",
    ]
).map(str.encode) | st.binary(max_size=30)
HEADS = st.lists(st.tuples(NAMES.map(str.encode), VALUES), max_size=6)
LINES = st.sampled_from(
    [
        b"POST /slack/events HTTP/1.1",
        b"POST /slack/events/ HTTP/1.1",
        b"GET /slack/events HTTP/1.0",
        b"PUT * HTTP/1.1",
        b"POST http://a/slack/events HTTP/1.1",
        b"CONNECT a:1 HTTP/1.1",
        b"POST /%ff%00/.. HTTP/1.1",
        b"PRI * HTTP/2.0",
    ]
) | st.binary(max_size=30)
BODIES = st.sampled_from(
    [MESSAGE, b"[[[[", b"5", b"payload=", b"5\r\nhello\r\n0\r\n\r\n", b"zz\r\n", b"ffffffffffffffff\r\n"]
) | (st.binary(max_size=60))


@settings(deadline=None, max_examples=200)
@given(LINES, HEADS, BODIES, st.booleans())
def test_any_bytes_are_refused(line: bytes, head: list[tuple[bytes, bytes]], body: bytes, measured: bool) -> None:
    """Whatever bytes a stranger sends: a refusal or a closed connection, no server error, no traceback, nothing heard."""
    with opened_once() as door:
        lines = [line, b"Host: bot.example", *(name + b": " + value for name, value in head)]
        if measured:
            lines.append(b"Content-Length: " + str(len(body)).encode())
        status = door.ask(b"\r\n".join(lines) + b"\r\n\r\n" + body)
        assert status == 0 or 400 <= status < 500
        assert door.heard == [] and door.errors.seen == []


_kept: list[Any] = []


@contextmanager
def opened_once() -> Iterator[Door]:
    """One server for all examples of a property."""
    if not _kept:
        made = opened(Limits(head_seconds=0.05, body_seconds=0.05))
        _kept.extend((made, made.__enter__()))
    yield _kept[1]


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    if _kept:
        _kept[0].__exit__(None, None, None)
        _kept.clear()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "type event team team_id user channel view event_id authorizations enterprise command".split()
            )
            | st.sampled_from(
                "response_urls message item actions callback_id trigger_id token ssl_check challenge".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(JSON, st.booleans())
def test_signed_json_of_any_shape_is_no_server_error(value: Any, form: bool) -> None:
    """A signed body of any shape is answered or refused."""
    import json
    from urllib.parse import urlencode

    text = json.dumps(value)
    with opened_once() as door:
        if form:
            status = door.post(urlencode({"payload": text}).encode(), kind="application/x-www-form-urlencoded")
        else:
            status = door.post(text.encode())
        assert 200 <= status < 500, text
        assert door.errors.seen == []

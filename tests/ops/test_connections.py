"""What a client may cost a web server: no wait without an end, no more connections than fit, and nobody locked out."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.ops import metrics
from bot.ops.connections import Limits
from bot.ops.web import WebServer

ROOT = Path(__file__).resolve().parents[2]
#: How long a test waits before it says that something hangs, in seconds.
HUNG = 60.0
HALF_HEAD = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Slow: "
HALF_BODY = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
WHOLE = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"


class Gate:
    """An application whose answer waits to be let go."""

    def __init__(self) -> None:
        self.entered, self.open = threading.Semaphore(0), threading.Event()

    def app(self) -> Starlette:
        async def echo(request: Request) -> Response:
            try:
                return PlainTextResponse(await request.body())
            except ClientDisconnect:
                return Response()

        async def held(_request: Request) -> Response:
            self.entered.release()
            await run_in_threadpool(self.open.wait, HUNG)
            return PlainTextResponse("x" * 3_000_000)

        return Starlette(routes=[Route("/slack/events", echo, methods=["POST"]), Route("/held", held)])


@contextmanager
def serving(limits: Limits, gate: Gate | None = None) -> Iterator[int]:
    server = WebServer((gate or Gate()).app(), "127.0.0.1", 0, setting="TEST", limits=limits)
    port = server.start()
    try:
        yield port
    finally:
        server.stop()


def connect(port: int, data: bytes = b"") -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=HUNG)
    line.sendall(data)
    return line


def rest_of(line: socket.socket) -> bytes:
    """All a server still sends, until it closes."""
    got = b""
    try:
        while piece := line.recv(65536):
            got += piece
    except ConnectionError:
        pass
    return got


def refused(reason: str) -> float:
    return metrics.REGISTRY.get_sample_value("attache_refused_total", {"reason": reason}) or 0.0


@pytest.mark.parametrize("half", [b"", b"P", HALF_HEAD, HALF_BODY, WHOLE + HALF_HEAD], ids=range(5))
def test_half_a_request_is_given_up(half: bytes) -> None:
    """The rest of a head or a body is not waited for without end; the connection is closed, with a word where one is due."""
    before = refused("slow")
    with serving(Limits(head_seconds=0.1, body_seconds=0.1)) as port, connect(port, half) as line:
        end = rest_of(line)
    assert end == b"" or b" 408 " in end or b"hello" in end
    assert refused("slow") == before + 1


@pytest.mark.parametrize(("half", "byte"), [(HALF_HEAD, b"a"), (HALF_BODY, b"a")])
def test_a_drip_wins_no_time(half: bytes, byte: bytes) -> None:
    """A byte now and then does not begin the time anew."""
    with serving(Limits(head_seconds=0.2, body_seconds=0.2)) as port, connect(port, half) as line:
        line.settimeout(0.01)
        for _ in range(10_000):
            try:
                line.sendall(byte)
                if not line.recv(65536):
                    break
            except TimeoutError:
                continue
            except ConnectionError:
                break
        else:
            pytest.fail("the drip went on")


def test_an_answer_nobody_fetches_is_given_up() -> None:
    """A client that asks and never reads does not keep its connection."""
    gate = Gate()
    gate.open.set()
    with serving(Limits(answer_seconds=0.2), gate) as port:
        with connect(port) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(b"GET /held HTTP/1.1\r\nHost: x\r\n\r\n" * 50)
            before = refused("slow")
            while refused("slow") == before:
                gate.entered.acquire(timeout=0.05)
        assert requests.post(f"http://127.0.0.1:{port}/slack/events", data="ok", timeout=HUNG).text == "ok"


def test_the_one_that_waits_longest_makes_room() -> None:
    """Beyond the cap the oldest half request goes, and whoever sends a whole one is answered."""
    with ExitStack() as stack, serving(Limits(head_seconds=600, body_seconds=600, connections=5)) as port:
        halves = [stack.enter_context(connect(port, half)) for half in (HALF_HEAD, HALF_BODY) * 20]
        for line in halves[:35]:
            assert rest_of(line) == b""
        answer = requests.post(f"http://127.0.0.1:{port}/slack/events", data="whole", timeout=HUNG)
        assert (answer.status_code, answer.text) == (200, "whole")


def test_what_is_being_answered_makes_no_room() -> None:
    """A request that came whole is answered, however many half ones crowd in meanwhile."""
    gate = Gate()
    with ExitStack() as stack, serving(Limits(connections=5), gate) as port:
        asked = stack.enter_context(connect(port, b"GET /held HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        assert gate.entered.acquire(timeout=HUNG)
        halves = [stack.enter_context(connect(port, HALF_HEAD)) for _ in range(30)]
        assert rest_of(halves[0]) == b""
        gate.open.set()
        assert rest_of(asked).endswith(b"x" * 100)


def test_all_being_answered_the_newcomer_goes() -> None:
    """Where every connection is being answered, one more is closed at once."""
    gate = Gate()
    with ExitStack() as stack, serving(Limits(connections=3), gate) as port:
        asked = [stack.enter_context(connect(port, b"GET /held HTTP/1.1\r\nHost: x\r\n\r\n")) for _ in range(3)]
        assert all(gate.entered.acquire(timeout=HUNG) for _ in asked)
        assert rest_of(stack.enter_context(connect(port))) == b""
        gate.open.set()


def test_half_requests_do_not_hold_up_the_end(caplog: pytest.LogCaptureFixture) -> None:
    """Stopping waits for answers, not for the rest of half requests."""
    with ExitStack() as stack, caplog.at_level(logging.ERROR):
        with serving(Limits(head_seconds=600, body_seconds=600)) as port:
            lines = [stack.enter_context(connect(port, half)) for half in (b"", HALF_HEAD, HALF_BODY) * 5]
            # The last of them was taken.
            requests.post(f"http://127.0.0.1:{port}/slack/events", data="x", timeout=HUNG)
        assert [rest_of(line) for line in lines] == [b""] * 15
    assert caplog.records == []


@pytest.fixture
def two() -> Iterator[tuple[int, int]]:
    """Ports of the health server and of another one, in a process with few file descriptors."""
    command = [sys.executable, "-m", "tests.ops.two_servers"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first, second = process.stdout.readline().split()
        yield int(first), int(second)
        process.communicate(timeout=HUNG)


def asks(health: int, other: int) -> None:
    """Both servers answer."""
    assert requests.get(f"http://127.0.0.1:{health}/readyz", timeout=HUNG).json() == {"self": True}
    assert requests.post(f"http://127.0.0.1:{other}/slack/events", data="hi", timeout=HUNG).text == "hi"


@pytest.mark.parametrize("target", [0, 1, 2], ids=["health", "other", "both"])
def test_a_thousand_half_requests_stop_nothing(target: int, two: tuple[int, int]) -> None:
    """Half requests by the thousand, held open: each server answers at once, the attacked one and the other."""
    attacked = two if target == 2 else (two[target],)
    with ExitStack() as stack:
        for number in range(1_000):
            for port in attacked:
                stack.enter_context(connect(port, HALF_BODY if number % 2 else HALF_HEAD))
            if number % 100 == 0:
                asks(*two)
        asks(*two)

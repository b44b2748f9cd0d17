"""A hostile server costs bounded time and memory, and the person gets a clear line."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from dataclasses import replace

import pytest

from bot.articles import FetchSettings, PageState, Unreadable
from tests.articles.conftest import Handler, PageServer
from tests.articles.net import PUBLIC_V4, Net
from tests.hung import HUNG

#: The limits of these tests: those of size are the real shapes; those of time count in no test that is not about them.
PATIENT = FetchSettings(
    host_gap_seconds=0.0,
    fetch_seconds=HUNG,
    read_seconds=HUNG,
    connect_seconds=HUNG,
    max_bytes=300_000,
    max_redirects=5,
)
#: Where a server is waited for that never comes to an end: only the limit of time can end these.
QUICK = replace(PATIENT, fetch_seconds=1.2, read_seconds=0.6, connect_seconds=0.5)


def refused(server: PageServer, path: str, settings: FetchSettings = PATIENT) -> PageState:
    """The state a fetch ends in."""
    net = Net({"public.test": [[PUBLIC_V4]]}, server=server.address)
    with pytest.raises(Unreadable) as caught:
        net.fetcher(settings).fetch(f"http://public.test{path}")
    return caught.value.state


def drip(handler: Handler, head: bytes, piece: bytes) -> None:
    """Send a piece every now and then until the test is over or the client has gone."""
    handler.wfile.write(head)
    while not handler.server.owner.over.wait(0.1):
        handler.wfile.write(piece)
    handler.close_connection = True


def test_the_limits_keep_a_page_within_its_budget() -> None:
    """Fetching and extraction together stay within 12 seconds, the worker within 300 MB."""
    settings = FetchSettings()
    assert settings.fetch_seconds + settings.extract_seconds <= 12
    assert settings.extract_megabytes * 1.048576 <= 300
    assert settings.max_bytes <= 4_000_000 and settings.max_redirects == 5


def test_silent_server(page_server: PageServer) -> None:
    """A server that accepts and says nothing is given up on."""
    page_server.routes["/"] = lambda handler: handler.server.owner.over.wait()
    assert refused(page_server, "/", QUICK) is PageState.TOO_SLOW


def test_dripping_headers(page_server: PageServer) -> None:
    """Header lines that drip without end meet the deadline, though every byte resets the silence limit."""
    page_server.routes["/"] = lambda handler: drip(handler, b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n")
    assert refused(page_server, "/", QUICK) is PageState.TOO_SLOW


def test_dripping_status_line(page_server: PageServer) -> None:
    """A status line that never ends meets the deadline too."""
    page_server.routes["/"] = lambda handler: drip(handler, b"HTTP/1.1 200 O", b"K")
    assert refused(page_server, "/", QUICK) is PageState.TOO_SLOW


def test_dripping_body(page_server: PageServer) -> None:
    """A body that drips meets the deadline."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n"
    page_server.routes["/"] = lambda handler: drip(handler, head, b"<p>")
    assert refused(page_server, "/", QUICK) is PageState.TOO_SLOW


def test_endless_chunks(page_server: PageServer) -> None:
    """A chunked body without end stops at the size limit."""

    def flood(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not handler.server.owner.over.is_set():
            handler.wfile.write(b"4000\r\n" + b"a" * 0x4000 + b"\r\n")

    page_server.routes["/"] = flood
    assert refused(page_server, "/") is PageState.TOO_LARGE


def test_gzip_bomb(page_server: PageServer) -> None:
    """A compressed bomb stops at the decoded limit and never fills the memory."""
    bomb = gzip.compress(b"<p>" + b"a" * 60_000_000)
    page_server.routes["/"] = lambda handler: handler.answer(200, bomb, "text/html", Content_Encoding="gzip")
    tracemalloc.start()
    try:
        assert refused(page_server, "/") is PageState.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_double_gzip_bomb(page_server: PageServer) -> None:
    """Compression twice over is unpacked under the same limit."""
    bomb = gzip.compress(gzip.compress(b"a" * 60_000_000))
    page_server.routes["/"] = lambda handler: handler.answer(200, bomb, "text/html", Content_Encoding="gzip, gzip")
    tracemalloc.start()
    try:
        assert refused(page_server, "/") is PageState.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_deflate_is_read(page_server: PageServer) -> None:
    """Both codings that are asked for are understood."""
    body = zlib.compress(b"<p>hello</p>")
    page_server.routes["/"] = lambda handler: handler.answer(200, body, "text/html", Content_Encoding="deflate")
    net = Net({"public.test": [[PUBLIC_V4]]}, server=page_server.address)
    assert net.fetcher(PATIENT).fetch("http://public.test/").body == b"<p>hello</p>"
    assert page_server.requests[0].headers["Accept-Encoding"] == "gzip, deflate"


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "nonsense"])
def test_codings_not_asked_for(page_server: PageServer, coding: str) -> None:
    """A coding nobody asked for is not decoded."""
    page_server.routes["/"] = lambda handler: handler.answer(200, b"xx", "text/html", Content_Encoding=coding)
    assert refused(page_server, "/") is PageState.GARBLED


def test_broken_gzip(page_server: PageServer) -> None:
    """A body that claims to be gzip and is not gives a clear line."""
    page_server.routes["/"] = lambda handler: handler.answer(200, b"not gzip", "text/html", Content_Encoding="gzip")
    assert refused(page_server, "/") is PageState.GARBLED


def test_redirect_loop(page_server: PageServer) -> None:
    """A loop of redirects ends after five hops."""
    page_server.routes["*"] = lambda handler: handler.redirect(f"/next{len(page_server.requests)}")
    assert refused(page_server, "/") is PageState.TOO_MANY_REDIRECTS
    assert len(page_server.requests) == PATIENT.max_redirects + 1


@pytest.mark.parametrize(
    "location", ["http://[::1", "http://a b\\c/", "http://\u0000", "ht tp://x", "javascript:alert(1)"]
)
def test_broken_location(page_server: PageServer, location: str) -> None:
    """A Location that is no address is the redirect's fault, not a traceback."""
    page_server.routes["/"] = lambda handler: handler.redirect(location)
    assert refused(page_server, "/") in (PageState.BAD_REDIRECT, PageState.GONE, PageState.REFUSED_ADDRESS)


def test_missing_location(page_server: PageServer) -> None:
    """A redirect that does not say where to is a bad redirect."""
    page_server.routes["/"] = lambda handler: handler.answer(302, b"", "text/html")
    assert refused(page_server, "/") is PageState.BAD_REDIRECT


def test_huge_header_line(page_server: PageServer) -> None:
    """A header line of 200 kB is refused by the HTTP reader."""
    head = b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 200_000 + b"\r\n\r\n"
    page_server.routes["/"] = lambda handler: handler.raw(head)
    assert refused(page_server, "/") in (PageState.GARBLED, PageState.UNREACHABLE)


def test_too_many_headers(page_server: PageServer) -> None:
    """A flood of headers is refused by the HTTP reader."""
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(5_000)) + b"\r\n"
    page_server.routes["/"] = lambda handler: handler.raw(head)
    assert refused(page_server, "/") in (PageState.GARBLED, PageState.UNREACHABLE)


@pytest.mark.parametrize(
    "answer",
    [b"", b"\r\n\r\n", b"nonsense\r\n\r\n", b"HTTP/9.9 abc\r\n\r\n"],
)
def test_nonsense_instead_of_http(page_server: PageServer, answer: bytes) -> None:
    """What is not HTTP ends in a clear line."""
    page_server.routes["/"] = lambda handler: handler.raw(answer)
    assert refused(page_server, "/") in (
        PageState.GARBLED,
        PageState.UNREACHABLE,
        PageState.NOT_HTML,
        PageState.TOO_SLOW,
    )


def test_body_cut_short(page_server: PageServer) -> None:
    """A body shorter than it was announced is not taken for the page."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>half"
    page_server.routes["/"] = lambda handler: handler.raw(head)
    assert refused(page_server, "/") in (PageState.GARBLED, PageState.UNREACHABLE)


@pytest.mark.parametrize(
    "kind", ["application/pdf", "image/png", "video/mp4", "application/octet-stream", "application/zip"]
)
def test_other_media_are_not_downloaded(page_server: PageServer, kind: str) -> None:
    """A file is refused by its label, before its body is read."""
    page_server.routes["/"] = lambda handler: handler.answer(200, b"a" * 200_000, kind)
    assert refused(page_server, "/") is PageState.NOT_HTML


@pytest.mark.parametrize(
    ("status", "headers", "state"),
    [
        (404, {}, PageState.GONE),
        (410, {}, PageState.GONE),
        (401, {}, PageState.FORBIDDEN),
        (403, {}, PageState.FORBIDDEN),
        (403, {"cf-mitigated": "challenge"}, PageState.BOT_WALL),
        (402, {}, PageState.SUBSCRIBERS_ONLY),
        (451, {}, PageState.FORBIDDEN),
        (429, {}, PageState.BUSY_SITE),
        (503, {"Retry-After": "120"}, PageState.BUSY_SITE),
        (503, {}, PageState.SERVER_ERROR),
        (500, {}, PageState.SERVER_ERROR),
        (204, {}, PageState.EMPTY),
    ],
)
def test_status_codes_become_states(
    page_server: PageServer, status: int, headers: dict[str, str], state: PageState
) -> None:
    """An HTTP status that brings no page is told as what it means to the person."""
    page_server.routes["/"] = lambda handler: handler.answer(
        status, b"" if status == 204 else b"x", "text/html", **headers
    )
    assert refused(page_server, "/") is state


def test_three_hops_are_followed(page_server: PageServer) -> None:
    """An ordinary chain of redirects leads to the page, and the page's address is where it ended."""
    page_server.routes["/a"] = lambda handler: handler.redirect("/b", 301)
    page_server.routes["/b"] = lambda handler: handler.redirect("http://other.test/c#part", 307)
    page_server.routes["/c"] = lambda handler: handler.redirect("//public.test/d", 308)
    page_server.routes["/d"] = lambda handler: handler.html("<p>here</p>")
    net = Net({"public.test": [[PUBLIC_V4]], "other.test": [["93.184.215.15"]]}, server=page_server.address)
    fetched = net.fetcher(PATIENT).fetch("http://public.test/a")
    assert (fetched.url, fetched.body) == ("http://public.test/d", b"<p>here</p>")


def test_utf8_location(page_server: PageServer) -> None:
    """A Location in raw UTF-8 is followed as it was meant."""
    page_server.routes["/"] = lambda handler: handler.redirect("/caf\u00e9")
    page_server.routes["/caf%C3%A9"] = lambda handler: handler.html("<p>here</p>")
    net = Net({"public.test": [[PUBLIC_V4]]}, server=page_server.address)
    assert net.fetcher(PATIENT).fetch("http://public.test/").body == b"<p>here</p>"

"""Eight invented outlets on one loopback server: thirty feeds of every shape and mood, and the pages behind them."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from bot.articles import ArticleReader, Fetcher, FetchSettings
from bot.articles.guard import Deadline, guarded_session
from tests.digest.news import OUTLETS, REPORTS, Report
from tests.digest.shapes import Entry, atom, json_feed, page, rdf, rss
from tests.workers.shared import shared_workers

#: (status, media type, body, further headers)
Answer = tuple[int, str, bytes, dict[str, str]]
#: An address on the public internet that stands for all hosts; connections to it go to the server.
_PUBLIC = "93.184.216.34"


class Press:
    """The server; time is handed in, so that "published three hours ago" holds."""

    def __init__(self, now: Callable[[], float]) -> None:
        #: The moment, seconds since 1970 UTC.
        self.now = now
        #: Articles listed, with the moment they were published.
        self.out: list[tuple[Report, float]] = []
        #: Hosts and paths asked for.
        self.asked: Counter[tuple[str, str]] = Counter()
        #: Requests answered with 304.
        self.unchanged = 0
        self._server = self._serve()
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def publish(self, reports: Sequence[Report], edition: float) -> None:
        """Articles come out so many hours before ``edition``, seconds since 1970 UTC."""
        self.out += [(report, edition - report.hours * 3600) for report in reports]

    # -- reaching it -------------------------------------------------------------------------------------------------

    def fetcher(self) -> Fetcher:
        """A guarded fetcher that finds every host here and does not wait between visits."""
        return Fetcher(FetchSettings(), session=self._session, clock=self.now, sleep=lambda _seconds: None)

    def reader(self) -> ArticleReader:
        """A reader of its pages."""
        return ArticleReader(FetchSettings(), fetcher=self.fetcher(), pool=shared_workers())

    def _session(self, settings: FetchSettings, deadline: Deadline) -> requests.Session:
        def connect(_address: str, _port: int, seconds: float) -> socket.socket:
            return socket.create_connection(("127.0.0.1", self._server.server_port), timeout=seconds)

        return guarded_session(settings, deadline, resolver=lambda _host, _port: [_PUBLIC], connector=connect)

    # -- what it answers ---------------------------------------------------------------------------------------------

    def entries(self, outlet: str | None) -> list[Entry]:
        """What an outlet (or everybody) has published by now, newest first."""
        now = self.now()
        return [
            Entry(
                report.title,
                f"http://{report.outlet}{report.slug}",
                report.text[0],
                dt.datetime.fromtimestamp(at, dt.UTC),
            )
            for report, at in sorted(self.out, key=lambda pair: -pair[1])
            if at <= now and outlet in (None, report.outlet)
        ]

    def answer(self, host: str, path: str, headers: dict[str, str]) -> Answer:
        """The answer to one request."""
        self.asked[host, path] += 1
        if path == "/robots.txt":
            return 200, "text/plain", b"User-agent: *\nDisallow: /private/\n", {}
        if path == "/world/accord":
            french = f"<article><h1>Accord sur les câbles</h1>{f'<p>{FRENCH}</p>' * 4}</article>"
            return 200, "text/html; charset=utf-8", f'<html lang="fr"><body>{french}</body></html>'.encode(), {}
        if path.startswith("/prive/"):
            return 403, "text/html", b"<h1>Forbidden</h1>", {}
        if path.startswith("/world/"):
            return self._article(host, path)
        make = FEEDS.get((host, path))
        if make is None:
            return 404, "text/html", b"<h1>Not found</h1>", {}
        status, kind, body, more = make(self, host)
        tag = f'"{hash(body)}"'
        if status == 200 and more.pop("etag", None) is not None:
            if headers.get("If-None-Match") == tag:
                self.unchanged += 1
                return 304, kind, b"", {"ETag": tag}
            more["ETag"] = tag
        return status, kind, body, more

    def _article(self, host: str, path: str) -> Answer:
        for report, at in self.out:
            if (report.outlet, report.slug) == (host, path) and at <= self.now():
                if report.event == "rail":  # a page that is only for subscribers
                    return 403, "text/html", b"<h1>Forbidden</h1>", {}
                return 200, "text/html; charset=utf-8", report.html.encode(), {}
        return 404, "text/html", b"<h1>Not found</h1>", {}

    def _serve(self) -> ThreadingHTTPServer:
        press = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = (self.headers.get("Host") or "").split(":")[0]
                status, kind, body, more = press.answer(host, self.path, dict(self.headers.items()))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in more.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        return server


# -- the feeds -------------------------------------------------------------------------------------------------------

Make = Callable[[Press, str], Answer]


def _xml(make: Callable[[list[Entry]], str], kind: str = "application/rss+xml", *, encoding: str = "utf-8") -> Make:
    def answer(press: Press, host: str) -> Answer:
        text = make(press.entries(host))
        if encoding != "utf-8":
            text = text.replace('version="1.0"', f'version="1.0" encoding="{encoding}"', 1)
        return 200, kind, text.encode(encoding, "xmlcharrefreplace"), {"etag": "yes"}

    return answer


def _status(status: int, **headers: str) -> Make:
    return lambda _press, _host: (status, "text/html", b"<h1>Sorry</h1>", dict(headers))


def _broken(press: Press, host: str) -> Answer:
    text = rss(press.entries(host)).replace("&amp;", "&").replace("</rss>", "")
    return 200, "text/xml", text.encode(), {}


def _undated(press: Press, host: str) -> Answer:
    return 200, "text/xml", rss(press.entries(host), version="0.91").encode(), {"etag": "yes"}


def _archive(press: Press, _host: str) -> Answer:
    old = [Entry(f"From the archive, part {n}", f"http://meridian.example/archive/{n}", "Long ago.") for n in range(60)]
    old = [Entry(e.title, e.link, e.text, dt.datetime(2019, 1, 1 + n % 28, tzinfo=dt.UTC)) for n, e in enumerate(old)]
    return 200, "application/rss+xml", rss(old).encode(), {}


def _wire(press: Press, _host: str) -> Answer:
    """An aggregator that lists everybody's articles with tracking."""
    entries = [Entry(e.title, f"{e.link}?utm_source=wire&utm_medium=rss", e.text, e.at) for e in press.entries(None)]
    return 200, "application/atom+xml", atom(entries).encode(), {"etag": "yes"}


#: What a desk in another language publishes: one article with a page, one for subscribers.
FRENCH = (
    "Les ministres se sont réunis à Genève pour parler de la pêche et des câbles, après neuf mois de négociations qui "
    "n’avaient pas abouti, et ils ont décidé de se retrouver au printemps pour signer un accord sur la protection de "
    "ces lignes dont dépendent les échanges entre les deux rives de l’océan."
)


def _french(press: Press, _host: str) -> Answer:
    at = dt.datetime.fromtimestamp(press.now() - 600, dt.UTC)
    entries = [
        Entry("Accord sur les câbles", "http://globewire.example/world/accord", FRENCH, at),
        Entry("Les quotas de pêche gelés", "http://globewire.example/prive/quotas", FRENCH, at),
    ]
    return 200, "application/rss+xml", rss(entries).encode(), {}


def _feeds() -> dict[tuple[str, str], Make]:
    a, b, c, d, e, f, g, h = OUTLETS
    return {
        (a, "/feed.xml"): _xml(rss),
        (a, "/old.xml"): _status(301, Location="/feed.xml"),
        (a, "/atom.xml"): _xml(atom, "application/atom+xml"),
        (a, "/missing.xml"): _status(404),
        (b, "/rdf"): _xml(rdf, "application/rdf+xml"),
        (b, "/latin1.xml"): _xml(rss, "text/xml", encoding="iso-8859-1"),
        ("busydesk.example", "/busy.xml"): _status(429, **{"Retry-After": "1800"}),
        (c, "/feed"): _xml(lambda es: atom(es, old=True), "application/xml"),
        (c, "/utf16.xml"): _xml(rss, "application/xml", encoding="utf-16"),
        (c, "/page"): lambda _p, _h: (200, "text/html", page("/feed").encode(), {}),
        (d, "/feed.json"): _xml(json_feed, "application/feed+json"),
        (d, "/broken.xml"): _broken,
        (d, "/loop.xml"): _status(302, Location="/loop.xml"),
        (d, "/empty.xml"): lambda _p, _h: (200, "application/rss+xml", b"", {}),
        (e, "/rss"): _xml(rss),
        (e, "/error.xml"): _status(500),
        (e, "/fr.xml"): _french,
        (e, "/cyrillic.xml"): _xml(rss, "text/xml; charset=windows-1251", encoding="windows-1251"),
        (f, "/feed.xml"): _xml(atom, "application/atom+xml; charset=utf-8"),
        (f, "/archive.xml"): _archive,
        (f, "/moved.xml"): _status(308, Location="http://courier.example/feed.xml"),
        (f, "/garbage.xml"): lambda _p, _h: (200, "text/xml", b"\x00\x01\x02<rss", {}),
        (g, "/feed.xml"): _xml(lambda es: rss(es, head="<!-- made by hand -->")),
        (g, "/undated.xml"): _undated,
        (g, "/wire.xml"): _wire,
        (g, "/away.xml"): _status(302, Location="http://127.0.0.1/feed.xml"),
        (h, "/092.xml"): _xml(lambda es: rss(es, version="0.92"), "text/xml"),
        (h, "/feed.xml"): _xml(rss, "text/plain"),
        (h, "/index.rdf"): _xml(rdf, "text/xml"),
        (h, "/gone.xml"): _status(410),
    }


#: Thirty feeds by host and path.
FEEDS = _feeds()
#: Their addresses.
ADDRESSES = tuple(f"http://{host}{path}" for host, path in FEEDS)
#: Those that never bring anything.
HOPELESS = frozenset(
    {
        "http://courier.example/missing.xml",
        "http://busydesk.example/busy.xml",
        "http://daybreak.example/page",
        "http://harbour-times.example/loop.xml",
        "http://harbour-times.example/empty.xml",
        "http://globewire.example/error.xml",
        "http://meridian.example/garbage.xml",
        "http://eastern-herald.example/away.xml",
        "http://capital-brief.example/gone.xml",
    }
)
assert len(ADDRESSES) == 30
assert {report.outlet for report in REPORTS} == set(OUTLETS)

"""Fetching one address: hops checked one by one, size and time bounded, and one visitor a host at a time."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import urldefrag, urljoin

import requests
import structlog
import urllib3.exceptions

from bot.articles.guard import Deadline, check_url, guarded_session
from bot.articles.limits import FetchSettings
from bot.articles.politeness import HostGate, Robots
from bot.articles.states import PageState, Unreadable

log = structlog.get_logger(__name__)

#: Media types a page may have; "" stands for a server that says nothing.
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
#: Media types of files that hold a text, "octet-stream" among them, as which many servers send every file.
FILE_TYPES = frozenset(
    {
        "application/pdf",
        "application/x-pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "message/rfc822",
        "application/octet-stream",
        "binary/octet-stream",
    }
)
#: Media types a feed may have.
FEED_TYPES = PAGE_TYPES | {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "application/feed+json",
    "application/json",
    "text/x-opml",
}
#: Bytes read at a time, decoded.
CHUNK = 65_536

SessionMaker = Callable[[FetchSettings, Deadline], requests.Session]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered in the end."""

    #: Address after the last redirect.
    url: str
    #: HTTP status: 200, or 304 to a conditional request.
    status: int
    #: Media type in lower case without parameters, "" when the server gave none.
    media_type: str
    #: The Content-Type header as sent, for its charset; None when there was none.
    content_type: str | None
    #: Decoded body.
    body: bytes
    #: Response headers, names in lower case.
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Fetcher:
    """Fetches addresses through the guard, politely. Safe to share between threads."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        session: SessionMaker = guarded_session,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        #: The limits in force.
        self.settings = settings
        self._session = session
        self._clock = clock
        self._now = now
        self._gate = HostGate(settings, clock=clock, sleep=sleep)
        self._robots = Robots(self._robots_text, settings.user_agent, clock=clock)

    def fetch(
        self,
        url: str,
        *,
        types: Iterable[str] = PAGE_TYPES,
        headers: Mapping[str, str] | None = None,
        robots: bool = False,
    ) -> Fetched:
        """Fetch an address a person pasted, or with ``robots`` one that a feed or crawl came up with.

        ``headers`` are added to the request (If-None-Match and the like). Raises Unreadable with the page's state.
        """
        check_url(url, self.settings.allowed_hosts)
        if robots:
            gap = self._robots.gap(url)
            if gap is None:
                raise Unreadable(PageState.ROBOTS)
            self._gate.widen(url, gap)
        return self._visit(url, frozenset(types), dict(headers or {}))

    def _robots_text(self, url: str) -> Fetched:
        return self._visit(url, PAGE_TYPES, {}, limit=512_000)

    def _visit(self, url: str, types: frozenset[str], headers: dict[str, str], limit: int | None = None) -> Fetched:
        """Follow an address to its end, taking each host's turn on the way."""
        with self._gate.turn(url) as turn, Deadline(self.settings.fetch_seconds, clock=self._clock) as deadline:
            try:
                with self._session(self.settings, deadline) as session:
                    for _ in range(self.settings.max_redirects + 1):
                        fetched, target = self._hop(session, deadline, url, types, headers, limit)
                        if fetched is not None:
                            return fetched
                        url = target
                        turn.move(url, deadline.remaining())
                    raise Unreadable(PageState.TOO_MANY_REDIRECTS)
            except Unreadable as error:
                log.info("not fetched", state=error.state.value, cause=type(error.__cause__).__name__)
                raise
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                state = PageState.TOO_SLOW if deadline.expired else _state_of(error)
                # The kind of error alone: its text would carry the address, and addresses may hold keys.
                log.info("not fetched", state=state.value, cause=type(error).__name__)
                raise Unreadable(state) from error

    def _hop(
        self,
        session: requests.Session,
        deadline: Deadline,
        url: str,
        types: frozenset[str],
        headers: dict[str, str],
        limit: int | None,
    ) -> tuple[Fetched | None, str]:
        """One request: what it fetched, or where it forwards to."""
        left = deadline.remaining()
        response = session.get(
            url,
            headers={
                "User-Agent": self.settings.user_agent,
                "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1",
                "Accept-Language": "en",
                "Accept-Encoding": "gzip, deflate",
                **headers,
            },
            timeout=(min(self.settings.connect_seconds, left), min(self.settings.read_seconds, left)),
            allow_redirects=False,
            stream=True,
        )
        with response:
            # A line that was cut by the deadline looks like the end of the headers.
            deadline.remaining()
            if response.status_code in (301, 302, 303, 307, 308):
                return None, self._target(url, response)
            try:
                _check_status(response, self._now())
            except Unreadable as error:
                if error.retry_after:
                    self._gate.close(url, error.retry_after)
                raise
            kind = response.headers.get("Content-Type")
            media_type = (kind or "").partition(";")[0].strip().lower()
            body = b""
            if response.status_code != 304:
                if media_type not in types:
                    raise Unreadable(PageState.NOT_HTML)
                most = self.settings.max_file_bytes if media_type in FILE_TYPES else self.settings.max_bytes
                body = self._body(response, deadline, limit or most)
            names = {name.lower(): value for name, value in response.headers.items()}
            return Fetched(url, response.status_code, media_type, kind, body, MappingProxyType(names)), url

    def _target(self, url: str, response: requests.Response) -> str:
        """The checked address a redirect names. Raises Unreadable BAD_REDIRECT or what is wrong with the address."""
        try:
            # http.client reads headers as Latin-1; servers that send raw UTF-8 mean UTF-8.
            location = response.headers["Location"].encode("latin-1").decode("utf-8")
            target = urldefrag(urljoin(url, location.strip().replace(" ", "%20"))).url
            check_url(target, self.settings.allowed_hosts)
        except Unreadable as error:
            if error.state is PageState.REFUSED_ADDRESS:
                raise
            raise Unreadable(PageState.BAD_REDIRECT) from error
        except (KeyError, ValueError, UnicodeError) as error:
            raise Unreadable(PageState.BAD_REDIRECT) from error
        return target

    def _body(self, response: requests.Response, deadline: Deadline, limit: int) -> bytes:
        """The decoded body, read in pieces so that neither size nor a compression bomb can run away."""
        codings = {c.strip() for c in response.headers.get("Content-Encoding", "").lower().split(",") if c.strip()}
        if not codings <= {"gzip", "x-gzip", "deflate", "identity"}:
            raise Unreadable(PageState.GARBLED)
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_content(CHUNK):
            size += len(chunk)
            if size > limit:
                raise Unreadable(PageState.TOO_LARGE)
            chunks.append(chunk)
        # The same for a body without a length: cut is not finished.
        deadline.remaining()
        return b"".join(chunks)


def _check_status(response: requests.Response, now: dt.datetime) -> None:
    """Turn an HTTP status that brings no page into its state."""
    status = response.status_code
    if status in (200, 203, 304):
        return
    if "cf-mitigated" in response.headers:
        raise Unreadable(PageState.BOT_WALL)
    wait = retry_after_seconds(response.headers.get("Retry-After"), now)
    if status == 429 or (status == 503 and wait is not None):
        raise Unreadable(PageState.BUSY_SITE, retry_after=wait if wait is not None else 60.0)
    if status in (404, 410):
        raise Unreadable(PageState.GONE)
    if status == 402:
        raise Unreadable(PageState.SUBSCRIBERS_ONLY)
    if 400 <= status < 500:
        raise Unreadable(PageState.FORBIDDEN)
    if status >= 500:
        raise Unreadable(PageState.SERVER_ERROR)
    raise Unreadable(PageState.EMPTY)


def retry_after_seconds(value: str | None, now: dt.datetime) -> float | None:
    """Seconds a Retry-After header asks for (a number or an HTTP date), at most a day; None when it says nothing."""
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), 86_400.0)
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=dt.UTC)
    return min(max((instant - now).total_seconds(), 0.0), 86_400.0)


def _state_of(error: Exception) -> PageState:
    """The state behind what the HTTP library raised."""
    if isinstance(error, requests.exceptions.SSLError):
        return PageState.INSECURE
    if isinstance(error, requests.exceptions.Timeout | urllib3.exceptions.TimeoutError | TimeoutError):
        return PageState.TOO_SLOW
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.MissingSchema):
        return PageState.BAD_LINK
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return PageState.GARBLED
    if isinstance(error, requests.exceptions.ConnectionError):
        return PageState.UNREACHABLE
    return PageState.GARBLED

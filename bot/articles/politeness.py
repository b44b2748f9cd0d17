"""Politeness: one visit to a host at a time, a second apart, longer where the site asks; robots.txt for crawls."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from bot.articles.limits import FetchSettings
from bot.articles.states import PageState, Unreadable

#: Hosts remembered; the longest unused is forgotten first.
MAX_HOSTS = 2_000
#: How long a robots.txt holds, in seconds (RFC 9309: at most a day).
ROBOTS_SECONDS = 3_600.0
#: Widest gap a robots.txt may ask for, in seconds.
MAX_CRAWL_DELAY = 30.0
#: A Retry-After up to this long is waited for, in seconds; after a longer one the person is told.
SHORT_WAIT = 5.0


def _host(url: str) -> str:
    """Host and port of an address, as the key of its turn."""
    return urlsplit(url).netloc.lower()


@dataclass(slots=True)
class _Host:
    busy: bool = False
    waiting: int = 0
    #: Clock reading before which nobody may start a visit.
    free_at: float = 0.0
    #: Clock reading before which the site asked to be left alone.
    closed_until: float = 0.0
    #: Least seconds between visits.
    gap: float = 0.0


class Turn:
    """A visitor's place at a host; a redirect to another host moves it there."""

    def __init__(self, gate: HostGate, host: str) -> None:
        self._gate = gate
        #: The host held now.
        self.host = host

    def move(self, url: str, seconds: float) -> None:
        """Hold the host of ``url`` instead, waiting at most ``seconds``. Hops within one host are one visit."""
        host = _host(url)
        if host != self.host:
            self._gate.leave(self.host)
            self.host = ""
            self._gate.enter(host, seconds)
            self.host = host


class HostGate:
    """Lets one visitor at a time to a host, with a gap between visits."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._changed = threading.Condition()
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    @contextmanager
    def turn(self, url: str) -> Iterator[Turn]:
        """Hold the host of ``url`` for the time of a visit. Raises Unreadable: see `enter`."""
        host = _host(url)
        self.enter(host, self._settings.host_wait_seconds)
        held = Turn(self, host)
        try:
            yield held
        finally:
            if held.host:
                self.leave(held.host)

    def enter(self, host: str, seconds: float) -> None:
        """Wait for the host to be free and take it.

        Raises Unreadable: BUSY_SITE where the site asked to be left alone, QUEUED where our own visits take too long.
        """
        end = self._clock() + seconds
        with self._changed:
            entry = self._entry(host)
            entry.waiting += 1
            try:
                while entry.busy:
                    if not self._changed.wait(max(0.0, end - self._clock())) and entry.busy:
                        raise Unreadable(PageState.QUEUED, retry_after=seconds)
                pause = max(entry.free_at, entry.closed_until) - self._clock()
                closed = entry.closed_until - self._clock()
                if closed > SHORT_WAIT:
                    raise Unreadable(PageState.BUSY_SITE, retry_after=closed)
                if pause > max(0.0, end - self._clock()):
                    raise Unreadable(PageState.QUEUED, retry_after=pause)
                entry.busy = True
            finally:
                entry.waiting -= 1
        if pause > 0:
            try:
                self._sleep(pause)
            except BaseException:
                self.leave(host)
                raise

    def leave(self, host: str) -> None:
        """Free the host; the next visit may start after its gap."""
        with self._changed:
            entry = self._entry(host)
            entry.busy = False
            entry.free_at = self._clock() + max(entry.gap, self._settings.host_gap_seconds)
            self._changed.notify_all()

    def close(self, url: str, seconds: float) -> None:
        """Leave the host of ``url`` alone for a while, as it asked."""
        with self._changed:
            entry = self._entry(_host(url))
            entry.closed_until = max(entry.closed_until, self._clock() + seconds)

    def widen(self, url: str, gap: float) -> None:
        """Keep at least ``gap`` seconds between visits to the host of ``url``, as its robots.txt asks."""
        with self._changed:
            self._entry(_host(url)).gap = min(gap, MAX_CRAWL_DELAY)

    def _entry(self, host: str) -> _Host:
        entry = self._hosts.setdefault(host, _Host())
        self._hosts.move_to_end(host)
        if len(self._hosts) > MAX_HOSTS:
            now = self._clock()
            for name, old in list(self._hosts.items())[: MAX_HOSTS // 10]:
                if not old.busy and not old.waiting and max(old.free_at, old.closed_until) <= now:
                    del self._hosts[name]
        return entry


class _Page(Protocol):
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: Protego | None
    #: Without rules: whether everything is allowed (there are none) or nothing (the server is in trouble).
    allow: bool
    until: float


class Robots:
    """What sites' robots.txt allow us, kept for an hour (RFC 9309)."""

    def __init__(
        self, fetch: Callable[[str], _Page], user_agent: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch = fetch
        self._agent = user_agent
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[str, _Rules] = OrderedDict()

    def gap(self, url: str) -> float | None:
        """Seconds the site wants between visits (0 where it says nothing), or None when the address is off limits."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}".lower()
        with self._lock:
            known = self._known.get(site)
        if known is None or known.until <= self._clock():
            known = self._read(site)
            with self._lock:
                self._known[site] = known
                while len(self._known) > MAX_HOSTS:
                    self._known.popitem(last=False)
        if known.rules is None:
            return 0.0 if known.allow else None
        if not known.rules.can_fetch(urlunsplit(parts._replace(fragment="")), self._agent):
            return None
        return float(known.rules.crawl_delay(self._agent) or 0.0)

    def _read(self, site: str) -> _Rules:
        until = self._clock() + ROBOTS_SECONDS
        try:
            page = self._fetch(f"{site}/robots.txt")
        except Unreadable as error:
            # No robots.txt allows all; a server in trouble allows nothing until it answers again.
            return _Rules(None, not error.passing, until if not error.passing else self._clock() + 60.0)
        return _Rules(Protego.parse(page.body.decode("utf-8", "replace")), True, until)

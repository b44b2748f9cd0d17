"""Politeness: one visit a host, a gap between visits, the site's own wishes honoured."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import FetchSettings, PageState, Unreadable
from bot.articles.fetch import retry_after_seconds
from bot.articles.politeness import HostGate, Robots
from tests.articles.conftest import PageServer
from tests.articles.net import PUBLIC_V4, Net
from tests.hung import HUNG

NOW = dt.datetime(2024, 5, 6, 12, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def gate(clock: Clock, settings: FetchSettings | None = None) -> HostGate:
    return HostGate(settings or FetchSettings(), clock=clock, sleep=clock.sleep)


def test_visits_to_one_host_are_a_second_apart() -> None:
    """The second visit to a host waits out the gap; another host's does not."""
    clock = Clock()
    hosts = gate(clock)
    with hosts.turn("https://a.test/1"):
        clock.now += 0.3
    with hosts.turn("https://b.test/1"):
        assert clock.slept == []
    with hosts.turn("https://a.test/2"):
        assert clock.slept == [pytest.approx(1.0)]


def test_one_visitor_at_a_time() -> None:
    """Two threads never visit one host together."""
    hosts = HostGate(FetchSettings(host_gap_seconds=0.0))
    inside, most, lock = 0, 0, threading.Lock()
    start = threading.Barrier(6)

    def visit() -> None:
        nonlocal inside, most
        start.wait()
        for _ in range(20):
            with hosts.turn("https://a.test/"):
                with lock:
                    inside += 1
                    most = max(most, inside)
                with lock:
                    inside -= 1

    threads = [threading.Thread(target=visit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HUNG)
    assert most == 1


def test_a_host_is_free_again_after_an_error() -> None:
    """A visit that fails gives its place back."""
    hosts = gate(Clock())
    with pytest.raises(ValueError), hosts.turn("https://a.test/"):
        raise ValueError
    with hosts.turn("https://a.test/"):
        pass


def test_a_redirect_takes_the_next_hosts_turn() -> None:
    """Moving to another host frees the first and waits for the second; hops within one host are one visit."""
    clock = Clock()
    hosts = gate(clock)
    with hosts.turn("https://b.test/"):
        pass
    with hosts.turn("https://a.test/") as turn:
        turn.move("https://a.test/next", 5.0)
        assert clock.slept == []
        turn.move("https://b.test/x", 5.0)
        assert clock.slept == [pytest.approx(1.0)]
        assert turn.host == "b.test"
    with hosts.turn("https://a.test/"):
        assert clock.slept[1:] in ([], [pytest.approx(0.0, abs=1e-6)])


def test_a_full_host_is_not_waited_for_without_end() -> None:
    """A visitor who would wait too long is told so."""
    clock = Clock()
    hosts = gate(clock, FetchSettings(host_gap_seconds=90.0, host_wait_seconds=60.0))
    with hosts.turn("https://a.test/"):
        pass
    with pytest.raises(Unreadable) as caught, hosts.turn("https://a.test/"):
        pass
    assert caught.value.state is PageState.QUEUED and caught.value.passing


def test_a_site_that_asks_for_time_gets_it() -> None:
    """After a long Retry-After the host is left alone; after a short one the visit waits."""
    clock = Clock()
    hosts = gate(clock)
    hosts.close("https://a.test/", 300.0)
    with pytest.raises(Unreadable) as caught, hosts.turn("https://a.test/"):
        pass
    assert caught.value.state is PageState.BUSY_SITE
    assert caught.value.retry_after == pytest.approx(300.0)
    clock.now += 297.0
    with hosts.turn("https://a.test/"):
        assert clock.slept == [pytest.approx(3.0)]


def test_retry_after_is_honoured_by_the_fetcher(page_server: PageServer) -> None:
    """A 429 with Retry-After keeps the bot away from that host without another request."""
    page_server.routes["/"] = lambda handler: handler.answer(429, b"", "text/html", Retry_After="60")
    net = Net({"public.test": [[PUBLIC_V4]]}, server=page_server.address)
    fetcher = net.fetcher()
    for _ in range(2):
        with pytest.raises(Unreadable) as caught:
            fetcher.fetch("http://public.test/")
        assert caught.value.state is PageState.BUSY_SITE
        assert caught.value.retry_after == pytest.approx(60.0, abs=5)
    assert len(page_server.requests) == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("-5", None),
        ("soon", None),
        ("99999999999999999999", 86_400.0),
        ("Mon, 06 May 2024 12:01:30 GMT", 90.0),
        ("Mon, 06 May 2024 11:00:00 GMT", 0.0),
        ("²", None),
    ],
)
def test_retry_after_forms(value: str | None, seconds: float | None) -> None:
    """Both forms of Retry-After are read, bounded to a day; nonsense says nothing."""
    assert retry_after_seconds(value, NOW) == seconds


@given(st.text(max_size=40))
def test_retry_after_never_fails(value: str) -> None:
    """Any header value gives a bounded wait or none."""
    wait = retry_after_seconds(value, NOW)
    assert wait is None or 0.0 <= wait <= 86_400.0


def test_the_user_agent_is_honest(page_server: PageServer) -> None:
    """Every request says what visits and whom to write to."""
    page_server.routes["/"] = lambda handler: handler.html("x")
    net = Net({"public.test": [[PUBLIC_V4]]}, server=page_server.address)
    net.fetcher(FetchSettings(contact="ops@desk.example")).fetch("http://public.test/")
    agent = page_server.requests[0].headers["User-Agent"]
    assert agent.startswith("Attache/") and "ops@desk.example" in agent and "Mozilla" not in agent


def test_robots_hold_for_crawls_and_not_for_pasted_links(page_server: PageServer) -> None:
    """robots.txt keeps feeds and crawls out, and does not stand between a person and a link they pasted."""
    page_server.routes["/robots.txt"] = lambda handler: handler.answer(
        200, b"User-agent: *\nDisallow: /private\n", "text/plain"
    )
    page_server.routes["*"] = lambda handler: handler.html("<p>x</p>")
    fetcher = Net({"public.test": [[PUBLIC_V4]]}, server=page_server.address).fetcher()
    assert fetcher.fetch("http://public.test/private/a").status == 200
    assert fetcher.fetch("http://public.test/open", robots=True).status == 200
    with pytest.raises(Unreadable) as caught:
        fetcher.fetch("http://public.test/private/a", robots=True)
    assert caught.value.state is PageState.ROBOTS
    assert [r.path for r in page_server.requests].count("/robots.txt") == 1


class _Page:
    def __init__(self, body: bytes) -> None:
        self.body = body


def test_robots_are_read_again_after_an_hour() -> None:
    """What a robots.txt says holds for an hour."""
    clock, asked = Clock(), []

    def read(url: str) -> _Page:
        asked.append(url)
        return _Page(b"User-agent: *\nCrawl-delay: 7\n")

    robots = Robots(read, "Attache/1", clock=clock)
    assert robots.gap("https://a.test/x") == 7.0
    assert robots.gap("https://a.test/y") == 7.0
    clock.now += 3_601
    robots.gap("https://a.test/x")
    assert asked == ["https://a.test/robots.txt"] * 2


@pytest.mark.parametrize(
    ("state", "gap"), [(PageState.GONE, 0.0), (PageState.FORBIDDEN, 0.0), (PageState.SERVER_ERROR, None)]
)
def test_missing_robots_allow_and_broken_servers_forbid(state: PageState, gap: float | None) -> None:
    """No robots.txt allows everything; a server in trouble allows nothing for a while (RFC 9309)."""

    def read(url: str) -> _Page:
        raise Unreadable(state)

    assert Robots(read, "Attache/1", clock=Clock()).gap("https://a.test/x") == gap


def test_conditional_requests(page_server: PageServer) -> None:
    """A feed's ETag is sent back, and "not modified" is an answer, not an error."""
    page_server.routes["/feed"] = lambda handler: handler.answer(304, b"", None, ETag='"v1"')
    fetcher = Net({"public.test": [[PUBLIC_V4]]}, server=page_server.address).fetcher()
    fetched = fetcher.fetch("http://public.test/feed", headers={"If-None-Match": '"v1"'})
    assert (fetched.status, fetched.body, fetched.headers["etag"]) == (304, b"", '"v1"')
    assert page_server.requests[0].headers["If-None-Match"] == '"v1"'

"""A day of thirty feeds: the digest a reader would want, and the day after."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from bot.articles.fetch import FEED_TYPES
from bot.digest.polling import ask
from bot.store import Store
from bot.store.digests import Schedule
from tests.clock import FakeClock
from tests.digest.digest_bench import Office, words_of
from tests.digest.news import NEXT_DAY, REPORTS
from tests.digest.press import ADDRESSES, FEEDS, HOPELESS, Press

MADRID = Schedule(zone="Europe/Madrid", weekdays=frozenset(range(7)), stories=5)
#: Digests at eight in Madrid, seven UTC.
MORNING = dt.datetime(2026, 11, 3, 7, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def digests(office: Office) -> list[dict[str, Any]]:
    """Digests posted; notices have no blocks."""
    return [message for message in office.posts() if message.get("blocks")]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock((MORNING - dt.timedelta(hours=26)).timestamp())


@pytest.fixture
def press(clock: FakeClock) -> Iterator[Press]:
    running = Press(clock)
    yield running
    running.close()


@pytest.fixture
def office(store: Store, clock: FakeClock, press: Press) -> Iterator[Office]:
    with press.reader() as reader:
        yield Office(store, clock, press.fetcher(), reader)


#: What each address that is no plain list of its outlet's articles lists, or where it leads.
ODD = {"/wire.xml", "/archive.xml", "/fr.xml"}


def test_every_shape_is_read_right(press: Press, clock: FakeClock) -> None:
    """RSS 0.91 to 2.0, RDF, both Atoms, JSON, four encodings, broken XML, redirects: every title and address is right."""
    press.publish(REPORTS, MORNING.timestamp())
    clock.now = MORNING.timestamp()
    fetcher, bodies = press.fetcher(), []
    for (host, path), address in zip(FEEDS, ADDRESSES, strict=True):
        if address in HOPELESS:
            continue
        answer = ask(fetcher, address, MORNING)
        assert answer.feed is not None, address
        if path in ODD:
            assert answer.feed.items, address
            continue
        outlet = {"/moved.xml": "courier.example"}.get(path, host)
        wanted = {(entry.title, entry.link) for entry in press.entries(outlet)}
        assert wanted and {(item.title, item.url) for item in answer.feed.items} == wanted, address
        dated = [item.published is not None for item in answer.feed.items]
        assert not any(dated) if path in ("/undated.xml", "/092.xml") else all(dated), address
        bodies.append(fetcher.fetch(address, types=FEED_TYPES).body)
        if answer.etag:
            assert ask(fetcher, address, MORNING, etag=answer.etag).feed is None, address
    marks = (
        b'<rss version="0.91"', b'<rss version="0.92"', b'<rss version="2.0"', b"purl.org/rss/1.0/", b"purl.org/atom/ns#",
        b"www.w3.org/2005/Atom", b"jsonfeed.org", b'"iso-8859-1"', b'"windows-1251"', "<rss".encode("utf-16-le"),
        "Reykjavík".encode("latin-1"), "Portugal’s".encode("cp1251"),
    )  # fmt: skip
    assert [mark for mark in marks if not any(mark in body for body in bodies)] == []


def test_a_day_of_thirty_feeds(office: Office, press: Press, store: Store) -> None:
    """One entry a story, most important first, other outlets by name; nothing twice; the day after only what is new."""
    store.digests.set_schedule("T1", "C1", MADRID, "U1")
    for address in ADDRESSES:
        assert store.feeds.follow("T1", "C1", address, "U1")
    press.publish(REPORTS, MORNING.timestamp())
    office.until(MORNING - dt.timedelta(minutes=1), 2.5 * 3600)
    assert office.posts() == []
    office.until(MORNING + dt.timedelta(minutes=1), 30)

    (post,) = digests(office)
    words = words_of(post["blocks"])
    assert "Digest for Tuesday, 3 November 2026" in words
    headlines = [
        element["text"]
        for block in post["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        for element in part["elements"]
        if element["type"] == "link" and element.get("style", {}).get("bold")
    ]
    assert len(headlines) == 5
    by_title = {report.title: report.event for report in REPORTS}
    events = [by_title[title] for title in headlines]
    assert events[0] == "cable"
    assert "fish" in events
    assert len(set(events)) == 5
    # Five outlets have the first story: the lead's name, four others beside it.
    outlets = {report.outlet for report in REPORTS if report.event == "cable"}
    assert all(outlet in words for outlet in outlets)
    assert "“Nobody can fence the sea" in words or "“We have signed an insurance" in words or "“We looked at" in words
    assert "Who spoke" in words and "Countries" in words

    rest = words_of([m["blocks"] for m in office.thread()])
    told = [*headlines, *(r.title for r in REPORTS if r.title in rest)]
    assert Counter(by_title[title] for title in told) == Counter({report.event for report in REPORTS})
    # Its page is for subscribers: the feed's headline stands for it.
    assert "Kenya and Uganda reopen rail link for freight" in rest
    assert "From the archive" not in words + rest
    assert "Accord sur les câbles" not in words + rest
    assert "Les quotas de pêche" not in words + rest

    # Conditional requests, and each article fetched once although up to four feeds list it.
    assert press.unchanged > 20
    articles = {key: n for key, n in press.asked.items() if key[1].startswith(("/world/", "/prive/"))}
    assert len(articles) == len(REPORTS) + 2
    assert set(articles.values()) == {1}
    failing = {feed.url for feed in store.feeds.followed("T1", "C1") if feed.fails}
    assert failing == HOPELESS

    press.publish(NEXT_DAY, (MORNING + DAY).timestamp())
    office.until(MORNING + DAY - dt.timedelta(minutes=1), 3 * 3600)
    office.until(MORNING + DAY + dt.timedelta(minutes=1), 30)
    first, second = digests(office)
    assert first == post
    words = words_of(second["blocks"])
    assert any(report.title in words for report in NEXT_DAY if report.event == "cable")
    assert words.count("Update") == 1 and "news on a story of Tuesday, 3 November 2026" in words
    assert "mackerel" not in words
    assert words.index("Update") < words.index("Japan and South Korea bring back night ferry")
    # On the first day everybody was quoted in one story, and a chart would have said nothing.
    (chart,) = (arguments for method, arguments in office.slack.calls if method == "files.upload")
    assert "Kenji Morita (Japan): 2; " in chart["alt_txt"]
    assert "Han Seo-yun" not in chart["alt_txt"]

    office.until(MORNING + 2 * DAY - dt.timedelta(minutes=1), 3 * 3600)
    office.until(MORNING + 2 * DAY + dt.timedelta(minutes=1), 30)
    assert len(digests(office)) == 2, "a day without news posts nothing"


def test_dead_feeds_are_reported_once(office: Office, store: Store) -> None:
    """After days of failing the channel hears of each dead feed once; living ones are not mentioned."""
    store.digests.set_schedule("T1", "C1", MADRID, "U1")
    for address in (*HOPELESS, *ADDRESSES[:4]):
        store.feeds.follow("T1", "C1", address, "U1")
    office.until(MORNING + 9 * DAY, 3 * 3600)
    notices = [m["text"] for m in office.posts()]
    assert len(notices) == len(HOPELESS)
    for address in HOPELESS:
        assert sum(address in notice for notice in notices) == 1
    asked = sum(kind == "feed" for kind, _ in office.done)
    office.until(MORNING + 12 * DAY, 3 * 3600)
    assert len(office.posts()) == len(HOPELESS)
    assert sum(kind == "feed" for kind, _ in office.done) > asked


def test_a_feed_nobody_follows_is_not_asked(office: Office, press: Press, store: Store) -> None:
    """Off means off; an unfollowed feed is forgotten."""
    store.digests.set_schedule("T1", "C1", MADRID, "U1")
    store.feeds.follow("T1", "C1", ADDRESSES[0], "U1")
    office.tick()
    assert sum(press.asked.values()) == 1
    store.digests.switch_off("T1", "C1")
    office.until(MORNING + DAY, 3600)
    assert sum(press.asked.values()) == 1
    (feed,) = store.feeds.followed("T1", "C1")
    assert store.feeds.unfollow("T1", "C1", feed.id)
    store.feeds.forget_old()
    assert store.feeds.get(feed.id) is None

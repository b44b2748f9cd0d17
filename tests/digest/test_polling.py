"""Asking feeds: conditionally, no more often than it pays, less often while they fail; finding them; lists of them."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.fetch import Fetched
from bot.articles.states import PageState, Unreadable
from bot.digest.discovery import NoFeed, discover, feed_links
from bot.digest.feeds import FeedItem, NotAFeed
from bot.digest.opml import ListedFeed, NotAList, read_opml, write_opml
from bot.digest.polling import (
    FIRST,
    JITTER,
    LONGEST,
    LONGEST_BACK_OFF,
    MOST_NEW,
    SHORTEST,
    ask,
    is_dead,
    jittered,
    new_items,
    next_pause,
    pause_after_failure,
)
from bot.digest.worker_tasks import TasksInProcess
from bot.store.feeds import FeedRow
from tests.digest.fakes import FakeFetcher, reply
from tests.digest.shapes import ENTRIES, NOW, page, rss

URL = "https://news.example/feed.xml"
DAY = 86_400.0
ROW = FeedRow(1, URL, None, None, None, None, FIRST, 0.0, None, 0, None, None, None)


def test_the_second_look_is_conditional() -> None:
    """Validators of the first answer go out with the second; "not modified" brings nothing and keeps them."""

    def server(headers: dict[str, str]) -> Fetched:
        if headers.get("If-None-Match") == '"v1"' and headers.get("If-Modified-Since"):
            return reply(status=304)
        return reply(rss(), etag='"v1"', last_modified="Mon, 02 Nov 2026 05:00:00 GMT", cache_control="max-age=900")

    fetcher = FakeFetcher({URL: server})
    first = ask(fetcher, URL, NOW)
    assert first.feed is not None
    assert (first.etag, first.max_age) == ('"v1"', 900.0)
    second = ask(fetcher, URL, NOW, etag=first.etag, modified=first.last_modified)
    assert second.feed is None
    assert (second.etag, second.last_modified) == (first.etag, first.last_modified)
    assert "application/rss+xml" in fetcher.visits[0][1]["Accept"]


@pytest.mark.parametrize("value", ["a\r\nX-Injected: 1", "é", "x" * 501, ""])
def test_a_validator_that_is_no_header_is_not_sent_back(value: str) -> None:
    """What a server calls its version cannot break the next request."""
    assert ask(FakeFetcher({URL: reply(rss(), etag=value)}), URL, NOW).etag is None


def test_errors_keep_their_kind() -> None:
    """A page in place of a feed and a feed that is gone are told apart."""
    with pytest.raises(NotAFeed):
        ask(FakeFetcher({URL: reply(page(), content_type="text/html")}), URL, NOW)
    with pytest.raises(Unreadable) as caught:
        ask(FakeFetcher(), URL, NOW)
    assert caught.value.state is PageState.GONE


@given(st.floats(0, 10 * DAY), st.integers(0, 50), st.floats(0, 10 * DAY))
def test_pauses_stay_in_bounds_and_follow_the_news(pause: float, brought: int, max_age: float) -> None:
    """Between the shortest and the longest; news shortens, silence lengthens, the server's wish is a least."""
    following = next_pause(pause, brought, max_age)
    assert SHORTEST <= following <= LONGEST
    assert following >= min(max_age, LONGEST)
    assert next_pause(FIRST, 1) < FIRST < next_pause(FIRST, 0)
    assert next_pause(0, 0) == FIRST


@given(st.integers(1, 1_000), st.none() | st.floats(0, 10 * DAY))
def test_failures_are_answered_with_growing_patience(fails: int, asked: float | None) -> None:
    """Each failure waits at least as long as the one before, up to a day; what the site asks for is heeded."""
    assert pause_after_failure(fails) <= pause_after_failure(fails + 1) <= LONGEST_BACK_OFF
    assert pause_after_failure(fails, asked) >= min(asked or 0.0, LONGEST_BACK_OFF)


def test_jitter_spreads_feeds() -> None:
    """Feeds added together do not stay in step, and none strays far."""
    chance = random.Random(1)
    pauses = [jittered(1_000, chance) for _ in range(200)]
    assert 1_000 * (1 - JITTER) <= min(pauses) < 950 < 1_050 < max(pauses) <= 1_000 * (1 + JITTER)


def test_when_a_feed_is_dead() -> None:
    """Six failures over three days, or three times gone over a day; a bad afternoon is none."""
    trouble, gone = Unreadable(PageState.SERVER_ERROR), Unreadable(PageState.GONE)

    def failing(fails: int, days: float) -> FeedRow:
        return replace(ROW, fails=fails - 1, failing_since=100 * DAY - days * DAY)

    assert is_dead(failing(6, 3.1), trouble, 100 * DAY)
    assert not is_dead(failing(5, 9), trouble, 100 * DAY)
    assert not is_dead(failing(60, 2.5), trouble, 100 * DAY)
    assert is_dead(failing(3, 1.1), gone, 100 * DAY)
    assert not is_dead(failing(2, 5), gone, 100 * DAY)
    assert not is_dead(ROW, gone, 100 * DAY)


def item(n: int, hours: float | None) -> FeedItem:
    """An item published some hours before NOW."""
    published = NOW - dt.timedelta(hours=hours) if hours is not None else None
    return FeedItem(f"g{n}", f"https://o.example/{n}", f"T{n}", "", published)


def test_what_of_a_list_is_read() -> None:
    """At the first look what is dated and of the last day and a half; later also what has no date; no archive."""
    items = [item(1, 2), item(2, 40), item(3, 100), item(4, None)]
    now = NOW.timestamp()
    assert {i.guid for i in new_items(items, first=True, now=now) if i.fresh} == {"g1"}
    assert {i.guid for i in new_items(items, first=False, now=now) if i.fresh} == {"g1", "g2", "g4"}
    assert len(new_items(items, first=True, now=now)) == 4


def test_a_flood_is_read_in_part() -> None:
    """Of a hundred new items the newest forty are read."""
    kept = new_items([item(n, n / 10) for n in range(100)], first=False, now=NOW.timestamp())
    fresh = [i.guid for i in kept if i.fresh]
    assert len(fresh) == MOST_NEW
    assert set(fresh) == {f"g{n}" for n in range(MOST_NEW)}


# -- finding feeds ---------------------------------------------------------------------------------------------------


def test_a_feeds_own_address() -> None:
    """A feed is itself; a redirect's end is its address."""
    found = discover(FakeFetcher({URL: reply(rss(), url="https://news.example/moved.xml")}), URL, NOW, TasksInProcess())
    assert (found.url, len(found.feed.items)) == ("https://news.example/moved.xml", len(ENTRIES))


def test_a_site_names_its_feeds() -> None:
    """The first feed of a page that answers is taken; comments are no articles; the others are named."""
    site = "https://news.example/world/"
    links = page("/comments/feed", "broken.xml", "/feed.xml?a=1&b=2", "https://news.example/other.xml")
    fetcher = FakeFetcher(
        {site: reply(links, content_type="text/html"), "https://news.example/feed.xml?a=1&b=2": reply(rss())}
    )
    found = discover(fetcher, site, NOW, TasksInProcess())
    assert found.url == "https://news.example/feed.xml?a=1&b=2"
    assert "https://news.example/other.xml" in found.others
    assert all("comments" not in link for link in found.others)


def test_a_site_that_names_none_is_tried_at_the_usual_places() -> None:
    """Without a link in the head the usual addresses are tried; then the answer is a kind no."""
    site = "https://news.example/"
    fetcher = FakeFetcher({site: reply(page(), content_type="text/html"), f"{site}rss.xml": reply(rss())})
    assert discover(fetcher, site, NOW, TasksInProcess()).url == f"{site}rss.xml"
    with pytest.raises(NoFeed):
        discover(FakeFetcher({site: reply(page(), content_type="text/html")}), site, NOW, TasksInProcess())


def test_links_are_read_whatever_their_order_and_quotes() -> None:
    """Attributes in any order, quoted or not; other alternates and addresses that are none fall out."""
    head = """
    <LINK HREF='a.xml' TYPE="application/atom+xml; charset=utf-8" REL='home alternate'>
    <link rel=alternate type=application/rss+xml href=/b>
    <link rel="alternate" hreflang="fr" href="/fr">
    <link rel="stylesheet" type="text/css" href="/s.css">
    <link rel="alternate" type="application/rss+xml" href="javascript:x">
    <link rel="alternate" type="application/rss+xml" href="http://[">
    <link rel="alternate" type="application/rss+xml" href="">
    """
    assert feed_links(head, "https://o.example/x/") == ["https://o.example/x/a.xml", "https://o.example/b"]


@given(st.text(max_size=300))
def test_any_page_is_searched_without_harm(text: str) -> None:
    """Whatever stands in a page, links come out as web addresses."""
    for link in feed_links(f"<link {text}><link rel=alternate type=text/xml href='{text}'>", "https://o.example/"):
        assert link.startswith(("http://", "https://"))


# -- lists -----------------------------------------------------------------------------------------------------------


def test_a_list_comes_back_as_it_went_out() -> None:
    """Export and import agree, whatever the names hold."""
    feeds = (
        ListedFeed("https://a.example/f.xml", "Żak & Söhne <b>"),
        ListedFeed("https://b.example/f?x=1&y=2", None),
    )
    back = read_opml(write_opml(feeds, "Desk"))
    assert [f.url for f in back] == [f.url for f in feeds]
    assert back[0].title == "Żak & Söhne"


@given(
    st.lists(
        st.builds(
            ListedFeed,
            st.text("abz019-._~/?&=%", max_size=30).map(lambda t: f"https://h.example/{t}"),
            st.none() | st.text(max_size=40),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda f: f.url,
    )
)
def test_export_and_import_agree_on_addresses(feeds: list[ListedFeed]) -> None:
    """No address is lost or changed on the way."""
    assert [f.url for f in read_opml(write_opml(feeds, "x"))] == [f.url for f in feeds]


def test_folders_are_flattened_and_rubbish_left_out() -> None:
    """Feeds in folders, in any case of the attribute; links that are no feeds and other schemes fall out; each once."""
    text = """<?xml version="1.0" encoding="ISO-8859-1"?><opml version="1.0"><body>
    <outline text="Europe"><outline type="rss" text="Gen\xe8ve" xmlUrl="https://a.example/1"/>
    <outline type="rss" xmlUrl="https://a.example/1"/></outline>
    <outline text="x" url="https://a.example/page"/><outline text="y" xmlUrl="file:///etc/passwd"/>
    <outline text="A & B" xmlUrl="http://b.example/2?a=1&b=2"/></body></opml>"""
    feeds = read_opml(text.encode("latin-1"))
    assert feeds == (ListedFeed("https://a.example/1", "Genève"), ListedFeed("http://b.example/2?a=1&b=2", "A & B"))


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"http://127.0.0.1:9/", b"/etc/passwd", rss().encode(), b"\xff\xfe\x00"]
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    """Nothing is fetched or opened on the word of a list; the refusal is one kind sentence."""
    with pytest.raises(NotAList):
        read_opml(data)


@given(st.binary(max_size=300))
def test_any_bytes_give_feeds_or_a_refusal(data: bytes) -> None:
    """Only NotAList is raised."""
    for body in (data, b"<opml><body><outline xmlUrl='http://a.example/" + data + b"'/></body></opml>"):
        try:
            feeds = read_opml(body)
        except NotAList:
            continue
        assert all(f.url.startswith(("http", "HTTP")) for f in feeds)

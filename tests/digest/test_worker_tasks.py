"""What a digest does in workers: the same as here, and bounded where a feed is built to hold its reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypedDict

import pytest

from bot.digest.compose import Wishes
from bot.digest.edition import Candidate, Edition
from bot.digest.feeds import NotAFeed
from bot.digest.opml import ListedFeed, NotAList, write_opml
from bot.digest.reading import brief_for_digest
from bot.digest.telling import told_of
from bot.digest.worker_tasks import TasksInProcess, TasksInWorkers
from bot.store.digests import Told
from bot.workers import Limits, TooHeavy
from summarizers.text.cleaning import read_text
from tests.digest.news import NEXT_DAY, REPORTS, Report
from tests.digest.shapes import ENTRIES, NOW, Entry, atom, json_feed, page, rdf, rss
from tests.workers.shared import shared_workers

URL = "https://news.example/feed.xml"
HTML = "text/html; charset=utf-8"


class Known(TypedDict):
    """What is known of a feed besides its bytes."""

    url: str
    content_type: str | None
    now: dt.datetime


class Span(TypedDict):
    """The time a digest is about."""

    date: dt.date
    since: dt.datetime
    until: dt.datetime


@pytest.fixture(scope="module")
def workers() -> TasksInWorkers:
    return TasksInWorkers(shared_workers())


@pytest.mark.parametrize(
    "feed",
    [
        rss(),
        rss(version="0.91"),
        rdf(),
        atom(),
        atom(old=True),
        json_feed(),
        rss([Entry("No date", "https://a.example/x", at=None)]),
    ],
    ids=["rss", "rss 0.91", "rdf", "atom", "atom 0.3", "json", "undated"],
)
def test_a_feed_is_what_it_is_here(workers: TasksInWorkers, feed: str) -> None:
    """Names, addresses, dates with their zone: everything comes through the pipe."""
    known: Known = {"url": URL, "content_type": None, "now": NOW}
    assert workers.feed(feed.encode(), **known) == TasksInProcess().feed(feed.encode(), **known)


def test_what_is_no_feed_is_none(workers: TasksInWorkers) -> None:
    """A page is no feed, a page with links names some, a page is no list either."""
    links = page("/feed.xml", "https://news.example/other.xml").encode()
    with pytest.raises(NotAFeed):
        workers.feed(links, url=URL, content_type=HTML, now=NOW)
    known = {"url": "https://news.example/world/", "content_type": HTML}
    assert workers.links(links, **known) == TasksInProcess().links(links, **known) != []
    with pytest.raises(NotAList):
        workers.listed(links)


def test_a_list_is_what_it_is_here(workers: TasksInWorkers) -> None:
    """Feeds of a list, with and without a name."""
    listed = write_opml([ListedFeed(URL, "The Courier"), ListedFeed("https://b.example/ü.xml")], "Desk")
    assert workers.listed(listed) == TasksInProcess().listed(listed)


UNTIL = dt.datetime(2026, 11, 3, 7, 0, tzinfo=dt.UTC)
SPAN: Span = {"date": UNTIL.date(), "since": UNTIL - dt.timedelta(days=1), "until": UNTIL}


def candidates(reports: tuple[Report, ...], *, unread: int = 2) -> list[Candidate]:
    """Reports as a digest's candidates; every seventh was shared, the first few could not be read."""
    found = []
    for number, report in enumerate(reports):
        url, seen = f"https://{report.outlet}/{number}", UNTIL - dt.timedelta(hours=report.hours)
        text = "\n\n".join(report.text)
        article = read_text(text, url=url, title=report.title, date=seen.date())
        made = brief_for_digest(article) if number >= unread else None
        shared = number % 7 == 0
        found.append(Candidate(url, report.title, text[:200], report.outlet, seen, seen, made, shared=shared))
    return found


def test_a_digest_is_what_it_is_here(workers: TasksInWorkers) -> None:
    """Stories, quotes, countries, what was told before and the briefs behind them: the same edition, to the last value."""
    wishes = Wishes(stories=3, interests=("Norland",), zone="Europe/Madrid")
    first = TasksInProcess().compose(candidates(REPORTS), (), wishes, **SPAN)
    assert first.stories
    assert workers.compose(candidates(REPORTS), (), wishes, **SPAN) == first
    told = [told_of(entry, UNTIL.date() - dt.timedelta(days=1)) for entry in (*first.stories, *first.rest)]
    both = candidates((*REPORTS, *NEXT_DAY))
    again = TasksInProcess().compose(both, told, wishes, **SPAN)
    assert any(entry.told_before for entry in (*again.stories, *again.rest)) or again.repeated
    assert workers.compose(both, told, wishes, **SPAN) == again


def test_a_digest_that_is_too_much_is_made_of_fewer_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather the weightiest half than none; only where a few articles are too much it is given up."""

    sizes: list[int] = []

    class Strained(TasksInWorkers):
        most = 0

        def _composed(
            self,
            candidates: Sequence[Candidate],
            told: Sequence[Told],
            wishes: Wishes,
            date: dt.date,
            since: dt.datetime,
            until: dt.datetime,
        ) -> Edition:
            sizes.append(len(candidates))
            if len(candidates) > self.most:
                raise TooHeavy("memory")
            return super()._composed(candidates, told, wishes, date, since, until)

    monkeypatch.setattr("bot.digest.worker_tasks.FEWEST_ARTICLES", 2)
    strained = Strained(shared_workers())
    many = candidates(REPORTS, unread=0)[:9]
    strained.most = 3
    assert strained.compose(many, (), Wishes(), **SPAN).articles == 2
    assert sizes == [9, 4, 2]
    strained.most = 0
    with pytest.raises(TooHeavy):
        strained.compose(many, (), Wishes(), **SPAN)


HOSTILE = {
    "open tags": b"<rss version='2.0'><channel><item><title>" + b"<a " * 600_000,
    "nesting": b"<rss version='2.0'><channel>" + b"<item>" * 300_000,
    "entities": b"<rss version='2.0'><channel><item><title>" + b"&amp;" * 390_000,
    "attributes": b"<rss version='2.0' " + b" ".join(b"a%d='x'" % n for n in range(150_000)) + b">",
    "one item, many links": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + b"<link href='x'/>" * 120_000,
    "cdata": b"<rss version='2.0'><channel><item><description><![CDATA[" + b"<div><" * 300_000 + b"]]>",
    "json": b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 900_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_feed_costs_its_worker_and_no_more(
    workers: TasksInWorkers, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    """Whatever it is, it ends within its limit of CPU time as a feed, as none or as too heavy; the next one is read."""
    monkeypatch.setattr("bot.digest.worker_tasks.FEED_LIMITS", Limits(cpu_seconds=1.0))
    strict = TasksInWorkers(shared_workers())
    known: Known = {"url": URL, "content_type": None, "now": NOW}
    for read in (
        lambda: strict.feed(body, **known),
        lambda: strict.listed(body),
        lambda: strict.links(body, url=URL, content_type=HTML),
    ):
        try:
            read()
        except (NotAFeed, NotAList, TooHeavy):
            continue
    assert [item.title for item in workers.feed(rss().encode(), **known).items] == [e.title for e in ENTRIES]

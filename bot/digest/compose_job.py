"""Composing a digest: the job that settles what it holds and hands its message to the outbox, whatever shows it.

Two replicas may compose at once: the digest is settled once, with its message, in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import structlog

from bot.articles.titles import outlet_name
from bot.digest import chart
from bot.digest.compose import Wishes
from bot.digest.due_dates import GRACE, moment_of
from bot.digest.edition import Candidate, Edition
from bot.digest.reading import site_of
from bot.digest.reasons import reasons_of, reasons_to_dict
from bot.digest.scheduler import store_clock
from bot.digest.telling import told_in
from bot.digest.worker_tasks import DigestTasks
from bot.job_arguments import Enqueue
from bot.presentation import DateStyle
from bot.store import Store
from bot.store.deliveries import Delivery
from bot.store.digests import DigestKey, DigestRow, Schedule, Settled
from bot.store.feed_articles import FeedArticle

#: News of a digest goes back to the one before, at most this far; a first digest goes back a day. In seconds.
FURTHEST, FIRST = 5 * 86_400.0, 86_400.0
#: Seconds two digests overlap: an article may be written down with a moment just before a digest that could not see it
#: yet. What was told is recognised.
OVERLAP = 300.0
#: Days told stories are known.
KNOWN_DAYS = 10.0
#: Articles a digest is made from, at most.
MOST_ARTICLES = 800

#: Why a digest has no stories: no feed is followed, new ones are still being read, or nothing new was said.
NoStories = Literal["no_sources", "still_reading", "quiet"]


@dataclass(frozen=True, slots=True)
class DigestPayloads:
    """A digest as the outbox keeps it, made of JSON values."""

    #: The message for the channel.
    main: dict[str, Any]
    #: Those for its thread, in order.
    thread: tuple[dict[str, Any], ...] = ()


class DigestSurface(Protocol):
    """Lays a digest out for where it is posted."""

    def edition(self, edition: Edition, zone: str, dates: DateStyle, brief_ids: Mapping[str, str]) -> DigestPayloads:
        """A digest with stories; ``brief_ids`` gives the kept brief of an article's address, where there is one."""
        ...

    def no_stories(self, why: NoStories, date: dt.date, dates: DateStyle) -> dict[str, Any]:
        """The one line of a digest without stories."""
        ...


class ComposeJob:
    """The work of the job "digest"."""

    def __init__(
        self,
        store: Store,
        enqueue: Enqueue,
        tasks: DigestTasks,
        surface: DigestSurface,
        *,
        now: Callable[[], dt.datetime] | None = None,
        grace: dt.timedelta = GRACE,
    ) -> None:
        """``now`` (aware) is the clock digests fall due by, the store's by default; ``grace`` is how late one may be."""
        self._store = store
        self._enqueue = enqueue
        self._tasks = tasks
        self._surface = surface
        self._now = now or store_clock(store)
        self._grace = grace
        self._log = structlog.get_logger("attache.digest")

    def compose(self, key: DigestKey) -> None:
        """Compose, settle, hand the message to the outbox."""
        row = self._store.digests.get(key)
        if row is None:
            self._log.warning("digest is gone", digest=key.written())
            return
        if row.state == "due" and self._is_late(row):
            if self._store.digests.miss(key):
                self._log.warning("digest missed", team=key.team, channel=key.channel, date=key.name)
        elif row.state == "due":
            self._store.digests.settle(key, self._settled(row))
        delivery = self._store.deliveries.get(key.delivery)
        if delivery is not None and delivery.state in ("new", "sending"):
            self._enqueue("deliver", delivery.key, lane=delivery.lane)

    def _is_late(self, row: DigestRow) -> bool:
        """Whether a digest that fell due was left lying beyond its grace: a crash, and nobody there for hours."""
        schedule = self._store.digests.schedule(row.key.team, row.key.channel)
        if schedule is None or row.key.is_asked or schedule.since > row.until:
            return self._store.clock() - row.until > self._grace.total_seconds()
        return self._now() - moment_of(row.local_date, schedule) > self._grace

    def edition(self, row: DigestRow, schedule: Schedule) -> Edition:
        """The digest's contents."""
        key = row.key
        before = self._store.digests.latest(key.team, key.channel)
        since = max(before.until, row.until - FURTHEST) if before is not None else row.until - FIRST
        articles = self._store.feeds.ready(key.team, key.channel, since - OVERLAP, row.until, MOST_ARTICLES)
        return self._tasks.compose(
            [_candidate(article) for article in articles],
            self._store.digests.told(key.team, key.channel, self._store.clock() - KNOWN_DAYS * 86_400),
            Wishes(stories=schedule.stories, interests=schedule.interests, zone=schedule.zone),
            date=row.local_date,
            since=dt.datetime.fromtimestamp(since, dt.UTC),
            until=dt.datetime.fromtimestamp(row.until, dt.UTC),
        )

    def _settled(self, row: DigestRow) -> Settled:
        key = row.key
        schedule = self._store.digests.schedule(key.team, key.channel) or Schedule()
        edition = self.edition(row, schedule)
        dates = self._store.channels.get(key.team, key.channel).dates
        self._log.info(
            "digest composed",
            digest=key.name,
            channel=key.channel,
            articles=edition.articles,
            stories=len(edition.stories) + len(edition.rest),
            repeated=edition.repeated,
        )
        reasons = reasons_to_dict(reasons_of(edition))
        if edition.is_quiet:
            if schedule.skip_quiet and not key.is_asked:
                return Settled(None, reasons=reasons)
            line = self._surface.no_stories(self._no_stories(key), row.local_date, dates)
            return Settled(_delivery(row, line), reasons=reasons)
        made = self._surface.edition(edition, schedule.zone, dates, self._keep_briefs(key, edition))
        return Settled(
            _delivery(row, made.main),
            told=told_in(edition),
            thread=made.thread,
            reasons=reasons,
            chart=chart.is_available() and not key.is_asked,
        )

    def _no_stories(self, key: DigestKey) -> NoStories:
        """Why a digest has no stories."""
        if not self._store.feeds.followed(key.team, key.channel):
            return "no_sources"
        return "still_reading" if key.is_asked and self._store.feeds.waiting(key.team, key.channel) else "quiet"

    def _keep_briefs(self, key: DigestKey, edition: Edition) -> dict[str, str]:
        """Keep the briefs of the stories told for "More" and /quotes; their ids by address."""
        ids: dict[str, str] = {}
        for entry in edition.stories:
            if entry.brief is not None:
                # One for each channel: what a private channel reads is nobody else's business.
                id = self._store.briefs.put(key.team, f"digest {key.channel} {entry.url}", entry.brief)
                today = edition.date.isoformat()
                self._store.quotes.add(key.team, id, entry.brief, today, channel=key.channel)
                ids[entry.url] = id
        return ids


def _delivery(row: DigestRow, payload: dict[str, Any]) -> Delivery:
    key = row.key
    return Delivery(key.delivery, key.team, key.channel, "digest", payload, local_date=row.local_date.isoformat())


def _candidate(article: FeedArticle) -> Candidate:
    site = article.brief.article.site if article.brief else None
    published = article.published_at
    return Candidate(
        url=article.url,
        title=article.title,
        description=article.description,
        site=site or outlet_name(article.url, article.source) or site_of(article.url),
        published=dt.datetime.fromtimestamp(published, dt.UTC) if published is not None else None,
        seen=dt.datetime.fromtimestamp(article.seen_at, dt.UTC),
        brief=article.brief,
        shared=article.shared,
    )

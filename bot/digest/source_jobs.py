"""Reading a digest's sources: the jobs that ask a feed, and those that read a page it listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol

import structlog

from bot.articles.states import PageState, Unreadable
from bot.digest.polling import Fetches, ask, is_dead, jittered, new_items, next_pause, pause_after_failure
from bot.digest.reading import SKIPPED, brief_for_digest, is_foreign, site_of
from bot.digest.scheduler import store_clock
from bot.digest.worker_tasks import LANE, DigestTasks
from bot.job_arguments import ArticleReading, FeedCheck
from bot.store import Store
from bot.store.feed_articles import FeedArticle
from bot.store.feeds import FeedRow
from summarizers.errors import AttacheError
from summarizers.model import Article, Brief

#: Seconds after which a feed that had to wait for other visits to its host is asked again.
QUEUED_AGAIN = 120.0
#: Times an article's page is tried when its trouble may pass, and the pause after the first, doubled after the second.
TRIES, TRY_LATER = 3, 900.0


class Reads(Protocol):
    """Reads an article: see :class:`bot.articles.ArticleReader`."""

    def read(self, url: str, *, robots: bool = False, lane: str = "") -> Article:
        """The article, or an AttacheError."""
        ...


class ReportDeadFeed(Protocol):
    """Says once per channel and failure that a feed does not answer any more."""

    def __call__(self, team: str, channel: str, feed: FeedRow, why: str) -> None:
        """``why`` is a line a person can read."""
        ...


class SourceJobs:
    """The work of the jobs "feed" and "article"."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetches,
        reader: Reads,
        tasks: DigestTasks,
        report_dead: ReportDeadFeed,
        *,
        now: Callable[[], dt.datetime] | None = None,
        make_brief: Callable[[Article], Brief] = brief_for_digest,
    ) -> None:
        """``now`` (aware) is the clock feeds are asked by; the store's by default."""
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._tasks = tasks
        self._report_dead = report_dead
        self._now = now or store_clock(store)
        self._make_brief = make_brief
        self._log = structlog.get_logger("attache.digest")

    # -- feeds -------------------------------------------------------------------------------------------------------

    def check(self, due: FeedCheck) -> None:
        """The job "feed": ask a feed and keep what is new; the tick takes on its reading."""
        feed = self._store.feeds.get(due.feed)
        if feed is None or FeedCheck(feed.id, feed.next_check) != due:
            return  # asked meanwhile
        now = self._now()
        try:
            answer = ask(
                self._fetcher, feed.url, now, etag=feed.etag, modified=feed.last_modified, parse=self._tasks.feed
            )
        except AttacheError as error:
            self._feed_failed(feed, error)
            return
        clock = self._store.clock()
        listed = answer.feed.items if answer.feed else ()
        items = new_items(listed, first=feed.checked_at is None, now=now.timestamp())
        known = self._store.feeds.count_known(feed.id, [item.guid for item in items])
        pause = next_pause(feed.pause, len(items) - known, answer.max_age)
        fresh = self._store.feeds.answered(
            feed.id,
            pause=pause,
            next_check=clock + jittered(pause),
            etag=answer.etag,
            last_modified=answer.last_modified,
            title=answer.feed.title if answer.feed else None,
            site_url=answer.feed.site_url if answer.feed else None,
            items=items,
        )
        self._log.info("feed", feed=feed.id, site=site_of(feed.url), new=len(fresh), pause=round(pause))

    def _feed_failed(self, feed: FeedRow, error: AttacheError) -> None:
        clock = self._store.clock()
        asked = error.retry_after if isinstance(error, Unreadable) else None
        if isinstance(error, Unreadable) and error.state is PageState.QUEUED:
            # Our own visits to its host took too long: that says nothing about the feed.
            self._store.feeds.put_off(feed.id, clock + jittered(max(asked or 0.0, QUEUED_AGAIN)))
            return
        pause = pause_after_failure(feed.fails + 1, asked)
        self._store.feeds.failed(feed.id, error.kind, clock + jittered(pause))
        self._log.info("feed failed", feed=feed.id, site=site_of(feed.url), error=error.kind, fails=feed.fails + 1)
        if feed.dead_at is None and is_dead(feed, error, clock):
            for team, channel in self._store.feeds.followers(feed.id):
                self._report_dead(team, channel, feed, str(error))
            self._store.feeds.dead(feed.id)

    # -- articles ----------------------------------------------------------------------------------------------------

    def read(self, due: ArticleReading) -> None:
        """The job "article": read a page and keep its brief, or what the feed said of it."""
        article = self._store.feeds.article(due.url_key)
        if article is None or article.state != "new" or article.tries != due.tries:
            return
        try:
            brief = self._make_brief(self._reader.read(article.url, robots=True, lane=LANE))
        except AttacheError as error:
            self._unread(article, error)
            return
        self._store.feeds.keep_brief(due.url_key, brief)

    def _unread(self, article: FeedArticle, error: AttacheError) -> None:
        """Try again what may pass; keep the headline of what will not."""
        self._log.info("article not read", site=site_of(article.url), error=error.kind)
        if error.kind in SKIPPED:
            self._store.feeds.skip(article.url_key, error.kind)
        elif isinstance(error, Unreadable) and error.passing and article.tries + 1 < TRIES:
            pause = max(TRY_LATER * 2.0**article.tries, error.retry_after or 0.0)
            self._store.feeds.try_later(article.url_key, error.kind, self._store.clock() + pause)
        elif is_foreign(article.title, article.description):
            self._store.feeds.skip(article.url_key, PageState.NOT_ENGLISH.value)
        else:
            self._store.feeds.keep_headline(article.url_key, error.kind)

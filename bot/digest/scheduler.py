"""What is due: digests, their threads, feeds to ask and pages to read, found at every tick and taken on as jobs.

Everything may happen twice and in any order: a digest is settled once, an article is kept once, a message goes through
the outbox. What a crash interrupts the next tick finds again, because it looks at tables, never at instants.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import structlog

from bot.digest.due_dates import GRACE, due, missed, next_moment
from bot.digest.reading import site_of
from bot.job_arguments import ArticleReading, Enqueue, FeedCheck
from bot.store import Store
from bot.store.digests import DigestKey

#: Seconds after which a digest, a look at a feed or a reading that did not happen is taken on again.
DIGEST_AGAIN, FEED_AGAIN, ARTICLE_AGAIN = 120.0, 900.0, 1800.0


class DigestScheduler:
    """Takes on everything that is due."""

    def __init__(
        self,
        store: Store,
        enqueue: Enqueue,
        *,
        now: Callable[[], dt.datetime] | None = None,
        grace: dt.timedelta = GRACE,
    ) -> None:
        """``now`` (aware) is the clock digests fall due by, the store's by default; ``grace`` is how late one may be."""
        self._store = store
        self._enqueue = enqueue
        self._now = now or store_clock(store)
        self._grace = grace
        self._log = structlog.get_logger("attache.digest")

    def tick(self) -> None:
        """Take on everything that is due; safe in several processes at once, and after any pause."""
        self.take_on_digests()
        self._take_on_threads()
        for feed, moment in self._store.feeds.take_due(FEED_AGAIN):
            self._enqueue("feed", FeedCheck(feed, moment).written())
        for key, url, tries in self._store.feeds.take_unread(ARTICLE_AGAIN):
            again = _bucket(self._store.clock(), ARTICLE_AGAIN)
            self._enqueue("article", ArticleReading(key, tries).written(), lane=site_of(url), again=again)

    def take_on_digests(self) -> None:
        """Note the digests that are due now, and those that were missed; take on those still to be composed."""
        now = self._now()
        for team, channel, schedule, last in self._store.digests.active():
            for date in missed(now, schedule, last, self._grace):
                last = date
                if self._store.digests.fall_due(_dated(team, channel, date), date, self._store.clock(), "missed"):
                    self._log.warning("digest missed", team=team, channel=channel, date=date.isoformat())
            date_due = due(now, schedule, last, self._grace)
            if date_due is not None:
                key = _dated(team, channel, date_due)
                if self._store.digests.fall_due(key, date_due, self._store.clock()):
                    self._enqueue("digest", key.written())
        for key in self._store.digests.unsettled():
            self._enqueue("digest", key.written(), again=_bucket(self._store.clock(), DIGEST_AGAIN))

    def _take_on_threads(self) -> None:
        """Digests whose message is there get their thread."""
        for key in self._store.digests.unfinished():
            row = self._store.deliveries.get(key.delivery)
            if row is None or row.state == "failed":
                self._store.digests.finish(key)
            elif row.state == "sent":
                again = _bucket(self._store.clock(), DIGEST_AGAIN)
                self._enqueue("digest_thread", key.written(), again=again)

    def next_moment(self, team: str, channel: str) -> dt.datetime | None:
        """When a channel's next digest comes, in its own zone; None where none does."""
        schedule = self._store.digests.schedule(team, channel)
        if schedule is None:
            return None
        return next_moment(self._now(), schedule, self._store.digests.last_date(team, channel))


def store_clock(store: Store) -> Callable[[], dt.datetime]:
    """The store's clock as aware moments."""
    return lambda: dt.datetime.fromtimestamp(store.clock(), dt.UTC)


def _dated(team: str, channel: str, date: dt.date) -> DigestKey:
    return DigestKey(team, channel, date.isoformat())


def _bucket(moment: float, seconds: float) -> str:
    """Names the stretch of time a job is taken on for, so that the next stretch may take it on again."""
    return str(int(moment // seconds))

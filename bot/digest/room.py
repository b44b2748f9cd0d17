"""The work behind digests: the tick that finds what is due, and the jobs it takes on.

Everything may happen twice and in any order: a digest is settled once, an article is kept once, a message goes through
the outbox. What a crash interrupts the next tick finds again, because it looks at tables, never at instants.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Protocol

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.articles.states import PageState, Unreadable
from bot.digest import chart
from bot.digest.blocks import digest_messages, quiet_message
from bot.digest.clock import GRACE, due, missed, moment_of, next_moment
from bot.digest.compose import Wishes, told_of
from bot.digest.edition import Candidate, Edition
from bot.digest.polling import (
    Fetches,
    ask,
    is_dead,
    jittered,
    new_items,
    next_pause,
    pause_after_failure,
)
from bot.digest.reading import SKIPPED, brief_for_digest, is_foreign, site_of
from bot.digest.worker_tasks import LANE, DigestTasks
from bot.presentation import DateStyle
from bot.slack import messages
from bot.slack.blocks import Message
from bot.slack.errors import trouble_of
from bot.slack.intake import Enqueue
from bot.slack.sender import TOO_LATE
from bot.store import Store
from bot.store.deliveries import Delivery
from bot.store.digests import DigestKey, DigestRow, Schedule, Settled
from bot.store.feed_articles import FeedArticle
from bot.store.feeds import FeedRow
from summarizers.errors import AttacheError
from summarizers.model import Article, Brief

#: News of a digest goes back to the one before, at most this far; a first digest goes back a day. In seconds.
FURTHEST, FIRST = 5 * 86_400.0, 86_400.0
#: Seconds two digests overlap: an article may be written down with a moment just before a digest that could not see it
#: yet. What was told is recognised.
OVERLAP = 300.0
#: Days told stories are known, and days the chart looks back.
KNOWN_DAYS, CHART_DAYS = 10.0, 7.0
#: Seconds after which a digest, a look at a feed or a reading that did not happen is taken on again.
DIGEST_AGAIN, FEED_AGAIN, ARTICLE_AGAIN = 120.0, 900.0, 1800.0
#: Seconds after which a feed that had to wait for other visits to its host is asked again.
QUEUED_AGAIN = 120.0
#: Times an article's page is tried when its trouble may pass, and the pause after the first, doubled after the second.
TRIES, TRY_LATER = 3, 900.0
#: Articles a digest is made from, at most.
MOST_ARTICLES = 800


class Clients(Protocol):
    """Gives the Web API client of a workspace."""

    def __call__(self, team: str) -> WebClient:
        """The client with that workspace's bot token."""
        ...


class Reads(Protocol):
    """Reads an article: see :class:`bot.articles.ArticleReader`."""

    def read(self, url: str, *, robots: bool = False, lane: str = "") -> Article:
        """The article, or an AttacheError."""
        ...


class DigestRoom:
    """What is due, and the work of the jobs "digest", "digest_thread", "feed" and "article"."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetches,
        reader: Reads,
        enqueue: Enqueue,
        clients: Clients,
        tasks: DigestTasks,
        *,
        now: Callable[[], dt.datetime] | None = None,
        grace: dt.timedelta = GRACE,
        make_brief: Callable[[Article], Brief] = brief_for_digest,
    ) -> None:
        """``now`` (aware) is the clock digests fall due by, the store's by default; ``grace`` is how late one may be."""
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._enqueue = enqueue
        self._clients = clients
        self._tasks = tasks
        self._now = now or (lambda: dt.datetime.fromtimestamp(store.clock(), dt.UTC))
        self._grace = grace
        self._make_brief = make_brief
        self._log = structlog.get_logger("attache.digest")

    # -- the tick ----------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Take on everything that is due; safe in several processes at once, and after any pause."""
        self.scan()
        self._finish()
        for feed, moment in self._store.feeds.take_due(FEED_AGAIN):
            self._enqueue("feed", f"{feed}|{moment:.3f}")
        for key, url, tries in self._store.feeds.take_unread(ARTICLE_AGAIN):
            again = _bucket(self._store.clock(), ARTICLE_AGAIN)
            self._enqueue("article", f"{key}|{tries}", lane=site_of(url), again=again)

    def scan(self) -> None:
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
                    self._enqueue("digest", key.written)
        for key in self._store.digests.unsettled():
            self._enqueue("digest", key.written, again=_bucket(self._store.clock(), DIGEST_AGAIN))

    def _finish(self) -> None:
        """Digests whose message is there get their thread."""
        for key in self._store.digests.unfinished():
            row = self._store.deliveries.get(key.delivery)
            if row is None or row.state == "failed":
                self._store.digests.finish(key)
            elif row.state == "sent":
                again = _bucket(self._store.clock(), DIGEST_AGAIN)
                self._enqueue("digest_thread", key.written, again=again)

    def next_moment(self, team: str, channel: str) -> dt.datetime | None:
        """When a channel's next digest comes, in its own zone; None where none does."""
        schedule = self._store.digests.schedule(team, channel)
        if schedule is None:
            return None
        return next_moment(self._now(), schedule, self._store.digests.last_date(team, channel))

    # -- composing ---------------------------------------------------------------------------------------------------

    def compose(self, written: str) -> None:
        """The job "digest": compose, settle, hand the message to the outbox."""
        key = DigestKey.read(written)
        row = self._store.digests.get(key)
        if row is None:
            self._log.warning("digest is gone", digest=written)
            return
        if row.state == "due" and self._is_late(row):
            if self._store.digests.miss(key):
                self._log.warning("digest missed", team=key.team, channel=key.channel, date=key.name)
        elif row.state == "due":
            self._store.digests.settle(key, self._settled(row))
        delivery = self._store.deliveries.get(key.delivery)
        if delivery is not None and delivery.state in ("new", "sending"):
            self._post(delivery)

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
        if edition.is_quiet:
            if schedule.skip_quiet and not key.is_asked:
                return Settled(None)
            return Settled(self._delivery(row, self._nothing(key, row.local_date, dates)))
        ids = self._keep_briefs(key, edition)
        made = digest_messages(edition, zone=schedule.zone, dates=dates, brief_ids=ids)
        return Settled(
            self._delivery(row, made.main),
            told=tuple(told_of(entry, row.local_date) for entry in (*edition.stories, *edition.rest)),
            thread=tuple(message.payload() for message in made.thread),
            chart=chart.is_available() and not key.is_asked,
        )

    def _nothing(self, key: DigestKey, date: dt.date, dates: DateStyle) -> Message:
        """The line of a digest without stories."""
        if not self._store.feeds.followed(key.team, key.channel):
            return Message(messages.say("digest_no_sources"))
        if key.is_asked and self._store.feeds.waiting(key.team, key.channel):
            return Message(messages.say("digest_reading"))
        return quiet_message(date, dates)

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

    def _delivery(self, row: DigestRow, message: Message) -> Delivery:
        key = row.key
        date = row.local_date.isoformat()
        return Delivery(key.delivery, key.team, key.channel, "digest", message.payload(), local_date=date)

    def _post(self, delivery: Delivery) -> None:
        self._enqueue("deliver", delivery.key, lane=f"{delivery.team}/{delivery.channel}")

    def undelivered(self, delivery: Delivery, code: str) -> None:
        """Slack refused a digest for good: tell whoever set it, at most once a week for a channel and reason."""
        keeper = self._store.digests.keeper(delivery.team, delivery.channel)
        if keeper is None or delivery.thread_ts is not None or delivery.local_date is None or code == TOO_LATE:
            return
        week = "{}-{}".format(*dt.date.fromisoformat(delivery.local_date).isocalendar()[:2])
        text = messages.say("digest_refused", channel=delivery.channel, why=messages.refusal(code))
        key = f"refused:{delivery.team}:{delivery.channel}:{code}:{week}"
        notice = Delivery(key, delivery.team, keeper, "notice", Message(text).payload(), asked_by=keeper)
        if self._store.deliveries.put(notice):
            self._post(notice)

    # -- the thread --------------------------------------------------------------------------------------------------

    def thread(self, written: str) -> None:
        """The job "digest_thread": what does not fit the message goes into its thread, each part once."""
        key = DigestKey.read(written)
        row, main = self._store.digests.get(key), self._store.deliveries.get(key.delivery)
        if row is None or row.extras is None or main is None or main.slack_ts is None:
            return
        for number, payload in enumerate(row.extras["thread"], 1):
            part = Delivery(
                f"{key.delivery}:{number}",
                key.team,
                key.channel,
                "digest",
                payload,
                thread_ts=main.slack_ts,
                local_date=row.local_date.isoformat(),
            )
            self._store.deliveries.put(part)
            self._post(part)
        wants_chart = bool(row.extras.get("chart"))
        # Slack has no key against a file sent twice: the claim comes first, so a crash costs the chart, nothing else.
        if self._store.digests.finish(key) and wants_chart:
            self._send_chart(key, main.slack_ts)

    def _send_chart(self, key: DigestKey, thread_ts: str) -> None:
        found = chart.most_quoted(
            self._store.digests.told(key.team, key.channel, self._store.clock() - CHART_DAYS * 86_400)
        )
        if found is None:
            return
        subject, bars = found
        title = messages.plain("digest_chart" if subject == "people" else "digest_chart_countries")
        described = "; ".join(f"{name}: {count}" for name, count in bars)
        try:
            self._clients(key.team).files_upload_v2(
                channel=key.channel,
                thread_ts=thread_ts,
                content=chart.draw(bars, title),
                filename="most-quoted.png",
                title=title,
                alt_txt=f"{title}: {described}"[:1000],
            )
        except (SlackClientError, OSError) as error:
            self._log.info("no chart", error=trouble_of(error).code)

    # -- feeds -------------------------------------------------------------------------------------------------------

    def look(self, key: str) -> None:
        """The job "feed", key ``id|moment``: ask a feed and keep what is new; the tick takes on its reading."""
        id, _, moment = key.partition("|")
        feed = self._store.feeds.get(int(id))
        if feed is None or f"{feed.next_check:.3f}" != moment:
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

    def _report_dead(self, team: str, channel: str, feed: FeedRow, why: str) -> None:
        """Say once per channel and failure that a feed does not answer any more."""
        text = messages.say("digest_feed_dead", name=feed.title or site_of(feed.url), url=feed.url[:300], why=why)
        key = f"dead:{feed.id}:{feed.failing_since or 0:.0f}:{team}:{channel}"
        delivery = Delivery(key, team, channel, "notice", Message(text).payload())
        self._store.deliveries.put(delivery)
        self._post(delivery)

    # -- articles ----------------------------------------------------------------------------------------------------

    def read(self, key: str) -> None:
        """The job "article", key ``key|tries``: read a page and keep its brief, or what the feed said of it."""
        url_key, _, tries = key.partition("|")
        article = self._store.feeds.article(url_key)
        if article is None or article.state != "new" or str(article.tries) != tries:
            return
        try:
            brief = self._make_brief(self._reader.read(article.url, robots=True, lane=LANE))
        except AttacheError as error:
            self._unread(article, error)
            return
        self._store.feeds.keep_brief(url_key, brief)

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


def _candidate(article: FeedArticle) -> Candidate:
    site = article.brief.article.site if article.brief else None
    published = article.published_at
    return Candidate(
        url=article.url,
        title=article.title,
        description=article.description,
        site=site or site_of(article.url),
        published=dt.datetime.fromtimestamp(published, dt.UTC) if published is not None else None,
        seen=dt.datetime.fromtimestamp(article.seen_at, dt.UTC),
        brief=article.brief,
        shared=article.shared,
    )


def _dated(team: str, channel: str, date: dt.date) -> DigestKey:
    return DigestKey(team, channel, date.isoformat())


def _bucket(moment: float, seconds: float) -> str:
    """Names the stretch of time a job is taken on for, so that the next stretch may take it on again."""
    return str(int(moment // seconds))

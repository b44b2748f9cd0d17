"""A digest in its channel: how it is laid out, what goes into its thread, and who hears when something fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import structlog
from slack_sdk.errors import SlackClientError

from bot.digest import chart
from bot.digest.compose_job import DigestPayloads, NoStories
from bot.digest.edition import Edition
from bot.digest.reading import site_of
from bot.job_arguments import Enqueue
from bot.presentation import DateStyle
from bot.slack import messages
from bot.slack.blocks import Message
from bot.slack.digest.blocks import digest_messages, quiet_message
from bot.slack.errors import trouble_of
from bot.slack.sender import TOO_LATE, Clients
from bot.store import Store
from bot.store.deliveries import Delivery
from bot.store.digests import DigestKey, DigestRow
from bot.store.feeds import FeedRow

#: Days the chart looks back.
CHART_DAYS = 7.0


class DigestLayout:
    """Digests as Slack messages: see :class:`bot.digest.compose_job.DigestSurface`."""

    def edition(self, edition: Edition, zone: str, dates: DateStyle, brief_ids: Mapping[str, str]) -> DigestPayloads:
        """The messages of a digest with stories."""
        made = digest_messages(edition, zone=zone, dates=dates, brief_ids=brief_ids)
        return DigestPayloads(made.main.payload(), tuple(message.payload() for message in made.thread))

    def no_stories(self, why: NoStories, date: dt.date, dates: DateStyle) -> dict[str, Any]:
        """The line of a digest without stories."""
        if why == "quiet":
            return quiet_message(date, dates).payload()
        line = "digest_no_sources" if why == "no_sources" else "digest_reading"
        return Message(messages.say(line)).payload()


class DigestPosting:
    """The work of the job "digest_thread", and lines about digests that could not be posted and feeds that died."""

    def __init__(self, store: Store, enqueue: Enqueue, clients: Clients) -> None:
        self._store = store
        self._enqueue = enqueue
        self._clients = clients
        self._log = structlog.get_logger("attache.digest")

    # -- the thread --------------------------------------------------------------------------------------------------

    def complete_thread(self, key: DigestKey) -> None:
        """What does not fit the message goes into its thread, each part once."""
        row, main = self._store.digests.get(key), self._store.deliveries.get(key.delivery)
        if row is None or row.extras is None or main is None or main.slack_ts is None:
            return
        for number, payload in enumerate(row.extras["thread"], 1):
            self._put(_part(row, number, payload, main.slack_ts))
        wants_chart = bool(row.extras.get("chart"))
        # Slack has no key against a file sent twice: the claim comes first, so a crash costs the chart, nothing else.
        if self._store.digests.finish(key) and wants_chart:
            self._send_chart(key, main.slack_ts)

    def _send_chart(self, key: DigestKey, thread_ts: str) -> None:
        since = self._store.clock() - CHART_DAYS * 86_400
        found = chart.most_quoted(self._store.digests.told(key.team, key.channel, since))
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

    # -- failures ----------------------------------------------------------------------------------------------------

    def report_refused(self, delivery: Delivery, code: str) -> None:
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

    def report_dead_feed(self, team: str, channel: str, feed: FeedRow, why: str) -> None:
        """Say once per channel and failure that a feed does not answer any more."""
        text = messages.say("digest_feed_dead", name=feed.title or site_of(feed.url), url=feed.url[:300], why=why)
        key = f"dead:{feed.id}:{feed.failing_since or 0:.0f}:{team}:{channel}"
        self._put(Delivery(key, team, channel, "notice", Message(text).payload()))

    def _put(self, delivery: Delivery) -> None:
        self._store.deliveries.put(delivery)
        self._post(delivery)

    def _post(self, delivery: Delivery) -> None:
        self._enqueue("deliver", delivery.key, lane=delivery.lane)


def _part(row: DigestRow, number: int, payload: dict[str, Any], thread_ts: str) -> Delivery:
    """Message ``number`` (from 1) of a digest's thread."""
    key, date = row.key, row.local_date.isoformat()
    return Delivery(
        f"{key.delivery}:{number}", key.team, key.channel, "digest", payload, thread_ts=thread_ts, local_date=date
    )

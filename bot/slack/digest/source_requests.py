"""The job "digest_ask": what people ask of a digest's sources that needs the network, each with one answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import structlog
from slack_sdk.errors import SlackClientError

from bot.articles.fetch import FEED_TYPES
from bot.digest.discovery import discover
from bot.digest.opml import ListedFeed, write_opml
from bot.digest.polling import Fetches
from bot.digest.reading import is_feed_foreign, site_of
from bot.digest.scheduler import store_clock
from bot.digest.worker_tasks import DigestTasks
from bot.job_arguments import Enqueue, SourceRequest
from bot.slack import messages
from bot.slack.digest.command_text import find_zone
from bot.slack.digest.form import feed_name
from bot.slack.errors import is_passing, trouble_of
from bot.slack.files import download
from bot.slack.sender import Clients
from bot.store import Store
from bot.store.deliveries import Delivery
from bot.store.digests import Schedule
from bot.store.requests import digest_of
from bot.surfaces import escape
from summarizers.errors import AttacheError

#: Sources a channel may have.
MOST_SOURCES = 200
#: Further feeds of a site that are named, and characters of their addresses together.
MOST_OTHERS, OTHERS = 4, 900
#: Media types an OPML file is served as.
_LIST_TYPES = FEED_TYPES | {"application/octet-stream", "text/x-opml+xml", "application/x-opml+xml", "text/opml"}


class SourceRequests:
    """Adds, imports and exports sources."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetches,
        enqueue: Enqueue,
        clients: Clients,
        tasks: DigestTasks,
        *,
        now: Callable[[], dt.datetime] | None = None,
    ) -> None:
        """``now`` (aware) is the clock digests go by; the store's by default."""
        self._store = store
        self._fetcher = fetcher
        self._enqueue = enqueue
        self._clients = clients
        self._tasks = tasks
        self._now = now or store_clock(store)
        self._log = structlog.get_logger("attache.source_requests")

    def work(self, asked: SourceRequest) -> None:
        """Do what was asked and say so to the person."""
        try:
            text = self._done(asked)
        except AttacheError as error:
            self._log.info("not done", what=asked.what, error=error.kind, cause=repr(error.__cause__))
            is_adding = asked.what == "add"
            text = (
                messages.say("digest_not_added", url=asked.argument[:200], why=error)
                if is_adding
                else escape(str(error))
            )
        except Exception as error:
            if is_passing(error):
                raise  # trouble of our own is no answer: the job is tried again
            self._log.exception("not done", what=asked.what)
            text = messages.say("digest_trouble")
        if text:
            self._tell(asked, text)

    def _done(self, asked: SourceRequest) -> str:
        """The words for the person; "" where they have their answer, or where nobody knows what was asked."""
        if asked.what == "add":
            return self._add(asked)
        if asked.what == "import":
            return self._import(asked, self._fetcher.fetch(asked.argument, types=_LIST_TYPES).body)
        if asked.what == "file":
            return self._import(asked, download(self._clients(asked.team), asked.argument))
        if asked.what == "export":
            self._export(asked)
        else:
            self._log.error("unknown request", what=asked.what)
        return ""

    # -- adding ------------------------------------------------------------------------------------------------------

    def _add(self, asked: SourceRequest) -> str:
        team, channel, user = asked.team, asked.channel, asked.user
        if len(self._store.feeds.followed(team, channel)) >= MOST_SOURCES:
            return messages.say("digest_too_many", most=MOST_SOURCES)
        found = discover(self._fetcher, asked.argument, self._now(), self._tasks)
        name = found.feed.title or site_of(found.url)
        if not self._store.feeds.follow(team, channel, found.url, user, found.feed.title):
            return messages.say("digest_added_already", name=name)
        schedule = self._scheduled(team, channel, user)
        if schedule is not None:
            text = messages.say("digest_added_first", name=name, time=f"{schedule.time:%H:%M}", zone=schedule.zone)
        else:
            count = len(found.feed.items)
            text = messages.say("digest_added", name=name, count="1 item" if count == 1 else f"{count} items")
        if is_feed_foreign(found.feed.items):
            text += "\n" + messages.say("digest_added_foreign")
        if found.others:
            others = " · ".join(found.others[:MOST_OTHERS])
            text += "\n" + messages.say("digest_added_others", others=others[:OTHERS])
        return text

    def _scheduled(self, team: str, channel: str, user: str) -> Schedule | None:
        """Give a channel that never had a schedule the usual one, in the person's time zone; None where it has one."""
        if self._store.digests.schedule(team, channel) is not None:
            return None
        try:
            answer = self._clients(team).users_info(user=user)
            zone = find_zone(str((answer.get("user") or {}).get("tz") or "")) or "UTC"
        except (SlackClientError, OSError) as error:
            self._log.info("no time zone", error=trouble_of(error).code)
            zone = "UTC"
        schedule = Schedule(zone=zone)
        self._store.digests.set_schedule(team, channel, schedule, user)
        return schedule

    # -- lists -------------------------------------------------------------------------------------------------------

    def _import(self, asked: SourceRequest, data: bytes) -> str:
        team, channel, user = asked.team, asked.channel, asked.user
        listed = self._tasks.listed(data)
        room = MOST_SOURCES - len(self._store.feeds.followed(team, channel))
        new = old = 0
        for feed in listed:
            if new >= room:
                break
            if self._store.feeds.follow(team, channel, feed.url, user, feed.title):
                new += 1
            else:
                old += 1
        sources = "1 new source" if new == 1 else f"{new} new sources"
        text = messages.say("digest_imported", new=sources, old=old)
        if new + old < len(listed):
            text += " " + messages.say("digest_too_many", most=MOST_SOURCES)
        schedule = self._scheduled(team, channel, user) if new else None
        if schedule is not None:
            text += "\n" + messages.say(
                "digest_added_first", name=sources, time=f"{schedule.time:%H:%M}", zone=schedule.zone
            )
        return text

    def _export(self, asked: SourceRequest) -> None:
        """Send the channel's list to the person, as a file in their direct message."""
        feeds = self._store.feeds.followed(asked.team, asked.channel)
        # The line in the outbox is the claim: a file sent twice Slack would show twice.
        if not self._put(asked, messages.say("digest_exported", count=len(feeds), channel=asked.channel)):
            return
        listed = [ListedFeed(feed.url, feed_name(feed)) for feed in feeds]
        client = self._clients(asked.team)
        try:
            direct = str(client.conversations_open(users=asked.user)["channel"]["id"])
            client.files_upload_v2(
                channel=direct,
                content=write_opml(listed, f"Digest of {asked.channel}"),
                filename="sources.opml",
                title="sources.opml",
            )
        except (SlackClientError, OSError) as error:
            self._log.warning("not exported", error=trouble_of(error).code)
            self._put(asked, messages.say("digest_trouble"), note="|failed")

    # -- answers -----------------------------------------------------------------------------------------------------

    def _tell(self, asked: SourceRequest, text: str) -> None:
        """Say something to one person: where they asked, else in their direct message."""
        try:
            self._clients(asked.team).chat_postEphemeral(channel=asked.channel, user=asked.user, text=text)
        except (SlackClientError, OSError) as error:
            self._log.info("told directly", error=trouble_of(error).code)
            self._put(asked, text)

    def _put(self, asked: SourceRequest, text: str, *, note: str = "") -> bool:
        """A line for a person's direct message, by the outbox, once per ``note``; False when it was written before."""
        key = f"asked:{digest_of(asked.written() + note)}"
        delivery = Delivery(key, asked.team, asked.user, "notice", {"text": text}, asked_by=asked.user)
        new = self._store.deliveries.put(delivery)
        self._enqueue("deliver", delivery.key, lane=delivery.lane)
        return new

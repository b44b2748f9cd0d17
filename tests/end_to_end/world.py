"""A local Slack, a site and the real bot together."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.app import Bot, Tempo
from bot.settings import Settings, load_settings
from bot.slack.manifests import MANIFEST
from bot.workers import WorkerPool
from local_slack.slack import LocalSlack
from tests.end_to_end.site import Site
from tests.hung import HUNG, PATIENT
from tests.workers.shared import shared_workers

ROOT = Path(__file__).resolve().parents[2]
JsonDict = dict[str, Any]
T = TypeVar("T")
#: Ways Slack can reach the bot, each with a database: together both of both.
WAYS = [
    pytest.param(("socket", "sqlite"), id="socket-sqlite"),
    pytest.param(("http", "postgres"), id="http-postgres", marks=pytest.mark.postgres),
]
#: The local Slack shows at once what it took, and the site is ours: nobody has to wait for them.
BRISK = Tempo(host_gap=0.05, beat=0.5, back_off=0.5, try_again=0.2, look_after=0.5, ping=0.5, locales=False)


def settings_for(slack: LocalSlack, site: Site, home: Path, **more: Any) -> Settings:
    """Settings of a bot for the local Slack that may read the site."""
    values: JsonDict = {
        "slack_bot_token": slack.bot_token,
        "slack_app_token": slack.app_token,
        "slack_signing_secret": slack.signing_secret,
        "slack_api_url": slack.base_url,
        "home": home,
        "database_url": "",
        "mode": "socket",
        "executor_id": "test",
        "allowed_hosts": ",".join(
            (site.host, site.host.replace("127.0.0.1", "localhost"), slack.page_url.split("://")[1].strip("/"))
        ),
    }
    return load_settings(**(values | more))


@dataclass
class World:
    """What a test acts on."""

    slack: LocalSlack
    site: Site
    bot: Bot
    _names: Iterator[int] = field(default_factory=itertools.count)

    def channel(self, **more: Any) -> str:
        """A new channel with everybody and the bot in it."""
        return self.slack.add_channel(f"desk-{next(self._names)}", **more)

    def page(self, kind: str = "story") -> str:
        """Address of a page nobody asked for yet."""
        return self.site.url(f"{kind}-{next(self._names)}")

    def replies(self, channel: str, ts: str, count: int = 1, timeout: float = HUNG) -> list[JsonDict]:
        """The bot's messages in a thread, once there are ``count``."""
        return self.wait(
            lambda: found if len(found := self.slack.messages(channel, ts)[1:]) >= count else None, timeout
        )

    def posts(self, channel: str, count: int = 1, timeout: float = HUNG) -> list[JsonDict]:
        """The bot's messages in a channel outside threads, once there are ``count``."""

        def found() -> list[JsonDict] | None:
            own = [
                message
                for message in self.slack.messages(channel)
                if message.get("user") == self.slack.bot_user_id
                and message.get("thread_ts") in (None, message["ts"])
                and not message.get("subtype")
            ]
            return own if len(own) >= count else None

        return self.wait(found, timeout)

    def wait(self, found: Callable[[], T | None], timeout: float = HUNG) -> T:
        """Wait for something in the local Slack or elsewhere."""
        return self.slack.wait_for(found, timeout)

    def quiet(self, timeout: float = HUNG) -> None:
        """Wait until everything handed in was acknowledged and every job is done."""
        self.wait(
            lambda: (
                all(d.acked_at is not None or d.failure for d in self.slack.deliveries)
                and self.bot.jobs.waiting()[0] == 0
            ),
            timeout,
        )

    def last_event(self, ts: str, kind: str = "message") -> str:
        """Id of the event that brought a message."""
        for event_id in reversed(self.slack.event_ids):
            event = self.slack.event(event_id)["event"]
            if event["type"] == kind and event.get("ts") == ts:
                return event_id
        raise AssertionError(f"no {kind} event for {ts}")


@contextmanager
def world(
    home: Path,
    *,
    database: str | None = None,
    manifest: Path | JsonDict | None = MANIFEST,
    declined: Sequence[str] = (),
    retries: tuple[float, ...] = (0.0, 60.0, 300.0),
    workers: WorkerPool | None = None,
    **more: Any,
) -> Iterator[World]:
    """Start everything, stop everything; ``database`` is a DATABASE_URL, None for SQLite files under ``home``."""
    with Site() as site, LocalSlack(manifest=manifest, declined=declined, retry_schedule=retries, **PATIENT) as slack:
        slack.set_limits(tiers=False)
        bot = Bot(
            settings_for(slack, site, home, database_url=database or "", **more),
            tempo=BRISK,
            workers=workers or shared_workers(),
        )
        bot.start()
        try:
            if more.get("mode") == "http":
                slack.use_http(f"http://127.0.0.1:{bot.http_port}/slack/events")
            yield World(slack, site, bot)
        finally:
            site.gate.set()
            bot.stop(grace=1.0)


def words_of(message: JsonDict) -> str:
    """All text shown in a message's blocks, in order."""
    return " ".join(_texts(message.get("blocks") or message.get("text")))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        own = value.get("text")
        if own is not None:
            yield from _texts(own)
        for key in ("elements", "accessory", "fields"):
            yield from _texts(value.get(key) or [])
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def element(message: JsonDict, action: str) -> JsonDict:
    """A button of a message."""
    for block in message["blocks"]:
        for item in [*(block.get("elements") or []), block.get("accessory") or {}]:
            if item.get("action_id") == action:
                return dict(item)
    raise AssertionError(f"no {action} button")

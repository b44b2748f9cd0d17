"""A local Slack for demos and tests: Web API, Socket Mode and signed HTTP on one loopback port.

It is a model of the documented behaviour of Slack; it has never been compared with the real service.
"""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import uvicorn

from bot.demo.api import Context
from bot.demo.archive import Archive
from bot.demo.clock import Clock, SystemClock, Timers
from bot.demo.delivery import RETRY_SCHEDULE, Deliveries, Delivery
from bot.demo.interactive import Interactions
from bot.demo.people import People
from bot.demo.server import Call, Server
from bot.demo.workspace import Ping, Workspace
from summarizers.errors import AttacheError

JsonDict = dict[str, Any]


class LocalSlack:
    """One workspace with one app installed, served in a thread of this process."""

    def __init__(
        self,
        *,
        port: int = 0,
        state: Path | None = None,
        clock: Clock | None = None,
        retry_schedule: Sequence[float] = RETRY_SCHEDULE,
        ack_seconds: float = 3.0,
    ) -> None:
        """``port`` 0 takes a free one; ``state`` is a file that outlives the process."""
        self._archive = Archive(state)
        self._timers = Timers(clock or SystemClock())
        self._workspace = Workspace(clock or SystemClock(), self._archive)
        self._deliveries = Deliveries(
            self._workspace, self._timers, retry_schedule=retry_schedule, ack_seconds=ack_seconds, wall=time.time
        )
        self._people = People(self._workspace, self._deliveries, self._timers)
        self._interactions = Interactions(self._workspace, self._deliveries, self._people, self._timers)
        self._context = Context(self._workspace, self._people, self._deliveries)
        #: Token of the bot, "xoxb-…".
        self.bot_token = self._archive.fact("bot_token", "xoxb-local-" + secrets.token_hex(16))
        #: App-level token for Socket Mode, "xapp-…".
        self.app_token = self._archive.fact("app_token", "xapp-local-" + secrets.token_hex(16))
        #: Key of the signatures in HTTP mode.
        self.signing_secret = self._archive.fact("signing_secret", secrets.token_hex(16))
        self._server = Server(self._context, self._interactions, {self.bot_token: "bot", self.app_token: "app"})
        self._port = port
        self._uvicorn: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        #: Person on whose behalf things are done where none is named.
        self.viewer = self._workspace.viewer

    # life

    def start(self) -> LocalSlack:
        """Serve; after ``stop`` it serves again on the same port with the same state."""
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        self._context.root = self._interactions.root = f"http://127.0.0.1:{self._port}"
        started = threading.Event()
        config = uvicorn.Config(
            self._server.app(started.set), log_config=None, access_log=False, timeout_graceful_shutdown=1, lifespan="on"
        )
        self._uvicorn = uvicorn.Server(config)
        self._deliveries.start()
        self._timers.start()
        self._thread = threading.Thread(target=self._uvicorn.run, args=([listener],), name="local-slack", daemon=True)
        self._thread.start()
        if not started.wait(10):
            raise AttacheError("The local Slack did not start.")
        return self

    def stop(self) -> None:
        """Stop serving; what was posted stays."""
        self._timers.stop()
        self._deliveries.stop()
        if self._uvicorn is not None and self._thread is not None:
            self._uvicorn.should_exit = True
            self._thread.join(timeout=10)
            self._uvicorn = self._thread = None

    def __enter__(self) -> LocalSlack:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._archive.close()

    # where and who

    @property
    def base_url(self) -> str:
        """Address of the Web API, for ``WebClient(base_url=…)`` and ``SLACK_API_URL``."""
        return f"http://127.0.0.1:{self._port}/api/"

    @property
    def page_url(self) -> str:
        """Address of the chat page."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def team_id(self) -> str:
        """Id of the workspace."""
        return str(self._workspace.team["id"])

    @property
    def bot_user_id(self) -> str:
        """User id of the bot."""
        return str(self._workspace.app["bot_user"])

    # people

    def say(
        self,
        text: str,
        channel: str = "C0GENERAL1",
        user: str | None = None,
        thread_ts: str | None = None,
        *,
        raw: bool = False,
        extra: JsonDict | None = None,
    ) -> str:
        """Post a typed line as a person; gives back its ts. ``raw`` sends the text over the wire as it is."""
        return self._people.say(text, channel, user or self.viewer, thread_ts, raw=raw, extra=extra)

    def edit(self, ts: str, text: str, channel: str = "C0GENERAL1") -> None:
        """Change the words of a person's message."""
        self._people.edit(ts, text, channel)

    def delete(self, ts: str, channel: str = "C0GENERAL1") -> None:
        """Take a person's message away."""
        self._people.delete(ts, channel)

    def mention(
        self, text: str, channel: str = "C0GENERAL1", user: str | None = None, thread_ts: str | None = None
    ) -> str:
        """Post a line that begins by naming the bot: a ``message`` and an ``app_mention`` with one ts."""
        return self.say(f"@{self._workspace.app['bot_name']} {text}", channel, user, thread_ts)

    def dm(self, text: str, user: str | None = None, thread_ts: str | None = None) -> str:
        """Write to the bot in a direct message; gives back the ts."""
        place = self._workspace.direct_channel(user or self.viewer)
        return self.say(text, place.id, user, thread_ts)

    def dm_channel(self, user: str | None = None) -> str:
        """Id of the direct message between a person and the bot."""
        return self._workspace.direct_channel(user or self.viewer).id

    def command(self, name: str, text: str = "", channel: str = "C0GENERAL1", user: str | None = None) -> str:
        """Type a slash command; gives back the envelope id of its delivery."""
        return self._interactions.command(name, text, channel, user or self.viewer)

    def invite_bot(self, channel: str, user: str | None = None) -> str | None:
        """Bring the bot into a channel; the event id, or None when it was there already."""
        return self._people.invite_bot(channel, user or self.viewer)

    # what came of it

    def messages(self, channel: str = "C0GENERAL1", thread_ts: str | None = None) -> list[JsonDict]:
        """Messages of a conversation, or of one of its threads (head included), oldest first."""
        place = self._workspace.channel(channel)
        return self._workspace.thread(place.id, thread_ts) if thread_ts else self._workspace.history(place.id)

    def ephemerals(self, user: str | None = None) -> list[JsonDict]:
        """Messages only this person sees, oldest first."""
        with self._workspace.changed:
            return [e.message for e in self._workspace.ephemerals if e.user == (user or self.viewer)]

    @property
    def pings(self) -> list[Ping]:
        """Live tokens in everything the bot posted."""
        with self._workspace.changed:
            return list(self._workspace.pings)

    @property
    def calls(self) -> list[Call]:
        """Web API calls so far, oldest first."""
        with self._workspace.changed:
            return list(self._server.calls)

    @property
    def deliveries(self) -> list[Delivery]:
        """Every try to hand something to the bot, oldest first."""
        return self._deliveries.log

    @property
    def acks(self) -> list[Delivery]:
        """Deliveries the bot acknowledged."""
        return [delivery for delivery in self._deliveries.log if delivery.acked_at is not None]

    @property
    def event_ids(self) -> list[str]:
        """Ids of the events sent so far, oldest first."""
        with self._workspace.changed:
            return list(self._deliveries.events)

    @property
    def connections(self) -> int:
        """Open Socket Mode connections."""
        with self._workspace.changed:
            return len(self._deliveries.sockets)

    def redeliver(self, event_id: str, times: int = 1, with_retry_headers: bool = True) -> None:
        """Send an event again, as Slack does when an ack went missing."""
        self._deliveries.redeliver(event_id, times, with_retry_headers)

    def wait_for(self, predicate: Callable[[], Any], timeout: float = 10.0) -> Any:
        """Wait until ``predicate()`` is true and give back what it gave.

        Raises:
            TimeoutError: it was not true within ``timeout`` seconds.
        """
        with self._workspace.changed:
            found = self._workspace.changed.wait_for(predicate, timeout)
        if not found:
            raise TimeoutError("the local Slack waited in vain")
        return found

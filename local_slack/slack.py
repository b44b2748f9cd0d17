"""A local Slack for demos and tests: Web API, Socket Mode, signed HTTP and a chat page on one loopback port.

It is a model of the documented behaviour of Slack; it has never been compared with the real service. In this process::

    with LocalSlack() as slack:
        client = WebClient(base_url=slack.base_url, token=slack.bot_token)

In a process of its own: ``python -m local_slack --port 8765 --state FILE`` (``local_slack.remote.RemoteSlack``).
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import uvicorn

from local_slack import sample_article
from local_slack.clock import Clock, SystemClock
from local_slack.components import Components
from local_slack.connections import CuttableProtocol
from local_slack.control import Control
from local_slack.delivery import ACK_SECONDS, RETRY_SCHEDULE
from local_slack.driver.app import AppDriver
from local_slack.driver.base import GENERAL
from local_slack.driver.delivery import DeliveryDriver
from local_slack.driver.faults import FaultDriver
from local_slack.driver.people import PeopleDriver
from local_slack.driver.record import RecordDriver
from local_slack.driver.workspace import WorkspaceDriver
from local_slack.errors import CannotStart
from local_slack.news import News
from local_slack.tour import Step, Tour
from local_slack.views import TRIGGER_SECONDS

__all__ = ["GENERAL", "LocalSlack"]

JsonDict = dict[str, Any]


class LocalSlack(PeopleDriver, WorkspaceDriver, AppDriver, DeliveryDriver, FaultDriver, RecordDriver):
    """One workspace with one app installed, served in a thread of this process."""

    def __init__(
        self,
        *,
        port: int = 0,
        state: Path | None = None,
        clock: Clock | None = None,
        manifest: Path | JsonDict | None = None,
        declined: Collection[str] = (),
        rate_limits: bool = True,
        retry_schedule: Sequence[float] = RETRY_SCHEDULE,
        ack_seconds: float = ACK_SECONDS,
        trigger_seconds: float = TRIGGER_SECONDS,
    ) -> None:
        """Get a workspace ready.

        ``port`` 0 takes a free one, with ``state`` the one it had before where that is free. ``state`` is a file in which
        messages and tokens outlive the process. With a
        ``manifest`` only its scopes, events, commands and shortcuts exist, without the optional scopes ``declined``;
        without one everything does.
        ``rate_limits`` holds the bot to one message a second and channel. ``retry_schedule`` gives the seconds before
        each retry of an event, ``ack_seconds`` the time the bot has to acknowledge, ``trigger_seconds`` the
        time in which a trigger opens a window.
        """
        super().__init__(
            Components(
                clock or SystemClock(),
                state=state,
                manifest=manifest,
                declined=declined,
                rate_limits=rate_limits,
                retry_schedule=retry_schedule,
                ack_seconds=ack_seconds,
                trigger_seconds=trigger_seconds,
            )
        )
        #: Token of the bot, "xoxb-…".
        self.bot_token = self.components.tokens.bot
        #: App-level token for Socket Mode, "xapp-…".
        self.app_token = self.components.tokens.app
        #: Key of the signatures in HTTP mode.
        self.signing_secret = self.components.tokens.signing_secret
        self._control = Control(self, self.wait_for_change)
        self._port = port
        self._uvicorn: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> LocalSlack:
        """Serve; after ``stop`` it serves again on the same port with the same state.

        Raises:
            CannotStart: the port is taken, or the server did not come up.
        """
        listener = self._listener()
        self._port = listener.getsockname()[1]
        self.components.state_file.put_fact("port", str(self._port))
        self.components.serve_under(f"http://127.0.0.1:{self._port}")
        started = threading.Event()
        config = uvicorn.Config(
            self.components.server.app(started.set, [*self.components.chat_page.routes(), *self._control.routes()]),
            http=CuttableProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            ws_ping_interval=0.5,  # slack_sdk's client only lets go of its socket when something arrives
        )
        self._uvicorn = uvicorn.Server(config)
        self.components.deliveries.start()
        self.components.timers.start()
        self._thread = threading.Thread(target=self._uvicorn.run, args=([listener],), name="local-slack", daemon=True)
        self._thread.start()
        if not started.wait(10):
            raise CannotStart("The local Slack did not start.")
        return self

    def _listener(self) -> socket.socket:
        """A socket that listens. Raises CannotStart."""
        # Links in old messages, and sources, go on leading somewhere when the port stays.
        before = int(self.components.state_file.fact("port", "0"))
        for port in dict.fromkeys((before, 0) if self._port == 0 else (self._port,)):
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
                listener.listen(128)  # whoever comes before the server accepts waits instead of being refused
            except OSError:
                listener.close()
            else:
                return listener
        raise CannotStart(f"Port {self._port} is taken; please choose another.")

    def stop(self) -> None:
        """Stop serving; what was posted stays."""
        self.components.timers.stop()
        self.components.faults.clear()
        self.components.chat_page.stop()
        self.components.deliveries.stop()
        if self._uvicorn is not None and self._thread is not None:
            self._uvicorn.should_exit = True
            self._thread.join(timeout=10)
            self._uvicorn = self._thread = None

    def __enter__(self) -> LocalSlack:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving for good, and close the state file."""
        self.stop()
        self.components.state_file.close()

    def advance(self, seconds: float) -> None:
        """Move a ``ManualClock`` forward: retries, echoes and expiries that fall due happen in order."""
        self.components.timers.advance(seconds)

    @property
    def base_url(self) -> str:
        """Address of the Web API, for ``WebClient(base_url=…)`` and ``SLACK_API_URL``."""
        return f"http://127.0.0.1:{self._port}/api/"

    @property
    def page_url(self) -> str:
        """Address of the chat page."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def page_key(self) -> str:
        """Key the chat page sends along with every request; another one after each start of the program."""
        return self.components.chat_page.key

    @property
    def sample_url(self) -> str:
        """Address of the bundled sample article."""
        return f"http://127.0.0.1:{self._port}/sample/{sample_article.NAME}"

    def sample_of(self, kind: str) -> str:
        """Address of the bundled page of a kind of document, a name of ``sample_article.KINDS``."""
        return f"http://127.0.0.1:{self._port}/sample/{kind}"

    @property
    def news(self) -> News:
        """The sample world's newspapers."""
        return self.components.news

    def offer_tour(self, steps: Sequence[Step], channel: str = GENERAL) -> Tour:
        """Lead people through steps on the page."""
        self.components.chat_page.tour = tour = Tour(self.components.workspace, steps, channel)
        return tour

    @property
    def team_id(self) -> str:
        """Id of the workspace."""
        return str(self.components.workspace.team["id"])

    @property
    def bot_user_id(self) -> str:
        """User id of the bot."""
        return str(self.components.workspace.app["bot_user"])

    @property
    def facts(self) -> JsonDict:
        """Addresses, tokens and the control key, for another process."""
        return self._control.facts()

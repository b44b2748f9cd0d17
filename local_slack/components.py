"""What a local Slack is made of, put together."""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from local_slack import sample_article
from local_slack.api import METHODS, App, Context
from local_slack.chat_page import ChatPage
from local_slack.clock import Clock, Timers
from local_slack.delivery import Deliveries
from local_slack.events import Events
from local_slack.faults import Faults
from local_slack.files import Files
from local_slack.interactions import Interactions
from local_slack.manifest import Manifest
from local_slack.news import News
from local_slack.people import People
from local_slack.rate_limits import RateLimits
from local_slack.response_urls import ResponseUrls
from local_slack.server import Server
from local_slack.socket_mode import SocketMode
from local_slack.state_file import StateFile
from local_slack.tokens import Tokens
from local_slack.views import Views
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]
#: Scopes granted without a manifest: all that any method wants, but not posting where the bot is no member.
ALL_SCOPES = frozenset(
    {"commands", "app_mentions:read", "links:read", *(s for m in METHODS.values() for s in m.scopes)}
)


class Components:
    """One workspace with one app installed: its state, what happens in it, and how it is served."""

    def __init__(
        self,
        clock: Clock,
        *,
        state: Path | None,
        manifest: Path | JsonDict | None,
        declined: Collection[str],
        rate_limits: bool,
        retry_schedule: Sequence[float],
        ack_seconds: float,
        trigger_seconds: float,
    ) -> None:
        """Arguments are those of ``LocalSlack``. Raises BadManifest."""
        read = Manifest.read(manifest, declined) if manifest is not None else None
        #: Where messages and tokens outlive the process.
        self.state_file = StateFile(state)
        #: Tokens given out.
        self.tokens = Tokens(self.state_file)
        #: What happens later.
        self.timers = Timers(clock)
        #: People, conversations, messages.
        self.workspace = workspace = Workspace(
            clock,
            self.state_file,
            app_name=read.name if read else "",
            bot_name=read.bot_name if read else "",
        )
        #: What is sent to the bot.
        self.deliveries = Deliveries(
            workspace, self.timers, retry_schedule=retry_schedule, ack_seconds=ack_seconds, wall=time.time
        )
        #: Events sent for what happens in conversations.
        self.events = Events(workspace, self.deliveries, self.timers)
        #: The sample world's newspapers.
        self.news = News(clock, self.state_file)
        self.events.preview = lambda url: self.news.preview(url) or sample_article.preview(url)
        #: What people do.
        self.people = People(workspace, self.deliveries, self.events)
        #: Modals and Homes.
        self.views = Views(workspace, self.deliveries, trigger_seconds)
        #: Addresses that commands and clicks may be answered at.
        self.response_urls = ResponseUrls(workspace, self.events)
        #: Commands, clicks and shortcuts.
        self.interactions = Interactions(workspace, self.deliveries, self.views, self.response_urls)
        #: Faults waiting for their calls.
        self.faults = Faults(workspace)
        #: How often the bot may call.
        self.rate_limits = RateLimits(workspace)
        self.rate_limits.posting = rate_limits
        #: Connections of Socket Mode.
        self.socket_mode = SocketMode(workspace, self.deliveries)
        #: What Web API methods may use.
        self.context = self._context(App(read.scopes if read else ALL_SCOPES, client_secret=secrets.token_hex(16)))
        if read is not None:
            self._register(read)
        #: The Web API over HTTP.
        self.server = Server(self.context, self.socket_mode, self.faults, self.rate_limits, self.tokens)
        #: The page people see.
        self.chat_page = ChatPage(self.context, self.interactions, read, self.news)

    def serve_under(self, root: str) -> None:
        """Give out addresses that begin with ``root``, "http://127.0.0.1:PORT"."""
        self.context.root = self.response_urls.root = self.socket_mode.root = self.news.root = root

    def _context(self, app: App) -> Context:
        return Context(
            self.workspace,
            self.people,
            self.events,
            self.views,
            self.response_urls,
            Files(self.workspace),
            app,
            self.socket_mode.ticket,
            self.tokens.exchange,
            lambda: self.socket_mode.enabled,
            lambda token: self.tokens.kind(token) == "bot",
            lambda: self.deliveries.reachable,
        )

    def _register(self, manifest: Manifest) -> None:
        """Let only the events, commands, shortcuts and link domains of the manifest exist."""
        self.deliveries.subscribed = manifest.events
        self.interactions.commands = frozenset(command.name for command in manifest.commands)
        self.interactions.shortcuts = frozenset(shortcut.callback_id for shortcut in manifest.shortcuts)
        self.events.unfurl_domains = manifest.unfurl_domains

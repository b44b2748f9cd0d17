"""The bot's connection to Slack: who it is there, Socket Mode or HTTP, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.ops.web import WebServer
from bot.settings import Settings
from bot.slack.bolt import build_app
from bot.slack.errors import ADVICE
from bot.slack.http import http_app
from bot.slack.services import Identity, Services
from bot.slack.socket import SocketMode
from bot.start_retries import StartRetries

_log = structlog.get_logger("attache.app")


class SlackConnection:
    """Opened once, after everything that events lead to is ready."""

    def __init__(self, settings: Settings, client: WebClient, retries: StartRetries, *, ping_interval: float) -> None:
        """``ping_interval``: seconds between pings on the socket."""
        self._settings = settings
        self._client = client
        self._retries = retries
        self._ping_interval = ping_interval
        self._socket: SocketMode | None = None
        self._web: WebServer | None = None
        self._token_works = True
        #: Port HTTP mode listens on, once opened; else 0.
        self.http_port = 0

    def identify(self) -> Identity:
        """Who we are; waits for the network. Raises CannotConnect on tokens that Slack refuses, StoppedEarly."""
        answer = self._retries.with_slack(self._client.auth_test)
        return Identity(
            team=str(answer["team_id"]),
            bot_user=str(answer["user_id"]),
            bot_id=str(answer.get("bot_id") or ""),
            url=str(answer["url"]),
        )

    def open(self, services: Services) -> None:
        """Let events in. Raises CannotConnect, StoppedEarly, or AttacheError where the port is taken."""
        secret, token = self._settings.slack_signing_secret, self._settings.slack_app_token
        if self._settings.mode == "http" and secret is not None:
            app = build_app(self._client, services, signing_secret=secret.get_secret_value())
            self._web = WebServer(
                http_app(app, secret.get_secret_value()),
                self._settings.http_host,
                self._settings.http_port,
                setting="ATTACHE_HTTP_PORT",
            )
            self.http_port = self._web.start()
            return
        app = build_app(self._client, services)
        self._socket = SocketMode(app, token.get_secret_value() if token else "", ping_interval=self._ping_interval)
        self._retries.with_slack(self._socket.connect)

    def close_socket(self) -> None:
        """End Socket Mode, where it was begun."""
        if self._socket is not None:
            close: Callable[[], None] = self._socket.close
            close()

    def close_web(self) -> None:
        """End HTTP mode, where it was begun."""
        if self._web is not None:
            self._web.stop()

    def token_revoked(self, team: str) -> None:
        """The workspace took the token away: this replica is no longer ready, and says so to its keeper."""
        self._token_works = False
        _log.error("the bot token no longer works", team=team, advice=ADVICE["token_revoked"])

    def is_connected(self) -> bool:
        """Whether events can come in and answers go out."""
        if not self._token_works:
            return False
        if self._web is not None:
            return True
        return self._socket is not None and bool(self._socket.client.is_connected())

    def is_online(self) -> bool:
        """Whether Slack's Web API answers, whatever it says."""
        try:
            self._client.auth_test()
        except SlackApiError:
            return True
        except (SlackClientError, OSError):
            return False
        return True

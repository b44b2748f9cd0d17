"""Socket Mode: a client that always stops, and says plainly when Slack turned the connection off for good.

slack_sdk's own client takes back the word that ends a session (``terminated``) when its reader starts just then: a stop
right after connecting, or a refresh, then leaves a thread reading a closed connection for ever. Here a session that was
told to end stays ended.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState

#: Reason of a disconnect after which Slack takes no new connection: Socket Mode was switched off for the app.
LINK_DISABLED = "link_disabled"

_log = structlog.get_logger("attache.socket")


class SessionState(ConnectionState):
    """Whether a session is to end; once ended, always ended."""

    def __init__(self, ended: bool = False) -> None:
        self._ended = ended

    @property
    def terminated(self) -> bool:
        """Whether the session is to end."""
        return self._ended

    @terminated.setter
    def terminated(self, value: bool) -> None:
        self._ended = self._ended or value


class StoppableClient(SocketModeClient):
    """slack_sdk's client, whose ``close`` comes back whatever its threads are about to do."""

    _state: SessionState
    closed = False

    @property
    def current_session_state(self) -> ConnectionState:
        """State of the session now; the client's threads read it again and again."""
        return self._state

    @current_session_state.setter
    def current_session_state(self, _fresh: ConnectionState) -> None:
        # The client puts a new state here for each session; one that begins after the end has ended already.
        self._state = SessionState(ended=self.closed)
        if self.closed:
            self._state.terminated = True

    def issue_new_wss_url(self) -> str:
        """Ask Slack for an address to connect to.

        Raises SlackClientNotConnectedError once closed, slack_sdk's errors otherwise.
        """
        if self.closed:
            raise SlackClientNotConnectedError("the client is closed")
        return super().issue_new_wss_url()

    def connect(self) -> None:
        """Begin a session; a connection that came up while the client was being closed is let go again."""
        super().connect()
        if self.closed:
            self._end()

    def close(self) -> None:
        """End the session and every thread of the client."""
        self._end()
        # The thread that waits up to a second for a message is woken by an empty one.
        self.message_queue.put(None)
        super().close()

    def disconnect(self) -> None:
        """Close the connection; its reader may be doing so at the same moment."""
        with suppress(AttributeError):
            super().disconnect()

    def _end(self) -> None:
        self.closed = True
        self.auto_reconnect_enabled = False
        self._state.terminated = True
        session = self.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError, AttributeError):
                # Wakes the thread that waits for something to arrive.
                session.sock.shutdown(socket.SHUT_RDWR)
        self.disconnect()


class SocketMode(SocketModeHandler):
    """Bolt's handler with the client above."""

    def __init__(self, app: App, app_token: str, *, ping_interval: float) -> None:
        """``ping_interval`` in seconds. Bolt's own constructor would start the threads of its own client."""
        BaseSocketModeHandler.__init__(self)
        self.app = app
        self.app_token = app_token
        self.client = StoppableClient(
            app_token, logger=app.logger, web_client=app.client, proxy=app.client.proxy, ping_interval=ping_interval
        )
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]
        self.client.on_message_listeners.append(_note_disconnect)


def _note_disconnect(raw: str) -> None:
    """Say plainly that Slack will not let the bot back in; the client goes on trying, as it may be switched on again."""
    if LINK_DISABLED not in raw:
        return
    with suppress(ValueError):
        message: Mapping[str, Any] = json.loads(raw)
        if message.get("type") == "disconnect" and message.get("reason") == LINK_DISABLED:
            _log.error("Socket Mode was switched off", advice="switch it on at api.slack.com/apps; I keep trying")

"""Socket Mode always stops, and a session that was told to end stays ended."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin.connection import ConnectionState
from structlog.testing import capture_logs

from bot.slack.socket import SessionState, StoppableClient
from local_slack.slack import LocalSlack
from tests.end_to_end.world import world
from tests.hung import HUNG


class Session:
    """A connection that is up and reads until it is told to end, as slack_sdk's does."""

    session_id = "s1"
    sock = None

    def __init__(self) -> None:
        #: Set when the client closes the connection.
        self.closed = threading.Event()

    def is_active(self) -> bool:
        return True

    def check_state(self) -> None:
        """Nothing to check."""

    def close(self) -> None:
        self.closed.set()

    def run_until_completion(self, state: ConnectionState) -> None:
        while not state.terminated:
            self.closed.wait(0.01)


class AtTheStart(logging.Handler):
    """Holds the reader where slack_sdk is about to say that the session has not ended."""

    def __init__(self, session: Session) -> None:
        super().__init__(logging.INFO)
        self.reached = threading.Event()
        self._session = session

    def emit(self, record: logging.LogRecord) -> None:
        if "Starting to receive" in record.getMessage():
            self.reached.set()
            self._session.closed.wait(HUNG)


def stopped(client: StoppableClient) -> bool:
    """Whether closing the client comes back."""
    closing = threading.Thread(target=client.close, daemon=True)
    closing.start()
    closing.join(HUNG)
    return not closing.is_alive()


def test_a_stop_that_meets_the_beginning_of_a_session_ends() -> None:
    """The reader takes the word back that ended it: slack_sdk's own close would wait for it for ever."""
    session: Any = Session()
    logger = logging.getLogger("tests.socket")
    logger.setLevel(logging.INFO)
    start = AtTheStart(session)
    logger.addHandler(start)
    client = StoppableClient("xapp-x", logger=logger, web_client=WebClient())
    try:
        client.current_session = session
        assert start.reached.wait(HUNG)
        assert stopped(client)
    finally:
        logger.removeHandler(start)


def test_an_ended_session_stays_ended() -> None:
    """Neither its reader nor a late reconnect brings it back."""
    state = SessionState()
    assert not state.terminated
    state.terminated = True
    state.terminated = False
    assert state.terminated


def test_nothing_begins_after_the_end() -> None:
    """A reconnect under way while the client stops gets no address, and its session has ended before it begins."""
    client = StoppableClient("xapp-x", web_client=WebClient())
    assert stopped(client)
    with pytest.raises(SlackClientNotConnectedError):
        client.issue_new_wss_url()
    client.current_session_state = ConnectionState()  # type: ignore[no-untyped-call]  # the library's own has no annotations
    assert client.current_session_state.terminated


def test_the_bot_stops_right_after_it_connected() -> None:
    """Again and again, with no moment between the two."""
    with LocalSlack() as slack:
        for _ in range(8):
            client = StoppableClient(
                slack.app_token, web_client=WebClient(base_url=slack.base_url, token=slack.bot_token)
            )
            client.connect()
            assert stopped(client)
        slack.wait_for(lambda: slack.connections == 0)


def test_socket_mode_switched_off_is_said_and_survived(tmp_path: Path) -> None:
    """The keeper reads what to do; the bot is not ready meanwhile, and comes back when it is switched on again."""
    with capture_logs() as logs, world(tmp_path) as here:
        here.slack.disable_link()
        here.wait(lambda: here.slack.connections == 0 and not here.bot._connection.is_connected())
        assert "Socket Mode was switched off" in [entry["event"] for entry in logs]
        here.slack.disable_link(False)
        here.wait(lambda: here.slack.connections == 1)
        channel = here.channel()
        ts = here.slack.say(here.page(), channel)
        here.replies(channel, ts)

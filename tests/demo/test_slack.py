"""The local Slack, driven by a real Bolt app."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.demo.slack import LocalSlack


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def echo(slack: LocalSlack) -> Iterator[App]:
    """A bot that repeats what it hears in a thread."""
    app = App(
        client=WebClient(base_url=slack.base_url, token=slack.bot_token),
        signing_secret=slack.signing_secret,
        process_before_response=True,
    )

    @app.event("message")
    def heard(event, client):
        if event.get("subtype") is None:
            client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="heard: " + event["text"])

    @app.event("app_mention")
    def mentioned(event):
        pass

    @app.command("/brief")
    def brief(ack, command, respond):
        ack("got " + command["text"])
        respond("and again", response_type="in_channel")

    handler = SocketModeHandler(app, slack.app_token)
    handler.connect()
    slack.wait_for(lambda: slack.connections)
    yield app
    handler.close()


def test_message_is_answered_in_its_thread(slack: LocalSlack, echo: App) -> None:
    """A typed link reaches the bot as a link token, and the answer stands in its thread."""
    ts = slack.say("look: https://example.com/a?b=1&c=2.")
    slack.wait_for(lambda: len(slack.messages(thread_ts=ts)) == 2)
    assert slack.messages(thread_ts=ts)[1]["text"] == "heard: look: <https://example.com/a?b=1&amp;c=2>."


def test_command_is_acked_and_answered(slack: LocalSlack, echo: App) -> None:
    """The ack of a command is shown to its author alone, response_url may speak to the channel."""
    slack.command("/brief", "x")
    slack.wait_for(lambda: slack.messages() and slack.ephemerals())
    assert [m["text"] for m in slack.ephemerals()] == ["got x"]
    assert [m["text"] for m in slack.messages()] == ["and again"]

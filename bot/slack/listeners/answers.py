"""Short answers that need no job of their own: written to the outbox, so that they too are said once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from slack_bolt import Ack
from slack_sdk.errors import SlackClientError

from bot.slack import messages
from bot.slack.blocks import Message, button, section
from bot.slack.errors import trouble_of
from bot.slack.intake import Said
from bot.slack.services import Services
from bot.slack.workspace import workspace_of
from bot.store.deliveries import Delivery, Kind
from bot.store.requests import digest_of

_log = structlog.get_logger("attache.answers")
#: Characters of a button's value (Block Kit), and of one request key with its comma.
_VALUE, _KEY = 2000, 41


def acknowledge(ack: Ack) -> None:
    """For what is done beside the acknowledgement, by Bolt's lazy functions."""
    ack()


def post(services: Services, delivery: Delivery) -> None:
    """Write a message to the outbox and enqueue its delivery; the same key is said once."""
    services.store.deliveries.put(delivery)
    services.enqueue("deliver", delivery.key, lane=delivery.lane)


def say_aside(services: Services, context: Mapping[str, Any], channel: str, user: str, line: str) -> None:
    """Say a line to one person in a conversation; it may fail where the bot is not, as nothing hangs on it."""
    client = services.clients(workspace_of(context))
    try:
        client.chat_postEphemeral(channel=channel, user=user, text=messages.say(line))
    except (SlackClientError, OSError) as error:
        _log.info("not said", line=line, error=trouble_of(error).code)


def say_once(services: Services, key: str, words: Said, message: Message, kind: Kind = "notice") -> None:
    """Answer a message in its thread."""
    post(
        services,
        Delivery(
            key=key,
            team=words.team,
            channel=words.channel,
            kind=kind,
            payload=message.payload(),
            thread_ts=words.thread_ts or words.ts,
            asked_by=words.user,
        ),
    )


def offer_others(services: Services, words: Said, done: int, keys: Sequence[str]) -> None:
    """A message held more links than are briefed at once: offer the others behind a button."""
    text = messages.say("others", done=done)
    value = ",".join(keys[: _VALUE // _KEY])
    others = button(messages.plain("button_others"), "brief_others", value)
    message = Message(text, (section(text, accessory=others),))
    say_once(services, f"others:{digest_of(words.team, words.channel, words.ts)}", words, message)

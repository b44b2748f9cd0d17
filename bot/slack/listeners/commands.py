"""Slash commands."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.slack import messages
from bot.slack.commands import BriefCommand, NotUnderstood, parse_brief
from bot.slack.tools import Tools
from bot.store.requests import BriefRequest


def register(app: App, tools: Tools) -> None:
    """Listen to /brief."""

    def brief(ack: Ack, command: dict[str, Any]) -> None:
        asked = parse_brief(str(command.get("text") or ""), tools.links_of)
        if isinstance(asked, BriefCommand):
            tools.desk.take(_request(asked, command, tools))
            ack(text=messages.say("reading", site=tools.host_of(asked.url)), response_type="ephemeral")
        elif isinstance(asked, NotUnderstood):
            ack(text=messages.say("not_understood", given=asked.given[:100], nearest=asked.nearest))
        else:
            ack(text=messages.say("help"))

    app.command("/brief")(brief)


def _request(asked: BriefCommand, command: dict[str, Any], tools: Tools) -> BriefRequest:
    sentences, quotes = asked.size or (None, None)
    return BriefRequest(
        team=str(command.get("team_id") or tools.identity.team),
        channel=str(command["channel_id"]),
        ts=str(command["trigger_id"]),
        user=str(command["user_id"]),
        source="command",
        url=asked.url,
        place="private" if asked.private else "channel",
        sentences=sentences,
        quotes=quotes,
        response_url=command.get("response_url"),
    )

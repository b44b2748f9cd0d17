"""Slash commands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from slack_bolt import Ack, App

from bot.slack import messages
from bot.slack.commands import BriefCommand, NotUnderstood, PlainCommand, parse_brief
from bot.slack.intake import MOST_LINKS, articles
from bot.slack.listeners.answers import acknowledge
from bot.slack.listeners.windows import open_window
from bot.slack.quote_search import answer_quotes, message_arguments
from bot.slack.services import Services
from bot.slack.views import ask_view, settings_view
from bot.slack.workspace import workspace_of
from bot.store.requests import BriefRequest

_FORMS = ("ask", "settings")


def register(app: App, services: Services) -> None:
    """Listen to /brief and /quotes."""
    commands = Commands(services)
    app.command("/brief")(ack=commands.brief, lazy=[commands.brief_form])
    # Slack may have to be asked who may read what: longer than an acknowledgement may take.
    app.command("/quotes")(ack=acknowledge, lazy=[commands.quotes])


class Commands:
    """A method for each command, and one for the forms of /brief."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def _asked(self, command: dict[str, Any]) -> BriefCommand | PlainCommand | NotUnderstood:
        return parse_brief(str(command.get("text") or ""), self._services.links_of)

    def brief(self, ack: Ack, command: dict[str, Any], context: dict[str, Any]) -> None:
        """Take a link on, or answer at once; what opens a form is acknowledged here."""
        asked = self._asked(command)
        if isinstance(asked, BriefCommand):
            ack(text=self._taken(asked, command, workspace_of(context)), response_type="ephemeral")
        elif isinstance(asked, NotUnderstood):
            ack(text=messages.say("not_understood", given=asked.given[:100], nearest=asked.nearest[:200]))
        elif asked.name in _FORMS:
            ack()
        else:
            ack(text=messages.say("help"))

    def _taken(self, asked: BriefCommand, command: dict[str, Any], team: str) -> str:
        """Take the links on, as many as are briefed at once; the words for the person."""
        links = articles(asked.urls)
        if not links:
            return messages.say("slack_link")
        self._services.intake.take_all([_request(asked, url, command, team) for url in links[:MOST_LINKS]])
        sites = dict.fromkeys(map(self._services.host_of, links[:MOST_LINKS]))
        reading = messages.say("reading_private" if asked.private else "reading", site=", ".join(sites))
        if len(links) > MOST_LINKS:
            reading += "\n" + messages.say("reading_first", done=MOST_LINKS)
        return reading

    def brief_form(self, command: dict[str, Any], context: dict[str, Any]) -> None:
        """Open the form for a link, or a channel's settings."""
        asked = self._asked(command)
        if not isinstance(asked, PlainCommand) or asked.name not in _FORMS:
            return
        channel = str(command["channel_id"])
        if asked.name == "ask":
            view = ask_view(channel)
        elif channel.startswith("D"):
            self._services.respond(command.get("response_url"), {"text": messages.say("settings_here")})
            return
        else:
            view = settings_view(channel, self._services.store.channels.get(workspace_of(context), channel))
        open_window(self._services, context, command, view)

    def quotes(self, command: dict[str, Any], context: dict[str, Any]) -> None:
        """Find what somebody said."""
        services, text = self._services, str(command.get("text") or "")
        today = dt.datetime.fromtimestamp(services.clock(), dt.UTC).date()
        asker = services.access.asker(workspace_of(context), str(command["user_id"]), str(command["channel_id"]))
        answer = answer_quotes(services.store, asker, text, today, services.access.refresh)
        services.respond(command.get("response_url"), message_arguments(answer))


def _request(asked: BriefCommand, url: str, command: dict[str, Any], team: str) -> BriefRequest:
    sentences, quotes = asked.size or (None, None)
    return BriefRequest(
        team=team,
        channel=str(command["channel_id"]),
        ts=str(command["trigger_id"]),
        user=str(command["user_id"]),
        source="command",
        url=url,
        place="private" if asked.private else "channel",
        sentences=sentences,
        quotes=quotes,
        response_url=command.get("response_url"),
    )

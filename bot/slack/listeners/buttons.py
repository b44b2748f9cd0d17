"""Buttons under briefs and notices, and those of the Home tab."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.job_arguments import BriefDeletion
from bot.slack.listeners.answers import acknowledge
from bot.slack.listeners.windows import open_window
from bot.slack.quote_search import message_arguments, quotes_page, search_of
from bot.slack.services import Services
from bot.slack.views import ask_view, more_view, notice_view, settings_view, wrong_view
from bot.slack.workspace import workspace_of

#: Buttons that turn the pages of /quotes, or choose whom it is about.
_QUOTES = re.compile(r"quotes_(older|newer|person_\d+)")


def register(app: App, services: Services) -> None:
    """Listen to buttons."""
    buttons = Buttons(services)
    app.action("source")(acknowledge)
    for action, at_once in (
        ("brief_others", buttons.brief_others),
        ("again", buttons.again),
        ("delete", buttons.delete),
    ):
        app.action(action)(at_once)
    for place, beside in (
        ("more", buttons.more),
        ("wrong", buttons.wrong),
        (_QUOTES, buttons.turn_quotes),
        ("home_ask", buttons.ask),
        ("home_settings", buttons.settings),
    ):
        app.action(place)(ack=acknowledge, lazy=[beside])


class Buttons:
    """A method for each button."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def brief_others(self, ack: Ack, action: dict[str, Any]) -> None:
        """Brief the links a message holds beyond the third."""
        for key in str(action.get("value") or "").split(","):
            request = self._services.store.requests.get(key)
            if request is not None:
                self._services.intake.start(request)
        ack()

    def again(self, ack: Ack, action: dict[str, Any]) -> None:
        """Try once more what failed."""
        request = self._services.store.requests.get(str(action.get("value") or ""))
        if request is not None:
            self._services.intake.take(request.again())
        ack()

    def delete(self, ack: Ack, body: dict[str, Any], context: dict[str, Any]) -> None:
        """Take on the deletion of a brief's message."""
        channel = (body.get("channel") or {}).get("id")
        ts = (body.get("container") or {}).get("message_ts")
        if channel and ts:
            asked = BriefDeletion(workspace_of(context), str(channel), str(ts), str(body["user"]["id"]))
            self._services.enqueue("delete", asked.written())
        ack()

    def more(self, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Show the whole brief."""
        team = workspace_of(context)
        brief = self._services.store.briefs.get(team, str(action.get("value") or ""))
        if brief is None:
            view = notice_view("more_title", "more_gone")
        else:
            channel = (body.get("channel") or {}).get("id") or ""
            view = more_view(brief, self._services.store.channels.get(team, channel).dates)
        open_window(self._services, context, body, view)

    def wrong(self, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Ask what is wrong with a brief."""
        open_window(self._services, context, body, wrong_view(str(action.get("value") or "")))

    def turn_quotes(self, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Put another page of quotes in place of the one shown."""
        search = search_of(str(action.get("value") or ""))
        if search is None:
            return
        channel = (body.get("channel") or body.get("container") or {}).get("id") or ""
        asker = self._services.access.asker(workspace_of(context), str(body["user"]["id"]), str(channel))
        self._services.access.refresh(asker, search.person)
        page = quotes_page(self._services.store, asker, search)
        self._services.respond(body.get("response_url"), message_arguments(page), replace=True)

    def ask(self, body: dict[str, Any], context: dict[str, Any]) -> None:
        """Open the form for a link."""
        open_window(self._services, context, body, ask_view(None))

    def settings(self, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Open the settings of the channel chosen in the Home tab."""
        channel = str(action.get("selected_conversation") or "")
        if channel:
            now = self._services.store.channels.get(workspace_of(context), channel)
            open_window(self._services, context, body, settings_view(channel, now))

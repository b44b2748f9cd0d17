"""Buttons under briefs and notices, and those of the Home tab."""

from __future__ import annotations

import json
import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackClientError

from bot.job_arguments import BriefDeletion
from bot.rendering import markdown
from bot.slack import messages
from bot.slack.deletions import Deletions
from bot.slack.errors import trouble_of
from bot.slack.listeners.answers import acknowledge
from bot.slack.listeners.windows import change_window, open_window
from bot.slack.quote_export import export
from bot.slack.quote_search import message_arguments, quotes_page, search_of
from bot.slack.services import Services
from bot.slack.views import ask_view, markdown_view, more_view, notice_view, settings_view, share_view, wrong_view
from bot.slack.workspace import workspace_of
from bot.store.feedback import RIGHT

#: Buttons that turn the pages of /quotes, or choose whom it is about.
_QUOTES = re.compile(r"quotes_(older|newer|person_\d+)")
_EXPORT = re.compile(r"quotes_export_(md|csv)")


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
    app.action("delete_here")(ack=buttons.delete_here, lazy=[buttons.close_deleted])
    for place, beside in (
        ("more", buttons.more),
        ("wrong", buttons.wrong),
        ("judge", buttons.judge),
        ("take", buttons.take),
        (_QUOTES, buttons.turn_quotes),
        (_EXPORT, buttons.export_quotes),
        ("home_ask", buttons.ask),
        ("paste", buttons.paste),
        ("home_settings", buttons.settings),
    ):
        app.action(place)(ack=acknowledge, lazy=[beside])


class Buttons:
    """A method for each button."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._deletions = Deletions(services.store, services.clients)

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
            open_window(self._services, context, body, notice_view("more_title", "more_gone"))
            return
        channel = str((body.get("channel") or {}).get("id") or "")
        dates = self._services.store.channels.get(team, channel).dates
        view_id = open_window(self._services, context, body, more_view(brief, dates))
        ts = str((body.get("container") or {}).get("message_ts") or "")
        # Slack may have to be asked who may delete: the window does not wait for that.
        if view_id and channel and ts and self._may_delete(team, channel, ts, str(body["user"]["id"])):
            change_window(self._services, context, view_id, more_view(brief, dates, json.dumps([channel, ts])))

    def _may_delete(self, team: str, channel: str, ts: str, user: str) -> bool:
        row = self._services.store.deliveries.at(team, channel, ts)
        try:
            return row is not None and self._deletions.may_delete(row, team, channel, user)
        except (SlackClientError, OSError) as error:
            trouble_of(error)
            return False

    def delete_here(self, ack: Ack, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Take on a deletion asked for in the window behind "More"; whether the person may is looked at again."""
        try:
            channel, ts = json.loads(str(action.get("value") or ""))
        except (ValueError, TypeError):
            channel = ts = ""
        if channel and ts:
            asked = BriefDeletion(workspace_of(context), str(channel), str(ts), str(body["user"]["id"]))
            self._services.enqueue("delete", asked.written())
        ack()

    def close_deleted(self, body: dict[str, Any], context: dict[str, Any]) -> None:
        """Say so in the window."""
        view_id = str((body.get("view") or {}).get("id") or "")
        change_window(self._services, context, view_id, notice_view("more_title", "deleting"))

    def judge(self, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Keep that a brief is right, or ask what is wrong with it."""
        verdict, _, brief_id = str(action.get("value") or "").partition(":")
        if verdict == "wrong":
            open_window(self._services, context, body, wrong_view(brief_id))
        elif verdict == RIGHT:
            self._services.store.feedback.add(workspace_of(context), brief_id, str(body["user"]["id"]), RIGHT, "")
            self._services.respond(body.get("response_url"), {"text": messages.say("judged_right")})

    def take(self, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Show a brief as Markdown, or ask where to share it."""
        way, _, brief_id = str((action.get("selected_option") or {}).get("value") or "").partition(":")
        brief = self._services.store.briefs.get(workspace_of(context), brief_id)
        if brief is None:
            view = notice_view("more_title", "more_gone")
        else:
            view = share_view(brief_id) if way == "share" else markdown_view(markdown(brief))
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
        # What stands in a channel for everybody is left as it is: the page is for whoever turned it.
        own = (body.get("container") or {}).get("is_ephemeral") is True
        self._services.respond(body.get("response_url"), message_arguments(page), replace=own)

    def export_quotes(self, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Send all that a page of quotes is a part of as a file."""
        search, team = search_of(str(action.get("value") or "")), workspace_of(context)
        if search is None:
            return
        channel = (body.get("channel") or body.get("container") or {}).get("id") or ""
        asker = self._services.access.asker(team, str(body["user"]["id"]), str(channel))
        self._services.access.refresh(asker, search.person)
        form = str(action.get("action_id")).rpartition("_")[2]
        try:
            count = export(self._services.store, self._services.clients(team), asker, search, form)
            text = messages.say("quotes_sent", count="1 quote" if count == 1 else f"{count} quotes")
        except (SlackClientError, OSError) as error:
            code = trouble_of(error).code
            text = messages.say("missing_scope" if code == "missing_scope" else "digest_trouble")
        self._services.respond(body.get("response_url"), {"text": text})

    def ask(self, body: dict[str, Any], context: dict[str, Any]) -> None:
        """Open the form for a link."""
        open_window(self._services, context, body, ask_view(None))

    def paste(self, body: dict[str, Any], context: dict[str, Any]) -> None:
        """Open the form for the text of a page that could not be read; the brief goes where the line stands."""
        message = body.get("message") or body.get("container") or {}
        channel = str((body.get("channel") or {}).get("id") or "") or None
        open_window(self._services, context, body, ask_view(channel, str(message.get("thread_ts") or "")))

    def settings(self, body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        """Open the settings of the channel chosen in the Home tab."""
        channel = str(action.get("selected_conversation") or "")
        if channel:
            now = self._services.store.channels.get(workspace_of(context), channel)
            open_window(self._services, context, body, settings_view(channel, now))

"""Forms that were filled in."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.job_arguments import BriefShare
from bot.slack import messages
from bot.slack.intake import articles
from bot.slack.listeners.answers import say_aside
from bot.slack.listeners.messages import LEAST_WORDS
from bot.slack.pasted_text import is_page_source, without_marks
from bot.slack.services import Services
from bot.slack.views import asked_of, metadata_of, notice_view, settings_of, shared_to, wrong_of
from bot.slack.workspace import workspace_of
from bot.store.requests import BriefRequest


def register(app: App, services: Services) -> None:
    """Listen to submitted forms."""

    def ask(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        asked = asked_of(view.get("state") or {})
        source = is_page_source(asked.what)
        given = [] if source else services.links_of(asked.what)
        links = articles(given)
        if not links and len(asked.what.split()) < LEAST_WORDS:
            ack(response_action="errors", errors={"what": messages.plain("slack_link" if given else "ask_empty")})
            return
        user = str(body["user"]["id"])
        private = asked.private or asked.where is None
        opened = metadata_of(view)
        # Opened in a thread, and nobody chose another place: the answer belongs there.
        thread = opened.get("thread") if not private and asked.where == opened.get("channel") else None
        services.intake.take(
            BriefRequest(
                team=workspace_of(context),
                channel=asked.where or user,
                # One window is one request, however often Slack hands it in.
                ts=str(view["id"]),
                user=user,
                source="shortcut",
                url=links[0] if links else None,
                text=None if links else asked.what if source else without_marks(asked.what),
                thread_ts=thread or None,
                place="private" if private else "thread" if thread else "channel",
            )
        )
        ack()

    def settings(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        wish = settings_of(view.get("state") or {})
        if isinstance(wish, dict):
            ack(response_action="errors", errors=wish)
            return
        channel = metadata_of(view).get("channel", "")
        if channel:
            services.store.channels.set(workspace_of(context), channel, wish, str(body["user"]["id"]))
        ack()

    def settings_kept(body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        channel = metadata_of(view).get("channel", "")
        if channel and not isinstance(settings_of(view.get("state") or {}), dict):
            say_aside(services, context, channel, str(body["user"]["id"]), "settings_saved")

    def wrong(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        kind, details = wrong_of(view.get("state") or {})
        brief = metadata_of(view).get("brief", "")
        services.store.feedback.add(workspace_of(context), brief, str(body["user"]["id"]), kind, details)
        ack(response_action="update", view=notice_view("wrong_title", "wrong_thanks"))

    def share(ack: Ack, body: dict[str, Any], view: dict[str, Any], context: dict[str, Any]) -> None:
        channel, brief = shared_to(view.get("state") or {}), metadata_of(view).get("brief", "")
        if channel and brief:
            asked = BriefShare(workspace_of(context), channel, str(body["user"]["id"]), str(view["id"]), brief)
            services.enqueue("share", asked.written())
        ack()

    app.view("share")(share)
    app.view("ask")(ask)
    app.view("settings")(ack=settings, lazy=[settings_kept])
    app.view("wrong")(wrong)

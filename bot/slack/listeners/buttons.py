"""Buttons under briefs and notices."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.slack.listeners.windows import open_window
from bot.slack.quote_search import message_arguments, quotes_page, search_of
from bot.slack.services import Services
from bot.slack.views import ask_view, more_view, notice_view, settings_view, wrong_view
from bot.slack.workspace import workspace_of


def register(app: App, services: Services) -> None:
    """Listen to buttons."""

    def plain_ack(ack: Ack) -> None:
        ack()

    def others(ack: Ack, action: dict[str, Any]) -> None:
        for key in str(action.get("value") or "").split(","):
            request = services.store.requests.get(key)
            if request is not None:
                services.intake.start(request)
        ack()

    def again(ack: Ack, action: dict[str, Any]) -> None:
        request = services.store.requests.get(str(action.get("value") or ""))
        if request is not None:
            services.intake.take(request.again())
        ack()

    def delete(ack: Ack, body: dict[str, Any], context: dict[str, Any]) -> None:
        place, message = body.get("channel") or {}, body.get("container") or {}
        parts = (workspace_of(context), place.get("id"), message.get("message_ts"), body["user"]["id"])
        if all(parts):
            services.enqueue("delete", "|".join(map(str, parts)))
        ack()

    def more(body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        team = workspace_of(context)
        brief = services.store.briefs.get(team, str(action.get("value") or ""))
        if brief is None:
            view = notice_view("more_title", "more_gone")
        else:
            channel = (body.get("channel") or {}).get("id") or ""
            view = more_view(brief, services.store.channels.get(team, channel).dates)
        open_window(services, context, body, view)

    def wrong(body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        open_window(services, context, body, wrong_view(str(action.get("value") or "")))

    def page(body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        search = search_of(str(action.get("value") or ""))
        if search is not None:
            channel = (body.get("channel") or body.get("container") or {}).get("id") or ""
            asker = services.places.asker(workspace_of(context), str(body["user"]["id"]), str(channel))
            services.places.refresh(asker, search.person)
            found = quotes_page(services.store, asker, search)
            services.respond(body.get("response_url"), message_arguments(found), replace=True)

    def ask(body: dict[str, Any], context: dict[str, Any]) -> None:
        open_window(services, context, body, ask_view(None))

    def settings(body: dict[str, Any], action: dict[str, Any], context: dict[str, Any]) -> None:
        channel = str(action.get("selected_conversation") or "")
        if channel:
            open_window(
                services,
                context,
                body,
                settings_view(channel, services.store.channels.get(workspace_of(context), channel)),
            )

    app.action("source")(plain_ack)
    app.action("brief_others")(others)
    app.action("again")(again)
    app.action("delete")(delete)
    app.action("more")(ack=plain_ack, lazy=[more])
    app.action("wrong")(ack=plain_ack, lazy=[wrong])
    app.action(re.compile(r"quotes_(older|newer|person_\d+)"))(ack=plain_ack, lazy=[page])
    app.action("home_ask")(ack=plain_ack, lazy=[ask])
    app.action("home_settings")(ack=plain_ack, lazy=[settings])

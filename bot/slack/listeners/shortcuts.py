"""Shortcuts: "Brief the links" in a message's menu, "Brief a link" anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.slack import messages
from bot.slack.intake import MOST_OFFERED, Said, articles, request_of
from bot.slack.listeners.messages import take_links
from bot.slack.listeners.windows import open_window
from bot.slack.message_content import linked_text, pasted_file
from bot.slack.services import Services
from bot.slack.views import ask_view
from bot.slack.workspace import workspace_of


def register(app: App, services: Services) -> None:
    """Listen to shortcuts."""

    def brief_links(ack: Ack, shortcut: dict[str, Any], context: dict[str, Any]) -> None:
        words = _said(shortcut, workspace_of(context))
        links = _links(words, services)
        if not links and words.pasted:
            services.intake.take(request_of(words, "shortcut", file=words.pasted))
        take_links(services, words, links, "shortcut")
        ack()

    def no_links(shortcut: dict[str, Any], context: dict[str, Any]) -> None:
        words = _said(shortcut, workspace_of(context))
        if not _links(words, services) and not words.pasted:
            services.respond(shortcut.get("response_url"), {"text": messages.say("no_link_there")})

    def plain_ack(ack: Ack) -> None:
        ack()

    def brief_a_link(shortcut: dict[str, Any], context: dict[str, Any]) -> None:
        open_window(services, context, shortcut, ask_view(None))

    app.message_shortcut("brief_links")(ack=brief_links, lazy=[no_links])
    app.global_shortcut("brief_a_link")(ack=plain_ack, lazy=[brief_a_link])


def _said(shortcut: Mapping[str, Any], team: str) -> Said:
    """The message the shortcut was used on, whoever wrote it: here a person asks."""
    message = shortcut["message"]
    return Said(
        team=team,
        channel=str(shortcut["channel"]["id"]),
        ts=str(message["ts"]),
        thread_ts=message.get("thread_ts"),
        user=str(shortcut["user"]["id"]),
        text=str(message.get("text") or ""),
        before=None,
        direct=False,
        linked=linked_text(message),
        pasted=pasted_file(message),
    )


def _links(words: Said, services: Services) -> list[str]:
    """Links to articles in the message's text, else those of its blocks and of what is attached to it."""
    links = articles(services.links_of(words.text)) or articles(services.links_of(words.linked))
    return links[:MOST_OFFERED]

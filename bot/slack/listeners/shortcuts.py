"""Shortcuts: "Brief the links" in a message's menu, "Brief a link" anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from bot.slack import messages
from bot.slack.intake import MOST_LINKS, Said
from bot.slack.listeners.messages import take_links
from bot.slack.listeners.windows import open_window
from bot.slack.tools import Tools
from bot.slack.views import ask_view
from bot.slack.workspace import workspace_of


def register(app: App, tools: Tools) -> None:
    """Listen to shortcuts."""

    def brief_links(ack: Ack, shortcut: dict[str, Any], context: dict[str, Any]) -> None:
        take_links(tools, _said(shortcut, workspace_of(context)), _links(shortcut, tools), "shortcut")
        ack()

    def no_links(shortcut: dict[str, Any]) -> None:
        if not _links(shortcut, tools):
            tools.whisper(shortcut.get("response_url"), {"text": messages.say("no_link_there")})

    def plain_ack(ack: Ack) -> None:
        ack()

    def brief_a_link(shortcut: dict[str, Any], context: dict[str, Any]) -> None:
        open_window(tools, context, shortcut, ask_view(None))

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
    )


def _links(shortcut: Mapping[str, Any], tools: Tools) -> list[str]:
    """Links in the message's text, else those of what feed bots attach to theirs."""
    message = shortcut.get("message") or {}
    links = tools.links_of(str(message.get("text") or ""))
    if not links:
        attached = [
            str(part.get(name) or "")
            for part in message.get("attachments") or ()
            for name in ("title_link", "from_url", "text")
        ]
        links = tools.links_of("\n".join(attached))[:MOST_LINKS]
    return links

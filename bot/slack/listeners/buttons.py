"""Buttons under briefs and notices."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.slack.tools import Tools


def register(app: App, tools: Tools) -> None:
    """Listen to buttons."""

    def others(ack: Ack, action: dict[str, Any]) -> None:
        for key in str(action.get("value") or "").split(","):
            if tools.store.requests.get(key) is not None:
                tools.enqueue("brief", key)
        ack()

    def source(ack: Ack) -> None:
        # A button with an address opens it by itself; Slack still wants an answer.
        ack()

    app.action("brief_others")(others)
    app.action("source")(source)

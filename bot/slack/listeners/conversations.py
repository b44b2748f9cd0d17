"""What happens to conversations and to messages there: made private or public, deleted."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.slack.services import Services
from bot.slack.workspace import workspace_of


def register(app: App, services: Services) -> None:
    """Listen to changes of who may read a channel, and to deletions: of what the bot
    said, and of what it was asked.

    Registered before the listener for all messages, as Bolt takes the first that matches.
    """

    def on_converted(event: dict[str, Any], context: dict[str, Any]) -> None:
        # Whatever it has become: not public until Slack is asked and says so.
        services.store.conversations.doubt(workspace_of(context), str(event["channel"]))

    def is_tombstone(event: dict[str, Any]) -> bool:
        """Slack deletes a message that has a thread by changing it."""
        return (event.get("message") or {}).get("subtype") == "tombstone"

    def on_deleted(event: dict[str, Any], context: dict[str, Any]) -> None:
        gone = event.get("deleted_ts") or (event.get("message") or {}).get("ts") or ""
        team, channel = workspace_of(context), str(event.get("channel") or "")
        row = services.store.deliveries.at(team, channel, str(gone))
        if row is not None and row.kind == "brief":
            services.store.take_back(row)
        services.intake.withdraw(team, channel, str(gone))

    for subtype in ("channel_convert_to_private", "channel_convert_to_public"):
        app.event({"type": "message", "subtype": subtype})(on_converted)
    app.event({"type": "message", "subtype": "message_deleted"})(on_deleted)
    app.event({"type": "message", "subtype": "message_changed"}, matchers=[is_tombstone])(on_deleted)

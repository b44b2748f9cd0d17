"""Coming and going: the welcome line, the Home tab, and forgetting a workspace that is gone."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.job_arguments import Departure, HomeTabVisit
from bot.slack import messages
from bot.slack.blocks import Message
from bot.slack.listeners.answers import post
from bot.slack.services import Services
from bot.slack.workspace import workspace_of
from bot.store.deliveries import Delivery
from bot.store.requests import digest_of


def register(app: App, services: Services) -> None:
    """Listen to joins, the Home tab, uninstallation and revoked tokens."""

    def on_joined(event: dict[str, Any], context: dict[str, Any]) -> None:
        if event.get("user") != services.identity.bot_user:
            return
        team, channel = workspace_of(context), str(event["channel"])
        key = f"welcome:{digest_of(team, channel, str(event.get('event_ts') or ''))}"
        payload = Message(messages.say("welcome")).payload()
        post(services, Delivery(key, team, channel, "welcome", payload, asked_by=event.get("inviter")))

    def on_home(event: dict[str, Any], context: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            moment = event.get("event_ts") or ""
            visit = HomeTabVisit(workspace_of(context), str(event["user"]), str(moment))
            services.enqueue("home", visit.written())

    def on_gone(event: dict[str, Any], context: dict[str, Any]) -> None:
        moment = str(event.get("event_ts") or int(services.clock()))
        services.enqueue("forget", Departure(workspace_of(context), moment).written())

    def on_revoked(event: dict[str, Any], context: dict[str, Any]) -> None:
        if (event.get("tokens") or {}).get("bot"):
            on_gone(event, context)

    app.event("member_joined_channel")(on_joined)
    app.event("app_home_opened")(on_home)
    app.event("app_uninstalled")(on_gone)
    app.event("tokens_revoked")(on_revoked)

"""Listeners: each checks, claims and enqueues, and only then lets Bolt acknowledge. Nothing slow lives here."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.listeners import buttons, catch_all, commands, messages
from bot.slack.tools import Tools


def register(app: App, tools: Tools) -> None:
    """Put all listeners on the app; the catch-alls come last, as Bolt takes the first that matches."""
    messages.register(app, tools)
    commands.register(app, tools)
    buttons.register(app, tools)
    catch_all.register(app)

"""Listeners: each checks, claims and enqueues, and only then lets Bolt acknowledge. Nothing slow lives here.

What needs an answer from Slack within three seconds of a click (opening a window) runs as a Bolt *lazy* function,
beside the acknowledgement. A listener module has one ``register(app, services)``.
"""

from __future__ import annotations

from slack_bolt import App

from bot.slack.listeners import (
    buttons,
    catch_all,
    commands,
    conversations,
    digest,
    forms,
    lifecycle,
    links,
    messages,
    shortcuts,
)
from bot.slack.services import Services


def register(app: App, services: Services) -> None:
    """Put all listeners on the app; the catch-alls come last, as Bolt takes the first that matches."""
    for module in (digest, conversations, messages, links, commands, shortcuts, buttons, forms, lifecycle):
        module.register(app, services)
    catch_all.register(app)

"""What nobody else listens to is acknowledged all the same: Slack repeats what is not."""

from __future__ import annotations

import re

from slack_bolt import Ack, App

from bot.slack import messages

_ANY = re.compile(".*")


def register(app: App) -> None:
    """Acknowledge everything that is left; called last."""

    def event() -> None:
        """Bolt acknowledges events by itself."""

    def other(ack: Ack) -> None:
        ack()

    def unknown(ack: Ack) -> None:
        ack(text=messages.say("no_such_command"))

    app.event(_ANY)(event)
    app.action(_ANY)(other)
    app.view(_ANY)(other)
    app.view_closed(_ANY)(other)
    app.shortcut(_ANY)(other)
    app.command(_ANY)(unknown)
    app.options(_ANY)(other)

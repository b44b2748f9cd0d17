"""A message Slack refused for good: who hears of it, when there is no response address to tell them by."""

from __future__ import annotations

import datetime as dt

from bot.slack import messages
from bot.store.deliveries import Delivery
from bot.store.requests import BriefRequest, digest_of


def refused_notice(row: Delivery, request: BriefRequest, code: str, today: dt.date) -> Delivery | None:
    """The line for the person who asked, in their direct message; None where nobody asked or that place is refused.

    A link pasted where the bot briefs unasked is no wish of one person: its author hears once a week, channel and code.
    """
    if request.source == "unfurl" or not request.user or row.channel.startswith(("D", "U", "W")):
        return None
    about = row.key
    if request.source == "message":
        about = "{} {} {} {}-{}".format(row.channel, request.user, code, *today.isocalendar()[:2])
    text = messages.say("brief_refused", channel=row.channel, why=messages.refusal(code))
    key = f"refused:{digest_of(row.team, about)}"
    return Delivery(key, row.team, request.user, "notice", {"text": text}, asked_by=request.user)

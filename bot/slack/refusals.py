"""A message Slack refused for good: who hears of it, when there is no response address to tell them by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.job_arguments import Enqueue
from bot.slack import messages
from bot.slack.responder import Responder
from bot.slack.sharing import SHARED
from bot.store import Store
from bot.store.deliveries import Delivery
from bot.store.requests import BriefRequest, digest_of


class RefusalReports:
    """Tells the person who typed the command, or who set the digest, that Slack refused a message for good."""

    def __init__(
        self, store: Store, enqueue: Enqueue, respond: Responder, report_digest: Callable[[Delivery, str], None]
    ) -> None:
        """``report_digest(row, code)`` tells of a digest."""
        self._store = store
        self._enqueue = enqueue
        self._respond = respond
        self._report_digest = report_digest

    def report(self, row: Delivery, code: str) -> None:
        """``row`` was refused with Slack's error ``code``; what it led to is taken back."""
        request = self._store.requests.get(row.request_key) if row.request_key else None
        if request is not None:
            self._store.requests.release_link(request.key)
            if not self._respond(request.response_url, {"text": messages.refusal(code)}):
                self._notify(row, request, code)
        if row.key.startswith(SHARED) and row.asked_by:
            text = messages.say("share_refused", channel=row.channel, why=messages.refusal(code))
            key = f"refused:{digest_of(row.team, row.key)}"
            self._put(Delivery(key, row.team, row.asked_by, "notice", {"text": text}, asked_by=row.asked_by))
        if row.brief_id is not None and row.kind == "brief":
            self._store.briefs.delete(row.team, row.brief_id)
        if row.kind == "digest":
            self._report_digest(row, code)

    def _notify(self, row: Delivery, request: BriefRequest, code: str) -> None:
        today = dt.datetime.fromtimestamp(self._store.clock(), dt.UTC).date()
        notice = refused_notice(row, request, code, today)
        if notice is not None:
            self._put(notice)

    def _put(self, notice: Delivery) -> None:
        if self._store.deliveries.put(notice):
            self._enqueue("deliver", notice.key, lane=notice.lane)


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

"""Sharing a brief in another conversation: a message and a brief of its own there, deleted on its own."""

from __future__ import annotations

import datetime as dt

from bot.job_arguments import BriefShare, Enqueue
from bot.slack import blocks
from bot.slack.conversation_access import ConversationAccess
from bot.store import Store
from bot.store.deliveries import Delivery
from bot.store.requests import digest_of

#: What begins the key of a shared brief's delivery.
SHARED = "share:"


class Sharing:
    """The work of the job "share"."""

    def __init__(self, store: Store, access: ConversationAccess, enqueue: Enqueue) -> None:
        self._store = store
        self._access = access
        self._enqueue = enqueue

    def share(self, asked: BriefShare) -> None:
        """Post a brief in a conversation as it likes its briefs; one that is no longer kept is not."""
        brief = self._store.briefs.get(asked.team, asked.brief)
        if brief is None:
            return
        key = SHARED + digest_of(asked.written())
        if self._store.deliveries.get(key) is None:
            brief_id = self._store.briefs.put(asked.team, key, brief)
            self._access.learn(asked.team, asked.channel)
            today = dt.datetime.fromtimestamp(self._store.clock(), dt.UTC).date().isoformat()
            self._store.quotes.add(asked.team, brief_id, brief, today, channel=asked.channel)
            wish = self._store.channels.get(asked.team, asked.channel)
            look = blocks.Look(
                quotes=wish.quotes,
                dates=wish.dates,
                buttons=blocks.brief_buttons(brief_id),
                judging=blocks.judging(brief_id, asked.user),
            )
            payload = blocks.brief_message(brief, look).payload()
            row = Delivery(key, asked.team, asked.channel, "brief", payload, brief_id=brief_id, asked_by=asked.user)
            self._store.deliveries.put(row)
        row_now = self._store.deliveries.get(key)
        if row_now is not None and row_now.state == "new":
            self._enqueue("deliver", key, lane=row_now.lane)

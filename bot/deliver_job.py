"""The job "deliver": a message of the outbox is said, measured, and what its answer leaves behind is cleared."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.briefing import Briefing, delivery_key
from bot.jobs import Steps
from bot.ops import metrics
from bot.slack import messages
from bot.slack.responder import Responder
from bot.slack.sender import PEOPLE, Outcome, Sender
from bot.store import Store
from bot.store.deliveries import Delivery
from bot.store.requests import BriefRequest

#: Longest a recovered delivery waits for its lease inside its job, in seconds; longer ones are left to the ticker.
SHORT_LEASE = 10.0


class DeliverJob:
    """The work of the job "deliver"; its key is that of the outbox row."""

    def __init__(
        self,
        store: Store,
        sender: Sender,
        briefing: Briefing,
        clock: Callable[[], float],
        respond: Responder,
        *,
        link_to: Callable[[str, str], str],
    ) -> None:
        """``link_to(channel, ts)`` gives the address of a message."""
        self._store = store
        self._respond = respond
        self._link_to = link_to
        self._sender = sender
        self._briefing = briefing
        self._clock = clock

    def work(self, key: str, _steps: Steps) -> None:
        """Say the message, unless it was said or another process is at it."""
        outcome = self._sender.deliver(key)
        row = self._store.deliveries.get(key)
        if row is None:
            return
        if outcome == "busy" and row.due_at - self._clock() <= SHORT_LEASE:
            time.sleep(max(0.0, row.due_at - self._clock()) + 0.05)
            outcome = self._sender.deliver(key)
        self._measure(row, outcome)
        if outcome in ("sent", "failed", "done"):
            self._clear(row)

    def _measure(self, row: Delivery, outcome: Outcome) -> None:
        metrics.DELIVERIES.labels(kind=row.kind, outcome=outcome).inc()
        if outcome == "sent":
            metrics.DELIVERY_SECONDS.observe(max(0.0, self._clock() - row.created_at))

    def _clear(self, row: Delivery) -> None:
        """Where the message is the answer to a request, take its hourglass off and forget its wording."""
        request = self._store.requests.get(row.request_key) if row.request_key is not None else None
        if request is not None and delivery_key(request) == row.key:
            self._briefing.clear_hourglass(request)
            self._say_where(request)
            self._briefing.deliver_next(request)
            self._briefing.forget_wording(request, row)

    def _say_where(self, request: BriefRequest) -> None:
        """Whoever asked for a private answer by a command hears that it is there: it stands in another conversation."""
        row = self._store.deliveries.get(delivery_key(request))
        if request.place != "private" or request.response_url is None or row is None or row.state != "sent":
            return
        if row.slack_ts is None or row.channel.startswith(PEOPLE):
            self._respond(request.response_url, {"text": messages.say("private_there")})
            return
        link = self._link_to(row.channel, row.slack_ts)
        self._respond(request.response_url, {"text": messages.say("private_here", link=link)})

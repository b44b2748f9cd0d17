"""What came of it: messages, calls, deliveries, and waiting for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from local_slack.delivery import Delivery
from local_slack.driver.base import GENERAL, Driver, JsonDict
from local_slack.model import Ping
from local_slack.server import Call

T = TypeVar("T")
#: Seconds after which what ``wait_for`` waits for counts as hung.
LONGEST_WAIT = 120.0


class RecordDriver(Driver):
    """All that people and the bot left behind."""

    def messages(self, channel: str = GENERAL, thread_ts: str | None = None) -> list[JsonDict]:
        """Messages of a conversation, or of one of its threads (head included), oldest first."""
        place = self.components.workspace.channel(channel)
        return (
            self.components.workspace.thread(place.id, thread_ts)
            if thread_ts
            else self.components.workspace.history(place.id)
        )

    def ephemerals(self, user: str | None = None) -> list[JsonDict]:
        """Messages only this person sees, oldest first; Slack's own words have the user "USLACKBOT"."""
        with self.components.workspace.changed:
            return [e.message for e in self.components.workspace.ephemerals if e.user == (user or self.viewer)]

    def statuses(self, channel: str) -> dict[str, str]:
        """What the bot says it is doing in a conversation, by thread."""
        return self.components.workspace.statuses(channel)

    def views(self, user: str | None = None) -> list[JsonDict]:
        """Open modals of this person, bottom first; ``errors`` holds what the bot refused."""
        with self.components.workspace.changed:
            return list(self.components.views.stacks.get(user or self.viewer, []))

    def home(self, user: str | None = None) -> JsonDict | None:
        """The Home published for this person."""
        with self.components.workspace.changed:
            return self.components.views.homes.get(user or self.viewer)

    @property
    def pings(self) -> list[Ping]:
        """Live tokens in everything the bot posted, links included."""
        with self.components.workspace.changed:
            return list(self.components.workspace.pings)

    @property
    def calls(self) -> list[Call]:
        """Web API calls so far, oldest first."""
        with self.components.workspace.changed:
            return list(self.components.server.calls)

    @property
    def deliveries(self) -> list[Delivery]:
        """Every try to hand something to the bot, oldest first."""
        return self.components.deliveries.log

    @property
    def acks(self) -> list[Delivery]:
        """Deliveries the bot acknowledged, each with its latency."""
        return [delivery for delivery in self.components.deliveries.log if delivery.acked_at is not None]

    @property
    def event_ids(self) -> list[str]:
        """Ids of the events sent so far, oldest first."""
        with self.components.workspace.changed:
            return list(self.components.deliveries.events)

    def event(self, event_id: str) -> JsonDict:
        """The body of a sent event."""
        return self.components.deliveries.events[event_id]

    @property
    def connections(self) -> int:
        """Open Socket Mode connections."""
        with self.components.workspace.changed:
            return len(self.components.deliveries.sockets)

    def wait_for(self, predicate: Callable[[], T | None], timeout: float = LONGEST_WAIT) -> T:
        """Wait until ``predicate()`` is true and give back what it gave.

        It is asked again at each change here, and every 20 ms for the sake of what changes elsewhere.

        Raises:
            TimeoutError: it was not true within ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            seen = self.components.workspace.revision
            if found := predicate():  # asked without the lock held, so that it may call the Web API
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the local Slack waited in vain")
            with self.components.workspace.changed:
                if self.components.workspace.revision == seen:
                    self.components.workspace.changed.wait(min(left, 0.02))

    def wait_for_change(self, since: int, timeout: float) -> int:
        """Wait until something changed after revision ``since``, or the time is up; gives back the revision."""
        with self.components.workspace.changed:
            self.components.workspace.changed.wait_for(lambda: self.components.workspace.revision > since, timeout)
            return self.components.workspace.revision

"""Work that should have moved and did not is taken on again: after a crash, a failed job or a long wait Slack asked for."""

from __future__ import annotations

from collections.abc import Callable

from bot.jobs import Jobs
from bot.store import Store
from bot.store.deliveries import lane_to
from bot.store.requests import lane_of

#: Seconds after which an outbox row or a request that did not move is looked after again.
ROW_GRACE, REQUEST_GRACE = 60.0, 60.0
#: Seconds in which a request whose job failed is taken on again once.
REQUEST_BUCKET = 900.0
#: Seconds in which a row is not enqueued twice.
ROW_BUCKET = 5.0


class Recovery:
    """Looks at tables for what was left lying."""

    def __init__(self, store: Store, jobs: Jobs, clock: Callable[[], float], keep_days: float) -> None:
        """``keep_days``: days after which what is kept of requests and briefs is forgotten."""
        self._store = store
        self._jobs = jobs
        self._clock = clock
        self._keep_days = keep_days

    def look_after_outbox(self) -> None:
        """Rows that should have moved: their job died with another process, or Slack asked for a long wait."""
        bucket = str(int(self._clock() // ROW_BUCKET))
        for key, team, channel in self._store.deliveries.due(ROW_GRACE):
            self._jobs.enqueue("deliver", key, lane=lane_to(team, channel), again=bucket)

    def look_after_requests(self) -> None:
        """Requests without an answer whose job is gone: a crash between claim and enqueue, or a failed job."""
        bucket = str(int(self._clock() // REQUEST_BUCKET))
        keys = self._store.requests.unsettled(REQUEST_GRACE)
        open_ = self._jobs.open_of("brief", keys)
        for key in keys:
            request = self._store.requests.get(key) if key not in open_ else None
            if request is not None:
                self._jobs.enqueue("brief", key, lane=lane_of(request), again=bucket)

    def forget_old(self) -> None:
        """Forget what is older than it may be kept."""
        self._store.forget_before(self._clock() - self._keep_days * 86_400)

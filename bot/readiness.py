"""Whether this replica can work, and how much waits: what /readyz and /metrics ask for."""

from __future__ import annotations

from bot.connection import SlackConnection
from bot.jobs import Jobs
from bot.ops import metrics
from bot.store import Store


class Readiness:
    """Checks and gauges of one replica."""

    def __init__(self, store: Store, jobs: Jobs, connection: SlackConnection) -> None:
        self._store = store
        self._jobs = jobs
        self._connection = connection

    def database_answers(self) -> bool:
        """True; raises what the database raises."""
        self._store.ping()
        return True

    def refresh_gauges(self) -> None:
        """Bring the gauges of what waits and of the connection up to date."""
        waiting, oldest = self._jobs.waiting()
        metrics.WAITING_JOBS.set(waiting)
        metrics.OLDEST_JOB.set(oldest)
        overdue, late = self._store.deliveries.overdue()
        metrics.OVERDUE.set(overdue)
        metrics.OLDEST_OVERDUE.set(late)
        metrics.CONNECTED.set(self._connection.is_connected())

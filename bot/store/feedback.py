"""What people said about briefs ("Wrong?"), for whoever improves the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from bot.store.engine import reading, writing
from bot.store.tables import briefs, feedback
from bot.store.workspaces import writing_for

#: What can be wrong with a brief, as stored, and as the form says it.
KINDS = {
    "wrong-speaker": "A quote has the wrong speaker",
    "wrong-office": "An office or country is wrong",
    "missing-quote": "An important quote is missing",
    "poor-summary": "The summary misses the point",
    "other": "Something else",
}
#: Kept in place of a mistake where somebody said that a brief is right.
RIGHT = "right"


class Feedback:
    """Queries on feedback."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, team: str, brief_id: str, author: str, kind: str, details: str) -> None:
        """Keep what somebody said about a brief; ``kind`` is one of :data:`KINDS`, or :data:`RIGHT`."""
        with writing_for(self._engine, team) as connection:
            if connection is None:
                return
            connection.execute(
                sa.insert(feedback).values(
                    team=team,
                    brief_id=brief_id,
                    author=author,
                    kind=kind,
                    details=details[:3000],
                    created_at=self._clock(),
                )
            )

    def export(self, since: float = 0.0) -> Iterator[dict[str, Any]]:
        """Feedback from ``since`` (seconds since 1970 UTC) on, oldest first, each with its brief as JSON values.

        The author is left out: it is the brief that is judged. ``brief`` is None when it was forgotten meanwhile.
        """
        query = (
            sa.select(feedback.c.kind, feedback.c.details, feedback.c.created_at, briefs.c.document)
            .join(briefs, briefs.c.id == feedback.c.brief_id, isouter=True)
            .where(feedback.c.created_at >= since)
            .order_by(feedback.c.created_at, feedback.c.id)
        )
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                at = dt.datetime.fromtimestamp(row.created_at, dt.UTC).isoformat(timespec="seconds")
                yield {"at": at, "kind": row.kind, "details": row.details, "brief": row.document}

    def forget_before(self, instant: float) -> None:
        """Delete feedback from before ``instant``."""
        with writing(self._engine) as connection:
            connection.execute(sa.delete(feedback).where(feedback.c.created_at < instant))

"""Which replicas are alive: each writes its heartbeat, all can see who stopped."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import reading, writing
from bot.store.tables import executors


class Executors:
    """Queries on heartbeats."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def register(self, id: str, boot: str) -> str | None:
        """Note that replica ``id`` started as ``boot``; the boot it ran as before, or None."""
        with writing(self._engine) as connection:
            before = connection.execute(sa.select(executors.c.boot).where(executors.c.id == id)).scalar()
            self._upsert(connection, id, boot)
        return before

    def beat(self, id: str, boot: str) -> None:
        """Replica ``id`` is alive now."""
        with writing(self._engine) as connection:
            self._upsert(connection, id, boot)

    def alive(self, within: float) -> set[str]:
        """Replicas seen in the last ``within`` seconds."""
        query = sa.select(executors.c.id).where(executors.c.seen_at >= self._clock() - within)
        with reading(self._engine) as connection:
            return set(connection.execute(query).scalars())

    def leave(self, id: str, boot: str) -> None:
        """Replica ``id`` stopped in good order."""
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(executors).where(executors.c.id == id, executors.c.boot == boot).values(seen_at=0.0)
            )

    def _upsert(self, connection: sa.Connection, id: str, boot: str) -> None:
        build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        statement = build(executors).values(id=id, boot=boot, seen_at=self._clock())
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[executors.c.id],
                set_={"boot": statement.excluded.boot, "seen_at": statement.excluded.seen_at},
            )
        )

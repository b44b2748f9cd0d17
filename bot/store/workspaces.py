"""Workspaces that took the bot out: their end is written down, and nothing of theirs is written after it.

Whoever writes rows of a workspace asks in the same transaction whether it has left (:func:`writing_for`), and holds it off
from leaving until the transaction is over: a job that was reading a page meanwhile leaves nothing behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from bot.store.engine import reading, writing
from bot.store.tables import (
    TABLES_OF_A_TEAM,
    articles,
    departures,
    feed_articles,
    feed_items,
    feeds,
    subscriptions,
)


@contextmanager
def writing_for(engine: sa.Engine, team: str) -> Iterator[sa.Connection | None]:
    """A transaction that writes rows of a workspace; None where the workspace has left, and nothing is to be written."""
    with writing(engine) as connection:
        _hold(connection, team, "pg_advisory_xact_lock_shared")
        yield None if _has_left(connection, team) else connection


class Workspaces:
    """Queries on departures."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def leaves(self, team: str) -> None:
        """Write down that a workspace took the bot out, and delete everything that was there for it alone.

        Articles are kept for whoever asks next: none of them stays, as nothing tells who may still want which.
        """
        with writing(self._engine) as connection:
            _hold(connection, team, "pg_advisory_xact_lock")
            connection.execute(sa.delete(departures).where(departures.c.team_key == _key(team)))
            row = {"team_key": _key(team), "team": team, "left_at": self._clock()}
            connection.execute(sa.insert(departures).values(**row))
            self._forget(connection, team)

    def sweep(self, team: str) -> None:
        """Delete what jobs that were under way left behind when a workspace left; its name goes from the note as well."""
        with writing(self._engine) as connection:
            _hold(connection, team, "pg_advisory_xact_lock")
            if not _has_left(connection, team):
                return  # it is back
            self._forget(connection, team)
            connection.execute(sa.update(departures).where(departures.c.team_key == _key(team)).values(team=None))

    def leaving(self) -> list[tuple[str, float]]:
        """(workspace, moment in seconds since 1970 UTC) of departures that were not swept yet."""
        query = sa.select(departures.c.team, departures.c.left_at).where(departures.c.team.is_not(None))
        with reading(self._engine) as connection:
            return [(row.team, row.left_at) for row in connection.execute(query)]

    def has_left(self, team: str) -> bool:
        """Whether a workspace took the bot out and did not take it back."""
        with reading(self._engine) as connection:
            return _has_left(connection, team)

    def is_here(self, team: str) -> None:
        """A workspace has the bot (again): Slack took its token."""
        with writing(self._engine) as connection:
            connection.execute(sa.delete(departures).where(departures.c.team_key == _key(team)))

    @staticmethod
    def _forget(connection: sa.Connection, team: str) -> None:
        for table in TABLES_OF_A_TEAM:
            connection.execute(sa.delete(table).where(table.c.team == team))
        followed = sa.select(subscriptions.c.feed_id)
        # In this order: a feed that is answering just now holds its row until what it listed is there to be seen.
        connection.execute(sa.delete(feeds).where(feeds.c.id.not_in(followed)))
        connection.execute(sa.delete(feed_items).where(feed_items.c.feed_id.not_in(sa.select(feeds.c.id))))
        listed = sa.select(feed_items.c.url_key)
        connection.execute(sa.delete(feed_articles).where(feed_articles.c.url_key.not_in(listed)))
        connection.execute(sa.delete(articles))


def _key(team: str) -> str:
    """What is left of a workspace's id once it was swept."""
    return hashlib.sha256(f"team\0{team}".encode()).hexdigest()


def _has_left(connection: sa.Connection, team: str) -> bool:
    query = sa.select(departures.c.left_at).where(departures.c.team_key == _key(team))
    return connection.execute(query).first() is not None


def _hold(connection: sa.Connection, team: str, lock: str) -> None:
    """Let a departure and writing for the workspace wait for each other; on SQLite every writer waits for the others anyway."""
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(team.encode()).digest()[:8], signed=True)
        connection.execute(sa.select(getattr(sa.func, lock)(number)))

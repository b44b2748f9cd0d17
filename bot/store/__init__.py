"""Attaché's own data: requests, the outbox, briefs, articles read, what channels asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from bot.store.briefs import Briefs, StoredArticles
from bot.store.channels import Channels
from bot.store.conversations import Conversations
from bot.store.deliveries import Deliveries, Delivery
from bot.store.digests import Digests
from bot.store.engine import open_engine, reading
from bot.store.executors import Executors
from bot.store.feedback import Feedback
from bot.store.feeds import Feeds
from bot.store.quotes import Quotes
from bot.store.requests import Requests
from bot.store.workspaces import Workspaces

__all__ = ["Store", "open_store"]


class Store:
    """One handle on all tables; safe to share between threads."""

    def __init__(self, engine: sa.Engine, *, clock: Callable[[], float] = time.time, cache_hours: float = 24.0) -> None:
        self.engine = engine
        self.clock = clock
        self.workspaces = Workspaces(engine, clock)
        self.requests = Requests(engine, clock)
        self.deliveries = Deliveries(engine, clock)
        self.briefs = Briefs(engine, clock)
        self.articles = StoredArticles(engine, clock, cache_hours)
        self.executors = Executors(engine, clock)
        self.channels = Channels(engine, clock)
        self.conversations = Conversations(engine, clock)
        self.quotes = Quotes(engine, clock)
        self.feedback = Feedback(engine, clock)
        self.digests = Digests(engine, clock)
        self.feeds = Feeds(engine, clock)

    def ping(self) -> None:
        """Raise when the database does not answer."""
        with reading(self.engine) as connection:
            connection.execute(sa.select(1))

    def take_back(self, row: Delivery) -> None:
        """A brief's message was deleted: nothing shows the brief or its quotes any more, and its link is free again."""
        self.deliveries.withdrawn(row.key)
        if row.brief_id is not None:
            self.briefs.delete(row.team, row.brief_id)
        if row.request_key is not None:
            self.requests.release_link(row.request_key)

    def forget_before(self, instant: float) -> None:
        """Delete what is older than ``instant``, and articles that outlived the cache."""
        self.requests.forget_before(instant)
        self.deliveries.forget_before(instant)
        self.quotes.forget_before(instant)
        self.conversations.forget_before(instant)
        self.feedback.forget_before(instant)
        self.briefs.forget_before(instant)
        self.articles.forget_old()
        self.digests.forget_before(instant)
        self.feeds.forget_old()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_store(
    home: Path, database_url: str | None = None, *, clock: Callable[[], float] = time.time, cache_hours: float = 24.0
) -> Store:
    """Open (and where needed create or migrate) the data under ``home``, or in ``database_url``.

    Raises :class:`bot.store.engine.StoreUnavailable`.
    """
    return Store(open_engine(home, database_url), clock=clock, cache_hours=cache_hours)

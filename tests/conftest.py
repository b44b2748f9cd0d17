"""What every test may ask for: a database (each of both), a store in it, a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.store import Store, open_store
from tests.clock import FakeClock
from tests.databases import DATABASES, emptied_database
from tests.workers.shared import Lent

# How long an example takes says more about the machine than about the program.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """A DATABASE_URL whose tables are empty; None for SQLite files."""
    with emptied_database(request.param) as url:
        yield url


@pytest.fixture
def lent_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers that would start workers of their own, as those of the command line do, are lent the shared ones."""
    monkeypatch.setattr("bot.articles.reader.WorkerPool", Lent)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still until it is moved."""
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock, database: str | None) -> Iterator[Store]:
    """An empty store, on each database."""
    opened = open_store(tmp_path, database, clock=clock)
    yield opened
    opened.close()

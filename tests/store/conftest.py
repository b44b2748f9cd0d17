"""Stores on both databases, each test in its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store, open_store
from tests.clock import FakeClock
from tests.databases import emptied_database


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    if request.param == "sqlite":
        opened = open_store(tmp_path, clock=clock)
        yield opened
        opened.close()
        return
    opened = open_store(tmp_path, emptied_database(), clock=clock)
    yield opened
    opened.close()

"""The bot's listeners on a store of either database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import open_store
from tests.databases import emptied_database
from tests.slack.listening import Listening


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def bot(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Listening]:
    """Listeners on a store; what is sent in is kept there."""
    store = open_store(tmp_path, None if request.param == "sqlite" else emptied_database())
    yield Listening(store)
    store.close()

"""One bot over Socket Mode on SQLite and one over signed HTTP on PostgreSQL for all tests of a file here; each test has
channels of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import emptied_database
from tests.end_to_end.world import WAYS, World, world


@pytest.fixture(scope="module", params=WAYS)
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A running world, by each way Slack can reach the bot, on each database."""
    mode, kind = request.param
    with (
        emptied_database(kind) as database,
        world(tmp_path_factory.mktemp("home"), database=database, mode=mode, http_port=0) as running,
    ):
        yield running


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No setting of the person who runs the tests gets in."""
    monkeypatch.chdir(tmp_path_factory.getbasetemp())

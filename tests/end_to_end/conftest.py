"""One bot over Socket Mode and one over signed HTTP for all tests of this folder; each test has channels of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.world import World, world


@pytest.fixture(scope="module", params=["socket", "http"])
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A running world, by each way Slack can reach the bot."""
    with world(tmp_path_factory.mktemp("home"), mode=request.param, http_port=0) as running:
        yield running


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No setting of the person who runs the tests gets in."""
    monkeypatch.chdir(tmp_path_factory.getbasetemp())

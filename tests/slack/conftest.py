"""The bot's listeners on a store of either database."""

from __future__ import annotations

import pytest

from bot.store import Store
from tests.slack.listening import Listening


@pytest.fixture
def bot(store: Store) -> Listening:
    """Listeners on a store; what is sent in is kept there."""
    return Listening(store)

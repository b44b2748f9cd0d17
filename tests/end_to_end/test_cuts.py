"""The database cut off in the middle: nobody ever hears of it, and nothing is lost."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from bot.slack.bolt import PAUSES
from tests.end_to_end.world import World, words_of

#: What the way from a link to its brief reads and writes.
TABLES = ("requests", "channels", "shared_links", "articles", "briefs", "quotes", "deliveries")


class Cuts:
    """Cuts the bot's connection to its database at statements that name a table."""

    def __init__(self, engine: sa.Engine) -> None:
        #: Statements cut so far.
        self.made = 0
        self._engine = engine
        self._left: dict[str, int] = {}
        self._lock = threading.Lock()
        sa.event.listen(engine, "before_cursor_execute", self._before)

    def at(self, table: str, times: int) -> None:
        """Cut the next statements that name ``table``; 0 ends it."""
        with self._lock:
            self._left[table] = times

    def end(self) -> None:
        """Cut no more."""
        sa.event.remove(self._engine, "before_cursor_execute", self._before)

    def _before(self, connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        with self._lock:
            for table, left in self._left.items():
                if left and re.search(rf"\b{table}\b", statement):
                    self._left[table] -= 1
                    self.made += 1
                    raise sa.exc.OperationalError(statement, {}, psycopg.OperationalError("the connection was cut"))


@pytest.fixture
def cuts(here: World) -> Iterator[Cuts]:
    made = Cuts(here.bot.store.engine)
    yield made
    made.end()


def test_a_cut_database_is_no_answer(here: World, cuts: Cuts) -> None:
    """Wherever it is cut on the way, twice each, there is one brief in the end."""
    asked = []
    for table in TABLES:
        channel = here.channel()
        cuts.at(table, 2)
        ts = here.slack.say(here.page(), channel)
        (brief,) = here.replies(channel, ts, timeout=60)
        assert "Ana Reyes" in words_of(brief), table
        asked.append((channel, ts))
    assert cuts.made == 2 * len(TABLES)
    here.quiet(60)
    assert [len(here.slack.messages(channel, ts)) for channel, ts in asked] == [2] * len(TABLES)


def test_what_cannot_be_written_down_is_not_acknowledged(here: World, cuts: Cuts) -> None:
    """Slack delivers again then, and the brief comes once."""
    channel = here.channel()
    cuts.at("requests", 1000)
    ts = here.slack.say(here.page(), channel)
    here.wait(lambda: cuts.made > len(PAUSES), 30)
    event = here.last_event(ts)
    assert not [d for d in here.slack.deliveries if d.event_id == event and d.acked_at is not None]
    cuts.at("requests", 0)
    here.slack.redeliver(event, 1, with_retry_headers=True)
    (brief,) = here.replies(channel, ts, timeout=60)
    assert "Ana Reyes" in words_of(brief)


def test_a_command_bears_a_cut(here: World, cuts: Cuts) -> None:
    """Slack sends a command once: it is tried again while Slack still waits."""
    channel = here.channel()
    cuts.at("requests", 2)
    here.slack.command("/brief", here.page(), channel)
    (brief,) = here.posts(channel, timeout=60)
    assert "Ana Reyes" in words_of(brief)

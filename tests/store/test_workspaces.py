"""A workspace that left leaves nothing behind, whoever writes meanwhile."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import Store, open_store
from bot.store.channels import Preferences
from bot.store.deliveries import Delivery
from bot.store.digests import DigestKey, Schedule, Settled, Told
from bot.store.engine import reading
from bot.store.feeds import NewItem
from bot.store.requests import BriefRequest
from bot.store.tables import TABLES_OF_A_TEAM, metadata
from bot.store.workspaces import writing_for
from summarizers.model import Quote, Speaker
from tests.briefs import article, brief
from tests.clock import FakeClock

DAY = dt.date(2026, 11, 30)


def request(team: str) -> BriefRequest:
    """A link somebody pasted."""
    return BriefRequest(team, "C1", "1800000000.000100", "U1", "message", url="https://a.example/x")


def settle(store: Store, team: str) -> None:
    """A digest is composed."""
    key = DigestKey(team, "C1", DAY.isoformat())
    message = Delivery(key.delivery, team, "C1", "digest", {"text": "x"})
    store.digests.settle(key, Settled(message, told=(Told(DAY, "x", {}),)))


def add_quotes(store: Store, team: str) -> None:
    """Somebody is quoted."""
    made = brief(article=article("“We stay.”"), quotes=(Quote(0, 10, "direct", (Speaker("Ana Reyes"),), key=True),))
    store.quotes.add(team, f"brief of {team}", made, DAY.isoformat(), channel="C1")


#: Every way rows of a workspace come to be, in an order that works.
WRITES: dict[str, Callable[[Store, str], object]] = {
    "requests": lambda store, team: store.requests.claim(request(team)),
    "shared_links": lambda store, team: store.requests.first_share(request(team), "a.example/x", 3),
    "deliveries": lambda store, team: store.deliveries.put(Delivery(f"k{team}", team, "C1", "notice", {"text": "x"})),
    "briefs": lambda store, team: store.briefs.put(team, "r", brief()),
    "quotes": add_quotes,
    "channels": lambda store, team: store.channels.set(team, "C1", Preferences(), "U1"),
    "conversations": lambda store, team: store.conversations.put(team, "C1", "public"),
    "feedback": lambda store, team: store.feedback.add(team, "b", "U1", "other", "x"),
    "digest_schedules": lambda store, team: store.digests.set_schedule(team, "C1", Schedule(), "U1"),
    "digests": lambda store, team: store.digests.fall_due(DigestKey(team, "C1", DAY.isoformat()), DAY, 1.0),
    "told_stories": settle,
    "subscriptions": lambda store, team: store.feeds.follow(team, "C1", f"https://f.example/{team}", "U1"),
}


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has, where there are any."""
    with reading(store.engine) as connection:
        counted = {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
    return {name: count for name, count in counted.items() if count}


def test_every_table_is_written_by_this_test() -> None:
    """A new table of a workspace joins the ways of writing."""
    assert WRITES.keys() == {table.name for table in TABLES_OF_A_TEAM}


def test_nothing_is_left_and_nothing_comes_after(store: Store) -> None:
    """Every row goes, also of feeds and articles nobody may see any more; afterwards nothing is written any more."""
    for write in WRITES.values():
        write(store, "T1")
    (feed,) = store.feeds.followed("T1", "C1")
    item = NewItem("guid", "https://f.example/a", "x", "", None, fresh=True)
    store.feeds.answered(feed.id, pause=1.0, next_check=1.0, etag=None, last_modified=None, items=[item])
    store.articles.put(("a.example/x",), article())
    assert rows(store).keys() >= WRITES.keys() | {"feeds", "feed_items", "feed_articles", "articles"}
    store.workspaces.leaves("T1")
    for write in WRITES.values():
        write(store, "T1")
    store.feeds.answered(feed.id, pause=1.0, next_check=1.0, etag=None, last_modified=None, items=[item])
    assert rows(store) == {"departures": 1}
    assert store.workspaces.has_left("T1")


def test_what_was_under_way_is_swept(store: Store, clock: FakeClock) -> None:
    """An article read for the workspace meanwhile goes with the sweep, and the workspace's name with it."""
    store.workspaces.leaves("T1")
    assert store.workspaces.leaving() == [("T1", clock())]
    store.articles.put(("a.example/x",), article())
    store.workspaces.sweep("T1")
    assert rows(store) == {"departures": 1}
    assert store.workspaces.leaving() == []
    with reading(store.engine) as connection:
        assert "T1" not in str(connection.execute(sa.text("SELECT * FROM departures")).all())
    assert store.workspaces.has_left("T1")
    store.workspaces.leaves("T1")
    assert [team for team, _ in store.workspaces.leaving()] == ["T1"], "told twice, swept twice"


def test_another_workspace_keeps_its_own(store: Store) -> None:
    """Its rows, and the feeds it follows too."""
    for team in ("T1", "T2"):
        for write in WRITES.values():
            write(store, team)
        store.feeds.follow(team, "C1", "https://f.example/both", "U1")
    store.workspaces.leaves("T1")
    left = rows(store)
    assert {name for name in WRITES if not left.get(name)} == set()
    assert len(store.feeds.followed("T2", "C1")) == 2
    assert left["feeds"] == 2


def test_a_workspace_that_comes_back_is_served(store: Store) -> None:
    """Everything is written as for a new one; a sweep that comes late touches nothing."""
    store.workspaces.leaves("T1")
    store.workspaces.is_here("T1")
    for write in WRITES.values():
        write(store, "T1")
    store.workspaces.sweep("T1")
    assert rows(store).keys() >= WRITES.keys()


def test_leaving_and_writing_wait_for_each_other(store: Store, tmp_path: Path, database: str | None) -> None:
    """Whoever found the workspace there has its rows in before the end comes, and the end takes them along."""
    other = open_store(tmp_path, database)
    began, left = threading.Event(), threading.Event()

    def leave() -> None:
        began.set()
        other.workspaces.leaves("T1")
        left.set()

    thread = threading.Thread(target=leave)
    with writing_for(store.engine, "T1") as connection:
        assert connection is not None
        thread.start()
        began.wait(10)
        # It cannot come to its end while this transaction is open; a moment is given to an end that would not wait.
        assert not left.wait(0.3)
        values = {"team": "T1", "brief_id": "b", "author": "U1", "kind": "other", "details": "x", "created_at": 1.0}
        connection.execute(sa.insert(metadata.tables["feedback"]).values(**values))
    assert left.wait(20)
    thread.join()
    assert rows(store) == {"departures": 1}
    other.close()


@pytest.mark.parametrize("name", WRITES)
def test_each_write_asks_in_its_own_transaction(store: Store, name: str) -> None:
    """Alone, too, nothing is written for a workspace that left."""
    store.workspaces.leaves("T1")
    WRITES[name](store, "T1")
    assert rows(store) == {"departures": 1}

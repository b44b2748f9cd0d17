"""Schema, briefs, articles, preferences, forgetting."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.store import Store, open_store
from bot.store.channels import Preferences
from bot.store.deliveries import Delivery
from bot.store.engine import StoreUnavailable, hold_home, migrate, reading
from bot.store.requests import BriefRequest
from bot.store.tables import TABLES_OF_A_TEAM, metadata
from tests.briefs import article, brief
from tests.clock import FakeClock


def test_migrations_make_the_tables(store: Store) -> None:
    """The migrated schema is the one the code is written for; what only the search index needs apart."""
    migrate(store.engine)
    with reading(store.engine) as connection:
        # SQLite takes any text in any column and knows no widths that could change.
        opts = {"version_table": "schema_version", "compare_type": connection.dialect.name != "sqlite"}
        context = MigrationContext.configure(connection, opts=opts)
        found = [
            change for change in compare_metadata(context, metadata) if "words" not in str(change) or "add" in change[0]
        ]
    assert [change for change in found if change[0] != "remove_table"] == []


def test_sqlite_files_are_private_and_in_wal_mode(tmp_path: Path) -> None:
    """Readers and the writer do not wait for each other, and only the owner may read."""
    store = open_store(tmp_path / "new" / "home")
    with reading(store.engine) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000
    store.close()
    assert (tmp_path / "new" / "home" / "attache.db").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new" / "home").stat().st_mode & 0o777 == 0o700


def test_a_database_that_cannot_be_opened_is_said_kindly(tmp_path: Path) -> None:
    """One clear line that names the setting, without the password."""
    with pytest.raises(StoreUnavailable, match="DATABASE_URL") as error:
        open_store(tmp_path, "postgresql://u:secret@127.0.0.1:1/x")
    assert "secret" not in str(error.value)
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="ATTACHE_HOME"):
        open_store(tmp_path / "file")


def test_one_bot_a_home(tmp_path: Path) -> None:
    """A second process with the same data is turned away with a clear line; afterwards the home is free."""
    lock = hold_home(tmp_path)
    with pytest.raises(StoreUnavailable, match="ATTACHE_HOME"):
        hold_home(tmp_path)
    lock.close()
    hold_home(tmp_path).close()


def test_a_brief_survives_the_store(store: Store) -> None:
    """It comes back equal, for its own workspace alone; a request keeps its first brief."""
    made = brief()
    id = store.briefs.put("T1", "req", made)
    assert id == store.briefs.put("T1", "req", brief(words=1))
    kept = store.briefs.get("T1", id)
    assert kept is not None
    assert (made.summary, made.quotes, made.officials) == (kept.summary, kept.quotes, kept.officials)
    assert store.briefs.get("T2", id) is None
    assert store.briefs.lines("T1", [id])[id].title == "Geneva talks go on"


def test_articles_are_kept_for_the_cache_hours(store: Store, clock: FakeClock) -> None:
    """An article is found under each of its keys for a day, in its last version."""
    one, two = article(), article(title="Newer \ud800")
    store.articles.put(("a.example/x", "a.example/y"), one)
    store.articles.put(("a.example/y",), two)
    assert [one, two] == [store.articles.get("a.example/x"), store.articles.get("a.example/y")]
    clock.pass_by(24 * 3600)
    assert store.articles.get("a.example/x") is None
    store.articles.forget_old()


def test_preferences_survive_and_grow(store: Store) -> None:
    """A channel's settings come back; a field this version does not know is left out."""
    assert Preferences() == store.channels.get("T1", "C1")
    wish = Preferences(mode="sites", sites=("a.example",), sentences=5, interests=("Spain",))
    store.channels.set("T1", "C1", wish, "U1")
    store.channels.set("T1", "C1", wish, "U2")
    assert {"C1": wish} == store.channels.of_team("T1")


def test_heartbeats(store: Store, clock: FakeClock) -> None:
    """A replica counts as alive while it beats, and its former boot is known when it comes back."""
    assert store.executors.register("e1", "boot1") is None
    clock.pass_by(100)
    store.executors.register("e2", "boot1")
    assert {"e2"} == store.executors.alive(60)
    assert store.executors.register("e1", "boot2") == "boot1"
    assert {"e1", "e2"} == store.executors.alive(60)
    store.executors.leave("e1", "boot1")
    assert {"e1", "e2"} == store.executors.alive(60)
    store.executors.leave("e1", "boot2")
    assert {"e2"} == store.executors.alive(60)


def test_a_workspace_is_forgotten_completely(store: Store) -> None:
    """Uninstalling deletes every row of the workspace and none of another's."""
    for team in ("T1", "T2"):
        request = BriefRequest(team, "C1", "1.1", "U1", "message", url="https://a.example/x")
        store.requests.claim(request)
        store.requests.first_share(request, "a.example/x", 3)
        id = store.briefs.put(team, request.key, brief())
        store.deliveries.put(Delivery(f"brief:{team}", team, "C1", "brief", {"text": "x"}, brief_id=id))
        store.channels.set(team, "C1", Preferences(), "U1")
    store.workspaces.leaves("T1")
    with reading(store.engine) as connection:
        for table in TABLES_OF_A_TEAM:
            teams = set(connection.execute(sa.select(table.c.team)).scalars())
            assert teams <= {"T2"}, table.name
    assert store.deliveries.get("brief:T2") is not None


def test_every_table_with_a_team_is_forgotten() -> None:
    """A new table with a team column must join the list."""
    named = {t.name for t in metadata.tables.values() if "team" in t.c} - {"departures"}
    assert named == {t.name for t in TABLES_OF_A_TEAM}


def test_the_documents_of_briefs_come_oldest_first(store: Store, clock: FakeClock) -> None:
    """Who keeps the bot reads every workspace's briefs as JSON, from an instant on."""
    begun = clock()
    for number, team in enumerate(("T1", "T2", "T1")):
        store.briefs.put(team, f"request {number}", brief(words=number + 1))
        clock.pass_by(60)
    assert [made["words"] for made in store.briefs.documents(0.0)] == [1, 2, 3]
    assert [made["words"] for made in store.briefs.documents(begun + 30)] == [2, 3]

"""Data of earlier versions, brought up to date on both databases."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import bot.store
from bot.store import Store
from bot.store.conversations import Asker
from bot.store.engine import postgres_url, sqlite_engine
from summarizers.brief_json import brief_to_dict
from summarizers.model import Quote, Speaker
from tests.briefs import article, brief
from tests.clock import FakeClock
from tests.databases import DATABASES, postgres_database

KEY = " ana reyes "


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty database without any schema."""
    if request.param == "sqlite":
        opened = sqlite_engine(tmp_path / "attache.db")
        yield opened
        opened.dispose()
        return
    with postgres_database(f"attache_{uuid.uuid4().hex[:10]}") as url:
        opened = sa.create_engine(postgres_url(url))
        yield opened
        opened.dispose()


def upgrade(engine: sa.Engine, revision: str) -> None:
    """Bring the schema to a revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(bot.store.__file__).with_name("migrations")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def put(engine: sa.Engine, table: str, **values: object) -> None:
    """A row as an earlier version wrote it."""
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    with engine.begin() as connection:
        connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def put_brief(engine: sa.Engine, id: str, words: str, channel: str | None, state: str = "sent") -> None:
    """A brief with one quote, delivered to a channel where given."""
    made = brief(article=article(words, url=f"https://n.example/{id}?token=e30"))
    put(
        engine,
        "briefs",
        id=id,
        team="T1",
        url=made.article.url,
        document=json.dumps(brief_to_dict(made, id)),
        created_at=1.0,
    )
    put(
        engine, "quotes", team="T1", url_key=id, position=0, brief_id=id, speaker="Ana Reyes", speaker_key=KEY,
        text=words, said_on="2026-11-02", created_at=1.0,
    )  # fmt: skip
    if channel is not None:
        put(
            engine, "deliveries", key=f"brief:{id}", team="T1", channel=channel, kind="brief", brief_id=id,
            payload="{}", state=state, due_at=1.0, attempts=1, created_at=1.0,
        )  # fmt: skip


def test_old_quotes_are_shown_where_they_were_briefed(engine: sa.Engine, clock: FakeClock) -> None:
    """Where that is known; deleted and undelivered briefs, and those of nowhere, leave no quote and no word in the index."""
    upgrade(engine, "0002")
    put_brief(engine, "a", "“We stay in one.”", "C1")
    put_brief(engine, "b", "“We stay in two.”", "C2")
    put_brief(engine, "c", "“We stay deleted.”", "C1", state="failed")
    put_brief(engine, "d", "“We stay nowhere.”", None)
    upgrade(engine, "head")
    store = Store(engine, clock=clock)
    for channel, words in (("C1", ["“We stay in one.”"]), ("C2", ["“We stay in two.”"]), ("C3", [])):
        asker = Asker("T1", "U1", channel, member=True)
        assert [line.text for line in store.quotes.said(asker, KEY)[0]] == words
        assert [line.text for line in store.quotes.said(asker, KEY, about="staying")[0]] == words
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM quotes")).scalar() == 2
        if engine.dialect.name == "sqlite":
            found = "SELECT count(*) FROM quotes_words WHERE quotes_words MATCH 'stay'"
            assert connection.execute(sa.text(found)).scalar() == 2


def test_people_quoted_before_are_found_by_name(engine: sa.Engine, clock: FakeClock) -> None:
    """Every quote of before comes under the words of its speaker's name."""
    upgrade(engine, "0002")
    put_brief(engine, "a", "“We stay in one.”", "C1")
    put_brief(engine, "b", "“We stay in two.”", "C1")
    upgrade(engine, "head")
    store = Store(engine, clock=clock)
    asker = Asker("T1", "U1", "C1", member=True)
    assert [(line.name, line.quotes) for line in store.quotes.speakers(asker, "reyes")] == [("Ana Reyes", 2)]
    assert store.quotes.channels("T1", "ana reyes") == {"C1"}


def test_the_search_goes_on_after_the_upgrade(engine: sa.Engine, clock: FakeClock) -> None:
    """New quotes come into the index and deleted ones leave it."""
    upgrade(engine, "0002")
    put_brief(engine, "a", "“We stay in one.”", "C1")
    upgrade(engine, "head")
    store = Store(engine, clock=clock)
    words = "“New sanctions.”"
    quote = Quote(0, len(words), "direct", (Speaker("Ana Reyes"),), key=True)
    made = brief(article=article(words, url="https://n.example/new"), quotes=(quote,))
    id = store.briefs.put("T1", "new", made)
    store.quotes.add("T1", id, made, "2026-11-30", channel="C1")
    asker = Asker("T1", "U1", "C1", member=True)
    assert [line.text for line in store.quotes.said(asker, KEY, about="sanction")[0]] == [words]
    store.briefs.delete("T1", id)
    assert store.quotes.said(asker, KEY, about="sanction")[0] == []
    assert len(store.quotes.said(asker, KEY)[0]) == 1


def test_old_requests_are_blanked(engine: sa.Engine, clock: FakeClock) -> None:
    """Those that have their answer; one that waits for it keeps what it needs, a failed link what it takes to try again."""
    upgrade(engine, "0002")
    wish = {
        "team": "T1", "channel": "C1", "ts": "1.1", "user": "U1", "source": "command", "url": "https://a.example/x", "text": "Pasted.",
        "thread_ts": None, "place": "channel", "sentences": None, "quotes": None, "attempt": 0, "response_url": "https://hooks.example/x",
        "unfurl": None,
    }  # fmt: skip
    for key, settled, kind in (("done", 2.0, "brief"), ("failed", 2.0, "failure"), ("waiting", None, None)):
        put(
            engine, "requests", key=key, team="T1", channel="C1", document=json.dumps(wish), created_at=1.0, settled_at=settled
        )  # fmt: skip
        if kind is not None:
            put(
                engine, "deliveries", key=f"brief:{key}", team="T1", channel="C1", kind=kind, payload='{"text":"x"}',
                state="failed", due_at=1.0, attempts=1, created_at=1.0,
            )  # fmt: skip
    upgrade(engine, "head")
    store = Store(engine, clock=clock)
    kept = {key: store.requests.get(key) for key in ("done", "failed", "waiting")}
    assert {key: (r.text, r.url, r.response_url, r.key) for key, r in kept.items() if r is not None} == {
        "done": (None, None, None, "done"),
        "failed": (None, "https://a.example/x", None, "failed"),
        "waiting": ("Pasted.", "https://a.example/x", "https://hooks.example/x", "waiting"),
    }
    row = store.deliveries.get("brief:done")
    assert row is not None
    assert row.payload == {}

"""A workspace that takes the bot out leaves nothing behind, and may come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import Bot
from bot.store.engine import postgres_url
from tests.end_to_end.world import BRISK, World, settings_for, words_of, world
from tests.workers.shared import shared_workers

#: Tables that say nothing of a workspace: versions of the schemas, replicas, queues, and the note that one left.
OTHERS = {"schema_version", "executors", "departures", "dbos_migrations", "application_versions", "queues"}


@contextmanager
def databases(home: Path, database: str | None) -> Iterator[list[tuple[sa.Connection, str | None]]]:
    """The bot's own database and its engine's, each with its schema."""
    if database is None:
        urls: list[tuple[str, str | None]] = [(f"sqlite:///{home / name}", None) for name in ("attache.db", "jobs.db")]
    else:
        urls = [(postgres_url(database), schema) for schema in ("public", "dbos")]
    engines = [(sa.create_engine(url), schema) for url, schema in urls]
    connections = [(engine.connect(), schema) for engine, schema in engines]
    try:
        yield connections
    finally:
        for connection, _ in connections:
            connection.close()
        for engine, _ in engines:
            engine.dispose()


def left_behind(home: Path, database: str | None) -> dict[str, list[str]]:
    """Rows of every table of both databases, where there are any."""
    found: dict[str, list[str]] = {}
    with databases(home, database) as connections:
        for connection, schema in connections:
            for name in sa.inspect(connection).get_table_names(schema=schema):
                if name in OTHERS or name.startswith("quotes_words"):
                    continue
                table = sa.table(name, schema=schema)
                rows = connection.execute(sa.select(sa.text("*")).select_from(table)).all()
                if rows:
                    found[name] = [str(row) for row in rows]
    return found


def mentions(home: Path, database: str | None, word: str) -> list[str]:
    """Tables in which any row holds a word, those that say nothing of a workspace included."""
    found = []
    with databases(home, database) as connections:
        for connection, schema in connections:
            for name in sa.inspect(connection).get_table_names(schema=schema):
                table = sa.table(name, schema=schema)
                rows = connection.execute(sa.select(sa.text("*")).select_from(table)).all()
                if any(word in str(row) for row in rows):
                    found.append(name)
    return found


def use_everything(here: World) -> None:
    """Briefs, quotes, settings, feedback, a digest and its feed, the Home tab: something in every table."""
    channel, team = here.channel(), here.slack.team_id
    url = here.page()
    first = here.slack.say(url, channel)
    (brief,) = here.replies(channel, first)
    here.replies(channel, here.slack.say(url, channel))
    here.slack.command("/brief", here.page(), channel)
    here.posts(channel)
    here.slack.command("/quotes", "Reyes", channel)
    here.slack.click(brief["ts"], "judge", value="negative", channel=channel)
    here.wait(lambda: here.slack.views())
    here.slack.submit_view({"kind": "other", "details": "Nothing, really."})
    here.wait(lambda: here.slack.views()[-1]["callback_id"] == "notice")
    here.slack.close_view(clear=True)
    here.slack.open_home()
    here.wait(lambda: here.slack.home())
    here.slack.command("/digest", f"add {here.page('missing')}", channel)
    here.bot.store.feeds.follow(team, channel, here.site.url("feed"), here.slack.viewer)
    here.quiet()


@pytest.mark.parametrize("way", ["revoked", "uninstalled"])
def test_nothing_is_left_of_a_workspace_that_leaves(tmp_path: Path, database: str | None, way: str) -> None:
    """Not even when a page was being read for it: every table is empty once the jobs are done, the engine's too.

    When Slack lets the bot in again, it works as on the first day.
    """
    with world(tmp_path, database=database) as here:
        use_everything(here)
        assert left_behind(tmp_path, database).keys() >= {"requests", "briefs", "quotes", "workflow_status"}
        # A page is being read, and a brief's delivery is under way, while the workspace leaves.
        channel = here.channel()
        here.slack.say(here.page("held-story"), channel)
        here.wait(lambda: any(path.startswith("/held-story") for path in here.site.asked))
        _ = here.slack.revoke_token() if way == "revoked" else here.slack.uninstall()
        here.wait(lambda: here.bot.store.workspaces.has_left(here.slack.team_id))
        # What was said before and comes late is acknowledged, and starts nothing.
        late = here.slack.say(here.page(), channel)
        here.site.gate.set()
        here.wait(lambda: not here.bot.store.workspaces.leaving(), 40)
        here.quiet()
        assert left_behind(tmp_path, database) == {}
        assert mentions(tmp_path, database, here.slack.team_id) == []
        assert [m for m in here.slack.messages(channel, late) if m["ts"] != late] == []

        here.bot.stop(grace=1.0)
        secret = dict(zip(("client_id", "client_secret"), here.slack.client_credentials, strict=True))
        here.bot._client.oauth_v2_access(**secret, code=here.slack.oauth_code())
        again = Bot(
            settings_for(here.slack, here.site, tmp_path, database_url=database or ""),
            tempo=BRISK,
            workers=shared_workers(),
        )
        again.start()
        try:
            ts = here.slack.say(here.page(), channel)
            assert "Ana Reyes" in words_of(here.replies(channel, ts)[0])
        finally:
            again.stop(grace=1.0)

"""Columns are as wide as the longest value that is written to them."""

from __future__ import annotations

import zoneinfo
from typing import get_args

import pytest
import sqlalchemy as sa

from bot.settings import Settings
from bot.store import Store
from bot.store.conversations import ConversationKind
from bot.store.deliveries import Kind, State
from bot.store.digests import DigestKey
from bot.store.digests import State as DigestState
from bot.store.engine import reading, writing
from bot.store.feed_articles import ArticleState
from bot.store.feedback import KINDS
from bot.store.requests import digest_of
from bot.store.tables import SlackId, metadata

#: What a hashed key looks like (:func:`bot.store.requests.digest_of`); keys of requests, briefs and addresses are such.
KEY = digest_of("x")
DAY = "2026-11-30"
#: Longest ``ATTACHE_EXECUTOR_ID`` the settings take, and a boot as :class:`bot.jobs.Jobs` makes it.
EXECUTOR = "e" * next(m.max_length for m in Settings.model_fields["executor_id"].metadata if hasattr(m, "max_length"))
BOOT = "b" * 12
#: Longest values of Slack by kind of id, as its documentation shows them; it promises no greatest length, so columns
#: that hold them have none.
SLACK = {
    # docs.slack.dev/reference/objects/conversation-object, …/user-object: ids of 9 to 11 characters "may grow".
    "id": "C" + "0" * 31,
    # docs.slack.dev/interactivity/implementing-slash-commands: "13345224609.738474920.8088930838d88f008e0…" and
    # recorded payloads with 45 to 60 characters; a command's request has it for its ts.
    "trigger_id": "1234567890123.1234567890123." + "f" * 32,
    # docs.slack.dev/reference/views: id of a view; a form's request has it for its ts.
    "view_id": "V" + "0" * 20,
}
#: Columns that hold what Slack names, alone or inside a key of ours.
NAMED_BY_SLACK = {
    "team", "channel", "ts", "thread_ts", "slack_ts", "asked_by", "changed_by", "added_by", "author",
    "person",
}  # fmt: skip
LONGEST_NAME = max("now:" + KEY[:20], DAY, key=len)
#: The longest values of every column that has a width.
WIDTHS: dict[str, list[str]] = {
    "requests.key": [KEY],
    "shared_links.url_key": [KEY],
    "shared_links.request_key": [KEY],
    "deliveries.kind": list(get_args(Kind)),
    "deliveries.request_key": [KEY],
    "deliveries.brief_id": [KEY],
    "deliveries.local_date": [DAY],
    "deliveries.state": list(get_args(State)),
    "deliveries.owner": [f"{EXECUTOR}/{BOOT}"],
    # Cut to this in bot/store/deliveries.py.
    "deliveries.error": ["e" * 200],
    "briefs.id": [KEY],
    # SHA-256 in hexadecimal.
    "departures.team_key": ["f" * 64],
    "briefs.published": [DAY],
    "articles.url_key": [KEY],
    "executors.id": [EXECUTOR],
    "executors.boot": [BOOT],
    "conversations.kind": list(get_args(ConversationKind)),
    "quotes.url_key": [KEY],
    "quotes.brief_id": [KEY],
    "quotes.said_on": [DAY],
    "feedback.brief_id": [KEY],
    "feedback.kind": list(KINDS),
    "digest_schedules.time": ["08:00"],
    "digest_schedules.zone": sorted(zoneinfo.available_timezones()),
    "digest_schedules.weekdays": ["0123456"],
    "digest_schedules.paused_until": [DAY],
    "digests.name": [LONGEST_NAME],
    "digests.local_date": [DAY],
    "digests.state": list(get_args(DigestState)),
    "told_stories.name": [LONGEST_NAME],
    "told_stories.local_date": [DAY],
    "feeds.url_key": [KEY],
    # Cut to this in bot/store/feeds.py and bot/store/feed_articles.py.
    "feeds.error": ["e" * 40],
    "feed_items.guid_key": [KEY],
    "feed_items.url_key": [KEY],
    "feed_articles.url_key": [KEY],
    "feed_articles.state": list(get_args(ArticleState)),
    "feed_articles.error": ["e" * 40],
}


def test_every_width_holds_the_longest_value() -> None:
    """A column with a width is listed here with what is written to it, and takes it."""
    widths = {
        f"{table.name}.{column.name}": column.type.length
        for table in metadata.tables.values()
        for column in table.c
        if isinstance(column.type, sa.String) and column.type.length is not None
    }
    assert widths.keys() == WIDTHS.keys()
    assert {
        name: value for name, values in WIDTHS.items() for value in values if len(value) > (widths[name] or 0)
    } == {}


def test_what_slack_names_has_no_width() -> None:
    """Ids, ts and trigger ids fit whatever their length."""
    held = {
        f"{table.name}.{column.name}": column.type
        for table in metadata.tables.values()
        for column in table.c
        if column.name in NAMED_BY_SLACK
    }
    assert {name for name, type_ in held.items() if not isinstance(type_, SlackId)} == set()


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
def test_the_database_takes_the_longest_values(store: Store, table: sa.Table) -> None:
    """One row with the longest value in every column comes back as it went in, on both databases."""
    with writing(store.engine) as connection:
        for key in table.foreign_keys:
            parent = key.column.table
            # Ids begin with 1, as does whatever refers to them below.
            connection.execute(sa.insert(parent).values(**_longest(parent)))
        values = _longest(table)
        connection.execute(sa.insert(table).values(**values))
    with reading(store.engine) as connection:
        row = connection.execute(sa.select(table)).one()
    assert {name: row._mapping[name] for name in values} == values


def _longest(table: sa.Table) -> dict[str, object]:
    """The longest value of every column but the id."""
    longest = max(SLACK.values(), key=len)
    values: dict[str, object] = {}
    for column in table.c:
        listed = WIDTHS.get(f"{table.name}.{column.name}")
        if listed:
            values[column.name] = max(listed, key=len)
        elif column.name in NAMED_BY_SLACK:
            values[column.name] = longest
        elif table.name == "deliveries" and column.name == "key":
            values[column.name] = DigestKey(longest, longest, LONGEST_NAME).delivery + ":100"
        elif column.name != "id":
            values[column.name] = _some(column)
    return values


def _some(column: sa.Column[object]) -> object:
    """Any value of a column's kind."""
    kind = column.type.python_type if not isinstance(column.type, sa.TypeDecorator) else str
    return {float: 1.0, int: 1, bool: True}.get(kind, "x" * 5_000)

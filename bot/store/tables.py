"""The tables of Attaché's own data, for SQLite and PostgreSQL alike.

Instants are seconds since 1970 UTC (``Double``); every row that belongs to a workspace carries its ``team``, so that
an uninstalled workspace can be forgotten completely. The schema is made by the migrations beside this file; a test
holds the two equal.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def storable(text: str) -> str:
    """``text`` without what a database refuses: NUL (PostgreSQL) and lone surrogates (both) become U+FFFD."""
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)


class SafeText(TypeDecorator[str]):
    """Text from outside: made storable on the way in."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """Replace what no database keeps."""
        return None if value is None else storable(value)


class SlackId(SafeText):
    """Ids, ts and trigger ids of Slack, and keys that hold them: Slack names no greatest length for any."""

    cache_ok = True


class JsonText(TypeDecorator[Any]):
    """A JSON document as ASCII text, so that any code point comes back as it went in, on both databases."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """Write the document."""
        return None if value is None else json.dumps(value, ensure_ascii=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:  # noqa: ARG002
        """Read the document."""
        return None if value is None else json.loads(value)


#: What somebody asked for: the claim of (team, channel, message, link), made before the event is acknowledged.
requests = sa.Table(
    "requests",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("team", SlackId, nullable=False),
    sa.Column("channel", SlackId, nullable=False),
    sa.Column("document", JsonText, nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("settled_at", sa.Double),
    sa.Index(None, "settled_at", "created_at"),
    sa.Index(None, "team"),
)

#: Which message was first with a link in a channel: later ones get a pointer to its thread.
shared_links = sa.Table(
    "shared_links",
    metadata,
    sa.Column("team", SlackId, primary_key=True),
    sa.Column("channel", SlackId, primary_key=True),
    sa.Column("url_key", sa.String(64), primary_key=True),
    sa.Column("request_key", sa.String(64), nullable=False),
    sa.Column("ts", SlackId, nullable=False),
    sa.Column("claimed_at", sa.Double, nullable=False),
    sa.Index(None, "claimed_at"),
)

#: The outbox: every message the bot says, written before it is said.
deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("key", SlackId, primary_key=True),
    sa.Column("team", SlackId, nullable=False),
    sa.Column("channel", SlackId, nullable=False),
    sa.Column("thread_ts", SlackId),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("request_key", sa.String(64)),
    sa.Column("brief_id", sa.String(64)),
    sa.Column("asked_by", SlackId),
    sa.Column("local_date", sa.String(10)),
    sa.Column("payload", JsonText, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("owner", sa.String(140)),
    sa.Column("due_at", sa.Double, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("slack_ts", SlackId),
    sa.Column("error", sa.String(200)),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("settled_at", sa.Double),
    sa.Index(None, "state", "due_at"),
    sa.Index(None, "team", "channel", "slack_ts"),
    sa.Index(None, "team", "kind", "created_at"),
)

#: Briefs that were made, in the JSON shape of docs/brief-format.md.
briefs = sa.Table(
    "briefs",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("team", SlackId, nullable=False),
    sa.Column("url", SafeText),
    sa.Column("site", SafeText),
    sa.Column("title", SafeText),
    sa.Column("published", sa.String(10)),
    sa.Column("document", JsonText, nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Index(None, "team", "created_at"),
)

#: Workspaces that took the bot out. ``team`` is blanked once nothing of theirs is left; the key is a hash of it.
departures = sa.Table(
    "departures",
    metadata,
    sa.Column("team_key", sa.String(64), primary_key=True),
    sa.Column("team", SlackId),
    sa.Column("left_at", sa.Double, nullable=False),
)

#: Articles that were read, for a day or so: a second paste costs no fetch. Pasted text never comes here.
articles = sa.Table(
    "articles",
    metadata,
    sa.Column("url_key", sa.String(64), primary_key=True),
    sa.Column("document", JsonText, nullable=False),
    sa.Column("fetched_at", sa.Double, nullable=False),
    sa.Index(None, "fetched_at"),
)

#: Replicas and when each was last seen alive.
executors = sa.Table(
    "executors",
    metadata,
    sa.Column("id", sa.String(100), primary_key=True),
    sa.Column("boot", sa.String(32), nullable=False),
    sa.Column("seen_at", sa.Double, nullable=False),
)

#: What a channel asked for: see :class:`bot.store.channels.Preferences`.
channels = sa.Table(
    "channels",
    metadata,
    sa.Column("team", SlackId, primary_key=True),
    sa.Column("channel", SlackId, primary_key=True),
    sa.Column("preferences", JsonText, nullable=False),
    sa.Column("changed_by", SlackId),
    sa.Column("changed_at", sa.Double, nullable=False),
)

#: What Slack says of conversations: "public", "private" or "direct", and when it said so.
conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("team", SlackId, primary_key=True),
    sa.Column("channel", SlackId, primary_key=True),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("person", SlackId),
    sa.Column("checked_at", sa.Double, nullable=False),
)

#: Quotes with a known speaker for /quotes, one row for each brief and speaker: a quote is read where its brief may be.
#: ``channel`` is where the brief stands, ``person`` who alone may read it there (a direct message), or NULL.
quotes = sa.Table(
    "quotes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", SlackId, nullable=False),
    sa.Column("channel", SlackId, nullable=False),
    sa.Column("person", SlackId),
    sa.Column("url_key", sa.String(64), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("brief_id", sa.String(64), nullable=False),
    sa.Column("speaker", SafeText, nullable=False),
    sa.Column("speaker_key", SafeText, nullable=False),
    sa.Column("office", SafeText),
    sa.Column("country", SafeText),
    sa.Column("organisation", SafeText),
    sa.Column("text", SafeText, nullable=False),
    sa.Column("said_on", sa.String(10), nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.UniqueConstraint("brief_id", "position", "speaker_key"),
    # All that counting somebody's quotes looks at, so that it need not fetch them.
    sa.Index("ix_quotes_of", "team", "speaker_key", "channel", "person", "url_key", "position", "said_on"),
)

#: Each quote under the words of its speaker's name, by which /quotes finds people: a look through 100,000 quotes takes a
#: tenth of a second.
quote_names = sa.Table(
    "quote_names",
    metadata,
    sa.Column("word", SafeText, primary_key=True),
    sa.Column("speaker_key", SafeText, primary_key=True),
    sa.Column("quote_id", sa.Integer, sa.ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    sa.Index(None, "quote_id"),
)

#: What people said about a brief ("Wrong?").
feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", SlackId, nullable=False),
    sa.Column("brief_id", sa.String(64), nullable=False),
    sa.Column("author", SlackId, nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("details", SafeText, nullable=False),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Index(None, "team", "created_at"),
)

#: When a channel wants a digest, and what is in it.
digest_schedules = sa.Table(
    "digest_schedules",
    metadata,
    sa.Column("team", SlackId, primary_key=True),
    sa.Column("channel", SlackId, primary_key=True),
    sa.Column("time", sa.String(5), nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("weekdays", sa.String(7), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("paused_until", sa.String(10)),
    sa.Column("since", sa.Double, nullable=False),
    sa.Column("stories", sa.Integer, nullable=False),
    sa.Column("interests", JsonText, nullable=False),
    sa.Column("skip_quiet", sa.Boolean, nullable=False),
    sa.Column("changed_by", SlackId),
    sa.Column("changed_at", sa.Double, nullable=False),
)

#: Digests that fell due, one row each; ``name`` is the local date, or "now:…" for one asked for out of turn.
digests = sa.Table(
    "digests",
    metadata,
    sa.Column("team", SlackId, primary_key=True),
    sa.Column("channel", SlackId, primary_key=True),
    sa.Column("name", sa.String(80), primary_key=True),
    sa.Column("local_date", sa.String(10), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("until", sa.Double, nullable=False),
    sa.Column("extras", JsonText),
    sa.Column("reasons", JsonText),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("settled_at", sa.Double),
    sa.Index(None, "state", "created_at"),
)

#: Stories a channel was told, for "only when there is news" and the chart of the week.
told_stories = sa.Table(
    "told_stories",
    metadata,
    sa.Column("team", SlackId, primary_key=True),
    sa.Column("channel", SlackId, primary_key=True),
    sa.Column("name", sa.String(80), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("local_date", sa.String(10), nullable=False),
    sa.Column("title", SafeText, nullable=False),
    sa.Column("centroid", JsonText, nullable=False),
    sa.Column("terms", JsonText, nullable=False),
    sa.Column("spoke", JsonText, nullable=False),
    sa.Column("in_full", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("announced", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("told_at", sa.Double, nullable=False),
    sa.Index(None, "told_at"),
)


#: Feeds some channel follows; ``next_check`` is when each is asked again.
feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("url_key", sa.String(64), nullable=False, unique=True),
    sa.Column("url", SafeText, nullable=False),
    sa.Column("title", SafeText),
    sa.Column("site_url", SafeText),
    sa.Column("etag", SafeText),
    sa.Column("last_modified", SafeText),
    sa.Column("pause", sa.Double, nullable=False),
    sa.Column("next_check", sa.Double, nullable=False),
    sa.Column("checked_at", sa.Double),
    sa.Column("fails", sa.Integer, nullable=False),
    sa.Column("failing_since", sa.Double),
    sa.Column("error", sa.String(40)),
    sa.Column("dead_at", sa.Double),
    sa.Index(None, "next_check"),
)

#: Which channel follows which feed.
subscriptions = sa.Table(
    "subscriptions",
    metadata,
    sa.Column("team", SlackId, primary_key=True),
    sa.Column("channel", SlackId, primary_key=True),
    sa.Column("feed_id", sa.Integer, primary_key=True),
    sa.Column("added_by", SlackId),
    sa.Column("added_at", sa.Double, nullable=False),
    sa.Index(None, "feed_id"),
)

#: What feeds listed, so that nothing is news twice.
feed_items = sa.Table(
    "feed_items",
    metadata,
    sa.Column("feed_id", sa.Integer, primary_key=True),
    sa.Column("guid_key", sa.String(64), primary_key=True),
    sa.Column("url_key", sa.String(64), nullable=False),
    sa.Column("listed_at", sa.Double, nullable=False),
    sa.Index(None, "url_key"),
    sa.Index(None, "listed_at"),
)

#: Articles feeds led to, each read once however many feeds list it; public pages, so they belong to no workspace.
feed_articles = sa.Table(
    "feed_articles",
    metadata,
    sa.Column("url_key", sa.String(64), primary_key=True),
    sa.Column("url", SafeText, nullable=False),
    sa.Column("title", SafeText, nullable=False),
    sa.Column("description", SafeText, nullable=False),
    sa.Column("published_at", sa.Double),
    sa.Column("seen_at", sa.Double, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_try", sa.Double, nullable=False),
    sa.Column("ready_at", sa.Double),
    sa.Column("error", sa.String(40)),
    sa.Column("document", JsonText),
    sa.Index(None, "state", "next_try"),
    sa.Index(None, "ready_at"),
    sa.Index(None, "seen_at"),
)

#: Every table that holds a workspace's data, apart from the note that it left; forgetting a workspace empties its rows in each.
TABLES_OF_A_TEAM = (
    requests,
    shared_links,
    deliveries,
    briefs,
    channels,
    conversations,
    quotes,
    feedback,
    digest_schedules,
    digests,
    told_stories,
    subscriptions,
)

"""Feeds: which channels follow which, what they listed, and the articles they led to.

A feed is asked once however many channels of however many workspaces follow it, an article is read once however many
feeds list it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.articles.addresses import address_key
from bot.store.engine import reading, writing
from bot.store.feed_articles import FeedArticles
from bot.store.requests import digest_of, insert_new
from bot.store.tables import digest_schedules, feed_articles, feed_items, feeds, subscriptions
from bot.store.workspaces import writing_for

#: Days a brief made for digests is kept, and days an article's address is remembered.
KEEP_BRIEFS, KEEP_ARTICLES = 6.0, 60.0
#: Days after which an item that is still listed is noted again, so that it is not forgotten and then news again.
REFRESH_DAYS = 7.0
#: Most addresses in one query: SQLite and PostgreSQL take more.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed."""

    #: Number in the database.
    id: int
    #: Its address.
    url: str
    #: Its name, or None before it was read.
    title: str | None
    #: Address of its site, or None.
    site_url: str | None
    #: Validators of the last answer, or None.
    etag: str | None
    last_modified: str | None
    #: Seconds between two looks, adapted to how often it brings something.
    pause: float
    #: When it is asked next, seconds since 1970 UTC.
    next_check: float
    #: When it last answered, or None.
    checked_at: float | None
    #: Failures in a row.
    fails: int
    #: When these began, or None.
    failing_since: float | None
    #: Kind of the last failure, or None.
    error: str | None
    #: When it was reported as dead, or None.
    dead_at: float | None


@dataclass(frozen=True, slots=True)
class NewItem:
    """Something a feed lists."""

    #: What the feed calls it; unique in the feed.
    guid: str
    #: Canonical address.
    url: str
    #: Headline, plain text.
    title: str
    #: The feed's own words on it, plain text, "" where there are none.
    description: str
    #: When it was published, seconds since 1970 UTC, or None.
    published_at: float | None
    #: Whether it is recent enough to be read; others are only noted as known.
    fresh: bool


_FEED = [feeds.c[name] for name in FeedRow.__dataclass_fields__]


class Feeds(FeedArticles):
    """Queries on feeds and their articles."""

    # -- who follows what --------------------------------------------------------------------------------------------

    def follow(self, team: str, channel: str, url: str, added_by: str, title: str | None = None) -> bool:
        """A channel follows a feed from now on; False when it did already. A feed that answers is looked at at once."""
        now = self._clock()
        values = {"url_key": digest_of(url), "url": url, "title": title, "pause": 0.0, "next_check": now, "fails": 0}
        with writing_for(self._engine, team) as connection:
            if connection is None:
                return False
            insert_new(connection, feeds, feeds.c.id, values)
            id = connection.execute(sa.select(feeds.c.id).where(feeds.c.url_key == digest_of(url))).scalar_one()
            soon = sa.and_(feeds.c.id == id, feeds.c.fails == 0, feeds.c.next_check > now)
            connection.execute(sa.update(feeds).where(soon).values(next_check=now))
            row = {"team": team, "channel": channel, "feed_id": id, "added_by": added_by, "added_at": now}
            return insert_new(connection, subscriptions, subscriptions.c.feed_id, row)

    def unfollow(self, team: str, channel: str, feed_id: int) -> bool:
        """A channel no longer follows a feed; False when it did not."""
        with writing(self._engine) as connection:
            row = connection.execute(
                sa.delete(subscriptions)
                .where(
                    subscriptions.c.team == team,
                    subscriptions.c.channel == channel,
                    subscriptions.c.feed_id == feed_id,
                )
                .returning(subscriptions.c.feed_id)
            ).first()
        return row is not None

    def followed(self, team: str, channel: str) -> list[FeedRow]:
        """A channel's feeds, longest followed first."""
        query = (
            sa.select(*_FEED)
            .join(subscriptions, subscriptions.c.feed_id == feeds.c.id)
            .where(subscriptions.c.team == team, subscriptions.c.channel == channel)
            .order_by(subscriptions.c.added_at, feeds.c.id)
        )
        with reading(self._engine) as connection:
            return [FeedRow(**row._mapping) for row in connection.execute(query)]

    def followers(self, feed_id: int) -> list[tuple[str, str]]:
        """(team, channel) of everybody who follows a feed."""
        query = sa.select(subscriptions.c.team, subscriptions.c.channel).where(subscriptions.c.feed_id == feed_id)
        with reading(self._engine) as connection:
            return [(row.team, row.channel) for row in connection.execute(query)]

    # -- asking feeds ------------------------------------------------------------------------------------------------

    def get(self, feed_id: int) -> FeedRow | None:
        """A feed, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(*_FEED).where(feeds.c.id == feed_id)).first()
        return FeedRow(**row._mapping) if row else None

    def take_due(self, hold: float, limit: int = 1_000) -> list[tuple[int, float]]:
        """(id, moment) of feeds whose time has come and that somebody follows whose digest is not off.

        Each is taken by one caller; unless it is asked meanwhile, its time comes again in ``hold`` seconds, at the
        moment given.
        """
        now = self._clock()
        wanted = (
            sa.select(subscriptions.c.feed_id)
            .outerjoin(
                digest_schedules,
                sa.and_(
                    digest_schedules.c.team == subscriptions.c.team,
                    digest_schedules.c.channel == subscriptions.c.channel,
                ),
            )
            .where(sa.or_(digest_schedules.c.active.is_(None), digest_schedules.c.active))
        )
        due = feeds.c.next_check <= now
        longest = sa.select(feeds.c.id).where(due, feeds.c.id.in_(wanted)).order_by(feeds.c.next_check).limit(limit)
        with writing(self._engine) as connection:
            rows = connection.execute(
                sa.update(feeds)
                .where(feeds.c.id.in_(longest), due)
                .values(next_check=now + hold)
                .returning(feeds.c.id, feeds.c.next_check)
            ).all()
        return [(row.id, row.next_check) for row in rows]

    def answered(
        self,
        feed_id: int,
        *,
        pause: float,
        next_check: float,
        etag: str | None,
        last_modified: str | None,
        title: str | None = None,
        site_url: str | None = None,
        items: Sequence[NewItem] = (),
    ) -> list[str]:
        """A feed answered: keep what it listed; keys of the articles that are new and fresh."""
        now = self._clock()
        values: dict[str, Any] = {
            "pause": pause,
            "next_check": next_check,
            "etag": etag,
            "last_modified": last_modified,
            "checked_at": now,
            "fails": 0,
            "failing_since": None,
            "error": None,
            "dead_at": None,
        }
        values |= {name: value for name, value in (("title", title), ("site_url", site_url)) if value}
        with writing(self._engine) as connection:
            answered = sa.update(feeds).where(feeds.c.id == feed_id).values(**values).returning(feeds.c.id)
            if connection.execute(answered).first() is None:
                return []  # nobody follows it any more
            known = self._known(connection, feed_id, items, now)
            return self._note(connection, feed_id, [item for item in items if digest_of(item.guid) not in known], now)

    def _known(self, connection: sa.Connection, feed_id: int, items: Sequence[NewItem], now: float) -> set[str]:
        """Keys of listed items that were listed before; those noted long ago are noted again."""
        known: set[str] = set()
        keys = [digest_of(item.guid) for item in items]
        for first in range(0, len(keys), _BATCH):
            here = sa.and_(feed_items.c.feed_id == feed_id, feed_items.c.guid_key.in_(keys[first : first + _BATCH]))
            known.update(connection.execute(sa.select(feed_items.c.guid_key).where(here)).scalars())
            stale = feed_items.c.listed_at < now - REFRESH_DAYS * 86_400
            connection.execute(sa.update(feed_items).where(here, stale).values(listed_at=now))
        return known

    def _note(self, connection: sa.Connection, feed_id: int, items: Sequence[NewItem], now: float) -> list[str]:
        """Keep items; keys of the articles that are new and to be read."""
        if not items:
            return []
        keys = [digest_of(address_key(item.url)) for item in items]
        listed = [
            {"feed_id": feed_id, "guid_key": digest_of(item.guid), "url_key": key, "listed_at": now}
            for item, key in zip(items, keys, strict=True)
        ]
        _insert_all(connection, feed_items, feed_items.c.guid_key, listed)
        articles = [
            {
                "url_key": key,
                "url": item.url,
                "title": item.title,
                "description": item.description,
                "published_at": item.published_at,
                "seen_at": now,
                "state": "new" if item.fresh else "skipped",
                "tries": 0,
                "next_try": now,
            }
            for item, key in zip(items, keys, strict=True)
        ]
        inserted = _insert_all(connection, feed_articles, feed_articles.c.url_key, articles)
        fresh: list[str] = []
        for item, key in zip(items, keys, strict=True):
            # The same article twice in one list: the first was kept.
            is_new = key in inserted
            inserted.discard(key)
            if item.fresh and (is_new or self._is_woken(connection, key, item.published_at, now)):
                fresh.append(key)
        return fresh

    @staticmethod
    def _is_woken(connection: sa.Connection, url_key: str, published_at: float | None, now: float) -> bool:
        """Whether an article was passed over because the feed that listed it first does not say when it is from: this one does."""
        if published_at is None:
            return False
        woken = connection.execute(
            sa.update(feed_articles)
            .where(
                feed_articles.c.url_key == url_key,
                feed_articles.c.state == "skipped",
                feed_articles.c.tries == 0,
                feed_articles.c.published_at.is_(None),
            )
            .values(state="new", published_at=published_at, next_try=now)
            .returning(feed_articles.c.url_key)
        ).first()
        return woken is not None

    def count_known(self, feed_id: int, guids: Sequence[str]) -> int:
        """How many of a feed's guids were listed before."""
        keys = [digest_of(guid) for guid in guids]
        count = 0
        with reading(self._engine) as connection:
            for first in range(0, len(keys), _BATCH):
                here = feed_items.c.guid_key.in_(keys[first : first + _BATCH])
                query = sa.select(sa.func.count()).where(feed_items.c.feed_id == feed_id, here)
                count += connection.execute(query).scalar_one()
        return count

    def failed(self, feed_id: int, error: str, next_check: float) -> None:
        """A feed could not be read."""
        now = self._clock()
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(feeds)
                .where(feeds.c.id == feed_id)
                .values(
                    fails=feeds.c.fails + 1,
                    failing_since=sa.func.coalesce(feeds.c.failing_since, now),
                    error=error[:40],
                    next_check=next_check,
                )
            )

    def put_off(self, feed_id: int, next_check: float) -> None:
        """A feed could not be asked just now, through no fault of its own."""
        with writing(self._engine) as connection:
            connection.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(next_check=next_check))

    def dead(self, feed_id: int) -> None:
        """A feed was reported as dead."""
        with writing(self._engine) as connection:
            connection.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(dead_at=self._clock()))

    # -- forgetting --------------------------------------------------------------------------------------------------

    def forget_old(self) -> None:
        """Delete briefs, articles and items that outlived their use, and feeds nobody follows."""
        now = self._clock()
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(feed_articles)
                .where(feed_articles.c.document.is_not(None), feed_articles.c.seen_at < now - KEEP_BRIEFS * 86_400)
                .values(document=sa.null())
            )
            old = now - KEEP_ARTICLES * 86_400
            connection.execute(sa.delete(feed_articles).where(feed_articles.c.seen_at < old))
            connection.execute(sa.delete(feed_items).where(feed_items.c.listed_at < old))
            followed = sa.select(subscriptions.c.feed_id)
            connection.execute(sa.delete(feed_items).where(feed_items.c.feed_id.not_in(followed)))
            connection.execute(sa.delete(feeds).where(feeds.c.id.not_in(followed)))


def _insert_all(
    connection: sa.Connection, table: sa.Table, key: sa.Column[Any], rows: list[dict[str, Any]]
) -> set[str]:
    """Insert rows but for those whose key is there, of two with one key the first; the keys inserted."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return set(connection.execute(build(table).on_conflict_do_nothing().returning(key), rows).scalars())

"""The articles feeds led to: to be read, read, or kept by their headline. An article is read once however many feeds list it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from bot.store.engine import reading, writing
from bot.store.tables import feed_articles, feed_items, feeds, shared_links, subscriptions
from summarizers.brief_json import brief_from_dict, brief_to_dict
from summarizers.model import Brief

ArticleState = Literal["new", "read", "headline", "skipped"]


@dataclass(frozen=True, slots=True)
class FeedArticle:
    """An article a feed led to."""

    #: Key of its address.
    url_key: str
    #: Canonical address.
    url: str
    #: Headline of the feed.
    title: str
    #: The feed's own words on it, "" where there are none.
    description: str
    #: When it was published, seconds since 1970 UTC, or None.
    published_at: float | None
    #: When a feed first listed it, seconds since 1970 UTC.
    seen_at: float
    #: "new" (to be read), "read" (there is a brief), "headline" (its page cannot be read), "skipped".
    state: ArticleState
    #: Times its page was tried.
    tries: int
    #: Its brief, or None.
    brief: Brief | None = None
    #: Name of a feed of the channel that listed it, or None.
    source: str | None = None
    #: Whether a message in the channel held its link.
    shared: bool = False


_ARTICLE = [
    feed_articles.c[name]
    for name in ("url_key", "url", "title", "description", "published_at", "seen_at", "state", "tries")
]
_NAMES = [column.name for column in _ARTICLE]


class FeedArticles:
    """Queries on the articles of feeds; part of :class:`bot.store.feeds.Feeds`."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def take_unread(self, hold: float, limit: int = 400) -> list[tuple[str, str, int]]:
        """(key, address, tries) of articles to be read now; each is taken by one caller, for ``hold`` seconds."""
        now = self._clock()
        due = sa.and_(feed_articles.c.state == "new", feed_articles.c.next_try <= now)
        longest = sa.select(feed_articles.c.url_key).where(due).order_by(feed_articles.c.next_try).limit(limit)
        with writing(self._engine) as connection:
            rows = connection.execute(
                sa.update(feed_articles)
                .where(feed_articles.c.url_key.in_(longest), due)
                .values(next_try=now + hold)
                .returning(feed_articles.c.url_key, feed_articles.c.url, feed_articles.c.tries)
            ).all()
        return [(row.url_key, row.url, row.tries) for row in rows]

    def article(self, url_key: str) -> FeedArticle | None:
        """An article without its brief, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(*_ARTICLE).where(feed_articles.c.url_key == url_key)).first()
        return FeedArticle(**row._mapping) if row else None

    def keep_brief(self, url_key: str, brief: Brief) -> None:
        """The article was read."""
        self._ready(url_key, state="read", document=brief_to_dict(brief, url_key), error=None)

    def keep_headline(self, url_key: str, error: str) -> None:
        """The article's page cannot be read: headline and description have to do."""
        self._ready(url_key, state="headline", error=error[:40])

    def skip(self, url_key: str, error: str) -> None:
        """The article is no use for digests."""
        self._ready(url_key, state="skipped", error=error[:40])

    def try_later(self, url_key: str, error: str, next_try: float) -> None:
        """The article's page could not be read just now."""
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(feed_articles)
                .where(feed_articles.c.url_key == url_key)
                .values(tries=feed_articles.c.tries + 1, next_try=next_try, error=error[:40])
            )

    def _ready(self, url_key: str, **values: Any) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(feed_articles)
                .where(feed_articles.c.url_key == url_key)
                .values(ready_at=self._clock(), tries=feed_articles.c.tries + 1, **values)
            )

    def ready(self, team: str, channel: str, after: float, until: float, limit: int = 1_500) -> list[FeedArticle]:
        """Articles of a channel's feeds that became ready in (``after``, ``until``], newest first, with their briefs.

        Where several feeds of the channel list an article, the one followed longest gives its name.
        """
        query = (
            sa.select(*_ARTICLE, feed_articles.c.document, feeds.c.title.label("source"), shared_links.c.ts)
            .join(feed_items, feed_items.c.url_key == feed_articles.c.url_key)
            .join(feeds, feeds.c.id == feed_items.c.feed_id)
            .join(subscriptions, subscriptions.c.feed_id == feeds.c.id)
            .outerjoin(
                shared_links,
                sa.and_(
                    shared_links.c.team == team,
                    shared_links.c.channel == channel,
                    shared_links.c.url_key == feed_articles.c.url_key,
                ),
            )
            .where(
                subscriptions.c.team == team,
                subscriptions.c.channel == channel,
                feed_articles.c.state.in_(("read", "headline")),
                feed_articles.c.ready_at > after,
                feed_articles.c.ready_at <= until,
            )
            .order_by(feed_articles.c.ready_at.desc(), subscriptions.c.added_at, feeds.c.id)
            .limit(limit)
        )
        found: dict[str, FeedArticle] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                if row.url_key not in found:
                    values = {name: row._mapping[name] for name in _NAMES}
                    brief = brief_from_dict(row.document) if row.document else None
                    found[row.url_key] = FeedArticle(
                        **values, brief=brief, source=row.source, shared=row.ts is not None
                    )
        return list(found.values())

    def waiting(self, team: str, channel: str) -> int:
        """How many of a channel's feeds were not looked at yet, and of their articles are still to be read."""
        mine = sa.and_(subscriptions.c.team == team, subscriptions.c.channel == channel)
        unseen = (
            sa.select(sa.func.count())
            .select_from(subscriptions)
            .join(feeds, feeds.c.id == subscriptions.c.feed_id)
            .where(mine, feeds.c.checked_at.is_(None), feeds.c.fails == 0)
        )
        unread = (
            sa.select(sa.func.count(feed_articles.c.url_key.distinct()))
            .join(feed_items, feed_items.c.url_key == feed_articles.c.url_key)
            .join(subscriptions, subscriptions.c.feed_id == feed_items.c.feed_id)
            .where(mine, feed_articles.c.state == "new", feed_articles.c.tries == 0)
        )
        with reading(self._engine) as connection:
            return int(connection.execute(unseen).scalar_one()) + int(connection.execute(unread).scalar_one())

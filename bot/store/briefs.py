"""Briefs that were made, and articles that were read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.articles.addresses import without_secrets
from bot.articles.article_json import article_from_dict, article_to_dict
from bot.store.engine import reading, writing
from bot.store.requests import digest_of, insert_new
from bot.store.tables import articles, briefs, quotes
from bot.store.workspaces import writing_for
from summarizers.brief_json import brief_from_dict, brief_to_dict
from summarizers.model import Article, Brief


@dataclass(frozen=True, slots=True)
class BriefLine:
    """What a list of briefs shows of one."""

    #: Key of the brief.
    id: str
    #: Canonical address, fit to be shown anywhere, or None for pasted text.
    url: str | None
    #: Host, or None.
    site: str | None
    #: Headline, or None.
    title: str | None
    #: Day of publication, ISO 8601, or None.
    published: str | None
    #: When the brief was made, seconds since 1970 UTC.
    created_at: float


_LINE = [briefs.c[name] for name in BriefLine.__dataclass_fields__]


def brief_id_of(team: str, request_key: str) -> str:
    """Id of the brief made for a request."""
    return digest_of("brief", team, request_key)


class Briefs:
    """Queries on briefs; each belongs to one workspace."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def put(self, team: str, request_key: str, brief: Brief) -> str:
        """Keep a brief made for a request; its id. The same request keeps its first brief."""
        id = brief_id_of(team, request_key)
        article = brief.article
        values = {
            "id": id,
            "team": team,
            "url": without_secrets(article.url) if article.url else None,
            "site": article.site,
            "title": article.title,
            "published": article.published.isoformat() if article.published else None,
            "document": brief_to_dict(brief, id),
            "created_at": self._clock(),
        }
        with writing_for(self._engine, team) as connection:
            if connection is not None:
                insert_new(connection, briefs, briefs.c.id, values)
        return id

    def get(self, team: str, id: str) -> Brief | None:
        """The brief, if this workspace has it."""
        query = sa.select(briefs.c.document).where(briefs.c.id == id, briefs.c.team == team)
        with reading(self._engine) as connection:
            document = connection.execute(query).scalar()
        return brief_from_dict(document) if document is not None else None

    def lines(self, team: str, ids: Iterable[str]) -> dict[str, BriefLine]:
        """The list lines of some of a workspace's briefs, by id."""
        query = sa.select(*_LINE).where(briefs.c.team == team, briefs.c.id.in_(list(ids)))
        with reading(self._engine) as connection:
            return {row.id: BriefLine(**row._mapping) for row in connection.execute(query)}

    def documents(self, since: float) -> Iterator[dict[str, Any]]:
        """The JSON of every workspace's briefs made from an instant on, the oldest first, for who keeps the bot."""
        query = sa.select(briefs.c.document).where(briefs.c.created_at >= since).order_by(briefs.c.created_at)
        with reading(self._engine) as connection:
            yield from connection.execute(query).scalars()

    def delete(self, team: str, id: str) -> None:
        """Delete a brief with its quotes: nobody is to see it any more."""
        with writing(self._engine) as connection:
            for table, column in ((quotes, quotes.c.brief_id), (briefs, briefs.c.id)):
                connection.execute(sa.delete(table).where(table.c.team == team, column == id))

    def forget_before(self, instant: float) -> None:
        """Delete briefs from before ``instant``."""
        with writing(self._engine) as connection:
            connection.execute(sa.delete(briefs).where(briefs.c.created_at < instant))


class StoredArticles:
    """The cache of articles read, by address key; the store's side of the reader's ``ArticleCache``."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float], hours: float) -> None:
        self._engine = engine
        self._clock = clock
        self._seconds = hours * 3600

    def get(self, key: str) -> Article | None:
        """The article kept under an address key, unless it is too old."""
        query = sa.select(articles.c.document).where(
            articles.c.url_key == digest_of(key), articles.c.fetched_at > self._clock() - self._seconds
        )
        with reading(self._engine) as connection:
            document = connection.execute(query).scalar()
        return article_from_dict(document) if document is not None else None

    def put(self, keys: tuple[str, ...], article: Article) -> None:
        """Keep an article under every key it is known by, in place of what was there."""
        if self._seconds <= 0 or not keys:
            return
        document, now = article_to_dict(article), self._clock()
        rows = [{"url_key": digest_of(key), "document": document, "fetched_at": now} for key in keys]
        with writing(self._engine) as connection:
            build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = build(articles).values(rows)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[articles.c.url_key],
                    set_={"document": statement.excluded.document, "fetched_at": statement.excluded.fetched_at},
                )
            )

    def forget_old(self) -> None:
        """Delete articles older than the cache's hours."""
        with writing(self._engine) as connection:
            connection.execute(sa.delete(articles).where(articles.c.fetched_at <= self._clock() - self._seconds))

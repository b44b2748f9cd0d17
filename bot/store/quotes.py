"""Who said what, for /quotes: full-text search by FTS5 on SQLite and tsvector on PostgreSQL."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.articles.addresses import without_secrets
from bot.presentation import speaker_shown, standing_of
from bot.store.conversations import Asker, readable
from bot.store.engine import reading, writing
from bot.store.requests import digest_of
from bot.store.tables import briefs, quote_names, quotes, storable
from bot.store.workspaces import writing_for
from summarizers.model import Brief

_WORD = re.compile(r"\w+")
#: Likeness from which a name is offered for a misspelt one, and names compared at most.
_NEAR, _MOST_NAMES = 0.75, 5_000


def _same_words() -> sa.ColumnElement[str]:
    """A quote's words as outlets print them alike: straight marks, no case, no marks at either end."""
    words: sa.ColumnElement[str] = sa.func.lower(quotes.c.text)
    for curly, straight in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("\u00a0", " ")):
        words = sa.func.replace(words, curly, straight)
    ends = " ,.;:'\""
    return sa.func.ltrim(sa.func.rtrim(words, ends), ends)


#: What is equal for the same words in two articles.
_SAME = _same_words()


def fold_name(name: str) -> str:
    """A name for comparing: no case, accents or punctuation, words parted and framed by single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", storable(name)) if not unicodedata.combining(c))
    return f" {' '.join(_WORD.findall(plain.casefold()))} "


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """Somebody who is quoted in a workspace's articles."""

    #: Key for asking on: the folded name.
    key: str
    #: Name as last shown.
    name: str
    #: Office as last shown, or None.
    office: str | None
    #: Country as last shown, or None.
    country: str | None
    #: Quotes kept.
    quotes: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Another article that holds the same words of the same speaker."""

    #: Address of the article.
    url: str
    #: Host, or None.
    site: str | None


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One quote with its source."""

    #: Words, marks included, verbatim.
    text: str
    #: Speaker's name.
    speaker: str
    #: Office at the article's date, or None.
    office: str | None
    #: Country of the office, or None.
    country: str | None
    #: Organisation of the office, or None.
    organisation: str | None
    #: Day of the article (of the brief, where the article gives none), ISO 8601.
    said_on: str
    #: Address of the article.
    url: str
    #: Headline, or None.
    title: str | None
    #: Host, or None.
    site: str | None
    #: Other articles with the same words, each once.
    others: tuple[SourceLine, ...] = ()


class Quotes:
    """Queries on quotes."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def add(
        self, team: str, brief_id: str, brief: Brief, today: str, *, channel: str, person: str | None = None
    ) -> int:
        """Keep the attributed quotes of a brief that stands in ``channel``, for ``person`` alone where given; how many.

        ``today`` (ISO 8601) stands in for an article without a date. Pasted text has no source to link and is left out.
        """
        article = brief.article
        if article.url is None:
            return 0
        added = 0
        url_key = digest_of(article.url)
        with writing_for(self._engine, team) as connection:
            if connection is None:
                return 0
            for quote in brief.spoken():
                for speaker in quote.speakers:
                    shown = speaker_shown(speaker, standing_of(brief, speaker.name))
                    values = {
                        "team": team,
                        "channel": channel,
                        "person": person,
                        "url_key": url_key,
                        "position": quote.start,
                        "brief_id": brief_id,
                        "speaker": speaker.name,
                        "speaker_key": fold_name(speaker.name),
                        "office": shown.office,
                        "country": speaker.country,
                        "organisation": speaker.organisation,
                        "text": article.text[quote.start : quote.end],
                        "said_on": article.published.isoformat() if article.published else today,
                        "created_at": self._clock(),
                    }
                    added += _keep(connection, values)
        return added

    def channels(self, team: str, name: str) -> set[str]:
        """Conversations in which somebody whose name holds all words of ``name`` is quoted, other than direct messages."""
        with reading(self._engine) as connection:
            query = sa.select(quotes.c.channel).where(
                quotes.c.team == team, quotes.c.person.is_(None), quotes.c.speaker_key.in_(_keys(connection, name))
            )
            return set(connection.execute(query.distinct()).scalars())

    def speakers(self, asker: Asker, name: str, limit: int = 10) -> list[SpeakerLine]:
        """People whose name holds all words of ``name``, most quoted first; an exact match stands alone.

        Only quotes the asker may read count.
        """
        # An article briefed in two places is one source: its quotes count once.
        utterance = quotes.c.url_key + ":" + sa.cast(quotes.c.position, sa.String)
        count = sa.func.count(utterance.distinct())
        with reading(self._engine) as connection:
            found = (
                sa.select(quotes.c.speaker_key, count.label("quotes"), sa.func.max(quotes.c.id).label("last"))
                .where(*self._open_to(asker), quotes.c.speaker_key.in_(_keys(connection, name)))
                .group_by(quotes.c.speaker_key)
                .order_by(count.desc(), quotes.c.speaker_key)
                .limit(limit)
                .subquery()
            )
            shown = (
                sa.select(quotes.c.speaker_key, quotes.c.speaker, quotes.c.office, quotes.c.country, found.c.quotes)
                .join(found, quotes.c.id == found.c.last)
                .order_by(found.c.quotes.desc(), quotes.c.speaker_key)
            )
            lines = [
                SpeakerLine(row.speaker_key, row.speaker, row.office, row.country, row.quotes)
                for row in connection.execute(shown)
            ]
        exact = [line for line in lines if line.key == fold_name(name)]
        return exact or lines

    def said(
        self,
        asker: Asker,
        speaker_key: str,
        *,
        about: str | None = None,
        since: str | None = None,
        country: str | None = None,
        office: str | None = None,
        offset: int = 0,
        limit: int = 5,
    ) -> tuple[list[QuoteLine], bool]:
        """Quotes that the asker may read, newest first: one page, and whether there are more.

        ``speaker_key`` is whose, "" for anybody's; ``country`` and ``office`` (some of its words) keep those of its people.
        The same words of a speaker in several articles are one quote with several sources. ``about`` keeps quotes that
        hold all its words (word stems count), ``since`` those from that day (ISO 8601) on.
        """
        # Of the places the words were briefed in, the latest that the asker may read gives address and headline.
        latest = (
            sa.select(sa.func.max(quotes.c.id))
            .where(*self._open_to(asker), *_spoken_by(speaker_key, country, office))
            .group_by(quotes.c.speaker_key, _SAME)
        )
        if since:
            latest = latest.where(quotes.c.said_on >= since)
        words = _WORD.findall(storable(about or ""))
        with reading(self._engine) as connection:
            if words:
                latest = latest.where(self._holds(connection, words))
            query = (
                sa.select(
                    quotes.c.speaker_key,
                    _SAME.label("same"),
                    quotes.c.text,
                    quotes.c.speaker,
                    quotes.c.office,
                    quotes.c.country,
                    quotes.c.organisation,
                    quotes.c.said_on,
                    briefs.c.url,
                    briefs.c.title,
                    briefs.c.site,
                )
                .join(briefs, briefs.c.id == quotes.c.brief_id)
                .where(quotes.c.id.in_(latest))
                .order_by(quotes.c.said_on.desc(), quotes.c.url_key, quotes.c.position)
                .offset(offset)
                .limit(limit + 1)
            )
            rows = [row._asdict() for row in connection.execute(query)]
            others = self._others(connection, asker, rows[:limit])
        lines = [_line({**row, "others": others.get((row["speaker_key"], row["same"]), ())}) for row in rows[:limit]]
        return lines, len(rows) > limit

    def _others(
        self, connection: sa.Connection, asker: Asker, rows: Sequence[Mapping[str, Any]]
    ) -> dict[tuple[str, str], tuple[SourceLine, ...]]:
        """The other articles that hold the words of quotes shown, by speaker and words."""
        if not rows:
            return {}
        query = (
            sa.select(quotes.c.speaker_key, _SAME.label("same"), briefs.c.url, briefs.c.site)
            .join(briefs, briefs.c.id == quotes.c.brief_id)
            .where(
                *self._open_to(asker),
                quotes.c.speaker_key.in_({row["speaker_key"] for row in rows}),
                _SAME.in_({row["same"] for row in rows}),
            )
            .order_by(quotes.c.id)
        )
        shown = {(row["speaker_key"], row["same"]): without_secrets(row["url"]) for row in rows}
        found: dict[tuple[str, str], dict[str, SourceLine]] = {}
        for row in connection.execute(query):
            key, url = (row.speaker_key, row.same), without_secrets(row.url)
            if key in shown and url != shown[key]:
                found.setdefault(key, {})[url] = SourceLine(url, row.site)
        return {key: tuple(sources.values()) for key, sources in found.items()}

    def near(self, asker: Asker, name: str, limit: int = 3) -> list[SpeakerLine]:
        """People whose names come close to a misspelt one, nearest first; only quotes the asker may read count."""
        latest = sa.func.max(quotes.c.id).label("last")
        count = sa.func.count().label("quotes")
        found = sa.select(quotes.c.speaker_key, count, latest).where(*self._open_to(asker))
        few = found.group_by(quotes.c.speaker_key).order_by(count.desc()).limit(_MOST_NAMES).subquery()
        query = sa.select(quotes.c.speaker_key, quotes.c.speaker, quotes.c.office, quotes.c.country, few.c.quotes).join(
            few, quotes.c.id == few.c.last
        )
        typed = fold_name(name).split()
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        rated = [(_nearness(typed, row.speaker_key.split()), row) for row in rows]
        best = sorted((one for one in rated if one[0] >= _NEAR), key=lambda one: (-one[0], one[1].speaker_key))
        return [SpeakerLine(r.speaker_key, r.speaker, r.office, r.country, r.quotes) for _, r in best[:limit]]

    def all_channels(self, team: str) -> set[str]:
        """Conversations of a workspace in which anybody is quoted, other than direct messages."""
        query = sa.select(quotes.c.channel).where(quotes.c.team == team, quotes.c.person.is_(None)).distinct()
        with reading(self._engine) as connection:
            return set(connection.execute(query).scalars())

    def _open_to(self, asker: Asker) -> tuple[sa.ColumnElement[bool], ...]:
        """The condition that the asker may read a quote."""
        allowed = readable(asker, self._clock(), channel=quotes.c.channel, person=quotes.c.person)
        return quotes.c.team == asker.team, allowed

    def forget_before(self, instant: float) -> None:
        """Delete quotes kept before ``instant``."""
        with writing(self._engine) as connection:
            connection.execute(sa.delete(quotes).where(quotes.c.created_at < instant))

    @staticmethod
    def _holds(connection: sa.Connection, words: list[str]) -> sa.ColumnElement[bool]:
        """The condition that a quote holds all words, in the database's own full-text search."""
        if connection.dialect.name == "postgresql":
            column: sa.ColumnClause[str] = sa.literal_column("quotes.words")
            return column.op("@@")(sa.func.plainto_tsquery("english", " ".join(words))).cast(sa.Boolean)
        # Each word as a quoted FTS5 string: no character of it is an operator.
        match = " ".join(f'"{word}"' for word in words)
        index = sa.table("quotes_words", sa.column("rowid"))
        hits = sa.select(index.c.rowid).where(sa.text("quotes_words MATCH :match").bindparams(match=match))
        return quotes.c.id.in_(hits)


def _keep(connection: sa.Connection, values: dict[str, Any]) -> bool:
    """Keep a quote and the words of its speaker's name, unless it is there; whether it was kept."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    kept = build(quotes).values(**values).on_conflict_do_nothing().returning(quotes.c.id)
    id = connection.execute(kept).scalar()
    if id is None:
        return False
    key = values["speaker_key"]
    words = [{"word": word, "speaker_key": key, "quote_id": id} for word in sorted(set(key.split()))]
    if words:
        connection.execute(sa.insert(quote_names), words)
    return True


def _keys(connection: sa.Connection, name: str) -> list[str]:
    """Keys of the people, of whatever workspace, whose name holds all words of ``name``; none when it has no words."""
    words = set(fold_name(name).split())
    if not words:
        return []
    # The longest word is hardly ever a common given name.
    one = max(sorted(words), key=len)
    query = sa.select(quote_names.c.speaker_key).where(quote_names.c.word == one).distinct()
    return [key for key in connection.execute(query).scalars() if words.issubset(key.split())]


def _spoken_by(speaker_key: str, country: str | None, office: str | None) -> list[sa.ColumnElement[bool]]:
    """The conditions on who said a quote."""
    conditions: list[sa.ColumnElement[bool]] = [quotes.c.speaker_key == speaker_key] if speaker_key else []
    if country:
        conditions.append(quotes.c.country == country)
    words = fold_name(office or "").split()
    return conditions + [sa.func.lower(quotes.c.office).contains(word, autoescape=True) for word in words]


def _nearness(typed: Sequence[str], words: Sequence[str]) -> float:
    """How close each word typed comes to some word of a name, from 0 to 1: the worst of them."""
    return min((max((_likeness(one, word) for word in words), default=0.0) for one in typed), default=0.0)


def _likeness(typed: str, word: str) -> float:
    # A slip changes a letter or two: words of another length, or with a tail of other letters, are other words.
    if abs(len(typed) - len(word)) > 2 or len(set(typed) & set(word)) < min(len(set(typed)), len(set(word))) - 2:
        return 0.0
    return difflib.SequenceMatcher(None, typed, word, autojunk=False).ratio()


def _line(row: Mapping[str, Any]) -> QuoteLine:
    """A quote as it is shown: addresses kept by earlier versions may hold what is nobody else's."""
    shown = {name: value for name, value in row.items() if name not in ("speaker_key", "same")}
    return QuoteLine(**{**shown, "url": without_secrets(shown["url"])})

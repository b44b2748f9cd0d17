"""What people asked for: claimed before Slack's event is acknowledged, so that nothing acknowledged is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import reading, writing
from bot.store.tables import requests, shared_links, storable
from bot.store.workspaces import writing_for

Source = Literal["message", "mention", "dm", "command", "shortcut", "button", "home", "unfurl"]
Place = Literal["thread", "channel", "private"]
Clock = Callable[[], float]
_T = TypeVar("_T")
#: Seconds in which a request that a message made may still be without an answer.
_OPEN_FOR = 3600.0
#: Sources of requests that go when their message goes.
_OF_MESSAGES = frozenset[Source]({"message", "mention", "dm"})


def digest_of(*parts: str) -> str:
    """A short stable key for some strings: 40 hexadecimal digits of SHA-256, parts kept apart."""
    return hashlib.sha256("\0".join(map(storable, parts)).encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class BriefRequest:
    """One link (or pasted text, or a file of text) somebody wants a brief of, in one place."""

    #: Workspace id.
    team: str
    #: Conversation the request was made in.
    channel: str
    #: ts of the message that holds the link; for commands and modals what Slack gives once per use (trigger_id).
    ts: str
    #: Person who asked.
    user: str
    #: How it was asked.
    source: Source
    #: Canonical address (of a ``link_shared`` event as Slack names it), or None for text.
    url: str | None = None
    #: Pasted text, or None for a link.
    text: str | None = None
    #: ts of the thread to answer in, or None for the conversation itself.
    thread_ts: str | None = None
    #: Where the answer goes: the thread, the conversation, or only the person who asked.
    place: Place = "thread"
    #: Sentences wanted in place of the channel's setting, or None.
    sentences: int | None = None
    #: Quotes wanted in place of the channel's setting, or None.
    quotes: int | None = None
    #: 0, and one more for each "try again".
    attempt: int = 0
    #: Slack's short-lived answer address of a command (30 minutes, 5 uses), or None.
    response_url: str | None = None
    #: Unfurl id and source of a link_shared event, or None.
    unfurl: tuple[str, str] | None = None
    #: Id of a file in Slack that is the text, or None.
    file: str | None = None

    #: Keys of the requests for the links before and behind it in one message, which are answered in that order, or None.
    after: str | None = None
    then: str | None = None

    #: Key it was claimed under; what it was made of may be blanked by now. None before the claim.
    claimed_as: str | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """The claim: team, channel, original message, address (or text) and attempt."""
        if self.claimed_as is not None:
            return self.claimed_as
        about = storable(self.url or self.text or self.file or "")
        return digest_of(self.team, self.channel, self.ts, about, str(self.attempt), self.source_class)

    @property
    def source_class(self) -> str:
        """Requests of one class collapse: a mention arrives as a message and as a mention, and is one request."""
        return "unfurl" if self.source == "unfurl" else "brief"

    def again(self) -> BriefRequest:
        """The same request, one attempt on."""
        return replace(self, attempt=self.attempt + 1, claimed_as=None, after=None, then=None)


def in_order(requests: Sequence[BriefRequest]) -> list[BriefRequest]:
    """Requests of one message, each knowing its neighbours."""
    keys = [None, *(request.key for request in requests), None]
    return [replace(r, after=before, then=behind) for r, before, behind in zip(requests, keys, keys[2:], strict=False)]


@dataclass(frozen=True, slots=True)
class FirstShare:
    """The message that was first with a link in a channel."""

    #: Its ts.
    ts: str
    #: Its request.
    request_key: str


def insert_new(connection: sa.Connection, table: sa.Table, key: sa.Column[Any], values: dict[str, Any]) -> bool:
    """Insert a row unless its key is there; tell whether it was inserted.

    Asked with RETURNING: psycopg answers -1 as the row count of an ``ON CONFLICT DO NOTHING``.
    """
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = build(table).values(**values).on_conflict_do_nothing().returning(key)
    return connection.execute(statement).first() is not None


def lane_of(request: BriefRequest) -> str:
    """The lane a request waits in: each person has one in each channel, so that nobody holds up anybody else."""
    return f"{request.team}/{request.channel}/{request.user}"


def _request(key: str, document: dict[str, Any]) -> BriefRequest:
    """A request from its row."""
    fields = {name: value for name, value in document.items() if name != "withdrawn"}
    return BriefRequest(**{**fields, "unfurl": tuple(fields["unfurl"]) if fields["unfurl"] else None}, claimed_as=key)


class Requests:
    """Queries on requests and first shares."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def claim(self, request: BriefRequest) -> bool:
        """Write the request down; False when it was there already (a redelivery, an echo, the mention's pair)."""
        document = asdict(request)
        document["unfurl"] = list(request.unfurl) if request.unfurl else None
        for name in ("claimed_as", *(name for name in ("after", "then") if document[name] is None)):
            del document[name]
        values = {
            "key": request.key,
            "team": request.team,
            "channel": request.channel,
            "document": document,
            "created_at": self._clock(),
        }
        with writing_for(self._engine, request.team) as connection:
            if connection is None:
                return False
            return insert_new(connection, requests, requests.c.key, values)

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those of ``keys`` that are keys of requests."""
        with reading(self._engine) as connection:
            return set(connection.execute(sa.select(requests.c.key).where(requests.c.key.in_(list(keys)))).scalars())

    def get(self, key: str) -> BriefRequest | None:
        """The request, or None when it is unknown or was forgotten."""
        with reading(self._engine) as connection:
            document = connection.execute(sa.select(requests.c.document).where(requests.c.key == key)).scalar()
        return None if document is None else _request(key, document)

    def settle(self, key: str) -> None:
        """The request has its answer in the outbox, or needs none."""
        with writing(self._engine) as connection:
            connection.execute(sa.update(requests).where(requests.c.key == key).values(settled_at=self._clock()))

    def is_settled(self, key: str) -> bool:
        """Whether the request has its answer in the outbox, or needs none."""
        query = sa.select(requests.c.settled_at).where(requests.c.key == key)
        with reading(self._engine) as connection:
            return connection.execute(query).scalar() is not None

    def is_withdrawn(self, key: str) -> bool:
        """Whether whoever asked took it back: see :meth:`withdraw`."""
        with reading(self._engine) as connection:
            document = connection.execute(sa.select(requests.c.document).where(requests.c.key == key)).scalar()
        return bool(document and document.get("withdrawn"))

    def withdraw(self, team: str, channel: str, ts: str, is_gone: Callable[[BriefRequest], bool]) -> list[str]:
        """Take back the requests without an answer that a message made, where ``is_gone`` says so; their keys.

        Requests of commands, forms and shortcuts are no message's.
        """
        query = (
            sa.select(requests.c.key, requests.c.document)
            .where(requests.c.team == team, requests.c.channel == channel)
            .where(requests.c.created_at > self._clock() - _OPEN_FOR)
            .with_for_update()
        )
        taken = []
        with writing(self._engine) as connection:
            for key, document in connection.execute(query).all():
                request = _request(key, document)
                if request.ts != ts or request.source not in _OF_MESSAGES or not is_gone(request):
                    continue
                document["withdrawn"] = True
                connection.execute(sa.update(requests).where(requests.c.key == key).values(document=document))
                taken.append(key)
        return taken

    def blank(self, key: str, *, keep_url: bool) -> None:
        """The answer was given: what was pasted and where to answer are dropped, and the link unless it may be tried again."""
        with writing(self._engine) as connection:
            found = sa.select(requests.c.document).where(requests.c.key == key).with_for_update()
            document = connection.execute(found).scalar()
            if document is not None:
                blanked = document | {"text": None, "response_url": None} | ({} if keep_url else {"url": None})
                connection.execute(sa.update(requests).where(requests.c.key == key).values(document=blanked))

    def drop_link(self, key: str) -> None:
        """Its answer does not offer to try the link again: the link is no longer needed."""
        with writing(self._engine) as connection:
            found = sa.select(requests.c.document).where(requests.c.key == key).with_for_update()
            document = connection.execute(found).scalar()
            if document is not None:
                values = {"document": {**document, "url": None}}
                connection.execute(sa.update(requests).where(requests.c.key == key).values(**values))

    def unsettled(self, older_than: float, limit: int = 100) -> list[str]:
        """Keys of requests without an answer that were made ``older_than`` seconds ago or earlier, oldest first."""
        query = (
            sa.select(requests.c.key)
            .where(requests.c.settled_at.is_(None), requests.c.created_at <= self._clock() - older_than)
            .order_by(requests.c.created_at)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def first_share(self, request: BriefRequest, url: str, within_days: float) -> FirstShare | None:
        """Claim a canonical address for this request's message; when another message has it, that message.

        A claim older than ``within_days`` is taken over. The message's own claim is no obstacle.
        """
        now = self._clock()
        url_key = digest_of(url)
        values = {
            "team": request.team,
            "channel": request.channel,
            "url_key": url_key,
            "request_key": request.key,
            "ts": request.ts,
            "claimed_at": now,
        }
        here = (
            shared_links.c.team == request.team,
            shared_links.c.channel == request.channel,
            shared_links.c.url_key == url_key,
        )
        with writing_for(self._engine, request.team) as connection:
            if connection is None:
                return None
            if insert_new(connection, shared_links, shared_links.c.url_key, values):
                return None
            stale = sa.or_(shared_links.c.claimed_at < now - within_days * 86_400, shared_links.c.ts == request.ts)
            taken = connection.execute(
                sa.update(shared_links)
                .where(*here, stale)
                .values(request_key=request.key, ts=request.ts, claimed_at=now)
                .returning(shared_links.c.ts)
            ).first()
            if taken is not None:
                return None
            row = connection.execute(sa.select(shared_links.c.ts, shared_links.c.request_key).where(*here)).one()
        return FirstShare(ts=row.ts, request_key=row.request_key)

    def release_link(self, request_key: str) -> None:
        """The link could not be briefed (or its brief was deleted): the next message may try."""
        with writing(self._engine) as connection:
            connection.execute(sa.delete(shared_links).where(shared_links.c.request_key == request_key))

    def forget_before(self, instant: float) -> None:
        """Delete settled requests and first shares from before ``instant``."""
        with writing(self._engine) as connection:
            connection.execute(
                sa.delete(requests).where(requests.c.settled_at.is_not(None), requests.c.created_at < instant)
            )
            connection.execute(sa.delete(shared_links).where(shared_links.c.claimed_at < instant))

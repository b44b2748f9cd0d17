"""The outbox: every message is written here before it is said, and marked when it was.

States: ``new`` (to be said once ``due_at`` has passed) → ``sending`` (claimed; ``due_at`` is the end of the lease)
→ ``sent`` or ``failed``. A row found in ``sending`` after its lease may or may not have been said: whoever takes it
over looks for it in Slack first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from bot.store.engine import reading, writing
from bot.store.requests import insert_new
from bot.store.tables import deliveries
from bot.store.workspaces import writing_for

State = Literal["new", "sending", "sent", "failed"]
Kind = Literal["brief", "failure", "pointer", "notice", "welcome", "unfurl", "digest"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way."""

    #: Fixed before any work; also the ``delivery_id`` in the message's metadata.
    key: str
    #: Workspace id.
    team: str
    #: Conversation it goes to.
    channel: str
    #: What it is.
    kind: Kind
    #: ``text`` and ``blocks`` as chat.postMessage takes them; empty once sent.
    payload: dict[str, Any] = field(default_factory=dict)
    #: Thread it goes to, or None.
    thread_ts: str | None = None
    #: Request it answers, or None.
    request_key: str | None = None
    #: Brief it shows, or None.
    brief_id: str | None = None
    #: Person who asked, or None.
    asked_by: str | None = None
    #: Local date of a digest, ISO 8601, or None.
    local_date: str | None = None
    #: See the module's docstring.
    state: State = "new"
    #: Replica and boot that claimed it last, or None.
    owner: str | None = None
    #: For ``new``: not before; for ``sending``: end of the lease. Seconds since 1970 UTC.
    due_at: float = 0.0
    #: Times it was claimed.
    attempts: int = 0
    #: ts of the message in Slack once sent.
    slack_ts: str | None = None
    #: Slack's error code of the last trouble, or None.
    error: str | None = None
    #: When it was written down, seconds since 1970 UTC.
    created_at: float = 0.0

    @property
    def lane(self) -> str:
        """The lane its delivery waits in: messages to one conversation go one after the other."""
        return lane_to(self.team, self.channel)


def lane_to(team: str, channel: str) -> str:
    """The lane of deliveries to a conversation."""
    return f"{team}/{channel}"


_COLUMNS = [deliveries.c[name] for name in Delivery.__dataclass_fields__]


class Deliveries:
    """Queries on the outbox."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def put(self, delivery: Delivery) -> bool:
        """Write a message down; False when its key is there already."""
        now = self._clock()
        values = {name: getattr(delivery, name) for name in Delivery.__dataclass_fields__}
        values |= {"state": "new", "attempts": 0, "created_at": now, "due_at": max(now, delivery.due_at)}
        with writing_for(self._engine, delivery.team) as connection:
            if connection is None:
                return False
            return insert_new(connection, deliveries, deliveries.c.key, values)

    def get(self, key: str) -> Delivery | None:
        """The row, or None."""
        return self._one(sa.select(*_COLUMNS).where(deliveries.c.key == key))

    def begin(self, key: str, owner: str, lease: float) -> Delivery | None:
        """Claim a ``new`` row that is due, for ``lease`` seconds; None when there is nothing to claim."""
        return self._claim(key, owner, lease, "new")

    def take_over(self, key: str, owner: str, lease: float) -> Delivery | None:
        """Claim a ``sending`` row whose lease is over; it may have been said already."""
        return self._claim(key, owner, lease, "sending")

    def sent(self, key: str, slack_ts: str | None) -> None:
        """It was said. What it said is dropped: the brief is kept on its own."""
        self._settle(key, state="sent", slack_ts=slack_ts, error=None, payload={}, settled_at=self._clock())

    def failed(self, key: str, error: str) -> None:
        """It cannot be said, now or later; what it would have said is dropped."""
        self._settle(key, state="failed", error=error[:200], payload={}, settled_at=self._clock())

    def later(self, key: str, due_at: float, error: str) -> None:
        """It was certainly not said; to be tried again at ``due_at``."""
        self._settle(key, state="new", owner=None, due_at=due_at, error=error[:200])

    def unsure(self, key: str, look_at: float, error: str) -> None:
        """It may have been said; to be looked for at ``look_at``."""
        self._settle(key, state="sending", due_at=look_at, error=error[:200])

    def let_go(self, key: str, owner: str, look_at: float) -> None:
        """``owner`` does not know what became of the row it may have claimed; to be looked for at ``look_at``."""
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(deliveries)
                .where(deliveries.c.key == key, deliveries.c.state == "sending", deliveries.c.owner == owner)
                .values(due_at=look_at)
            )

    def orphaned(self, owner: str, look_at: float) -> None:
        """The process ``owner`` is known to be dead: what it was sending can be looked for at ``look_at``."""
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(deliveries)
                .where(deliveries.c.state == "sending", deliveries.c.owner == owner, deliveries.c.due_at > look_at)
                .values(due_at=look_at)
            )

    def due(self, grace: float, limit: int = 200) -> list[tuple[str, str, str]]:
        """(key, team, channel) of rows that should have moved, longest waiting first.

        Rows that were put off, or whose lease ended, come back when they are due; rows never tried get ``grace``
        seconds more, as they wait in their channel's queue.
        """
        now = self._clock()
        stuck = sa.or_(deliveries.c.attempts > 0, deliveries.c.due_at <= now - grace)
        query = (
            sa.select(deliveries.c.key, deliveries.c.team, deliveries.c.channel)
            .where(deliveries.c.state.in_(("new", "sending")), deliveries.c.due_at <= now, stuck)
            .order_by(deliveries.c.due_at)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [(row.key, row.team, row.channel) for row in connection.execute(query)]

    def at(self, team: str, channel: str, slack_ts: str) -> Delivery | None:
        """The delivery that became this message, or None."""
        return self._one(
            sa.select(*_COLUMNS).where(
                deliveries.c.team == team, deliveries.c.channel == channel, deliveries.c.slack_ts == slack_ts
            )
        )

    def recent(self, team: str, kind: Kind, channels: Sequence[str], limit: int = 10) -> list[Delivery]:
        """The last ``sent`` messages of one kind in some conversations of a workspace, newest first."""
        query = sa.select(*_COLUMNS).where(
            deliveries.c.team == team,
            deliveries.c.kind == kind,
            deliveries.c.state == "sent",
            deliveries.c.channel.in_(channels),
        )
        query = query.order_by(deliveries.c.created_at.desc()).limit(limit)
        with reading(self._engine) as connection:
            return [Delivery(**row._mapping) for row in connection.execute(query)]

    def pointers(self, team: str, brief_id: str) -> list[Delivery]:
        """Lines that were said to lead to a brief."""
        query = sa.select(*_COLUMNS).where(
            deliveries.c.team == team,
            deliveries.c.kind == "pointer",
            deliveries.c.state == "sent",
            deliveries.c.brief_id == brief_id,
        )
        with reading(self._engine) as connection:
            return [Delivery(**row._mapping) for row in connection.execute(query)]

    def overdue(self) -> tuple[int, float]:
        """How many rows have not moved although due, and how many seconds the oldest is late."""
        now = self._clock()
        query = sa.select(sa.func.count(), sa.func.min(deliveries.c.due_at)).where(
            deliveries.c.state.in_(("new", "sending")), deliveries.c.due_at <= now
        )
        with reading(self._engine) as connection:
            count, oldest = connection.execute(query).one()
        return int(count), max(0.0, now - oldest) if oldest is not None else 0.0

    def withdrawn(self, key: str) -> None:
        """Its message was deleted; the row stays, so that a late redelivery does not say it again."""
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(deliveries).where(deliveries.c.key == key).values(state="failed", error="deleted", payload={})
            )

    def forget_before(self, instant: float) -> None:
        """Delete settled rows from before ``instant``."""
        with writing(self._engine) as connection:
            connection.execute(
                sa.delete(deliveries).where(
                    deliveries.c.state.in_(("sent", "failed")), deliveries.c.created_at < instant
                )
            )

    def _claim(self, key: str, owner: str, lease: float, state: State) -> Delivery | None:
        now = self._clock()
        statement = (
            sa.update(deliveries)
            .where(deliveries.c.key == key, deliveries.c.state == state, deliveries.c.due_at <= now)
            .values(state="sending", owner=owner, due_at=now + lease, attempts=deliveries.c.attempts + 1)
            .returning(*_COLUMNS)
        )
        with writing(self._engine) as connection:
            row = connection.execute(statement).first()
        return Delivery(**row._mapping) if row else None

    def _settle(self, key: str, **values: Any) -> None:
        with writing(self._engine) as connection:
            # A row that was sent stays sent: a slower process must not bring it back.
            connection.execute(
                sa.update(deliveries).where(deliveries.c.key == key, deliveries.c.state != "sent").values(**values)
            )

    def _one(self, query: sa.Select[Any]) -> Delivery | None:
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return Delivery(**row._mapping) if row else None

"""Digests: when a channel wants one, which were settled, and the stories told there.

A digest is keyed by (team, channel, local date). Its message goes to the outbox in the same transaction that settles
it, so that two replicas composing at once, or one that dies in between, can neither post twice nor forget.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.deliveries import Delivery
from bot.store.engine import reading, writing
from bot.store.requests import insert_new
from bot.store.tables import deliveries, digest_schedules, digests, told_stories
from bot.store.workspaces import writing_for

State = Literal["due", "posted", "quiet", "missed"]

#: Days told stories are remembered: a story that comes back later is a new one.
TOLD_DAYS = 14
#: Days settled digests are kept at least.
KEEP_DAYS = 30


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a channel wants its digest, and what is in it."""

    #: Wall time of the post.
    time: dt.time = dt.time(8, 0)
    #: IANA time zone of ``time``.
    zone: str = "UTC"
    #: Days with a digest, 0 = Monday.
    weekdays: frozenset[int] = frozenset(range(5))
    #: Whether digests are posted at all.
    active: bool = True
    #: First local date with a digest again, or None.
    paused_until: dt.date | None = None
    #: Moments before this one bring no digest: when the time was last set. Seconds since 1970 UTC.
    since: float = 0.0
    #: Stories told in full.
    stories: int = 5
    #: People, countries and words whose stories come first.
    interests: tuple[str, ...] = ()
    #: Whether a day without news posts nothing (else one line).
    skip_quiet: bool = True


@dataclass(frozen=True, slots=True)
class DigestKey:
    """Names one digest."""

    #: Workspace id.
    team: str
    #: Conversation id.
    channel: str
    #: Local date, ISO 8601, or "now:…" for one asked for out of turn.
    name: str

    @property
    def delivery(self) -> str:
        """Key of its message in the outbox."""
        return f"digest:{self.team}:{self.channel}:{self.name}"

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked for it out of turn."""
        return self.name.startswith("now:")

    def written(self) -> str:
        """As a job carries it; Slack's ids hold no "|"."""
        return f"{self.team}|{self.channel}|{self.name}"

    @classmethod
    def read(cls, written: str) -> DigestKey:
        """The key a job carries."""
        return cls(*written.split("|", 2))


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One digest that fell due."""

    #: Its name.
    key: DigestKey
    #: Local date it is for.
    local_date: dt.date
    #: "due" (to be composed), "posted" (its message is in the outbox or said), "quiet" (nothing to say) or "missed".
    state: State
    #: News up to here is in it, seconds since 1970 UTC.
    until: float
    #: What goes into its thread once the message is there: see :class:`Settled`.
    extras: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Told:
    """A story as a channel was told it."""

    #: Local date of the digest.
    local_date: dt.date
    #: Headline shown.
    title: str
    #: Centroid of its articles, for recognising what continues it.
    centroid: dict[str, float]
    #: Terms of what was told of it, for telling news from repetition.
    terms: tuple[str, ...] = ()
    #: (name, country or None) of everybody quoted in it.
    spoke: tuple[tuple[str, str | None], ...] = ()
    #: Whether it was told in full, not named by its headline alone.
    in_full: bool = True
    #: Whether it told of what was to come.
    announced: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What a composed digest leaves behind."""

    #: Its message, or None for a quiet day.
    delivery: Delivery | None
    #: Stories told.
    told: tuple[Told, ...] = ()
    #: Payloads for the thread, in order, posted once the message is there.
    thread: tuple[dict[str, Any], ...] = ()
    #: Whether a chart goes into the thread.
    chart: bool = False
    #: Why it is as it is, made of JSON values, or None.
    reasons: dict[str, Any] | None = None
    #: Further key-value notes kept with the digest (made of JSON values).
    notes: dict[str, Any] = field(default_factory=dict)


class Digests:
    """Queries on schedules, digests and told stories."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    # -- schedules ---------------------------------------------------------------------------------------------------

    def schedule(self, team: str, channel: str) -> Schedule | None:
        """A channel's schedule, or None when it never had one."""
        query = sa.select(digest_schedules).where(
            digest_schedules.c.team == team, digest_schedules.c.channel == channel
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return _schedule(row) if row else None

    def set_schedule(self, team: str, channel: str, schedule: Schedule, changed_by: str) -> None:
        """Keep a channel's schedule. A change of time, zone or weekdays, or switching on, counts from now."""
        before = self.schedule(team, channel)
        now = self._clock()
        timing = ("time", "zone", "weekdays", "active", "paused_until")
        same = before is not None and all(getattr(before, name) == getattr(schedule, name) for name in timing)
        values: dict[str, Any] = {
            "team": team,
            "channel": channel,
            "time": f"{schedule.time:%H:%M}",
            "zone": schedule.zone,
            "weekdays": "".join(str(day) for day in sorted(schedule.weekdays)),
            "active": schedule.active,
            "paused_until": schedule.paused_until.isoformat() if schedule.paused_until else None,
            "since": before.since if before is not None and same else now,
            "stories": schedule.stories,
            "interests": list(schedule.interests),
            "skip_quiet": schedule.skip_quiet,
            "changed_by": changed_by,
            "changed_at": now,
        }
        with writing_for(self._engine, team) as connection:
            if connection is None:
                return
            build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = build(digest_schedules).values(**values)
            kept = {name: statement.excluded[name] for name in values if name not in ("team", "channel")}
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[digest_schedules.c.team, digest_schedules.c.channel], set_=kept
                )
            )

    def keeper(self, team: str, channel: str) -> str | None:
        """Who set a channel's schedule last, or None."""
        query = sa.select(digest_schedules.c.changed_by).where(
            digest_schedules.c.team == team, digest_schedules.c.channel == channel
        )
        with reading(self._engine) as connection:
            return connection.execute(query).scalar()

    def switch_off(self, team: str, channel: str) -> bool:
        """No more digests in a channel; whether there was one to switch off."""
        with writing(self._engine) as connection:
            row = connection.execute(
                sa.update(digest_schedules)
                .where(
                    digest_schedules.c.team == team, digest_schedules.c.channel == channel, digest_schedules.c.active
                )
                .values(active=False, changed_at=self._clock())
                .returning(digest_schedules.c.channel)
            ).first()
        return row is not None

    def active(self) -> list[tuple[str, str, Schedule, dt.date | None]]:
        """(team, channel, schedule, last settled local date) of every channel that wants digests."""
        last = (
            sa.select(sa.func.max(digests.c.local_date))
            .where(
                digests.c.team == digest_schedules.c.team,
                digests.c.channel == digest_schedules.c.channel,
                # A digest asked for out of turn does not stand for the day's.
                digests.c.name == digests.c.local_date,
            )
            .scalar_subquery()
        )
        query = sa.select(digest_schedules, last.label("last")).where(digest_schedules.c.active)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [
            (row.team, row.channel, _schedule(row), dt.date.fromisoformat(row.last) if row.last else None)
            for row in rows
        ]

    def last_date(self, team: str, channel: str) -> dt.date | None:
        """The latest local date of a channel that was settled, or None."""
        query = sa.select(sa.func.max(digests.c.local_date)).where(
            digests.c.team == team, digests.c.channel == channel, digests.c.name == digests.c.local_date
        )
        with reading(self._engine) as connection:
            latest = connection.execute(query).scalar()
        return dt.date.fromisoformat(latest) if latest else None

    # -- digests -----------------------------------------------------------------------------------------------------

    def fall_due(self, key: DigestKey, local_date: dt.date, until: float, state: State = "due") -> bool:
        """Note that a digest is due (or was missed); False when it was noted before."""
        now = self._clock()
        values = {
            "team": key.team,
            "channel": key.channel,
            "name": key.name,
            "local_date": local_date.isoformat(),
            "state": state,
            "until": until,
            "created_at": now,
            "settled_at": None if state == "due" else now,
        }
        with writing_for(self._engine, key.team) as connection:
            if connection is None:
                return False
            return insert_new(connection, digests, digests.c.name, values)

    def get(self, key: DigestKey) -> DigestRow | None:
        """A digest, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(digests).where(*_is(key))).first()
        return _row(row) if row else None

    def latest(self, team: str, channel: str, states: Sequence[State] = ("posted", "quiet")) -> DigestRow | None:
        """The channel's digest that reaches furthest, or None; one that could not be delivered does not count."""
        query = (
            sa.select(digests)
            .outerjoin(deliveries, _delivery_of(digests))
            .where(digests.c.team == team, digests.c.channel == channel, digests.c.state.in_(states), _not_refused())
            .order_by(digests.c.until.desc())
            .limit(1)
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return _row(row) if row else None

    def reasons(self, team: str, channel: str) -> dict[str, Any] | None:
        """Why the channel's latest digest is as it is (see :class:`Settled`), or None where that is not known."""
        query = (
            sa.select(digests.c.reasons)
            .where(digests.c.team == team, digests.c.channel == channel, digests.c.state.in_(("posted", "quiet")))
            .order_by(digests.c.until.desc())
            .limit(1)
        )
        with reading(self._engine) as connection:
            found: dict[str, Any] | None = connection.execute(query).scalar()
        return found

    def unsettled(self, limit: int = 200) -> list[DigestKey]:
        """Digests still to be composed, oldest first."""
        return self._keys(digests.c.state == "due", limit)

    def unfinished(self, limit: int = 200) -> list[DigestKey]:
        """Posted digests that still owe something to their thread, oldest first."""
        return self._keys(sa.and_(digests.c.state == "posted", digests.c.extras.is_not(None)), limit)

    def settle(self, key: DigestKey, settled: Settled) -> bool:
        """Settle a due digest once: its message into the outbox, its stories told; False when it was settled before."""
        now = self._clock()
        extras = {"thread": list(settled.thread), "chart": settled.chart, **settled.notes}
        owes = settled.delivery is not None and (settled.thread or settled.chart)
        with writing_for(self._engine, key.team) as connection:
            if connection is None:
                return False
            mine = connection.execute(
                sa.update(digests)
                .where(*_is(key), digests.c.state == "due")
                .values(
                    state="posted" if settled.delivery else "quiet",
                    settled_at=now,
                    extras=extras if owes else sa.null(),
                    reasons=settled.reasons,
                )
                .returning(digests.c.name, digests.c.local_date)
            ).first()
            if mine is None:
                return False
            if settled.delivery is not None:
                values = {name: getattr(settled.delivery, name) for name in Delivery.__dataclass_fields__}
                values |= {"state": "new", "attempts": 0, "created_at": now, "due_at": now}
                insert_new(connection, deliveries, deliveries.c.key, values)
            for position, story in enumerate(settled.told):
                insert_new(
                    connection,
                    told_stories,
                    told_stories.c.position,
                    {
                        "team": key.team,
                        "channel": key.channel,
                        "name": key.name,
                        "position": position,
                        "local_date": story.local_date.isoformat(),
                        "title": story.title,
                        "centroid": story.centroid,
                        "terms": list(story.terms),
                        "spoke": [list(who) for who in story.spoke],
                        "in_full": story.in_full,
                        "announced": story.announced,
                        "told_at": now,
                    },
                )
        return True

    def miss(self, key: DigestKey) -> bool:
        """A due digest is too late to be composed; False when it was settled before."""
        with writing(self._engine) as connection:
            row = connection.execute(
                sa.update(digests)
                .where(*_is(key), digests.c.state == "due")
                .values(state="missed", settled_at=self._clock())
                .returning(digests.c.name)
            ).first()
        return row is not None

    def finish(self, key: DigestKey) -> bool:
        """The thread has what it was owed; whether this call was the first to say so."""
        with writing(self._engine) as connection:
            row = connection.execute(
                sa.update(digests)
                .where(*_is(key), digests.c.extras.is_not(None))
                .values(extras=sa.null())
                .returning(digests.c.name)
            ).first()
        return row is not None

    def told(self, team: str, channel: str, since: float) -> list[Told]:
        """Stories the channel was told at or after ``since`` (seconds since 1970 UTC), latest first.

        What stood in a digest that could not be delivered was not told.
        """
        query = (
            sa.select(told_stories)
            .outerjoin(deliveries, _delivery_of(told_stories))
            .where(
                told_stories.c.team == team,
                told_stories.c.channel == channel,
                told_stories.c.told_at >= since,
                _not_refused(),
            )
            .order_by(told_stories.c.told_at.desc(), told_stories.c.position)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [
            Told(
                local_date=dt.date.fromisoformat(row.local_date),
                title=row.title,
                centroid=row.centroid,
                terms=tuple(row.terms),
                spoke=tuple((name, country) for name, country in row.spoke),
                in_full=row.in_full,
                announced=row.announced,
            )
            for row in rows
        ]

    def forget_before(self, instant: float) -> None:
        """Delete settled digests from before ``instant``, and told stories that are too old to come back.

        Some weeks of digests stay in any case: the last one says which dates are done and where the next one begins.
        """
        kept = self._clock() - KEEP_DAYS * 86_400
        with writing(self._engine) as connection:
            connection.execute(
                sa.delete(digests).where(digests.c.settled_at.is_not(None), digests.c.created_at < min(instant, kept))
            )
            connection.execute(
                sa.delete(told_stories).where(told_stories.c.told_at < max(instant, self._clock() - TOLD_DAYS * 86_400))
            )

    def _keys(self, condition: sa.ColumnElement[bool], limit: int) -> list[DigestKey]:
        query = (
            sa.select(digests.c.team, digests.c.channel, digests.c.name)
            .where(condition)
            .order_by(digests.c.created_at)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [DigestKey(*row) for row in connection.execute(query)]


def _delivery_of(table: sa.Table) -> sa.ColumnElement[bool]:
    """Joins digests, or what they told, with their messages: see :attr:`DigestKey.delivery`."""
    return deliveries.c.key == sa.literal("digest:") + table.c.team + ":" + table.c.channel + ":" + table.c.name


def _not_refused() -> sa.ColumnElement[bool]:
    """Whether a digest's message was said or still may be; one that somebody deleted was."""
    return sa.or_(deliveries.c.key.is_(None), deliveries.c.state != "failed", deliveries.c.error == "deleted")


def _is(key: DigestKey) -> tuple[sa.ColumnElement[bool], ...]:
    return (digests.c.team == key.team, digests.c.channel == key.channel, digests.c.name == key.name)


def _schedule(row: sa.Row[Any]) -> Schedule:
    return Schedule(
        time=dt.time.fromisoformat(row.time),
        zone=row.zone,
        weekdays=frozenset(int(day) for day in row.weekdays),
        active=row.active,
        paused_until=dt.date.fromisoformat(row.paused_until) if row.paused_until else None,
        since=row.since,
        stories=row.stories,
        interests=tuple(row.interests),
        skip_quiet=row.skip_quiet,
    )


def _row(row: sa.Row[Any]) -> DigestRow:
    return DigestRow(
        key=DigestKey(row.team, row.channel, row.name),
        local_date=dt.date.fromisoformat(row.local_date),
        state=row.state,
        until=row.until,
        extras=row.extras,
    )

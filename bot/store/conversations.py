"""What Slack says of conversations: which of them every member of a workspace may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import reading, writing
from bot.store.tables import conversations
from bot.store.workspaces import writing_for

#: "public": every member of the workspace may read it; "direct": one person and the bot; "private": its members alone.
ConversationKind = Literal["public", "private", "direct"]

#: Seconds an answer of Slack's is believed at most: later a channel counts as private until Slack was asked again.
BELIEVED = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as Slack described it."""

    #: What it is.
    kind: ConversationKind
    #: The person of a direct message, or None.
    person: str | None
    #: When Slack said so, seconds since 1970 UTC.
    checked_at: float


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to read, and from where: what is said elsewhere is shown by this alone."""

    #: Workspace id.
    team: str
    #: The person.
    user: str
    #: Conversation they ask in.
    channel: str
    #: Whether they are a full member of the workspace, who may read its public channels (no guest, no stranger).
    member: bool


class Conversations:
    """Queries on conversations."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def get(self, team: str, channel: str) -> Conversation | None:
        """What Slack said of a conversation, however long ago, or None."""
        query = sa.select(conversations.c.kind, conversations.c.person, conversations.c.checked_at).where(
            conversations.c.team == team, conversations.c.channel == channel
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return Conversation(*row) if row else None

    def checked(self, team: str, channels: Iterable[str]) -> dict[str, float]:
        """When Slack was asked about each of some conversations, seconds since 1970 UTC; those never asked about are missing."""
        query = sa.select(conversations.c.channel, conversations.c.checked_at).where(
            conversations.c.team == team, conversations.c.channel.in_(list(channels))
        )
        with reading(self._engine) as connection:
            return {row.channel: row.checked_at for row in connection.execute(query)}

    def put(self, team: str, channel: str, kind: ConversationKind, person: str | None = None) -> None:
        """Keep what Slack says of a conversation now."""
        values = {"team": team, "channel": channel, "kind": kind, "person": person, "checked_at": self._clock()}
        with writing_for(self._engine, team) as connection:
            if connection is None:
                return
            build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = build(conversations).values(**values)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[conversations.c.team, conversations.c.channel],
                    set_={name: statement.excluded[name] for name in ("kind", "person", "checked_at")},
                )
            )

    def doubt(self, team: str, channel: str) -> None:
        """Slack is to be asked anew about a conversation before it counts as public."""
        with writing(self._engine) as connection:
            connection.execute(
                sa.delete(conversations).where(conversations.c.team == team, conversations.c.channel == channel)
            )

    def forget_before(self, instant: float) -> None:
        """Delete what Slack said before ``instant`` and, in any case, longer than it is believed."""
        oldest = min(instant, self._clock() - BELIEVED)
        with writing(self._engine) as connection:
            connection.execute(sa.delete(conversations).where(conversations.c.checked_at < oldest))


def readable(
    asker: Asker, now: float, *, channel: sa.Column[str], person: sa.Column[str | None]
) -> sa.ColumnElement[bool]:
    """The condition that ``asker`` may read what was said in ``channel``, or to ``person`` alone.

    That is: in the channel they ask in, in their own direct messages, and, for full members, in the workspace's public
    channels. What Slack did not call public in the last :data:`BELIEVED` seconds is not.
    """
    ways: list[sa.ColumnElement[bool]] = []
    if asker.channel:
        ways.append(sa.and_(channel == asker.channel, person.is_(None)))
    if asker.user:
        ways.append(person == asker.user)
    if asker.member:
        public = sa.select(conversations.c.channel).where(
            conversations.c.team == asker.team,
            conversations.c.kind == "public",
            conversations.c.checked_at > now - BELIEVED,
        )
        ways.append(sa.and_(channel.in_(public), person.is_(None)))
    return sa.or_(sa.false(), *ways)

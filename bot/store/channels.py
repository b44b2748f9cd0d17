"""What a channel asked for: when the bot speaks up, and how briefs look there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.presentation import DateStyle
from bot.store.engine import reading
from bot.store.tables import channels
from bot.store.workspaces import writing_for

Mode = Literal["every", "sites", "mention"]


@dataclass(frozen=True, slots=True)
class Preferences:
    """A channel's settings."""

    #: "every" link to an article, links to chosen "sites", or only when the bot is "mention"ed.
    mode: Mode = "every"
    #: Hosts without "www." for the mode "sites"; their subdomains count too.
    sites: tuple[str, ...] = ()
    #: Sentences of the summary, 1 to 6.
    sentences: int = 3
    #: Quotes shown, 0 to 6.
    quotes: int = 4
    #: Whether a brief goes into the thread of the message or into the channel.
    place: Literal["thread", "channel"] = "thread"
    #: How dates are written.
    dates: DateStyle = "en-GB"
    #: Words, people or countries whose sentences and quotes come first.
    interests: tuple[str, ...] = ()


def preferences_from_dict(data: dict[str, Any]) -> Preferences:
    """Preferences as stored; fields that are missing or unknown to this version fall back to the default."""
    known = {name: value for name, value in data.items() if name in Preferences.__dataclass_fields__}
    for name in ("sites", "interests"):
        if name in known:
            known[name] = tuple(known[name])
    return Preferences(**known)


class Channels:
    """Queries on preferences."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock

    def get(self, team: str, channel: str) -> Preferences:
        """The channel's preferences, or the defaults."""
        query = sa.select(channels.c.preferences).where(channels.c.team == team, channels.c.channel == channel)
        with reading(self._engine) as connection:
            document = connection.execute(query).scalar()
        return preferences_from_dict(document) if document is not None else Preferences()

    def set(self, team: str, channel: str, preferences: Preferences, changed_by: str) -> None:
        """Keep a channel's preferences."""
        values = {
            "team": team,
            "channel": channel,
            "preferences": asdict(preferences),
            "changed_by": changed_by,
            "changed_at": self._clock(),
        }
        with writing_for(self._engine, team) as connection:
            if connection is None:
                return
            build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            statement = build(channels).values(**values)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[channels.c.team, channels.c.channel],
                    set_={name: statement.excluded[name] for name in ("preferences", "changed_by", "changed_at")},
                )
            )

    def of_team(self, team: str) -> dict[str, Preferences]:
        """Channels of a workspace that have preferences of their own."""
        query = sa.select(channels.c.channel, channels.c.preferences).where(channels.c.team == team)
        with reading(self._engine) as connection:
            return {row.channel: preferences_from_dict(row.preferences) for row in connection.execute(query)}

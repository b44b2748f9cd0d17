"""What jobs carry, and how they are taken on. A job's key is the written form of its argument.

The written forms stand in databases: jobs that the release before took on are read by this one, so a form never changes
its meaning. Values are parted by "|", which ids and moments of Slack's do not hold; the last one may hold anything.
A digest's argument is :class:`bot.store.digests.DigestKey`; those of briefs and deliveries are the keys of their rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

_SEAM = "|"


class Enqueue(Protocol):
    """Takes a job on, durably."""

    def __call__(self, kind: str, key: str, *, lane: str | None = None, again: str = "") -> None:
        """See :meth:`bot.jobs.Jobs.enqueue`."""
        ...


@dataclass(frozen=True, slots=True)
class HomeTabVisit:
    """The job "home": somebody opened the bot's Home tab."""

    #: Workspace id.
    team: str
    #: Person id.
    user: str
    #: ``event_ts`` of the visit, "" where Slack gives none.
    moment: str

    def written(self) -> str:
        """As the job's key."""
        return _joined(self.team, self.user, self.moment)

    @classmethod
    def read(cls, written: str) -> HomeTabVisit:
        """From a job's key. Raises ValueError."""
        return cls(*_parts(written, 3))


@dataclass(frozen=True, slots=True)
class BriefDeletion:
    """The job "delete": somebody wants a brief's message gone."""

    #: Workspace id.
    team: str
    #: Conversation id.
    channel: str
    #: ts of the message.
    ts: str
    #: Id of the person who pressed the button.
    user: str

    def written(self) -> str:
        """As the job's key."""
        return _joined(self.team, self.channel, self.ts, self.user)

    @classmethod
    def read(cls, written: str) -> BriefDeletion:
        """From a job's key. Raises ValueError."""
        return cls(*_parts(written, 4))


@dataclass(frozen=True, slots=True)
class BriefShare:
    """The job "share": somebody shares a brief in another conversation."""

    #: Workspace id.
    team: str
    #: Conversation it goes to.
    channel: str
    #: Person who shares it.
    user: str
    #: Id of the form, which is sent once.
    form: str
    #: Id of the brief.
    brief: str

    def written(self) -> str:
        """As the job's key."""
        return _joined(self.team, self.channel, self.user, self.form, self.brief)

    @classmethod
    def read(cls, written: str) -> BriefShare:
        """From a job's key. Raises ValueError."""
        return cls(*_parts(written, 5))


@dataclass(frozen=True, slots=True)
class Departure:
    """The job "forget": a workspace took the bot out."""

    #: Workspace id.
    team: str
    #: ``event_ts`` of the news, or whole seconds since 1970 UTC.
    moment: str

    def written(self) -> str:
        """As the job's key."""
        return _joined(self.team, self.moment)

    @classmethod
    def read(cls, written: str) -> Departure:
        """From a job's key. Raises ValueError."""
        return cls(*_parts(written, 2))


@dataclass(frozen=True, slots=True)
class SourceRequest:
    """The job "digest_ask": what somebody asks of a digest's sources that needs the network."""

    #: "add" a feed or site, "import" a list by its address, import the "file" of a message, or "export" the list.
    what: str
    #: Workspace id.
    team: str
    #: Conversation whose digest it is.
    channel: str
    #: Id of the person who asked.
    user: str
    #: Tells one asking from another, so that a redelivery collapses.
    moment: str
    #: Address the request is about, "" for "export".
    argument: str

    def written(self) -> str:
        """As the job's key."""
        return _joined(self.what, self.team, self.channel, self.user, self.moment, self.argument)

    @classmethod
    def read(cls, written: str) -> SourceRequest:
        """From a job's key. Raises ValueError."""
        return cls(*_parts(written, 6))


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """The job "feed": a feed is due to be asked."""

    #: Id of the feed.
    feed: int
    #: When the check fell due, seconds since 1970 UTC, to the millisecond; another moment means it was asked meanwhile.
    due: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "due", round(self.due, 3))

    def written(self) -> str:
        """As the job's key."""
        return _joined(str(self.feed), f"{self.due:.3f}")

    @classmethod
    def read(cls, written: str) -> FeedCheck:
        """From a job's key. Raises ValueError."""
        feed, due = _parts(written, 2)
        return cls(int(feed), float(due))


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """The job "article": a page that a feed listed is to be read."""

    #: Key of the article's address.
    url_key: str
    #: Times it was tried before; another count means it was read meanwhile.
    tries: int

    def written(self) -> str:
        """As the job's key."""
        return _joined(self.url_key, str(self.tries))

    @classmethod
    def read(cls, written: str) -> ArticleReading:
        """From a job's key. Raises ValueError."""
        url_key, tries = _parts(written, 2)
        return cls(url_key, int(tries))


def _joined(*parts: str) -> str:
    return _SEAM.join(parts)


def _parts(written: str, count: int) -> list[str]:
    """Exactly ``count`` parts, the last one with whatever seams it holds. Raises ValueError."""
    parts = written.split(_SEAM, count - 1)
    if len(parts) != count:
        raise ValueError(f"a job's key of {len(parts)} parts where {count} are needed")
    return parts

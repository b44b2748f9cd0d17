"""The values a workspace holds."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any, Literal

JsonDict = dict[str, Any]
ChannelKind = Literal["channel", "group", "mpim", "im"]


@dataclass(frozen=True, slots=True)
class User:
    """A person or bot of the workspace."""

    #: Slack id, "U…".
    id: str
    #: Handle, lower case, without "@".
    name: str
    #: Name as shown.
    real_name: str
    #: IANA time zone.
    tz: str = "Etc/UTC"
    #: BCP 47 tag.
    locale: str = "en-US"
    #: Whether it is a bot.
    is_bot: bool = False
    #: Whether it may manage channels, in its own workspace.
    is_admin: bool = False
    #: Id of the workspace the person belongs to where it is another one, met in shared channels; "" for this one.
    team: str = ""
    #: Enterprise Grid organisation of that workspace, "E…", or "".
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation: public channel, private channel, group direct message or direct message."""

    #: Slack id: "D…" a direct message; "C…" and "G…" say nothing of who may read a channel that was converted.
    id: str
    #: Name without "#"; for a direct message the other person's id.
    name: str
    #: What it is.
    kind: ChannelKind = "channel"
    #: Ids of the members.
    members: frozenset[str] = frozenset()
    #: Topic line.
    topic: str = ""
    #: Whether nobody can post any more.
    archived: bool = False
    #: Id of whoever opened it, or "".
    creator: str = ""


@dataclass(frozen=True, slots=True)
class Ping:
    """A live token in something the bot posted: what Slack would make ring or turn into a link."""

    #: Conversation it was posted to.
    channel: str
    #: ts of the message, or "" for an ephemeral one.
    ts: str
    #: "broadcast", "user", "usergroup", "channel", "date" or "link".
    kind: str
    #: Id, broadcast name or address.
    target: str
    #: Words shown in place of the target, or None.
    label: str | None
    #: Where it stands: "text" or a JSON pointer such as "/blocks/0/text".
    where: str


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A message only one person sees."""

    #: Conversation it is shown in.
    channel: str
    #: The one person.
    user: str
    #: ts of it.
    ts: str
    #: The message in Slack's shape.
    message: JsonDict = field(hash=False)


@dataclass(frozen=True, slots=True)
class Change:
    """Something a page that is watching should draw again."""

    #: "message", "deleted", "ephemeral", "ephemeral_deleted", "view", "home", "status", "channel", "toast", "tour", "doing".
    kind: str
    #: What changed, JSON-ready.
    data: JsonDict = field(hash=False)
    #: The only person who may see it, or None for everyone.
    user: str | None = None


def new_id(mark: str) -> str:
    """A fresh id of Slack's kind: "C", "G", "F", "U" … and ten characters."""
    return mark + secrets.token_hex(5).upper()

"""What listeners work with, handed in at the start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from bot.job_arguments import Enqueue
from bot.slack.conversation_access import ConversationAccess
from bot.slack.intake import RequestIntake
from bot.slack.responder import Responder
from bot.slack.sender import Clients
from bot.store import Store


def _no_digest(_team: str, _channel: str) -> dt.datetime | None:
    return None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in a workspace, as auth.test says."""

    #: Workspace id.
    team: str
    #: The bot's user id.
    bot_user: str
    #: The bot's bot id.
    bot_id: str
    #: Address of the workspace, with a slash at the end.
    url: str

    def link_to(self, channel: str, ts: str) -> str:
        """Address of a message, as Slack writes permalinks."""
        return f"{self.url}archives/{channel}/p{ts.replace('.', '')}"


@dataclass(frozen=True, slots=True)
class Services:
    """What listeners work with."""

    #: Data.
    store: Store
    #: Where requests are handed in.
    intake: RequestIntake
    #: Takes jobs on.
    enqueue: Enqueue
    #: Web API clients.
    clients: Clients
    #: Who may read what was said where.
    access: ConversationAccess
    #: Answers only one person sees.
    respond: Responder
    #: Who the bot is.
    identity: Identity
    #: Canonical addresses in a Slack text, each once, in order.
    links_of: Callable[[str], list[str]]
    #: Host of an address without "www.".
    host_of: Callable[[str], str]
    #: The time, seconds since 1970 UTC.
    clock: Callable[[], float]
    #: When the next digest of (team, channel) comes, in its zone; None where none does.
    next_digest: Callable[[str, str], dt.datetime | None] = _no_digest

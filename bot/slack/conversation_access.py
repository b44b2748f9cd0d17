"""Who may read what was said where: asked of Slack, never guessed from an id, and private wherever it is not known."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_sdk.errors import SlackClientError

from bot.slack.errors import trouble_of
from bot.slack.sender import Clients
from bot.store import Store
from bot.store.conversations import Asker, Conversation, ConversationKind

#: Seconds an answer about a conversation is good for before Slack is asked again where it matters.
FRESH = 3600.0
#: Conversations asked about for one question: conversations.info allows about 50 calls a minute (tier 3).
MOST_ASKED = 40
#: Answers about a private channel the bot is not in, one that is gone, and conversations the bot may not ask about, of which
#: no public channel is one.
_CLOSED = {"channel_not_found", "missing_scope", "method_not_supported_for_channel_type"}
#: Seconds an answer about a person is good for, and people remembered.
PERSON_FRESH, MOST_PEOPLE = 600.0, 2_000


class ConversationAccess:
    """What Slack says of conversations and of people who ask."""

    def __init__(self, store: Store, clients: Clients, clock: Callable[[], float]) -> None:
        self._store = store
        self._clients = clients
        self._clock = clock
        #: Whether a person is a full member, by (team, user), and when Slack said so.
        self._members: dict[tuple[str, str], tuple[bool, float]] = {}
        self._lock = threading.Lock()
        self._log = structlog.get_logger("attache.access")

    def learn(self, team: str, channel: str) -> Conversation | None:
        """What a conversation is; Slack is asked unless it said so within :data:`FRESH` seconds.

        None when nobody knows. Never raises on Slack's account.
        """
        known = self._store.conversations.get(team, channel)
        if known is not None and known.checked_at > self._clock() - FRESH:
            return known
        try:
            answer = self._clients(team).conversations_info(channel=channel)
            kind, person = kind_of(answer.get("channel") or {})
        except (SlackClientError, OSError) as error:
            trouble = trouble_of(error)
            if trouble.code not in _CLOSED:
                self._log.info("not known", channel=channel, error=trouble.code)
                return known
            kind, person = "private", None
        self._store.conversations.put(team, channel, kind, person)
        return self._store.conversations.get(team, channel)

    def refresh(self, asker: Asker, name: str) -> None:
        """Before somebody is shown what ``name`` ("" for anybody) said elsewhere: is each of those channels still public?"""
        if not asker.member:
            return
        quotes = self._store.quotes
        channels = (quotes.channels(asker.team, name) if name else quotes.all_channels(asker.team)) - {asker.channel}
        checked = self._store.conversations.checked(asker.team, channels)
        stale = [channel for channel in channels if checked.get(channel, 0.0) <= self._clock() - FRESH]
        for channel in sorted(stale, key=lambda channel: checked.get(channel, 0.0))[:MOST_ASKED]:
            self.learn(asker.team, channel)

    def asker(self, team: str, user: str, channel: str) -> Asker:
        """Who asks: guests, people of other workspaces and people Slack does not tell about see no other channels."""
        return Asker(team, user, channel, self._is_member(team, user))

    def direct_channel(self, team: str, user: str) -> str:
        """Id of the direct message between the bot and a person; their own id, which Slack takes as well, in need."""
        try:
            answer = self._clients(team).conversations_open(users=user)
        except (SlackClientError, OSError) as error:
            self._log.info("no direct message", error=trouble_of(error).code)
            return user
        return str(answer["channel"]["id"])

    def _is_member(self, team: str, user: str) -> bool:
        now = self._clock()
        with self._lock:
            known = self._members.get((team, user))
        if known is not None and known[1] > now - PERSON_FRESH:
            return known[0]
        try:
            about = self._clients(team).users_info(user=user).get("user") or {}
        except (SlackClientError, OSError) as error:
            self._log.info("person not known", error=trouble_of(error).code)
            return False
        member = is_full_member(about, team)
        with self._lock:
            if len(self._members) >= MOST_PEOPLE:
                self._members.clear()
            self._members[team, user] = (member, now)
        return member


def kind_of(about: Mapping[str, Any]) -> tuple[ConversationKind, str | None]:
    """What a conversation object of Slack's says it is, and the person of a direct message.

    Public only where Slack says ``is_private: false`` of a channel: ids that begin with "C" may be private.
    """
    if about.get("is_im"):
        return "direct", str(about["user"]) if about.get("user") else None
    closed = about.get("is_private") is not False or about.get("is_group") or about.get("is_mpim")
    return ("private", None) if closed or not about.get("is_channel") else ("public", None)


def is_full_member(about: Mapping[str, Any], team: str) -> bool:
    """Whether a user object of Slack's is of somebody who may read every public channel of a workspace.

    People of an Enterprise Grid organisation may belong to several workspaces (``enterprise_user.teams``).
    """
    if (
        about.get("is_restricted")
        or about.get("is_ultra_restricted")
        or about.get("is_stranger")
        or about.get("deleted")
    ):
        return False
    teams = (about.get("enterprise_user") or {}).get("teams") or ()
    return about.get("team_id") == team or team in teams

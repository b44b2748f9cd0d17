"""What counts as a request: pure rules on Slack's events, and the claim made before the acknowledgement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.articles.addresses import leads_into_slack
from bot.job_arguments import Enqueue
from bot.slack.message_content import linked_text, pasted_file
from bot.store import Store
from bot.store.channels import Preferences
from bot.store.requests import BriefRequest, Source, lane_of

#: Links of one message that are briefed at once; the others wait behind a button.
MOST_LINKS = 3
#: Links of one message that are looked at at all.
MOST_OFFERED = 50
#: Subtypes of messages that people write; every other subtype is Slack's or a bot's.
_WRITTEN = {None, "thread_broadcast", "file_share", "me_message"}
_ID = re.compile(r"[A-Z0-9]{1,32}")
_TS = re.compile(r"\d{1,16}\.\d{1,12}")


@dataclass(frozen=True, slots=True)
class Said:
    """Something a person wrote."""

    #: Workspace id.
    team: str
    #: Conversation id.
    channel: str
    #: ts of the message as first posted.
    ts: str
    #: ts of the thread it stands in, or None.
    thread_ts: str | None
    #: Who wrote it.
    user: str
    #: Its text as Slack sends it.
    text: str
    #: Its text before an edit, or None for a new message.
    before: str | None
    #: Whether it is a direct message to the bot.
    direct: bool
    #: Text that may hold links beside its own: of its blocks and attachments, such as a forwarded message.
    linked: str = ""
    #: Id of a file that is text, such as a long paste that Slack made a snippet of, or None.
    pasted: str | None = None


def said(event: Mapping[str, Any], team: str, bot_user: str) -> Said | None:
    """What a person wrote, or None for everything that must not start a brief.

    Out: bots (ourselves included), joins, huddles, deletes and their tombstones, unfurls (a ``message_changed`` whose
    words did not change; where Slack leaves out what they were, one that is no edit).
    """
    subtype = event.get("subtype")
    before: str | None = None
    message: Mapping[str, Any] = event
    if subtype == "message_changed":
        message = event.get("message") or {}
        previous = event.get("previous_message")
        before = str((previous or {}).get("text") or "")
        same = message.get("text") == previous.get("text") if previous else not message.get("edited")
        if same or message.get("subtype") not in _WRITTEN:
            return None
    elif subtype not in _WRITTEN:
        return None
    user, channel, ts = message.get("user"), event.get("channel"), message.get("ts")
    if message.get("bot_id") or message.get("bot_profile") or not user or user in (bot_user, "USLACKBOT"):
        return None
    if not (_matches(_ID, user) and _matches(_ID, channel) and _matches(_TS, ts) and _matches(_ID, team)):
        return None
    thread = message.get("thread_ts")
    return Said(
        team=team,
        channel=str(channel),
        ts=str(ts),
        thread_ts=str(thread) if _matches(_TS, thread) else None,
        user=str(user),
        text=str(message.get("text") or ""),
        before=before,
        direct=event.get("channel_type") == "im" or str(channel).startswith("D"),
        linked="" if subtype == "message_changed" else linked_text(message),
        pasted=None if subtype == "message_changed" else pasted_file(message),
    )


def links_asked(words: Said, links_of: Callable[[str], list[str]], limit: int = MOST_OFFERED) -> list[str]:
    """The links to articles a message's text brings, those an edit added alone; each once, in order."""
    known = set(links_of(words.before)) if words.before else set()
    return [link for link in articles(links_of(words.text)) if link not in known][:limit]


def articles(links: Iterable[str]) -> list[str]:
    """Links that can lead to an article, each once: those into Slack cannot."""
    return [link for link in dict.fromkeys(links) if not leads_into_slack(link)]


def articles_first(links: Sequence[str]) -> list[str]:
    """All links, those that can lead to an article before the others."""
    found = articles(links)
    return found + [link for link in dict.fromkeys(links) if link not in found]


def wanted_here(links: Sequence[str], preferences: Preferences, host_of: Callable[[str], str]) -> list[str]:
    """The links a channel wants briefed unasked."""
    if preferences.mode == "mention":
        return []
    if preferences.mode == "every":
        return list(links)
    return [link for link in links if _listed(host_of(link), preferences.sites)]


def _listed(host: str, sites: Sequence[str]) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in sites)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


class RequestIntake:
    """Where listeners hand in requests: claimed and enqueued when the call comes back, so that the ack may go out."""

    def __init__(self, store: Store, enqueue: Enqueue) -> None:
        self._store = store
        self._enqueue = enqueue

    def take(self, request: BriefRequest) -> bool:
        """Claim and enqueue a request; False when it was claimed before (it is enqueued again all the same).

        The second enqueue closes the gap of a crash between claim and enqueue: job ids collapse.
        """
        new = self._store.requests.claim(request)
        self.start(request)
        if new and reacts(request):
            self._enqueue("hourglass", request.key)
        return new

    def start(self, request: BriefRequest) -> None:
        """Enqueue a request that was claimed."""
        self._enqueue("brief", request.key, lane=lane_of(request))

    def set_aside(self, request: BriefRequest) -> None:
        """Claim a request without starting it: it waits for somebody to press the button."""
        if self._store.requests.claim(request):
            self._store.requests.settle(request.key)


def reacts(request: BriefRequest) -> bool:
    """Whether the request came as a message that can carry a reaction."""
    return request.source in ("message", "mention", "dm", "shortcut") and is_message_ts(request.ts)


def is_message_ts(ts: str) -> bool:
    """Whether this is a message's ts; commands and forms are known by other ids."""
    return _matches(_TS, ts)


def request_of(
    words: Said, source: Source, *, url: str | None = None, text: str | None = None, file: str | None = None
) -> BriefRequest:
    """The request a message makes for one link, text or file; it is answered in the message's thread."""
    return BriefRequest(
        team=words.team,
        channel=words.channel,
        ts=words.ts,
        user=words.user,
        source=source,
        url=url,
        text=text,
        file=file,
        thread_ts=words.thread_ts or words.ts,
    )

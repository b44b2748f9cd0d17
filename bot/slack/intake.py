"""What counts as a request: pure rules on Slack's events, and the claim made before the acknowledgement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.articles.addresses import is_no_article, leads_into_slack
from bot.job_arguments import Enqueue
from bot.slack.message_content import linked_text, pasted_file, without_code
from bot.store import Store
from bot.store.channels import Preferences
from bot.store.requests import BriefRequest, Source, in_order, lane_of

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
    #: Who wrote it; "" for a workflow.
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
    #: Whether a workflow wrote it, which is told nothing but what it asks for.
    by_workflow: bool = False


def said(event: Mapping[str, Any], team: str, bot_user: str) -> Said | None:
    """What a person wrote, or None for everything that must not start a brief.

    A workflow that names the bot counts as a person, outside threads, so that no two programs can talk for ever.
    Out: other bots (ourselves included), joins, huddles, deletes and their tombstones, unfurls (a ``message_changed`` whose
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
    elif subtype not in _WRITTEN and not _is_workflow(event, bot_user):
        return None
    user, channel, ts = message.get("user"), event.get("channel"), message.get("ts")
    by_workflow = _is_workflow(event, bot_user)
    if not by_workflow and not _is_person(message, bot_user):
        return None
    if not (
        (by_workflow or _matches(_ID, user)) and _matches(_ID, channel) and _matches(_TS, ts) and _matches(_ID, team)
    ):
        return None
    thread = message.get("thread_ts")
    return Said(
        team=team,
        channel=str(channel),
        ts=str(ts),
        thread_ts=str(thread) if _matches(_TS, thread) else None,
        user="" if by_workflow else str(user),
        text=str(message.get("text") or ""),
        before=before,
        direct=event.get("channel_type") == "im" or str(channel).startswith("D"),
        linked="" if subtype == "message_changed" else linked_text(message),
        pasted=None if subtype == "message_changed" else pasted_file(message),
        by_workflow=by_workflow,
    )


def _is_person(message: Mapping[str, Any], bot_user: str) -> bool:
    """Whether somebody of flesh and blood wrote a message."""
    user = message.get("user")
    return (
        bool(user) and user not in (bot_user, "USLACKBOT") and not (message.get("bot_id") or message.get("bot_profile"))
    )


def _is_workflow(event: Mapping[str, Any], bot_user: str) -> bool:
    """Whether a workflow (or a webhook) wrote a message that names the bot: it has a bot's id and no author."""
    profile = event.get("bot_profile")
    told = isinstance(profile, Mapping) and profile.get("is_workflow_bot") is True
    return (
        _matches(_ID, event.get("bot_id"))
        and event.get("subtype") in (None, "bot_message")
        and (told or not event.get("user"))
        and event.get("thread_ts") in (None, event.get("ts"))
        and f"<@{bot_user}" in str(event.get("text") or "")
    )


def links_asked(words: Said, links_of: Callable[[str], list[str]], limit: int = MOST_OFFERED) -> list[str]:
    """The links to articles a message's text brings outside code, those an edit added alone; each once, in order."""
    known = set(links_of(without_code(words.before))) if words.before else set()
    return [link for link in articles(links_of(without_code(words.text))) if link not in known][:limit]


def articles(links: Iterable[str]) -> list[str]:
    """Links that can lead to an article, each once: those into Slack cannot."""
    return [link for link in dict.fromkeys(links) if not leads_into_slack(link)]


def wanted_here(links: Sequence[str], preferences: Preferences, host_of: Callable[[str], str]) -> list[str]:
    """The links a channel wants briefed unasked: none to forms, web apps, videos and the like."""
    if preferences.mode == "mention":
        return []
    links = [link for link in links if not is_no_article(link)]
    if preferences.mode == "every":
        return links
    return [link for link in links if _listed(host_of(link), preferences.sites)]


def _listed(host: str, sites: Sequence[str]) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in sites)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _everything(_request: BriefRequest) -> bool:
    return True


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

    def take_all(self, requests: Sequence[BriefRequest]) -> None:
        """Take the requests of one message, to be answered in their order."""
        for request in in_order(requests):
            self.take(request)

    def start(self, request: BriefRequest) -> None:
        """Enqueue a request that was claimed."""
        self._enqueue("brief", request.key, lane=lane_of(request))

    def withdraw(self, team: str, channel: str, ts: str, is_gone: Callable[[BriefRequest], bool] = _everything) -> None:
        """A message was deleted, or links were edited away (``is_gone``): what it asked for gets no answer any more."""
        for key in self._store.requests.withdraw(team, channel, ts, is_gone):
            # Looked at after the mark was made: whoever writes the answer down looks the other way round.
            row = self._store.deliveries.get(f"brief:{key}")
            if row is not None and row.state == "new":
                self._store.take_back(row)

    def take_words(self, request: BriefRequest) -> None:
        """Claim and enqueue a message without a link, to be understood: see :mod:`bot.slack.words_answers`."""
        self._store.requests.claim(request)
        # It is no brief that somebody could miss.
        self._store.requests.settle(request.key)
        self._enqueue("words", request.key, lane=lane_of(request))

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

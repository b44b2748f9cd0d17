"""What people write to the bot without a link: commands in words, a link in the thread or in a forwarded message, thanks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackClientError

from bot.slack import messages
from bot.slack.blocks import Message
from bot.slack.digest.answers import DigestAnswers, DigestAsker
from bot.slack.digest.command_text import DigestUnknown, parse_digest
from bot.slack.errors import is_passing
from bot.slack.intake import MOST_LINKS, articles
from bot.slack.message_content import linked_text, without_code
from bot.slack.quote_search import answer_quotes
from bot.slack.services import Services
from bot.slack.spoken import understood
from bot.store.conversations import Asker
from bot.store.deliveries import Delivery
from bot.store.requests import BriefRequest

JsonDict = dict[str, Any]


class WordsAnswers:
    """The work of the job "words"; its key is that of a request without a link."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._digest = DigestAnswers(services)

    def work(self, key: str) -> None:
        """Understand a message, do what it asks and say so.

        Raises what Slack or the network raises where it may pass: the job is tried again.
        """
        request = self._services.store.requests.get(key)
        if request is not None and self._services.store.deliveries.get(_delivery_key(key)) is None:
            self._answer(request)
            self._services.store.requests.blank(key, keep_url=False)
        row = self._services.store.deliveries.get(_delivery_key(key))
        if row is not None and row.state == "new":
            self._services.enqueue("deliver", row.key, lane=row.lane)

    def _answer(self, request: BriefRequest) -> None:
        spoken = understood(request.text or "")
        if spoken.wish == "help":
            self._say(request, Message(messages.say("help")))
        elif spoken.wish == "quotes":
            self._say(request, self._quotes(request, spoken.words))
        elif spoken.wish == "digest":
            self._say(request, Message(self._digest_words(request, spoken.words)))
        elif spoken.wish != "nothing" and not self._brief_near(request, in_thread=spoken.wish == "thread"):
            self._say(request, Message(messages.say("no_link")))

    def _say(self, request: BriefRequest, message: Message) -> None:
        self._services.store.deliveries.put(
            Delivery(
                key=_delivery_key(request.key),
                team=request.team,
                channel=request.channel,
                kind="notice",
                payload=message.payload(),
                thread_ts=request.thread_ts,
                asked_by=request.user,
            )
        )

    # -- commands ----------------------------------------------------------------------------------------------------

    def _quotes(self, request: BriefRequest, words: str) -> Message:
        """What /quotes would answer; in a channel, where everybody reads it, what was briefed there alone."""
        services = self._services
        if request.source == "dm":
            asker = services.access.asker(request.team, request.user, request.channel)
        else:
            asker = Asker(request.team, "", request.channel, member=False)
        today = dt.datetime.fromtimestamp(services.clock(), dt.UTC).date()
        found = answer_quotes(services.store, asker, words, today, services.access.refresh)
        if request.source == "dm" or found.blocks:
            return found
        here_only = messages.say("quotes_here_only")
        return Message(f"{found.text} {here_only}")

    def _digest_words(self, request: BriefRequest, words: str) -> str:
        asked = parse_digest(words, self._digest.today(request.team, request.channel), self._services.links_of)
        if isinstance(asked, DigestUnknown):
            return messages.say("digest_unknown", given=asked.given[:100], nearest=asked.nearest)
        if asked.name == "form":
            return messages.say("digest_form_there")
        who = DigestAsker(request.team, request.channel, request.user, request.ts)
        return self._digest.answer(asked, who)

    # -- links nearby ------------------------------------------------------------------------------------------------

    def _brief_near(self, request: BriefRequest, *, in_thread: bool) -> bool:
        """Brief the links of the message itself (a forwarded one), or of the thread's first message; whether there are any.

        An app_mention does not carry what is attached to its message, nor what the thread began with.
        """
        links = self._links(self._message(request, request.ts))
        if not links and in_thread and request.thread_ts not in (None, request.ts):
            links = self._links(self._message(request, str(request.thread_ts)))
        self._services.intake.take_all(
            [
                BriefRequest(
                    team=request.team,
                    channel=request.channel,
                    ts=request.ts,
                    user=request.user,
                    source=request.source,
                    url=url,
                    thread_ts=request.thread_ts,
                )
                for url in links[:MOST_LINKS]
            ]
        )
        return bool(links)

    def _links(self, message: Mapping[str, Any]) -> list[str]:
        links_of = self._services.links_of
        written = articles(links_of(without_code(str(message.get("text") or ""))))
        return written or articles(links_of(linked_text(message)))

    def _message(self, request: BriefRequest, ts: str) -> JsonDict:
        """A message of the conversation; empty where Slack does not show it (a permission that was declined)."""
        client = self._services.clients(request.team)
        thread = request.thread_ts or request.ts
        try:
            answer = client.conversations_replies(
                channel=request.channel, ts=thread, oldest=ts, latest=ts, inclusive=True, limit=2
            )
        except (SlackClientError, OSError) as error:
            if is_passing(error):
                raise
            return {}
        found: list[JsonDict] = answer.get("messages") or []
        # Slack gives the thread's first message with every answer.
        return next((message for message in found if message.get("ts") == ts), {})


def _delivery_key(request_key: str) -> str:
    return f"words:{request_key}"

"""Messages: links people paste, mentions, direct messages."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App

from bot.slack import messages
from bot.slack.blocks import Message
from bot.slack.intake import MOST_LINKS, MOST_OFFERED, Said, articles, links_asked, request_of, said, wanted_here
from bot.slack.listeners.answers import offer_others, say_once
from bot.slack.services import Services
from bot.slack.workspace import workspace_of
from bot.store.requests import Source, digest_of
from bot.surfaces import unescape

#: Words a pasted text must have to be taken for an article.
LEAST_WORDS = 60
_MENTIONS = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")


def register(app: App, services: Services) -> None:
    """Listen to messages and mentions."""

    def on_message(event: dict[str, Any], context: dict[str, Any]) -> None:
        words = said(event, workspace_of(context), services.identity.bot_user)
        if words is None:
            return
        if words.direct:
            _asked(services, words, "dm")
            return
        if f"<@{services.identity.bot_user}" in words.text:
            # Its app_mention says the same: whichever comes first makes the claim.
            _asked(services, words, "mention")
            return
        links = links_asked(words, services.links_of)
        if links:
            preferences = services.store.channels.get(words.team, words.channel)
            take_links(services, words, wanted_here(links, preferences, services.host_of), "message")

    def on_mention(event: dict[str, Any], context: dict[str, Any]) -> None:
        # An app_mention carries no subtype and no channel_type; direct messages come as messages alone.
        words = said(event, workspace_of(context), services.identity.bot_user)
        if words is not None:
            _asked(services, words, "mention")

    app.event("message")(on_message)
    app.event("app_mention")(on_mention)


def _asked(services: Services, words: Said, source: Source) -> None:
    """Somebody turned to the bot itself: links, pasted text, or a hint."""
    links = links_asked(words, services.links_of)
    if links:
        take_links(services, words, links, source)
        return
    if words.before is not None:
        return
    carried = articles(services.links_of(words.linked))[:MOST_OFFERED]
    if carried:
        take_links(services, words, carried, source)
        return
    if words.pasted:
        services.intake.take(request_of(words, source, file=words.pasted))
        return
    text = _MENTIONS.sub(" ", words.text).strip()
    if len(text.split()) >= LEAST_WORDS:
        services.intake.take(request_of(words, source, text=plain_text(text)))
        return
    # A mention in passing and a short line in a direct message get one hint.
    key = f"hint:{digest_of(words.team, words.channel, words.ts)}"
    # Everything that is left leads into Slack.
    line = "slack_link" if services.links_of(f"{words.text}\n{words.linked}") else "no_link"
    say_once(services, key, words, Message(messages.say(line)))


def plain_text(text: str) -> str:
    """Slack's text as people wrote it: links as their labels, entities undone."""
    text = re.sub(r"<[^<>|]*\|([^<>]*)>", r"\1", text)
    return unescape(re.sub(r"<([^<>]*)>", r"\1", text))


def take_links(services: Services, words: Said, links: list[str], source: Source) -> None:
    """Hand in the links of a message: the first three at once, the others behind a button."""
    requests = [request_of(words, source, url=link) for link in links]
    for request in requests[:MOST_LINKS]:
        services.intake.take(request)
    rest = requests[MOST_LINKS:]
    if rest:
        for request in rest:
            services.intake.set_aside(request)
        offer_others(services, words, MOST_LINKS, [request.key for request in rest])

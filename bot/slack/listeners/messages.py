"""Messages: links people paste, mentions, direct messages."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App

from bot.slack import messages
from bot.slack.blocks import Message
from bot.slack.intake import MOST_LINKS, MOST_OFFERED, Said, articles, links_asked, request_of, said, wanted_here
from bot.slack.listeners.answers import offer_others, say_once
from bot.slack.message_content import linked_text, without_code
from bot.slack.pasted_text import is_page_source, plain_text
from bot.slack.services import Services
from bot.slack.workspace import workspace_of
from bot.store.requests import Source, digest_of

#: Words a pasted text must have to be taken for an article.
LEAST_WORDS = 60
_MENTIONS = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")


def register(app: App, services: Services) -> None:
    """Listen to messages and mentions."""

    def on_message(event: dict[str, Any], context: dict[str, Any]) -> None:
        words = said(event, workspace_of(context), services.identity.bot_user)
        if words is None:
            return
        if words.before is not None:
            _withdraw_links(services, words, linked_text(event.get("message") or {}))
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
    """Somebody turned to the bot itself: with links, a pasted text, or words to be understood."""
    text = plain_text(_MENTIONS.sub(" ", words.text).strip())
    enough = words.before is None and len(text.split()) >= LEAST_WORDS
    links = links_asked(words, services.links_of)
    if links and not (enough and is_page_source(text)):
        take_links(services, words, links, source)
        return
    if words.before is not None:
        return
    carried = articles(services.links_of(without_code(words.linked)))[:MOST_OFFERED]
    if carried and not links:
        take_links(services, words, carried, source)
        return
    if words.pasted:
        services.intake.take(request_of(words, source, file=words.pasted))
        return
    if enough:
        services.intake.take(request_of(words, source, text=text))
        return
    if words.by_workflow:
        return
    if services.links_of(without_code(f"{words.text}\n{words.linked}")):
        # Everything that is left leads into Slack.
        key = f"hint:{digest_of(words.team, words.channel, words.ts)}"
        say_once(services, key, words, Message(messages.say("slack_link")))
        return
    services.intake.take_words(request_of(words, source, text=text or None))


def _withdraw_links(services: Services, words: Said, linked: str) -> None:
    """After an edit: links that the message holds no more are not briefed."""
    left = set(services.links_of(f"{words.text}\n{linked}"))
    services.intake.withdraw(words.team, words.channel, words.ts, lambda r: r.url is not None and r.url not in left)


def take_links(services: Services, words: Said, links: list[str], source: Source) -> None:
    """Hand in the links of a message: the first three at once, the others behind a button."""
    requests = [request_of(words, source, url=link) for link in links]
    services.intake.take_all(requests[:MOST_LINKS])
    rest = requests[MOST_LINKS:]
    if rest:
        for request in rest:
            services.intake.set_aside(request)
        offer_others(services, words, MOST_LINKS, [request.key for request in rest])

"""What /quotes answers with: pages of quotes, or the question who is meant."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.presentation import day_shown, person_shown
from bot.slack import messages
from bot.slack.blocks import (
    JsonDict,
    Message,
    button,
    mrkdwn,
    place_elements,
    rich_text,
    section,
    text_element,
)
from bot.slack.commands import BadDay, QuotesCommand, parse_quotes
from bot.store import Store
from bot.store.conversations import Asker
from bot.store.quotes import QuoteLine, SpeakerLine
from bot.surfaces import clean, fit, web_address

#: Quotes on a page, and characters of each.
PAGE, QUOTE_LIMIT = 5, 500
#: People offered when a name fits several.
MOST_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class Search:
    """What a page of quotes shows; travels in the value of a button."""

    #: Key of the person.
    person: str
    #: Words asked for, or None.
    about: str | None = None
    #: First day, ISO 8601, or None.
    since: str | None = None
    #: Quotes before this page.
    offset: int = 0

    def value(self) -> str:
        """As a button carries it, in at most 2,000 characters."""
        about = clean(self.about or "")[:300]
        return json.dumps([self.person[:300], about, self.since or "", self.offset], ensure_ascii=False)


def search_of(value: str) -> Search | None:
    """Read a button's value; None for what no button of ours holds."""
    try:
        person, about, since, offset = json.loads(value)
        return Search(str(person), str(about) or None, str(since) or None, max(0, int(offset)))
    except (ValueError, TypeError):
        return None


def answer_quotes(
    store: Store, asker: Asker, text: str, today: dt.date, refresh: Callable[[Asker, str], None]
) -> Message:
    """The answer to /quotes; ``refresh(asker, name)`` makes sure that what counts as public still is."""
    asked = parse_quotes(text, today)
    if asked is None:
        return Message(messages.say("quotes_usage"))
    if isinstance(asked, BadDay):
        return Message(messages.say("quotes_bad_date", given=asked.given[:60]))
    refresh(asker, asked.name)
    people = store.quotes.speakers(asker, asked.name, MOST_PEOPLE)
    if not people:
        return Message(messages.say("quotes_nobody", name=asked.name))
    if len(people) > 1:
        return _which(asked, people)
    return quotes_page(store, asker, Search(people[0].key, asked.about, asked.since), people[0].name)


def quotes_page(store: Store, asker: Asker, search: Search, name: str | None = None) -> Message:
    """One page of what a person said, as far as the asker may read it."""
    quotes, more = store.quotes.said(
        asker, search.person, about=search.about, since=search.since, offset=search.offset, limit=PAGE
    )
    shown = quotes[0].speaker if quotes else name or search.person.strip().title()
    if not quotes:
        return Message(messages.say("quotes_nothing", name=shown))
    title = messages.say("quotes_of", name=shown)
    blocks: list[JsonDict] = [section(title)]
    for quote in quotes:
        blocks += _quote_blocks(quote)
    buttons = []
    if search.offset:
        newer = Search(search.person, search.about, search.since, max(0, search.offset - PAGE))
        buttons.append(button(messages.plain("button_newer"), "quotes_newer", newer.value()))
    if more:
        older = Search(search.person, search.about, search.since, search.offset + PAGE)
        buttons.append(button(messages.plain("button_older"), "quotes_older", older.value()))
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    return Message(title, tuple(blocks))


def _quote_blocks(quote: QuoteLine) -> list[JsonDict]:
    line = [text_element(f"{day_shown(dt.date.fromisoformat(quote.said_on), 'en-GB')}")]
    speaker = person_shown(quote.speaker, quote.office, quote.country, quote.organisation)
    if speaker.office:
        line.append(text_element(f" · {fit(speaker.office, 100)}"))
    line += place_elements(speaker.country, speaker.organisation, 80, ", " if speaker.office else " · ")
    label = fit(quote.title or quote.site or quote.url, 120)
    address = web_address(quote.url)
    source = {"type": "link", "url": address, "text": label or messages.plain("button_source")}
    line += [text_element(" · "), source if address else text_element(label)]
    words = text_element(fit(quote.text, QUOTE_LIMIT))
    return [
        rich_text(
            [
                {"type": "rich_text_quote", "elements": [words]},
                {"type": "rich_text_section", "elements": line},
            ]
        )
    ]


def _which(asked: QuotesCommand, people: Sequence[SpeakerLine]) -> Message:
    question = messages.say("quotes_which", name=asked.name)
    buttons = [
        button(_person_label(line), f"quotes_person_{n}", Search(line.key, asked.about, asked.since).value())
        for n, line in enumerate(people)
    ]
    return Message(question, ({"type": "section", "text": mrkdwn(question)}, {"type": "actions", "elements": buttons}))


def _person_label(line: SpeakerLine) -> str:
    about = ", ".join(person_shown(line.name, line.office, line.country, None).details)
    return fit(f"{line.name} ({about})" if about else line.name, 75)


def message_arguments(message: Message) -> Mapping[str, Any]:
    """As ack() and response addresses take it."""
    return {"response_type": "ephemeral", **message.payload()}

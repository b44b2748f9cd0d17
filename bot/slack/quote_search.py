"""What /quotes answers with: pages of quotes, or the question who is meant."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from bot.slack.quote_subjects import Subject, subject_of
from bot.store import Store
from bot.store.conversations import Asker
from bot.store.quotes import QuoteLine, SpeakerLine
from bot.surfaces import clean, fit, web_address

#: Quotes on a page, and characters of each.
PAGE, QUOTE_LIMIT = 5, 500
#: People offered when a name fits several, and other articles named under a quote.
MOST_PEOPLE, MOST_SOURCES = 8, 4


@dataclass(frozen=True, slots=True)
class Search:
    """What a page of quotes shows; travels in the value of a button."""

    #: Key of the person, "" for anybody.
    person: str
    #: Words asked for, or None.
    about: str | None = None
    #: First day, ISO 8601, or None.
    since: str | None = None
    #: Quotes before this page.
    offset: int = 0
    #: Country of whoever spoke, or None.
    country: str | None = None
    #: Words of their office, or None.
    office: str | None = None

    def value(self) -> str:
        """As a button carries it, in at most 2,000 characters."""
        about, office = clean(self.about or "")[:300], clean(self.office or "")[:100]
        carried = [self.person[:300], about, self.since or "", self.offset, self.country or "", office]
        return json.dumps(carried, ensure_ascii=False)


def search_of(value: str) -> Search | None:
    """Read a button's value; None for what no button of ours holds."""
    try:
        # Buttons made by earlier versions know no country and no office.
        person, about, since, offset, *more = json.loads(value)
        country, office = more or ("", "")
        page = max(0, int(offset))
        return Search(
            str(person), str(about) or None, str(since) or None, page, str(country) or None, str(office) or None
        )
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
    subject = subject_of(asked.name)
    refresh(asker, "" if subject else asked.name)
    people = store.quotes.speakers(asker, asked.name, MOST_PEOPLE) if asked.name else []
    if len(people) > 1:
        return _which("quotes_which", asked, people)
    if people:
        return quotes_page(store, asker, Search(people[0].key, asked.about, asked.since), people[0].name)
    if not subject:
        refresh(asker, "")
    return _without_person(store, asker, asked, subject)


def _without_person(store: Store, asker: Asker, asked: QuotesCommand, subject: Subject | None) -> Message:
    """Nobody has that name: a country, an office, a subject alone, or a slip."""
    if not asked.name:
        return quotes_page(store, asker, Search("", asked.about, asked.since))
    if subject:
        return quotes_page(
            store, asker, Search("", asked.about, asked.since, country=subject.country, office=subject.office or None)
        )
    office = Search("", asked.about, asked.since, office=asked.name)
    if store.quotes.said(asker, "", office=asked.name, limit=1)[0]:
        return quotes_page(store, asker, office)
    near = store.quotes.near(asker, asked.name)
    if near:
        return _which("quotes_near", asked, near)
    return Message(messages.say("quotes_nobody", name=asked.name))


def title_of(search: Search, speaker: str | None) -> str:
    """Whom or what a search is about, in a few words."""
    if search.person:
        return speaker or search.person.strip().title()
    who = ", ".join(filter(None, (search.office, search.country)))
    return who or f"“{search.about or ''}”"


def quotes_page(store: Store, asker: Asker, search: Search, name: str | None = None) -> Message:
    """One page of what a person said, as far as the asker may read it."""
    quotes, more = store.quotes.said(
        asker,
        search.person,
        about=search.about,
        since=search.since,
        country=search.country,
        office=search.office,
        offset=search.offset,
        limit=PAGE,
    )
    shown = title_of(search, quotes[0].speaker if quotes else name)
    if not quotes:
        return Message(messages.say("quotes_nothing" if search.person else "quotes_no_such", name=shown))
    title = messages.say("quotes_of", name=shown)
    blocks: list[JsonDict] = [section(title)]
    for quote in quotes:
        blocks += _quote_blocks(quote, named=not search.person)
    buttons = []
    if search.offset:
        newer = replace(search, offset=max(0, search.offset - PAGE))
        buttons.append(button(messages.plain("button_newer"), "quotes_newer", newer.value()))
    if more:
        older = replace(search, offset=search.offset + PAGE)
        buttons.append(button(messages.plain("button_older"), "quotes_older", older.value()))
    whole = replace(search, offset=0).value()
    buttons.append(button(messages.plain("button_md"), "quotes_export_md", whole))
    buttons.append(button(messages.plain("button_csv"), "quotes_export_csv", whole))
    blocks.append({"type": "actions", "elements": buttons})
    return Message(title, tuple(blocks))


def _quote_blocks(quote: QuoteLine, *, named: bool) -> list[JsonDict]:
    """A quote, with its day and sources below; ``named`` says who spoke."""
    line = [text_element(f"{day_shown(dt.date.fromisoformat(quote.said_on), 'en-GB')}")]
    if named:
        line = [text_element(fit(quote.speaker, 100), bold=True), text_element(" · "), *line]
    speaker = person_shown(quote.speaker, quote.office, quote.country, quote.organisation)
    if speaker.office:
        line.append(text_element(f" · {fit(speaker.office, 100)}"))
    line += place_elements(speaker.country, speaker.organisation, 80, ", " if speaker.office else " · ")
    label = fit(quote.title or quote.site or quote.url, 120)
    address = web_address(quote.url)
    source = {"type": "link", "url": address, "text": label or messages.plain("button_source")}
    line += [text_element(" · "), source if address else text_element(label)]
    others = [(web_address(other.url), fit(other.site or other.url, 60)) for other in quote.others]
    linked = [{"type": "link", "url": url, "text": site} for url, site in others[:MOST_SOURCES] if url and site]
    for number, link in enumerate(linked):
        also = messages.plain("quotes_also")
        line += [text_element(f" · {also} " if not number else ", "), link]
    if len(others) > MOST_SOURCES:
        line.append(text_element(" " + messages.plain("digest_more_outlets", count=len(others) - MOST_SOURCES)))
    words = text_element(fit(quote.text, QUOTE_LIMIT))
    return [
        rich_text(
            [
                {"type": "rich_text_quote", "elements": [words]},
                {"type": "rich_text_section", "elements": line},
            ]
        )
    ]


def _which(question_name: str, asked: QuotesCommand, people: Sequence[SpeakerLine]) -> Message:
    question = messages.say(question_name, name=asked.name)
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

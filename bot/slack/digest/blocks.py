"""A digest as Slack messages: one in the channel, the rest in its thread, each inside Slack's limits.

Words of articles and feeds stand in typed ``rich_text`` elements or plain text, which Slack never reads as markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.digest.edition import Edition, LeftOut, ShownQuote, StoryEntry
from bot.presentation import DateStyle, counted, since_shown, speaker_shown, weekday_shown
from bot.slack import messages
from bot.slack.blocks import (
    JsonDict,
    Message,
    button,
    characters,
    context,
    header,
    in_context,
    people_elements,
    plain_text,
    rich_text,
    section,
    text_element,
)
from bot.surfaces import escape, fit, shorten, web_address
from summarizers.model import Speaker

#: Blocks and characters of one message; Slack takes 50 and, undocumented, about 12,000 (see the facts in docs).
MOST_BLOCKS, MOST_CHARACTERS = 40, 9_000
#: Characters of ``text``, the alternative for notifications and screen readers.
ALTERNATIVE_LIMIT = 600
#: Characters shown of a headline, a sentence, a quote, a name, a site.
TITLE, SENTENCE, QUOTE, NAME, SITE = 200, 450, 440, 100, 60
#: Other outlets named with a story.
MOST_OTHERS = 6
#: Stories left out that are named, and characters of one's headline and of all.
MOST_LEFT_OUT, LEFT_OUT_TITLE, LEFT_OUT = 10, 90, 900
#: Room kept in the first message for its last lines, in blocks and characters.
_FOOT_BLOCKS, _FOOT_CHARACTERS = 2, 1_500


@dataclass(frozen=True, slots=True)
class DigestMessages:
    """A digest ready for the outbox."""

    #: For the channel.
    main: Message
    #: For its thread, in order.
    thread: tuple[Message, ...] = ()


def digest_messages(
    edition: Edition, *, zone: str, dates: DateStyle = "en-GB", brief_ids: Mapping[str, str] | None = None
) -> DigestMessages:
    """The messages of a digest; ``brief_ids`` gives the kept brief of an article's address, for the button "More"."""
    ids = brief_ids or {}
    foot = _foot(edition)
    first, *others = _filled(
        [_head(edition, zone, dates), *(_story(entry, dates, ids) for entry in edition.stories)],
        spare=(_FOOT_BLOCKS, _FOOT_CHARACTERS),
    )
    further = [*others, *_with_left_out(_rest(edition.rest), edition, dates)]
    if others:
        foot = [*foot, context([plain_text(messages.plain("digest_goes_on"))])]
    text = alternative_text(edition, dates)
    main = Message(text, tuple(block for blocks in (first, foot) for block in blocks))
    title = escape(_title(edition, dates))
    return DigestMessages(main, tuple(Message(title, tuple(blocks)) for blocks in further))


def quiet_message(date: dt.date, dates: DateStyle = "en-GB") -> Message:
    """The one line of a day without news."""
    return Message(messages.say("digest_quiet", day=weekday_shown(date, dates)))


def alternative_text(edition: Edition, dates: DateStyle = "en-GB") -> str:
    """The digest in one line of mrkdwn: day and headlines."""
    headlines = "; ".join(entry.title for entry in edition.stories)
    return escape(fit(f"{_title(edition, dates)}: {headlines}", ALTERNATIVE_LIMIT))


def _title(edition: Edition, dates: DateStyle) -> str:
    return messages.plain("digest_title", day=weekday_shown(edition.date, dates))


def _filled(groups: Sequence[list[JsonDict]], spare: tuple[int, int]) -> list[list[JsonDict]]:
    """Groups of blocks that stay together, put into as few messages as hold them; ``spare`` is kept in the first."""
    made: list[list[JsonDict]] = [[]]
    blocks_left, room = MOST_BLOCKS - spare[0], MOST_CHARACTERS - spare[1]
    for group in groups:
        size = characters(group)
        if made[-1] and (len(group) > blocks_left or size > room):
            made.append([])
            blocks_left, room = MOST_BLOCKS, MOST_CHARACTERS
        made[-1] += group
        blocks_left, room = blocks_left - len(group), room - size
    return made


# -- parts -----------------------------------------------------------------------------------------------------------


def _head(edition: Edition, zone: str, dates: DateStyle) -> list[JsonDict]:
    since = edition.since.astimezone(ZoneInfo(zone))
    line = messages.plain(
        "digest_counts",
        stories=counted(len(edition.stories) + len(edition.rest), "story", "stories"),
        articles=counted(edition.articles, "article", "articles"),
        outlets=counted(edition.outlets, "outlet", "outlets"),
        since=since_shown(since, edition.date),
    )
    return [header(_title(edition, dates)), context([plain_text(line)])]


def _story(entry: StoryEntry, dates: DateStyle, ids: Mapping[str, str]) -> list[JsonDict]:
    above = [_headline(entry, dates)]
    if entry.sentences:
        words = " ".join(fit(sentence, SENTENCE) for sentence in entry.sentences)
        above.append([text_element(words)])
    if entry.basis == "headline":
        above.append([_small(messages.plain("digest_headline_only"))])
    below = [_others(entry)] if entry.others else []
    if entry.quote is None:
        parts = [_lines([*above, *below])]
    else:
        parts = [_lines(above), _quote(entry.quote), _lines([_said_by(entry.quote, entry.site), *below])]
    blocks: list[JsonDict] = [{"type": "divider"}, rich_text(parts)]
    if entry.url in ids:
        blocks.append({"type": "actions", "elements": [button(messages.plain("button_more"), "more", ids[entry.url])]})
    return blocks


def _headline(entry: StoryEntry, dates: DateStyle) -> list[JsonDict]:
    elements: list[JsonDict] = []
    if entry.told_before is not None:
        day = messages.plain("digest_told_day", day=weekday_shown(entry.told_before, dates))
        elements += [text_element(messages.plain("digest_told_before"), bold=True), _small(f" · {day}\n")]
    elements.append(_linked(entry.url, fit(entry.title, TITLE), bold=True))
    elements.append(text_element(f"  {_site(entry.site)}"))
    return elements


def _quote(quote: ShownQuote) -> JsonDict:
    room = max(20, QUOTE // len(quote.pieces))
    words = "\n".join(fit(piece, room) for piece in quote.pieces)
    return {"type": "rich_text_quote", "elements": [text_element(words)]}


def _said_by(quote: ShownQuote, site: str) -> list[JsonDict]:
    by = [text_element("— "), *people_elements([speaker_shown(speaker) for speaker in quote.speakers], NAME)]
    if quote.site != site:
        by.append(text_element(f" ({_site(quote.site)})"))
    return by + in_context(quote.url, quote.pieces[0])


def _others(entry: StoryEntry) -> list[JsonDict]:
    elements = [_small(messages.plain("digest_others") + " ")]
    for position, source in enumerate(entry.others[:MOST_OTHERS]):
        if position:
            elements.append(_small(" · "))
        elements.append(_linked(source.url, _site(source.site)))
    more = len(entry.others) - MOST_OTHERS
    if more > 0:
        elements.append(_small(" " + messages.plain("digest_more_outlets", count=more)))
    return elements


def _rest(entries: Sequence[StoryEntry]) -> list[list[JsonDict]]:
    """Further stories as a list of headlines, in as many messages as they need."""
    if not entries:
        return []
    lines = []
    for entry in entries:
        outlets = f" · {_site(entry.site)}" + (f" +{len(entry.others)}" if entry.others else "")
        update = [text_element(messages.plain("digest_told_before") + " · ")] if entry.told_before else []
        headline = _linked(entry.url, fit(entry.title, TITLE))
        lines.append(_lines([[*update, headline, _small(outlets)]]))
    heading = section("*" + messages.say("digest_rest") + "*")
    made: list[list[JsonDict]] = [[heading]]
    room = MOST_CHARACTERS
    bullets: list[JsonDict] = []
    for line in lines:
        size = characters([line])
        if size > room and bullets:
            made[-1].append(_bullet_list(bullets))
            made.append([])
            bullets, room = [], MOST_CHARACTERS
        bullets.append(line)
        room -= size
    made[-1].append(_bullet_list(bullets))
    return made


def _with_left_out(made: list[list[JsonDict]], edition: Edition, dates: DateStyle) -> list[list[JsonDict]]:
    """Messages of further stories with a small line on those that were told and bring nothing new."""
    told = [story for story in edition.left_out if story.why != "minor"][:MOST_LEFT_OUT]
    if not told:
        return made
    words = "; ".join(f"{fit(story.title, LEFT_OUT_TITLE)} ({left_out_why(story, dates)})" for story in told)
    heading = messages.plain("digest_left_out")
    line = context([plain_text(shorten(f"{heading}: {words}", LEFT_OUT))])
    if made and characters(made[-1]) + characters([line]) <= MOST_CHARACTERS and len(made[-1]) < MOST_BLOCKS:
        return [*made[:-1], [*made[-1], line]]
    return [*made, [line]]


def left_out_why(story: LeftOut, dates: DateStyle = "en-GB") -> str:
    """Why a story was left out, in a few words."""
    if story.why == "minor" or story.told_before is None:
        return messages.plain("digest_left_minor")
    line = "digest_left_told" if story.why == "told" else "digest_left_background"
    return messages.plain(line, day=weekday_shown(story.told_before, dates))


def _bullet_list(lines: Sequence[JsonDict]) -> JsonDict:
    return rich_text([{"type": "rich_text_list", "style": "bullet", "elements": list(lines)}])


def _foot(edition: Edition) -> list[JsonDict]:
    """Who spoke, and the countries of the day, as one small line each."""
    made: list[JsonDict] = []
    for name, parts in (
        ("digest_spoke", [_speaker(speaker) for speaker in edition.spoke]),
        ("digest_countries", [fit(country, SITE) for country in edition.countries]),
    ):
        if parts:
            joined = ("; " if name == "digest_spoke" else " · ").join(parts)
            made.append(context([plain_text(shorten(f"{messages.plain(name)}: {joined}", 700))]))
    return [{"type": "divider"}, *made] if made and edition.stories else made


def _speaker(speaker: Speaker) -> str:
    shown = speaker_shown(speaker)
    details = ", ".join(fit(part, SITE) for part in shown.details)
    name = fit(shown.named, SITE)
    return f"{name} ({details})" if details else name


# -- elements --------------------------------------------------------------------------------------------------------


def _lines(lines: Sequence[list[JsonDict]]) -> JsonDict:
    """Lines of one section; a section does not end its line by itself before another one."""
    elements: list[JsonDict] = []
    for line in lines:
        elements += [text_element("\n"), *line] if elements else line
    return {"type": "rich_text_section", "elements": elements}


def _small(text: str) -> JsonDict:
    return {"type": "text", "text": text or " ", "style": {"italic": True}}


def _linked(url: str, text: str, *, bold: bool = False) -> JsonDict:
    """Words that lead to an address, or plain words where the address is none Slack takes."""
    address = web_address(url)
    if address is None:
        return text_element(text, bold=bold)
    element: JsonDict = {"type": "link", "url": address, "text": text or address[:80]}
    if bold:
        element["style"] = {"bold": True}
    return element


def _site(site: str) -> str:
    return fit(site, SITE) or "?"

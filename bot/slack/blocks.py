"""The one rendering edge: a Brief to Slack blocks, escaped and inside every size limit.

Words of the article stand in typed ``rich_text`` elements or plain text, which Slack never reads as markup; the few
mrkdwn places go through :func:`bot.surfaces.escape`. Limits: docs.slack.dev/reference/block-kit/blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from bot.layouts import ASKED, JOINT, Line, Section, layout_of, more_lines
from bot.presentation import (
    Attribution,
    DateStyle,
    PersonShown,
    attribution,
    before,
    day_shown,
    link_to_words,
    marked_parts,
    official_shown,
    origin_of,
)
from bot.slack import messages
from bot.slack.flags import flag_code, flag_emoji
from bot.surfaces import escape, fit, web_address
from summarizers.model import Brief, Quote
from summarizers.quotes.selection import quote_lines

JsonDict = dict[str, Any]

#: Characters Slack takes in a header.
HEADER_LIMIT = 150
#: Characters Slack takes in the text of a section or context element.
SECTION_LIMIT = 3000
#: Blocks and characters a brief may use; far below Slack's 50 and about 12,000, because a thread is read, not studied.
BRIEF_BLOCKS, BRIEF_CHARACTERS = 12, 3000
#: Officials shown under a brief; the others are behind "More".
MOST_OFFICIALS = 8
#: Characters of ``text``, the alternative for notifications and screen readers.
ALTERNATIVE_LIMIT = 600


@dataclass(frozen=True, slots=True)
class Message:
    """What chat.postMessage takes: blocks, and the same in one line for notifications and screen readers."""

    #: mrkdwn, already escaped.
    text: str
    #: Block Kit blocks.
    blocks: tuple[JsonDict, ...] = ()

    def payload(self) -> JsonDict:
        """As the outbox keeps it."""
        return {"text": self.text, "blocks": list(self.blocks)} if self.blocks else {"text": self.text}


@dataclass(frozen=True, slots=True)
class Look:
    """How a brief is shown."""

    #: Quotes shown at most.
    quotes: int = 4
    #: How dates are written.
    dates: DateStyle = "en-GB"
    #: Buttons under the brief beside "Source".
    buttons: tuple[JsonDict, ...] = ()
    #: The block below them, for judging and deleting it, or None.
    judging: JsonDict | None = None


@dataclass(frozen=True, slots=True)
class _Limits:
    """How much of each part is shown; :data:`_LIMITS` goes from generous to tight."""

    title: int
    sentence: int
    quote: int
    quotes: int
    officials: int
    name: int
    notices: int = field(default=3)
    #: Lines of each section.
    lines: int = field(default=12)


#: Tried in order until a brief fits :data:`BRIEF_CHARACTERS`.
_LIMITS = (
    _Limits(title=150, sentence=700, quote=600, quotes=6, officials=8, name=120),
    _Limits(title=150, sentence=450, quote=350, quotes=6, officials=8, name=100),
    _Limits(title=150, sentence=350, quote=280, quotes=4, officials=6, name=80),
    _Limits(title=120, sentence=260, quote=220, quotes=3, officials=4, name=60, notices=2, lines=8),
    _Limits(title=100, sentence=180, quote=150, quotes=2, officials=3, name=40, notices=1, lines=5),
    _Limits(title=80, sentence=100, quote=90, quotes=1, officials=2, name=30, notices=1, lines=3),
)


def brief_message(brief: Brief, look: Look | None = None) -> Message:
    """A brief as one message of at most 12 blocks and 3,000 characters."""
    look = look or Look()
    blocks: list[JsonDict] = []
    for limits in _LIMITS:
        blocks = _brief_blocks(brief, look, limits)
        if characters(blocks) <= BRIEF_CHARACTERS:
            break
    return Message(text=alternative_text(brief, look.dates), blocks=tuple(blocks))


def brief_buttons(brief_id: str) -> tuple[JsonDict, ...]:
    """The buttons under a brief, beside "Source"."""
    ways = [
        (messages.plain("menu_markdown"), f"markdown:{brief_id}"),
        (messages.plain("menu_share"), f"share:{brief_id}"),
    ]
    options = [{"text": {**plain_text(text), "emoji": True}, "value": value} for text, value in ways]
    return (
        button(messages.plain("button_more"), "more", brief_id),
        {"type": "overflow", "action_id": "take", "options": options},
    )


def judging(brief_id: str, asker: str) -> JsonDict:
    """Whether a brief is right, and the bin, which whoever asked sees alone; ``asker`` may be "".

    Others who may delete find the button behind "More". Workspaces without this block get :func:`wrong_button` and
    :func:`delete_button`.
    """
    elements: list[JsonDict] = [
        {
            "type": "feedback_buttons",
            "action_id": "judge",
            "positive_button": {"text": plain_text(messages.plain("button_right")), "value": f"right:{brief_id}"},
            "negative_button": {"text": plain_text(messages.plain("button_wrong")), "value": f"wrong:{brief_id}"},
        }
    ]
    if asker:
        elements.append(
            {
                "type": "icon_button",
                "action_id": "delete",
                "icon": "trash",
                "text": plain_text(messages.plain("button_delete")),
                "accessibility_label": messages.plain("delete_title").rstrip("?"),
                "value": brief_id,
                "visible_to_user_ids": [asker],
                "confirm": _delete_question(),
            }
        )
    return {"type": "context_actions", "elements": elements}


def wrong_button(brief_id: str) -> JsonDict:
    """The button that reports a mistake."""
    return button(messages.plain("button_wrong"), "wrong", brief_id)


def delete_button(action: str, value: str) -> JsonDict:
    """The button that deletes a brief."""
    return button(messages.plain("button_delete"), action, value, style="danger", confirm=_delete_question())


def _delete_question() -> JsonDict:
    return {
        "title": plain_text(messages.plain("delete_title")),
        "text": plain_text(messages.plain("delete_text")),
        "confirm": plain_text(messages.plain("delete_yes")),
        "deny": plain_text(messages.plain("delete_no")),
    }


def failure_message(line: str, accessory: JsonDict | None = None) -> Message:
    """One line of mrkdwn why there is no brief, with a button for what can help."""
    return Message(line, (section(line, accessory=accessory),)) if accessory else Message(line)


def again_button(request_key: str) -> JsonDict:
    """The button that tries a request once more."""
    return button(messages.plain("button_again"), "again", request_key)


def paste_button() -> JsonDict:
    """The button that opens the form for a text."""
    return button(messages.plain("button_paste"), "paste")


def preview_blocks(brief: Brief) -> tuple[JsonDict, ...]:
    """A brief as the preview of a link: origin, two sentences, a quote."""
    blocks = _brief_blocks(brief, Look(quotes=1), _LIMITS[3])
    # The headline stands in the link itself, and a preview has no buttons.
    return tuple(block for block in blocks if block["type"] in ("context", "rich_text"))


def alternative_text(brief: Brief, dates: DateStyle = "en-GB") -> str:
    """The brief in one line of mrkdwn: headline, site, date and the first sentence."""
    article = brief.article
    origin = ", ".join(filter(None, (article.site, day_shown(article.published, dates))))
    head = article.title or messages.plain("pasted_text")
    opening = brief.summary[0].display if brief.summary else ""
    line = f"{head}{f' ({origin})' if origin else ''}: {opening}" if opening else f"{head} {origin}".strip()
    return escape(fit(line, ALTERNATIVE_LIMIT))


def _brief_blocks(brief: Brief, look: Look, limits: _Limits) -> list[JsonDict]:
    article = brief.article
    title = fit(article.title or messages.plain("pasted_text"), min(limits.title, HEADER_LIMIT))
    blocks = [header(title)]
    places = [place for place in map(_place_line, brief.countries[:4]) if place]
    blocks.append(context([plain_text(" · ".join(fit(part, 100) for part in origin_of(brief, look.dates))), *places]))
    layout = layout_of(brief, min(look.quotes, limits.quotes))
    if layout.first:
        blocks.append(rich_text([e for section in layout.first for e in section_elements(section, limits)]))
    if layout.summary:
        told = _bullets(fit(s.display, limits.sentence) for s in layout.summary)
        over = [_heading(fit(layout.over_summary, 200))] if layout.over_summary else []
        blocks.append(rich_text([*over, told]))
    if layout.quotes:
        parts: list[JsonDict] = [_heading(layout.heading)]
        for said in layout.quotes:
            parts += _question_elements(said.question, limits.quote)
            parts += quote_elements(brief, said.stretches, limits.quote, limits.name)
        blocks.append(rich_text(parts))
    officials = layout.officials[: min(limits.officials, MOST_OFFICIALS)]
    if officials:
        lines = [person_elements(official_shown(official), limits.name) for official in officials]
        blocks.append(rich_text([_heading(messages.plain("heading_officials")), _bullet_elements(lines)]))
    if layout.notices:
        blocks.append(context([plain_text(fit(n, 200)) for n in layout.notices[: limits.notices]]))
    buttons = [*filter(None, [source_button(article.url)]), *look.buttons]
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    if look.judging:
        blocks.append(look.judging)
    return blocks


# -- sections --------------------------------------------------------------------------------------------------------


def section_elements(section: Section, limits: _Limits) -> list[JsonDict]:
    """A section's heading, and its lines as bullets with their labels in bold."""
    lines = [_line_elements(line, limits) for line in section.lines[: limits.lines]]
    more = section.more + len(section.lines) - len(lines)
    if more:
        lines.append([text_element(more_lines(more))])
    return [*([_heading(fit(section.heading, 200))] if section.heading else []), _bullet_elements(lines)]


def _line_elements(line: Line, limits: _Limits) -> list[JsonDict]:
    words = text_element(fit(line.words, limits.sentence))
    return (
        [text_element(fit(line.label, limits.name), bold=True), text_element(JOINT), words] if line.label else [words]
    )


def _question_elements(question: str, limit: int) -> list[JsonDict]:
    """The question before an answer, in italics and under nobody's name."""
    if not question:
        return []
    asked = {"type": "text", "text": ASKED + fit(question, limit), "style": {"italic": True}}
    return [{"type": "rich_text_section", "elements": [asked]}]


# -- quotes ----------------------------------------------------------------------------------------------------------


def quote_elements(brief: Brief, stretches: Sequence[Quote], limit: int, name_limit: int) -> list[JsonDict]:
    """The stretches of one utterance as a block quote, with a line naming who said it.

    What is quoted inside a reporter's sentence is in bold.
    """
    text = brief.article.text
    room = max(20, limit // len(stretches))
    parts: list[tuple[str, bool]] = []
    for number, shown in enumerate(quote_lines(text, stretches)):
        parts += [("\n", False)] * (number > 0) + marked_parts(shown, room)
    words = [
        text_element("".join(part for part, _ in group), bold=bold)
        for bold, group in groupby(parts, key=lambda part: part[1])
    ]
    line = [text_element("— "), *_attribution_elements(attribution(brief, stretches), name_limit)]
    line += in_context(brief.article.url, text[stretches[0].start : stretches[0].end])
    return [
        {"type": "rich_text_quote", "elements": words},
        {"type": "rich_text_section", "elements": line},
    ]


def in_context(url: str | None, words: str) -> list[JsonDict]:
    """A link to where an article says ``words``, behind a space; nothing where there is no address Slack takes."""
    link = web_address(link_to_words(url, words))
    return [text_element(" "), {"type": "link", "url": link, "text": messages.plain("in_context")}] if link else []


def _attribution_elements(said_by: Attribution, limit: int) -> list[JsonDict]:
    if said_by.people:
        return people_elements(said_by.people, limit)
    # As the article says it: never a guess.
    return [text_element(fit(said_by.words, limit) if said_by.words else messages.plain("unattributed"))]


# -- people ----------------------------------------------------------------------------------------------------------


def people_elements(people: Sequence[PersonShown], limit: int) -> list[JsonDict]:
    """Several people who said something together; ``limit`` is the characters shown of each part."""
    elements: list[JsonDict] = []
    for position, person in enumerate(people):
        if position:
            elements.append(text_element(before(position, len(people))))
        elements += person_elements(person, limit)
    return elements


def person_elements(person: PersonShown, limit: int) -> list[JsonDict]:
    """Name in bold, then office, organisation, flag and country."""
    elements = [text_element(fit(person.name, limit), bold=True)]
    if person.standing:
        elements.append(text_element(f" ({person.standing})"))
    if person.office:
        elements.append(text_element(f", {fit(person.office, limit)}"))
    return elements + place_elements(person.country, person.organisation, limit, ", ")


def place_elements(country: str | None, organisation: str | None, limit: int, joint: str) -> list[JsonDict]:
    """Organisation, flag and country, each behind ``joint``; the name always stands beside the flag."""
    elements: list[JsonDict] = []
    if organisation:
        elements.append(text_element(joint + fit(organisation, limit)))
    if country:
        flag = flag_emoji(country)
        if flag:
            elements += [text_element(joint), flag, text_element(f"\u00a0{fit(country, limit)}")]
        else:
            elements.append(text_element(joint + fit(country, limit)))
    return elements


def _place_line(country: str) -> JsonDict | None:
    name = fit(country, 60)
    if not name:
        return None
    code = flag_code(country)
    return mrkdwn(f":flag-{code}:\u00a0{escape(name)}") if code else plain_text(name)


# -- elements --------------------------------------------------------------------------------------------------------


def text_element(text: str, *, bold: bool = False) -> JsonDict:
    """Typed text: shown as it is, never read as markup."""
    element: JsonDict = {"type": "text", "text": text or " "}
    if bold:
        element["style"] = {"bold": True}
    return element


def plain_text(text: str) -> JsonDict:
    """Plain text; ":names:" stay as the article has them."""
    return {"type": "plain_text", "text": text or " ", "emoji": False}


def mrkdwn(text: str) -> JsonDict:
    """mrkdwn of our own making, values escaped before; bare addresses and names are not linked."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> JsonDict:
    """A heading line."""
    return {"type": "header", "text": plain_text(text)}


def section(text: str, **more: Any) -> JsonDict:
    """A paragraph of mrkdwn."""
    return {"type": "section", "text": mrkdwn(text), **more}


def context(elements: Sequence[JsonDict]) -> JsonDict:
    """A small grey line of at most ten parts."""
    return {"type": "context", "elements": list(elements)[:10]}


def rich_text(elements: Sequence[JsonDict]) -> JsonDict:
    """A block of typed text."""
    return {"type": "rich_text", "elements": list(elements)}


def button(text: str, action: str, value: str | None = None, **more: Any) -> JsonDict:
    """A button."""
    element: JsonDict = {"type": "button", "action_id": action, "text": {**plain_text(text), "emoji": True}, **more}
    if value is not None:
        element["value"] = value
    return element


def source_button(url: str | None) -> JsonDict | None:
    """The button to the article, or None for pasted text and addresses Slack would refuse."""
    address = web_address(url)
    return button(messages.plain("button_source"), "source", url=address) if address else None


def characters(blocks: Iterable[JsonDict]) -> int:
    """Code points of all text in blocks, as Slack's undocumented limit on a message counts them."""
    return sum(map(_text_size, blocks))


def _text_size(value: Any) -> int:
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(_text_size(item) for key, item in value.items() if not isinstance(item, str))
    return sum(map(_text_size, value)) if isinstance(value, list | tuple) else 0


def _heading(text: str) -> JsonDict:
    return {"type": "rich_text_section", "elements": [text_element(text, bold=True)]}


def _bullets(lines: Iterable[str]) -> JsonDict:
    return _bullet_elements([[text_element(line)] for line in lines])


def _bullet_elements(lines: Iterable[list[JsonDict]]) -> JsonDict:
    sections = [{"type": "rich_text_section", "elements": line} for line in lines]
    return {"type": "rich_text_list", "style": "bullet", "elements": sections}

"""Windows: the forms of /brief, of the settings and of "Wrong?", and everything behind "More"."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from bot.presentation import DateStyle, day_shown, official_shown, person_shown
from bot.slack import messages
from bot.slack.blocks import (
    JsonDict,
    context,
    delete_button,
    header,
    mrkdwn,
    person_elements,
    plain_text,
    quote_elements,
    rich_text,
    section,
)
from bot.store.channels import Mode, Preferences
from bot.store.feedback import KINDS
from bot.surfaces import clean, fit
from summarizers.model import Brief

#: Quotes and people shown behind "More"; a window holds 100 blocks.
MOST_QUOTES, MOST_PEOPLE = 40, 60
#: Sentences and quotes a channel may choose.
LENGTHS, QUOTES = (1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4, 5, 6)
#: Entries of a list in the settings.
MOST_ENTRIES = 50
#: Characters an input holds, and inputs of the window with a brief as Markdown.
_INPUT, _MOST_PARTS = 3000, 8
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}")
_EXAMPLE_DAY = {"en-GB": "14 March 2021", "en-US": "March 14, 2021", "iso": "2021-03-14"}


def modal(callback: str, title: str, blocks: Sequence[JsonDict], submit: str | None, **metadata: str) -> JsonDict:
    """A window; ``title`` and ``submit`` name lines of the messages, ``metadata`` is carried unseen."""
    view: JsonDict = {
        "type": "modal",
        "callback_id": callback,
        "title": label(messages.plain(title)),
        "close": label(messages.plain("button_cancel" if submit else "button_close")),
        "blocks": list(blocks),
        "private_metadata": json.dumps(metadata),
    }
    if submit:
        view["submit"] = label(messages.plain(submit))
    return view


def metadata_of(view: Mapping[str, Any]) -> dict[str, str]:
    """What a window carries unseen; empty where that cannot be read."""
    try:
        loaded = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        loaded = {}
    return {str(key): str(value) for key, value in loaded.items()} if isinstance(loaded, dict) else {}


# -- brief a link ----------------------------------------------------------------------------------------------------


def ask_view(channel: str | None, thread: str = "") -> JsonDict:
    """The form for a link or text; ``channel`` is where it was opened, or None, ``thread`` the ts of a thread there."""
    where: JsonDict = {
        "type": "conversations_select",
        "action_id": "where",
        "filter": {"include": ["public", "private", "im", "mpim"], "exclude_bot_users": True},
    }
    if channel is not None:
        where["initial_conversation"] = channel
    else:
        where["default_to_current_conversation"] = True
    private = {"type": "checkboxes", "action_id": "private", "options": [_option("ask_private", "private")]}
    return modal(
        "ask",
        "ask_title",
        [
            input_block("what", "ask_what", {"type": "plain_text_input", "action_id": "what", "multiline": True}),
            input_block("where", "ask_where", where, optional=True),
            {"type": "actions", "block_id": "private", "elements": [private]},
        ],
        "button_brief",
        channel=channel or "",
        thread=thread,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A form for a link or text, filled in."""

    #: What was pasted.
    what: str
    #: Conversation chosen, or None.
    where: str | None
    #: Whether only the person sees the answer.
    private: bool


def asked_of(state: Mapping[str, Any]) -> Asked:
    """Read the form."""
    where = value_of(state, "where", "where").get("selected_conversation")
    return Asked(
        what=str(value_of(state, "what", "what").get("value") or ""),
        where=str(where) if where else None,
        private=bool(value_of(state, "private", "private").get("selected_options")),
    )


# -- settings --------------------------------------------------------------------------------------------------------


def settings_view(channel: str, now: Preferences) -> JsonDict:
    """The form of a channel's settings, filled with what holds now."""
    modes = [_option(f"mode_{mode}", mode) for mode in get_args(Mode)]
    places = [_option(f"place_{place}", place) for place in ("thread", "channel")]
    lengths = [plain_option(_count("length", count), str(count)) for count in LENGTHS]
    quotes = [plain_option(_count("quotes", count), str(count)) for count in QUOTES]
    dates = [plain_option(_EXAMPLE_DAY[style], style) for style in get_args(DateStyle)]
    return modal(
        "settings",
        "settings_title",
        [
            context([mrkdwn(messages.say("settings_for", channel=channel))]),
            _choice("mode", "settings_mode", "radio_buttons", modes, now.mode),
            _words("sites", "settings_sites", "settings_sites_hint", now.sites),
            _choice("sentences", "settings_length", "static_select", lengths, str(now.sentences)),
            _choice("quotes", "settings_quotes", "static_select", quotes, str(now.quotes)),
            _choice("place", "settings_place", "radio_buttons", places, now.place),
            _choice("dates", "settings_dates", "static_select", dates, now.dates),
            _words("interests", "settings_interests", "settings_interests_hint", now.interests),
        ],
        "button_save",
        channel=channel,
    )


def settings_of(state: Mapping[str, Any]) -> Preferences | dict[str, str]:
    """Read the form: the preferences, or what is wrong by block id."""
    sites = tuple(dict.fromkeys(map(_site, _entries(state, "sites"))))
    interests = tuple(dict.fromkeys(entry[:80] for entry in _entries(state, "interests")))
    mode = _chosen(state, "mode", get_args(Mode), "every")
    wrong: dict[str, str] = {}
    bad = next((site for site in sites if not _HOST.fullmatch(site)), None)
    if bad is not None:
        wrong["sites"] = messages.plain("settings_bad_site", site=bad[:60])
    elif mode == "sites" and not sites:
        wrong["sites"] = messages.plain("settings_no_sites")
    for name, entries in (("sites", sites), ("interests", interests)):
        if len(entries) > MOST_ENTRIES:
            wrong[name] = messages.plain("settings_too_many", most=MOST_ENTRIES)
    if wrong:
        return wrong
    return Preferences(
        mode=cast(Mode, mode),
        sites=sites,
        sentences=int(_chosen(state, "sentences", list(map(str, LENGTHS)), "3")),
        quotes=int(_chosen(state, "quotes", list(map(str, QUOTES)), "4")),
        place="channel" if _chosen(state, "place", ("thread", "channel"), "thread") == "channel" else "thread",
        dates=cast(DateStyle, _chosen(state, "dates", get_args(DateStyle), "en-GB")),
        interests=interests,
    )


def _site(entry: str) -> str:
    """The host somebody means: "https://www.News.Example/world" → "news.example"."""
    host = entry.strip().lower().split("://")[-1].split("/")[0].split(":")[0]
    return host.removeprefix("www.").removeprefix("*.").strip(".")


def _entries(state: Mapping[str, Any], name: str) -> list[str]:
    written = str(value_of(state, name, name).get("value") or "")
    parts = re.split(r"[,;\n]+|\s+" if name == "sites" else r"[,;\n]+", written)
    return [clean(part).strip() for part in parts if clean(part).strip()]


# -- wrong? ----------------------------------------------------------------------------------------------------------


def wrong_view(brief_id: str) -> JsonDict:
    """The form to report a mistake."""
    kinds = [plain_option(text, kind) for kind, text in KINDS.items()]
    details = {"type": "plain_text_input", "action_id": "details", "multiline": True, "max_length": 3000}
    return modal(
        "wrong",
        "wrong_title",
        [
            input_block("kind", "wrong_kind", {"type": "radio_buttons", "action_id": "kind", "options": kinds}),
            input_block("details", "wrong_details", details, optional=True),
        ],
        "button_send",
        brief=brief_id,
    )


def wrong_of(state: Mapping[str, Any]) -> tuple[str, str]:
    """Read the form: kind and details."""
    kind = _chosen(state, "kind", list(KINDS), "other")
    return kind, str(value_of(state, "details", "details").get("value") or "")


def notice_view(title: str, line: str) -> JsonDict:
    """A window with one line."""
    return modal("notice", title, [section(messages.say(line))], None)


# -- more ------------------------------------------------------------------------------------------------------------


def more_view(brief: Brief, dates: DateStyle = "en-GB", delete: str = "") -> JsonDict:
    """All quotes and everyone named, for one person's eyes; ``delete`` is what the button carries, "" for none."""
    article = brief.article
    origin = [article.title, article.site, day_shown(article.published, dates)]
    blocks = [context([plain_text(" · ".join(fit(part, 100) for part in origin if part))])]
    spoken = brief.spoken()[:MOST_QUOTES]
    blocks.append(header(messages.plain("more_quotes")))
    for quote in spoken:
        blocks.append(rich_text(quote_elements(brief, (quote,), 1500, 120)))
    if not spoken:
        blocks.append(section(messages.say("more_none")))
    if brief.people:
        blocks.append(header(messages.plain("more_people")))
        offices = {official.name: official for official in brief.officials}
        lines = []
        for person in brief.people[:MOST_PEOPLE]:
            official = offices.get(person.name)
            shown = official_shown(official) if official else person_shown(person.name, None, None, None)
            elements = person_elements(shown, 120)
            lines.append({"type": "rich_text_section", "elements": elements})
        blocks.append(rich_text([{"type": "rich_text_list", "style": "bullet", "elements": lines}]))
    if delete:
        blocks.append({"type": "actions", "elements": [delete_button("delete_here", delete)]})
    return modal("more", "more_title", blocks, None)


# -- taking it elsewhere ---------------------------------------------------------------------------------------------


def markdown_view(text: str) -> JsonDict:
    """A brief as Markdown, to be copied; in parts, as an input holds 3,000 characters."""
    parts = [text[at : at + _INPUT] for at in range(0, min(len(text), _INPUT * _MOST_PARTS), _INPUT)]
    return modal(
        "markdown",
        "markdown_title",
        [
            input_block(
                f"part{number}",
                "markdown_part",
                {"type": "plain_text_input", "action_id": "text", "multiline": True, "initial_value": part},
                optional=True,
            )
            for number, part in enumerate(parts)
        ],
        "button_done",
    )


def share_view(brief_id: str) -> JsonDict:
    """The form that asks where to share a brief."""
    where = {
        "type": "conversations_select",
        "action_id": "where",
        "filter": {"include": ["public", "private", "mpim"], "exclude_bot_users": True},
    }
    return modal("share", "share_title", [input_block("where", "share_where", where)], "button_share", brief=brief_id)


def shared_to(state: Mapping[str, Any]) -> str:
    """Read the form: the conversation chosen, or ""."""
    return str(value_of(state, "where", "where").get("selected_conversation") or "")


# -- parts -----------------------------------------------------------------------------------------------------------


def label(text: str) -> JsonDict:
    """Plain words of the bot's own, with emoji names read."""
    return {"type": "plain_text", "text": text, "emoji": True}


def input_block(
    block: str, question: str, element: JsonDict, *, hint: str | None = None, optional: bool = False
) -> JsonDict:
    """A question of a form; ``question`` and ``hint`` name lines of the messages."""
    made: JsonDict = {
        "type": "input",
        "block_id": block,
        "label": label(messages.plain(question)),
        "element": element,
        "optional": optional,
    }
    if hint:
        made["hint"] = label(messages.plain(hint))
    return made


def _words(block: str, label: str, hint: str, now: Sequence[str]) -> JsonDict:
    element: JsonDict = {"type": "plain_text_input", "action_id": block, "multiline": False, "max_length": 3000}
    if now:
        element["initial_value"] = ", ".join(now)[:3000]
    return input_block(block, label, element, hint=hint, optional=True)


def _choice(block: str, label: str, kind: str, options: Sequence[JsonDict], now: str) -> JsonDict:
    chosen = next((option for option in options if option["value"] == now), options[0])
    element = {"type": kind, "action_id": block, "options": list(options), "initial_option": chosen}
    return input_block(block, label, element)


def _option(line: str, value: str) -> JsonDict:
    return plain_option(messages.plain(line), value)


def plain_option(text: str, value: str) -> JsonDict:
    """A choice of a form."""
    return {"text": label(text), "value": value}


def _count(name: str, count: int) -> str:
    if name == "length":
        return messages.plain("length_one") if count == 1 else messages.plain("length_many", count=count)
    return messages.plain("quotes_many", count=count) if count else messages.plain("quotes_none")


def value_of(state: Mapping[str, Any], block: str, action: str) -> Mapping[str, Any]:
    """What a filled-in form holds at one place; empty where there is nothing."""
    found = ((state.get("values") or {}).get(block) or {}).get(action)
    return found if isinstance(found, Mapping) else {}


def _chosen(state: Mapping[str, Any], block: str, allowed: Sequence[str], default: str) -> str:
    option = value_of(state, block, block).get("selected_option") or {}
    value = option.get("value")
    return str(value) if value in allowed else default

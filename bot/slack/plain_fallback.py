"""Blocks as plain mrkdwn, for the day Slack refuses them: every word stays, the form goes.

Slack refused block types before it knew them (``rich_text`` in previews, 2022), and refuses messages whose blocks are
too much for it; what it takes at any time is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.slack.blocks import SECTION_LIMIT, JsonDict, delete_button, section, wrong_button
from bot.surfaces import escape

#: Characters of a message's text beyond which Slack cuts it (docs.slack.dev, "truncating really long messages").
TEXT_LIMIT = 40_000


def plain_message(payload: Mapping[str, Any]) -> JsonDict | None:
    """A message without its blocks, all their words in its text; None where it has none."""
    blocks = payload.get("blocks")
    return {"text": plain_text_of(blocks)[:TEXT_LIMIT] or payload["text"]} if blocks else None


def older_message(payload: Mapping[str, Any]) -> JsonDict | None:
    """A message with buttons in place of what only newer workspaces show (``context_actions``); None without any of it."""
    blocks = payload.get("blocks") or ()
    if not any(block.get("type") == "context_actions" for block in blocks):
        return None
    made: list[JsonDict] = []
    for block in blocks:
        if block.get("type") != "context_actions":
            made.append(dict(block))
            continue
        buttons = [button for element in block["elements"] for button in _older_button(element)]
        if made and made[-1]["type"] == "actions":
            made[-1] = {**made[-1], "elements": [*made[-1]["elements"], *buttons]}
        else:
            made.append({"type": "actions", "elements": buttons})
    return {**payload, "blocks": made}


def _older_button(element: Mapping[str, Any]) -> Iterator[JsonDict]:
    """The button that does what an element of ``context_actions`` does."""
    if element.get("type") == "feedback_buttons":
        yield wrong_button(str(element["negative_button"]["value"]).partition(":")[2])
    elif element.get("type") == "icon_button":
        yield delete_button(str(element["action_id"]), str(element["value"]))


def plain_previews(payload: Mapping[str, Any]) -> JsonDict | None:
    """The arguments of chat.unfurl with sections in place of other blocks; None where they are sections already."""
    made = {url: {"blocks": plain_sections(preview.get("blocks") or ())} for url, preview in payload["unfurls"].items()}
    return {**payload, "unfurls": made} if made != payload["unfurls"] else None


def plain_sections(blocks: Sequence[Mapping[str, Any]]) -> list[JsonDict]:
    """Blocks as sections of mrkdwn, each inside Slack's limit."""
    sections: list[JsonDict] = []
    for block in blocks:
        if block.get("type") == "section":
            sections.append(dict(block))
            continue
        text = plain_text_of([block])
        if text:
            sections += [section(part) for part in in_parts(text.split("\n"), SECTION_LIMIT)]
    return sections


def in_parts(lines: Sequence[str], limit: int) -> list[str]:
    """Lines joined into as few texts of at most ``limit`` characters as hold them; longer lines are cut."""
    parts: list[str] = []
    for line in lines:
        line = line if len(line) <= limit else line[: limit - 1] + "…"
        if parts and len(parts[-1]) + 1 + len(line) <= limit:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return parts


def plain_text_of(blocks: Sequence[Mapping[str, Any]]) -> str:
    """All words of blocks as mrkdwn, a line for each part."""
    return "\n".join(line for block in blocks for line in _lines(block) if line.strip())


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    if kind == "header":
        yield f"*{_text(block.get('text'))}*"
    elif kind == "section":
        yield from filter(None, [_text(block.get("text")), *map(_text, block.get("fields") or ())])
        yield _button(block.get("accessory") or {})
    elif kind == "context":
        yield " · ".join(filter(None, map(_text, block.get("elements") or ())))
    elif kind == "actions":
        yield " · ".join(filter(None, map(_button, block.get("elements") or ())))
    elif kind == "rich_text":
        for part in block.get("elements") or ():
            yield from _rich(part)


def _rich(part: Mapping[str, Any]) -> Iterator[str]:
    elements = part.get("elements") or ()
    if part.get("type") == "rich_text_list":
        yield from ("• " + "".join(map(_inline, item.get("elements") or ())) for item in elements)
        return
    words = "".join(map(_inline, elements))
    quoted = part.get("type") == "rich_text_quote"
    yield from (f"> {line}" for line in words.split("\n")) if quoted else [words]


def _inline(element: Mapping[str, Any]) -> str:
    kind = element.get("type")
    if kind == "link":
        return _link(str(element.get("url")), str(element.get("text") or element.get("url")))
    if kind == "emoji":
        return f":{element.get('name')}:"
    return escape(str(element.get("text") or ""))


def _text(value: Any) -> str:
    """A text object: mrkdwn as it is, plain words escaped."""
    if not isinstance(value, Mapping):
        return ""
    text = str(value.get("text") or "")
    return text if value.get("type") == "mrkdwn" else escape(text)


def _button(element: Mapping[str, Any]) -> str:
    return _link(str(element["url"]), _text(element.get("text"))) if element.get("url") else ""


def _link(url: str, text: str) -> str:
    return f"<{escape(url).replace('|', '%7C')}|{escape(text).replace('|', '¦')}>"

"""What a message holds beside its text: links in blocks and attachments, and texts Slack made files of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

#: Parts of an attachment that carry text or an address a person would follow (docs.slack.dev/legacy/legacy-messaging).
_ATTACHED = ("title_link", "from_url", "pretext", "text")
#: How deep blocks are looked through; Block Kit's own nesting ends far sooner.
_DEEPEST = 16
#: Modes of files that are text somebody typed or pasted (docs.slack.dev/reference/objects/file-object).
_TYPED = ("snippet", "post")
#: Media types of files read as text.
_TEXTS = ("text/plain", "text/markdown")
#: Code spans and blocks in a message's text.
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def without_code(text: str) -> str:
    """A message's text without its code spans and blocks, whose addresses are examples."""
    return _CODE.sub(" ", text)


def linked_text(message: Mapping[str, Any]) -> str:
    """All text of a message's blocks and attachments that may hold links, as lines of mrkdwn.

    Pictures' addresses are left out, and so are previews of links that stand in the message's own text.
    """
    lines = [*_in_blocks(message.get("blocks"))]
    for attachment in _items(message.get("attachments")):
        lines += [part for name in _ATTACHED if (part := _text(attachment.get(name)))]
        lines += [part for field in _items(attachment.get("fields")) if (part := _text(field.get("value")))]
        lines += _in_blocks(attachment.get("blocks"))
        # A forwarded message.
        for told in _items(attachment.get("message_blocks")):
            inner = told.get("message")
            lines += _in_blocks(inner.get("blocks") if isinstance(inner, Mapping) else None)
    return "\n".join(lines)


def pasted_file(message: Mapping[str, Any]) -> str | None:
    """Id of the first file that is text (a long paste becomes a snippet), or None."""
    for file in _items(message.get("files")):
        if file.get("mode") in _TYPED or file.get("mimetype") in _TEXTS:
            return _text(file.get("id")) or None
    return None


def _in_blocks(value: Any, depth: int = 0) -> Iterator[str]:
    """Texts and addresses in blocks, in order: mrkdwn, links of rich text, addresses of buttons and titles."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _in_blocks(item, depth + 1)
    elif isinstance(value, Mapping):
        style = value.get("style")
        if value.get("type") == "rich_text_preformatted" or (isinstance(style, Mapping) and style.get("code")):
            return
        if value.get("type") in ("mrkdwn", "markdown") and (text := _text(value.get("text"))):
            yield text
        for name in ("url", "title_url"):
            if address := _text(value.get(name)):
                yield f"<{address}>"
        for inner in value.values():
            if isinstance(inner, list | Mapping):
                yield from _in_blocks(inner, depth + 1)


def _items(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""

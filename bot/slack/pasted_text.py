"""A text that somebody pasted into Slack, as it was before Slack marked it up."""

from __future__ import annotations

import re

from bot.articles.sniff import looks_like_html
from bot.surfaces import unescape

_LABELLED, _TOKEN = re.compile(r"<[^<>|]*\|([^<>]*)>"), re.compile(r"<([^<>]*)>")
#: Words between marks, where words end: docs.slack.dev/messaging/formatting-message-text.
_MARKED = tuple(
    re.compile(rf"(?<![\w{mark}]){mark}(?=[^\s{mark}])([^{mark}\n]*)(?<=\S){mark}(?![\w{mark}])")
    for mark in (r"\*", "_", "~")
)
_FENCE = re.compile(r"```\n?|(?<!`)`(?!`)")
_QUOTED = re.compile(r"^>{1,3} ?", re.MULTILINE)
#: A name of an emoji, with the blank behind it: a colon on each side, never a time of day.
_EMOJI = re.compile(
    r"(?<![\w:]):(?:[+-]1|(?=[a-z0-9_+'-]*[a-z])[a-z0-9_+'-]+):(?::skin-tone-\d:)?(?![\w:])[ \t]?", re.IGNORECASE
)


def plain_text(text: str) -> str:
    """A message's text as people wrote it: links as their labels, entities and marks undone; page source as it was."""
    text = unescape(_TOKEN.sub(r"\1", _LABELLED.sub(r"\1", text)))
    return text if is_page_source(text) else without_marks(text)


def without_marks(text: str) -> str:
    """A text without the marks of Slack's composer: bold, italics, strokes, quotes, code, names of emoji."""
    text = _EMOJI.sub("", _FENCE.sub("", _QUOTED.sub("", text)))
    for marked in _MARKED * 2:  # marks stand inside one another
        text = marked.sub(r"\1", text)
    return text


def is_page_source(text: str) -> bool:
    """Whether a text is the source of a page."""
    return looks_like_html(text[:4096].encode("utf-8", "replace"))

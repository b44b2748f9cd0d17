"""Paragraphs of a page that are not the article's: captions, corrections, offers to subscribers, invitations."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.articles.addresses import table

#: Longest paragraph that is held against the rules, in characters.
_LONGEST = 900


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """The table of page lines: kind, longest paragraph in words, pattern of the whole paragraph."""
    return tuple((kind, int(words), re.compile(pattern)) for kind, words, pattern in table("page_lines.tsv"))


def line_kind(text: str) -> str | None:
    """What a paragraph is instead of the article's: "caption", "correction", "offer", "invitation", "audio"; or None."""
    if len(text) > _LONGEST:
        return None
    words = text.count(" ") + 1
    return next((kind for kind, most, rule in _rules() if words <= most and rule.fullmatch(text)), None)

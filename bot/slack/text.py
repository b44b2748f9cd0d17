"""Text at the edge to Slack: escaping, and cuts at the end of a sentence."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

#: Characters with a meaning in Slack's mrkdwn and their entities; no others are needed (docs: formatting text).
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: Control characters other than newline and tab, lone surrogates, and the marks that turn text around (bidi).
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
#: The end of a sentence: a closing mark, with quotes or brackets after it, before a space or the end.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
#: A cut at a sentence end must keep at least this share of the room, else a cut between words loses less.
_LEAST_SHARE = 0.4


def clean(text: str) -> str:
    """``text`` without what Slack refuses or what could disguise other text."""
    return _UNSAFE.sub("", text)


def escape(text: str) -> str:
    """``text`` so that mrkdwn shows it as it is: it can ping nobody and hide no link."""
    return clean(text).translate(_ENTITIES)


def shorten(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` code points (at least 2): cut after a sentence where one ends late enough.

    Otherwise it is cut between words; either way "…" marks what is missing.
    """
    text = text.strip()
    if len(text) <= limit:
        return text
    room = limit - 2
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() <= room]
    if ends and ends[-1] >= room * _LEAST_SHARE:
        return f"{text[: ends[-1]]} …"
    space = text.rfind(" ", 0, limit)
    cut = space if space >= room * _LEAST_SHARE else limit - 1
    return f"{text[:cut].rstrip()}…"


#: Characters Slack takes in an address.
URL_LIMIT = 3000


def web_address(url: str | None) -> str | None:
    """``url`` as a button or link may carry it, odd characters percent-encoded; None for what is no web address."""
    if not url or not url.startswith(("https://", "http://")):
        return None
    made = quote(clean(url), safe="%/:=&?~#+!$,;'@()*[]")
    try:
        host = urlsplit(made).hostname
    except ValueError:
        return None
    return made if host and len(made) <= URL_LIMIT else None

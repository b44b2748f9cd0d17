"""Slack's message text: what a typed line becomes, and which live tokens a posted text holds.

Rules: docs.slack.dev/messaging/formatting-message-text (escape ``& < >``; ``<@U…>``, ``<#C…>``, ``<!here>``,
``<url|label>``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tld import get_tld

TokenKind = Literal["user", "channel", "broadcast", "usergroup", "date", "link"]
JsonDict = dict[str, Any]

_TOKEN = re.compile(r"<([@#!]?)([^<>|\n]+)(?:\|([^<>\n]*))?>")
_SCHEME = re.compile(r"(?:https?|mailto|tel|ftp|slack):", re.I)
_BARE_LINK = re.compile(r"https?://[^\s<>|`\"]+", re.I)
_PLAIN_BROADCAST = re.compile(r"(?<![\w<!@])@(here|channel|everyone)\b")
_STRAY_AMP = re.compile(r"&(?!(?:amp|lt|gt);)")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)
_TYPED = re.compile(
    r"(?P<link>https?://[^\s<>|`\"]+)"
    r"|(?<![\w@/.])(?P<domain>(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?:/[^\s<>|`\"]*)?)(?![\w@])"
    r"|(?<![\w@])@(?P<user>[\w.\-]+)"
    r"|(?<![\w#&])\#(?P<channel>[\w\-]+)",
    re.I,
)
_BROADCASTS = ("here", "channel", "everyone")
_TRAILING = ".,;:!?'\"*_~’”»"


@dataclass(frozen=True, slots=True)
class Token:
    """One live ``<…>`` token of a mrkdwn text."""

    #: What it does when shown.
    kind: TokenKind
    #: User, channel or group id, broadcast name, or address.
    target: str
    #: Words shown in place of the target, or None.
    label: str | None
    #: First code point of ``<`` in the text.
    start: int
    #: One past ``>``.
    end: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What the composer sends for a typed line."""

    #: Text as it goes over the wire: escaped, with tokens.
    text: str
    #: The same as one ``rich_text`` block.
    blocks: tuple[JsonDict, ...]


def escape(text: str) -> str:
    """Escape the three characters Slack gives a meaning: ``& < >``."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo ``escape``; an entity inside an entity is read once only."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def tokens(text: str) -> Iterator[Token]:
    """Every live token of a mrkdwn text, in order; unknown ``<words>`` are inert and left out."""
    for match in _TOKEN.finditer(text):
        mark, body, label = match.group(1), match.group(2), match.group(3)
        kind: TokenKind
        if mark == "@" and re.fullmatch(r"[UWS][A-Z0-9]{2,}", body):
            kind = "usergroup" if body.startswith("S") else "user"
        elif mark == "#" and re.fullmatch(r"[CGD][A-Z0-9]{2,}", body):
            kind = "channel"
        elif mark == "!" and body in _BROADCASTS:
            kind = "broadcast"
        elif mark == "!" and body.startswith("subteam^"):
            kind, body = "usergroup", body.removeprefix("subteam^")
        elif mark == "!" and body.startswith("date^"):
            kind = "date"
        elif not mark and _SCHEME.match(body):
            kind = "link"
        else:
            continue
        yield Token(kind, unescape(body), label, match.start(), match.end())


def links(text: str) -> list[str]:
    """Web addresses of the live link tokens, in order, each once."""
    found = (token.target for token in tokens(text) if token.kind == "link")
    return list(dict.fromkeys(url for url in found if url.lower().startswith("http")))


def normalise(text: str, *, autolink: bool = True) -> str:
    """A posted mrkdwn text as Slack stores it: stray ``& < >`` escaped, bare addresses linked unless told not to."""
    tidy = _normalise_plain if autolink else _escape_stray
    out: list[str] = []
    end = 0
    for token in tokens(text):
        out += [tidy(text[end : token.start]), text[token.start : token.end]]
        end = token.end
    out.append(tidy(text[end:]))
    return "".join(out)


def plain_broadcasts(text: str) -> list[str]:
    """Names of ``@here``-like words that ``parse=full`` or ``link_names`` would turn into pings."""
    return _PLAIN_BROADCAST.findall(text)


def typed(line: str, users: Mapping[str, str], channels: Mapping[str, str]) -> Typed:
    """What the composer makes of a typed line.

    ``users`` and ``channels`` map lower-case names to ids. Web addresses and bare domains become links, ``@name`` and
    ``#name`` become tokens where the name is known; code spans stay as typed.
    """
    text: list[str] = []
    elements: list[JsonDict] = []

    def plain(piece: str, code: bool = False) -> None:
        if not piece:
            return
        text.append(escape(piece))
        if code:
            elements.append({"type": "text", "text": piece.strip("`"), "style": {"code": True}})
        elif elements and elements[-1]["type"] == "text" and "style" not in elements[-1]:
            elements[-1]["text"] += piece
        else:
            elements.append({"type": "text", "text": piece})

    def prose(piece: str) -> None:
        end = 0
        for match in _TYPED.finditer(piece):
            whole, rest = _split_tail(match.group())
            element, wire = _typed_element(match, whole, users, channels)
            if element is None:
                continue
            plain(piece[end : match.start()])
            text.append(wire)
            elements.append(element)
            end = match.end() - len(rest)
        plain(piece[end:])

    end = 0
    for code in _CODE.finditer(line):
        prose(line[end : code.start()])
        plain(code.group(), code=True)
        end = code.end()
    prose(line[end:])
    section = {"type": "rich_text_section", "elements": elements}
    return Typed("".join(text), ({"type": "rich_text", "elements": [section]},))


def _typed_element(
    match: re.Match[str], whole: str, users: Mapping[str, str], channels: Mapping[str, str]
) -> tuple[JsonDict | None, str]:
    if match.group("link"):
        return {"type": "link", "url": whole}, f"<{escape(whole)}>"
    if match.group("domain"):
        if not _is_domain(whole.split("/", 1)[0].lower()):
            return None, ""
        url = f"http://{whole}"
        return {"type": "link", "url": url, "text": whole}, f"<{escape(url)}|{escape(whole)}>"
    if match.group("user"):
        name = whole[1:].lower()
        if name in _BROADCASTS:
            return {"type": "broadcast", "range": name}, f"<!{name}>"
        if name in users:
            return {"type": "user", "user_id": users[name]}, f"<@{users[name]}>"
        return None, ""
    name = whole[1:].lower()
    if name in channels:
        return {"type": "channel", "channel_id": channels[name]}, f"<#{channels[name]}|{name}>"
    return None, ""


@functools.lru_cache(maxsize=4096)
def _is_domain(host: str) -> bool:
    """Whether the host ends in a public suffix; without this, ``file.txt`` and ``e.g`` would become links."""
    return get_tld(f"http://{host}", fail_silently=True) is not None


def _split_tail(address: str) -> tuple[str, str]:
    """Cut sentence punctuation, and a closing bracket never opened, off the end of an address."""
    end = len(address)
    while end:
        last = address[end - 1]
        unbalanced = last in ")]" and address[:end].count(last) > address[:end].count("(["[")]".index(last)])
        if last not in _TRAILING and not unbalanced:
            break
        end -= 1
    return address[:end], address[end:]


def _normalise_plain(text: str) -> str:
    out: list[str] = []
    end = 0
    for match in _BARE_LINK.finditer(text):
        address, rest = _split_tail(match.group())
        out += [_escape_stray(text[end : match.start()]), f"<{_STRAY_AMP.sub('&amp;', address)}>"]
        end = match.end() - len(rest)
    out.append(_escape_stray(text[end:]))
    return "".join(out)


def _escape_stray(text: str) -> str:
    # a ">" that opens a line is a quotation mark to mrkdwn, so it stays
    text = _STRAY_AMP.sub("&amp;", text).replace("<", "&lt;")
    return re.sub(r"(?<!^)(?<!\n)>", "&gt;", text)

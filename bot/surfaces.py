"""The one place where words of strangers become safe to show: in Slack, on a terminal, in Markdown, in HTML, in JSON, in the log.

Shown words stay as they are, but for what is no word: control characters, and the marks that turn the direction of writing
around, which could make a line read as something else. Words written from right to left stand isolated (Unicode UAX #9, FSI
and PDI), so that they reorder nothing around them.
"""

from __future__ import annotations

import json
import re
from html import escape as _html_escape
from typing import Any
from urllib.parse import quote, urlsplit

# -- words -----------------------------------------------------------------------------------------------------------

#: Control characters that end a line: \r\n, \r, vertical tab, form feed, the separators, next line, line and paragraph separator.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Other control characters (C0 but newline and tab, delete, C1), lone surrogates, what is no character, and the marks of
#: direction: embeddings, overrides, isolates, and the marks without width.
_UNSAFE = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"
_ANY_UNSAFE = re.compile(f"[{_UNSAFE}]")
#: Letters written from right to left: Hebrew to Arabic Extended, their presentation forms, the scripts of two planes' ends.
_LEFTWARD = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_FSI, _PDI = "\u2068", "\u2069"
#: The end of a sentence: a closing mark, with quotes or brackets after it, before a space or the end.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
#: A cut at a sentence end must keep at least this share of the room, else a cut between words loses less.
_LEAST_SHARE = 0.4


def clean(text: str) -> str:
    """``text`` without control characters (newline and tab stay) and without what could disguise other text."""
    return _ANY_UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def line(text: str) -> str:
    """:func:`clean` words on one line."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def isolated(text: str) -> str:
    """Clean ``text``, each line with words written from right to left closed off from what stands around it."""
    if not _LEFTWARD.search(text):
        return text
    return "\n".join(f"{_FSI}{part}{_PDI}" if _LEFTWARD.search(part) else part for part in text.split("\n"))


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


def fit(text: str, limit: int) -> str:
    """``text`` for one field of at most ``limit`` code points (at least 8): clean, shortened, isolated."""
    words = clean(text)
    if not _LEFTWARD.search(words):
        return shorten(words, limit)
    short = shorten(words, limit)
    while len(made := isolated(short)) > limit:
        room = len(short) - (len(made) - limit)
        if room < 2:
            return shorten(line(words), 2)
        short = shorten(short, room)
    return made


# -- addresses -------------------------------------------------------------------------------------------------------

#: Longest address shown as a link, in characters; what Slack takes.
URL_LIMIT = 3000
#: Host and port, without user info.
_AUTHORITY = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{0,5})?", re.ASCII)
#: Characters of an address that stay as they are, beside letters, digits and "_.-~" (RFC 3986).
_KEPT = "%/:=&?~#+!$,;'@()*[]"


def web_address(url: str | None) -> str | None:
    """``url`` as a button or link may carry it: odd characters percent-encoded, a host in other letters as IDNA.

    None for what is no web address, and for one with user info: what stands before "@" looks like a host.
    """
    if not url or not url.startswith(("https://", "http://")):
        return None
    scheme, _, rest = clean(url).partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    try:
        parts = urlsplit(f"{scheme}://{authority}")
        host, port = parts.hostname or "", parts.port
        if authority.isascii() or "@" in authority:
            plain = authority
        else:
            plain = host.encode("idna").decode("ascii") + (f":{port}" if port is not None else "")
    except (ValueError, UnicodeError):
        return None
    if not host or not _AUTHORITY.fullmatch(plain):
        return None
    made = f"{scheme}://{plain}{quote(rest[len(authority) :], safe=_KEPT)}"
    return made if len(made) <= URL_LIMIT else None


# -- Slack -----------------------------------------------------------------------------------------------------------

#: Characters with a meaning in Slack's mrkdwn and their entities; no others are needed (docs: formatting text).
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escape(text: str) -> str:
    """``text`` so that Slack's mrkdwn shows it as it is: it can ping nobody and hide no link."""
    return isolated(clean(text)).translate(_ENTITIES)


def unescape(text: str) -> str:
    """Slack's text as people wrote it: its three entities undone, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


# -- terminal --------------------------------------------------------------------------------------------------------


def terminal(text: str) -> str:
    """``text`` on one line of a terminal: no sequence of it steers the terminal, none of it looks like a line of ours."""
    return isolated(line(text))


# -- Markdown --------------------------------------------------------------------------------------------------------

#: Marks that mean something anywhere (CommonMark and the tables, strikethrough and links of GitHub's), and "://" and
#: "www." because addresses in a text become links by themselves there.
_MARKS = re.compile(r"[\\`*_\[\]<>#|~!&]|:(?=//)|(?<=www)\.", re.IGNORECASE)
#: What begins a list, a heading's underline or a rule at the start of a line.
_BEGINNING = re.compile(r"(?:[-+=](?=[\s=+-]|$)|(?<=\d)[.)](?=\s|$))")
_NUMBER = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")

#: An ampersand that would be read as the beginning of an entity, in addresses too.
_ENTITY = re.compile(r"&(?=#?\w+;)")


def markdown_text(text: str) -> str:
    """``text`` on one line of Markdown, shown as it is: no mark of it is read as one."""
    words = line(text).strip()
    number = _NUMBER.match(words)
    at = number.end() if number else 0
    begins = _BEGINNING.match(words, at)
    body = _MARKS.sub(lambda mark: f"\\{mark[0]}", words[at:])
    return isolated(words[:at] + ("\\" if begins and not body.startswith("\\") else "") + body)


def csv_cell(text: str) -> str:
    """``text`` as a cell of a table: cleaned, and with an apostrophe before what a spreadsheet would take for a formula."""
    cell = clean(text)
    return f"'{cell}" if cell.lstrip()[:1] in tuple("=+-@") else cell


def markdown_link(text: str, url: str | None) -> str:
    """A link with these words, or the words alone where ``url`` is no web address. The address cannot end its brackets."""
    address = web_address(url)
    if address is None:
        return markdown_text(text)
    made = _ENTITY.sub("&amp;", quote(address, safe="%/:=&?~#+$,;@-._"))
    return f"[{markdown_text(text)}]({made})"


# -- HTML ------------------------------------------------------------------------------------------------------------


def html_text(text: str) -> str:
    """``text`` between tags or inside a quoted attribute."""
    return _html_escape(isolated(clean(text)), quote=True)


def html_link(text: str, url: str | None) -> str:
    """A link with these words, or the words alone where ``url`` is no web address."""
    address = web_address(url)
    if address is None:
        return html_text(text)
    return f'<a href="{_html_escape(address, quote=True)}" rel="noopener noreferrer">{html_text(text)}</a>'


# -- JSON and the log ------------------------------------------------------------------------------------------------


def json_text(value: Any, *, indent: int | None = None) -> str:
    """``value`` as JSON that reads back the same, and steers no terminal it is printed on."""
    return _ANY_UNSAFE.sub(_json_escape, json.dumps(value, ensure_ascii=False, indent=indent))


def _json_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def log_text(text: str, *, lines: bool = False) -> str:
    """``text`` as a line of the log: what is unsafe can be seen. ``lines`` keeps the line ends, for tracebacks."""
    made = _ANY_UNSAFE.sub(lambda found: repr(found[0])[1:-1], text)
    return made if lines else made.replace("\n", "\\n")


# -- what is kept ----------------------------------------------------------------------------------------------------

#: What no database and no encoding takes: the null character and lone surrogates.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(value: Any) -> Any:
    """A JSON value whose texts can be encoded and kept. Raises RecursionError for what is nested too deep."""
    if isinstance(value, str):
        return _UNKEEPABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [keepable(item) for item in value]
    if isinstance(value, dict):
        return {keepable(key): keepable(item) for key, item in value.items()}
    return value

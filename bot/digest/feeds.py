"""Bytes of a feed to what it lists: RSS 0.9 to 2.0, RDF, Atom, JSON Feed; broken ones as far as they go.

Feeds are hostile: the parser is given a stream, because a string it would take for an address or a file name and fetch
or open; size and number of items are bounded (the parser measured at most 6 seconds for 1.2 MB of the worst input, so
:data:`MAX_BYTES` is 2 MB); text comes out without markup.
"""

from __future__ import annotations

import calendar
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib import resources
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from lxml.html.defs import block_tags

from bot.articles.addresses import canonical_url
from bot.store.requests import digest_of
from bot.surfaces import clean
from summarizers.errors import AttacheError

#: Largest feed parsed, in bytes.
MAX_BYTES = 2_000_000
#: Items taken of one feed, in its order: feeds put the newest first.
MAX_ITEMS = 200
#: Characters kept of a headline, a description, a feed's name.
TITLE_LIMIT, DESCRIPTION_LIMIT, NAME_LIMIT = 300, 1_200, 120
#: Characters of the longest address taken.
URL_LIMIT = 2_000
#: A clock that runs ahead by up to this is taken for now; further ahead a date is none.
AHEAD = dt.timedelta(days=1)
#: Dates before this one are mistakes.
EARLIEST = dt.datetime(1995, 1, 1, tzinfo=dt.UTC)


class NotAFeed(AttacheError):
    """What came back is no feed."""

    kind = "not-a-feed"

    def __init__(self) -> None:
        super().__init__("That address does not lead to a feed.")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """Something a feed lists."""

    #: What the feed calls it, or a digest of what it says where it gives no name.
    guid: str
    #: Canonical address of the article.
    url: str
    #: Headline, plain text of at most 300 characters.
    title: str
    #: The feed's own words on it, plain text of at most 1,200 characters, "" where there are none.
    description: str
    #: When it was published (aware), or None where the feed does not say.
    published: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as far as it could be read."""

    #: Its name, or None.
    title: str | None
    #: Address of its site, or None.
    site_url: str | None
    #: What it lists, in its order; each guid once.
    items: tuple[FeedItem, ...]


def parse_feed(body: bytes, *, url: str, content_type: str | None, now: dt.datetime) -> ParsedFeed:
    """Read a feed fetched from ``url`` at ``now`` (aware). Raises NotAFeed."""
    if not body.strip() or len(body) > MAX_BYTES:
        raise NotAFeed
    parsed = _json_feed(body, url) if body.lstrip()[:1] == b"{" else _xml_feed(body, url, content_type)
    items: dict[str, FeedItem] = {}
    for entry in parsed.entries:
        item = _item(entry, now)
        if item is not None:
            items.setdefault(item.guid, item)
        if len(items) >= MAX_ITEMS:
            break
    return ParsedFeed(parsed.title, parsed.site_url, tuple(items.values()))


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item before it is checked."""

    guid: str
    url: str
    title: str
    description: str
    published: dt.datetime | None


@dataclass(frozen=True, slots=True)
class _Raw:
    title: str | None
    site_url: str | None
    entries: Iterator[_Entry]


def _item(entry: _Entry, now: dt.datetime) -> FeedItem | None:
    """An item with everything bounded and plain; None without an address or any words."""
    url = entry.url.strip()
    parts = _parts(url)
    if parts is None or len(url) > URL_LIMIT:
        return None
    url = canonical_url(url)
    title = plain(entry.title)[:TITLE_LIMIT].rstrip()
    description = _without_tail(plain(entry.description))
    if not title:
        title = description[:TITLE_LIMIT].rstrip()
    if not title or len(url) > URL_LIMIT:
        return None
    guid = entry.guid.strip() or digest_of(url, title)
    published = entry.published
    if published is not None and not EARLIEST <= published <= now + AHEAD:
        published = None
    return FeedItem(guid, url, title, description, min(published, now) if published else None)


def _parts(url: str) -> Any:
    try:
        parts = urlsplit(url)
        return parts if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


# -- XML -------------------------------------------------------------------------------------------------------------


def _xml_feed(body: bytes, url: str, content_type: str | None) -> _Raw:
    # Imported where needed: the bot starts quicker without it.
    import feedparser

    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    try:
        parsed = feedparser.parse(io.BytesIO(body), response_headers=headers)
    except Exception as error:
        # A parser's own failure on hostile bytes is the feed's state, not the bot's.
        raise NotAFeed from error
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeed
    feed = parsed.feed
    return _Raw(
        title=plain(_string(feed.get("title")))[:NAME_LIMIT].rstrip() or None,
        site_url=_address(feed.get("link")),
        entries=(_xml_entry(entry) for entry in parsed.entries),
    )


def _xml_entry(entry: Mapping[str, Any]) -> _Entry:
    contents = entry.get("content") or []
    full = _string(contents[0].get("value")) if contents and isinstance(contents[0], Mapping) else ""
    return _Entry(
        guid=_string(entry.get("id")),
        url=_string(entry.get("feedburner_origlink") or entry.get("link")),
        title=_string(entry.get("title")),
        description=_string(entry.get("summary")) or full,
        published=_instant(entry.get("published_parsed") or ("updated_parsed" in entry and entry["updated_parsed"])),
    )


def _instant(parsed: Any) -> dt.datetime | None:
    """The parser's UTC time tuple as an instant."""
    if not parsed:
        return None
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


# -- JSON Feed -------------------------------------------------------------------------------------------------------


def _json_feed(body: bytes, url: str) -> _Raw:
    """JSON Feed 1 and 1.1 (jsonfeed.org). Raises NotAFeed."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAFeed from error
    if not isinstance(feed, dict) or "jsonfeed.org" not in _string(feed.get("version")):
        raise NotAFeed
    items = feed.get("items")
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return _Raw(
        title=plain(_string(feed.get("title")))[:NAME_LIMIT].rstrip() or None,
        site_url=_address(feed.get("home_page_url")),
        entries=(_json_entry(item, url) for item in found),
    )


def _json_entry(item: Mapping[str, Any], base: str) -> _Entry:
    link = _string(item.get("url") or item.get("external_url"))
    text = item.get("summary") or item.get("content_text") or item.get("content_html")
    try:
        published = dt.datetime.fromisoformat(_string(item.get("date_published") or item.get("date_modified")))
        published = published.replace(tzinfo=dt.UTC) if published.tzinfo is None else published.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        published = None
    return _Entry(
        guid=_string(item.get("id")),
        url=_joined(base, link),
        title=_string(item.get("title")),
        description=_string(text),
        published=published,
    )


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


# -- text ------------------------------------------------------------------------------------------------------------

_MARKUP = re.compile(r"<(?:[/!?]|(?=[a-zA-Z]))")
#: Elements that part words; others, such as emphasis and drop capitals, stand inside them.
_PARTING = block_tags | {"br", "hr", "img", "li", "td", "th", "tr"}
_HIDDEN = frozenset({"script", "style", "template", "iframe", "object"})
#: Longest text looked at, in characters.
_LOOKED_AT = 20_000


def plain(text: str) -> str:
    """Text without tags, entities, control characters and runs of blanks; a "<" that begins no tag stays.

    Feeds escape once or twice, so markup that appears when entities are read is taken out as well.
    """
    text = text[:_LOOKED_AT]
    for _ in range(2):
        if _MARKUP.search(text):
            text = _without_tags(text)
        elif "&" in text:
            text = unescape(text)
        else:
            break
    return re.sub(r"\s+", " ", clean(text)).strip()


def _without_tags(text: str) -> str:
    try:
        root = html.fragment_fromstring(text.replace("\0", ""), create_parent=True)
    except (etree.LxmlError, ValueError):
        # Nothing an HTML parser makes sense of; what looks like tags goes.
        return re.sub(r"<[^<>]*>", " ", text)
    pieces: list[str] = []
    skipping: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipping is None:
                pieces.append(element.tail or "")
            continue
        parting = " " if element.tag in _PARTING else ""
        if event == "start":
            if skipping is None and element.tag in _HIDDEN:
                skipping = element
            if skipping is None:
                pieces.append(parting + (element.text or ""))
            continue
        if skipping is element:
            skipping = None
        if skipping is None and element is not root:
            pieces.append(parting + (element.tail or ""))
    return "".join(pieces)


@cache
def _tails() -> re.Pattern[str]:
    lines = resources.files("bot.digest").joinpath("data/description_tails.txt").read_text("utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    # They stand behind a sentence or begin with a sign: "He will read more books." stays.
    return re.compile(rf"(?:^|(?<=[.!?…”\"’»)\]])\s*|\s*(?=[\[→»]))(?:{'|'.join(patterns)})\s*$", re.IGNORECASE)


def _without_tail(text: str) -> str:
    """A description without what feeds hang on its end, in at most :data:`DESCRIPTION_LIMIT` characters."""
    for _ in range(3):
        head, tail = text[:-400] if len(text) > 400 else "", text[-400:]
        shorter = head + _tails().sub("", tail)
        if shorter == text:
            break
        text = shorter.rstrip()
    if len(text) <= DESCRIPTION_LIMIT:
        return text
    cut = text.rfind(" ", 0, DESCRIPTION_LIMIT)
    return text[: cut if cut > 0 else DESCRIPTION_LIMIT].rstrip() + "…"


def _string(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _address(value: Any) -> str | None:
    url = _string(value).strip()
    return url if _parts(url) is not None and len(url) <= URL_LIMIT else None

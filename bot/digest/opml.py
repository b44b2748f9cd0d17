"""Lists of feeds as OPML, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

from bot.articles.charset import decode
from bot.digest.feeds import NAME_LIMIT, URL_LIMIT, plain
from bot.surfaces import clean
from summarizers.errors import AttacheError

#: Largest list read, in bytes, and most feeds taken from it.
MAX_BYTES, MAX_FEEDS = 2_000_000, 500


class NotAList(AttacheError):
    """What should be OPML holds no feeds."""

    kind = "not-a-list"

    def __init__(self) -> None:
        super().__init__("I found no feeds in that list. It should be an OPML file, as feed readers export it.")


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed in a list."""

    #: Address as the list gives it.
    url: str
    #: Name, or None.
    title: str | None = None


def read_opml(data: bytes) -> tuple[ListedFeed, ...]:
    """The feeds of a list, each address once, folders flattened. Raises NotAList."""
    # Imported where needed: the bot starts quicker without it.
    import listparser

    if not data.strip() or len(data) > MAX_BYTES:
        raise NotAList
    try:
        # As bytes: a string that looks like an address the parser would fetch by itself.
        parsed = listparser.parse(decode(data).encode())
    except Exception as error:
        # A parser's own failure on hostile bytes is the list's state, not the bot's.
        raise NotAList from error
    found: dict[str, ListedFeed] = {}
    for feed in parsed.feeds:
        url = str(feed.get("url") or "").strip()
        if _is_web(url):
            found.setdefault(url, ListedFeed(url, plain(str(feed.get("title") or ""))[:NAME_LIMIT].rstrip() or None))
        if len(found) >= MAX_FEEDS:
            break
    if not found:
        raise NotAList
    return tuple(found.values())


def write_opml(feeds: Iterable[ListedFeed], title: str) -> bytes:
    """An OPML 2.0 document that feed readers, and :func:`read_opml`, take."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = plain(title)
    body = ElementTree.SubElement(root, "body")
    for feed in feeds:
        name = clean(feed.title or feed.url)
        ElementTree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=clean(feed.url))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and len(url) <= URL_LIMIT
    except ValueError:
        return False

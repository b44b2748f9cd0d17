"""From an address somebody gives to a feed: the feed itself, or those a page names, or the usual places."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import unescape
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import structlog

from bot.articles.fetch import FEED_TYPES
from bot.digest.feeds import NotAFeed, ParsedFeed, plain
from bot.digest.polling import Fetches, ask
from summarizers.errors import AttacheError

#: Media types a page calls its feeds.
_FEED_LINK = re.compile(
    r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|(?:text|application)/(?:rss\+)?xml", re.IGNORECASE
)
_LINK = re.compile(r"<link\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]{2,20})\s*=\s*(?:\"([^\"]{0,1500})\"|'([^']{0,1500})'|([^\s\"'<>]{1,1500}))")
#: Feeds that follow a page's comments, not its articles.
_COMMENTS = re.compile(r"\bcomments?\b", re.IGNORECASE)
#: Where sites without such a link keep their feed.
USUAL_PLACES = ("/feed/", "/rss.xml", "/feed.xml", "/rss", "/atom.xml")
#: Feeds of one page that are tried, and characters of the page looked at.
MOST_TRIED, LOOKED_AT = 4, 300_000

_log = structlog.get_logger("attache.discovery")


class NoFeed(AttacheError):
    """A site names no feed."""

    kind = "no-feed"

    def __init__(self) -> None:
        super().__init__("I found no feed there. If the site has one, give me its own address.")


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that answers."""

    #: Its address.
    url: str
    #: What it says.
    feed: ParsedFeed
    #: Addresses of further feeds the page names, untried.
    others: tuple[str, ...] = ()


class Parses(Protocol):
    """Parses what was fetched: see :class:`bot.digest.worker_tasks.DigestTasks`."""

    def feed(self, body: bytes, *, url: str, content_type: str | None, now: dt.datetime) -> ParsedFeed:
        """The feed, or NotAFeed."""
        ...

    def links(self, body: bytes, *, url: str, content_type: str | None) -> list[str]:
        """The feeds a page names."""
        ...


def discover(fetcher: Fetches, url: str, now: dt.datetime, parser: Parses) -> FoundFeed:
    """The feed at an address, or the first that answers of those its page names.

    Raises Unreadable, NoFeed, or what ``parser`` does where the page itself is too much for it.
    """
    fetched = fetcher.fetch(url, types=FEED_TYPES)
    try:
        feed = parser.feed(fetched.body, url=fetched.url, content_type=fetched.content_type, now=now)
        return FoundFeed(fetched.url, feed)
    except NotAFeed:
        named = parser.links(fetched.body, url=fetched.url, content_type=fetched.content_type)
    candidates = named[:MOST_TRIED] or _usual(fetched.url)
    for candidate in candidates:
        try:
            answer = ask(fetcher, candidate, now, parse=parser.feed)
        except AttacheError as error:
            _log.info("no feed there", error=error.kind)
            continue
        if answer.feed is not None:
            others = tuple(link for link in named if link != candidate)
            return FoundFeed(candidate, answer.feed, others)
    raise NoFeed


def feed_links(page: str, base: str) -> list[str]:
    """Addresses of the feeds a page's head names, each once, in its order; feeds of comments are left out."""
    found: dict[str, None] = {}
    for link in _LINK.finditer(page[:LOOKED_AT]):
        values = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(link[1])}
        kind = values.get("type", "").partition(";")[0].strip()
        if "alternate" not in values.get("rel", "").lower().split() or not _FEED_LINK.fullmatch(kind):
            continue
        if _COMMENTS.search(plain(values.get("title", "")) + " " + values.get("href", "")):
            continue
        address = _absolute(base, values.get("href", ""))
        if address is not None:
            found.setdefault(address)
    return list(found)


def _absolute(base: str, link: str) -> str | None:
    try:
        address = urljoin(base, link.strip())
        return address if link.strip() and urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def _usual(url: str) -> list[str]:
    return [urljoin(url, place) for place in USUAL_PLACES]

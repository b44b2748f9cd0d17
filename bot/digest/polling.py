"""Asking a feed: politely, no more often than it pays, less and less often while it fails."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.articles.fetch import FEED_TYPES, Fetched
from bot.articles.states import PageState, Unreadable
from bot.digest.feeds import FeedItem, ParsedFeed, parse_feed
from bot.store.feeds import FeedRow, NewItem
from summarizers.errors import AttacheError

#: Shortest, first and longest pause between two looks at a feed that answers, in seconds.
SHORTEST, FIRST, LONGEST = 20 * 60.0, 60 * 60.0, 4 * 3600.0
#: How a pause changes when a look brought something new, and when it did not.
SOONER, RARER = 0.7, 1.3
#: Pause after the first failure, doubled for each further one up to the longest, in seconds.
BACK_OFF, LONGEST_BACK_OFF = 30 * 60.0, 24 * 3600.0
#: Share by which pauses vary, so that feeds added together do not stay in step.
JITTER = 0.1
#: A feed that failed this often in a row, over at least this long, is dead; one that is gone is so sooner. Seconds.
DEAD_FAILS, DEAD_AFTER, GONE_FAILS, GONE_AFTER = 6, 3 * 86_400.0, 3, 86_400.0
#: Age up to which what a feed lists is read; what a feed lists at the first look has to be younger. In seconds.
FRESH, FRESH_AT_FIRST = 72 * 3600.0, 36 * 3600.0
#: Items of one look that are read at most, the newest first.
MOST_NEW = 40
_ACCEPT = (
    "application/atom+xml,application/rss+xml,application/rdf+xml,application/feed+json;q=0.9,"
    "application/xml;q=0.9,text/xml;q=0.9,text/html;q=0.5,*/*;q=0.1"
)
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,500}")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


class Fetches(Protocol):
    """Fetches an address: see :class:`bot.articles.Fetcher`."""

    def fetch(
        self,
        url: str,
        *,
        types: frozenset[str] = ...,
        headers: dict[str, str] | None = ...,
        robots: bool = ...,
    ) -> Fetched:
        """What the server answered, or Unreadable."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What a feed answered."""

    #: What it lists, or None when nothing changed.
    feed: ParsedFeed | None
    #: Validators for the next look, or None.
    etag: str | None
    last_modified: str | None
    #: Seconds the server says its answer holds, 0 where it does not say.
    max_age: float = 0.0


class ParseFeed(Protocol):
    """Parses a feed: see :func:`bot.digest.feeds.parse_feed`."""

    def __call__(self, body: bytes, *, url: str, content_type: str | None, now: dt.datetime) -> ParsedFeed:
        """The feed, or NotAFeed."""
        ...


def ask(
    fetcher: Fetches,
    url: str,
    now: dt.datetime,
    *,
    etag: str | None = None,
    modified: str | None = None,
    parse: ParseFeed = parse_feed,
) -> Answer:
    """Look at a feed, conditionally where there are validators. Raises Unreadable, NotAFeed, or what ``parse`` does."""
    headers = {"Accept": _ACCEPT}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    fetched = fetcher.fetch(url, types=FEED_TYPES, headers=headers)
    fresh = _MAX_AGE.search(fetched.headers.get("cache-control", ""))
    max_age = float(fresh[1]) if fresh else 0.0
    if fetched.status == 304:
        return Answer(
            None, _validator(fetched, "etag") or etag, _validator(fetched, "last-modified") or modified, max_age
        )
    feed = parse(fetched.body, url=fetched.url, content_type=fetched.content_type, now=now)
    return Answer(feed, _validator(fetched, "etag"), _validator(fetched, "last-modified"), max_age)


def _validator(fetched: Fetched, name: str) -> str | None:
    """A validator that can be sent back in a header as it is."""
    value = fetched.headers.get(name, "").strip()
    return value if _VALIDATOR.fullmatch(value) else None


def next_pause(pause: float, brought: int, max_age: float = 0.0) -> float:
    """Seconds until the next look at a feed that answered with ``brought`` new items; ``pause`` is 0 at the first."""
    if pause <= 0:
        return max(FIRST, min(max_age, LONGEST))
    adapted = pause * (SOONER if brought else RARER)
    return min(LONGEST, max(SHORTEST, adapted, min(max_age, LONGEST)))


def pause_after_failure(fails: int, retry_after: float | None = None) -> float:
    """Seconds until the next look after ``fails`` failures in a row, this one included."""
    back_off = min(LONGEST_BACK_OFF, BACK_OFF * 2.0 ** min(10, max(0, fails - 1)))
    return max(back_off, min(retry_after or 0.0, LONGEST_BACK_OFF))


def jittered(pause: float, chance: random.Random | None = None) -> float:
    """``pause`` give or take :data:`JITTER`."""
    draw = chance.uniform if chance else random.uniform  # not a secret
    return pause * draw(1 - JITTER, 1 + JITTER)


def is_dead(feed: FeedRow, error: AttacheError, now: float) -> bool:
    """Whether a feed, which just failed once more, is to be reported as dead."""
    fails = feed.fails + 1
    failing = now - feed.failing_since if feed.failing_since is not None else 0.0
    if isinstance(error, Unreadable) and error.state is PageState.GONE and failing >= GONE_AFTER:
        return fails >= GONE_FAILS
    return fails >= DEAD_FAILS and failing >= DEAD_AFTER


def new_items(items: Sequence[FeedItem], *, first: bool, now: float) -> list[NewItem]:
    """What is kept of a feed's list; those young enough are marked to be read.

    At the first look what has no date may be of any age and is only noted; later it is new because it was not listed.
    """
    kept, fresh = [], 0
    for item in sorted(items, key=lambda i: i.published.timestamp() if i.published else now, reverse=True):
        published = item.published.timestamp() if item.published else None
        young = now - published <= (FRESH_AT_FIRST if first else FRESH) if published is not None else not first
        young = young and fresh < MOST_NEW
        fresh += young
        kept.append(NewItem(item.guid, item.url, item.title, item.description, published, fresh=young))
    return kept

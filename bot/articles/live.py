"""Live pages: their entries in page order, each a line with its time and the paragraphs below it.

Entries come from the page's ``LiveBlogPosting`` (schema.org), else from blocks of the page that hold one ``<time>`` each.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from bot.articles.json_ld import LinkedObject, text_of
from bot.articles.tree import line_of, text_of_element
from summarizers.model import ParagraphKind

#: Entries that make a live page, and entries read.
LEAST_ENTRIES, MOST_ENTRIES = 3, 40
#: Levels above a time within which its entry stands; shortest text of an entry, and longest text read of one, in characters.
_LEVELS, _SHORTEST, _LONGEST = 7, 60, 6000
#: Elements of an entry that are blocks of text.
_BLOCKS: dict[str, ParagraphKind] = {
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "p": "paragraph",
    "li": "item",
    "blockquote": "quote",
}
_PATH = re.compile(r"/live(?:blog)?/|live-?blog|live-updates|/live-news/|as-it-happened", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: \(?[A-Z]{2,4}\)?)?", re.IGNORECASE)

Block = tuple[ParagraphKind, str]


def is_live(types: frozenset[str], url: str | None) -> bool:
    """Whether a page says that it is live: by its schema.org types or its address."""
    try:
        path = urlsplit(url).path if url else ""
    except ValueError:
        path = ""
    return "LiveBlogPosting" in types or _PATH.search(path) is not None


def live_blocks(tree: HtmlElement, objects: Sequence[LinkedObject]) -> list[Block]:
    """The entries of a live page as blocks; [] where there are too few to be one."""
    for entries in (_told_entries(objects), _timed_blocks(tree)):
        found = [entry for _, entry in zip(range(MOST_ENTRIES), entries, strict=False)]
        if len(found) >= LEAST_ENTRIES:
            return [block for entry in found for block in entry]
    return []


def _told_entries(objects: Sequence[LinkedObject]) -> Iterator[list[Block]]:
    """Entries of the page's LiveBlogPosting."""
    for linked in objects:
        updates = linked.value.get("liveBlogUpdate") if "LiveBlogPosting" in linked.types else None
        for update in updates if isinstance(updates, list) else []:
            entry = _told(update) if isinstance(update, dict) else []
            if entry:
                yield entry


def _told(update: Mapping[str, Any]) -> list[Block]:
    """One update: its time, headline and paragraphs; [] without a time or words."""
    time = _clock_of(text_of(update.get("datePublished")) or "")
    body = unescape(re.sub(r"<[^>]{1,300}>", "\n", (text_of(update.get("articleBody")) or "")[:_LONGEST]))
    paragraphs: list[Block] = [("paragraph", line.strip()) for line in re.split(r"[\r\n]+", body) if line.strip()]
    headline = line_of(text_of(update.get("headline")))
    if time is None or not paragraphs:
        return []
    head: list[Block] = [("paragraph", time)]
    if headline:
        head.append(("heading", headline))
    return head + paragraphs


def _clock_of(written: str) -> str | None:
    """An instant as "14:05 UTC", or "14:05" where no zone is given; None for no instant."""
    try:
        moment = dt.datetime.fromisoformat(written.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return f"{moment.astimezone(dt.UTC):%H:%M} UTC" if moment.tzinfo else f"{moment:%H:%M}"


def _timed_blocks(tree: HtmlElement) -> Iterator[list[Block]]:
    """Blocks of the page that hold one time each, and text."""
    times = list(tree.iter("time"))[: 4 * MOST_ENTRIES]
    held: dict[HtmlElement, int] = {}
    for time in times:
        for level, ancestor in enumerate(time.iterancestors()):
            if level >= _LEVELS:
                break
            held[ancestor] = held.get(ancestor, 0) + 1
    for time in times:
        entry = _entry_of(time, held)
        clock = _shown_clock(time)
        if entry is None or clock is None:
            continue
        blocks = _blocks_of(entry, clock)
        if blocks:
            yield [("paragraph", clock), *blocks]


def _entry_of(time: HtmlElement, held: Mapping[HtmlElement, int]) -> HtmlElement | None:
    """The largest element near a time that holds no other, if it has text enough."""
    best = None
    for level, ancestor in enumerate(time.iterancestors()):
        if level >= _LEVELS or held.get(ancestor, 0) != 1:
            break
        best = ancestor
    return best if best is not None and len(text_of_element(best)) >= _SHORTEST else None


def _shown_clock(time: HtmlElement) -> str | None:
    """The time as the page shows it, else as its attribute says it."""
    shown = _CLOCK.search(text_of_element(time))
    return shown[0] if shown else _clock_of(time.get("datetime") or "")


def _blocks_of(entry: HtmlElement, clock: str) -> list[Block]:
    """Headings and paragraphs of an entry, without its time."""
    found: list[Block] = []
    for element in entry.iter(*_BLOCKS):
        if any(a is not entry and a.tag in _BLOCKS for a in _up_to(element, entry)):
            continue  # a paragraph of an item or quotation stands in it already
        text = text_of_element(element, _LONGEST)
        if text and text != clock:
            found.append((_BLOCKS[element.tag], text))
    return found if any(kind != "heading" for kind, _ in found) else []


def _up_to(element: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    """Ancestors of an element below ``top``."""
    for ancestor in element.iterancestors():
        if ancestor is top:
            return
        yield ancestor

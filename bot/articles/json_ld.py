"""JSON-LD of a page: its objects, and which of its articles is the page's own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from bot.articles.addresses import address_key
from summarizers.text.cleaning import fold_title

#: schema.org types of an article.
ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|Report|Review|LiveBlogPosting|\w*NewsArticle)")
#: schema.org types of the page an article stands on: its dates are the article's where no article object is there.
_PAGE_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage"})
#: JSON-LD objects looked at in one page.
_MAX_OBJECTS = 400
#: A headline shorter than this, in letters and digits, is too short to be recognised inside a longer one.
_HEADLINE_PART = 16

_SCRIPT_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$")
#: Properties whose values belong to the page; and those that lead to a list, whose entries may be other pages.
_OWN = frozenset({"@graph", "mainEntity", "mainEntityOfPage", "article"})
_LISTS = frozenset({"hasPart", "itemListElement", "item"})


@dataclass(frozen=True, slots=True)
class LinkedObject:
    """A JSON-LD object with its place."""

    #: The object as the page writes it.
    value: dict[str, Any]
    #: Whether it stands in a list, as teasers of other articles do.
    listed: bool

    @property
    def types(self) -> list[str]:
        """Its schema.org types, without the vocabulary's address."""
        types = self.value.get("@type")
        names = types if isinstance(types, list) else [types]
        return [t.rsplit("/", 1)[-1] for t in names if isinstance(t, str)]

    @property
    def is_article(self) -> bool:
        """Whether one of its types is an article's."""
        return any(ARTICLE_TYPE.fullmatch(t) for t in self.types)

    @property
    def is_page(self) -> bool:
        """Whether one of its types is a page's."""
        return not _PAGE_TYPES.isdisjoint(self.types)


def linked_objects(tree: HtmlElement) -> Iterator[LinkedObject]:
    """Every object of the page's JSON-LD, nested ones included, as far as the limit goes. Broken JSON is passed over."""
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = _SCRIPT_COMMENT.sub("", script.text or "").strip().rstrip(";")
        try:
            pending: list[tuple[Any, bool]] = [(json.loads(text, strict=False), False)]
        except (ValueError, RecursionError):
            continue
        while pending and count < _MAX_OBJECTS:
            value, listed = pending.pop(0)
            if isinstance(value, list):
                pending.extend((entry, listed) for entry in value[:_MAX_OBJECTS])
            elif isinstance(value, dict):
                count += 1
                yield LinkedObject(value, listed)
                pending.extend(_inner(value, listed))


def _inner(value: dict[str, Any], listed: bool) -> Iterator[tuple[Any, bool]]:
    """Objects and lists inside an object that are looked at, and whether they stand in a list of its."""
    for name, inner in value.items():
        if isinstance(inner, list | dict) and (name in _OWN or name in _LISTS):
            yield inner, listed or name in _LISTS


def text_of(value: Any) -> str | None:
    """A JSON-LD text, or the first of several; None for anything else."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) else None


def own_headings(headings: Sequence[str], claims: Sequence[str | None]) -> list[str]:
    """Of several first-level headings those that say what the page's ``claims`` do: another may head the next article."""
    said = [fold_title(claim) for claim in claims if claim]
    if len(headings) < 2 or not said:
        return list(headings)
    return [heading for heading in headings if any(_same_headline(fold_title(heading), claim) for claim in said)]


def own_articles(
    objects: Sequence[LinkedObject], addresses: Iterable[str | None], headlines: Iterable[str | None]
) -> list[dict[str, Any]]:
    """The article objects that are most surely about this page, [] for none.

    ``addresses`` are the page's (where it was found, canonical, og:url), ``headlines`` its own (h1, og:title, title).
    An object whose address or headline is the page's is its own. One in a list must be that; another is taken when
    nothing contradicts it: it has no other article's address together with another headline. Equally sure ones stay in
    the page's order.
    """
    keys = {address_key(a) for a in addresses if a}
    folded = [f for f in (fold_title(h or "") for h in headlines) if f]
    scored = [(_own_score(o, keys, folded), o.value) for o in objects if o.is_article]
    best = max((score for score, _ in scored), default=0)
    return [value for score, value in scored if score == best > 0]


def _own_score(linked: LinkedObject, keys: set[str], headlines: list[str]) -> int:
    """How surely an article object is the page's own: 0 for another's, more for each sign that it is."""
    address = _address(linked.value)
    written = fold_title(text_of(linked.value.get("headline")) or text_of(linked.value.get("name")) or "")
    here = address is not None and address_key(address) in keys
    same = bool(written) and any(_same_headline(written, h) for h in headlines)
    signs = 2 * here + 2 * same
    if linked.listed:
        return signs
    elsewhere = address is not None and not here
    contradicted = elsewhere and bool(written) and bool(headlines) and not same
    return 0 if contradicted else signs + 1


def _same_headline(one: str, other: str) -> bool:
    """Whether two folded headlines are the same, or one holds the other whole (with the site's name, say)."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _HEADLINE_PART and short in long)


def _address(value: dict[str, Any]) -> str | None:
    """The address an object gives its article, None for none or for no web address."""
    main = value.get("mainEntityOfPage")
    for written in (value.get("url"), main.get("@id") if isinstance(main, dict) else main, value.get("@id")):
        address = text_of(written)
        if address and address.startswith(("http://", "https://")):
            return address
    return None

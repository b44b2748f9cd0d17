"""What a page says about itself: JSON-LD, meta tags, links, language, scripts."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from summarizers.model import ParagraphKind
from summarizers.text.cleaning import fold_title, host_of

#: schema.org types of an article.
_ARTICLES = re.compile(r"(?:\w*Article|BlogPosting|Report|Review|LiveBlogPosting|\w*NewsArticle)")
#: JSON-LD objects looked at in one page.
_MAX_OBJECTS = 400
#: Words a subscriber page shows at most; with more, the text is there.
_VISIBLE_WORDS = 250


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page's own statements, unverified."""

    #: Primary language subtag of the page, or None.
    language: str | None
    #: ``<title>``.
    title: str | None
    #: Headline of the JSON-LD article, or None.
    headline: str | None
    #: Description for search engines and previews.
    description: str | None
    #: Name the site gives itself.
    site_name: str | None
    #: ``<link rel=canonical>``.
    canonical: str | None
    #: ``og:url``.
    og_url: str | None
    #: ``og:type``.
    og_type: str | None
    #: Authors named in JSON-LD.
    authors: tuple[str, ...]
    #: Publication times as written: JSON-LD, then meta tags.
    dates: tuple[str, ...]
    #: ``articleBody`` of the JSON-LD article, or None.
    body: str | None
    #: schema.org types of the page's JSON-LD objects.
    types: frozenset[str]
    #: Whether the page says that it is not free: "false" for isAccessibleForFree, or a locked or metered tier.
    locked: bool
    #: Characters of script.
    script_size: int
    #: Text of ``<noscript>``, shortened.
    noscript: str
    #: Links of the whole page.
    links: int
    #: Letters and digits of every block that is nothing but links: teasers of other articles.
    link_lines: frozenset[str]

    def is_subscriber_page(self, text: str) -> bool:
        """Whether ``text`` is only the visible part of a page for subscribers."""
        return self.locked and len(text.split()) < _VISIBLE_WORDS

    def body_blocks(self) -> list[tuple[ParagraphKind, str]]:
        """Paragraphs of the JSON-LD article body; none for a locked page, whose hidden part is not ours to read."""
        if self.locked or not self.body:
            return []
        text = unescape(re.sub(r"<[^>]{1,300}>", "\n", self.body))
        return [("paragraph", line.strip()) for line in re.split(r"[\r\n]+", text) if line.strip()]

    def published(self, found: str | None) -> tuple[dt.date | None, dt.datetime | None]:
        """Day and, where the page gives the hour, instant of publication; ``found`` is the day read elsewhere."""
        for written in self.dates:
            instant = _instant(written)
            if instant is not None and instant.tzinfo is not None:
                return instant.date(), instant
            if instant is not None:
                return instant.date(), None
        try:
            return (dt.date.fromisoformat(found[:10]) if found else None), None
        except ValueError:
            return None, None


def _instant(written: str) -> dt.datetime | None:
    """A time in ISO 8601, with or without its zone; None for anything else or for a year nobody published in."""
    try:
        instant = dt.datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", written.strip()))
    except ValueError:
        return None
    return instant if 1990 <= instant.year <= 2100 else None


_TITLE_PARTS = re.compile(r"\s+(?:\||-|–|—|::|»|·|•)\s+")


def plain_title(title: str | None, facts: PageFacts, url: str | None) -> str | None:
    """A headline without the site's name before or after it."""
    text = _line(title)
    if text is None:
        return None
    site = {fold_title(facts.site_name or ""), fold_title((host_of(url) or "").rpartition(".")[0])} - {""}
    cuts = list(_TITLE_PARTS.finditer(text))
    after = [(text[: cut.start()], text[cut.end() :]) for cut in cuts[-1:]]
    before = [(text[cut.end() :], text[: cut.start()]) for cut in cuts[:1]]
    for rest, other in after + before:
        name = fold_title(other)
        if name and any(name in s or s in name for s in site) and len(rest.split()) >= 3 and len(other.split()) <= 6:
            return rest.strip()
    return text


def page_facts(tree: HtmlElement) -> PageFacts:
    """Collect a page's statements about itself."""
    meta: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = (tag.get("content") or "").strip()
        if name and content and len(content) < 5000:
            meta.setdefault(name, content)
    objects = list(_json_ld(tree))
    articles = [o for o in objects if any(_ARTICLES.fullmatch(t) for t in _types(o))]
    canonical = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    scripts = sum(len(s.text or "") for s in tree.iter("script"))
    title = tree.find(".//title")
    return PageFacts(
        language=_language(tree, meta),
        title=_line(title.text_content()) if title is not None else None,
        headline=_line(next((_text(a.get("headline")) for a in articles if a.get("headline")), None)),
        description=_line(meta.get("og:description") or meta.get("description")),
        site_name=_line(meta.get("og:site_name")),
        canonical=canonical[0] if canonical else None,
        og_url=meta.get("og:url"),
        og_type=(meta.get("og:type") or "").lower() or None,
        authors=tuple(dict.fromkeys(n for a in articles[:1] for n in _names(a.get("author")))),
        dates=tuple(_dates(articles, meta)),
        body=next((_text(a.get("articleBody")) for a in articles if a.get("articleBody")), None),
        types=frozenset(t for o in objects for t in _types(o)),
        locked=_locked(objects, meta),
        script_size=scripts,
        noscript=_line(" ".join(n.text_content() for n in tree.iter("noscript"))[:2000]) or "",
        links=sum(1 for _ in tree.iter("a")),
        link_lines=frozenset(_link_lines(tree)),
    )


_LINE_TAGS = frozenset({"p", "li", "div", "td", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote"})


def _link_lines(tree: HtmlElement) -> Iterator[str]:
    """Blocks whose whole text stands in a few links, folded as headlines are."""
    lines: dict[HtmlElement, list[str]] = {}
    for link in tree.iter("a"):
        if link.get("href"):
            block = next((a for a in link.iterancestors() if a.tag in _LINE_TAGS), None)
            if block is not None:
                lines.setdefault(block, []).append(link.text_content())
    for block, links in lines.items():
        text = fold_title("".join(links)[:600]) if len(links) <= 3 else ""
        if text and text == fold_title(block.text_content()[:600]):
            yield text


_SCRIPT_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$")
_NESTED = frozenset({"@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item", "article"})
#: Meta tags that hold the time of publication.
_DATE_TAGS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "article.published",
    "sailthru.date",
)


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, nested ones included, as far as the limit goes."""
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = _SCRIPT_COMMENT.sub("", script.text or "").strip().rstrip(";")
        try:
            pending: list[Any] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while pending and count < _MAX_OBJECTS:
            value = pending.pop(0)
            if isinstance(value, list):
                pending.extend(value[:_MAX_OBJECTS])
            elif isinstance(value, dict):
                count += 1
                yield value
                pending.extend(v for k, v in value.items() if isinstance(v, list | dict) and k in _NESTED)


def _types(value: dict[str, Any]) -> list[str]:
    """The schema.org types of an object."""
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    return [t.rsplit("/", 1)[-1] for t in names if isinstance(t, str)]


def _text(value: Any) -> str | None:
    """A JSON-LD text, or the first of several."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) else None


def _line(value: str | None) -> str | None:
    """One line of text with entities read and blanks collapsed, or None when nothing is left."""
    text = re.sub(r"\s+", " ", unescape(value or "")).strip()
    return text[:1000] or None


_BYLINE = re.compile(
    r"^(?:(?:analysis|opinion|text|words|written|reporting)\s+)?by\s+|^text\s+(?=[A-Z])", re.IGNORECASE
)
_NOT_A_NAME = re.compile(
    r"[\s,]+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b.*$",
    re.IGNORECASE,
)


def _author(written: str | None) -> str | None:
    """An author's name out of a byline, without "By", a date behind it or the outlet's name; None for no name."""
    name = _NOT_A_NAME.sub("", _BYLINE.sub("", _line(written) or ""))
    name = re.split(r",\s+(?=[A-Z])|\s+-\s+", name)[0].strip(" ,;")
    return name if name and "://" not in name and "@" not in name and len(name) < 120 else None


def authors_of(written: str | None) -> tuple[str, ...]:
    """Names in what an extractor read as authors ("A; B"). A piece that is no personal name is left out."""
    names = [_author(piece) for piece in re.split(r"\s*;\s*", written or "")]
    return tuple(dict.fromkeys(n for n in names if n and re.search(r"\w \w", n) and not re.match(r"The [A-Z]\w+$", n)))


def _names(value: Any) -> Iterator[str]:
    """Names of a JSON-LD author value: text, object, or a list of either. Addresses are no names."""
    for entry in value if isinstance(value, list) else [value]:
        name = _author(_text(entry.get("name")) if isinstance(entry, dict) else _text(entry))
        if name:
            yield name


def _dates(articles: list[dict[str, Any]], meta: dict[str, str]) -> Iterator[str]:
    """Publication times as the page writes them, the most reliable first."""
    for article in articles:
        written = _text(article.get("datePublished"))
        if written:
            yield written
    yield from (meta[name] for name in _DATE_TAGS if name in meta)


def _language(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    """Primary subtag of the page's declared language."""
    root = tree.getroottree().getroot()
    declared = root.get("lang") or root.get("xml:lang") or meta.get("og:locale") or meta.get("language") or ""
    found = re.match(r"[a-z]{2}(?=$|[-_])", declared.strip().lower())
    return found[0] if found else None


def _locked(objects: list[dict[str, Any]], meta: dict[str, str]) -> bool:
    """Whether the page says that its text is not free."""
    tier = meta.get("article:content_tier", "").lower()
    free = [o.get("isAccessibleForFree") for o in objects if "isAccessibleForFree" in o]
    return tier in ("locked", "metered") or any(str(value).lower() in ("false", "no") for value in free)

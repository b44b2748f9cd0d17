"""What a page says about itself: JSON-LD, meta tags, links, language, scripts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from bot.articles.dates import day_of, publication
from bot.articles.json_ld import LinkedObject, linked_objects, own_articles, own_headings, text_of
from bot.articles.titles import Headline, choose_headline, headings_of, plain_title
from bot.articles.tree import line_of
from summarizers.model import ParagraphKind
from summarizers.text.cleaning import fold_title

#: Words a subscriber page shows at most; with more, the text is there.
_VISIBLE_WORDS = 250


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page's own statements, unverified."""

    #: Primary language subtag of the page, or None.
    language: str | None
    #: ``<title>``.
    title: str | None
    #: The headline the page shows or claims, without the site's name.
    headline: Headline
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
    #: Authors named in JSON-LD or meta tags.
    authors: tuple[str, ...]
    #: Day of publication, and the instant where the page gives the hour with its zone; None for unknown.
    published: tuple[dt.date | None, dt.datetime | None]
    #: Whether the page itself tells when its article was published.
    dated: bool
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
    #: Headings below the first level that are nothing but a link to another page.
    teasers: int

    def is_subscriber_page(self, text: str, *, held_back: bool = False) -> bool:
        """Whether ``text`` is only the visible part of a page for subscribers.

        The page says so of itself, or ``held_back`` says that it offers the rest of its text for sale.
        """
        return (self.locked or held_back) and len(text.split()) < _VISIBLE_WORDS

    def body_blocks(self) -> list[tuple[ParagraphKind, str]]:
        """Paragraphs of the JSON-LD article body; none for a locked page, whose hidden part is not ours to read."""
        if self.locked or not self.body:
            return []
        text = unescape(re.sub(r"<[^>]{1,300}>", "\n", self.body))
        return [("paragraph", line.strip()) for line in re.split(r"[\r\n]+", text) if line.strip()]


def page_facts(tree: HtmlElement, url: str | None = None) -> PageFacts:
    """Collect a page's statements about itself; ``url`` is where it was found."""
    meta = _meta(tree)
    objects = list(linked_objects(tree))
    own_objects = [o for o in objects if not o.listed]
    canonical = next((v.get("href") for v in tree.iter("link") if (v.get("rel") or "").lower() == "canonical"), None)
    addresses = (url, canonical, meta.get("og:url"))
    title = tree.find(".//title")
    title_text = line_of(title.text_content()) if title is not None else None
    headings = headings_of(tree)
    claims = (meta.get("og:title"), title_text)
    own = own_headings([text for text, _ in headings], claims)
    articles = own_articles(objects, addresses, (*own, *claims))
    site_name = line_of(meta.get("og:site_name"))
    named = (_first_of(text_of(a.get("headline")) for a in articles), *claims)
    headline = choose_headline(tree, headings, named, lambda text: plain_title(text, site_name, _first_of(addresses)))
    lines = list(_link_lines(tree))
    dates = list(_dates(articles, own_objects, meta))
    return PageFacts(
        language=_language(tree, meta),
        title=title_text,
        headline=headline,
        description=line_of(meta.get("og:description") or meta.get("description")),
        site_name=site_name,
        canonical=canonical,
        og_url=meta.get("og:url"),
        og_type=(meta.get("og:type") or "").lower() or None,
        authors=_authors(articles) or authors_of(_first_of(map(meta.get, _AUTHOR_TAGS))),
        published=publication(tree, headline.element, _first_of(addresses), dates, _changes(articles, meta)),
        dated=any(map(day_of, dates)),
        body=_first_of(text_of(a.get("articleBody")) for a in articles),
        types=frozenset(t for o in own_objects for t in o.types),
        locked=_locked(objects, meta),
        script_size=sum(len(s.text or "") for s in tree.iter("script")),
        noscript=line_of(" ".join(n.text_content() for n in tree.iter("noscript"))[:2000]) or "",
        links=sum(1 for _ in tree.iter("a")),
        link_lines=frozenset(text for _, text in lines),
        teasers=sum(tag in _LOWER_HEADINGS for tag, _ in lines),
    )


def _first_of(values: Iterable[str | None]) -> str | None:
    """The first value that is there."""
    return next(filter(None, values), None)


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Contents of the page's meta tags by name in lower case, the first of each; very long ones left out."""
    meta: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = (tag.get("content") or "").strip()
        if name and content and len(content) < 5000:
            meta.setdefault(name, content)
    return meta


_LOWER_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_LINE_TAGS = frozenset({"p", "li", "div", "td", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote"})


def _link_lines(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """(tag, text) of blocks whose whole text stands in a few links to other pages; the text folded as headlines are."""
    lines: dict[HtmlElement, list[str]] = {}
    for link in tree.iter("a"):
        if (link.get("href") or "#")[0] != "#":
            block = next((a for a in link.iterancestors() if a.tag in _LINE_TAGS), None)
            if block is not None:
                lines.setdefault(block, []).append(link.text_content())
    for block, links in lines.items():
        text = fold_title("".join(links)[:600]) if len(links) <= 3 else ""
        if text and text == fold_title(block.text_content()[:600]):
            yield block.tag, text


#: Meta tags that hold the time of publication.
_DATE_TAGS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "article.published",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "citation_publication_date",
    "article:published",
    "publish-date",
    "pubdate",
    "publication_date",
    "date",
    "dc.date",
)
#: Meta tags that hold the authors' names.
_AUTHOR_TAGS = (
    "author",
    "byl",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
)
#: Meta tags that hold the time of the last change.
_CHANGE_TAGS = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "date")


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
    name = _NOT_A_NAME.sub("", _BYLINE.sub("", line_of(written) or ""))
    name = re.split(r",\s+(?=[A-Z])|\s+-\s+", name)[0].strip(" ,;")
    return name if name and "://" not in name and "@" not in name and len(name) < 120 else None


def _authors(articles: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Authors of the page's own article, each once."""
    return tuple(dict.fromkeys(n for a in articles[:1] for n in _names(a.get("author"))))


def authors_of(written: str | None) -> tuple[str, ...]:
    """Names in what an extractor read as authors ("A; B"). A piece that is no personal name is left out."""
    names = [_author(piece) for piece in re.split(r"\s*;\s*", written or "")]
    return tuple(dict.fromkeys(n for n in names if n and re.search(r"\w \w", n) and not re.match(r"The [A-Z]\w+$", n)))


def _names(value: Any) -> Iterator[str]:
    """Names of a JSON-LD author value: text, object, or a list of either. Addresses are no names."""
    for entry in value if isinstance(value, list) else [value]:
        name = _author(text_of(entry.get("name")) if isinstance(entry, dict) else text_of(entry))
        if name:
            yield name


def _dates(articles: Sequence[dict[str, Any]], objects: Sequence[LinkedObject], meta: dict[str, str]) -> Iterator[str]:
    """Times of publication as the page's metadata write them, the surest first: its article's, meta tags, its page's."""
    written = [text_of(a.get("datePublished")) for a in articles]
    written += [meta.get(name) for name in _DATE_TAGS]
    written += [text_of(o.value.get("datePublished")) for o in objects if o.is_page]
    yield from filter(None, written)


def _changes(articles: Sequence[dict[str, Any]], meta: dict[str, str]) -> list[str]:
    """Times of the page's last change, as its metadata write them."""
    return list(filter(None, [*(text_of(a.get("dateModified")) for a in articles), *map(meta.get, _CHANGE_TAGS)]))


def _language(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    """Primary subtag of the page's declared language."""
    root = tree.getroottree().getroot()
    declared = root.get("lang") or root.get("xml:lang") or meta.get("og:locale") or meta.get("language") or ""
    found = re.match(r"[a-z]{2}(?=$|[-_])", declared.strip().lower())
    return found[0] if found else None


def _locked(objects: Sequence[LinkedObject], meta: dict[str, str]) -> bool:
    """Whether the page says that its text is not free."""
    tier = meta.get("article:content_tier", "").lower()
    free = [o.value.get("isAccessibleForFree") for o in objects if "isAccessibleForFree" in o.value]
    return tier in ("locked", "metered") or any(str(value).lower() in ("false", "no") for value in free)

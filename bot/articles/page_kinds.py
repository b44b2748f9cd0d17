"""Telling a wall, a shell or a list page from an article."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from bot.articles.addresses import table
from bot.articles.page import PageFacts
from bot.articles.states import PageState

#: Text shorter than this, in characters, is no article.
MIN_TEXT = 100
#: Text shorter than this, in characters, on a page with much script was meant to be filled in by a browser.
_SHELL_TEXT = 200
#: Script, in characters, that makes a page without text a shell.
_SHELL_SCRIPT = 50_000
#: A wall's title is short; a longer one is a headline that talks about walls.
_WALL_TITLE_WORDS = 8
#: Words that a video or gallery page may have and still be one; a longer text is worth reading.
_CAPTION_WORDS = 120
#: Words that the visible part of a subscriber page must have to be worth a brief.
_TEASER_WORDS = 25
#: A list page's blocks are short: share of its words that stand in paragraphs of at least this many words.
_PROSE_WORDS, _PROSE_SHARE = 25, 0.3
#: Links of a list page, at least.
_LIST_LINKS = 60
#: Share of its blocks that lead to other pages, at least: a list of figures or names has hardly any.
_LIST_TEASERS = 0.1
#: Or headings of the page that do, at least.
_LIST_HEADINGS = 10

_FRONT = re.compile(r"/?(?:index\.\w{2,5}|home(?:page)?|default\.\w{2,5}|[a-z]{2}(?:[-_][a-z]{2})?)?/?", re.IGNORECASE)
_FILM = re.compile(r"/(?:videos?|watch|audio|podcasts?|av|programmes?|episodes?)(?:/|$|-)", re.IGNORECASE)
_PICTURES = re.compile(
    r"/(?:galler(?:y|ies)|photos?|pictures?|in-pictures|slideshows?|photo-essays?)(?:/|$|-)", re.IGNORECASE
)
#: The end of an article's address: a headline in words, or a number.
_SLUG = re.compile(r"(?:\w+-){3,}\w+[^/]*/?$|\d{5,}[^/]*/?$")
_ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|Report)")
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|partners|vendors|privacy|personal data|legitimate interests?)\b", re.IGNORECASE
)
_CONSENT_ACT = re.compile(r"\b(?:accept|reject|agree|manage|settings|preferences|withdraw|opt out)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _walls() -> tuple[tuple[PageState, str, int, re.Pattern[str]], ...]:
    """The table of walls: state, where to look, longest text in words, pattern."""
    rows = table("walls.tsv")
    return tuple((PageState(s), where, int(words), re.compile(p, re.IGNORECASE)) for s, where, words, p in rows)


def state_of_page(
    facts: PageFacts, text: str, title: str | None, url: str | None, *, teasers: float = 0.0, live: bool = False
) -> PageState | None:
    """What keeps a page from being an article, or None.

    ``text`` is what was extracted, ``url`` where it was found, ``teasers`` the share of blocks found that only lead to
    other pages, 0 to 1, and ``live`` whether the page says that it is live, and has no entries.
    """
    words = len(text.split())
    titles = [t for t in (title, facts.title) if t and len(t.split()) <= _WALL_TITLE_WORDS]
    for state, where, most, pattern in _walls():
        places = titles if where == "title" else [text[:600]]
        if words <= most and any(pattern.search(place) for place in places):
            return state
    if _is_consent_text(text, words):
        return PageState.CONSENT_WALL
    path = _path(url)
    kind = _kind_of_page(facts, text, words, path, teasers, live=live)
    if kind is not None:
        return kind
    if len(text) < _SHELL_TEXT and (facts.script_size > _SHELL_SCRIPT or _asks_for_javascript(facts.noscript)):
        return PageState.NEEDS_JAVASCRIPT
    if facts.locked and words < _TEASER_WORDS:
        return PageState.SUBSCRIBERS_ONLY
    return PageState.NO_ARTICLE if len(text) < MIN_TEXT else None


def _asks_for_javascript(noscript: str) -> bool:
    """Whether the page tells browsers without scripts that it needs them."""
    return bool(re.search(r"javascript", noscript, re.IGNORECASE))


def _is_consent_text(text: str, words: int) -> bool:
    """Whether a text is a consent dialogue: full of its terms, speaks to the reader, and asks for an action."""
    if not 0 < words < 400 or "cookie" not in text.lower():
        return False
    terms = len(_CONSENT.findall(text))
    speaks = re.search(r"\byour?\b", text, re.IGNORECASE) and re.search(r"\b(?:we|our|us)\b", text, re.IGNORECASE)
    return terms >= 4 and terms >= 0.03 * words and bool(speaks) and bool(_CONSENT_ACT.search(text))


def _path(url: str | None) -> str:
    """Path of an address, "" where there is none to judge by."""
    try:
        return (urlsplit(url).path or "/") if url else ""
    except ValueError:
        return ""


def _kind_of_page(
    facts: PageFacts, text: str, words: int, path: str, teasers: float, *, live: bool
) -> PageState | None:
    """Whether the page is of a kind that holds no article: front page, live page without entries, film, pictures."""
    article = facts.og_type == "article" or any(_ARTICLE_TYPE.fullmatch(t) for t in facts.types)
    if path and _FRONT.fullmatch(path) and not any(_ARTICLE_TYPE.fullmatch(t) for t in facts.types):
        return PageState.HOME_PAGE
    if words < _CAPTION_WORDS:
        if live:
            return PageState.LIVE_BLOG
        film = facts.types & {"VideoObject", "AudioObject", "PodcastEpisode", "RadioEpisode", "TVEpisode"}
        if (facts.og_type or "").startswith("video") or _FILM.search(path) or (film and not article):
            return PageState.VIDEO
        if _PICTURES.search(path) or facts.types & {"ImageGallery", "MediaGallery"}:
            return PageState.GALLERY
    leads = teasers >= _LIST_TEASERS or facts.teasers >= _LIST_HEADINGS
    listed = facts.links >= _LIST_LINKS and leads and not facts.dated and not _SLUG.search(path)
    if listed and not article and _is_list(text):
        return PageState.HOME_PAGE
    return None


def _is_list(text: str) -> bool:
    """Whether a text is teasers: hardly any of its words stand in paragraphs of prose."""
    lengths = [len(block.split()) for block in text.split("\n\n")]
    prose = sum(n for n in lengths if n >= _PROSE_WORDS)
    return prose < _PROSE_SHARE * sum(lengths)

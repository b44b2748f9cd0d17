"""What a digest makes of an article's page."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.articles.states import PageState
from bot.digest.compose import SENTENCES
from bot.digest.feeds import FeedItem
from summarizers.model import Article, Brief

#: Pages that are no use to a digest even by headline: their words are in another language.
SKIPPED = frozenset({PageState.NOT_ENGLISH.value})
#: Words from which the language of a feed's own words can be told: among twenty English ones a few are "the" or "of".
TELLING_WORDS = 20
#: Quotes chosen of an article, from which the story's one is taken.
QUOTES = 4


def brief_for_digest(article: Article) -> Brief:
    """The short brief a digest uses. Raises AttacheError."""
    # Imported where needed: its tables take a moment to load.
    from summarizers.pipeline import BriefOptions, brief

    return brief(article, BriefOptions(sentences=SENTENCES, max_quotes=QUOTES))


def is_foreign(title: str, description: str) -> bool:
    """Whether a feed's own words on an article are in another language; too few of them say nothing."""
    from summarizers.text.language import guess_language, unspaced

    text = f"{title}. {description}"
    return len(text.split()) + unspaced(text) >= TELLING_WORDS and guess_language(text) is None


def is_feed_foreign(items: Sequence[FeedItem]) -> bool:
    """Whether a feed's items are in another language, as far as their own words together can tell."""
    return bool(items) and is_foreign(". ".join(i.title for i in items), ". ".join(i.description for i in items))


def site_of(url: str) -> str:
    """Host of an address without "www."."""
    return (urlsplit(url).hostname or "?").removeprefix("www.")

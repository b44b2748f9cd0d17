"""URL to `Article`: guarded fetch, extraction, page state, canonical address.

Names are loaded when first used, so that a text file can be briefed without HTML parsers or an HTTP library, and the
extraction worker starts without the fetching side.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.articles.addresses import address_key, canonical_url, links_in_slack_text
    from bot.articles.article_json import article_from_dict, article_to_dict
    from bot.articles.extraction import extract
    from bot.articles.fetch import FEED_TYPES, FILE_TYPES, PAGE_TYPES, Fetched, Fetcher
    from bot.articles.files import read_bytes, read_file, read_stream
    from bot.articles.limits import FetchSettings
    from bot.articles.reader import ArticleCache, ArticleReader
    from bot.articles.states import MESSAGES, NOTICES, PageState, Unreadable
    from bot.articles.worker import Extractor

_HOMES = {
    "addresses": ("address_key", "canonical_url", "links_in_slack_text"),
    "extraction": ("extract",),
    "fetch": ("FEED_TYPES", "FILE_TYPES", "PAGE_TYPES", "Fetched", "Fetcher"),
    "limits": ("FetchSettings",),
    "files": ("read_bytes", "read_file", "read_stream"),
    "reader": ("ArticleCache", "ArticleReader"),
    "states": ("MESSAGES", "NOTICES", "PageState", "Unreadable"),
    "article_json": ("article_from_dict", "article_to_dict"),
    "worker": ("Extractor",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "FEED_TYPES",
    "FILE_TYPES",
    "MESSAGES",
    "NOTICES",
    "PAGE_TYPES",
    "ArticleCache",
    "ArticleReader",
    "Extractor",
    "FetchSettings",
    "Fetched",
    "Fetcher",
    "PageState",
    "Unreadable",
    "address_key",
    "article_from_dict",
    "article_to_dict",
    "canonical_url",
    "extract",
    "links_in_slack_text",
    "read_bytes",
    "read_file",
    "read_stream",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module. Raises AttributeError for any other name."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)

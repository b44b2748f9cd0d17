"""What is done with a page or a text inside a worker: the far side of :mod:`bot.articles.worker`. Stateless.

Each task takes JSON values and the bytes a stranger sent, and gives ``{"article": …}`` or ``{"state": …}``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.articles.article_json import article_to_dict
from bot.articles.extraction import extract, extract_text
from bot.articles.sniff import looks_like_html
from bot.articles.states import PASTED_NOT_ENGLISH, PageState, Unreadable
from summarizers.errors import NoArticle
from summarizers.model import Article
from summarizers.text.cleaning import read_text
from summarizers.text.language import NOT_ENGLISH


def page(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Read a page; ``request`` holds ``url`` and ``content_type``."""
    return _told(lambda: extract(body, url=request["url"], content_type=request["content_type"]))


def plain(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Read a plain text a server sent; ``request`` as for a page."""
    return _told(lambda: extract_text(body, url=request["url"], content_type=request["content_type"]))


def document(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Read a file of any kind; ``request`` holds ``declared`` (its media type, name or ending) and ``url`` or None."""
    from bot.articles.documents import read_document

    return _told(
        lambda: read_document(body, declared=request["declared"], url=request["url"]), broken=PageState.DAMAGED_FILE
    )


def pasted(_request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Read a text somebody pasted, in UTF-8 with lone surrogates let through."""
    try:
        article = _pasted_page(body) if looks_like_html(body) else read_text(body.decode("utf-8", "surrogatepass"))
    except NoArticle as error:
        return {"no_article": str(error)}
    return (
        {"no_article": PASTED_NOT_ENGLISH} if NOT_ENGLISH in article.notices else {"article": article_to_dict(article)}
    )


def _pasted_page(body: bytes) -> Article:
    """The article in a page's source that somebody pasted; what address it names may be anybody's. Raises NoArticle."""
    return replace(
        extract(body.decode("utf-8", "replace").encode(), url=None, content_type="text/html; charset=utf-8"), url=None
    )


def _told(read: Callable[[], Article], broken: PageState = PageState.NO_ARTICLE) -> dict[str, Any]:
    """The article, or the state that kept the page from being one; ``broken`` is that of what a parser fails on."""
    try:
        return {"article": article_to_dict(read())}
    except Unreadable as error:
        return {"state": error.state.value}
    except (MemoryError, RecursionError):
        raise
    except Exception:
        # A parser's own failure on a broken page is the page's state, not the bot's.
        return {"state": broken.value}


def warm_up() -> None:
    """Load what the first page would otherwise load: lazily imported parts, data files, every locale of dates."""
    from htmldate.extractors import external_date_parser

    warm_up_shortly()
    # A heading that ends like a date makes the date parser load its locales: three seconds, once.
    external_date_parser("5. Harbour Forum Oslo 2026", "%Y-%m-%d")


def warm_up_shortly() -> None:
    """The same without the locales of dates."""
    body = "".join(
        f"<p>On day {day} the ministers met in the capital and agreed to talk again.</p>" for day in range(9)
    )
    extract(
        f"<html><body><article>{body}</article></body></html>".encode(), url="https://example.org/a/talks-go-on.html"
    )

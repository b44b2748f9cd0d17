"""A pasted link to an `Article`: cache, guard, politeness, extraction and page state in one place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Protocol

import structlog

from bot.articles.addresses import address_key, hides_target, is_consent_host, unwrap
from bot.articles.fetch import FILE_TYPES, PAGE_TYPES, Fetched, Fetcher
from bot.articles.limits import FetchSettings
from bot.articles.sniff import looks_binary, looks_like_html
from bot.articles.states import PageState, Unreadable
from bot.articles.worker import LOCALES_SECONDS, SHORT_WARM_UP, Extractor
from bot.workers import WorkerPool, default_workers
from summarizers.model import Article
from summarizers.text.cleaning import host_of
from summarizers.text.language import NOT_ENGLISH

log = structlog.get_logger(__name__)


class ArticleCache(Protocol):
    """Where read articles are kept for a while (24 hours by default; the keeper decides)."""

    def get(self, key: str) -> Article | None:
        """The article kept under an address key, or None when there is none or it is too old."""

    def put(self, keys: tuple[str, ...], article: Article) -> None:
        """Keep an article under the keys of the addresses it was reached by (`address_key` values)."""


class ArticleReader:
    """Reads pasted links. Safe to share between threads; close it to end workers it started itself."""

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        cache: ArticleCache | None = None,
        fetcher: Fetcher | None = None,
        pool: WorkerPool | None = None,
    ) -> None:
        """``pool`` holds the workers pages are read in; without one the reader starts its own."""
        self._settings = settings or FetchSettings()
        self._cache = cache
        #: The fetcher, also for feeds: it holds the politeness towards each host.
        self.fetcher = fetcher or Fetcher(self._settings)
        self._own_pool = None
        if pool is None:
            pool = self._own_pool = WorkerPool(default_workers(), warm_ups=(SHORT_WARM_UP,))
            # Loads while the first page is fetched.
            pool.prepare()
        more = LOCALES_SECONDS if self._own_pool is not None else 0.0
        self._extractor = Extractor(
            replace(self._settings, extract_seconds=self._settings.extract_seconds + more), pool
        )
        self._lock = threading.Lock()
        self._reading: dict[str, tuple[threading.Lock, int]] = {}

    def __enter__(self) -> ArticleReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers that are the reader's own."""
        if self._own_pool is not None:
            self._own_pool.close()

    def pasted(self, text: str, *, lane: str = "") -> Article:
        """The article in a text somebody pasted. Raises NoArticle, or what the pool raises: see `Extractor.pasted`."""
        return self._extractor.pasted(text, lane=lane)

    def document(self, data: bytes, *, declared: str = "", url: str | None = None, lane: str = "") -> Article:
        """The article in a file's bytes: PDF, Word, mail, page or text. Raises as `Extractor.document` does."""
        return self._extractor.document(data, declared=declared, url=url, lane=lane)

    def read(self, url: str, *, robots: bool = False, lane: str = "") -> Article:
        """Read the article at an address; ``robots`` asks the site's robots.txt first (for feeds, not for people).

        ``lane`` is whose work it is: lanes take turns at the workers. Raises Unreadable with the page's state, or
        WorkersUnavailable. ``Article.url`` is canonical.
        """
        address = unwrap(url.strip())
        try:
            article = self._read(address, robots, lane)
        except Unreadable as error:
            log.info("page not read", state=error.state.value, site=host_of(address))
            raise
        log.info("page read", site=article.site, characters=len(article.text), notices=len(article.notices))
        return article

    def _read(self, address: str, robots: bool, lane: str) -> Article:
        """The article at an address, from the cache or from its site."""
        if hides_target(address):
            raise Unreadable(PageState.GOOGLE_NEWS)
        key = address_key(address)
        with self._one_at_a_time(key):
            kept = self._cache.get(key) if self._cache else None
            if kept is not None:
                return kept
            fetched = self.fetcher.fetch(address, types=PAGE_TYPES | FILE_TYPES, robots=robots)
            if is_consent_host(fetched.url, address):
                raise Unreadable(PageState.CONSENT_WALL)
            article = self._read_page(fetched, lane)
            if NOT_ENGLISH in article.notices:
                raise Unreadable(PageState.NOT_ENGLISH)
            if self._cache:
                # Only where we have been: a page that names another's address must not answer for it.
                self._cache.put(tuple(dict.fromkeys((key, address_key(fetched.url)))), article)
            return article

    def _read_page(self, fetched: Fetched, lane: str) -> Article:
        """The article in what a server sent."""
        if not fetched.body.strip():
            raise Unreadable(PageState.EMPTY)
        if fetched.media_type in FILE_TYPES or looks_binary(fetched.body):
            declared = fetched.media_type if fetched.media_type in FILE_TYPES else ""
            return self.document(fetched.body, declared=declared, url=fetched.url, lane=lane)
        plain = fetched.media_type == "text/plain" and not looks_like_html(fetched.body)
        return self._extractor.extract(
            fetched.body, url=fetched.url, content_type=fetched.content_type, plain=plain, lane=lane
        )

    @contextmanager
    def _one_at_a_time(self, key: str) -> Iterator[None]:
        """Two requests for one article wait for each other, so the second finds it in the cache."""
        with self._lock:
            lock, waiting = self._reading.get(key, (threading.Lock(), 0))
            self._reading[key] = (lock, waiting + 1)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, waiting = self._reading.pop(key)
                if waiting > 1:
                    self._reading[key] = (lock, waiting - 1)

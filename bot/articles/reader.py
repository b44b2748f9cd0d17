"""A pasted link, or a file, to an `Article`: cache, guard, politeness, extraction and page state in one place."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol

import structlog

from bot.articles.addresses import address_key, hides_target, is_consent_host, unwrap
from bot.articles.fetch import Fetched, Fetcher
from bot.articles.limits import FetchSettings
from bot.articles.sniff import looks_binary, looks_like_html
from bot.articles.states import NOTICE_NOT_ENGLISH, PageState, Unreadable
from bot.articles.worker import ExtractionPool
from summarizers.cleaning import host_of, read_text
from summarizers.errors import BadInput, NoArticle
from summarizers.model import Article

log = structlog.get_logger(__name__)

#: Largest file read from disk, unpacked, in bytes.
MAX_FILE = 16_000_000


class ArticleCache(Protocol):
    """Where read articles are kept for a while (24 hours by default; the keeper decides)."""

    def get(self, key: str) -> Article | None:
        """The article kept under an address key, or None when there is none or it is too old."""

    def put(self, keys: tuple[str, ...], article: Article) -> None:
        """Keep an article under the keys of the addresses it was reached by (`address_key` values)."""


class ArticleReader:
    """Reads pasted links. Safe to share between threads; close it to end its extraction workers."""

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        cache: ArticleCache | None = None,
        fetcher: Fetcher | None = None,
        pool: ExtractionPool | None = None,
    ) -> None:
        self._settings = settings or FetchSettings()
        self._cache = cache
        #: The fetcher, also for feeds: it holds the politeness towards each host.
        self.fetcher = fetcher or Fetcher(self._settings)
        self._pool = pool or ExtractionPool(self._settings)
        self._lock = threading.Lock()
        self._reading: dict[str, tuple[threading.Lock, int]] = {}

    def __enter__(self) -> ArticleReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the extraction workers."""
        self._pool.close()

    def read(self, url: str, *, robots: bool = False) -> Article:
        """Read the article at an address; ``robots`` asks the site's robots.txt first (for feeds, not for people).

        Raises Unreadable with the page's state. ``Article.url`` is canonical.
        """
        address = unwrap(url.strip())
        try:
            article = self._read(address, robots)
        except Unreadable as error:
            log.info("page not read", state=error.state.value, site=host_of(address))
            raise
        log.info("page read", site=article.site, characters=len(article.text), notices=len(article.notices))
        return article

    def _read(self, address: str, robots: bool) -> Article:
        """The article at an address, from the cache or from its site."""
        if hides_target(address):
            raise Unreadable(PageState.GOOGLE_NEWS)
        key = address_key(address)
        with self._one_at_a_time(key):
            kept = self._cache.get(key) if self._cache else None
            if kept is not None:
                return kept
            fetched = self.fetcher.fetch(address, robots=robots)
            if is_consent_host(fetched.url, address):
                raise Unreadable(PageState.CONSENT_WALL)
            article = self._read_page(fetched)
            if NOTICE_NOT_ENGLISH in article.notices:
                raise Unreadable(PageState.NOT_ENGLISH)
            if self._cache:
                # Only where we have been: a page that names another's address must not answer for it.
                self._cache.put(tuple(dict.fromkeys((key, address_key(fetched.url)))), article)
            return article

    def _read_page(self, fetched: Fetched) -> Article:
        """The article in what a server sent."""
        if not fetched.body.strip():
            raise Unreadable(PageState.EMPTY)
        if looks_binary(fetched.body):
            raise Unreadable(PageState.NOT_HTML)
        plain = fetched.media_type == "text/plain" and not looks_like_html(fetched.body)
        return self._pool.extract(fetched.body, url=fetched.url, content_type=fetched.content_type, plain=plain)

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


def read_file(path: Path) -> Article:
    """Read a text or HTML file, also gzipped, told apart by its content.

    Raises BadInput for a file that is missing, unreadable, binary or too large, NoArticle for one without text.
    """
    return read_bytes(_file_bytes(path), what="file")


def read_bytes(data: bytes, *, what: str = "input") -> Article:
    """Read text or HTML that is already here, in this process; ``what`` is its name in messages.

    Raises BadInput for what is binary, NoArticle for what holds no text.
    """
    if not data.strip():
        raise NoArticle(f"The {what} is empty.")
    if looks_binary(data):
        raise BadInput(f"The {what} is not text or HTML.")
    if looks_like_html(data):
        from bot.articles.extraction import extract

        return extract(data, url=None)
    from bot.articles.charset import decode

    return read_text(decode(data))


def _file_bytes(path: Path) -> bytes:
    """The file's bytes, unpacked. Raises BadInput."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            source = gzip.GzipFile(fileobj=file) if packed else file
            data = source.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path.name}.") from error
    except IsADirectoryError as error:
        raise BadInput(f"{path.name} is a folder, not a file.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"The file {path.name} could not be read.") from error
    if len(data) > MAX_FILE:
        raise BadInput(f"The file {path.name} is too large: the limit is {MAX_FILE // 1_000_000} MB.")
    return data

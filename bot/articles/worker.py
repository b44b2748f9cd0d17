"""Extraction in a worker: what strangers send never touches a parser in the bot's own process."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.articles.article_json import article_from_dict
from bot.articles.limits import FetchSettings
from bot.articles.states import PageState, Unreadable
from bot.workers import Limits, TaskFailed, TooHeavy, WorkerPool
from summarizers.errors import NoArticle
from summarizers.model import Article

#: What workers load before the first page's clock starts: all of it; or all but the locales of dates, which take three
#: seconds and few pages need, for a command that reads one page and gives that page the time for them.
WARM_UP, SHORT_WARM_UP = "bot.articles.tasks:warm_up", "bot.articles.tasks:warm_up_shortly"
#: CPU time a page gets beside its own where the locales may still have to be loaded, in seconds.
LOCALES_SECONDS = 12.0
#: CPU time a file gets beside a page's, in seconds: the libraries for files are loaded by the first one, and 150 printed pages
#: took 1.3 on the machine the figure was taken on.
FILE_SECONDS = 4.0


class Extractor:
    """Reads pages and texts in a pool of workers. Safe between threads; the pool is its owner's to close."""

    def __init__(self, settings: FetchSettings, pool: WorkerPool) -> None:
        self._limits = Limits(cpu_seconds=settings.extract_seconds, megabytes=settings.extract_megabytes)
        self._pool = pool

    def extract(
        self, page: bytes, *, url: str | None, content_type: str | None = None, plain: bool = False, lane: str = ""
    ) -> Article:
        """Read a page, or with ``plain`` a text, in a worker; ``lane`` is whose work it is.

        Raises Unreadable: the page's own state, or TOO_HEAVY when it went beyond the limits; WorkersUnavailable.
        """
        task = "bot.articles.tasks:plain" if plain else "bot.articles.tasks:page"
        try:
            answer = self._pool.run(
                task, {"url": url, "content_type": content_type}, page, lane=lane, limits=self._limits
            )
        except (TooHeavy, TaskFailed) as error:
            raise Unreadable(PageState.TOO_HEAVY) from error
        return _read_answer(answer)

    def document(self, data: bytes, *, declared: str = "", url: str | None = None, lane: str = "") -> Article:
        """Read a file: PDF, Word, mail, page or plain text; ``declared`` is its media type, name or ending.

        Raises Unreadable with what is the matter (TOO_HEAVY beyond the limits), or WorkersUnavailable.
        """
        request = {"declared": declared, "url": url}
        limits = replace(self._limits, cpu_seconds=self._limits.cpu_seconds + FILE_SECONDS)
        try:
            answer = self._pool.run("bot.articles.tasks:document", request, data, lane=lane, limits=limits)
        except (TooHeavy, TaskFailed) as error:
            raise Unreadable(PageState.TOO_HEAVY) from error
        return _read_answer(answer)

    def pasted(self, text: str, *, lane: str = "") -> Article:
        """Read a text somebody pasted. Raises NoArticle, TooHeavy, TaskFailed or WorkersUnavailable."""
        answer = self._pool.run(
            "bot.articles.tasks:pasted", {}, text.encode("utf-8", "surrogatepass"), lane=lane, limits=self._limits
        )
        if "no_article" in answer:
            raise NoArticle(str(answer["no_article"]))
        return _read_answer(answer)


def _read_answer(answer: dict[str, Any]) -> Article:
    """The article a worker sent, or the state it found. Raises Unreadable."""
    try:
        if "state" in answer:
            raise Unreadable(PageState(answer["state"]))
        return article_from_dict(answer["article"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(PageState.TOO_HEAVY) from error

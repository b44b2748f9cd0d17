"""Briefs made in workers: the text of a stranger never holds the bot's own interpreter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.articles.article_json import article_from_dict, article_to_dict
from bot.articles.worker import SHORT_WARM_UP
from bot.articles.worker import WARM_UP as PAGE_WARM_UP
from bot.workers import Limits, WorkerPool
from summarizers.errors import AttacheError, BadInput, NoArticle
from summarizers.model import Article, Brief

#: What workers load before the first brief's clock starts; its argument is the home.
WARM_UP = "bot.brief_maker:warm_up"
#: What one brief may use. The longest text read, 400,000 characters, took 1.6 s on the machine the figure was taken on.
LIMITS = Limits(cpu_seconds=10.0, megabytes=512)


def worker_pool(workers: int, home: Path, *, locales: bool = True) -> WorkerPool:
    """A pool whose workers have everything loaded for pages, briefs and feeds; office-holders under ``home`` count too.

    Without ``locales`` those of dates are left to the page that needs them: see :data:`bot.articles.worker.WARM_UP`.
    """
    return WorkerPool(
        workers,
        warm_ups=(PAGE_WARM_UP if locales else SHORT_WARM_UP, f"{WARM_UP}={home}", "bot.digest.worker_tasks:warm_up"),
    )


class BriefMaker:
    """Makes briefs in a pool of workers. Safe between threads."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool

    def __call__(
        self, article: Article, *, sentences: int, quotes: int, interests: tuple[str, ...] = (), lane: str = ""
    ) -> Brief:
        """The brief; ``lane`` is whose work it is. Raises AttacheError, TaskFailed or WorkersUnavailable."""
        # Imported where needed, as everything of the library is that takes a moment to load.
        from summarizers.brief_json import brief_from_dict

        request = {"sentences": sentences, "quotes": quotes, "interests": list(interests)}
        body = json.dumps(article_to_dict(article)).encode()
        answer = self._pool.run("bot.brief_maker:make", request, body, lane=lane, limits=LIMITS)
        if "refused" in answer:
            refusal = NoArticle if answer["refused"] == NoArticle.kind else BadInput
            raise refusal(str(answer["message"]))
        return brief_from_dict(answer["brief"])


def make(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Inside a worker: the brief of an article, both as JSON."""
    from summarizers.brief_json import brief_to_dict
    from summarizers.pipeline import BriefOptions, brief

    options = BriefOptions(
        sentences=request["sentences"], max_quotes=request["quotes"], interests=tuple(request["interests"])
    )
    try:
        return {"brief": brief_to_dict(brief(article_from_dict(json.loads(body)), options))}
    except AttacheError as error:
        return {"refused": error.kind, "message": str(error)}


def warm_up(home: str) -> None:
    """Inside the template: load the tables of names and offices, those fetched under ``home`` too."""
    from bot.home import use_own_directory
    from summarizers.pipeline import BriefOptions, brief
    from summarizers.text.cleaning import read_text

    use_own_directory(Path(home))
    brief(read_text("The minister, Ana Reyes, said: “We will stay.”"), BriefOptions(sentences=1, max_quotes=1))

"""The job behind every brief: read the article, make the brief, put the answer into the outbox.

Whatever happens, a request gets exactly one answer: its delivery key is derived from the request, and the outbox takes
a key once. Nothing here talks to Slack except by gestures that may fail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import structlog

from bot.slack import blocks, messages
from bot.slack.gestures import Gestures
from bot.slack.intake import reacts
from bot.slack.text import escape
from bot.store import Store
from bot.store.channels import Preferences
from bot.store.deliveries import Delivery, Kind
from bot.store.requests import BriefRequest, FirstShare
from summarizers.errors import AttacheError
from summarizers.model import Article, Brief

_T = TypeVar("_T")


class Steps(Protocol):
    """Runs a step of a job once: see :class:`bot.jobs.Steps`."""

    def __call__(self, name: str, step: Callable[[], _T]) -> _T:
        """Run and write down."""
        ...


class Reader(Protocol):
    """Reads an address: see :class:`bot.articles.ArticleReader`."""

    def read(self, url: str) -> Article:
        """The article, or an :class:`AttacheError`."""
        ...


class BriefMaker(Protocol):
    """Makes a brief of an article."""

    def __call__(self, article: Article, *, sentences: int, quotes: int, interests: tuple[str, ...]) -> Brief:
        """The brief."""
        ...


class Post(Protocol):
    """Hands an outbox row to the delivery queue."""

    def __call__(self, delivery: Delivery) -> None:
        """Enqueue its delivery."""
        ...


class Briefing:
    """Makes the answer to one request."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        make_brief: BriefMaker,
        article_of_text: Callable[[str], Article],
        gestures: Gestures,
        post: Post,
        *,
        link_to: Callable[[str, str], str],
        repeat_days: float,
    ) -> None:
        """``link_to(channel, ts)`` gives the address of a message."""
        self._store = store
        self._reader = reader
        self._make_brief = make_brief
        self._article_of_text = article_of_text
        self._gestures = gestures
        self._post = post
        self._link_to = link_to
        self._repeat_days = repeat_days
        self._log = structlog.get_logger("attache.briefing")

    # -- the jobs ----------------------------------------------------------------------------------------------------

    def work(self, key: str, steps: Steps) -> None:
        """The job "brief": answer the request ``key``."""
        request = self._store.requests.get(key)
        if request is None:
            self._log.warning("request is gone", request=key)
            return
        steps("answer", lambda: self.answer(request))
        delivery = self._store.deliveries.get(delivery_key(request))
        if delivery is not None and delivery.state in ("new", "sending"):
            self._post(delivery)
        self._store.requests.settle(key)

    def hourglass(self, key: str, _steps: Steps) -> None:
        """The job "hourglass": show that the request ``key`` is being worked on, unless it was answered meanwhile."""
        request = self._store.requests.get(key)
        if request is None or self._is_answered(request):
            return
        self._gestures.show_working(request.team, request.channel, request.ts)
        if self._is_answered(request):
            self.clear_hourglass(request)

    def clear_hourglass(self, request: BriefRequest) -> None:
        """Take the hourglass off: the answer is there."""
        if reacts(request):
            self._gestures.hide_working(request.team, request.channel, request.ts)

    def _is_answered(self, request: BriefRequest) -> bool:
        delivery = self._store.deliveries.get(delivery_key(request))
        return delivery is not None and delivery.state in ("sent", "failed")

    # -- the answer --------------------------------------------------------------------------------------------------

    def answer(self, request: BriefRequest) -> str:
        """Make the answer and put it into the outbox, unless it is there; its kind."""
        existing = self._store.deliveries.get(delivery_key(request))
        if existing is not None:
            return existing.kind
        try:
            return self._answer(request)
        except AttacheError as error:
            self._log.info("no brief", error=error.kind, url=request.url, cause=repr(error.__cause__))
            self._store.requests.release_link(request)
            return self._put(request, "failure", blocks.Message(escape(str(error))))
        except Exception:
            self._log.exception("no brief", url=request.url)
            self._store.requests.release_link(request)
            return self._put(request, "failure", blocks.Message(messages.say("trouble")))

    def _answer(self, request: BriefRequest) -> str:
        preferences = self._store.channels.get(request.team, request.channel)
        if request.url is None:
            article = self._article_of_text(request.text or "")
        else:
            elsewhere = self._elsewhere(request, request.url)
            if elsewhere is not None:
                return self._point(request, elsewhere)
            article = self._reader.read(request.url)
            if article.url and article.url != request.url:
                # Two addresses of one article meet only after reading.
                elsewhere = self._elsewhere(request, article.url)
                if elsewhere is not None:
                    return self._point(request, elsewhere)
        brief = self._make_brief(
            article,
            sentences=request.sentences or preferences.sentences,
            quotes=preferences.quotes if request.quotes is None else request.quotes,
            interests=preferences.interests,
        )
        brief_id = self._store.briefs.put(request.team, request.key, brief)
        return self._put(request, "brief", self._render(brief, request, preferences), brief_id)

    def _render(self, brief: Brief, request: BriefRequest, preferences: Preferences) -> blocks.Message:
        quotes = preferences.quotes if request.quotes is None else request.quotes
        return blocks.brief_message(brief, blocks.Look(quotes=quotes, dates=preferences.dates))

    def _elsewhere(self, request: BriefRequest, url: str) -> FirstShare | None:
        """The message of this channel that was first with a link; only links nobody asked about are held to it."""
        if self._repeat_days <= 0:
            return None
        first = self._store.requests.first_share(request, url, self._repeat_days)
        return first if request.source == "message" else None

    def _point(self, request: BriefRequest, first: FirstShare) -> str:
        link = self._link_to(request.channel, first.ts)
        return self._put(request, "pointer", blocks.Message(messages.say("pointer", link=link)))

    def _put(self, request: BriefRequest, kind: Kind, message: blocks.Message, brief_id: str | None = None) -> str:
        channel, thread = self._place(request)
        self._store.deliveries.put(
            Delivery(
                key=delivery_key(request),
                team=request.team,
                channel=channel,
                kind=kind,
                payload=message.payload(),
                thread_ts=thread,
                request_key=request.key,
                brief_id=brief_id,
                asked_by=request.user,
            )
        )
        return kind

    def _place(self, request: BriefRequest) -> tuple[str, str | None]:
        if request.place == "private":
            return self._gestures.direct_channel(request.team, request.user), None
        return request.channel, request.thread_ts if request.place == "thread" else None


def delivery_key(request: BriefRequest) -> str:
    """Key of the one answer to a request."""
    return f"brief:{request.key}"

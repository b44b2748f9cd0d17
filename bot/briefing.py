"""The job behind every brief: read the article, make the brief, put the answer into the outbox.

Whatever happens, a request gets one answer at most: its delivery key is derived from the request, and the outbox takes
a key once. None is given where nobody asked and nobody can help it, and where the message or its link is gone.
Nothing here talks to Slack except by reactions, which may fail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

import structlog

from bot.articles.addresses import address_key
from bot.articles.states import NOTHING_TO_DO, PASSING, PASTE_HELPS, PageState
from bot.job_arguments import Enqueue
from bot.ops import metrics
from bot.slack import blocks, messages
from bot.slack.conversation_access import ConversationAccess
from bot.slack.errors import is_passing
from bot.slack.files import FileOutOfReach
from bot.slack.intake import is_message_ts, reacts
from bot.slack.reactions import Reactions
from bot.store import Store
from bot.store.briefs import brief_id_of
from bot.store.deliveries import Delivery, Kind
from bot.store.requests import BriefRequest, lane_of
from bot.surfaces import escape, unescape
from summarizers.errors import AttacheError
from summarizers.model import Article, Brief

#: What is said of a site that cannot be reached; when Slack cannot either, the network at fault is our own.
_PERHAPS_OURS = frozenset({PageState.UNKNOWN_HOST.value, PageState.UNREACHABLE.value, PageState.TOO_SLOW.value})


class Reader(Protocol):
    """Reads an address: see :class:`bot.articles.ArticleReader`."""

    def read(self, url: str, *, lane: str = "") -> Article:
        """The article, or an :class:`AttacheError`."""
        ...

    def pasted(self, text: str, *, lane: str = "") -> Article:
        """The article in a pasted text, or an :class:`AttacheError`."""
        ...


class BriefMaker(Protocol):
    """Makes a brief of an article: see :class:`bot.brief_maker.BriefMaker`."""

    def __call__(
        self, article: Article, *, sentences: int, quotes: int, interests: tuple[str, ...], lane: str = ""
    ) -> Brief:
        """The brief, or an :class:`AttacheError`; ``lane`` is whose work it is."""
        ...


class Briefing:
    """Makes the answer to one request."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        make_brief: BriefMaker,
        reactions: Reactions,
        access: ConversationAccess,
        enqueue: Enqueue,
        *,
        link_to: Callable[[str, str], str],
        text_of_file: Callable[[str, str], str],
        repeat_days: float,
        is_online: Callable[[], bool] = lambda: True,
    ) -> None:
        """``link_to(channel, ts)`` gives the address of a message, ``text_of_file(team, id)`` a file's text.

        ``is_online`` tells whether Slack can be reached.
        """
        self._store = store
        self._reader = reader
        self._make_brief = make_brief
        self._reactions = reactions
        self._access = access
        self._enqueue = enqueue
        self._link_to = link_to
        self._text_of_file = text_of_file
        self._repeat_days = repeat_days
        self._is_online = is_online
        self._log = structlog.get_logger("attache.briefing")

    # -- the jobs ----------------------------------------------------------------------------------------------------

    def work(self, key: str, _steps: object) -> None:
        """The job "brief": answer the request ``key``."""
        request = self._store.requests.get(key)
        if request is None:
            self._log.warning("request is gone", request=key)
            return
        # No step of the engine: the outbox knows already whether there is an answer, and a step is two transactions more.
        self.answer(request)
        delivery = self._store.deliveries.get(delivery_key(request))
        if delivery is not None and delivery.state == "new" and self._store.requests.is_withdrawn(key):
            # Looked at after the answer was written down: whoever withdraws looks the other way round.
            self._store.take_back(delivery)
            delivery = None
        self._store.requests.settle(key)
        # Looked at after the answer was settled: whoever gives the one before looks the other way round.
        if delivery is not None and delivery.state in ("new", "sending") and self._is_its_turn(request):
            self._enqueue("deliver", delivery.key, lane=delivery.lane)
        if delivery is None or delivery.state in ("sent", "failed"):
            self.forget_wording(request, delivery)
        if delivery is None:
            self.clear_hourglass(request)
            if self._is_its_turn(request):
                self.deliver_next(request)

    def _is_its_turn(self, request: BriefRequest) -> bool:
        """Whether the answers to all links before it in its message were given."""
        before = request.after
        while before:
            earlier = self._store.requests.get(before)
            if earlier is None:
                return True
            if not self._is_answered(earlier):
                return False
            before = earlier.after
        return True

    def deliver_next(self, request: BriefRequest) -> None:
        """The answer to ``request`` was given, or there is none: the next of its message that waits has its turn.

        One that hangs holds the others up no longer than the outbox lets a row lie (:data:`bot.recovery.ROW_GRACE`).
        """
        behind = request.then
        while behind:
            waiting = self._store.requests.get(behind)
            if waiting is None or not self._store.requests.is_settled(behind):
                return
            delivery = self._store.deliveries.get(delivery_key(waiting))
            if delivery is not None and delivery.state != "failed":
                if delivery.state == "new":
                    self._enqueue("deliver", delivery.key, lane=delivery.lane, again="turn")
                return
            behind = waiting.then

    def forget_wording(self, request: BriefRequest, answer: Delivery | None) -> None:
        """The request has its answer, or needs none: what was pasted is no longer needed, a link only to try again."""
        self._store.requests.blank(request.key, keep_url=answer is not None and answer.kind == "failure")

    def hourglass(self, key: str, _steps: object) -> None:
        """The job "hourglass": show that the request ``key`` is being worked on, unless it was answered meanwhile."""
        request = self._store.requests.get(key)
        if request is None or self._is_answered(request):
            return
        where = request.team, request.channel, request.ts, request.thread_ts or ""
        self._reactions.show_working(*where)
        if self._is_answered(request):
            self._reactions.answered_meanwhile(*where)

    def clear_hourglass(self, request: BriefRequest) -> None:
        """Take the hourglass off: the answer is there."""
        if reacts(request):
            self._reactions.hide_working(request.team, request.channel, request.ts)

    def _is_answered(self, request: BriefRequest) -> bool:
        delivery = self._store.deliveries.get(delivery_key(request))
        if delivery is None:
            return self._store.requests.is_settled(request.key)  # nothing is said
        return delivery.state in ("sent", "failed")

    # -- the answer --------------------------------------------------------------------------------------------------

    def answer(self, request: BriefRequest) -> str:
        """Make the answer and put it into the outbox, unless it is there; its kind."""
        existing = self._store.deliveries.get(delivery_key(request))
        if existing is not None:
            return existing.kind
        try:
            return self._answer(request)
        except AttacheError as error:
            if error.kind in _PERHAPS_OURS and not self._is_online():
                raise ConnectionError("neither the site nor Slack can be reached") from error
            self._log.info("no brief", error=error.kind, url=request.url, cause=repr(error.__cause__))
            metrics.UNREADABLE.labels(reason=error.kind).inc()
            return self._fail(request, escape(str(error)), error.kind)
        except Exception as error:
            if is_passing(error):
                raise  # trouble of our own says nothing about the page: the job is tried again
            self._log.exception("no brief", url=request.url)
            return self._fail(request, messages.say("trouble"))

    def _fail(self, request: BriefRequest, line: str, kind: str = "") -> str:
        """Say why there is no brief; nothing where nobody asked and nobody can do anything about it."""
        self._store.requests.release_link(request.key)
        if request.source == "unfurl" or (request.source == "message" and kind in NOTHING_TO_DO):
            return "none"
        accessory: blocks.JsonDict | None = None
        if kind in PASTE_HELPS or kind == FileOutOfReach.kind:
            accessory = blocks.paste_button()
        elif request.url and (kind in PASSING or not kind):
            accessory = blocks.again_button(request.key)
        put = self._put(request, "failure", blocks.failure_message(line, accessory))
        if accessory is None or accessory["action_id"] != "again":
            self._store.requests.drop_link(request.key)
        return put

    def _answer(self, request: BriefRequest) -> str:
        if request.source == "unfurl":
            return self._preview(request)
        preferences = self._store.channels.get(request.team, request.channel)
        if request.url is None:
            text = self._text_of_file(request.team, request.file) if request.file else request.text
            article = self._reader.pasted(text or "", lane=lane_of(request))
        else:
            link = self._elsewhere(request, request.url)
            if link is None:
                article = self._reader.read(request.url, lane=lane_of(request))
                # Two addresses of one article meet only after reading.
                link = self._elsewhere(request, article.url) if article.url else None
            if link is not None:
                address, pointed = link
                return self._put(request, "pointer", blocks.Message(messages.say("pointer", link=address)), pointed)
        brief = self._make_brief(
            article,
            sentences=request.sentences or preferences.sentences,
            quotes=preferences.quotes if request.quotes is None else request.quotes,
            interests=preferences.interests,
            lane=lane_of(request),
        )
        brief_id = self._store.briefs.put(request.team, request.key, brief)
        channel, thread = self._place(request)
        self._keep_quotes(request, brief_id, brief, channel)
        look = blocks.Look(
            quotes=preferences.quotes if request.quotes is None else request.quotes,
            dates=preferences.dates,
            buttons=blocks.brief_buttons(brief_id),
            judging=blocks.judging(brief_id, request.user),
        )
        message = blocks.brief_message(brief, look)
        return self._deliver(request, "brief", message.payload(), channel, thread, brief_id)

    def _keep_quotes(self, request: BriefRequest, brief_id: str, brief: Brief, channel: str) -> None:
        """Keep what was said for /quotes, with who may read it: see :func:`bot.store.conversations.readable`."""
        # Of a direct message with the bot there is one person, who asks.
        direct = request.place == "private" or request.source == "dm" or channel.startswith("D")
        if not direct:
            self._access.learn(request.team, channel)
        person = request.user if direct else None
        today = dt.datetime.fromtimestamp(self._store.clock(), dt.UTC).date().isoformat()
        self._store.quotes.add(request.team, brief_id, brief, today, channel=channel, person=person)

    def _preview(self, request: BriefRequest) -> str:
        """A link shared where the bot only sees links: a small brief under it, tied to the message or the composer."""
        shared = request.url or ""
        article = self._reader.read(unescape(shared), lane=lane_of(request))
        brief = self._make_brief(article, sentences=2, quotes=1, interests=(), lane=lane_of(request))
        unfurls = {shared: {"blocks": list(blocks.preview_blocks(brief))}}
        unfurl_id, source = request.unfurl or ("", "")
        place = (
            {"unfurl_id": unfurl_id, "source": source}
            if unfurl_id and source
            else {"channel": request.channel, "ts": request.ts}
        )
        return self._deliver(request, "unfurl", {**place, "unfurls": unfurls}, request.channel, None)

    def _elsewhere(self, request: BriefRequest, url: str) -> tuple[str, str] | None:
        """Address of this channel's first message about a link, and the id of its brief.

        Only links nobody asked for are held to it.
        """
        if self._repeat_days <= 0 or request.place == "private" or request.channel.startswith("D"):
            return None
        first = self._store.requests.first_share(request, address_key(url), self._repeat_days)
        if first is None or request.source != "message":
            return None
        brief_id = brief_id_of(request.team, first.request_key)
        shown = self._store.deliveries.get(f"brief:{first.request_key}")
        if shown is not None and shown.slack_ts is not None and shown.thread_ts is None:
            return self._link_to(request.channel, shown.slack_ts), brief_id
        # A request of a command or form is no message one could point to before its brief is there.
        return (self._link_to(request.channel, first.ts), brief_id) if is_message_ts(first.ts) else None

    def _put(self, request: BriefRequest, kind: Kind, message: blocks.Message, brief_id: str | None = None) -> str:
        channel, thread = self._place(request)
        return self._deliver(request, kind, message.payload(), channel, thread, brief_id)

    def _deliver(
        self,
        request: BriefRequest,
        kind: Kind,
        payload: dict[str, Any],
        channel: str,
        thread: str | None,
        brief_id: str | None = None,
    ) -> str:
        metrics.ANSWERS.labels(kind=kind).inc()
        self._store.deliveries.put(
            Delivery(
                key=delivery_key(request),
                team=request.team,
                channel=channel,
                kind=kind,
                payload=payload,
                thread_ts=thread,
                request_key=request.key,
                brief_id=brief_id,
                asked_by=request.user,
            )
        )
        return kind

    def _place(self, request: BriefRequest) -> tuple[str, str | None]:
        if request.place == "private":
            return self._access.direct_channel(request.team, request.user), None
        in_channel = request.place == "channel"
        if request.source in ("message", "mention") and request.thread_ts == request.ts:
            # Not inside a thread: the channel may want its briefs in the open.
            in_channel = self._store.channels.get(request.team, request.channel).place == "channel"
        return request.channel, None if in_channel else request.thread_ts


def delivery_key(request: BriefRequest) -> str:
    """Key of the one answer to a request."""
    return f"brief:{request.key}"

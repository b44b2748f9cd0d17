"""One replica of the bot: its parts put together, started and stopped."""

from __future__ import annotations

import datetime as dt
import functools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.articles import ArticleReader, FetchSettings, canonical_url, links_in_slack_text
from bot.brief_maker import BriefMaker, worker_pool
from bot.briefing import Briefing, delivery_key
from bot.departures import sweep_departed
from bot.digest.asks import Asks
from bot.digest.compose import SENTENCES
from bot.digest.reading import QUOTES
from bot.digest.room import DigestRoom
from bot.digest.worker_tasks import LANE, TasksInWorkers
from bot.jobs import BEAT, QUICK_POLL, TRY_AGAIN, Jobs, Kind, Queue, Steps
from bot.ops import metrics
from bot.ops.health import health_app
from bot.ops.web import WebServer
from bot.settings import Settings
from bot.slack import messages
from bot.slack.bolt import build_app
from bot.slack.chores import Chores
from bot.slack.errors import ADVICE
from bot.slack.files import text_of_file
from bot.slack.http import http_app
from bot.slack.intake import RequestIntake
from bot.slack.places import Places
from bot.slack.reactions import Reactions
from bot.slack.refused import refused_notice
from bot.slack.responder import Responder
from bot.slack.sender import BACK_OFF, LOOK_AFTER, Sender, web_client
from bot.slack.services import Identity, Services
from bot.slack.socket import SocketMode
from bot.start_retries import CannotConnect, StartRetries
from bot.store import Store, open_store
from bot.store.deliveries import Delivery
from bot.store.engine import hold_home
from bot.store.requests import lane_of
from bot.workers import WorkerPool
from summarizers.model import Article, Brief

#: Messages being delivered at once, over all channels.
DELIVERIES_AT_ONCE = 24
#: Links under way at once, and those of one person in one channel: most of them wait for a site, not for a worker.
LINKS_AT_ONCE, LINKS_OF_ONE = 24, 3
#: Feeds asked and their articles read at once; links people paste have workers of their own.
FEEDS_AT_ONCE, READINGS_AT_ONCE = 4, 2
#: Seconds after which an outbox row or a request that did not move is looked after again.
ROW_GRACE, REQUEST_GRACE = 60.0, 60.0
#: Seconds in which a request whose job failed is taken on again once.
REQUEST_BUCKET = 900.0
#: Seconds in which a row is not enqueued twice.
ROW_BUCKET = 5.0
#: Longest a recovered delivery waits for its lease inside its job, in seconds; longer ones are left to the ticker.
SHORT_LEASE = 10.0
#: Seconds between pings on the socket; the client gives a silent connection up after five that failed.
PING_INTERVAL = 3.0

_log = structlog.get_logger("attache.app")


@dataclass(frozen=True, slots=True)
class Tempo:
    """Pauses of a running bot, in seconds. The defaults suit Slack and the world's sites; tests need not wait as long."""

    #: Least time between two visits to one site.
    host_gap: float = FetchSettings().host_gap_seconds
    #: Between two looks at what is due.
    beat: float = BEAT
    #: Before a message is tried again, the first time.
    back_off: float = BACK_OFF
    #: Before a job that met trouble is tried again, the first time.
    try_again: float = TRY_AGAIN
    #: Before a lost answer of Slack is looked for.
    look_after: float = LOOK_AFTER
    #: Between pings on the socket.
    ping: float = PING_INTERVAL
    #: Whether the start loads the locales of dates, three seconds of CPU time that few pages need.
    locales: bool = True


class Bot:
    """One replica of the bot."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.time,
        tempo: Tempo | None = None,
        workers: WorkerPool | None = None,
        stopping: threading.Event | None = None,
    ) -> None:
        """``settings`` must hold tokens. ``workers`` given from outside are their owner's to close.

        ``stopping``, when set, ends all waiting, for the database too; see :meth:`ask_to_stop`. Raises AttacheError.
        """
        self._tempo = tempo = tempo or Tempo()
        if settings.slack_bot_token is None:
            raise CannotConnect("There is no bot token: set SLACK_BOT_TOKEN.")
        self.settings = settings
        self._clock = clock
        self._client = web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        self._stopping = stopping or threading.Event()
        self._retries = StartRetries(self._stopping)
        database = settings.database_url.get_secret_value() if settings.database_url else None
        # Replicas on PostgreSQL are told apart by ATTACHE_EXECUTOR_ID; a directory of SQLite files has one bot.
        self._hold = hold_home(settings.home) if database is None else None
        try:
            self.store: Store = self._retries.with_database(
                lambda: open_store(settings.home, database, clock=clock, cache_hours=settings.cache_hours)
            )
        except BaseException:
            if self._hold is not None:
                self._hold.close()
            raise
        self._workers = workers or worker_pool(settings.workers, settings.home, locales=tempo.locales)
        self._owns_workers = workers is None
        self._reader = ArticleReader(
            settings=replace(settings.fetching(), host_gap_seconds=tempo.host_gap),
            cache=self.store.articles,
            pool=self._workers,
        )
        self._make_brief = BriefMaker(self._workers)
        self.jobs = Jobs(
            self._kinds(),
            self.store.executors,
            home=settings.home,
            database_url=database,
            executor_id=settings.executor_id,
            every_beat=(
                self._look_after_outbox,
                self._look_after_requests,
                lambda: self._digests.tick(),
                lambda: sweep_departed(self.store, self.jobs),
            ),
            every_day=(self._forget_old,),
            beat=tempo.beat,
            try_again=tempo.try_again,
        )
        parts = self.store, self._reader.fetcher
        tasks = TasksInWorkers(self._workers)
        self._digests = DigestRoom(
            *parts, self._reader, self.jobs.enqueue, self._client_of, tasks, make_brief=self._brief_for_digest
        )
        self._asks = Asks(*parts, self.jobs.enqueue, self._client_of, tasks)
        self._reactions = Reactions(self._client_of)
        #: Workspace that let the bot in, once Slack said so.
        self._team = ""
        self._places = Places(self.store, self._client_of, clock)
        self._respond = Responder(settings.slack_api_url)
        self._sender = Sender(
            self._client_of,
            self.store.deliveries,
            owner=self.jobs.owner,
            clock=clock,
            back_off=tempo.back_off,
            look_after=tempo.look_after,
            on_failure=self._undeliverable,
            on_revoked=self._revoked,
        )
        self._briefing: Briefing | None = None
        self._chores: Chores | None = None
        self._socket: SocketMode | None = None
        self._web: WebServer | None = None
        self._health: WebServer | None = None
        self._token_works = True
        #: Port HTTP mode listens on, once started.
        self.http_port = 0

    # -- life --------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Connect and begin to work; comes back once events flow.

        Raises :class:`AttacheError` when Slack refuses the tokens or the data cannot be opened; all is closed then.
        """
        try:
            self._start()
        except BaseException:
            self.stop(grace=0.0)
            raise

    def _start(self) -> None:
        identity = self._identify()
        self._team = identity.team
        self.store.workspaces.is_here(identity.team)
        self._briefing = Briefing(
            self.store,
            self._reader,
            self._make_brief,
            self._reactions,
            self._places,
            self._post,
            link_to=identity.link_to,
            text_of_file=lambda team, file: text_of_file(self._client_of(team), file),
            repeat_days=self.settings.repeat_days,
            is_online=self._is_online,
        )
        # The first brief would wait for the tables of names and offices to be read.
        self._workers.prepare()
        self._chores = Chores(self.store, self._client_of, link_to=identity.link_to)
        before = self._retries.with_database(self.jobs.launch)
        if before is not None:
            # The same replica, dead and back: its leases bind nobody. Slack gets a moment to show what was posted.
            self.store.deliveries.orphaned(before, self._clock() + 2.0)
        services = Services(
            store=self.store,
            intake=RequestIntake(self.store, self._take_on),
            enqueue=self._take_on,
            clients=self._client_of,
            places=self._places,
            respond=self._respond,
            identity=identity,
            links_of=_links_of,
            host_of=_host_of,
            clock=self._clock,
            next_digest=self._digests.next_moment,
        )
        if self.settings.health_port:
            checks = {"database": self._database_answers, "slack": self._is_connected}
            app = health_app(checks, self._refresh_gauges)
            self._health = WebServer(
                app, self.settings.health_host, self.settings.health_port, setting="ATTACHE_HEALTH_PORT"
            )
            self._health.start()
        self._connect(services)

    def stop(self, grace: float = 10.0) -> None:
        """Stop listening, give running jobs ``grace`` seconds, close everything. What is left goes on next time."""
        self._stopping.set()
        bolt_log = logging.getLogger("slack_bolt")
        # What is under way loses its connection: Slack delivers it again, and that is no news to anybody.
        bolt_log.addFilter(_nothing)
        try:
            self._stop(grace)
        finally:
            bolt_log.removeFilter(_nothing)

    def _stop(self, grace: float) -> None:
        parts: list[Callable[[], None]] = []
        if self._socket is not None:
            parts.append(self._socket.close)
        if self._web is not None:
            parts.append(self._web.stop)
        parts.append(functools.partial(self.jobs.stop, grace))
        if self._health is not None:
            parts.append(self._health.stop)
        if self._owns_workers:
            parts.append(self._workers.close)
        parts.append(self.store.close)
        if self._hold is not None:
            parts.append(self._hold.close)
        for close in parts:
            try:
                close()
            except Exception as error:
                # A full disk, say: the rest is closed all the same.
                _log.warning("not closed in good order", error=str(error).partition("\n")[0][:300])

    def wait(self) -> None:
        """Wait for :meth:`ask_to_stop`."""
        self._stopping.wait()

    def ask_to_stop(self) -> None:
        """End :meth:`wait`; safe in a signal handler."""
        self._stopping.set()

    def _identify(self) -> Identity:
        """Who we are; waits for the network, gives up on tokens that Slack refuses."""
        answer = self._retries.with_slack(self._client.auth_test)
        return Identity(
            team=str(answer["team_id"]),
            bot_user=str(answer["user_id"]),
            bot_id=str(answer.get("bot_id") or ""),
            url=str(answer["url"]),
        )

    def _connect(self, services: Services) -> None:
        secret, token = self.settings.slack_signing_secret, self.settings.slack_app_token
        if self.settings.mode == "http" and secret is not None:
            app = build_app(self._client, services, signing_secret=secret.get_secret_value())
            self._web = WebServer(
                http_app(app, secret.get_secret_value()),
                self.settings.http_host,
                self.settings.http_port,
                setting="ATTACHE_HTTP_PORT",
            )
            self.http_port = self._web.start()
            return
        app = build_app(self._client, services)
        self._socket = SocketMode(app, token.get_secret_value() if token else "", ping_interval=self._tempo.ping)
        self._retries.with_slack(self._socket.connect)

    # -- jobs --------------------------------------------------------------------------------------------------------

    def _kinds(self) -> dict[str, Kind]:
        links = Queue("links", LINKS_AT_ONCE, lanes=LINKS_OF_ONE, poll=QUICK_POLL)
        signals = Queue("signals", 2, poll=2 * QUICK_POLL)
        deliveries = Queue("deliveries", DELIVERIES_AT_ONCE, lanes=1, poll=QUICK_POLL)
        digests = Queue("digests", 2, poll=2 * QUICK_POLL)
        # A lane for each host: one slow site does not hold up the others.
        readings = Queue("readings", READINGS_AT_ONCE, lanes=1)
        return {
            "brief": Kind(lambda key, steps: self._need_briefing().work(key, steps), links),
            "home": Kind(lambda key, _steps: self._need_chores().home(key), signals),
            "delete": Kind(lambda key, _steps: self._need_chores().delete(key), signals),
            "forget": Kind(lambda key, _steps: self._need_chores().forget(key), signals),
            "hourglass": Kind(lambda key, steps: self._need_briefing().hourglass(key, steps), signals),
            "deliver": Kind(self._deliver, deliveries),
            "digest": Kind(lambda key, _steps: self._digests.compose(key), digests),
            "digest_thread": Kind(lambda key, _steps: self._digests.thread(key), digests),
            "digest_ask": Kind(lambda key, _steps: self._asks.work(key), digests),
            "feed": Kind(lambda key, _steps: self._digests.look(key), Queue("feeds", FEEDS_AT_ONCE)),
            "article": Kind(lambda key, _steps: self._digests.read(key), readings),
        }

    def _need_briefing(self) -> Briefing:
        if self._briefing is None:
            raise RuntimeError("a job ran before the bot was ready")
        return self._briefing

    def _need_chores(self) -> Chores:
        if self._chores is None:
            raise RuntimeError("a job ran before the bot was ready")
        return self._chores

    def _post(self, delivery: Delivery) -> None:
        self.jobs.enqueue("deliver", delivery.key, lane=f"{delivery.team}/{delivery.channel}")

    def _deliver(self, key: str, _steps: Steps) -> None:
        outcome = self._sender.deliver(key)
        row = self.store.deliveries.get(key)
        if outcome == "busy" and row is not None and row.due_at - self._clock() <= SHORT_LEASE:
            time.sleep(max(0.0, row.due_at - self._clock()) + 0.05)
            outcome = self._sender.deliver(key)
        if row is not None:
            metrics.DELIVERIES.labels(kind=row.kind, outcome=outcome).inc()
            if outcome == "sent":
                metrics.DELIVERY_SECONDS.observe(max(0.0, self._clock() - row.created_at))
        if outcome in ("sent", "failed", "done") and row is not None and row.request_key is not None:
            request = self.store.requests.get(row.request_key)
            if request is not None and delivery_key(request) == key:
                self._need_briefing().clear_hourglass(request)
                self._need_briefing().forget_wording(request, row)

    def _undeliverable(self, row: Delivery, code: str) -> None:
        """Slack refused a message for good: tell the person who typed the command, or who set the digest."""
        request = self.store.requests.get(row.request_key) if row.request_key else None
        if request is not None:
            self.store.requests.release_link(request.key)
            if not self._respond(request.response_url, {"text": messages.refusal(code)}):
                today = dt.datetime.fromtimestamp(self._clock(), dt.UTC).date()
                notice = refused_notice(row, request, code, today)
                if notice is not None and self.store.deliveries.put(notice):
                    self._post(notice)
        if row.brief_id is not None and row.kind == "brief":
            self.store.briefs.delete(row.team, row.brief_id)
        if row.kind == "digest":
            self._digests.undelivered(row, code)

    def _revoked(self, team: str) -> None:
        """The workspace took the token away: this replica is no longer ready, and says so to its keeper."""
        self._token_works = False
        _log.error("the bot token no longer works", team=team, advice=ADVICE["token_revoked"])

    def _take_on(self, kind: str, key: str, *, lane: str | None = None, again: str = "") -> None:
        """Take a job on for a listener; nothing is taken on for a workspace that left."""
        if kind == "forget" or not self.store.workspaces.has_left(self._team):
            self.jobs.enqueue(kind, key, lane=lane, again=again)

    def _look_after_outbox(self) -> None:
        """Rows that should have moved: their job died with another process, or Slack asked for a long wait."""
        bucket = str(int(self._clock() // ROW_BUCKET))
        for key, team, channel in self.store.deliveries.due(ROW_GRACE):
            self.jobs.enqueue("deliver", key, lane=f"{team}/{channel}", again=bucket)

    def _look_after_requests(self) -> None:
        """Requests without an answer whose job is gone: a crash between claim and enqueue, or a failed job."""
        bucket = str(int(self._clock() // REQUEST_BUCKET))
        keys = self.store.requests.unsettled(REQUEST_GRACE)
        open_ = self.jobs.open_of("brief", keys)
        for key in keys:
            request = self.store.requests.get(key) if key not in open_ else None
            if request is not None:
                self.jobs.enqueue("brief", key, lane=lane_of(request), again=bucket)

    def _forget_old(self) -> None:
        self.store.forget_before(self._clock() - self.settings.keep_days * 86_400)

    def _brief_for_digest(self, article: Article) -> Brief:
        return self._make_brief(article, sentences=SENTENCES, quotes=QUOTES, lane=LANE)

    # -- health ------------------------------------------------------------------------------------------------------

    def _database_answers(self) -> bool:
        self.store.ping()
        return True

    def _is_connected(self) -> bool:
        if not self._token_works:
            return False
        if self._web is not None:
            return True
        return self._socket is not None and bool(self._socket.client.is_connected())

    def _is_online(self) -> bool:
        """Whether Slack's Web API answers, whatever it says."""
        try:
            self._client.auth_test()
        except SlackApiError:
            return True
        except (SlackClientError, OSError):
            return False
        return True

    def _refresh_gauges(self) -> None:
        waiting, oldest = self.jobs.waiting()
        metrics.WAITING_JOBS.set(waiting)
        metrics.OLDEST_JOB.set(oldest)
        overdue, late = self.store.deliveries.overdue()
        metrics.OVERDUE.set(overdue)
        metrics.OLDEST_OVERDUE.set(late)
        metrics.CONNECTED.set(self._is_connected())

    def _client_of(self, team: str) -> WebClient:  # noqa: ARG002 - one workspace
        return self._client


def _nothing(_record: logging.LogRecord) -> bool:
    return False


def _links_of(text: str) -> list[str]:
    return list(dict.fromkeys(map(canonical_url, links_in_slack_text(text))))


def _host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")

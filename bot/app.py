"""One replica of the bot: its parts put together, started and stopped. Wiring, and nothing else."""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog
from slack_sdk import WebClient

from bot.articles import ArticleReader, FetchSettings
from bot.articles.addresses import articles_in_slack_text, host_of
from bot.brief_maker import BriefMaker, worker_pool
from bot.briefing import Briefing
from bot.connection import SlackConnection
from bot.deliver_job import DeliverJob
from bot.departures import forget_departed, sweep_departed, unless_departed
from bot.digest.compose import SENTENCES
from bot.digest.compose_job import ComposeJob
from bot.digest.reading import QUOTES
from bot.digest.scheduler import DigestScheduler
from bot.digest.source_jobs import SourceJobs
from bot.digest.worker_tasks import LANE, TasksInWorkers
from bot.directory.monthly import monthly_update
from bot.home import DIRECTORY_FILE
from bot.job_arguments import (
    ArticleReading,
    BriefDeletion,
    BriefShare,
    Departure,
    FeedCheck,
    HomeTabVisit,
    SourceRequest,
)
from bot.job_queues import Queue
from bot.jobs import BEAT, LYING_AFTER, TRY_AGAIN, Jobs, Kind, with_argument
from bot.ops.health import health_app
from bot.ops.web import WebServer
from bot.readiness import Readiness
from bot.recovery import Recovery
from bot.settings import Settings
from bot.slack.conversation_access import ConversationAccess
from bot.slack.deletions import Deletions
from bot.slack.digest.posting import DigestLayout, DigestPosting
from bot.slack.digest.source_requests import SourceRequests
from bot.slack.files import text_of_file
from bot.slack.home_tab import HomeTab
from bot.slack.intake import RequestIntake
from bot.slack.reactions import Reactions
from bot.slack.refusals import RefusalReports
from bot.slack.responder import Responder
from bot.slack.sender import BACK_OFF, LOOK_AFTER, Sender, web_client
from bot.slack.services import Identity, Services
from bot.slack.sharing import Sharing
from bot.slack.words_answers import WordsAnswers
from bot.start_retries import CannotConnect, StartRetries
from bot.store import Store, open_store
from bot.store.digests import DigestKey
from bot.store.engine import hold_home
from bot.workers import WorkerPool

#: Messages being delivered at once, over all channels.
DELIVERIES_AT_ONCE = 24
#: Links under way at once, and those of one person in one channel: most of them wait for a site, not for a worker.
LINKS_AT_ONCE, LINKS_OF_ONE = 24, 3
#: Feeds asked and their articles read at once; links people paste have workers of their own.
FEEDS_AT_ONCE, READINGS_AT_ONCE = 12, 6
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
    #: How long a job of our own must have looked left lying before it is taken up again.
    lying_after: float = LYING_AFTER
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
            self.store.executors,
            home=settings.home,
            database_url=database,
            executor_id=settings.executor_id,
            beat=tempo.beat,
            try_again=tempo.try_again,
            lying_after=tempo.lying_after,
        )
        self._digests = DigestScheduler(self.store, self.jobs.enqueue)
        self._access = ConversationAccess(self.store, self._client_of, clock)
        self._respond = Responder(settings.slack_api_url)
        self._connection = SlackConnection(settings, self._client, self._retries, ping_interval=tempo.ping)
        self._health: WebServer | None = None

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
        identity = self._connection.identify()
        self.store.workspaces.is_here(identity.team)
        briefing = self._briefing(identity)
        # The first brief would wait for the tables of names and offices to be read.
        self._workers.prepare()
        services = self._services(identity)
        self._register_jobs(identity, briefing, services)
        before = self._retries.with_database(self.jobs.launch)
        if before is not None:
            # The same replica, dead and back: its leases bind nobody. Slack gets a moment to show what was posted.
            self.store.deliveries.orphaned(before, self._clock() + 2.0)
        self._serve_health()
        self._connection.open(services)

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
        parts: list[Callable[[], None]] = [
            self._connection.close_socket,
            self._connection.close_web,
            functools.partial(self.jobs.stop, grace),
        ]
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

    @property
    def http_port(self) -> int:
        """Port HTTP mode listens on, once started; else 0."""
        return self._connection.http_port

    # -- parts that need to know who the bot is ------------------------------------------------------------------------

    def _briefing(self, identity: Identity) -> Briefing:
        return Briefing(
            self.store,
            self._reader,
            self._make_brief,
            Reactions(self._client_of),
            self._access,
            self.jobs.enqueue,
            link_to=identity.link_to,
            text_of_file=lambda team, file: text_of_file(self._client_of(team), file),
            repeat_days=self.settings.repeat_days,
            is_online=self._connection.is_online,
        )

    def _services(self, identity: Identity) -> Services:
        """What listeners work with."""
        take_on = unless_departed(self.store, self.jobs.enqueue, identity.team)
        return Services(
            store=self.store,
            intake=RequestIntake(self.store, take_on),
            enqueue=take_on,
            clients=self._client_of,
            access=self._access,
            respond=self._respond,
            identity=identity,
            links_of=articles_in_slack_text,
            host_of=host_of,
            clock=self._clock,
            next_digest=self._digests.next_moment,
        )

    def _serve_health(self) -> None:
        if not self.settings.health_port:
            return
        readiness = Readiness(self.store, self.jobs, self._connection)
        checks = {"database": readiness.database_answers, "slack": self._connection.is_connected}
        self._health = WebServer(
            health_app(checks, readiness.refresh_gauges),
            self.settings.health_host,
            self.settings.health_port,
            setting="ATTACHE_HEALTH_PORT",
        )
        self._health.start()

    # -- jobs --------------------------------------------------------------------------------------------------------

    def _register_jobs(self, identity: Identity, briefing: Briefing, services: Services) -> None:
        recovery = Recovery(self.store, self.jobs, self._clock, self.settings.keep_days)
        self.jobs.register(
            {**self._brief_kinds(identity, briefing, WordsAnswers(services)), **self._digest_kinds()},
            every_beat=(
                recovery.look_after_outbox,
                recovery.look_after_requests,
                self._digests.tick,
                functools.partial(sweep_departed, self.store, self.jobs),
            ),
            every_day=(recovery.forget_old, *self._directory_update()),
        )

    def _directory_update(self) -> list[Callable[[], None]]:
        """What brings the directory up to date, where the settings allow it."""
        if not self.settings.directory_update:
            return []
        file = self.settings.home / DIRECTORY_FILE
        return [monthly_update(file, self.settings.fetching(), self._clock, self._stopping).look]

    def _brief_kinds(self, identity: Identity, briefing: Briefing, words: WordsAnswers) -> dict[str, Kind]:
        links = Queue("links", LINKS_AT_ONCE, lanes=LINKS_OF_ONE)
        signals = Queue("signals", 2)
        deliveries = Queue("deliveries", DELIVERIES_AT_ONCE, lanes=1)
        home_tab = HomeTab(self.store, self._client_of, link_to=identity.link_to, next_digest=self._digests.next_moment)
        sharing = Sharing(self.store, self._access, self.jobs.enqueue)
        deletions = Deletions(self.store, self._client_of)
        forget = functools.partial(forget_departed, self.store, self._client_of)
        deliver = DeliverJob(self.store, self._sender(), briefing, self._clock, self._respond, link_to=identity.link_to)
        return {
            "brief": Kind(briefing.work, links),
            "words": Kind(with_argument(str, words.work), signals),
            "hourglass": Kind(briefing.hourglass, signals),
            "home": Kind(with_argument(HomeTabVisit.read, home_tab.publish), signals),
            "share": Kind(with_argument(BriefShare.read, sharing.share), signals),
            "delete": Kind(with_argument(BriefDeletion.read, deletions.delete), signals),
            "forget": Kind(with_argument(Departure.read, forget), signals),
            "deliver": Kind(deliver.work, deliveries),
        }

    def _digest_kinds(self) -> dict[str, Kind]:
        digests = Queue("digests", 2)
        # A lane for each host: one slow site does not hold up the others.
        readings = Queue("readings", READINGS_AT_ONCE, lanes=1)
        tasks = TasksInWorkers(self._workers)
        posting = self._digest_posting()
        compose = ComposeJob(self.store, self.jobs.enqueue, tasks, DigestLayout())
        requests = SourceRequests(self.store, self._reader.fetcher, self.jobs.enqueue, self._client_of, tasks)
        make_brief = functools.partial(self._make_brief, sentences=SENTENCES, quotes=QUOTES, lane=LANE)
        sources = SourceJobs(
            self.store, self._reader.fetcher, self._reader, tasks, posting.report_dead_feed, make_brief=make_brief
        )
        return {
            "digest": Kind(with_argument(DigestKey.read, compose.compose), digests),
            "digest_thread": Kind(with_argument(DigestKey.read, posting.complete_thread), digests),
            "digest_ask": Kind(with_argument(SourceRequest.read, requests.work), digests),
            "feed": Kind(with_argument(FeedCheck.read, sources.check), Queue("feeds", FEEDS_AT_ONCE)),
            "article": Kind(with_argument(ArticleReading.read, sources.read), readings),
        }

    def _sender(self) -> Sender:
        refusals = RefusalReports(self.store, self.jobs.enqueue, self._respond, self._digest_posting().report_refused)
        return Sender(
            self._client_of,
            self.store.deliveries,
            owner=self.jobs.owner,
            clock=self._clock,
            back_off=self._tempo.back_off,
            look_after=self._tempo.look_after,
            on_failure=refusals.report,
            on_revoked=self._connection.token_revoked,
        )

    def _digest_posting(self) -> DigestPosting:
        return DigestPosting(self.store, self.jobs.enqueue, self._client_of)

    def _client_of(self, team: str) -> WebClient:  # noqa: ARG002 - one workspace
        return self._client


def _nothing(_record: logging.LogRecord) -> bool:
    return False

"""Durable jobs: what was taken on survives a crash. With :mod:`bot.job_queues` the only module that knows the engine (DBOS).

A job is a *kind* and a *key*; its id is ``kind:key``, so asking twice runs it once. A job's work is split into named
steps, each written down when done; after a crash the job goes on behind its last finished step. A step may run twice
(killed between the deed and the note), so deeds are idempotent: see the outbox.

Engine facts this module answers to: a dead replica's jobs are taken over by nobody unless the same executor id comes
back, hence heartbeats and the sweep; recovery looks at the application version, hence a pinned one; SQLite files start
without WAL, hence :func:`bot.store.engine.set_wal` before the first launch.
"""

from __future__ import annotations

import contextvars
import datetime as dt
import logging
import random
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import structlog
from dbos import (
    DBOS,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    SetEnqueueOptions,
    SetWorkflowID,
    WorkflowSerializationFormat,
)
from dbos import error as engine_errors

from bot.job_queues import Places, Queue, Workers
from bot.ops import metrics
from bot.slack.errors import is_passing
from bot.store.engine import CONNECTION, postgres_url, set_wal, sqlite_path
from bot.store.executors import Executors
from summarizers.errors import AttacheError

_T = TypeVar("_T")

#: Changed only when old jobs must not be finished by new code; jobs of another version wait for their own.
APPLICATION_VERSION = "1"
#: Seconds between heartbeats, and after how many without one a replica counts as dead.
BEAT, DEAD_AFTER = 10.0, 60.0
#: Seconds our own job must have looked left lying. A busy machine takes its time between taking a job from the queue and
#: beginning it, and between its end and writing that down: until then it looks the same.
LYING_AFTER = 15.0
#: First and longest pause before a job that met trouble is tried again, in seconds.
TRY_AGAIN, LONGEST_TRY_AGAIN = 1.0, 60.0
#: Times a job is tried again after an error nobody foresaw; trouble of our own side is waited out, however long.
UNFORESEEN_TRIES = 3
#: How the engine calls jobs nothing comes of any more.
_FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
#: Days finished jobs stay in the engine's tables; their keys are guarded by our own tables anyway.
KEEP_DAYS = 3.0


class JobsUnavailable(AttacheError):
    """The job engine cannot start."""

    kind = "jobs-unavailable"


class Steps:
    """Runs the steps of one job; hands back what a finished step gave when the job runs again after a crash."""

    def __call__(self, name: str, step: Callable[[], _T]) -> _T:
        """Run ``step`` once and write down its result, which must be made of JSON values."""
        return DBOS.run_step({"name": name}, step)


#: The work of one kind of job, given its key.
Work = Callable[[str, Steps], None]


def with_argument(read: Callable[[str], _T], work: Callable[[_T], object]) -> Work:
    """Work on a job's argument, of which the key is the written form; it needs no steps."""

    def done(key: str, _steps: Steps) -> None:
        work(read(key))

    return done


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job."""

    #: Its work.
    work: Work
    #: Queue it waits in.
    queue: Queue


@DBOS.workflow(name="attache.job", serialization_type=WorkflowSerializationFormat.PORTABLE, max_recovery_attempts=50)
def _job(kind: str, key: str, lane: str | None = None, tries: int = 0) -> None:
    """Every job is this workflow: kinds are looked up when it runs, so old jobs survive a renamed function."""
    jobs = _running
    if jobs is None:
        raise RuntimeError("a job ran while no engine was up")
    jobs.perform(kind, key, lane, tries)


_running: Jobs | None = None


class Jobs:
    """The engine of this process; one at a time."""

    def __init__(
        self,
        executors: Executors,
        *,
        home: Path,
        database_url: str | None,
        executor_id: str,
        beat: float = BEAT,
        try_again: float = TRY_AGAIN,
        lying_after: float = LYING_AFTER,
    ) -> None:
        """What there is to do is said by :meth:`register`.

        ``beat``, ``try_again``, ``lying_after``: :data:`BEAT`, :data:`TRY_AGAIN`, :data:`LYING_AFTER`.
        """
        self._kinds: dict[str, Kind] = {}
        self._executors = executors
        self._home = home
        self._database_url = database_url
        self._executor_id = executor_id
        #: Names this life of the process: a restart has another.
        self.boot = uuid.uuid4().hex[:12]
        self._every_beat: tuple[Callable[[], None], ...] = ()
        self._every_day: tuple[Callable[[], None], ...] = ()
        self._beat = beat
        self._try_again = try_again
        self._lying_after = lying_after
        #: Ids of the jobs this process is working on; and since when others have looked left lying at every sweep.
        self._under_way: set[str] = set()
        self._places = Places()
        self._workers = Workers(self._places, shared=database_url is not None)
        self._lying: dict[str, float] = {}
        self._stop = threading.Event()
        self._ticker: threading.Thread | None = None
        self._log = structlog.get_logger("attache.jobs")

    @property
    def owner(self) -> str:
        """Replica and boot, as written on rows this process claims."""
        return f"{self._executor_id}/{self.boot}"

    def register(
        self,
        kinds: Mapping[str, Kind],
        *,
        every_beat: Sequence[Callable[[], None]] = (),
        every_day: Sequence[Callable[[], None]] = (),
    ) -> None:
        """Say what there is to do, once, before :meth:`launch`: the kinds of jobs, and what is looked after in between.

        ``every_beat`` and ``every_day`` are called from one background thread; what they raise is logged.
        """
        self._kinds = dict(kinds)
        self._every_beat = tuple(every_beat)
        self._every_day = tuple(every_day)

    # -- life --------------------------------------------------------------------------------------------------------

    def launch(self) -> str | None:
        """Start the engine; jobs cut off by a crash of this replica go on. The owner this replica was before, or None.

        Raises :class:`JobsUnavailable`.
        """
        global _running
        try:
            before = self._executors.register(self._executor_id, self.boot)
            DBOS(config=self._config())
            _running = self
            DBOS.launch()
            self._workers.start({kind.queue for kind in self._kinds.values()})
        except Exception as error:
            _running = None
            self._workers.stop()
            # Half an engine left behind would pass for a launched one at the next try.
            DBOS.destroy()
            where = "ATTACHE_HOME" if self._database_url is None else "DATABASE_URL"
            raise JobsUnavailable(f"I cannot start my job engine; please check {where}.") from error
        self._ticker = threading.Thread(target=self._tick, name="attache-ticker", daemon=True)
        self._ticker.start()
        return f"{self._executor_id}/{before}" if before and before != self.boot else None

    def stop(self, grace: float = 10.0) -> None:
        """Stop taking jobs, give running ones ``grace`` seconds, then leave the rest to the next start."""
        global _running
        self._stop.set()
        if _running is not self:
            return
        if self._ticker is not None:
            self._ticker.join(timeout=5)
        self._places.close()
        self._workers.stop()
        try:
            DBOS.destroy(workflow_completion_timeout_sec=int(grace))
        finally:
            _running = None
        self._executors.leave(self._executor_id, self.boot)

    def _config(self) -> DBOSConfig:
        if self._database_url is None:
            path = sqlite_path(self._home, "jobs.db")
            set_wal(path)
            url = f"sqlite:///{path}"
        else:
            url = postgres_url(self._database_url)
        # The engine would put a console handler of its own on its logger; ours is on the root.
        engine_log = logging.getLogger("dbos")
        if not engine_log.handlers:
            engine_log.addHandler(logging.NullHandler())
        engine_log.propagate = True
        return {
            "name": "attache",
            "system_database_url": url,
            "application_version": APPLICATION_VERSION,
            "executor_id": self._executor_id,
            "log_level": "WARNING",
            # Without it results of steps are pickles; rows that name their old format are still read.
            "serializer": DBOSPortableJSONSerializer(),
            "db_engine_kwargs": {} if self._database_url is None else {"connect_args": CONNECTION},
            "notification_listener_polling_interval_sec": 1.0,
        }

    # -- work --------------------------------------------------------------------------------------------------------

    def enqueue(self, kind: str, key: str, *, lane: str | None = None, again: str = "") -> None:
        """Take a job on, durably, unless it was taken on before; a few milliseconds.

        ``lane`` is needed where the kind's queue has lanes; ``again`` sets a repetition apart from the first time.
        """
        self._enqueue(f"{kind}:{key}:{again}" if again else f"{kind}:{key}", kind, key, lane)

    def _enqueue(
        self, id: str, kind: str, key: str, lane: str | None, tries: int = 0, delay: float | None = None
    ) -> None:
        queue = self._kinds[kind].queue
        lane = lane if queue.lanes else None
        # Outside the context of a job that asks: as its child the new one would be a step, counted on replay.
        run = contextvars.Context().run
        if delay is None and id in self._under_way:
            return  # written down, as it runs
        if delay is None and not self._stop.is_set() and self._places.begin(queue, lane, id):
            self._is_new(id, queue, lane, lambda: run(self._begin, id, kind, key, lane, tries))
        elif self._is_new(id, queue, lane, lambda: run(self._put_in, queue, id, kind, key, lane, tries, delay)):
            if delay is not None:
                self._workers.ring_after(delay, queue.name)
            elif self._places.is_free(queue, lane):
                self._workers.ring(queue.name)

    def _is_new(self, id: str, queue: Queue, lane: str | None, hand_in: Callable[[], None]) -> bool:
        """Hand a job to the engine; whether it was not taken on before. A place held for nothing is given back."""
        new = False
        try:
            hand_in()
            new = True
        except engine_errors.DBOSWorkflowIDInUseError:
            pass
        finally:
            if not new and self._places.has_begun(id):
                self._leave(queue, lane)
        return new

    @staticmethod
    def _begin(id: str, kind: str, key: str, lane: str | None, tries: int) -> None:
        with SetWorkflowID(id, workflow_id_reuse_policy="reject"):
            DBOS.start_workflow(_job, kind, key, lane, tries)

    @staticmethod
    def _put_in(queue: Queue, id: str, kind: str, key: str, lane: str | None, tries: int, delay: float | None) -> None:
        with (
            SetWorkflowID(id, workflow_id_reuse_policy="reject"),
            SetEnqueueOptions(queue_partition_key=lane, delay_seconds=delay),
        ):
            DBOS.enqueue_workflow(queue.name, _job, kind, key, lane, tries)

    def _leave(self, queue: Queue, lane: str | None) -> None:
        if self._places.leave(queue, lane):
            self._workers.ring(queue.name)

    def open_of(self, kind: str, keys: Sequence[str]) -> set[str]:
        """Those of ``keys`` whose job waits, runs or is to be tried again."""
        if not keys:
            return set()
        rows = DBOS.list_workflows(
            workflow_id_prefix=[f"{kind}:{key}" for key in keys],
            status=["ENQUEUED", "PENDING", "DELAYED"],
            load_input=False,
            load_output=False,
        )
        ids = {row.workflow_id for row in rows}
        return {key for key in keys if any(_is_of(f"{kind}:{key}", id) for id in ids)}

    def perform(self, kind: str, key: str, lane: str | None = None, tries: int = 0) -> None:
        """Run a job's work; called by the engine. ``tries``: how often it met trouble before."""
        known = self._kinds.get(kind)
        if known is None:
            self._log.error("unknown job", job=kind, key=key)
            return
        outcome, id = "failed", str(DBOS.workflow_id)
        self._under_way.add(id)
        if not self._places.has_begun(id):
            self._places.take(known.queue, lane, id)
        with structlog.contextvars.bound_contextvars(job=kind, key=key), metrics.JOB_SECONDS.labels(kind=kind).time():
            try:
                known.work(key, Steps())
                outcome = "done"
            except Exception as error:
                if not is_passing(error) and tries >= UNFORESEEN_TRIES:
                    self._log.exception("job failed")
                    raise
                self._postpone(error, kind, key, lane, tries)
                outcome = "again"
            finally:
                self._under_way.discard(id)
                self._leave(known.queue, lane)
                metrics.JOBS.labels(kind=kind, outcome=outcome).inc()

    def _postpone(self, error: Exception, kind: str, key: str, lane: str | None, tries: int) -> None:
        """Take the job on once more, later: a job of its own, so that it holds no worker and survives a crash."""
        pause = min(LONGEST_TRY_AGAIN, self._try_again * 2.0 ** min(tries, 10))
        pause *= random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
        passing = is_passing(error)
        self._log.warning(
            "job is tried again",
            error=str(error).partition("\n")[0] if passing else type(error).__name__,
            seconds=round(pause, 1),
            exc_info=None if passing else error,
        )
        id = str(DBOS.workflow_id)
        id = f"{id.removesuffix(f'~{tries}') if tries else id}~{tries + 1}"
        self._enqueue(id, kind, key, lane, tries + 1, pause)

    def waiting(self) -> tuple[int, float]:
        """How many jobs wait or run, and how many seconds the oldest has done so."""
        rows = DBOS.list_workflows(
            status=["ENQUEUED", "PENDING", "DELAYED"], load_input=False, load_output=False, limit=10_000
        )
        if not rows:
            return 0, 0.0
        oldest = min(row.created_at or 0 for row in rows) / 1000
        return len(rows), max(0.0, dt.datetime.now(dt.UTC).timestamp() - oldest)

    # -- the ticker --------------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        last_day = 0.0
        while not self._stop.wait(self._beat):
            self._quietly(lambda: self._executors.beat(self._executor_id, self.boot))
            self._quietly(self.sweep)
            for task in self._every_beat:
                self._quietly(task)
            now = dt.datetime.now(dt.UTC).timestamp()
            if now - last_day > 86_400:
                last_day = now
                self._quietly(self.forget_finished)
                for task in self._every_day:
                    self._quietly(task)

    def _quietly(self, task: Callable[[], Any]) -> None:
        try:
            task()
        except Exception:
            if not self._stop.is_set():
                self._log.exception("ticker", task=getattr(task, "__qualname__", repr(task)))

    def sweep(self) -> int:
        """Put jobs nobody works on back into their queues; how many.

        Those are jobs of replicas that stopped beating, and our own whose end could not be written down (a full disk):
        the engine leaves them until the next start. What is being begun or ended looks the same for a moment.
        """
        rows = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False, limit=1_000)
        others = {row.executor_id for row in rows} - {self._executor_id, None}
        alive = self._executors.alive(DEAD_AFTER) | {self._executor_id} if others else {self._executor_id}
        own = {row.workflow_id for row in rows if row.executor_id == self._executor_id} - self._under_way
        now = time.monotonic()
        self._lying = {id: self._lying.get(id, now) for id in own}
        lying = {id for id, since in self._lying.items() if now - since >= self._lying_after}
        moved = 0
        by_queue: dict[str | None, list[str]] = {}
        for row in rows:
            is_orphan = row.executor_id is not None and row.executor_id not in alive
            if is_orphan or row.workflow_id in lying:
                by_queue.setdefault(row.queue_name, []).append(row.workflow_id)
        for queue, ids in by_queue.items():
            DBOS.resume_workflows(ids, queue_name=queue)
            self._workers.ring(queue)
            moved += len(ids)
            self._log.warning("took over", jobs=len(ids), queue=queue)
        return moved

    def has_open(self, before: float) -> bool:
        """Whether a job taken on before a moment (seconds since 1970 UTC) waits, runs or is to be tried again."""
        rows = DBOS.list_workflows(
            status=["ENQUEUED", "PENDING", "DELAYED"],
            end_time=dt.datetime.fromtimestamp(before, dt.UTC).isoformat(),
            load_input=False,
            load_output=False,
            limit=1,
        )
        return bool(rows)

    def forget(self, belongs: Callable[[str, str, str | None], bool]) -> int:
        """Delete finished jobs of which ``belongs(kind, key, lane)`` holds from the engine's tables; how many.

        ``key`` has what sets repetitions apart at its end.
        """
        found: list[str] = []
        for first in range(0, 1_000_000, 1_000):
            rows = DBOS.list_workflows(status=_FINISHED, load_output=False, limit=1_000, offset=first)
            for row in rows:
                kind, _, key = row.workflow_id.partition(":")
                if belongs(kind, key, _lane_of(row.input)):
                    found.append(row.workflow_id)
            if len(rows) < 1_000:
                break
        for first in range(0, len(found), 500):
            DBOS.delete_workflows(found[first : first + 500])
        return len(found)

    def forget_finished(self) -> int:
        """Delete finished jobs older than :data:`KEEP_DAYS` from the engine's tables; how many."""
        before = (dt.datetime.now(dt.UTC) - dt.timedelta(days=KEEP_DAYS)).isoformat()
        total = 0
        while True:
            rows = DBOS.list_workflows(
                status=_FINISHED,
                completed_before=before,
                load_input=False,
                load_output=False,
                limit=500,
            )
            if not rows:
                return total
            DBOS.delete_workflows([row.workflow_id for row in rows])
            total += len(rows)


def _lane_of(arguments: Mapping[str, Any] | None) -> str | None:
    """The lane a job was given, of what the engine keeps as its arguments."""
    given: Sequence[Any] = (arguments or {}).get("args") or ()
    return str(given[2]) if len(given) > 2 and given[2] is not None else None


def _is_of(first: str, id: str) -> bool:
    """Whether ``id`` is the job ``first`` or a repetition of it."""
    return id == first or id.startswith((f"{first}:", f"{first}~"))

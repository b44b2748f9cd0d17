"""Where jobs wait in this process: places, bells, and a look every few seconds at what others left in the queues.

The engine (DBOS 3.4.0) has a thread for each queue that asks the database again and again whether something waits, and no
way to wake it: seven queues asked every .15 to 1 s were 46 transactions a second and 15 % of a core with nothing to do, and a
job waited for the next question. So its queue threads are not started. A job this process has a place for begins at once,
written down as begun by the same insert that takes it on. Any other waits in its queue of the engine, whose own worker (the
engine's code) is rung when a place gets free, and after a look that found something waiting.

The engine's names used here that it does not promise: ``_dbos.queue_thread``, ``_queue.queue_worker_thread``, the
pause of its background jobs and ``transition_delayed_workflows``. Its version is pinned; tests of jobs meet all of them.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import dbos._dbos as engine
import dbos._workflow_commands as background
import structlog
from dbos import DBOS
from dbos._queue import Queue as EngineQueue
from dbos._queue import queue_worker_thread

#: Seconds between looks at what waits in the queues: what an earlier life left, and where replicas share a database what
#: others have no place for.
LOOK_ALONE, LOOK_SHARED = 10.0, 4.0
#: Seconds before the first look after the start, when the engine has put back what was cut off; doubled for each later one.
FIRST_LOOK = 0.25
#: Seconds a rung worker waits for more places to get free, so that one transaction fills several.
LINGER = 0.02
#: Seconds after which a worker looks without having been rung.
UNRUNG = 60.0
#: Seconds between the engine's own looks at jobs somebody else delayed; on PostgreSQL it holds a lock that is lost after five.
DELAYED_ALONE, DELAYED_SHARED = 10.0, 4.5
#: Jobs a look reads at most; beyond it every queue is rung.
MOST_LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True)
class Queue:
    """How jobs wait for a free place."""

    #: Name, unique in the database.
    name: str
    #: Jobs this replica runs at once.
    at_once: int
    #: Jobs of one lane that run at once here (messages to one channel, say); 0 where jobs name no lane.
    lanes: int = 0


class Closed(BaseException):
    """The process stops: a job that waited for a place stays as it is, for the next start. Not an Exception, which the
    engine would write down as the job's end."""


class Places:
    """Which jobs run here, and which were handed in here and wait: so many of a queue and of a lane at once."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._closed = False
        # Places held by jobs, of whole queues (lane None) and of their lanes.
        self._held: Counter[tuple[str, str | None]] = Counter()
        # Ids of jobs that began at once and of those that wait, these by queue and lane in order.
        self._begun: set[str] = set()
        self._waiting: dict[str, dict[str | None, dict[str, None]]] = {}
        # Of those that wait, the ones that left their queue of the engine.
        self._called: set[str] = set()

    def begin(self, queue: Queue, lane: str | None, id: str) -> bool:
        """Take a place for a job if there is one and nobody waits for it; else the job waits from now on."""
        with self._changed:
            free = self._is_free(queue, lane) and not self._others_wait(queue, lane)
            if free and not self._closed and id not in self._begun:
                self._hold(queue, lane)
                self._begun.add(id)
                return True
            self._waiting.setdefault(queue.name, {}).setdefault(lane, {})[id] = None
            return False

    def has_begun(self, id: str) -> bool:
        """Whether a place is held for a job that is to begin; whoever asks has to give it back."""
        with self._changed:
            if id in self._begun:
                self._begun.discard(id)
                return True
            return False

    def take(self, queue: Queue, lane: str | None, id: str) -> None:
        """Wait for a place. Raises :class:`Closed`."""
        with self._changed:
            self._called.add(id)
            self._changed.wait_for(lambda: self._closed or self._is_free(queue, lane))
            self._called.discard(id)
            if self._closed:
                raise Closed
            self._no_longer_waits(queue.name, lane, id)
            self._hold(queue, lane)

    def leave(self, queue: Queue, lane: str | None) -> bool:
        """Give a place back; whether somebody handed in here waits in the queue."""
        with self._changed:
            self._held[queue.name, None] -= 1
            if lane is not None:
                self._held[queue.name, lane] -= 1
                if not self._held[queue.name, lane]:
                    del self._held[queue.name, lane]
            self._changed.notify_all()
            return bool(self._waiting.get(queue.name))

    def is_free(self, queue: Queue, lane: str | None) -> bool:
        """Whether a job of the lane could begin."""
        with self._changed:
            return self._is_free(queue, lane)

    def waiting(self) -> set[tuple[str, str | None, str]]:
        """Queue, lane and id of the jobs handed in here that wait in their queue."""
        with self._changed:
            return {
                (name, lane, id)
                for name, lanes in self._waiting.items()
                for lane, ids in lanes.items()
                for id in ids
                if id not in self._called
            }

    def gone(self, jobs: Iterable[tuple[str, str | None, str]]) -> None:
        """Jobs another replica has taken wait here no longer."""
        with self._changed:
            for name, lane, id in jobs:
                self._no_longer_waits(name, lane, id)

    def close(self) -> None:
        """No job begins any more; those that wait for a place raise."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _is_free(self, queue: Queue, lane: str | None) -> bool:
        if self._held[queue.name, None] >= queue.at_once:
            return False
        return lane is None or not queue.lanes or self._held.get((queue.name, lane), 0) < queue.lanes

    def _others_wait(self, queue: Queue, lane: str | None) -> bool:
        """Whether jobs of the lane wait, or of other lanes that are not full."""
        lanes = self._waiting.get(queue.name, {})
        return lane in lanes or any(self._is_free(queue, other) for other in lanes)

    def _hold(self, queue: Queue, lane: str | None) -> None:
        self._held[queue.name, None] += 1
        if lane is not None:
            self._held[queue.name, lane] += 1

    def _no_longer_waits(self, name: str, lane: str | None, id: str) -> None:
        lanes = self._waiting.get(name, {})
        ids = lanes.get(lane, {})
        ids.pop(id, None)
        if not ids:
            lanes.pop(lane, None)
        if not lanes:
            self._waiting.pop(name, None)


class Bell(threading.Event):
    """What a worker of the engine waits on in place of its stop event: set at the end, as that is, and rung in between."""

    def __init__(self) -> None:
        super().__init__()
        self._rung = threading.Event()

    def ring(self) -> None:
        """End one wait."""
        self._rung.set()

    def set(self) -> None:
        """End all waits."""
        super().set()
        self._rung.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Until it is rung or set; whether it is set."""
        if self._rung.wait(timeout):
            super().wait(LINGER)
        self._rung.clear()
        return self.is_set()


def _no_polling(stop_event: threading.Event, _: DBOS) -> None:
    """In place of the engine's thread that starts a polling worker for each queue."""
    stop_event.wait()


vars(engine)["queue_thread"] = _no_polling


class Workers:
    """The engine's workers of queues, each with its bell, and the thread that looks for what nobody rang for."""

    def __init__(self, places: Places, *, shared: bool) -> None:
        """``shared``: whether other replicas work on the same database. Made before the engine is launched."""
        self._places = places
        self._look_every = LOOK_SHARED if shared else LOOK_ALONE
        vars(background)["_BACKGROUND_JOBS_INTERVAL_SEC"] = DELAYED_SHARED if shared else DELAYED_ALONE
        self._bells: dict[str, Bell] = {}
        # Name of the engine's own queue, once started.
        self._own = ""
        self._threads: list[threading.Thread] = []
        self._stop = threading.Event()
        self._ours: set[tuple[str, str | None, str]] = set()
        # (moment of time.monotonic, queue) of jobs this process delayed.
        self._delayed: list[tuple[float, str]] = []
        self._new_delay = threading.Condition()
        self._log = structlog.get_logger("attache.jobs")

    def start(self, queues: Iterable[Queue]) -> None:
        """Start a worker for each queue, and for the engine's own, through which it puts back what was cut off."""
        instance = engine._get_dbos_instance()
        rows: list[EngineQueue] = [instance._registry.get_internal_queue()]
        self._own = rows[0].name
        for queue in queues:
            row = DBOS.register_queue(
                queue.name,
                worker_concurrency=queue.at_once,
                partition_worker_concurrency=queue.lanes or None,
                polling_interval_sec=UNRUNG,
                on_conflict="always_update",
            )
            # It is as it was just written: no need to read it again before every look.
            row.database_backed_queue = False
            rows.append(row)
        for row in rows:
            row._polling_interval_sec = UNRUNG
            bell = self._bells[row.name] = Bell()
            self._run(f"attache-queue-{row.name}", queue_worker_thread, bell, instance, row)
        self._run("attache-queues", self._look_now_and_then)

    def _run(self, name: str, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Stop taking jobs from queues."""
        self._stop.set()
        with self._new_delay:
            self._new_delay.notify_all()
        for bell in self._bells.values():
            bell.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def ring(self, queue: str | None) -> None:
        """Something waits in a queue; None is the engine's own."""
        bell = self._bells.get(self._own if queue is None else queue)
        if bell is not None:
            bell.ring()

    def ring_after(self, seconds: float, queue: str) -> None:
        """A job that was delayed for some seconds will wait in a queue then."""
        with self._new_delay:
            heapq.heappush(self._delayed, (time.monotonic() + seconds, queue))
            self._new_delay.notify_all()

    def _look_now_and_then(self) -> None:
        pause = FIRST_LOOK
        next_look = time.monotonic() + pause
        while not self._stop.is_set():
            with self._new_delay:
                first = self._delayed[0][0] if self._delayed else next_look
                self._new_delay.wait(max(0.0, min(first, next_look) - time.monotonic()))
            try:
                self._wake_delayed()
                if time.monotonic() >= next_look:
                    pause = min(self._look_every, 2 * pause)
                    next_look = time.monotonic() + pause
                    self._look()
            except Exception:
                if not self._stop.is_set():
                    self._log.warning("queues not looked at", exc_info=True)
                    self._stop.wait(1.0)

    def _wake_delayed(self) -> None:
        due: set[str] = set()
        with self._new_delay:
            while self._delayed and self._delayed[0][0] <= time.monotonic() and not self._stop.is_set():
                due.add(heapq.heappop(self._delayed)[1])
        if due:
            try:
                engine._get_dbos_instance()._sys_db.transition_delayed_workflows()
            finally:
                for queue in due:
                    self.ring(queue)

    def _called_here(self, jobs: Iterable[tuple[str, str | None, str]]) -> set[str]:
        """Ids of those of some jobs that left their queue for this process and are about to take their place."""
        ids = [id for _, _, id in jobs]
        if not ids:
            return set()
        rows = DBOS.list_workflows(workflow_ids=ids, status="PENDING", load_input=False, load_output=False)
        return {row.workflow_id for row in rows if row.executor_id == DBOS.executor_id}

    def _look(self) -> None:
        """Ring for what waits, and forget of what was handed in here what somebody else took."""
        # Twice seen here and not there: what is just being handed in is not there yet.
        before, self._ours = self._ours, self._places.waiting()
        rows = DBOS.list_workflows(status="ENQUEUED", load_input=False, load_output=False, limit=MOST_LOOKED_AT)
        if len(rows) < MOST_LOOKED_AT:
            found = {row.workflow_id for row in rows} | self._called_here(before & self._ours)
            self._places.gone(job for job in before & self._ours if job[2] not in found)
        names = set(self._bells) if len(rows) == MOST_LOOKED_AT else {row.queue_name for row in rows}
        for name in names:
            self.ring(name)

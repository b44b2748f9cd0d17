"""The job engine: once per key, in lanes, taken over from the dead."""

from __future__ import annotations

import base64
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from slack_sdk.errors import SlackRequestError

from bot.job_queues import Queue
from bot.jobs import UNFORESEEN_TRIES, Jobs, Kind, Steps
from bot.store import Store
from bot.store.engine import postgres_url
from tests.end_to_end.world import ROOT
from tests.hung import HUNG, until

QUICK, LANES = Queue("quick", 4), Queue("lanes", 4, lanes=1)


@pytest.fixture
def clock() -> Callable[[], float]:
    """The engine goes by the real time."""
    return time.time


class Bench:
    """An engine with one kind of job on each queue, and what they did."""

    def __init__(self, store: Store, home: Path, database: str | None, id: str = "here") -> None:
        self.done: list[str] = []
        self.changed = threading.Condition()
        self.gate = threading.Event()
        self.running = 0
        self.most = 0
        self.tries: list[str] = []
        #: What "troubled" jobs raise, one after the other, before they succeed.
        self.troubles: list[Exception] = []
        kinds = {
            "note": Kind(self.note, QUICK),
            "lane": Kind(self.lane, LANES),
            "broken": Kind(self.fail, QUICK),
            "troubled": Kind(self.stumble, LANES),
        }
        self.jobs = Jobs(store.executors, home=home, database_url=database, executor_id=id, beat=0.2, try_again=0.05)
        self.jobs.register(kinds)

    def note(self, key: str, steps: Steps) -> None:
        """Two steps, then a mark."""
        first = steps("first", lambda: {"key": key})
        second = steps("second", lambda: [first["key"], "noted"])
        with self.changed:
            self.done.append(second[0])
            self.changed.notify_all()

    def lane(self, key: str, _steps: Steps) -> None:
        """Counts how many of one lane run at once."""
        with self.changed:
            self.running += 1
            self.most = max(self.most, self.running)
        self.gate.wait(0.1)
        with self.changed:
            self.running -= 1
            self.done.append(key)
            self.changed.notify_all()

    def fail(self, key: str, _steps: Steps) -> None:
        """Raises."""
        self.tries.append(key)
        raise ValueError("broken on purpose")

    def stumble(self, key: str, steps: Steps) -> None:
        """Meets each trouble once, inside a step, and then succeeds."""
        self.tries.append(key)
        steps("step", self._raise_next)
        with self.changed:
            self.done.append(key)
            self.changed.notify_all()

    def _raise_next(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)

    def wait(self, count: int, timeout: float = HUNG) -> None:
        """Wait until so many jobs are done."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.done) >= count, timeout), self.done


@pytest.fixture
def bench(store: Store, tmp_path: Path, database: str | None) -> Iterator[Bench]:
    made = Bench(store, tmp_path, database)
    made.jobs.launch()
    yield made
    made.jobs.stop(grace=1.0)


def test_a_key_runs_once(bench: Bench) -> None:
    """Asked for ten times, done once; asked for "again", done again."""
    for _ in range(10):
        bench.jobs.enqueue("note", "a")
    bench.jobs.enqueue("note", "b")
    bench.wait(2)
    bench.jobs.enqueue("note", "a")
    bench.jobs.enqueue("note", "a", again="2")
    bench.wait(3)
    assert sorted(bench.done) == ["a", "a", "b"]
    until(lambda: not bench.jobs.open_of("note", ["a", "b"]))


def test_one_of_a_lane_at_a_time(bench: Bench) -> None:
    """Messages to one channel do not overtake each other."""
    for n in range(5):
        bench.jobs.enqueue("lane", f"x{n}", lane="C1")
    bench.wait(5)
    assert bench.most == 1


def test_a_lane_keeps_its_order(bench: Bench) -> None:
    """Also where some of it begin at once and some wait in their queue."""
    bench.gate.set()
    for n in range(12):
        bench.jobs.enqueue("lane", f"x{n}", lane="C1")
        bench.jobs.enqueue("lane", f"y{n}", lane="C2")
    bench.wait(24)
    assert [key for key in bench.done if key[0] == "x"] == [f"x{n}" for n in range(12)]
    assert [key for key in bench.done if key[0] == "y"] == [f"y{n}" for n in range(12)]


def test_a_job_called_out_of_its_queue_keeps_its_turn(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often the queues are looked at before it takes its place."""
    places, called, go = bench.jobs._places, threading.Event(), threading.Event()
    take = places.take

    def late(queue: Queue, lane: str | None, id: str) -> None:
        called.set()
        assert go.wait(HUNG)
        take(queue, lane, id)

    monkeypatch.setattr(places, "take", late)
    assert places.begin(LANES, "C1", "somebody")
    bench.jobs.enqueue("lane", "x0", lane="C1")
    bench.jobs._leave(LANES, "C1")
    assert called.wait(HUNG)
    for _ in range(3):
        bench.jobs._workers._look()
    bench.jobs.enqueue("lane", "x1", lane="C1")
    go.set()
    bench.wait(2)
    assert bench.done == ["x0", "x1"]


def test_what_others_put_into_a_queue_is_found(bench: Bench) -> None:
    """A replica without a place leaves it to those that look."""
    bench.jobs._workers._look_every = 0.1
    bench.jobs._put_in(LANES, "lane:x", "lane", "x", "C1", 0, None)
    bench.jobs._put_in(QUICK, "note:y", "note", "y", None, 0, None)
    bench.wait(2)
    assert sorted(bench.done) == ["x", "y"]


def test_the_engine_polls_no_queue(bench: Bench) -> None:
    """Its own threads would ask the database several times a second: an upgrade of the engine must not bring them back."""
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith("queue-worker-")]
    assert {"attache-queue-quick", "attache-queue-lanes"} <= set(names)


def test_jobs_that_wait_when_the_bot_stops_are_begun_by_the_next(
    store: Store, tmp_path: Path, database: str | None
) -> None:
    """Four run, two wait: nobody is lost."""
    first = Bench(store, tmp_path, database)
    first.jobs.launch()
    entered = threading.Semaphore(0)

    def work(key: str, _steps: Steps) -> None:
        entered.release()
        first.gate.wait(HUNG)

    first.jobs.register({"note": Kind(work, QUICK)})
    for n in range(6):
        first.jobs.enqueue("note", str(n))
    for _ in range(4):
        assert entered.acquire(timeout=HUNG)
    first.jobs.stop(grace=0.0)
    first.gate.set()
    second = Bench(store, tmp_path, database)
    second.jobs.launch()
    try:
        second.wait(6)
        assert sorted(second.done) == [str(n) for n in range(6)]
    finally:
        second.jobs.stop(grace=1.0)


def test_a_failing_job_harms_no_other(bench: Bench) -> None:
    """It is tried a few times, logged and over; the engine goes on."""
    bench.jobs.enqueue("broken", "x")
    bench.jobs.enqueue("note", "y")
    bench.wait(1)
    until(lambda: bench.jobs.waiting()[0] == 0)
    assert bench.tries == ["x"] * (1 + UNFORESEEN_TRIES)


def _cut() -> Exception:
    return sa.exc.OperationalError("UPDATE", {}, psycopg.OperationalError("server closed the connection"))


def test_trouble_of_our_own_is_waited_out(bench: Bench) -> None:
    """However often the database or Slack is out of reach, the job comes back until it is done, and only once then."""
    bench.troubles = [_cut(), ConnectionResetError(), _cut(), SlackRequestError("down"), _cut(), _cut(), _cut()]
    bench.jobs.enqueue("troubled", "x", lane="C1")
    bench.wait(1)
    until(lambda: bench.jobs.waiting()[0] == 0)
    assert bench.tries == ["x"] * 8
    assert bench.done == ["x"]


def test_a_job_to_be_tried_again_holds_no_worker(bench: Bench) -> None:
    """Others of its lane go on meanwhile, and it counts as open."""
    bench.jobs._try_again = 3600.0
    bench.troubles = [_cut()]
    bench.jobs.enqueue("troubled", "x", lane="C1")
    until(lambda: not bench.troubles)
    bench.jobs.enqueue("troubled", "y", lane="C1")
    bench.wait(1)
    until(lambda: bench.jobs.waiting()[0] == 1)
    assert bench.done == ["y"]
    assert bench.jobs.open_of("troubled", ["x", "y"]) == {"x"}


def test_a_job_being_ended_is_not_taken_over(bench: Bench) -> None:
    """Its work is done and the engine has not written that down yet: however many looks fall in between, it runs once."""
    bench.gate.set()
    held, go_on = threading.Event(), threading.Event()

    def work(key: str, _steps: Steps) -> None:
        bench.tries.append(key)
        bench.jobs._under_way.clear()  # as if its work were over
        held.set()
        go_on.wait(HUNG)

    bench.jobs.register({"slow": Kind(work, QUICK)})
    bench.jobs.enqueue("slow", "x")
    assert held.wait(HUNG)
    assert [bench.jobs.sweep() for _ in range(5)] == [0] * 5
    go_on.set()
    until(lambda: bench.jobs.waiting()[0] == 0)
    assert bench.tries == ["x"]


_DOOMED = """
import sys, threading
from pathlib import Path
from bot.job_queues import Queue
from bot.jobs import Jobs, Kind
from bot.store import open_store
home, database = Path(sys.argv[1]), sys.argv[2] or None
store = open_store(home, database)
def work(key, steps):
    steps("first", lambda: {"key": key})
    print("running", flush=True)
    threading.Event().wait()
kinds = {"note": Kind(work, Queue("quick", 4))}
jobs = Jobs(store.executors, home=home, database_url=database, executor_id="doomed")
jobs.register(kinds)
jobs.launch()
jobs.enqueue("note", "left behind")
threading.Event().wait()
"""


def _leave_behind(home: Path, database: str | None) -> None:
    """A replica "doomed" dies with a job whose first step is done."""
    doomed = subprocess.Popen(
        [sys.executable, "-c", _DOOMED, str(home), database or ""],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    with doomed:
        assert doomed.stdout is not None
        assert doomed.stdout.readline() == b"running\n"
        doomed.send_signal(signal.SIGKILL)


def test_jobs_of_a_dead_replica_are_taken_over(store: Store, tmp_path: Path, database: str | None) -> None:
    """Once its heart stopped beating, whoever is alive finishes its jobs."""
    _leave_behind(tmp_path, database)
    bench = Bench(store, tmp_path, database, id="heir")
    bench.jobs.launch()
    try:
        assert bench.jobs.sweep() == 0, "a replica seen a moment ago counts as alive"
        boot = store.executors.register("doomed", "x")
        assert boot
        store.executors.leave("doomed", "x")
        bench.wait(1)
        assert bench.done == ["left behind"]
    finally:
        bench.jobs.stop(grace=1.0)


def test_finished_jobs_are_forgotten(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some days, so that the engine's tables stay small: the same job can then be taken on anew."""
    bench.jobs.enqueue("note", "a")
    bench.wait(1)
    until(lambda: bench.jobs.waiting()[0] == 0)
    bench.jobs.forget_finished()
    bench.jobs.enqueue("note", "a")
    bench.jobs.enqueue("note", "b")
    bench.wait(2)
    assert sorted(bench.done) == ["a", "b"], "a job that finished today is still known"
    until(lambda: bench.jobs.waiting()[0] == 0)
    monkeypatch.setattr("bot.jobs.KEEP_DAYS", -1.0)
    bench.jobs.forget_finished()
    bench.jobs.enqueue("note", "a")
    bench.wait(3)


@contextmanager
def _engines_own(home: Path, database: str | None) -> Iterator[tuple[sa.Connection, list[sa.Table]]]:
    """The engine's tables, without the engine."""
    url, schema = (f"sqlite:///{home / 'jobs.db'}", None) if database is None else (postgres_url(database), "dbos")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        tables = sa.MetaData()
        tables.reflect(connection, schema=schema)
        yield connection, list(tables.tables.values())
    engine.dispose()


def _pickled(value: object) -> str:
    """A value as the engine writes it by default."""
    return base64.b64encode(pickle.dumps(value)).decode()


def _is_pickle(text: str) -> bool:
    """Whether a text is such a value."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return data.startswith(b"\x80") and data.endswith(b".")


def test_the_engine_keeps_no_pickles(bench: Bench, tmp_path: Path, database: str | None) -> None:
    """Whoever can write to the database must not be able to run code: results of steps and jobs are JSON."""
    assert _is_pickle(_pickled({"key": "a"})), "the test knows a pickle when it sees one"
    bench.jobs.enqueue("note", "a")
    bench.jobs.enqueue("broken", "x")
    bench.wait(1)
    until(lambda: bench.jobs.waiting()[0] == 0)
    with _engines_own(tmp_path, database) as (connection, tables):
        texts = [
            str(value)
            for table in tables
            for row in connection.execute(sa.select(table))
            for value in row
            if isinstance(value, str | bytes)
        ]
    assert '{"key":"a"}' in texts
    assert any("broken on purpose" in text for text in texts)
    assert not [text for text in texts if _is_pickle(text)]


def test_results_of_before_are_still_read(store: Store, tmp_path: Path, database: str | None) -> None:
    """A job cut off by an upgrade goes on behind a step whose result is a pickle."""
    _leave_behind(tmp_path, database)
    with _engines_own(tmp_path, database) as (connection, tables):
        (steps,) = [table for table in tables if table.name == "operation_outputs"]
        pickled = {"output": _pickled({"key": "of before"}), "serialization": "py_pickle"}
        assert connection.execute(sa.update(steps).values(**pickled)).rowcount == 1
    heir = Bench(store, tmp_path, database, id="doomed")
    heir.jobs.launch()
    try:
        heir.wait(1)
        assert heir.done == ["of before"]
    finally:
        heir.jobs.stop(grace=1.0)

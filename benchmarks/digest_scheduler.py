"""One scheduler of the fault experiment: the bot's store, jobs, digest scheduler and sender, until it is killed.

``python -m benchmarks.digest_scheduler SETTING`` is started by :mod:`benchmarks.digest_faults`. Besides being killed at
any moment from outside it kills itself at the *points* below, once the experiment has laid a mine there: a file that
the first scheduler to come by takes away and dies of.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: The first day of the shortened calendar; digests are due at eight.
FIRST_DAY = dt.date(2026, 1, 5)
#: Days a digest may be late in the experiment: with shortened days a restart on a busy machine takes several.
GRACE = dt.timedelta(days=30)
#: Places where a death is most dangerous, in the order of a digest's way.
POINTS = {
    "noted": "noted as due, no job taken on yet",
    "composing": "composed, nothing written down yet",
    "settled": "in the outbox, nobody told to send it",
    "claimed": "the outbox row is leased, nothing said",
    "posting": "Slack has taken the message, its answer is under way",
    "posted": "the answer is there, the row not marked",
    "thread": "the first part of the thread is in the outbox, the others are not",
    "looking": "an orphaned row is leased again, Slack not asked yet",
}
#: Seconds between the call and the death at "posting"; the experiment makes Slack answer later than that.
IN_FLIGHT = 0.12


@dataclass(frozen=True, slots=True)
class Setting:
    """What a scheduler process is given."""

    #: Directory of the SQLite files, and of the mines.
    home: str
    #: postgresql://…, or None for SQLite.
    database: str | None
    #: Name of the process as a replica.
    executor: str
    #: Base address of the local Slack's Web API, and the bot's token there.
    api: str
    token: str
    #: When the first day began (seconds since 1970) and how many seconds a day takes.
    began: float
    period: float


def mine(home: Path) -> Path:
    """The file that holds the point at which the next scheduler dies."""
    return home / "mine"


class Minefield:
    """Kills this process where the experiment wants it."""

    def __init__(self, home: Path) -> None:
        self._mine = mine(home)

    def step(self, point: str) -> None:
        """Die here if there is a mine."""
        if self._takes(point):
            os.kill(os.getpid(), signal.SIGKILL)

    def step_in_flight(self, point: str) -> None:
        """Die a moment later if there is a mine, in the middle of what comes next."""
        if self._takes(point):
            timer = threading.Timer(IN_FLIGHT, os.kill, (os.getpid(), signal.SIGKILL))
            timer.daemon = True
            timer.start()

    def _takes(self, point: str) -> bool:
        try:
            if self._mine.read_text() != point:
                return False
            self._mine.unlink()  # of two that come by at once one dies
        except FileNotFoundError:
            return False
        return True

    def lay(self, store: Any, client: Any) -> None:
        """Let the ways through store and client lead over the points."""
        digests, outbox = store.digests, store.deliveries
        digests.fall_due = self._behind("noted", digests.fall_due)
        digests.settle = self._behind("settled", self._before("composing", digests.settle))
        outbox.begin = self._behind("claimed", outbox.begin)
        outbox.sent = self._before("posted", outbox.sent)
        outbox.put = self._behind("thread", outbox.put)
        outbox.take_over = self._behind("looking", outbox.take_over)
        post = client.chat_postMessage

        def posting(**arguments: Any) -> Any:
            self.step_in_flight("posting")
            return post(**arguments)

        client.chat_postMessage = posting

    def _before(self, point: str, way: Callable[..., Any]) -> Callable[..., Any]:
        def through(*arguments: Any) -> Any:
            self.step(point)
            return way(*arguments)

        return through

    def _behind(self, point: str, way: Callable[..., Any]) -> Callable[..., Any]:
        def through(*arguments: Any) -> Any:
            result = way(*arguments)
            if result:
                self.step(point)
            return result

        return through


def schedule(setting: Setting) -> None:
    """Be a scheduler until killed; without a socket to Slack."""
    from bot.digest import compose_job
    from bot.digest.compose_job import ComposeJob
    from bot.digest.scheduler import DigestScheduler
    from bot.digest.worker_tasks import TasksInProcess
    from bot.job_queues import Queue
    from bot.jobs import Jobs, Kind, Steps, with_argument
    from bot.slack.digest.posting import DigestLayout, DigestPosting
    from bot.slack.sender import Sender, web_client
    from bot.store import open_store
    from bot.store.digests import DigestKey

    # Days are shorter here, and so is what reaches from one into the next.
    compose_job.OVERLAP = setting.period / 4
    compose_job.KNOWN_DAYS = 5 * setting.period / 86_400
    client = web_client(setting.token, setting.api)
    store = open_store(Path(setting.home), setting.database)
    Minefield(Path(setting.home)).lay(store, client)

    def today() -> dt.datetime:
        days, phase = divmod(time.time() - setting.began, setting.period)
        start = dt.datetime.combine(FIRST_DAY, dt.time(8), dt.UTC)
        return start + dt.timedelta(days=days, seconds=phase)

    def deliver(key: str, _steps: Steps) -> None:
        row = store.deliveries.get(key)
        if sender.deliver(key) == "busy" and row is not None and row.due_at - time.time() < 10:
            time.sleep(max(0.0, row.due_at - time.time()) + 0.05)
            sender.deliver(key)

    def look_after_outbox() -> None:
        for key, team, channel in store.deliveries.due(1.0):
            jobs.enqueue("deliver", key, lane=f"{team}/{channel}", again=str(int(time.time() // 2)))

    digests = Queue("digests", 4)
    jobs = Jobs(
        store.executors,
        home=Path(setting.home),
        database_url=setting.database,
        executor_id=setting.executor,
        beat=0.5,
    )
    scheduler = DigestScheduler(store, jobs.enqueue, now=today, grace=GRACE)
    compose = ComposeJob(store, jobs.enqueue, TasksInProcess(), DigestLayout(), now=today, grace=GRACE)
    posting = DigestPosting(store, jobs.enqueue, lambda _team: client)
    # No feed is asked: the experiment puts its articles into the store itself.
    kinds = {
        "deliver": Kind(deliver, Queue("deliveries", 24, lanes=1)),
        "digest": Kind(with_argument(DigestKey.read, compose.compose), digests),
        "digest_thread": Kind(with_argument(DigestKey.read, posting.complete_thread), digests),
        "feed": Kind(lambda _key, _steps: None, digests),
        "article": Kind(lambda _key, _steps: None, digests),
    }
    jobs.register(kinds, every_beat=(look_after_outbox, scheduler.tick))
    sender = Sender(lambda _team: client, store.deliveries, owner=jobs.owner)
    before = jobs.launch()
    if before is not None:
        store.deliveries.orphaned(before, time.time() + 2.0)
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    schedule(Setting(**json.loads(sys.argv[1])))

"""Exactly-once digests under fire: channels with a digest every few seconds, two schedulers, kill -9 at random moments.

``python -m benchmarks.digest_faults [--seconds 90] [--kills 16] [--channels 20] [--postgres URL] [--seed 1]`` runs the
schedulers as processes of their own against a local Slack whose answers come late (a quarter of a second after the
message is there) and now and then get lost, kills them with SIGKILL, and counts: every digest that fell due must be
posted, none twice. Days are shortened to ``--period`` seconds; everything else (store, jobs, outbox, sender) is real.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
#: The first day of the shortened calendar; digests are due at eight.
FIRST_DAY = dt.date(2026, 1, 5)
#: Days a digest may be late in the experiment: with shortened days a restart takes one.
GRACE = dt.timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a scheduler process is given."""

    #: Directory of the SQLite files.
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an experiment."""

    #: Digests that fell due.
    due: int
    #: Of these, posted at least once.
    posted: int
    #: Messages beyond the first of a digest.
    doubled: int
    #: Parts of digests in threads, and how many of these came twice.
    parts: int
    doubled_parts: int
    #: Times a scheduler was killed.
    kills: int
    #: Answers of Slack that were lost on the way.
    lost_answers: int


# -- one scheduler ---------------------------------------------------------------------------------------------------


def schedule(setting: Setting) -> None:
    """Be a scheduler until killed: the bot's store, jobs, digest room and sender, without a socket to Slack."""
    from bot.digest.room import DigestRoom
    from bot.jobs import QUICK_POLL, Jobs, Kind, Queue, Steps
    from bot.slack.sender import Sender, web_client
    from bot.store import open_store

    client = web_client(setting.token, setting.api)
    store = open_store(Path(setting.home), setting.database)

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

    digests = Queue("digests", 4, poll=QUICK_POLL)
    kinds = {
        "deliver": Kind(deliver, Queue("deliveries", 24, lanes=True, poll=QUICK_POLL)),
        "digest": Kind(lambda key, _steps: room.compose(key), digests),
        "digest_thread": Kind(lambda key, _steps: room.thread(key), digests),
        "feed": Kind(lambda _key, _steps: None, digests),
        "article": Kind(lambda _key, _steps: None, digests),
    }
    jobs = Jobs(
        kinds,
        store.executors,
        home=Path(setting.home),
        database_url=setting.database,
        executor_id=setting.executor,
        every_beat=(look_after_outbox, lambda: room.tick()),
        beat=0.5,
    )
    # No feed is asked: the experiment puts its articles into the store itself.
    nothing: Any = None
    room = DigestRoom(store, nothing, nothing, jobs.enqueue, lambda _team: client, now=today, grace=GRACE)
    sender = Sender(lambda _team: client, store.deliveries, owner=jobs.owner)
    before = jobs.launch()
    if before is not None:
        store.deliveries.orphaned(before, time.time() + 2.0)
    print("ready", flush=True)
    threading.Event().wait()


# -- the experiment --------------------------------------------------------------------------------------------------


def experiment(
    home: Path,
    *,
    database: str | None = None,
    channels: int = 20,
    seconds: float = 90.0,
    period: float = 6.0,
    kills: int = 16,
    seed: int = 1,
    settle: float = 60.0,
) -> Outcome:
    """Run it: ``seconds`` of schedulers being killed ``kills`` times, then ``settle`` at most to catch up."""
    from bot.demo.slack import LocalSlack
    from bot.store import open_store
    from bot.store.digests import Schedule

    chance = random.Random(seed)
    with LocalSlack(rate_limits=False) as slack:
        slack.set_limits(posting=False, tiers=False)
        store = open_store(home, database)
        names = [slack.add_channel(f"desk-{number}") for number in range(channels)]
        # The calendar starts when the schedulers are up; digests before are not due.
        began = time.time() + 6.0
        setting = Setting(str(home), database, "", slack.base_url, slack.bot_token, began, period)
        for name in names:
            wish = Schedule(time=dt.time(8), zone="UTC", weekdays=frozenset(range(7)), stories=2, skip_quiet=False)
            store.digests.set_schedule(slack.team_id, name, wish, "U1")
            store.feeds.follow(slack.team_id, name, "https://press.example/feed", "U1")
        _since_the_first_day(store)
        news = threading.Thread(target=_publish, args=(store, began, seconds, period, seed), daemon=True)
        news.start()
        processes = [_Scheduler(setting, number, home) for number in range(2)]
        lost = 0
        moments = sorted(chance.uniform(0.5, began - time.time() + seconds) for _ in range(kills))
        start = time.time()
        for moment in moments:
            time.sleep(max(0.0, start + moment - time.time()))
            if chance.random() < 0.4:
                slack.drop_next("chat.postMessage", after=True)
                lost += 1
            slack.delay_next("chat.postMessage", 0.25, times=channels)
            chance.choice(processes).kill()
        time.sleep(max(0.0, began + seconds - time.time()))
        due = int((time.time() - began) // period) + 1
        last = FIRST_DAY + dt.timedelta(days=due - 1)
        expected = {
            f"digest:{slack.team_id}:{name}:{FIRST_DAY + dt.timedelta(days=day)}"
            for name in names
            for day in range(due)
        }
        deadline = time.time() + settle
        while time.time() < deadline and not (expected <= set(_said(slack, names)) and _is_done(store)):
            time.sleep(0.5)
        # Whatever would come twice gets its time: leases that ended, jobs that were taken over.
        time.sleep(5.0)
        for process in processes:
            process.stop()
        said = _said(slack, names)
        store.close()
    wanted = {key: count for key, count in said.items() if key in expected}
    parts = {key: count for key, count in said.items() if key.count(":") == 4 and key.split(":")[3] <= last.isoformat()}
    return Outcome(
        due=len(expected),
        posted=len(wanted),
        doubled=sum(count - 1 for count in wanted.values()),
        parts=len(parts),
        doubled_parts=sum(count - 1 for count in parts.values()),
        kills=len(moments),
        lost_answers=lost,
    )


def _said(slack: Any, channels: list[str]) -> Counter[str]:
    """Delivery ids of everything the bot said, threads included, each with how often it was said."""
    said: Counter[str] = Counter()
    for channel in channels:
        for head in slack.messages(channel):
            thread = slack.messages(channel, head["ts"])
            for message in thread or [head]:
                payload = (message.get("metadata") or {}).get("event_payload") or {}
                if payload.get("delivery_id"):
                    said[payload["delivery_id"]] += 1
    return said


def _is_done(store: Any) -> bool:
    """Whether nothing is owed any more: neither parts of a thread nor messages of the outbox."""
    return not store.digests.unfinished() and store.deliveries.overdue()[0] == 0


def _since_the_first_day(store: Any) -> None:
    """Schedules hold from the first day of the shortened calendar on, which lies in the past."""
    import sqlalchemy as sa

    from bot.store.tables import digest_schedules

    start = dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC).timestamp()
    with store.engine.begin() as connection:
        connection.execute(sa.update(digest_schedules).values(since=start))


def _publish(store: Any, began: float, seconds: float, period: float, seed: int) -> None:
    """A few made-up articles before each digest, four different stories a day."""
    from bot.store.feeds import NewItem

    chance = random.Random(seed)
    words = ["".join(chance.choices("bdfgklmnprstv", k=3)) + chance.choice("aeiou") for _ in range(3_000)]
    number = 0
    while time.time() < began + seconds:
        items = []
        for _ in range(4):
            number += 1
            text = " ".join(chance.sample(words, 40)).capitalize() + "."
            title = " ".join(chance.sample(words, 6)).capitalize()
            items.append(NewItem(f"g{number}", f"https://press.example/{number}", title, text, time.time(), True))
        fresh = store.feeds.answered(
            1, pause=3600.0, next_check=time.time() + 1e6, etag=None, last_modified=None, items=items
        )
        for key in fresh:
            store.feeds.keep_headline(key, "experiment")
        time.sleep(period / 2)


class _Scheduler:
    """A scheduler process that comes back after each kill."""

    def __init__(self, setting: Setting, number: int, home: Path) -> None:
        values = asdict(setting) | {"executor": f"scheduler-{number}"}
        self._command = [sys.executable, "-m", "benchmarks.digest_faults", "--schedule", json.dumps(values)]
        self._log = (home / f"scheduler-{number}.log").open("ab")
        self._running = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.Popen(self._command, cwd=ROOT, env=environment, stdout=self._log, stderr=self._log)

    def kill(self) -> None:
        """kill -9, and start again at once."""
        self._running.send_signal(signal.SIGKILL)
        self._running.wait()
        self._running = self._start()

    def stop(self) -> None:
        """kill -9 for good."""
        self._running.kill()
        self._running.wait()
        self._log.close()


def main() -> int:
    """Run one experiment and print what came of it; status 1 when a digest is missing or came twice."""
    parser = argparse.ArgumentParser(description="Exactly-once digests under kill -9.")
    parser.add_argument("--schedule", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=90.0, help="how long schedulers are killed")
    parser.add_argument("--kills", type=int, default=16)
    parser.add_argument("--channels", type=int, default=20)
    parser.add_argument("--period", type=float, default=6.0, help="seconds a day takes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", metavar="URL", help="a database in place of SQLite files; it must be empty")
    asked = parser.parse_args()
    if asked.schedule:
        schedule(Setting(**json.loads(asked.schedule)))
        return 0
    with tempfile.TemporaryDirectory(prefix="attache-faults-") as home:
        outcome = experiment(
            Path(home),
            database=asked.postgres,
            channels=asked.channels,
            seconds=asked.seconds,
            period=asked.period,
            kills=asked.kills,
            seed=asked.seed,
        )
    for name, value in asdict(outcome).items():
        print(f"{name} {value}")
    return 0 if outcome.posted == outcome.due and not outcome.doubled and not outcome.doubled_parts else 1


if __name__ == "__main__":
    sys.exit(main())

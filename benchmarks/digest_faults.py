"""Exactly-once digests under fire: channels with a digest every few seconds, two schedulers, kill -9 in every place.

``python -m benchmarks.digest_faults [--kills 12] [--rounds 2] [--channels 20] [--postgres URL] [--seed 1]`` runs the
schedulers as processes of their own against a local Slack whose answers come late (a quarter of a second after the
message is there) and now and then get lost. They are killed with SIGKILL at random moments, and in every dangerous
place of :data:`benchmarks.digest_scheduler.POINTS`; at the end one dies holding a lease and never comes back, so that
the other has to wait for the lease's end and look in Slack. Then it counts: every digest that fell due must be posted,
none twice. Days are shortened to ``--period`` seconds; everything else (store, jobs, outbox, sender) is real.
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
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.digest_scheduler import FIRST_DAY, POINTS, Setting, mine

ROOT = Path(__file__).resolve().parents[1]
#: Days a scheduler gets to come by a mine.
DAYS_TO_STEP = 3
#: Days an experiment lasts at least, however quickly its deaths come.
LEAST_DAYS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an experiment."""

    #: Digests that fell due.
    due: int
    #: Of these, posted at least once.
    posted: int
    #: Those that were not, by the state of digest and message.
    missing: dict[str, int]
    #: Messages beyond the first of a digest.
    doubled: int
    #: Parts of digests in threads, and how many of these came twice.
    parts: int
    doubled_parts: int
    #: Times a scheduler was killed, and how many of these at a random moment.
    kills: int
    random_kills: int
    #: Of the random ones, how many hit a scheduler that held a lease or while a digest was being composed.
    busy_kills: int
    #: Deaths by the place they were at.
    places: dict[str, int]
    #: Answers of Slack that were lost on the way.
    lost_answers: int
    #: Seconds from the last death until nothing was owed any more, and what still was when time was up.
    settled_after: float
    owed: dict[str, int]


# -- the experiment --------------------------------------------------------------------------------------------------


def experiment(
    home: Path,
    *,
    database: str | None = None,
    channels: int = 20,
    period: float = 6.0,
    kills: int = 12,
    places: Sequence[str] = tuple(POINTS) * 2,
    for_good: bool = True,
    seed: int = 1,
    settle: float = 60.0,
) -> Outcome:
    """Kill ``kills`` times at random and once in each of ``places``, in mixed order; then ``settle`` s to catch up.

    With ``for_good`` a last death, in the middle of posting, takes one scheduler away for the rest.
    """
    from bot.slack.sender import LEASE
    from bot.store import open_store
    from local_slack.slack import LocalSlack

    chance = random.Random(seed)
    with LocalSlack(rate_limits=False) as slack:
        slack.set_limits(posting=False, tiers=False)
        store = open_store(home, database)
        names = [slack.add_channel(f"desk-{number}") for number in range(channels)]
        # The calendar starts when the schedulers are about up; digests before are not due.
        began = time.time() + 3.0
        setting = Setting(str(home), database, "", slack.base_url, slack.bot_token, began, period)
        _set_schedules(store, slack.team_id, names)
        over = threading.Event()
        news = threading.Thread(target=_publish, args=(store, over, period, seed), daemon=True)
        news.start()
        processes = [_Scheduler(setting, number, home) for number in range(2)]
        deaths: Counter[str] = Counter()
        lost = busy = 0
        plan = ["" for _ in range(kills)] + list(places)
        chance.shuffle(plan)
        time.sleep(max(0.0, began - time.time()))
        for place in plan:
            if chance.random() < 0.4:
                slack.drop_next("chat.postMessage", after=True)
                lost += 1
            slack.delay_next("chat.postMessage", 0.25, times=channels)
            if place:
                if _dies_at(place, home, processes, DAYS_TO_STEP * period):
                    deaths[place] += 1
                continue
            time.sleep(chance.uniform(0.2, 1.2 * period))
            victim = chance.choice(processes)
            busy += _is_busy(store, victim.name)
            victim.kill()
            deaths["anywhere"] += 1
        if for_good:
            slack.delay_next("chat.postMessage", 0.25, times=channels)
            if _dies_at("posting", home, processes, DAYS_TO_STEP * period, restart=False):
                deaths["posting"] += 1
            settle += LEASE
        last_death = time.time()
        # What fell due by now counts; a little longer, so that the last day is not cut short and there are some days.
        time.sleep(max(period, began + LEAST_DAYS * period - time.time()))
        due = int((time.time() - began) // period)
        last = FIRST_DAY + dt.timedelta(days=due - 1)
        expected = {
            f"digest:{slack.team_id}:{name}:{FIRST_DAY + dt.timedelta(days=day)}"
            for name in names
            for day in range(due)
        }
        over.set()
        deadline = time.time() + settle
        while time.time() < deadline and (_owed(store, last) or not expected <= set(_said(slack, names))):
            time.sleep(0.2)
        settled_after, owed = time.time() - last_death, _owed(store, last)
        # Whatever would come twice gets its time: leases that ended, jobs that were taken over.
        time.sleep(3.0)
        for process in processes:
            process.stop()
        said = _said(slack, names)
        missing = Counter(_state(store, key) for key in expected - set(said))
        store.close()
    wanted = {key: count for key, count in said.items() if key in expected}
    parts = {key: count for key, count in said.items() if key.count(":") == 4 and key.split(":")[3] <= last.isoformat()}
    return Outcome(
        due=len(expected),
        posted=len(wanted),
        missing=dict(missing),
        doubled=sum(count - 1 for count in wanted.values()),
        parts=len(parts),
        doubled_parts=sum(count - 1 for count in parts.values()),
        kills=deaths.total(),
        random_kills=deaths["anywhere"],
        busy_kills=busy,
        places={place: deaths[place] for place in POINTS if deaths[place]},
        lost_answers=lost,
        settled_after=round(settled_after, 1),
        owed=dict(owed),
    )


def _dies_at(place: str, home: Path, processes: Sequence[_Scheduler], patience: float, *, restart: bool = True) -> bool:
    """Lay a mine and wait until a scheduler dies of it; whether one did. "looking" needs an orphaned row first."""
    if place == "looking" and not _dies_at("claimed", home, processes, patience):
        return False
    waiting = home / "mine.laying"
    waiting.write_text(place)
    waiting.replace(mine(home))
    end = time.time() + patience
    while time.time() < end:
        for process in processes:
            if process.is_dead():
                if restart:
                    process.start()
                return True
        time.sleep(0.01)
    mine(home).unlink(missing_ok=True)
    return False


def _is_busy(store: Any, executor: str) -> bool:
    """Whether a scheduler holds a lease just now, or a digest is being composed by either."""
    import sqlalchemy as sa

    from bot.store.tables import deliveries

    leased = sa.select(deliveries.c.key).where(
        deliveries.c.state == "sending", deliveries.c.owner.like(f"{executor}/%"), deliveries.c.due_at > time.time()
    )
    with store.engine.connect() as connection:
        return connection.execute(leased).first() is not None or bool(store.digests.unsettled())


def _set_schedules(store: Any, team: str, names: Sequence[str]) -> None:
    """A digest every day at eight in each channel, from the first day of the shortened calendar on."""
    import sqlalchemy as sa

    from bot.store.digests import Schedule
    from bot.store.tables import digest_schedules

    for name in names:
        wish = Schedule(time=dt.time(8), zone="UTC", weekdays=frozenset(range(7)), stories=2, skip_quiet=False)
        store.digests.set_schedule(team, name, wish, "U1")
        store.feeds.follow(team, name, "https://press.example/feed", "U1")
    start = dt.datetime.combine(FIRST_DAY, dt.time(), dt.UTC).timestamp()
    with store.engine.begin() as connection:
        connection.execute(sa.update(digest_schedules).values(since=start))


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


def _state(store: Any, key: str) -> str:
    """How far a digest came, by the key of its message."""
    from bot.store.digests import DigestKey

    row, delivery = store.digests.get(DigestKey(*key.split(":")[1:])), store.deliveries.get(key)
    return f"{row.state if row else 'unnoted'}/{delivery.state if delivery else 'unwritten'}"


def _owed(store: Any, last: dt.date) -> Counter[str]:
    """What is open for the days up to ``last``: messages, those of a dead scheduler included, and parts of threads."""
    import sqlalchemy as sa

    from bot.store.tables import deliveries

    open_ = sa.select(deliveries.c.key, deliveries.c.state).where(deliveries.c.state.in_(("new", "sending")))
    with store.engine.connect() as connection:
        rows = connection.execute(open_).all()
    owed = Counter(f"message {row.state}" for row in rows if row.key.split(":")[3] <= last.isoformat())
    owed.update("thread" for key in store.digests.unfinished() if key.name <= last.isoformat())
    return owed


def _publish(store: Any, over: threading.Event, period: float, seed: int) -> None:
    """A few made-up articles before each digest, four different stories a day."""
    from bot.store.feeds import NewItem

    chance = random.Random(seed)
    words = ["".join(chance.choices("bdfgklmnprstv", k=3)) + chance.choice("aeiou") for _ in range(3_000)]
    number = 0
    while not over.is_set():
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
        over.wait(period / 2)


class _Scheduler:
    """A scheduler process that comes back after each death."""

    def __init__(self, setting: Setting, number: int, home: Path) -> None:
        #: Its name as a replica.
        self.name = f"scheduler-{number}"
        values = asdict(setting) | {"executor": self.name}
        self._command = [sys.executable, "-m", "benchmarks.digest_scheduler", json.dumps(values)]
        self._log = (home / f"{self.name}.log").open("ab")
        self.start()

    def start(self) -> None:
        """Start, or start again."""
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self._running: subprocess.Popen[bytes] | None = subprocess.Popen(
            self._command, cwd=ROOT, env=environment, stdout=self._log, stderr=self._log
        )

    def is_dead(self) -> bool:
        """Whether it died, and nobody noticed before."""
        if self._running is None or self._running.poll() is None:
            return False
        if self._running.returncode != -signal.SIGKILL:
            raise RuntimeError(f"{self.name} ended by itself: see {self._log.name}")
        self._running = None
        return True

    def kill(self) -> None:
        """kill -9, and start again at once."""
        if self._running is not None:
            self._running.send_signal(signal.SIGKILL)
            self._running.wait()
        self.start()

    def stop(self) -> None:
        """kill -9 for good."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()
        self._log.close()


def main() -> int:
    """Run one experiment and print what came of it; status 1 when a digest is missing or came twice."""
    parser = argparse.ArgumentParser(description="Exactly-once digests under kill -9.")
    parser.add_argument("--kills", type=int, default=12, help="deaths at random moments")
    parser.add_argument("--rounds", type=int, default=2, help="deaths in each dangerous place")
    parser.add_argument("--channels", type=int, default=20)
    parser.add_argument("--period", type=float, default=6.0, help="seconds a day takes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", metavar="URL", help="a database in place of SQLite files; it must be empty")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="attache-faults-") as home:
        outcome = experiment(
            Path(home),
            database=asked.postgres,
            channels=asked.channels,
            period=asked.period,
            kills=asked.kills,
            places=tuple(POINTS) * asked.rounds,
            seed=asked.seed,
        )
    for name, value in asdict(outcome).items():
        print(name, value)
    whole = outcome.posted == outcome.due and not outcome.owed
    return 0 if whole and not outcome.doubled and not outcome.doubled_parts else 1


if __name__ == "__main__":
    sys.exit(main())

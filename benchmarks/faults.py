"""Briefs under fire: three replicas on PostgreSQL, kill -9, database connections cut, answers of Slack lost.

``python -m benchmarks.faults [--events 300] [--kills 12] [--replicas 3] [--cuts 300] [--seed 1] [--postgres URL]`` starts a
local Slack here and the bot as processes of their own, as ``attache run`` does. While links are pasted, replicas are
killed with SIGKILL at random moments and started again, connections to the database are cut at the server (now and then
all at once), and some answers of Slack come late or get lost. Then it waits until nothing moves any more and counts:

* lost: a link that was acknowledged and has no answer;
* doubled: answers beyond the first;
* wrong: an answer that is no brief of its page, such as "something went wrong".

A database is made beside the one of ``--postgres`` and dropped at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.burst import _site
from bot.slack.manifests import MANIFEST
from local_slack.slack import LocalSlack

ROOT = Path(__file__).resolve().parents[1]
#: A server to make the database on.
SERVER = os.environ.get("ATTACHE_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")
#: Seconds without any progress after which the rest counts as lost: beyond every lease and grace of the bot.
HUNG = 300.0
#: Every so many cuts, all connections go at once.
ALL_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Setting:
    """How an experiment is done."""

    #: Links pasted.
    events: int = 300
    #: Times a replica is killed.
    kills: int = 12
    #: Replicas.
    replicas: int = 3
    #: Times a connection is cut; every twentieth time, all are.
    cuts: int = 300
    #: Channels the links are pasted in, and sites they lead to.
    channels: int = 20
    #: Seconds a page takes.
    page: float = 0.5
    #: Of the answers of Slack, how many get lost.
    drops: int = 12
    #: Seed of all chance.
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    #: Links pasted, and of these, those the bot never acknowledged (Slack gives up after its retries).
    events: int
    unacknowledged: int
    #: See the module's docstring.
    lost: int
    doubled: int
    wrong: int
    #: What the wrong answers say, each with how often.
    wrong_words: dict[str, int]
    #: What was done to the bot.
    kills: int
    cuts: int
    lost_answers: int
    #: Seconds from the first link to the last, and from there to the last answer.
    seconds: float
    settled_after: float
    #: Rows of the outbox that still had to move when time was up.
    owed: int


def experiment(home: Path, setting: Setting, server: str = SERVER) -> Outcome:
    """Run one experiment; logs of the replicas are left under ``home``."""
    chance = random.Random(setting.seed)
    with ExitStack() as stack:
        database = stack.enter_context(_database(server))
        hosts = [stack.enter_context(_host(f"127.0.1.{n + 1}", setting.page)) for n in range(setting.channels)]
        slack = stack.enter_context(LocalSlack(manifest=MANIFEST, retry_schedule=(0.0, 10.0, 60.0)))
        replicas = [Replica(home, f"replica-{n}", slack, database, hosts) for n in range(setting.replicas)]
        for replica in replicas:
            stack.callback(replica.end)
        slack.wait_for(lambda: slack.connections == len(replicas), 300)
        channels = [slack.add_channel(f"desk-{n}") for n in range(setting.channels)]
        fire = Fire(database)
        began = time.monotonic()
        asked = _paste(slack, replicas, channels, hosts, fire, setting, chance)
        pasted = time.monotonic()
        settled = _settle(slack, database, asked)
        return _count(slack, database, asked, setting, fire.cuts, pasted - began, settled - pasted)


def _paste(
    slack: LocalSlack,
    replicas: Sequence[Replica],
    channels: Sequence[str],
    hosts: Sequence[str],
    fire: Fire,
    setting: Setting,
    chance: random.Random,
) -> list[tuple[str, str]]:
    """Paste the links; deaths and lost answers come at random links, cuts all along. (channel, ts) of each."""
    deadly = Counter(chance.choices(range(setting.events), k=setting.kills))
    dropped = set(chance.sample(range(setting.events), k=min(setting.drops, setting.events)))
    asked: list[tuple[str, str]] = []
    for n in range(setting.events):
        channel = channels[n % len(channels)]
        asked.append((channel, slack.say(f"http://{hosts[n % len(hosts)]}/story-{n}", channel)))
        if n in dropped:
            slack.delay_next("chat.postMessage", 0.5, times=5)
            slack.drop_next("chat.postMessage", after=chance.random() < 0.7)
        for _ in range(deadly[n]):
            # One at least stays: where nobody is up for minutes, Slack itself gives an event up.
            _until(lambda: sum(replica.is_connected() for replica in replicas) > 1, HUNG)
            chance.choice([replica for replica in replicas if replica.is_connected()] or list(replicas)).kill()
        # As fast as they are worked off: about as many open as three replicas work on at once, three times over.
        _until(lambda: _open(slack, asked) < 24 * len(replicas), HUNG)
        for _ in range((n + 1) * setting.cuts // setting.events - n * setting.cuts // setting.events):
            time.sleep(chance.uniform(0.0, 0.2))
            fire.cut()
    return asked


def _settle(slack: LocalSlack, database: str, asked: Sequence[tuple[str, str]]) -> float:
    """Wait until nothing moves any more; the moment of the last answer."""
    last, open_ = time.monotonic(), _open(slack, asked)
    while open_ and time.monotonic() - last < HUNG:
        time.sleep(0.5)
        now = _open(slack, asked)
        if now != open_:
            last, open_ = time.monotonic(), now
    # What would be said twice is in the outbox: it gets its time.
    _until(lambda: _owed(database) == 0, HUNG)
    time.sleep(5.0)
    return last


def _count(
    slack: LocalSlack,
    database: str,
    asked: Sequence[tuple[str, str]],
    setting: Setting,
    cuts: int,
    seconds: float,
    settled_after: float,
) -> Outcome:
    acked = {
        slack.event(str(delivery.event_id))["event"].get("ts")
        for delivery in slack.deliveries
        if delivery.name == "message" and delivery.acked_at is not None
    }
    lost = doubled = unacknowledged = 0
    wrong: Counter[str] = Counter()
    for n, (channel, ts) in enumerate(asked):
        answers = slack.messages(channel, ts)[1:]
        if not answers:
            lost += ts in acked
            unacknowledged += ts not in acked
        doubled += max(0, len(answers) - 1)
        for answer in answers[:1]:
            if f"Talks story-{n}" not in json.dumps(answer, ensure_ascii=False):
                wrong[str(answer.get("text"))[:100]] += 1
    return Outcome(
        events=len(asked),
        unacknowledged=unacknowledged,
        lost=lost,
        doubled=doubled,
        wrong=wrong.total(),
        wrong_words=dict(wrong),
        kills=setting.kills,
        cuts=cuts,
        lost_answers=setting.drops,
        seconds=round(seconds, 1),
        settled_after=round(settled_after, 1),
        owed=_owed(database),
    )


class Replica:
    """One bot, killed and started again."""

    def __init__(self, home: Path, name: str, slack: LocalSlack, database: str, hosts: Sequence[str]) -> None:
        self._home = home / name
        self._home.mkdir()
        self._slack = slack
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(self._home),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.base_url,
            "ATTACHE_HOME": str(self._home),
            "ATTACHE_EXECUTOR_ID": name,
            "ATTACHE_ALLOWED_HOSTS": ",".join(hosts),
            "ATTACHE_LOG_FORMAT": "json",
            "DATABASE_URL": database,
        }
        self._start()

    def _start(self) -> None:
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.start", "run"],
                cwd=self._home,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        self._said = (self._home / "log").stat().st_size

    def is_connected(self) -> bool:
        """Whether it is up since its last start."""
        with (self._home / "log").open("rb") as log:
            log.seek(self._said)
            return b"Connected." in log.read()

    def kill(self) -> None:
        """kill -9, and start again at once."""
        if self._process.poll() is not None:
            raise RuntimeError(f"{self._home.name} ended by itself with {self._process.returncode}; see its log")
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._start()

    def end(self) -> None:
        """kill -9 for good."""
        self._process.kill()
        self._process.wait()


class Fire:
    """Cuts connections to the database, at the server."""

    def __init__(self, database: str) -> None:
        #: Connections cut so far.
        self.cuts = 0
        self._database = database
        self._times = 0

    def cut(self) -> None:
        """Cut a connection that is in the middle of something, where one is; now and then all."""
        query = (
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend' ORDER BY (state <> 'idle') DESC, random()"
        )
        self._times += 1
        with psycopg.connect(self._database, autocommit=True) as server:
            pids = [pid for (pid,) in server.execute(query)]
            for pid in pids if self._times % ALL_AT_ONCE == 0 else pids[:1]:
                server.execute("SELECT pg_terminate_backend(%s)", (pid,))
                self.cuts += 1


@contextmanager
def _host(address: str, seconds: float) -> Iterator[str]:
    """Host and port of a slow news site."""
    server = _site(address, seconds)
    try:
        yield f"{address}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _database(server: str) -> Iterator[str]:
    """An empty database beside the one named, dropped at the end."""
    name = f"attache_faults_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server.rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _open(slack: LocalSlack, asked: Sequence[tuple[str, str]]) -> int:
    """Links without an answer."""
    return sum(len(slack.messages(channel, ts)) < 2 for channel, ts in asked)


def _owed(database: str) -> int:
    with psycopg.connect(database, autocommit=True) as connection:
        rows: Any = connection.execute("SELECT count(*) FROM deliveries WHERE state IN ('new', 'sending')").fetchone()
    return int(rows[0])


def _until(holds: Callable[[], bool], patience: float) -> None:
    """Wait for something; when it does not come, the count will tell."""
    end = time.monotonic() + patience
    while not holds() and time.monotonic() < end:
        time.sleep(0.1)


def main() -> int:
    """Run one experiment and print what came of it; status 1 when an answer is lost, doubled or wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, value in asdict(Setting()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    parser.add_argument("--postgres", metavar="URL", default=SERVER, help="a server to make the database on")
    parser.add_argument("--logs", type=Path, metavar="DIR", help="keep the replicas' logs there")
    asked = vars(parser.parse_args())
    server, logs = asked.pop("postgres"), asked.pop("logs")
    with tempfile.TemporaryDirectory(prefix="attache-faults-") as temporary:
        home = logs or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        outcome = experiment(home, Setting(**asked), server)
    for name, value in asdict(outcome).items():
        print(name, value)
    return 1 if outcome.lost or outcome.doubled or outcome.wrong or outcome.unacknowledged or outcome.owed else 0


if __name__ == "__main__":
    sys.exit(main())

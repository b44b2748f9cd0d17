"""Nothing acknowledged is lost and nothing is said twice, wherever the bot is killed."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from local_slack.slack import LocalSlack
from tests.databases import DATABASES, emptied_database, postgres_database
from tests.end_to_end.site import Site
from tests.end_to_end.world import BRISK, ROOT, words_of
from tests.hung import HUNG, PATIENT, until

JsonDict = dict[str, Any]
_RUN = (
    "import sys; from bot.app import Tempo; from bot.run import run; from bot.settings import load_settings; "
    f"sys.exit(run(load_settings(), tempo={BRISK!r}))"
)


class Process:
    """The bot as a process of its own, started and killed at will."""

    def __init__(self, slack: LocalSlack, site: Site, home: Path, database: str | None, id: str = "crashing") -> None:
        self._slack = slack
        self._home = home
        self._logged = 0
        self._running: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._health = free.getsockname()[1]
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.base_url,
            "ATTACHE_HOME": str(home),
            "ATTACHE_EXECUTOR_ID": id,
            "ATTACHE_ALLOWED_HOSTS": site.host,
            "ATTACHE_HEALTH_PORT": str(self._health),
            "DATABASE_URL": database or "",
        }

    def start(self) -> None:
        """Start it and wait until it is connected."""
        connections = self._slack.connections
        self.launch()
        self._slack.wait_for(lambda: self._slack.connections == connections + 1)

    def launch(self) -> None:
        """Start it."""
        with (self._home / "log").open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-c", _RUN], cwd=self._home, env=self._environment, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        assert self._running is not None
        connections = self._slack.connections
        self._running.send_signal(signal.SIGKILL)
        self._running.wait(HUNG)
        self._slack.wait_for(lambda: self._slack.connections < connections)

    def end(self) -> None:
        """Make sure that it is gone."""
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
            self._running.wait(HUNG)

    def forget_log(self) -> None:
        """What was logged so far does not count."""
        self._logged = len((self._home / "log").read_bytes())

    def logged(self, words: str) -> bool:
        """Whether the log holds some words."""
        return words.encode() in (self._home / "log").read_bytes()[self._logged :]

    def is_running(self) -> bool:
        """Whether it is."""
        return self._running is not None and self._running.poll() is None

    def settle(self) -> None:
        """Wait until it has nothing left to do and nothing to say."""
        done = ("attache_waiting_jobs 0.0", "attache_overdue_deliveries 0.0")

        def idle() -> bool:
            figures = requests.get(f"http://127.0.0.1:{self._health}/metrics", timeout=HUNG).text.splitlines()
            return all(line in figures for line in done)

        until(idle, "the bot to settle")

    def stop(self) -> int:
        """SIGTERM; the exit status."""
        assert self._running is not None
        self._running.terminate()
        return self._running.wait(HUNG)


@dataclass
class Stage:
    """A local Slack, a site, and a bot that is dead or alive."""

    slack: LocalSlack
    site: Site
    process: Process
    _names: Iterator[int] = field(default_factory=itertools.count)
    channel: str = ""

    def page(self, kind: str = "story") -> str:
        """Address of a page nobody asked for yet."""
        return self.site.url(f"{kind}-{next(self._names)}")

    def say(self, url: str) -> str:
        """Somebody pastes a link; its ``ts``."""
        return self.slack.say(url, self.channel)

    def acked(self, ts: str) -> None:
        """Wait until the bot acknowledged a message."""

        def acked() -> bool:
            ids = {e for e in self.slack.event_ids if self.slack.event(e)["event"].get("ts") == ts}
            return any(d.event_id in ids and d.acked_at is not None for d in self.slack.deliveries)

        self.slack.wait_for(acked)

    def answers(self, ts: str) -> list[JsonDict]:
        """What stands in a message's thread, once something does."""
        return self.slack.wait_for(lambda: self.slack.messages(self.channel, ts)[1:])

    def only_answer(self, ts: str) -> str:
        """What the one answer says: it is there, nothing is left to do, and nothing followed."""
        self.answers(ts)
        self.process.settle()
        (answer,) = self.answers(ts)
        return words_of(answer)

    def event_of(self, ts: str) -> str:
        """Id of the event that brought a message."""
        (event,) = [e for e in self.slack.event_ids if self.slack.event(e)["event"].get("ts") == ts]
        return event


@pytest.fixture(scope="module", params=DATABASES)
def stage_of_all(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One stage for each database; every start of a process costs seconds, so the one that came back last goes on."""
    with (
        emptied_database(request.param) as database,
        LocalSlack(retry_schedule=(0.0, 1.0, 2.0), **PATIENT) as slack,
        Site() as site,
    ):
        slack.set_limits(tiers=False)
        process = Process(slack, site, tmp_path_factory.mktemp("home"), database)
        try:
            yield Stage(slack, site, process)
            if process.is_running():
                assert process.stop() == 0
        finally:
            process.end()


@pytest.fixture
def stage(stage_of_all: Stage) -> Stage:
    """With the bot running, and a channel for this test."""
    if not stage_of_all.process.is_running():
        stage_of_all.process.start()
    stage_of_all.site.gate.clear()
    stage_of_all.channel = stage_of_all.slack.add_channel(f"desk-{uuid.uuid4().hex[:8]}")
    return stage_of_all


def test_killed_while_reading(stage: Stage) -> None:
    """Between ack and reply, with the page half fetched: the reply comes after the restart, once."""
    url = stage.page("held")
    ts = stage.say(url)
    stage.acked(ts)
    stage.site.wait_asked(url.rpartition("/")[2])
    stage.process.kill()
    stage.site.gate.set()
    stage.process.start()
    assert "Ana Reyes" in stage.only_answer(ts)


def test_killed_right_after_the_ack(stage: Stage) -> None:
    """Whatever was written down by then is enough."""
    ts = stage.say(stage.page())
    stage.acked(ts)
    stage.process.kill()
    stage.process.start()
    assert "Ana Reyes" in stage.only_answer(ts)


def test_killed_while_posting(stage: Stage) -> None:
    """Slack has the message, the bot died before the answer: it is found again, not said again."""
    looked = len(stage.slack.calls)
    hold = stage.slack.hold_next("chat.postMessage")
    ts = stage.say(stage.page())
    stage.answers(ts)
    stage.process.kill()
    hold.release()
    stage.process.start()
    stage.slack.wait_for(lambda: any(call.method == "conversations.replies" for call in stage.slack.calls[looked:]))
    assert "Ana Reyes" in stage.only_answer(ts)


def test_killed_before_posting_got_through(stage: Stage) -> None:
    """The row says "sending", but Slack never got the message: it is said after the restart."""
    stage.process.forget_log()
    stage.slack.drop_next("chat.postMessage", after=False)
    ts = stage.say(stage.page())
    until(lambda: stage.process.logged("put off"), "the post to be put off")
    stage.process.kill()
    stage.process.start()
    assert "Ana Reyes" in stage.only_answer(ts)


def test_an_event_that_came_while_the_bot_was_down(stage: Stage) -> None:
    """Slack's retry is the only delivery then; it is not dropped."""
    stage.process.kill()
    ts = stage.say(stage.page())
    stage.process.start()
    # The last of Slack's own retries may be over by now, however long the start took.
    stage.slack.redeliver(stage.event_of(ts), 1, with_retry_headers=True)
    assert "Ana Reyes" in stage.only_answer(ts)


def test_an_old_event_after_a_restart(stage: Stage) -> None:
    """Redelivered three times, with and without retry headers, to a new process: nothing is added."""
    ts = stage.say(stage.page())
    stage.only_answer(ts)
    assert stage.process.stop() == 0
    stage.process.start()
    for headers in (True, False):
        stage.slack.redeliver(stage.event_of(ts), 3, with_retry_headers=headers)
    assert "Ana Reyes" in stage.only_answer(stage.say(stage.page()))
    assert len(stage.answers(ts)) == 1


@pytest.mark.postgres
def test_two_replicas_share_the_work(tmp_path: Path) -> None:
    """Started at once on an empty database, events shared between them at random: every answer once, also when one dies."""
    with (
        postgres_database(f"attache_{uuid.uuid4().hex[:10]}") as url,
        LocalSlack(retry_schedule=(0.0, 1.0, 2.0), **PATIENT) as slack,
        Site() as site,
    ):
        homes = [tmp_path / name for name in ("one", "two")]
        for home in homes:
            home.mkdir()
        one, two = (Process(slack, site, home, url, id=home.name) for home in homes)
        one.launch()
        two.launch()
        try:
            slack.wait_for(lambda: slack.connections == 2)
            asked = [slack.say(site.url(f"story-{n}")) for n in range(6)]
            slack.wait_for(lambda: all(len(slack.messages(thread_ts=ts)) > 1 for ts in asked))
            one.kill()
            asked += [slack.say(site.url(f"late-{n}")) for n in range(2)]
            slack.wait_for(lambda: all(len(slack.messages(thread_ts=ts)) > 1 for ts in asked))
            assert two.stop() == 0
            assert [len(slack.messages(thread_ts=ts)) for ts in asked] == [2] * 8
        finally:
            for process in (one, two):
                process.end()

"""Nothing acknowledged is lost and nothing is said twice, wherever the bot is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.demo.slack import LocalSlack
from tests.databases import postgres_database
from tests.end_to_end.site import Site
from tests.end_to_end.world import BRISK, ROOT, words_of
from tests.hung import HUNG, PATIENT

_RUN = (
    "import sys; from bot.app import Tempo, run; from bot.settings import load_settings; "
    f"sys.exit(run(load_settings(), tempo={BRISK!r}))"
)


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(retry_schedule=(0.0, 1.0, 2.0), **PATIENT) as running:
        yield running


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


class Process:
    """The bot as a process of its own, started and killed at will."""

    def __init__(self, slack: LocalSlack, site: Site, home: Path, database: str | None, id: str = "crashing") -> None:
        self._slack = slack
        self._home = home
        self._running: subprocess.Popen[bytes] | None = None
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

    def logged(self, words: str) -> bool:
        """Whether the log holds some words."""
        return words in (self._home / "log").read_text()

    def stop(self) -> int:
        """SIGTERM; the exit status."""
        assert self._running is not None
        self._running.terminate()
        return self._running.wait(HUNG)


@contextmanager
def _running(process: Process) -> Iterator[Process]:
    try:
        process.start()
        yield process
    finally:
        process.end()


@pytest.fixture
def process(slack: LocalSlack, site: Site, tmp_path: Path, database: str | None) -> Iterator[Process]:
    with _running(Process(slack, site, tmp_path, database)) as running:
        yield running


def _acked(slack: LocalSlack, ts: str) -> Callable[[], bool]:
    def acked() -> bool:
        ids = {e for e in slack.event_ids if slack.event(e)["event"].get("ts") == ts}
        return any(d.event_id in ids and d.acked_at is not None for d in slack.deliveries)

    return acked


def _only_answer(slack: LocalSlack, ts: str) -> str:
    """What the one answer says, once it is there and nothing follows."""
    slack.wait_for(lambda: len(slack.messages(thread_ts=ts)) > 1)
    return words_of(slack.messages(thread_ts=ts)[1])


def test_killed_while_reading(process: Process, slack: LocalSlack, site: Site) -> None:
    """Between ack and reply, with the page half fetched: the reply comes after the restart, once."""
    ts = slack.say(site.url("held-story"))
    slack.wait_for(_acked(slack, ts))
    site.wait_asked("held-story")
    process.kill()
    site.gate.set()
    process.start()
    assert "Ana Reyes" in _only_answer(slack, ts)
    assert process.stop() == 0
    assert len(slack.messages(thread_ts=ts)) == 2


def test_killed_right_after_the_ack(process: Process, slack: LocalSlack, site: Site) -> None:
    """Whatever was written down by then is enough."""
    ts = slack.say(site.url("story"))
    slack.wait_for(_acked(slack, ts))
    process.kill()
    process.start()
    assert "Ana Reyes" in _only_answer(slack, ts)
    assert process.stop() == 0
    assert len(slack.messages(thread_ts=ts)) == 2


def test_killed_while_posting(process: Process, slack: LocalSlack, site: Site) -> None:
    """Slack has the message, the bot died before the answer: it is found again, not said again."""
    hold = slack.hold_next("chat.postMessage")
    ts = slack.say(site.url("story"))
    _only_answer(slack, ts)
    process.kill()
    hold.release()
    process.start()
    slack.wait_for(lambda: any(call.method == "conversations.replies" for call in slack.calls))
    assert process.stop() == 0
    assert len(slack.messages(thread_ts=ts)) == 2


def test_killed_before_posting_got_through(process: Process, slack: LocalSlack, site: Site) -> None:
    """The row says "sending", but Slack never got the message: it is said after the restart."""
    slack.drop_next("chat.postMessage", after=False)
    ts = slack.say(site.url("story"))
    slack.wait_for(lambda: process.logged("put off"))
    process.kill()
    process.start()
    assert "Ana Reyes" in _only_answer(slack, ts)
    assert process.stop() == 0
    assert len(slack.messages(thread_ts=ts)) == 2


def test_an_event_that_came_while_the_bot_was_down(process: Process, slack: LocalSlack, site: Site) -> None:
    """Slack's retry is the only delivery then; it is not dropped."""
    process.kill()
    ts = slack.say(site.url("story"))
    process.start()
    # The last of Slack's own retries may be over by now, however long the start took.
    (event,) = [e for e in slack.event_ids if slack.event(e)["event"].get("ts") == ts]
    slack.redeliver(event, 1, with_retry_headers=True)
    assert "Ana Reyes" in _only_answer(slack, ts)
    assert process.stop() == 0
    assert len(slack.messages(thread_ts=ts)) == 2


def test_an_old_event_after_a_restart(process: Process, slack: LocalSlack, site: Site) -> None:
    """Redelivered three times, with and without retry headers, to a new process: nothing is added."""
    ts = slack.say(site.url("story"))
    _only_answer(slack, ts)
    assert process.stop() == 0
    process.start()
    (event,) = [e for e in slack.event_ids if slack.event(e)["event"].get("ts") == ts]
    for headers in (True, False):
        slack.redeliver(event, 3, with_retry_headers=headers)
    again = slack.say(site.url("other"))
    slack.wait_for(lambda: len(slack.messages(thread_ts=again)) > 1)
    assert process.stop() == 0
    assert len(slack.messages(thread_ts=ts)) == 2


@pytest.mark.postgres
def test_two_replicas_share_the_work(slack: LocalSlack, site: Site, tmp_path: Path) -> None:
    """Started at once on an empty database, events shared between them at random: every answer once, also when one dies."""
    with postgres_database(f"attache_{uuid.uuid4().hex[:10]}") as url:
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

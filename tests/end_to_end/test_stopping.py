"""Ctrl-C, full disks and databases that are not there: clean lines, the right exit status, nothing left running."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
import sqlalchemy as sa

from bot.app import Bot
from bot.settings import BadSettings, load_settings
from bot.start_retries import StoppedEarly
from bot.store import open_store
from bot.store.database_errors import is_worth_waiting
from bot.store.engine import StoreUnavailable
from local_slack.slack import LocalSlack
from tests.databases import SERVER, emptied_database
from tests.end_to_end.gate import Gate
from tests.end_to_end.site import Site
from tests.end_to_end.world import BRISK, ROOT, settings_for
from tests.hung import HUNG

INTERRUPTED = 130


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Command:
    """``attache`` in a process group of its own, as a terminal starts it."""

    def __init__(self, home: Path, arguments: list[str], **environment: str) -> None:
        self.lines: list[str] = []
        self.changed = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.start", *arguments],
            cwd=home,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), "ATTACHE_HOME": str(home)}
            | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # Started in the background, the tests themselves may ignore the signal, and so would whoever they start.
            preexec_fn=_hear_ctrl_c,
        )
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line.rstrip())
                self.changed.notify_all()

    def until_said(self, words: str) -> None:
        """Wait for a line with some words."""
        with self.changed:
            assert self.changed.wait_for(lambda: words in "\n".join(self.lines), HUNG), self.lines

    def interrupt(self) -> int:
        """Ctrl-C: SIGINT to the whole group. The exit status, once the process and all it started are gone."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        os.killpg(self.process.pid, signal.SIGINT)
        status = self.process.wait(HUNG)
        self._reading.join(HUNG)
        _, alive = psutil.wait_procs(family, timeout=HUNG)
        assert alive == []
        return status

    def end(self) -> None:
        """Make sure that it is gone."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(HUNG)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Command]]:
    started: list[Command] = []

    def begin(*arguments: str, **environment: str) -> Command:
        started.append(Command(tmp_path, list(arguments), **environment))
        return started[-1]

    yield begin
    for command in started:
        command.end()


def _tokens(slack: LocalSlack, site: Site) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.base_url,
        "ATTACHE_ALLOWED_HOSTS": site.host,
    }


def _is_clean(lines: list[str]) -> bool:
    return not any(word in line for line in lines for word in ("Traceback", "KeyboardInterrupt", "Error:"))


def test_ctrl_c_ends_the_running_bot(start: Callable[..., Command], slack: LocalSlack, site: Site) -> None:
    """With workers running and a page being read: "Stopped.", 0, no traceback of anybody."""
    bot = start("run", **_tokens(slack, site))
    slack.wait_for(lambda: slack.connections == 1)
    ts = slack.say(site.url("story"))
    slack.wait_for(lambda: len(slack.messages(thread_ts=ts)) > 1, 60)
    slack.say(site.url("held"))
    site.wait_asked("held")
    site.gate.set()
    assert bot.interrupt() == 0
    assert bot.lines[-1] == "Stopped."
    assert "Stopping …" in bot.lines
    assert _is_clean(bot.lines)


def test_ctrl_c_ends_the_demo(start: Callable[..., Command]) -> None:
    """The same, once its first brief is shown."""
    demo = start("demo")
    demo.until_said("Stop with Ctrl-C")
    assert demo.interrupt() == 0
    assert demo.lines[-1] == "Stopped."
    assert _is_clean(demo.lines)


def test_a_demo_whose_port_is_taken_says_so_in_one_line(start: Callable[..., Command], slack: LocalSlack) -> None:
    """Trouble of the local Slack is told like any other."""
    port = slack.page_url.rsplit(":", 1)[1].rstrip("/")
    demo = start("demo", ATTACHE_DEMO_PORT=port)
    assert demo.process.wait(HUNG) == 1
    demo.until_said(f"attache: Port {port} is taken")
    assert _is_clean(demo.lines)


@pytest.mark.parametrize("away", ["slack", "database"])
def test_ctrl_c_ends_the_waiting_at_the_start(
    start: Callable[..., Command], slack: LocalSlack, site: Site, away: str
) -> None:
    """Whatever is waited for, a line of the log says so."""
    tokens = _tokens(slack, site)
    if away == "slack":
        slack.stop()
        bot = start("run", **tokens)
        bot.until_said("Slack is out of reach")
    else:
        bot = start("run", **tokens, DATABASE_URL=f"postgresql://me:secret@127.0.0.1:{Gate('', 0).port}/x")
        bot.until_said("the database is out of reach")
    assert bot.interrupt() == 0
    assert bot.lines[-1] == "Stopped."
    assert _is_clean(bot.lines)
    assert "secret" not in "\n".join(bot.lines)


@pytest.mark.parametrize("command", ["brief", "quotes", "batch", "digest"])
def test_ctrl_c_ends_a_command(start: Callable[..., Command], site: Site, tmp_path: Path, command: str) -> None:
    """While it waits for a site: one line, the status shells know."""
    url = site.url("held")
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "1", "url": url}) + "\n")
    (tmp_path / "feeds.opml").write_text(
        f'<opml version="2.0"><body><outline type="rss" text="x" xmlUrl="{url}"/></body></opml>'
    )
    arguments = {
        "brief": [url],
        "quotes": [url],
        "batch": ["in.jsonl", "out.jsonl"],
        "digest": ["--opml", "feeds.opml"],
    }
    running = start(command, *arguments[command], ATTACHE_ALLOWED_HOSTS=site.host)
    site.wait_asked("held")
    status = running.interrupt()
    assert status == INTERRUPTED
    assert running.lines[-1] == "attache: stopped"
    assert _is_clean(running.lines)


def test_a_full_disk_keeps_nobody_from_stopping(start: Callable[..., Command], slack: LocalSlack, site: Site) -> None:
    """What cannot be written down at the end is named; the rest is closed all the same."""
    bot = start("run", **_tokens(slack, site))
    slack.wait_for(lambda: slack.connections == 1)
    # No file of the process may grow any more: SQLite meets what it meets on a full disk.
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    assert bot.interrupt() == 0
    assert bot.lines[-1] == "Stopped."
    assert any("not closed in good order" in line for line in bot.lines)
    assert not any("Traceback" in line and "attache.app" in line for line in bot.lines)


def test_a_full_disk_is_waited_out(start: Callable[..., Command], slack: LocalSlack, site: Site) -> None:
    """A link pasted before gets its brief once there is room again, without a restart."""
    bot = start("run", **_tokens(slack, site))
    slack.wait_for(lambda: slack.connections == 1)
    ts = slack.say(site.url("held-story"))
    site.wait_asked("held-story", 60)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    site.gate.set()
    bot.until_said("disk")
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    slack.wait_for(lambda: len(slack.messages(thread_ts=ts)) > 1, 100)
    (answer,) = slack.messages(thread_ts=ts)[1:]
    assert "Ana Reyes" in json.dumps(answer, ensure_ascii=False)


@pytest.mark.postgres
def test_the_database_is_waited_for_at_the_start(slack: LocalSlack, site: Site, tmp_path: Path) -> None:
    """Started before its server, the bot connects when that is up."""
    with emptied_database("postgres") as url:
        assert url is not None
        parts = urlsplit(url)
        gate = Gate(parts.hostname or "127.0.0.1", parts.port or 5432)
        there = parts._replace(netloc=f"{parts.username}@127.0.0.1:{gate.port}").geturl()
        made: list[Bot] = []

        def begin() -> None:
            made.append(Bot(settings_for(slack, site, tmp_path, database_url=there), tempo=BRISK))
            made[0].start()

        starting = threading.Thread(target=begin)
        starting.start()
        gate.open()
        try:
            slack.wait_for(lambda: slack.connections == 1)
            starting.join(HUNG)
            gate.cut()  # every connection at once, while it runs
            ts = slack.say(site.url("story"))
            slack.wait_for(lambda: len(slack.messages(thread_ts=ts)) > 1, 60)
            assert "Ana Reyes" in json.dumps(slack.messages(thread_ts=ts)[1], ensure_ascii=False)
        finally:
            made[0].stop(grace=1.0)
            gate.shut()


def test_stopping_ends_the_waiting_for_the_database(slack: LocalSlack, site: Site, tmp_path: Path) -> None:
    """Also where the bot is part of another program."""
    stopping = threading.Event()
    stopping.set()
    url = f"postgresql://me@127.0.0.1:{Gate('', 0).port}/x"
    with pytest.raises(StoppedEarly):
        Bot(settings_for(slack, site, tmp_path, database_url=url), stopping=stopping)


@pytest.mark.postgres
@pytest.mark.parametrize("wrong", ["role", "database"])
def test_a_database_that_will_never_open_is_told_at_once(tmp_path: Path, wrong: str) -> None:
    """A role or a database the server has not; the line says which."""
    with emptied_database("postgres") as url:
        assert url is not None
        parts = urlsplit(url)
    if wrong == "role":
        bad = parts._replace(netloc=f"nobody_here:secret@{parts.hostname}:{parts.port}").geturl()
    else:
        bad = parts._replace(path="/nothing_here").geturl()
    with pytest.raises(StoreUnavailable, match="DATABASE_URL") as error:
        open_store(tmp_path, bad)
    assert "_here" in str(error.value)
    assert "secret" not in str(error.value)
    assert error.value.__cause__ is not None
    assert not is_worth_waiting(error.value.__cause__)


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ('connection to server at "10.0.0.1", port 5432 failed: Connection refused', True),
        ("connection failed: FATAL:  the database system is starting up", True),
        ("connection failed: FATAL:  the database system is not yet accepting connections", True),
        ("connection failed: FATAL:  sorry, too many clients already", True),
        ("[Errno -3] Temporary failure in name resolution", True),
        ("connection timeout expired", True),
        ('connection failed: FATAL:  password authentication failed for user "me"', False),
        ('connection failed: FATAL:  database "x" does not exist', False),
        ('connection failed: FATAL:  no pg_hba.conf entry for host "10.0.0.2"', False),
        ("fe_sendauth: no password supplied", False),
        ('invalid sslmode value: "often"', False),
        ("server does not support SSL, but SSL was required", False),
    ],
)
def test_what_is_worth_waiting_for(said: str, waits: bool) -> None:
    """A server that is not up, or full; not an address or a sign-in it will never take."""
    error = sa.exc.OperationalError("", {}, psycopg.OperationalError(said))
    assert is_worth_waiting(error) is waits


def test_data_of_a_newer_program_is_told_in_one_line(tmp_path: Path, database: str | None) -> None:
    """An unknown revision of the schema is no traceback."""
    store = open_store(tmp_path, database)
    with store.engine.begin() as connection:
        (revision,) = connection.execute(sa.text("SELECT version_num FROM schema_version")).one()
        connection.execute(sa.text("UPDATE schema_version SET version_num = '9999'"))
    try:
        with pytest.raises(StoreUnavailable, match="newer"):
            open_store(tmp_path, database)
    finally:
        with store.engine.begin() as connection:
            connection.execute(sa.text(f"UPDATE schema_version SET version_num = '{revision}'"))
        store.close()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "54 32"])
def test_a_bad_port_is_told_in_one_line(port: str) -> None:
    """By the settings, without the address, which holds a password."""
    with pytest.raises(BadSettings, match="DATABASE_URL") as error:
        load_settings(database_url=f"postgresql://me:secret@localhost:{port}/x")
    assert "secret" not in str(error.value)
    assert load_settings(database_url=SERVER).database_url is not None

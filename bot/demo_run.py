"""The demo: a local Slack on loopback, the real bot connected to it, and a first link already pasted."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.app import Bot, Tempo
from bot.demo_tour import TourSteps
from bot.settings import Settings
from bot.signals import on_signals
from bot.slack.manifests import MANIFEST
from bot.slack.plain_fallback import plain_text_of
from bot.start_retries import StoppedEarly
from bot.store.deliveries import Delivery, Kind
from bot.store.engine import hold_home
from bot.surfaces import terminal
from local_slack.errors import LocalSlackError
from local_slack.slack import GENERAL, LocalSlack
from local_slack.tour import Step
from summarizers.errors import AttacheError

#: Longest wait for the first brief, in seconds.
FIRST_BRIEF = 60.0
#: Feeds are looked at soon after they are named: somebody is watching.
TEMPO = Tempo(beat=2.0)
#: Lines of an answer that a script shows.
SHOWN_LINES = 12

#: Answers the first link may get.
KINDS: tuple[Kind, ...] = ("brief", "failure")


class DemoStuck(AttacheError):
    """The local Slack did not start, or the first brief did not come."""

    kind = "demo-stuck"


def _say(line: str) -> None:
    """Shown at once, also where the output is no terminal."""
    print(line, flush=True)


def run_demo(settings: Settings, *, show: bool = False, reset: bool = False, say: Callable[[str], None] = _say) -> int:
    """Run the demo until SIGINT or SIGTERM; the exit status.

    Everything lives in :func:`demo_home` and goes on there the next time, unless ``reset`` begins afresh; nothing leaves the
    machine. ``show`` opens the page in the browser.
    Raises :class:`DemoStuck` when the local Slack does not start, or the sample article is not briefed in time.
    """
    stopped = threading.Event()
    on_signals(stopped.set)
    home = demo_home(settings, reset=reset)
    with _local_slack(settings, home) as slack:
        say(f"The demo's page: {slack.page_url}")
        say(
            "No Slack tokens found, so this is the local demo." if not settings.has_slack else "This is the local demo."
        )
        say("To connect to Slack instead, put SLACK_BOT_TOKEN and SLACK_APP_TOKEN into .env (see .env.example).\n")
        if show:
            webbrowser.open(slack.page_url)
        try:
            bot = Bot(demo_settings(settings, slack, home), tempo=TEMPO, stopping=stopped)
            bot.start()
        except StoppedEarly:
            say("Stopped.")
            return 0
        try:
            tour = TourSteps(slack, bot.store)
            slack.offer_tour(tour.steps())
            show_first_brief(slack, bot, stopped)
            # Behind the first brief: the newspapers would compete with it for the cores.
            tour.prepare()
            say(f"\nNewspapers to paste from: {slack.page_url}news/  Every kind of document: {slack.page_url}sample/")
            say("Take the tour on the page (six clicks), paste a link there, or type /brief help. Stop with Ctrl-C.")
            say(f"The same, as a chat: {slack.page_url}")
            stopped.wait()
        finally:
            say("\nStopping …")
            bot.stop(grace=2.0)
    say("Stopped.")
    return 0


def run_script(settings: Settings, *, say: Callable[[str], None] = _say) -> int:
    """Take the tour in the terminal, afresh and leaving nothing behind; 0 when every answer came, else 1."""
    stopped = threading.Event()
    on_signals(stopped.set)
    with tempfile.TemporaryDirectory(prefix="attache-") as folder, _local_slack(settings, Path(folder)) as slack:
        try:
            bot = Bot(demo_settings(settings, slack, Path(folder)), tempo=TEMPO, stopping=stopped)
            bot.start()
        except StoppedEarly:
            return 1
        try:
            tour = TourSteps(slack, bot.store)
            tour.prepare()
            return take_steps(tour.steps(), say)
        finally:
            bot.stop(grace=2.0)


def take_steps(steps: Sequence[Step], say: Callable[[str], None]) -> int:
    """Take steps one after the other and tell what came; the exit status. A step without an answer is the last one."""
    for number, step in enumerate(steps, 1):
        say(f"\n{number}. {step.title}: {step.button}")
        began = time.monotonic()
        try:
            answer = step.take()
        except (LocalSlackError, TimeoutError) as error:
            say(f"   No answer came: {error}")
            return 1
        lines = (plain_text_of(answer.get("blocks") or ()) or str(answer.get("text", ""))).splitlines()
        more = ["…"] if len(lines) > SHOWN_LINES else []
        for line in [*lines[:SHOWN_LINES], *more]:
            say(f"   {terminal(line)}")
        say(f"   ({time.monotonic() - began:.1f} s) {step.words}")
    say("\nEvery answer came.")
    return 0


def demo_home(settings: Settings, *, reset: bool = False) -> Path:
    """The directory of the demo's data, below the bot's own; made, and emptied first with ``reset``. Raises DemoStuck."""
    home = settings.home / "demo"
    try:
        if reset and home.exists():
            # A demo that runs on it would lose its files under its hands.
            hold_home(home).close()
            shutil.rmtree(home)
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DemoStuck(f"I cannot keep the demo's data in {home}; please check ATTACHE_HOME.") from error
    return home


@contextmanager
def _local_slack(settings: Settings, home: Path) -> Iterator[LocalSlack]:
    """A local Slack that serves while the context is open. Raises :class:`DemoStuck` when it cannot start."""
    slack = LocalSlack(port=settings.demo_port, manifest=MANIFEST, state=home / "workspace.db")
    try:
        slack.start()
    except LocalSlackError as error:
        slack.close()
        raise DemoStuck(str(error)) from error
    try:
        yield slack
    finally:
        slack.close()


def demo_settings(settings: Settings, slack: LocalSlack, home: Path) -> Settings:
    """The person's settings, turned to the local Slack; its own page alone is let through the address rules."""
    page = slack.page_url.split("://", 1)[1].strip("/")
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(slack.bot_token),
            "slack_app_token": SecretStr(slack.app_token),
            "slack_api_url": slack.base_url,
            "mode": "socket",
            "home": home,
            "database_url": None,
            "executor_id": "demo",
            "allowed_hosts": (*settings.allowed_hosts, page),
        }
    )


def show_first_brief(slack: LocalSlack, bot: Bot, stopped: threading.Event) -> None:
    """Paste the sample's link, unless an earlier run did, wait for its brief, and write it to the terminal."""
    found: list[Delivery] = []

    def answered() -> bool:
        found.extend(row for kind in KINDS for row in bot.store.deliveries.recent(slack.team_id, kind, [GENERAL], 1))
        return bool(found) or stopped.is_set()

    try:
        if not answered():
            slack.say(f"Anyone seen this? {slack.sample_url}")
        slack.wait_for(answered, FIRST_BRIEF)
    except TimeoutError as error:
        raise DemoStuck("The demo's first brief did not come; the log above may say why.") from error
    if stopped.is_set():
        return
    row = found[0]
    brief = bot.store.briefs.get(slack.team_id, row.brief_id) if row.brief_id else None
    if brief is None:
        raise DemoStuck("The demo's sample article could not be briefed; the log above may say why.")
    from rich.console import Console

    from bot.rendering import show_brief

    show_brief(Console(), brief)

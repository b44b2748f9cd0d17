"""The demo: a local Slack on loopback, the real bot connected to it, and a first link already pasted."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import SecretStr

from bot.app import Bot, on_signals
from bot.demo.slack import LocalSlack
from bot.settings import Settings
from bot.slack.blocks import show_date
from summarizers.errors import AttacheError
from summarizers.model import Brief, Quote

#: The app as it would be installed, where the program runs from its project folder.
MANIFEST = Path(__file__).resolve().parent.parent / "manifest.json"
#: Longest wait for the first brief, in seconds.
FIRST_BRIEF = 60.0


class DemoStuck(AttacheError):
    """The first brief did not come."""

    kind = "demo-stuck"


def run_demo(settings: Settings, *, say: Callable[[str], None] = print) -> int:
    """Run the demo until SIGINT or SIGTERM; the exit status.

    Everything lives in a directory that is removed at the end; nothing leaves the machine.
    Raises :class:`DemoStuck` when the sample article is not briefed in time.
    """
    stopped = threading.Event()
    on_signals(stopped.set)
    say("No Slack tokens found: starting the local demo." if not settings.has_slack else "Starting the local demo.")
    say("To connect to Slack instead, put SLACK_BOT_TOKEN and SLACK_APP_TOKEN into .env (see .env.example).\n")
    with tempfile.TemporaryDirectory(prefix="attache-demo-") as home:
        manifest = MANIFEST if MANIFEST.is_file() else None
        with LocalSlack(port=settings.demo_port, manifest=manifest) as slack:
            bot = Bot(demo_settings(settings, slack, Path(home)))
            bot.start()
            try:
                show_first_brief(slack, bot, say, stopped)
                say(f"\nThe same, as a chat: {slack.page_url}")
                say("Paste a link there, or type /brief help. Stop with Ctrl-C.")
                stopped.wait()
            finally:
                bot.stop(grace=2.0)
    return 0


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


def show_first_brief(slack: LocalSlack, bot: Bot, say: Callable[[str], None], stopped: threading.Event) -> None:
    """Paste the sample's link, wait for its brief, and write it to the terminal."""
    ts = slack.say(f"Anyone seen this? {slack.sample_url}")

    def answered() -> bool:
        return stopped.is_set() or len(slack.messages(thread_ts=ts)) > 1

    try:
        slack.wait_for(answered, FIRST_BRIEF)
    except TimeoutError as error:
        raise DemoStuck("The demo's first brief did not come; the log above may say why.") from error
    if stopped.is_set():
        return
    rows = bot.store.deliveries.recent(slack.team_id, "brief", limit=1)
    brief = bot.store.briefs.get(slack.team_id, rows[0].brief_id) if rows and rows[0].brief_id else None
    if brief is None:
        say(slack.messages(thread_ts=ts)[1]["text"])
        return
    for line in brief_lines(brief):
        say(line)


def brief_lines(brief: Brief) -> Iterator[str]:
    """A brief as plain lines for a terminal."""
    article = brief.article
    origin = ", ".join(filter(None, (article.site, show_date(article.published, "en-GB"))))
    yield f"{article.title or 'Untitled'} ({origin})"
    for sentence in brief.summary:
        yield f"  • {sentence.display}"
    for quote in brief.quotes:
        if quote.key:
            yield f"  {article.text[quote.start : quote.end]}"
            yield f"    — {_speaker(quote, article.text)}"
    for official in brief.officials:
        standing = "" if official.status == "current" else f"{official.status} "
        office = f"{standing}{official.office}" if official.office else ""
        place = official.country or official.organisation
        yield "  " + ", ".join(filter(None, (official.name, office, place)))


def _speaker(quote: Quote, text: str) -> str:
    if quote.speakers:
        shown = [", ".join(filter(None, (s.name, s.office, s.country or s.organisation))) for s in quote.speakers]
        return "; ".join(shown)
    span = quote.speaker_span
    return text[span.start : span.end] if span else "speaker not made plain"

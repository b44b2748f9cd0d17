"""``attache doctor``: looks at everything a running bot needs, and says of each thing how it is and what mends it.

Changes nothing: no table is made, no message sent. Works without tokens too. Nothing secret is ever in a line.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlsplit

from bot.home import DIRECTORY_FILE
from summarizers.errors import AttacheError

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.settings import Settings

#: Seconds a call to Slack may take.
CALL_SECONDS = 10
#: Seconds by which the clock may be off: Slack refuses signatures of five minutes ago, and a digest would be late.
CLOCK_SECONDS = 60.0
#: Free room on the disk, in bytes, below which a desk's data may not fit before long.
ROOM = 500_000_000
#: Days after which the office-holders fetched from Wikidata are old.
DIRECTORY_DAYS = 180
#: Where Slack's page for a new app takes a manifest from the address.
NEW_APP = "https://api.slack.com/apps?new_app=1&manifest_json="

State = Literal["ok", "note", "wrong"]
_MARKS: dict[State, str] = {"ok": "✓", "note": "·", "wrong": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    #: What it is.
    name: str
    #: "wrong" keeps the bot, or a feature, from working; a "note" is for who wants more.
    state: State
    #: How it is.
    said: str
    #: What mends it, "" where nothing has to be done.
    mend: str = ""

    def lines(self) -> list[str]:
        """As shown: a line, and the mend on a second one."""
        return [f"{_MARKS[self.state]} {self.name}: {self.said}", *([f"    → {self.mend}"] if self.mend else [])]


def _look_up(host: str, port: int) -> object:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


@dataclass(frozen=True, slots=True)
class World:
    """What the checks ask of the machine, so that tests can break each thing."""

    #: Seconds since 1970.
    clock: Callable[[], float] = time.time
    #: Asks the name server. Raises OSError.
    look_up: Callable[[str, int], object] = _look_up
    #: Free bytes on the disk of a directory that exists.
    free: Callable[[Path], int] = field(default=lambda place: shutil.disk_usage(place).free)


@dataclass(slots=True)
class _Slack:
    """What Slack told so far."""

    client: WebClient
    #: When it answered, by its own clock, and by ours.
    there: float | None = None
    here: float = 0.0
    #: Scopes the bot's token was granted, or None where that is not known.
    granted: frozenset[str] | None = None


def examine(load: Callable[[], Settings], world: World | None = None) -> Iterator[Finding]:
    """Every finding, in the order one would mend them. ``load`` gives the settings or raises BadSettings."""
    world = world or World()
    try:
        settings = load()
    except AttacheError as error:
        yield Finding("settings", "wrong", str(error), "Put it right in .env (see .env.example), then run this again.")
        return
    yield Finding("settings", "ok", _settings_said(settings))
    yield from _slack(settings, world)
    yield from _database(settings)
    yield from _disk(settings, world)
    yield _worker()
    yield _directory(settings, world)
    if find_spec("matplotlib") is None:
        yield Finding("chart", "note", "the digest comes without its chart of the week", "`make chart` adds it.")


def new_app_address(manifest: Path) -> str:
    """The address at which Slack offers to create the app from a manifest, with everything filled in."""
    import json

    return NEW_APP + quote(
        json.dumps(json.loads(manifest.read_text("utf-8")), ensure_ascii=False, separators=(",", ":"))
    )


def _settings_said(settings: Settings) -> str:
    file = ".env is read" if Path(".env").exists() else "there is no .env here"
    way = (
        ("Socket Mode" if settings.mode == "socket" else "HTTP")
        if settings.has_slack
        else "the local demo, without tokens"
    )
    return f"{file}; `attache run` starts {way}, data in {settings.home}"


# --- Slack ------------------------------------------------------------------------------------------------------------


def _slack(settings: Settings, world: World) -> Iterator[Finding]:
    from slack_sdk import WebClient

    host = urlsplit(settings.slack_api_url).hostname or ""
    try:
        world.look_up(host, urlsplit(settings.slack_api_url).port or 443)
    except OSError as error:
        yield Finding(
            "DNS", "wrong", f"{host} has no address here ({error.strerror or type(error).__name__})",
            "Check the machine's name server (/etc/resolv.conf) and that it may ask it.",
        )  # fmt: skip
        return
    yield Finding("DNS", "ok", f"{host} is found")
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    slack = _Slack(WebClient(token=token, base_url=settings.slack_api_url, timeout=CALL_SECONDS, retry_handlers=[]))
    reached = _reached(slack, world, host)
    yield reached
    if reached.state == "wrong":
        return
    yield _clock(slack)
    if token is None:
        yield Finding(
            "bot token", "note", "SLACK_BOT_TOKEN is not set, so `attache run` is the local demo",
            "To connect to Slack, create the app at the address below, install it, and put its tokens into .env.",
        )  # fmt: skip
        return
    yield _bot_token(slack)
    yield _app_token(settings)
    yield from _scopes(slack)


def _reached(slack: _Slack, world: World, host: str) -> Finding:
    """Whether Slack answers at all; notes its clock."""
    from slack_sdk.errors import SlackClientError

    try:
        answer = slack.client.api_test()
    except (SlackClientError, OSError) as error:
        cause = getattr(error, "reason", error)
        if getattr(error, "response", None) is None:
            return Finding(
                "network", "wrong", f"{host} is out of reach ({type(cause).__name__})",
                "Open outbound HTTPS (port 443) to Slack and to the sites of links; a proxy is not used.",
            )  # fmt: skip
        return Finding("network", "note", f"{host} answers, with trouble of its own", "Try again in a while.")
    slack.here = world.clock()
    headers = {name.lower(): value for name, value in answer.headers.items()}
    try:
        slack.there = parsedate_to_datetime(str(headers.get("date", ""))).timestamp()
    except ValueError:
        slack.there = None
    return Finding("network", "ok", f"{host} answers")


def _clock(slack: _Slack) -> Finding:
    if slack.there is None:
        return Finding("clock", "note", "nobody told the time to compare it with")
    off = slack.here - slack.there
    if abs(off) > CLOCK_SECONDS:
        return Finding(
            "clock", "wrong", f"this machine is {abs(off):,.0f} seconds {'ahead' if off > 0 else 'behind'}",
            "Let it be set over the network (`timedatectl set-ntp true`): digests would come at wrong times.",
        )  # fmt: skip
    return Finding("clock", "ok", "right to the minute")


def _code(error: Exception) -> str:
    """Slack's word for a refusal, or what kind of trouble it was."""
    response = getattr(error, "response", None)
    return str(response.get("error") or "bad answer") if response is not None else type(error).__name__


def _bot_token(slack: _Slack) -> Finding:
    """Who the bot is; notes what it was granted."""
    from slack_sdk.errors import SlackClientError

    try:
        answer = slack.client.auth_test()
    except (SlackClientError, OSError) as error:
        return Finding(
            "bot token", "wrong", f"Slack refuses SLACK_BOT_TOKEN ({_code(error)})",
            "Install the app again under Install App, and put its Bot User OAuth Token (xoxb-…) into .env.",
        )  # fmt: skip
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if "x-oauth-scopes" in headers:
        slack.granted = frozenset(scope.strip() for scope in headers["x-oauth-scopes"].split(",") if scope.strip())
    return Finding("bot token", "ok", f"@{answer.get('user', '?')} in {answer.get('team', '?')}")


def _app_token(settings: Settings) -> Finding:
    """Whether a socket may be opened, or signatures be checked."""
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackClientError

    if settings.mode == "http":
        return Finding("signing secret", "ok", "set; that it is right shows when Slack's first request comes")
    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    client = WebClient(token=token, base_url=settings.slack_api_url, timeout=CALL_SECONDS, retry_handlers=[])
    try:
        client.apps_connections_open(app_token=token)
    except (SlackClientError, OSError) as error:
        code = _code(error)
        mend = {
            "missing_scope": "Give the app-level token the scope connections:write (Basic Information → App-Level Tokens).",
            "link_disabled": "Switch Socket Mode on (Settings → Socket Mode).",
        }.get(code, "Make a token under Basic Information → App-Level Tokens and put it into .env as SLACK_APP_TOKEN.")
        return Finding("app token", "wrong", f"Slack opens no socket for SLACK_APP_TOKEN ({code})", mend)
    return Finding("app token", "ok", "Slack opens a socket for it")


def _scopes(slack: _Slack) -> Iterator[Finding]:
    from bot.slack.manifests import LINKS_MANIFEST, MANIFEST
    from bot.slack.scopes import COSTS, wanted_scopes

    if slack.granted is None:
        return
    wanted, optional = wanted_scopes(LINKS_MANIFEST if "links:read" in slack.granted else MANIFEST)
    missing = [scope for scope in wanted if scope not in slack.granted]
    if not missing:
        yield Finding("scopes", "ok", f"all {len(wanted)} are granted")
    for scope in missing:
        yield Finding(
            f"scope {scope}", "note" if scope in optional else "wrong", f"not granted: {COSTS.get(scope, 'something will not work')}",
            "Add it under OAuth & Permissions (or paste the manifest again), and install the app again.",
        )  # fmt: skip


# --- this machine -----------------------------------------------------------------------------------------------------


def _database(settings: Settings) -> Iterator[Finding]:
    """Whether the data can be opened, and what version it is of. Makes and migrates nothing."""
    import sqlalchemy as sa

    from bot.store.engine import StoreUnavailable, schema_version

    url = settings.database_url.get_secret_value() if settings.database_url else None
    where = "the PostgreSQL of DATABASE_URL" if url else f"SQLite in {settings.home}"
    if url is None:
        place = _existing(settings.home)
        if not place.is_dir() or not _writable(place):
            yield Finding(
                "database", "wrong", f"I may not write to {place}",
                "Set ATTACHE_HOME to a directory of the bot's own, or give it this one (`chown`).",
            )  # fmt: skip
            return
    try:
        found, newest, known = schema_version(settings.home, url)
    except (StoreUnavailable, sa.exc.SQLAlchemyError) as error:
        yield Finding(
            "database", "wrong", f"{where} cannot be opened.{_detail(error)}",
            "Check DATABASE_URL, that the server runs and that it lets this machine in."
            if url else "Restore the files of ATTACHE_HOME from a backup.",
        )  # fmt: skip
        return
    yield Finding("database", "ok", f"{where} opens" if found else f"{where}, new")
    if found is None:
        yield Finding("migrations", "ok", "the first start makes the tables")
    elif not known:
        yield Finding(
            "migrations", "wrong", "the data was written by a newer Attaché",
            "Install that version again, or restore a backup from before it.",
        )  # fmt: skip
    else:
        yield Finding(
            "migrations", "ok", "up to date" if found == newest else "the next start brings the data up to date"
        )


def _detail(error: Exception) -> str:
    """What the server said, in one line, without an address or a password."""
    cause = getattr(error, "orig", None) or getattr(error.__cause__, "orig", None)
    lines = str(cause or "").strip().splitlines()
    said = re.search(r"(?:FATAL:|failed:)\s*(.+)", lines[-1]) if lines else None
    return f" The server says: {said[1]}." if said else ""


def _existing(place: Path) -> Path:
    """The nearest directory above a place, or itself, that is there."""
    return next((one for one in (place, *place.parents) if one.exists()), Path("/"))


def _writable(place: Path) -> bool:
    import os

    return os.access(place, os.W_OK | os.X_OK)


def _disk(settings: Settings, world: World) -> Iterator[Finding]:
    place = _existing(settings.home)
    free = world.free(place)
    said = f"{free / 1e9:,.1f} GB free for {settings.home}"
    if free < ROOM:
        yield Finding(
            "disk", "wrong", said, "Make room, or set ATTACHE_HOME to a larger disk; ATTACHE_KEEP_DAYS keeps less."
        )
    else:
        yield Finding("disk", "ok", said)


def sample_brief(_request: dict[str, Any], _body: bytes) -> dict[str, Any]:
    """Inside a worker: a brief of one sentence, which needs every part of the library."""
    from summarizers.pipeline import BriefOptions, brief
    from summarizers.text.cleaning import read_text

    made = brief(
        read_text("“We will stay,” the minister, Ana Reyes, said in Oslo."), BriefOptions(sentences=1, max_quotes=1)
    )
    return {"quotes": len(made.quotes)}


def _worker() -> Finding:
    """Whether a process that reads pages starts and works."""
    from bot.workers import TaskFailed, TooHeavy, WorkerPool, WorkersUnavailable

    try:
        with WorkerPool(1) as pool:
            pool.run("bot.doctor:sample_brief", {})
    except (WorkersUnavailable, TaskFailed, TooHeavy, OSError) as error:
        return Finding(
            "worker", "wrong", f"no process for reading pages works ({type(error).__name__})",
            "Allow this user more processes and memory (`ulimit -u`, `ulimit -v`, the container's limits), or install again.",
        )  # fmt: skip
    return Finding("worker", "ok", "a process for reading pages starts and makes a brief")


def _directory(settings: Settings, world: World) -> Finding:
    """How old the office-holders fetched from Wikidata are."""
    mend = "`attache directory update` asks Wikidata for them."
    try:
        head = (settings.home / DIRECTORY_FILE).read_text("utf-8")[:300]
    except (OSError, ValueError):
        return Finding("directory", "note", "the bundled office-holders alone, which thin out towards today", mend)
    written = re.search(r"fetched on (\d{4}-\d{2}-\d{2})", head)
    try:
        day = dt.date.fromisoformat(written[1]) if written else None
    except ValueError:
        day = None
    if day is None:
        return Finding("directory", "wrong", f"{DIRECTORY_FILE} is not one `attache directory update` wrote", mend)
    days = (dt.datetime.fromtimestamp(world.clock(), dt.UTC).date() - day).days
    if days > DIRECTORY_DAYS:
        return Finding("directory", "wrong", f"the fetched office-holders are {days} days old", mend)
    return Finding("directory", "ok", f"office-holders fetched on {day.isoformat()}")


def report(findings: Sequence[Finding], address: str) -> list[str]:
    """The closing lines: how much is wrong, and where to create the app."""
    wrong = sum(one.state == "wrong" for one in findings)
    closing = "Nothing is wrong." if not wrong else f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong."
    return ["", closing, "", "Create the Slack app, everything filled in, at this address:", address]

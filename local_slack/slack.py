"""A local Slack for demos and tests: Web API, Socket Mode, signed HTTP and a chat page on one loopback port.

It is a model of the documented behaviour of Slack; it has never been compared with the real service. In this process::

    with LocalSlack() as slack:
        client = WebClient(base_url=slack.base_url, token=slack.bot_token)

In a process of its own: ``python -m local_slack --port 8765 --state FILE`` (``local_slack.remote.RemoteSlack``).
"""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import uvicorn

from local_slack import sample_article
from local_slack.api import METHODS, App, Context
from local_slack.chat_page import ChatPage
from local_slack.clock import Clock, SystemClock, Timers
from local_slack.connections import CuttableProtocol
from local_slack.control import Control
from local_slack.delivery import ACK_SECONDS, RETRY_SCHEDULE, Deliveries, Delivery
from local_slack.errors import CannotStart
from local_slack.faults import Fault, Faults, Hold
from local_slack.files import Files
from local_slack.interactions import Interactions
from local_slack.manifest import Manifest
from local_slack.people import People
from local_slack.rate_limits import RateLimits
from local_slack.response_urls import ResponseUrls
from local_slack.server import Call, Server
from local_slack.socket_mode import SocketMode
from local_slack.state_file import StateFile
from local_slack.views import TRIGGER_SECONDS, Views
from local_slack.workspace import Channel, ChannelKind, Ping, User, Workspace, new_id

JsonDict = dict[str, Any]
#: Scopes granted without a manifest: all that any method wants, but not posting where the bot is no member.
ALL_SCOPES = frozenset(
    {"commands", "app_mentions:read", "links:read", *(s for m in METHODS.values() for s in m.scopes)}
)
#: Channel used where none is named.
GENERAL = "C0GENERAL1"
#: Seconds after which what ``wait_for`` waits for counts as hung.
PATIENCE = 120.0


class LocalSlack:
    """One workspace with one app installed, served in a thread of this process."""

    def __init__(
        self,
        *,
        port: int = 0,
        state: Path | None = None,
        clock: Clock | None = None,
        manifest: Path | JsonDict | None = None,
        rate_limits: bool = True,
        retry_schedule: Sequence[float] = RETRY_SCHEDULE,
        ack_seconds: float = ACK_SECONDS,
        trigger_seconds: float = TRIGGER_SECONDS,
    ) -> None:
        """Get a workspace ready.

        ``port`` 0 takes a free one. ``state`` is a file in which messages and tokens outlive the process. With a
        ``manifest`` only its scopes, events, commands and shortcuts exist; without one everything does.
        ``rate_limits`` holds the bot to one message a second and channel. ``retry_schedule`` gives the seconds before
        each retry of an event, ``ack_seconds`` the time the bot has to acknowledge, ``trigger_seconds`` the
        time in which a trigger opens a window.
        """
        clock = clock or SystemClock()
        read = Manifest.read(manifest) if manifest is not None else None
        self._state_file = StateFile(state)
        #: Token of the bot, "xoxb-…".
        self.bot_token = self._state_file.fact("bot_token", "xoxb-local-" + secrets.token_hex(16))
        #: App-level token for Socket Mode, "xapp-…".
        self.app_token = self._state_file.fact("app_token", "xapp-local-" + secrets.token_hex(16))
        #: Key of the signatures in HTTP mode.
        self.signing_secret = self._state_file.fact("signing_secret", secrets.token_hex(16))
        self._timers = Timers(clock)
        self._workspace = workspace = Workspace(clock, self._state_file)
        self._deliveries = Deliveries(
            workspace, self._timers, retry_schedule=retry_schedule, ack_seconds=ack_seconds, wall=time.time
        )
        self._people = People(workspace, self._deliveries, self._timers)
        self._people.preview = sample_article.preview
        self._views = Views(workspace, self._deliveries, trigger_seconds)
        self._response_urls = ResponseUrls(workspace, self._people)
        self._interactions = Interactions(workspace, self._deliveries, self._views, self._response_urls)
        self._faults, self._limits = Faults(workspace), RateLimits(workspace)
        self._limits.posting = rate_limits
        self._socket_mode = SocketMode(workspace, self._deliveries)
        self._codes: set[str] = set()
        app = App(read.scopes if read else ALL_SCOPES, client_secret=secrets.token_hex(16))
        self._context = Context(
            workspace,
            self._people,
            self._views,
            self._response_urls,
            Files(workspace),
            app,
            self._socket_mode.ticket,
            self._exchange,
            lambda: self._socket_mode.enabled,
            lambda token: self._tokens.get(token) == "bot",
            lambda: self._deliveries.reachable,
        )
        if read is not None:
            self._deliveries.subscribed = read.events
            self._interactions.commands = frozenset(command.name for command in read.commands)
            self._interactions.shortcuts = frozenset(shortcut.callback_id for shortcut in read.shortcuts)
            self._people.unfurl_domains = read.unfurl_domains
        self._tokens = {self.bot_token: "bot", self.app_token: "app"}
        self._server = Server(self._context, self._socket_mode, self._faults, self._limits, self._tokens)
        self._chat_page = ChatPage(self._context, self._interactions, read)
        self._control = Control(self, self.wait_for_change)
        self._port = port
        self._uvicorn: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        #: Person who does things where none is named.
        self.viewer = workspace.viewer

    # life

    def start(self) -> LocalSlack:
        """Serve; after ``stop`` it serves again on the same port with the same state.

        Raises:
            CannotStart: the port is taken, or the server did not come up.
        """
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", self._port))
            listener.listen(128)  # whoever comes before the server accepts waits instead of being refused
        except OSError as error:
            listener.close()
            raise CannotStart(f"Port {self._port} is taken; please choose another.") from error
        self._port = listener.getsockname()[1]
        root = f"http://127.0.0.1:{self._port}"
        self._context.root = self._response_urls.root = self._socket_mode.root = root
        started = threading.Event()
        config = uvicorn.Config(
            self._server.app(started.set, [*self._chat_page.routes(), *self._control.routes()]),
            http=CuttableProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            ws_ping_interval=0.5,  # slack_sdk's client only lets go of its socket when something arrives
        )
        self._uvicorn = uvicorn.Server(config)
        self._deliveries.start()
        self._timers.start()
        self._thread = threading.Thread(target=self._uvicorn.run, args=([listener],), name="local-slack", daemon=True)
        self._thread.start()
        if not started.wait(10):
            raise CannotStart("The local Slack did not start.")
        return self

    def stop(self) -> None:
        """Stop serving; what was posted stays."""
        self._timers.stop()
        self._faults.clear()
        self._chat_page.stop()
        self._deliveries.stop()
        if self._uvicorn is not None and self._thread is not None:
            self._uvicorn.should_exit = True
            self._thread.join(timeout=10)
            self._uvicorn = self._thread = None

    def __enter__(self) -> LocalSlack:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving for good, and close the state file."""
        self.stop()
        self._state_file.close()

    def advance(self, seconds: float) -> None:
        """Move a ``ManualClock`` forward: retries, echoes and expiries that fall due happen in order."""
        self._timers.advance(seconds)

    # where and who

    @property
    def base_url(self) -> str:
        """Address of the Web API, for ``WebClient(base_url=…)`` and ``SLACK_API_URL``."""
        return f"http://127.0.0.1:{self._port}/api/"

    @property
    def page_url(self) -> str:
        """Address of the chat page."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def page_key(self) -> str:
        """Key the chat page sends along with every request; another one after each start of the program."""
        return self._chat_page.key

    @property
    def sample_url(self) -> str:
        """Address of the bundled sample article."""
        return f"http://127.0.0.1:{self._port}/sample/{sample_article.NAME}"

    @property
    def team_id(self) -> str:
        """Id of the workspace."""
        return str(self._workspace.team["id"])

    @property
    def bot_user_id(self) -> str:
        """User id of the bot."""
        return str(self._workspace.app["bot_user"])

    @property
    def facts(self) -> JsonDict:
        """Addresses, tokens and the control key, for another process."""
        return self._control.facts()

    # people

    def say(
        self,
        text: str,
        channel: str = GENERAL,
        user: str | None = None,
        thread_ts: str | None = None,
        *,
        raw: bool = False,
        extra: JsonDict | None = None,
    ) -> str:
        """Post a typed line as a person; gives back its ts.

        ``raw`` sends the text over the wire as it is; ``extra`` adds fields, such as a ``subtype`` or ``bot_id``.
        """
        return self._people.say(text, channel, user or self.viewer, thread_ts, raw=raw, extra=extra)

    def share_text(
        self, text: str, channel: str = GENERAL, user: str | None = None, *, comment: str = "", name: str = "text.txt"
    ) -> str:
        """Paste a text so long that Slack makes a snippet of it, with a line beside it; gives back the message's ts."""
        person = self._workspace.user(user or self.viewer).id
        file = self._context.files.share(name, text.encode(), person, "snippet")
        files = [self._context.files.record(file, self._context.root)]
        extra: JsonDict = {"subtype": "file_share", "files": files, "upload": False}
        return self._people.say(comment, channel, person, extra=extra)

    def forward(self, ts: str, channel: str, to: str, user: str | None = None, comment: str = "") -> str:
        """Forward a message of a channel to another conversation; gives back the new message's ts."""
        place = self._workspace.channel(channel)
        message = self._workspace.message(place.id, ts)
        address = f"https://{self._workspace.team['domain']}.slack.com/archives/{place.id}/p{ts.replace('.', '')}"
        told = {"team": self._workspace.team["id"], "channel": place.id, "ts": ts}
        share: JsonDict = {
            "is_share": True,
            "is_msg_unfurl": True,
            "from_url": address,
            "original_url": address,
            "fallback": message["text"],
            "text": message["text"],
            "ts": ts,
            "channel_id": place.id,
            "message_blocks": [{**told, "message": {"blocks": message.get("blocks", [])}}],
        }
        return self._people.say(comment, to, user or self.viewer, extra={"attachments": [share]})

    def huddle(self, channel: str = GENERAL, user: str | None = None) -> str:
        """Begin a huddle; gives back the ts of Slack's own line about it."""
        return self._people.huddle(channel, user or self.viewer)

    def edit(self, ts: str, text: str, channel: str = GENERAL, *, raw: bool = False) -> None:
        """Change the words of a person's message."""
        self._people.edit(ts, text, channel, raw=raw)

    def delete(self, ts: str, channel: str = GENERAL) -> None:
        """Take a person's message away."""
        self._people.delete(ts, channel)

    def mention(self, text: str, channel: str = GENERAL, user: str | None = None, thread_ts: str | None = None) -> str:
        """Post a line that begins by naming the bot: a ``message`` and an ``app_mention`` with one ts."""
        return self.say(f"@{self._workspace.app['bot_name']} {text}", channel, user, thread_ts)

    def dm(self, text: str, user: str | None = None, thread_ts: str | None = None) -> str:
        """Write to the bot in a direct message; gives back the ts."""
        return self.say(text, self.dm_channel(user), user, thread_ts)

    def dm_channel(self, user: str | None = None) -> str:
        """Id of the direct message between a person and the bot."""
        return self._workspace.direct_channel(user or self.viewer).id

    def react(self, ts: str, name: str, channel: str = GENERAL, user: str | None = None, *, add: bool = True) -> bool:
        """Add or take back a person's reaction; False when it was so already."""
        return self._people.react(ts, name, channel, user or self.viewer, add=add)

    def compose(self, text: str, user: str | None = None) -> str | None:
        """Paste links into the composer without posting; the ``link_shared`` event id, or None."""
        return self._people.compose(text, user or self.viewer)

    def composer_previews(self, event_id: str) -> JsonDict:
        """Previews made for what was pasted into a composer (the event of ``compose``), by address."""
        unfurl_id = self._deliveries.events[event_id]["event"]["unfurl_id"]
        with self._workspace.changed:
            return dict(self._people.composer_previews.get(unfurl_id, {}))

    def invite_bot(self, channel: str, user: str | None = None) -> str | None:
        """Bring the bot into a channel; the event id, or None when it was there already."""
        return self._people.invite_bot(channel, user or self.viewer)

    def remove_bot(self, channel: str) -> None:
        """Take the bot out of a channel."""
        self._people.remove_bot(channel)

    def archive(self, channel: str, archived: bool = True) -> None:
        """Close a channel, or open it again."""
        self._people.archive(channel, archived)

    def convert(self, channel: str, *, private: bool) -> None:
        """Make a public channel private or the other way round; it keeps its id."""
        self._people.convert(channel, self.viewer, private=private)

    def add_user(
        self, name: str, real_name: str, tz: str = "Etc/UTC", locale: str = "en-US", admin: bool = False
    ) -> str:
        """Let a person into the workspace and its channels; gives back the id."""
        user = self._workspace.add_user(User(new_id("U"), name, real_name, tz, locale, False, admin))
        with self._workspace.changed:
            for place in [p for p in self._workspace.channels.values() if p.kind == "channel"]:
                self._workspace.set_member(place.id, user.id, True)
        return user.id

    def add_guest(
        self, name: str, channel: str, team: str = "T0PARTNER1", enterprise: str = "", admin: bool = False
    ) -> str:
        """Share a channel (Slack Connect) with a person of another workspace; gives back the id.

        With an ``enterprise`` ("E…") that workspace is one of an Enterprise Grid, whose people's ids begin with "W".
        """
        user = User(new_id("W" if enterprise else "U"), name, name.title(), "Etc/UTC", "en-US", False, admin)
        with self._workspace.changed:
            self._workspace.add_user(replace(user, team=team, enterprise=enterprise))
            self._workspace.set_member(self._workspace.channel(channel).id, user.id, True)
        return user.id

    def add_channel(self, name: str, kind: ChannelKind = "channel", bot: bool = True, creator: str = "") -> str:
        """Open a channel with everybody of the workspace in it, the bot too unless ``bot`` is False; gives the id."""
        with self._workspace.changed:
            people = frozenset(u.id for u in self._workspace.users.values() if not u.team and (not u.is_bot or bot))
            id = new_id("G" if kind == "group" else "C")
            return self._workspace.add_channel(Channel(id, name, kind, people, creator=creator or self.viewer)).id

    def group_dm(self, users: Sequence[str]) -> str:
        """The group direct message of the bot and some people; gives back the id."""
        return self._workspace.group_direct(users).id

    # the app

    def command(self, name: str, text: str = "", channel: str = GENERAL, user: str | None = None) -> str:
        """Type a slash command; gives back the envelope id of its delivery."""
        return self._interactions.command(name, text, channel, user or self.viewer)

    def click(
        self,
        message_ts: str,
        action_id: str,
        user: str | None = None,
        value: Any = None,
        channel: str | None = None,
        block_id: str | None = None,
    ) -> str:
        """Use a button or other element of a message (``value``: the choice, where there is one); the envelope id."""
        person = user or self.viewer
        return self._interactions.click(message_ts, action_id, person, value, channel=channel, block_id=block_id)

    def click_in_view(
        self, action_id: str, user: str | None = None, value: Any = None, view_id: str | None = None
    ) -> str:
        """Use an element of the modal in front, or of the view of that id (a Home too); the envelope id."""
        return self._interactions.click_in_view(view_id, action_id, user or self.viewer, value)

    def fill_view(self, values: JsonDict, user: str | None = None, view_id: str | None = None) -> None:
        """Fill inputs of a modal in (action or block id -> value) without sending it."""
        self._views.fill(user or self.viewer, values, view_id)

    def submit_view(self, values: JsonDict | None = None, user: str | None = None, view_id: str | None = None) -> str:
        """Fill in and send the modal in front; the envelope id. Needed inputs must be filled, as in Slack's client."""
        return self._views.submit(user or self.viewer, values, view_id)

    def close_view(self, user: str | None = None, view_id: str | None = None, clear: bool = False) -> str | None:
        """Close the modal in front (all with ``clear``); the envelope id where the app asked to be told."""
        return self._views.close(user or self.viewer, view_id, clear)

    def shortcut(
        self, callback_id: str, user: str | None = None, message_ts: str | None = None, channel: str | None = None
    ) -> str:
        """Use a message shortcut (with ``message_ts``) or a global one; the envelope id."""
        return self._interactions.shortcut(callback_id, user or self.viewer, message_ts, channel)

    def open_home(self, user: str | None = None, tab: str = "home") -> str:
        """Go to the app's Home tab; the event id."""
        return self._views.open_home(user or self.viewer, tab)

    def revoke_token(self) -> str:
        """Revoke the bot's token: calls answer ``token_revoked`` from now on; the event id of ``tokens_revoked``."""
        self._tokens[self.bot_token] = "revoked"
        return self._deliveries.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot_user_id]}})

    def uninstall(self) -> str:
        """Take the app out of the workspace; the event id of ``app_uninstalled``."""
        self.revoke_token()
        return self._deliveries.event({"type": "app_uninstalled"})

    def oauth_code(self) -> str:
        """A one-time code for ``oauth.v2.access``."""
        code = secrets.token_urlsafe(12)
        self._codes.add(code)
        return code

    @property
    def client_credentials(self) -> tuple[str, str]:
        """Client id and secret for ``oauth.v2.access``."""
        return self._context.app.client_id, self._context.app.client_secret

    # delivery

    def use_http(self, request_url: str) -> None:
        """Deliver by signed HTTP to this address (loopback only) from now on; it must pass the address check."""
        self._deliveries.use_http(request_url, self.signing_secret)

    def redeliver(self, event_id: str, times: int = 1, with_retry_headers: bool = True) -> None:
        """Send an event again, as Slack does when an ack went missing."""
        self._deliveries.redeliver(event_id, times, with_retry_headers)

    def refresh_connections(self) -> None:
        """Ask every Socket Mode connection to go and come back."""
        self._deliveries.refresh()

    def disable_link(self, disabled: bool = True) -> None:
        """Switch the app's Socket Mode off (every connection is told, no new one is given out), or on again."""
        self._socket_mode.enabled = not disabled
        if disabled:
            self._deliveries.refresh("link_disabled")

    def tell_previous(self, told: bool) -> None:
        """Whether ``message_changed`` carries ``previous_message`` from now on; Slack leaves it out at times."""
        self._people.tells_previous = told

    def refuse_blocks(self, types: Sequence[str], where: str = "message") -> None:
        """Take no blocks of these types from now on (``invalid_blocks``) in a "message", an "unfurl" or a "view"."""
        with self._workspace.changed:
            self._workspace.refused_blocks[where] = frozenset(types)

    def rate_limit_events(self) -> str:
        """Tell the bot that Slack holds events back (``app_rate_limited``); the envelope id."""
        return self._deliveries.rate_limited()

    def drop_connections(self) -> None:
        """Cut every Socket Mode connection without a word."""
        self._deliveries.drop()

    def fail_next(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        times: int = 1,
    ) -> None:
        """Let the next calls of a method ("*": any; "response_url") fail: with a Slack error word or an HTTP status."""
        self._faults.add(Fault(method, times, error=error, status=status, retry_after=retry_after))

    def delay_next(self, method: str, seconds: float, times: int = 1) -> None:
        """Let the next answers come late, after the work was done and stored."""
        self._faults.add(Fault(method, times, delay=seconds))

    def hold_next(self, method: str) -> Hold:
        """Keep the next answer back until ``release`` is called, after the work was done and stored."""
        hold = Hold()
        self._faults.add(Fault(method, hold=hold))
        return hold

    def drop_next(self, method: str, *, after: bool = True, times: int = 1) -> None:
        """Cut the connection of the next calls: after the work was done and stored, or before."""
        self._faults.add(Fault(method, times, drop="after" if after else "before"))

    def clear_faults(self) -> None:
        """Forget every fault ordered and not yet met."""
        self._faults.clear()

    def set_limits(self, *, posting: bool | None = None, tiers: bool | None = None) -> None:
        """Turn on or off: one message a second and channel; each method's calls a minute."""
        self._limits.posting = self._limits.posting if posting is None else posting
        self._limits.tiers = self._limits.tiers if tiers is None else tiers

    # what came of it

    def messages(self, channel: str = GENERAL, thread_ts: str | None = None) -> list[JsonDict]:
        """Messages of a conversation, or of one of its threads (head included), oldest first."""
        place = self._workspace.channel(channel)
        return self._workspace.thread(place.id, thread_ts) if thread_ts else self._workspace.history(place.id)

    def ephemerals(self, user: str | None = None) -> list[JsonDict]:
        """Messages only this person sees, oldest first; Slack's own words have the user "USLACKBOT"."""
        with self._workspace.changed:
            return [e.message for e in self._workspace.ephemerals if e.user == (user or self.viewer)]

    def views(self, user: str | None = None) -> list[JsonDict]:
        """Open modals of this person, bottom first; ``errors`` holds what the bot refused."""
        with self._workspace.changed:
            return list(self._views.stacks.get(user or self.viewer, []))

    def home(self, user: str | None = None) -> JsonDict | None:
        """The Home published for this person."""
        with self._workspace.changed:
            return self._views.homes.get(user or self.viewer)

    @property
    def pings(self) -> list[Ping]:
        """Live tokens in everything the bot posted, links included."""
        with self._workspace.changed:
            return list(self._workspace.pings)

    @property
    def calls(self) -> list[Call]:
        """Web API calls so far, oldest first."""
        with self._workspace.changed:
            return list(self._server.calls)

    @property
    def deliveries(self) -> list[Delivery]:
        """Every try to hand something to the bot, oldest first."""
        return self._deliveries.log

    @property
    def acks(self) -> list[Delivery]:
        """Deliveries the bot acknowledged, each with its latency."""
        return [delivery for delivery in self._deliveries.log if delivery.acked_at is not None]

    @property
    def event_ids(self) -> list[str]:
        """Ids of the events sent so far, oldest first."""
        with self._workspace.changed:
            return list(self._deliveries.events)

    def event(self, event_id: str) -> JsonDict:
        """The body of a sent event."""
        return self._deliveries.events[event_id]

    @property
    def connections(self) -> int:
        """Open Socket Mode connections."""
        with self._workspace.changed:
            return len(self._deliveries.sockets)

    def wait_for(self, predicate: Callable[[], Any], timeout: float = PATIENCE) -> Any:
        """Wait until ``predicate()`` is true and give back what it gave.

        It is asked again at each change here, and every 20 ms for the sake of what changes elsewhere.

        Raises:
            TimeoutError: it was not true within ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            seen = self._workspace.revision
            if found := predicate():  # asked without the lock held, so that it may call the Web API
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the local Slack waited in vain")
            with self._workspace.changed:
                if self._workspace.revision == seen:
                    self._workspace.changed.wait(min(left, 0.02))

    def wait_for_change(self, since: int, timeout: float) -> int:
        """Wait until something changed after revision ``since``, or the time is up; gives back the revision."""
        with self._workspace.changed:
            self._workspace.changed.wait_for(lambda: self._workspace.revision > since, timeout)
            return self._workspace.revision

    def _exchange(self, code: str) -> str | None:
        if code not in self._codes:
            return None
        self._codes.discard(code)
        self._tokens[self.bot_token] = "bot"
        return self.bot_token

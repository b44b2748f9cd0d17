"""How the local Slack hands things to the bot: Socket Mode envelopes or signed HTTP requests, acks, retries.

Retries of events: at once, after one minute, after five (Slack's documented schedule), on the clock that was passed in.
Commands and interactions are sent once: the person who caused them is told when no ack comes within the limit.
"""

from __future__ import annotations

import logging
import random
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlsplit

import requests

from local_slack.clock import Timer, Timers
from local_slack.errors import NotDelivered
from local_slack.model import Change, new_id
from local_slack.signed_http import Kind, SignedHttp, answer_payload, encoded, retry_headers
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]
#: Seconds between a failed delivery of an event and the next try.
RETRY_SCHEDULE = (0.0, 60.0, 300.0)
#: Seconds the bot has to acknowledge.
ACK_SECONDS = 3.0
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try to hand one thing to the bot."""

    #: Envelope id in Socket Mode; made up likewise for HTTP.
    envelope_id: str
    #: "events_api", "slash_commands" or "interactive".
    kind: Kind
    #: Event id, or None for commands and interactions.
    event_id: str | None
    #: Type of what was sent: "message", "app_mention", "/brief", "block_actions", "view_submission" …
    name: str
    #: 0 for the first try.
    attempt: int
    #: "socket" or "http".
    route: Literal["socket", "http"]
    #: Instant it was sent, seconds since 1970.
    sent_at: float
    #: Instant the ack came, or None.
    acked_at: float | None = None
    #: What came with the ack.
    payload: JsonDict = field(default_factory=dict, hash=False)
    #: Why it failed: "timeout", "connection_failed", "http_error", or None.
    failure: str | None = None

    @property
    def latency(self) -> float | None:
        """Seconds from sending to the ack; None without one."""
        return None if self.acked_at is None else self.acked_at - self.sent_at


class Socket:
    """One open Socket Mode connection, as the sender sees it."""

    def __init__(self, send: Callable[[JsonDict | None], None], abort: Callable[[], None]) -> None:
        #: Hand over one message; None asks for a clean close. Any thread may call it.
        self.send = send
        #: Cut the connection without a close frame.
        self.abort = abort


@dataclass(slots=True)
class _Pending:
    body: JsonDict
    on_ack: Callable[[JsonDict], None]
    on_failure: Callable[[str], None]
    timer: Timer | None = None
    socket: Socket | None = None


class Deliveries:
    """Everything sent to the bot, and what became of it."""

    def __init__(
        self,
        workspace: Workspace,
        timers: Timers,
        *,
        retry_schedule: Sequence[float] = RETRY_SCHEDULE,
        ack_seconds: float = ACK_SECONDS,
        session: requests.Session | None = None,
        wall: Callable[[], float],
    ) -> None:
        """``wall`` gives the real time for signatures, which the bot checks against its own clock."""
        self._workspace = workspace
        self._timers = timers
        self._retries = tuple(retry_schedule)
        self._ack_seconds = ack_seconds
        #: How requests are sent where the bot takes them over HTTP.
        self.signed_http = SignedHttp(session, wall, ack_seconds)
        self._pool: ThreadPoolExecutor | None = None
        self._pending: dict[str, _Pending] = {}
        self._log: dict[str, Delivery] = {}
        #: Open Socket Mode connections.
        self.sockets: list[Socket] = []
        #: Address for signed HTTP delivery, or None for Socket Mode.
        self.request_url: str | None = None
        #: Bodies of the events sent so far by event id, oldest first.
        self.events: dict[str, JsonDict] = {}
        #: Event types the app subscribed to, such as "message.channels"; None means all.
        self.subscribed: frozenset[str] | None = None
        #: Addresses for commands and interactions where they differ from ``request_url``.
        self.other_urls: dict[Kind, str] = {}

    @property
    def log(self) -> list[Delivery]:
        """Every try so far, oldest first."""
        with self._workspace.changed:
            return list(self._log.values())

    def start(self) -> None:
        """Get ready to send over HTTP."""
        self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="local-slack-http")

    def stop(self) -> None:
        """Close every connection and stop sending."""
        for socket in self._sockets():
            socket.send(None)
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    # sending

    def event(
        self, event: JsonDict, subscription: str | None = None, *, channel: str = "", actor: str | None = None
    ) -> str:
        """Send an event to the bot, with retries until it is acked; gives back its event id.

        ``subscription`` is the name an app subscribes to ("message.channels"), the event's type by default. What a
        person of another workspace (``actor``) does in a shared ``channel`` comes under their workspace's id; the
        workspace the app is installed in stands in ``authorizations`` then.
        """
        event_id = new_id("Ev")
        if self.subscribed is not None and (subscription or event["type"]) not in self.subscribed:
            return event_id
        body = {
            "token": "local",
            **self._teams(channel, actor),
            "api_app_id": self._workspace.app["id"],
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(self._workspace.clock.now()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self._workspace.team["id"],
                    "user_id": self._workspace.app["bot_user"],
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": self._workspace.is_shared(channel),
            "event_context": f"4-{event_id}",
        }
        with self._workspace.changed:
            self.events[event_id] = body
        self._send_event(body, 0, None)
        return event_id

    def _teams(self, channel: str, actor: str | None) -> JsonDict:
        own = self._workspace.team["id"]
        guest = self._workspace.guest(actor)
        if not self._workspace.is_shared(channel):
            return {"team_id": own}
        context = {"context_team_id": own, "context_enterprise_id": None}
        if guest is None:
            return {"team_id": own, **context}
        return {"team_id": guest.team, "enterprise_id": guest.enterprise or None, **context}

    def redeliver(self, event_id: str, times: int = 1, with_retry_headers: bool = True) -> None:
        """Send an event again ``times`` times, with or without the words that call it a retry.

        Raises:
            NotDelivered: no event of that id was ever sent.
        """
        body = self.events.get(event_id)
        if body is None:
            raise NotDelivered("That event was never sent.")
        for attempt in range(1, times + 1):
            number, reason = (attempt, "timeout") if with_retry_headers else (0, None)
            self._send_event(body, number, reason, last=True)

    def rate_limited(self) -> str:
        """Tell the bot that Slack holds events back for a minute; gives back the envelope id."""
        body = {
            "token": "local",
            "type": "app_rate_limited",
            "team_id": self._workspace.team["id"],
            "minute_rate_limited": int(self._workspace.clock.now()) // 60 * 60,
            "api_app_id": self._workspace.app["id"],
        }
        return self.once("events_api", body, "app_rate_limited", lambda _payload: None, lambda _why: None)

    def once(
        self,
        kind: Kind,
        payload: JsonDict,
        name: str,
        on_ack: Callable[[JsonDict], None],
        on_failure: Callable[[str], None],
    ) -> str:
        """Send a command or an interaction, once; gives back its envelope id."""
        return self._send(kind, payload, name, 0, None, on_ack, on_failure)

    def _send_event(self, body: JsonDict, attempt: int, reason: str | None, last: bool = False) -> None:
        def failed(why: str) -> None:
            if not last and attempt < len(self._retries):
                self._timers.after(self._retries[attempt], lambda: self._send_event(body, attempt + 1, why))

        name = body["event"]["type"] + (f".{body['event']['subtype']}" if body["event"].get("subtype") else "")
        self._send("events_api", body, name, attempt, reason, lambda _payload: None, failed)

    def _send(
        self,
        kind: Kind,
        payload: JsonDict,
        name: str,
        attempt: int,
        reason: str | None,
        on_ack: Callable[[JsonDict], None],
        on_failure: Callable[[str], None],
    ) -> str:
        envelope_id = str(uuid.uuid4())
        route: Literal["socket", "http"] = "http" if self.request_url else "socket"
        with self._workspace.changed:
            self._log[envelope_id] = Delivery(
                envelope_id, kind, payload.get("event_id"), name, attempt, route, self._workspace.clock.now()
            )
            pending = self._pending[envelope_id] = _Pending(payload, on_ack, on_failure)
        if route == "http":
            self._send_http(envelope_id, kind, payload, attempt, reason)
            return envelope_id
        with self._workspace.changed:
            sockets = self._sockets()
            if sockets:
                pending.socket = random.choice(sockets)  # noqa: S311 - several connections share events at random
                pending.timer = self._timers.after(self._ack_seconds, lambda: self.fail(envelope_id, "timeout"))
        if pending.socket is None:
            self.fail(envelope_id, "connection_failed")
            return envelope_id
        envelope: JsonDict = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason or ""}
        pending.socket.send(envelope)
        return envelope_id

    # answers

    def ack(self, envelope_id: str, payload: JsonDict | None = None) -> None:
        """Take the bot's acknowledgement; late and doubled ones change nothing."""
        with self._workspace.changed:
            pending = self._pending.pop(envelope_id, None)
            if pending is None:
                return
            if pending.timer is not None:
                pending.timer.cancel()
            now = self._workspace.clock.now()
            self._log[envelope_id] = replace(self._log[envelope_id], acked_at=now, payload=payload or {})
            self._workspace.notify()
        pending.on_ack(payload or {})

    def fail(self, envelope_id: str, why: str) -> None:
        """Give a delivery up: an event is retried, a person is told."""
        with self._workspace.changed:
            pending = self._pending.pop(envelope_id, None)
            if pending is None:
                return
            if pending.timer is not None:
                pending.timer.cancel()
            self._log[envelope_id] = replace(self._log[envelope_id], failure=why)
            self._workspace.notify()
        pending.on_failure(why)

    # connections

    def connected(self, socket: Socket) -> int:
        """Count a new connection in; gives back how many there are now."""
        with self._workspace.changed:
            self.sockets.append(socket)
            self._workspace.publish(Change("status", {"connected": True}))
            return len(self.sockets)

    def disconnected(self, socket: Socket) -> None:
        """Count a connection out; what it had not acked is tried again as Slack would."""
        with self._workspace.changed:
            if socket in self.sockets:
                self.sockets.remove(socket)
            orphans = [envelope for envelope, pending in self._pending.items() if pending.socket is socket]
            self._workspace.publish(Change("status", {"connected": self.reachable}))
        for envelope_id in orphans:
            self.fail(envelope_id, "connection_failed")

    @property
    def reachable(self) -> bool:
        """Whether there is somewhere to send to."""
        return bool(self.sockets) or self.request_url is not None

    def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to go and come back, as Slack does every few hours."""
        for socket in self._sockets():
            socket.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
            socket.send(None)

    def drop(self) -> None:
        """Cut every connection without a word."""
        for socket in self._sockets():
            socket.abort()

    def _sockets(self) -> list[Socket]:
        with self._workspace.changed:
            return list(self.sockets)

    # signed HTTP

    def use_http(self, request_url: str, signing_secret: str, others: dict[Kind, str] | None = None) -> None:
        """Deliver by signed HTTP from now on, to ``request_url`` on this machine only.

        Raises:
            NotDelivered: an address is not on loopback, or does not pass the address check (``url_verification``).
        """
        for url in (request_url, *(others or {}).values()):
            if urlsplit(url).hostname not in _LOOPBACK:
                raise NotDelivered("The local Slack only sends to this machine.")
        self.request_url, self.other_urls = request_url, dict(others or {})
        self.signed_http.secret = signing_secret
        try:
            self.signed_http.check(request_url)
        except NotDelivered:
            self.request_url = None
            raise
        self._workspace.publish(Change("status", {"connected": True}))

    def _send_http(self, envelope_id: str, kind: Kind, payload: JsonDict, attempt: int, reason: str | None) -> None:
        headers = retry_headers(attempt, reason)
        body, content_type = encoded(kind, payload)
        url = self.other_urls.get(kind, self.request_url or "")
        if self._pool is None:
            self.fail(envelope_id, "connection_failed")
        else:
            self._pool.submit(self._post_and_settle, envelope_id, url, body, content_type, headers)

    def _post_and_settle(
        self, envelope_id: str, url: str, body: str, content_type: str, headers: dict[str, str]
    ) -> None:
        try:
            answer = self.signed_http.post(url, body, content_type, headers)
        except requests.Timeout:
            self.fail(envelope_id, "http_timeout")
            return
        except requests.RequestException:
            self.fail(envelope_id, "connection_failed")
            return
        if answer.status_code != 200:
            if answer.headers.get("X-Slack-No-Retry") == "1":
                with self._workspace.changed:
                    if envelope_id in self._pending:
                        self._pending[envelope_id].on_failure = lambda _why: None
            self.fail(envelope_id, "http_error")
            return
        self.ack(envelope_id, answer_payload(answer))

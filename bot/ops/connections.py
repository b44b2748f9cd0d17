"""What a stranger may cost a web server: uvicorn's HTTP/1.1 protocol with a limit on every wait and on connections.

uvicorn itself waits for ever for the rest of a request, so a few hundred half requests would use up every file descriptor
of the process. Here each phase of a connection has its time, and a new connection takes the place of the one that has kept
us waiting longest: whoever sends a whole request at once is answered, however many others never finish theirs.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.ops import metrics

_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one server waits and holds."""

    #: Longest wait for a request's head, from the connection or the last answer on, in seconds.
    head_seconds: float = 10.0
    #: Longest wait for a request's body after its head, in seconds.
    body_seconds: float = 10.0
    #: Longest time an answer may take to be made and fetched, in seconds. Slack itself gives up after three.
    answer_seconds: float = 30.0
    #: Connections held at once.
    connections: int = 128
    #: Connections taken at one go: with those just dropped, what a crowd may hold beyond the cap.
    at_once: int = 64
    #: Connections the kernel keeps until we take them; they cost no file descriptor.
    backlog: int = 1024


class BoundedProtocol(H11Protocol):
    """One connection."""

    #: Set by :func:`protocol`.
    limits = Limits()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._phase: object = None
        self._timer: asyncio.TimerHandle | None = None
        #: Instant of the loop's clock since which this connection is in its phase.
        self.since = 0.0
        #: Whether it was given up and only waits to be taken off the list.
        self.dropped = False

    # -- asyncio's side ----------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection; where there are too many, the one that has kept us waiting longest goes."""
        super().connection_made(transport)
        self._watch()
        held = [c for c in self.connections if isinstance(c, BoundedProtocol) and not c.dropped]
        if len(held) > self.limits.connections:
            waiting = [connection for connection in held if connection.is_waiting]
            min(waiting or [self], key=lambda connection: connection.since).drop("crowded")

    def data_received(self, data: bytes) -> None:
        """Read on, unless we are hanging up."""
        if self.dropped or self.transport.is_closing():
            return
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self.dropped = True
        self._set_timer(None)
        super().connection_lost(exc)

    # -- uvicorn's side ----------------------------------------------------------------------------------------------

    def on_response_complete(self) -> None:
        """The next request's time begins."""
        super().on_response_complete()
        self._watch()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP; the application, if it was asked already, has nobody to answer any more."""
        metrics.REFUSED.labels(reason="malformed").inc()
        answered = self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE)
        self._leave_application()
        if answered:
            self.drop(None)
        else:
            super().send_400_response(msg)

    def shutdown(self) -> None:
        """The server stops: only what is being answered is waited for."""
        if self.is_waiting or self.transport.is_closing():
            self.drop(None)
        else:
            super().shutdown()

    # -- limits ------------------------------------------------------------------------------------------------------

    @property
    def is_waiting(self) -> bool:
        """Whether it is the client's turn: there is no whole request yet."""
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY)

    def drop(self, reason: str | None) -> None:
        """Cut the connection; ``reason`` is counted."""
        if reason is not None:
            metrics.REFUSED.labels(reason=reason).inc()
        self.dropped = True
        self._leave_application()
        self.transport.abort()

    def _watch(self) -> None:
        """Give each phase its time; more bytes of the same phase win none."""
        phase = self.conn.their_state
        if phase is self._phase or self.dropped:
            return
        self._phase = phase
        self.since = self.loop.time()
        if phase is h11.IDLE:
            self._set_timer(self.limits.head_seconds)
        elif phase is h11.SEND_BODY:
            self._set_timer(self.limits.body_seconds)
        else:
            self._set_timer(self.limits.answer_seconds)

    def _set_timer(self, seconds: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, self._too_slow) if seconds is not None else None

    def _too_slow(self) -> None:
        if self.is_waiting and not self.transport.is_closing() and self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            # Goes out at once or not at all.
            self.transport.write(_SLOW)
        self.drop("slow")

    def _leave_application(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()


def protocol(limits: Limits) -> type[BoundedProtocol]:
    """The protocol of a server with these limits, for uvicorn's setting ``http``."""
    return cast("type[BoundedProtocol]", type("LimitedProtocol", (BoundedProtocol,), {"limits": limits}))

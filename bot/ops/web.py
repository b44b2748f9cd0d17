"""Small web servers in threads: HTTP mode, health and metrics. What a client may cost one stands in `connections`."""

from __future__ import annotations

import socket
import threading

import uvicorn
from starlette.applications import Starlette

from bot.ops.connections import Limits, protocol
from summarizers.errors import AttacheError


class PortTaken(AttacheError):
    """The server could not listen."""

    kind = "port-taken"


class _Server(uvicorn.Server):
    """uvicorn takes as many connections at one go as may queue up; here the queue is longer."""

    def __init__(self, config: uvicorn.Config, queue: int) -> None:
        super().__init__(config)
        self._queue = queue

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(self._queue)


class WebServer:
    """A uvicorn server in a thread of its own."""

    def __init__(self, app: Starlette, host: str, port: int, *, setting: str, limits: Limits | None = None) -> None:
        """``port`` 0 takes a free one; ``setting`` names the variable to change when the port is taken."""
        self._app = app
        self._host = host
        self._port = port
        self._setting = setting
        self._limits = limits or Limits()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> int:
        """Listen; the port taken.

        Raises :class:`PortTaken`.
        """
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self._host, self._port))
            # From here on callers wait instead of being refused while the server comes up.
            listener.listen(self._limits.backlog)
        except OSError as error:
            listener.close()
            raise PortTaken(f"I cannot listen on port {self._port}; please check {self._setting}.") from error
        config = uvicorn.Config(
            self._app,
            http=protocol(self._limits),
            # No page here talks over a WebSocket, and that protocol would wait without our limits.
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            backlog=self._limits.at_once,
            timeout_graceful_shutdown=3,
        )
        self._server = _Server(config, self._limits.backlog)
        self._thread = threading.Thread(
            target=self._server.run, args=([listener],), name=f"web-{self._setting}", daemon=True
        )
        self._thread.start()
        return int(listener.getsockname()[1])

    def stop(self) -> None:
        """Answer what was asked, then stop listening."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(timeout=10)

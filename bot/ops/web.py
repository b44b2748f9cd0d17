"""Small web servers in threads: HTTP mode, health and metrics."""

from __future__ import annotations

import socket
import threading

import uvicorn
from starlette.applications import Starlette

from summarizers.errors import AttacheError


class PortTaken(AttacheError):
    """The server could not listen."""

    kind = "port-taken"


class WebServer:
    """A uvicorn server in a thread of its own."""

    def __init__(self, app: Starlette, host: str, port: int, *, setting: str) -> None:
        """``port`` 0 takes a free one; ``setting`` names the variable to change when the port is taken."""
        self._app = app
        self._host = host
        self._port = port
        self._setting = setting
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
            listener.listen(128)
        except OSError as error:
            listener.close()
            raise PortTaken(f"I cannot listen on port {self._port}; please check {self._setting}.") from error
        config = uvicorn.Config(
            self._app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=3
        )
        self._server = uvicorn.Server(config)
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

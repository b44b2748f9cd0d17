"""The outer edge of the server: who may speak to it, and how a connection is cut."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_NAMES = ("127.0.0.1", "localhost", "[::1]")


class HostGuard:
    """Refuses requests that did not ask for loopback by name, so a rebound host name or a foreign page gets nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when its ``Host`` (and ``Origin``, where there is one) is this server."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        hosts = {f"{name}:{scope['server'][1]}" for name in _NAMES}
        # slack_sdk's own websocket client leaves the port out of Host; the name is what rebinding changes
        named = headers.get("host") in hosts | set(_NAMES)
        origin = headers.get("origin")
        if named and (origin is None or origin in {f"http://{host}" for host in hosts}):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse("This server only answers to its own name.", 421)(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})


class CuttableProtocol(H11Protocol):
    """uvicorn's HTTP protocol, remembering its transports so that a test can have one cut."""

    #: Open transports by the client's (host, port).
    transports: dict[Any, asyncio.Transport] = {}  # noqa: RUF012 - one registry for all connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the transport."""
        super().connection_made(transport)
        self.transports[transport.get_extra_info("peername")[:2]] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the transport."""
        for client, transport in list(self.transports.items()):
            if transport is self.transport:
                del self.transports[client]
        super().connection_lost(exc)

    @classmethod
    def cut(cls, client: Any) -> None:
        """Cut a client's connection without a word."""
        transport = cls.transports.pop(tuple(client), None)
        if transport is not None:
            transport.abort()

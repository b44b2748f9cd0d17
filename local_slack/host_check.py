"""Who may speak to the server: requests that ask for loopback by name."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_NAMES = ("127.0.0.1", "localhost", "[::1]")


class HostCheck:
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

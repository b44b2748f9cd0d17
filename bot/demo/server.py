"""The local Slack on the wire: Web API, Socket Mode, ``response_url``, on loopback only."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.demo.api import METHODS, ApiError, Args, Context
from bot.demo.delivery import Socket
from bot.demo.interactive import Interactions

JsonDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call the bot made."""

    #: Method, such as "chat.postMessage".
    method: str
    #: Its arguments without the token; nested ones parsed.
    args: JsonDict
    #: Instant it came, seconds since 1970.
    at: float
    #: Slack's error word in the answer, or None when it was ok.
    error: str | None
    #: HTTP status of the answer.
    status: int = 200


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
        port = scope["server"][1]
        hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        origin = headers.get("origin")
        # slack_sdk's own websocket client leaves the port out of Host; the name is what rebinding changes
        named = headers.get("host") in hosts | {host.rsplit(":", 1)[0] for host in hosts}
        own = named and (origin is None or origin in {f"http://{host}" for host in hosts})
        if own:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse("This server only answers to its own name.", 421)(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})


class Server:
    """Routes of the local Slack."""

    def __init__(self, context: Context, interactions: Interactions, tokens: dict[str, str]) -> None:
        """``tokens`` maps each token to its kind: "bot" or "app"."""
        self._context = context
        self._interactions = interactions
        self._tokens = tokens
        self._tickets: set[str] = set()
        self.calls: list[Call] = []
        self.loop: asyncio.AbstractEventLoop | None = None
        context.ticket = self.ticket

    def app(self, started: Callable[[], None]) -> ASGIApp:
        """The ASGI application; ``started`` is called on its loop once it serves."""

        @asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            self.loop = asyncio.get_running_loop()
            started()
            yield

        routes = [
            Route("/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/respond/{key}", self._respond, methods=["POST"]),
            WebSocketRoute("/link/{ticket}", self._socket),
        ]
        return HostGuard(Starlette(routes=routes, lifespan=lifespan))

    def ticket(self) -> str:
        """A one-time address for a Socket Mode connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"{self._context.root.replace('http', 'ws', 1)}/link/{ticket}"

    async def _call(self, request: Request) -> Response:
        name = request.path_params["method"]
        values = await _arguments(request)
        header = request.headers.get("authorization", "")
        token = header.removeprefix("Bearer ").strip() if header else str(values.get("token", ""))
        values.pop("token", None)
        headers = {"x-oauth-scopes": ",".join(sorted(self._context.scopes))}
        try:
            answer = {"ok": True, **self._run(name, token, Args(values))}
            error = None
        except ApiError as refusal:
            answer, error = {"ok": False, "error": refusal.code, **refusal.more}, refusal.code
        workspace = self._context.workspace
        with workspace.changed:
            self.calls.append(Call(name, _parsed(values), workspace.clock.now(), error))
            workspace.notify()
        return JSONResponse(answer, headers=headers)

    def _run(self, name: str, token: str, args: Args) -> JsonDict:
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        if not token:
            raise ApiError("not_authed")
        kind = self._tokens.get(token)
        if kind is None:
            raise ApiError("invalid_auth")
        if method.token != kind:
            raise ApiError("not_allowed_token_type")
        return method.run(self._context, args)

    async def _respond(self, request: Request) -> Response:
        try:
            payload = json.loads(await request.body())
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        error = self._interactions.use(request.path_params["key"], payload)
        if error is not None:
            return JSONResponse({"ok": False, "error": error}, 404)
        return PlainTextResponse("ok")

    async def _socket(self, websocket: WebSocket) -> None:
        ticket = websocket.path_params["ticket"]
        if ticket not in self._tickets:
            await websocket.close(1008)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        loop = asyncio.get_running_loop()
        outgoing: asyncio.Queue[JsonDict | None] = asyncio.Queue()

        def send(message: JsonDict | None) -> None:
            with suppress(RuntimeError):  # the loop is gone: the server stopped
                loop.call_soon_threadsafe(outgoing.put_nowait, message)

        deliveries = self._context.deliveries
        socket = Socket(send, lambda: send(None))
        count = deliveries.connected(socket)
        await websocket.send_json(
            {
                "type": "hello",
                "num_connections": count,
                "debug_info": {"host": "local", "approximate_connection_time": 18060},
                "connection_info": {"app_id": self._context.workspace.app["id"]},
            }
        )
        reader = asyncio.create_task(self._read(websocket))
        try:
            while not reader.done():
                getter = asyncio.create_task(outgoing.get())
                await asyncio.wait({reader, getter}, return_when=asyncio.FIRST_COMPLETED)
                if not getter.done():
                    getter.cancel()
                    break
                message = getter.result()
                if message is None:
                    break
                await websocket.send_json(message)
        finally:
            reader.cancel()
            deliveries.disconnected(socket)
            with suppress(RuntimeError, WebSocketDisconnect):
                await websocket.close()

    async def _read(self, websocket: WebSocket) -> None:
        with suppress(WebSocketDisconnect):
            while True:
                try:
                    answer = json.loads(await websocket.receive_text())
                except (ValueError, KeyError):
                    continue
                if isinstance(answer, dict) and "envelope_id" in answer:
                    payload = answer.get("payload")
                    carried = payload if isinstance(payload, dict) else None
                    self._context.deliveries.ack(str(answer["envelope_id"]), carried)


async def _arguments(request: Request) -> JsonDict:
    """Arguments by query, form and JSON together."""
    values: JsonDict = dict(request.query_params)
    body = await request.body()
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type == "application/json" and body:
        try:
            parsed = json.loads(body)
        except ValueError:
            parsed = {}
        if isinstance(parsed, dict):
            values |= parsed
    elif content_type == "application/x-www-form-urlencoded":
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return values


def _parsed(values: JsonDict) -> JsonDict:
    """Arguments for the record, with JSON fields of a form parsed."""
    out = dict(values)
    for key, value in values.items():
        if isinstance(value, str) and value[:1] in "[{" and value:
            with suppress(ValueError):
                out[key] = json.loads(value)
    return out

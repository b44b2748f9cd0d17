"""The local Slack on the wire: Web API, ``response_url``, uploads, and the routes of other modules, on loopback only."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp

from local_slack.api import METHODS, Args, Context
from local_slack.connections import CuttableProtocol
from local_slack.errors import ApiError
from local_slack.faults import Fault, Faults
from local_slack.host_check import HostCheck
from local_slack.rate_limits import RateLimits
from local_slack.socket_mode import SocketMode
from local_slack.tokens import Tokens

JsonDict = dict[str, Any]
#: Largest body taken, in bytes.
BODY_BYTES = 1_000_000
_REDACTED = ("token", "client_secret", "code")


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call the bot made."""

    #: Method, such as "chat.postMessage".
    method: str
    #: Its arguments without secrets; nested ones parsed.
    args: JsonDict
    #: Instant it came, seconds since 1970.
    at: float
    #: Slack's error word in the answer, None when it was ok, "dropped" when the connection was cut before anything.
    error: str | None
    #: HTTP status of the answer; 0 when there was none.
    status: int = 200


class Server:
    """Routes of the local Slack."""

    def __init__(
        self, context: Context, socket_mode: SocketMode, faults: Faults, limits: RateLimits, tokens: Tokens
    ) -> None:
        self._context = context
        self._socket_mode = socket_mode
        self._faults = faults
        self._limits = limits
        self._tokens = tokens
        #: Calls so far, oldest first.
        self.calls: list[Call] = []

    def app(self, started: Callable[[], None], routes: Sequence[BaseRoute]) -> ASGIApp:
        """The ASGI application with further ``routes``; ``started`` is called once it serves."""

        @asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            started()
            yield

        own = [
            Route("/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/respond/{team}/{key}", self._respond, methods=["POST"]),
            Route("/upload/{key}", self._upload, methods=["POST"]),
            WebSocketRoute("/link/{ticket}", self._socket_mode.serve),
        ]
        return HostCheck(Starlette(routes=[*own, *routes], lifespan=lifespan))

    async def _call(self, request: Request) -> Response:
        name = request.path_params["method"]
        fault = self._faults.take(name)
        values = await _arguments(request)
        if fault is not None and fault.drop == "before":
            self._record(name, values, "dropped", 0)
            CuttableProtocol.cut(request.client)
            return Response(status_code=500)
        scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
        if scheme == "Basic":  # how slack_sdk sends client id and secret
            with suppress(ValueError):
                pair = base64.b64decode(credentials, validate=True).decode("utf-8").split(":", 1)
                values |= dict(zip(("client_id", "client_secret"), pair, strict=False))
        token = credentials.strip() if scheme == "Bearer" else str(values.get("token", ""))
        headers = {"x-oauth-scopes": ",".join(sorted(self._context.app.scopes)), "x-accepted-oauth-scopes": ""}
        status, answer = self._answer(name, token, values, fault)
        if status == 429:
            headers["Retry-After"] = str(answer.pop("retry_after"))
        self._record(name, values, answer.get("error"), status)
        if fault is not None:
            await self._hold_back(fault, request)
        if status >= 500:
            return PlainTextResponse("Something went wrong on our side.", status)
        return JSONResponse(answer, status, headers=headers)

    def _record(self, name: str, values: JsonDict, error: str | None, status: int) -> None:
        workspace = self._context.workspace
        with workspace.changed:
            self.calls.append(Call(name, _recorded(values), workspace.clock.now(), error, status))
            workspace.notify()

    @staticmethod
    async def _hold_back(fault: Fault, request: Request) -> None:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.hold is not None:
            await asyncio.wrap_future(fault.hold.released)
        if fault.drop == "after":
            CuttableProtocol.cut(request.client)

    def _answer(self, name: str, token: str, values: JsonDict, fault: Fault | None) -> tuple[int, JsonDict]:
        try:
            if fault is not None and fault.error is not None:
                raise ApiError(fault.error)
            if fault is not None and fault.status == 429:
                return 429, {"ok": False, "error": "ratelimited", "retry_after": fault.retry_after or 1}
            if fault is not None and fault.status is not None:
                return fault.status, {"ok": False, "error": "internal_error"}
            wait = self._authorised(name, token, values)
            if wait is not None:
                return 429, {"ok": False, "error": "ratelimited", "retry_after": wait}
            return 200, {"ok": True, **METHODS[name].run(self._context, Args(values))}
        except ApiError as refusal:
            return 200, {"ok": False, "error": refusal.code, **refusal.more}

    def _authorised(self, name: str, token: str, values: JsonDict) -> int | None:
        """Check token and scopes, then the limits; gives back the seconds to wait when there were too many calls.

        Raises:
            ApiError: ``unknown_method``, ``not_authed``, ``invalid_auth``, ``token_revoked``,
                ``not_allowed_token_type``, ``missing_scope``.
        """
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        if method.token != "none":  # noqa: S105 - a kind of token
            if not token:
                raise ApiError("not_authed")
            kind = self._tokens.kind(token)
            if kind is None:
                raise ApiError("invalid_auth")
            if kind == "revoked":
                raise ApiError("token_revoked")
            if method.token != kind:
                raise ApiError("not_allowed_token_type")
        granted = self._context.app.scopes
        if method.scopes and not granted & set(method.scopes):
            raise ApiError("missing_scope", needed=",".join(method.scopes), provided=",".join(sorted(granted)))
        wait = self._limits.call(name, method.per_minute)
        if wait is None and name == "chat.postMessage" and isinstance(values.get("channel"), str):
            wait = self._limits.post(values["channel"])
        return wait

    async def _respond(self, request: Request) -> Response:
        fault = self._faults.take("response_url")
        if fault is not None and fault.status is not None:
            return PlainTextResponse("Something went wrong on our side.", fault.status)
        try:
            payload = json.loads(await body_of(request))
        except ValueError:
            payload = None
        error = self._context.response_urls.use(request.path_params["key"], payload)
        if error in ("expired_url", "used_url", "invalid_url"):
            return JSONResponse({"ok": False, "error": error}, 404)
        if error is not None:
            return JSONResponse({"ok": False, "error": error}, 400)
        return PlainTextResponse("ok")

    async def _upload(self, request: Request) -> Response:
        taken = self._context.files.receive(request.path_params["key"], await body_of(request, 25_000_000))
        return PlainTextResponse("OK") if taken else PlainTextResponse("no such upload", 404)


async def body_of(request: Request, limit: int = BODY_BYTES) -> bytes:
    """The body, or nothing when it is larger than ``limit``."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > limit:
            return b""
    return bytes(taken)


async def _arguments(request: Request) -> JsonDict:
    """Arguments by query, form and JSON together."""
    values: JsonDict = dict(request.query_params)
    body = await body_of(request)
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type == "application/json" and body:
        with suppress(ValueError):
            parsed = json.loads(body)
            values |= parsed if isinstance(parsed, dict) else {}
    elif content_type == "application/x-www-form-urlencoded":
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return values


def _recorded(values: JsonDict) -> JsonDict:
    """Arguments for the record: without secrets, JSON fields of a form parsed."""
    out = {key: value for key, value in values.items() if key not in _REDACTED}
    for key, value in out.items():
        if isinstance(value, str) and value[:1] in ("[", "{"):
            with suppress(ValueError):
                out[key] = json.loads(value)
    return out

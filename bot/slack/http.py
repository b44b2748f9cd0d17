"""HTTP mode: Slack's signed requests, handed to Bolt beside the event loop.

Nothing of a request is parsed, counted by its content or given to Bolt before its signature holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import structlog
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ops import metrics

#: Where Slack sends events, commands and interactions.
PATH = "/slack/events"
#: Largest request body taken, in bytes; Slack's own are far smaller.
MOST_BYTES = 1_000_000
#: What Bolt hears of a request's headers. Its own "x-slack-bolt-…" steer it from inside and are nobody else's.
_HEARD = (
    "content-type",
    "x-slack-request-timestamp",
    "x-slack-signature",
    "x-slack-retry-num",
    "x-slack-retry-reason",
)
#: The two headers of a signature, as docs.slack.dev/authentication/verifying-requests-from-slack has them.
_TIMESTAMP, _SIGNATURE = re.compile(r"[0-9]{1,12}"), re.compile(r"v0=[0-9a-f]{64}")

#: What the parts of a request that Bolt looks into are, where they are there: Slack's documented payloads, no more.
_SHAPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(
        ("event", "view", "message", "item", "container", "state", "function_data", "assistant_thread"), (dict,)
    ),
    **dict.fromkeys(("team", "user", "channel", "enterprise"), (dict, str)),
    **dict.fromkeys(("authorizations", "actions", "response_urls"), (list,)),
    **dict.fromkeys(
        ("type", "team_id", "user_id", "channel_id", "command", "text", "callback_id", "trigger_id"), (str,)
    ),
    **dict.fromkeys(("event_id", "response_url", "challenge", "ssl_check", "token"), (str,)),
}

_log = structlog.get_logger("attache.http")


def http_app(app: App, signing_secret: str) -> Starlette:
    """The web application in front of a Bolt app that lives by ``signing_secret``.

    Answers 401 to what Slack did not sign, 400 to what is signed and no request of Slack's, 413 to what is too large.
    """
    verifier = SignatureVerifier(signing_secret)

    async def slack_events(request: Request) -> Response:
        signature = _signature(request.headers)
        if signature is None:
            return _refused("unsigned", 401)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        if body is None:
            return _refused("too-large", 413)
        try:
            # Slack's bodies are UTF-8; the verifier decodes them.
            signed = verifier.is_valid(body, *signature)
        except UnicodeDecodeError:
            signed = False
        if not signed:
            return _refused("unsigned", 401)
        parsed = _parsed(body.decode("utf-8"), request.headers)
        if parsed is None:
            return _refused("malformed", 400)
        answer = await run_in_threadpool(app.dispatch, parsed)
        return Response(
            content=answer.body,
            status_code=answer.status,
            headers={name: values[0] for name, values in answer.headers.items() if values},
        )

    made = Starlette(routes=[Route(PATH, slack_events, methods=["POST"])])
    # An address with a slash too many is no other address; the redirect would repeat the sender's Host.
    made.router.redirect_slashes = False
    return made


def _refused(reason: str, status: int) -> Response:
    metrics.REFUSED.labels(reason=reason).inc()
    return Response(status_code=status)


def _signature(headers: Headers) -> tuple[str, str] | None:
    """Timestamp and signature, or None where they are not there once each, in the form Slack gives them."""
    timestamps, signatures = headers.getlist("x-slack-request-timestamp"), headers.getlist("x-slack-signature")
    if len(timestamps) != 1 or len(signatures) != 1:
        return None
    if not _TIMESTAMP.fullmatch(timestamps[0]) or not _SIGNATURE.fullmatch(signatures[0]):
        return None
    return timestamps[0], signatures[0]


async def _body(request: Request) -> bytes | None:
    """The body, or None when it is too large. Raises ClientDisconnect when the sender went away."""
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > MOST_BYTES:
        return None
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > MOST_BYTES:
            return None
    return bytes(taken)


def _parsed(body: str, headers: Headers) -> BoltRequest | None:
    """A signed body as Bolt reads it, or None for what is no object of Slack's."""
    heard: dict[str, str | Sequence[str]] = {name: headers.getlist(name) for name in _HEARD if name in headers}
    try:
        request = BoltRequest(body=body, headers=heard)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        # Bolt takes the shape of the body for granted.
        _log.warning("a signed request could not be read", cause=type(error).__name__)
        return None
    return request if _has_shape(request.body) else None


def _has_shape(body: object) -> bool:
    """Whether a body is built as Slack builds them, as far as Bolt takes it for granted."""
    if not isinstance(body, dict):
        return False
    for name, kinds in _SHAPES.items():
        value = body.get(name)
        if value is not None and not isinstance(value, kinds):
            return False
        if isinstance(value, list) and not all(isinstance(item, dict) for item in value):
            return False
    if "view" in body and body["view"] is None:
        return False
    return "event" not in body or (isinstance(body["event"], dict) and isinstance(body["event"].get("type"), str))

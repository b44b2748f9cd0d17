"""HTTP mode: Slack's signed requests, handed to Bolt beside the event loop."""

from __future__ import annotations

from collections.abc import Sequence

from slack_bolt import App, BoltRequest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

#: Where Slack sends events, commands and interactions.
PATH = "/slack/events"
#: Largest request body taken, in bytes; Slack's own are far smaller.
MOST_BYTES = 1_000_000


def http_app(app: App) -> Starlette:
    """The web application; Bolt checks every request's signature."""

    async def slack_events(request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return Response(status_code=413)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return Response(status_code=400)
        headers: dict[str, str | Sequence[str]] = {name: request.headers.getlist(name) for name in request.headers}
        answer = await run_in_threadpool(app.dispatch, BoltRequest(body=text, headers=headers))
        return Response(
            content=answer.body,
            status_code=answer.status,
            headers={name: values[0] for name, values in answer.headers.items() if values},
        )

    return Starlette(routes=[Route(PATH, slack_events, methods=["POST"])])

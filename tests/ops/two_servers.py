"""A process with few file descriptors that serves the health pages and an echo beside them: ``python -m tests.ops.two_servers``.

Prints its two ports, and ends when its standard input does.
"""

from __future__ import annotations

import resource
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.ops.connections import Limits
from bot.ops.health import health_app
from bot.ops.web import WebServer

#: Descriptors the process may hold; a thousand half requests are far more.
DESCRIPTORS = 256
#: Waits long beyond any test, so that only the cap on connections can help.
LIMITS = Limits(head_seconds=600, body_seconds=600, connections=50, at_once=20)


async def echo(request: Request) -> Response:
    """The body comes back."""
    return PlainTextResponse(await request.body())


def main() -> None:
    """Serve until standard input ends."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    health = WebServer(health_app({"self": lambda: True}, lambda: None), "127.0.0.1", 0, setting="A", limits=LIMITS)
    echoes = Starlette(routes=[Route("/slack/events", echo, methods=["POST"])])
    other = WebServer(echoes, "127.0.0.1", 0, setting="B", limits=LIMITS)
    print(health.start(), other.start(), flush=True)
    sys.stdin.read()
    health.stop()
    other.stop()


if __name__ == "__main__":
    main()

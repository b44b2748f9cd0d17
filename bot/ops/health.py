"""/healthz, /readyz and /metrics: is the process alive, can it work, what has it done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.ops.metrics import REGISTRY

#: A check raises or gives False when its part cannot work.
Check = Callable[[], bool]


def health_app(checks: Mapping[str, Check], refresh: Callable[[], None]) -> Starlette:
    """The web application; ``checks`` by name decide readiness, ``refresh`` brings the gauges up to date."""

    # One look at a time: a crowd of askers must not become a crowd of queries.
    turn = asyncio.Lock()

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        async with turn:
            states = {name: await run_in_threadpool(_passes, check) for name, check in checks.items()}
        return JSONResponse(states, status_code=200 if all(states.values()) else 503)

    async def metrics(_request: Request) -> Response:
        async with turn:
            await run_in_threadpool(refresh)
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    made = Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)])
    made.router.redirect_slashes = False
    return made


def _passes(check: Check) -> bool:
    try:
        return bool(check())
    except Exception:
        return False

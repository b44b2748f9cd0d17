"""A running local Slack, and a real Bolt app on it by Socket Mode or by signed HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.slack.socket import SocketMode
from local_slack.remote import RemoteSlack
from local_slack.slack import LocalSlack
from tests.hung import HUNG, PATIENT

Connect = Callable[[App], None]


@contextmanager
def running(**options: Any) -> Iterator[LocalSlack]:
    """A local Slack for one test; on the real clock acks and triggers may take as long as a busy machine needs."""
    patience: dict[str, Any] = {} if "clock" in options else {**PATIENT}
    with LocalSlack(**(patience | options)) as slack:
        yield slack


def bolt(slack: LocalSlack | RemoteSlack) -> App:
    """A Bolt app with the local Slack's client, not connected yet."""
    client = WebClient(base_url=slack.base_url, token=slack.bot_token)
    return App(client=client, signing_secret=slack.signing_secret, process_before_response=True)


@contextmanager
def by_socket(slack: LocalSlack | RemoteSlack, app: App) -> Iterator[None]:
    """Connect the app by Socket Mode."""
    handler: Any = SocketMode(app, slack.app_token, ping_interval=10)
    handler.connect()
    slack.wait_for(lambda: slack.connections)
    try:
        yield
    finally:
        with suppress(TimeoutError):  # acks on their way would fail loudly on a closed connection
            slack.wait_for(lambda: all(d.acked_at or d.failure for d in slack.deliveries), 0.5)
        handler.close()


@contextmanager
def by_http(slack: LocalSlack, app: App) -> Iterator[None]:
    """Serve the app's request address and have the local Slack deliver there."""
    handler = SlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    served = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(served, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    slack.use_http(f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events")
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(HUNG)


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack with Slack's own limits."""
    with running() as started:
        yield started


@pytest.fixture
def app(slack: LocalSlack) -> App:
    """A Bolt app without listeners yet."""
    return bolt(slack)


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    """The bot's Web API client."""
    return WebClient(base_url=slack.base_url, token=slack.bot_token)


@pytest.fixture(params=["socket", "http"])
def connect(request: pytest.FixtureRequest, slack: LocalSlack) -> Iterator[Connect]:
    """Connects a Bolt app, once by Socket Mode and once by signed HTTP."""
    way = by_socket if request.param == "socket" else by_http
    open_ways = []

    def connected(app: App) -> None:
        manager = way(slack, app)
        manager.__enter__()
        open_ways.append(manager)

    yield connected
    for manager in open_ways:
        manager.__exit__(None, None, None)

"""The real Bolt app with its listeners, a real store, and nothing behind it: requests go in, rows and jobs come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.lazy_listener.thread_runner import ThreadLazyListenerRunner
from slack_sdk import WebClient

from bot.articles import canonical_url, links_in_slack_text
from bot.slack.bolt import build_app
from bot.slack.conversation_access import ConversationAccess
from bot.slack.intake import RequestIntake
from bot.slack.responder import Responder
from bot.slack.services import Identity, Services
from bot.store import Store
from bot.store.engine import reading
from bot.store.tables import metadata
from tests.slack.fakes import FakeSlack
from tests.slack.payloads import BOT, BOT_USER, OURS

JsonDict = dict[str, Any]


class AtOnce(Executor):
    """Runs what it is given before it comes back."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        fn(*args, **kwargs)
        return Future()


class NotedResponses(Responder):
    """Writes down what would be sent to response addresses."""

    def __init__(self, noted: list[tuple[str | None, Mapping[str, Any]]]) -> None:
        super().__init__("https://slack.example/api/")
        self._noted = noted

    def __call__(self, response_url: str | None, body: Mapping[str, Any], *, replace: bool = False) -> bool:
        self._noted.append((response_url, body))
        return True


class Listening:
    """A bot of the workspace OURS that hears what is sent to it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        #: Jobs taken on: (kind, key).
        self.jobs: list[tuple[str, str]] = []
        #: What was answered by a response address: (response address, body).
        self.responses: list[tuple[str | None, Mapping[str, Any]]] = []
        #: Workspaces whose client was asked for.
        self.teams: list[str] = []
        self.slack = FakeSlack()
        self.services = Services(
            store=store,
            intake=RequestIntake(store, self._enqueue),
            enqueue=self._enqueue,
            clients=self._client,
            access=ConversationAccess(store, self._client, store.clock),
            respond=NotedResponses(self.responses),
            identity=Identity(OURS, BOT_USER, BOT, "https://ours.slack.com/"),
            links_of=lambda text: list(dict.fromkeys(map(canonical_url, links_in_slack_text(text)))),
            host_of=lambda url: (urlsplit(url).hostname or "").removeprefix("www."),
            clock=lambda: 1_800_000_000.0,
        )
        self._app = build_app(WebClient(token="xoxb-x"), self.services)
        runner = self._app.listener_runner.lazy_listener_runner
        assert isinstance(runner, ThreadLazyListenerRunner)
        runner.executor = AtOnce()

    def hear(self, body: JsonDict) -> BoltResponse:
        """One request, as Socket Mode hands it over; comes back when its lazy parts are done too."""
        return self._app.dispatch(BoltRequest(mode="socket_mode", body=body))

    def rows_by_team(self) -> dict[str, set[str]]:
        """Workspaces named in each table that has rows of one."""
        found: dict[str, set[str]] = {}
        with reading(self.store.engine) as connection:
            for table in metadata.sorted_tables:
                if "team" in table.c:
                    teams = set(
                        connection.execute(
                            sa.select(table.c.team).where(table.c.team.is_not(None)).distinct()
                        ).scalars()
                    )
                    if teams:
                        found[table.name] = teams
        return found

    def _enqueue(self, kind: str, key: str, *, lane: str | None = None, again: str = "") -> None:
        self.jobs.append((kind, key))

    def _client(self, team: str) -> WebClient:
        self.teams.append(team)
        return self.slack.clients(team)

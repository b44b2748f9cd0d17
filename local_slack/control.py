"""The local Slack in a process of its own: the control address it offers, and a client that speaks to it.

``RemoteSlack`` has the methods of ``LocalSlack``; what is done with it survives the death of the bot and, with a state
file, of the local Slack itself.
"""

from __future__ import annotations

import dataclasses
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import requests
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_slack.errors import CannotStart, LocalSlackError, Refused

if TYPE_CHECKING:
    from local_slack.slack import LocalSlack

JsonDict = dict[str, Any]
#: Methods of ``LocalSlack`` that may be called from another process.
METHODS = (
    "say", "edit", "delete", "mention", "dm", "dm_channel", "react", "command", "click", "click_in_view", "submit_view",
    "fill_view", "close_view", "shortcut", "open_home", "invite_bot", "remove_bot", "add_user", "add_channel",
    "archive", "compose", "redeliver", "messages", "ephemerals", "views", "home", "fail_next", "delay_next",
    "drop_next", "clear_faults", "drop_connections", "refresh_connections", "use_http", "revoke_token", "uninstall",
    "set_limits", "add_guest", "group_dm", "share_text", "forward", "huddle", "composer_previews", "disable_link",
    "tell_previous", "rate_limit_events", "refuse_blocks",
)  # fmt: skip
#: Properties of ``LocalSlack`` that may be read from another process.
PROPERTIES = ("pings", "calls", "deliveries", "acks", "event_ids", "connections")
_FACTS = ("base_url", "page_url", "sample_url", "bot_token", "app_token", "signing_secret", "team_id", "bot_user_id")
_LONGEST_POLL = 20.0


class Control:
    """Server side: runs methods by name for whoever has the key."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        #: Key callers must send in the X-Control-Key header.
        self.key = secrets.token_urlsafe(24)

    def routes(self) -> list[Route]:
        """Routes of the control address."""
        return [
            Route("/control/revision", self._revision),
            Route("/control/{name}", self._run, methods=["POST"]),
        ]

    def facts(self) -> JsonDict:
        """What another process needs to know, JSON-ready."""
        return {name: getattr(self._slack, name) for name in _FACTS} | {"control_key": self.key}

    async def _run(self, request: Request) -> Response:
        if not self._allowed(request):
            return JSONResponse({"error": "Wrong key."}, 403)
        name = request.path_params["name"]
        try:
            if name in PROPERTIES:
                return JSONResponse({"value": _plain(getattr(self._slack, name))})
            if name not in METHODS:
                return JSONResponse({"error": "There is no such control."}, 404)
            arguments = json.loads(await request.body() or b"{}")
            value = await run_in_threadpool(lambda: getattr(self._slack, name)(**arguments))
        except LocalSlackError as error:
            return JSONResponse({"error": str(error)}, 400)
        except (TypeError, ValueError) as error:
            return JSONResponse({"error": f"Those are not the arguments of {name}: {error}"}, 400)
        return JSONResponse({"value": _plain(value)})

    async def _revision(self, request: Request) -> Response:
        if not self._allowed(request):
            return JSONResponse({"error": "Wrong key."}, 403)
        since = int(request.query_params.get("since", "0"))
        seconds = min(float(request.query_params.get("timeout", "10")), _LONGEST_POLL)
        return JSONResponse({"value": await run_in_threadpool(self._slack.wait_for_change, since, seconds)})

    def _allowed(self, request: Request) -> bool:
        return secrets.compare_digest(request.headers.get("x-control-key", "").encode(), self.key.encode())


class RemoteSlack:
    """Client side: a local Slack in a process of its own, started and stopped from here.

    Every method named in ``METHODS`` can be called as on ``LocalSlack``, every property in ``PROPERTIES`` read; values
    come back as plain JSON (objects as dictionaries).
    """

    def __init__(self, state: Path, port: int = 0, *, session: requests.Session | None = None) -> None:
        """``state`` is the file that holds messages and tokens over restarts."""
        self._state = state
        self._port = port
        self._session = session or requests.Session()
        self._session.trust_env = False
        self._process: subprocess.Popen[str] | None = None
        self._facts: JsonDict = {}

    def start(self) -> RemoteSlack:
        """Start the process; a second start after ``kill`` serves on the same port with the same tokens.

        Raises:
            CannotStart: the process did not come up.
        """
        options = ["--port", str(self._port), "--state", str(self._state), "--json"]
        command = [sys.executable, "-m", "local_slack", *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise CannotStart("The local Slack did not start.")
        self._facts = json.loads(line)
        self._port = int(self._facts["base_url"].split(":")[2].split("/")[0])
        return self

    def stop(self) -> None:
        """Ask the process to end, and wait for it."""
        self._end(subprocess.Popen.terminate)

    def kill(self) -> None:
        """End the process without a word, as a crash would."""
        self._end(subprocess.Popen.kill)

    def __enter__(self) -> RemoteSlack:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait_for(self, predicate: Callable[[], Any], timeout: float = 120.0) -> Any:
        """Wait until ``predicate()`` is true and give back what it gave; asked again at each change and every 0.2 s.

        Raises:
            TimeoutError: it was not true within ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        since = self._change(-1, 0)
        while not (found := predicate()):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the local Slack waited in vain")
            since = self._change(since, min(left, 0.2))
        return found

    def __getattr__(self, name: str) -> Any:
        if name in _FACTS and not name.startswith("_"):
            return self._facts[name]
        if name in PROPERTIES:
            return self._post(name, {})
        if name in METHODS:
            return lambda **arguments: self._post(name, arguments)
        raise AttributeError(name)

    def _post(self, name: str, arguments: JsonDict) -> Any:
        return self._answer(self._session.post(self._url(name), json=arguments, headers=self._headers(), timeout=30))

    def _change(self, since: int, seconds: float) -> int:
        query = {"since": str(since), "timeout": str(min(seconds, _LONGEST_POLL))}
        answer = self._session.get(self._url("revision"), params=query, headers=self._headers(), timeout=30)
        return int(self._answer(answer))

    @staticmethod
    def _answer(answer: requests.Response) -> Any:
        body = answer.json()
        if "error" in body:
            raise Refused(body["error"])
        return body["value"]

    def _url(self, name: str) -> str:
        return f"{self._facts['page_url']}control/{name}"

    def _headers(self) -> dict[str, str]:
        return {"X-Control-Key": self._facts["control_key"]}

    def _end(self, how: Callable[[subprocess.Popen[str]], None]) -> None:
        if self._process is not None:
            how(self._process)
            self._process.wait(timeout=10)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None


def _plain(value: Any) -> Any:
    """A value as JSON can carry it; a delivery also says its latency."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain = dataclasses.asdict(value)
        return plain | ({"latency": value.latency} if hasattr(value, "latency") else {})
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, str | int | float | dict) else str(value)

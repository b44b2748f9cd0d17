"""The control address: runs methods of the local Slack for another process that has the key (``local_slack.remote``)."""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_slack.errors import LocalSlackError

JsonDict = dict[str, Any]
#: Methods of ``LocalSlack`` that may be called from another process.
METHODS = (
    "say", "edit", "delete", "mention", "dm", "dm_channel", "react", "command", "click", "click_in_view", "submit_view",
    "fill_view", "close_view", "shortcut", "open_home", "invite_bot", "remove_bot", "add_user", "add_channel",
    "archive", "compose", "redeliver", "messages", "ephemerals", "views", "home", "fail_next", "delay_next",
    "drop_next", "clear_faults", "drop_connections", "refresh_connections", "use_http", "revoke_token", "uninstall",
    "set_limits", "add_guest", "group_dm", "share_text", "forward", "huddle", "composer_previews", "disable_link",
    "tell_previous", "rate_limit_events", "refuse_blocks", "statuses",
)  # fmt: skip
#: Properties of ``LocalSlack`` that may be read from another process.
PROPERTIES = ("pings", "calls", "deliveries", "acks", "event_ids", "connections")
#: What another process needs to know.
FACTS = ("base_url", "page_url", "sample_url", "bot_token", "app_token", "signing_secret", "team_id", "bot_user_id")
#: Longest wait for a change in one request, in seconds.
LONGEST_POLL = 20.0


class Control:
    """Runs methods by name for whoever has the key."""

    def __init__(self, slack: object, wait_for_change: Callable[[int, float], int]) -> None:
        """``slack`` has ``METHODS``, ``PROPERTIES`` and ``FACTS``.

        ``wait_for_change`` gets a revision and seconds; it gives back the revision once it is a later one, or in time.
        """
        self._slack = slack
        self._wait_for_change = wait_for_change
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
        return {name: getattr(self._slack, name) for name in FACTS} | {"control_key": self.key}

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
        seconds = min(float(request.query_params.get("timeout", "10")), LONGEST_POLL)
        return JSONResponse({"value": await run_in_threadpool(self._wait_for_change, since, seconds)})

    def _allowed(self, request: Request) -> bool:
        return secrets.compare_digest(request.headers.get("x-control-key", "").encode(), self.key.encode())


def _plain(value: Any) -> Any:
    """A value as JSON can carry it; a delivery also says its latency."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain = dataclasses.asdict(value)
        return plain | ({"latency": value.latency} if hasattr(value, "latency") else {})
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, str | int | float | dict) else str(value)

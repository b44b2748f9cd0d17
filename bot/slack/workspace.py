"""Which workspace a request belongs to: the one whose installation of the app Slack delivers it for.

Payloads name several. In channels shared with other workspaces (Slack Connect) and on Enterprise Grid, ``team`` of a
form, ``team_id`` of an event and ``user.team_id`` are those of whoever acted; the app's own stands in
``authorizations`` or ``view.app_installed_team_id``. Bolt reads them in the right order into ``context.team_id``
(bolt-python, ``request/internals.extract_team_id``), so nothing else here reads a workspace out of a payload.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.slack import messages
from bot.slack.required_fields import missing

_log = structlog.get_logger("attache.listeners")


def workspace_of(context: Mapping[str, Any]) -> str:
    """Id of the workspace a request belongs to; ``context`` is Bolt's, let in by :class:`Doorkeeper`."""
    return str(context["team_id"])


class Doorkeeper(Middleware):
    """Lets in what belongs to one workspace, and acknowledges everything else.

    What names no workspace at all is this one's: it came over its connection, or with its signature. A request that
    lacks an id it cannot be answered without (:mod:`bot.slack.required_fields`) gets 400.
    """

    def __init__(self, team: str) -> None:
        """``team`` is the id of the workspace the app is installed in."""
        self._team = team

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: ARG002 - Bolt's names
        """Bolt calls this before it looks at what the request wants."""
        body, context = req.body, req.context
        if body.get("type") == "app_rate_limited":
            # Slack holds events back for a minute: docs.slack.dev/reference/events/app_rate_limited.
            _log.warning("Slack holds events back", minute=body.get("minute_rate_limited"))
            return BoltResponse(status=200, body="")
        lacking = missing(body)
        if lacking is not None:
            _log.warning("not a request of Slack's", type=body.get("type"), missing=lacking)
            return BoltResponse(status=400, body="")
        context["team_id"] = context.get("team_id") or self._team
        if workspace_of(context) == self._team:
            return next()
        _log.warning("for another workspace", type=body.get("type"), team=workspace_of(context))
        return BoltResponse(status=200, body=messages.say("not_installed") if "command" in body else "")

"""Opening windows, within the three seconds a trigger lives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from slack_sdk.errors import SlackClientError

from bot.slack import messages
from bot.slack.blocks import JsonDict
from bot.slack.errors import trouble_of
from bot.slack.services import Services
from bot.slack.workspace import workspace_of

_log = structlog.get_logger("attache.windows")


def open_window(services: Services, context: Mapping[str, Any], body: Mapping[str, Any], view: JsonDict) -> str:
    """Open a view for whoever caused ``body``; its id, "" when Slack refuses, which that person alone is told."""
    try:
        answer = services.clients(workspace_of(context)).views_open(trigger_id=str(body["trigger_id"]), view=view)
        return str((answer.get("view") or {}).get("id") or "")
    except (SlackClientError, OSError) as error:
        _log.warning("no window", view=view.get("callback_id"), error=trouble_of(error).code)
        services.respond(body.get("response_url"), {"text": messages.say("trouble_window")})
        return ""


def change_window(services: Services, context: Mapping[str, Any], view_id: str, view: JsonDict) -> None:
    """Put another view in the place of an open one; one that was closed meanwhile stays so."""
    try:
        services.clients(workspace_of(context)).views_update(view_id=view_id, view=view)
    except (SlackClientError, OSError) as error:
        _log.info("window not changed", view=view.get("callback_id"), error=trouble_of(error).code)

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


def open_window(services: Services, context: Mapping[str, Any], body: Mapping[str, Any], view: JsonDict) -> None:
    """Open a view for whoever caused ``body``; when Slack refuses, say so to that person alone."""
    try:
        services.clients(workspace_of(context)).views_open(trigger_id=str(body["trigger_id"]), view=view)
    except (SlackClientError, OSError) as error:
        _log.warning("no window", view=view.get("callback_id"), error=trouble_of(error).code)
        services.respond(body.get("response_url"), {"text": messages.say("trouble_window")})

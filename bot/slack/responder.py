"""Answers by a response address: five uses in half an hour, only for the person who acted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

#: Host of Slack's response addresses.
SLACK_HOOKS = "hooks.slack.com"
_TIMEOUT = 10


class Responder:
    """Posts to response addresses of Slack (and of the local Slack a test or demo uses)."""

    def __init__(self, api_url: str) -> None:
        """``api_url`` is the Web API's base address; response addresses of its host are trusted too."""
        self._trusted = {SLACK_HOOKS, urlsplit(api_url).netloc}
        self._log = structlog.get_logger("attache.responder")

    def __call__(self, response_url: str | None, body: Mapping[str, Any], *, replace: bool = False) -> bool:
        """Send ``text`` and ``blocks`` of ``body``, in place of the message acted on with ``replace``; whether it went.

        An address that is missing or no response address of Slack's is left alone. Never raises.
        """
        if not response_url or urlsplit(response_url).netloc not in self._trusted:
            return False
        client = WebhookClient(response_url, timeout=_TIMEOUT, retry_handlers=[])
        try:
            answer = client.send(
                text=body.get("text"),
                blocks=body.get("blocks"),
                response_type="ephemeral",
                replace_original=replace,
                unfurl_links=False,
                unfurl_media=False,
            )
        except (SlackClientError, OSError) as error:
            self._log.info("not answered", error=type(error).__name__)
            return False
        if answer.status_code != 200:
            self._log.info("not answered", status=answer.status_code)
        return answer.status_code == 200

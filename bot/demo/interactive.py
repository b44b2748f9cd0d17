"""Slash commands and the addresses to answer them (``response_url``)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from bot.demo.clock import Timers
from bot.demo.delivery import Deliveries
from bot.demo.people import People
from bot.demo.workspace import Workspace

JsonDict = dict[str, Any]
#: How long a ``response_url`` works, in seconds, and how often.
RESPONSE_SECONDS, RESPONSE_USES = 30 * 60, 5


@dataclass(slots=True)
class _ResponseUrl:
    channel: str
    user: str
    made_at: float
    uses: int = 0


class Interactions:
    """What people do with the app itself, beyond talking."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries, people: People, timers: Timers) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._people = people
        self._timers = timers
        self._response_urls: dict[str, _ResponseUrl] = {}
        #: "http://127.0.0.1:PORT".
        self.root = ""

    def command(self, name: str, text: str, channel: str, user: str) -> str:
        """Type a slash command; gives back the envelope id."""
        place, person = self._workspace.channel(channel), self._workspace.user(user)
        payload = {
            "token": "local",
            "team_id": self._workspace.team["id"],
            "team_domain": self._workspace.team["domain"],
            "channel_id": place.id,
            "channel_name": place.name if place.kind == "channel" else "directmessage",
            "user_id": person.id,
            "user_name": person.name,
            "command": name,
            "text": text,
            "api_app_id": self._workspace.app["id"],
            "is_enterprise_install": "false",
            "response_url": self.response_url(place.id, person.id),
            "trigger_id": secrets.token_hex(8),
        }
        key = payload["response_url"].rsplit("/", 1)[-1]
        return self._deliveries.once(
            "slash_commands", payload, name, lambda answer: self._answered(key, answer), lambda _why: None
        )

    def response_url(self, channel: str, user: str) -> str:
        """A fresh address for answers."""
        key = secrets.token_urlsafe(24)
        self._response_urls[key] = _ResponseUrl(channel, user, self._workspace.clock.now())
        return f"{self.root}/respond/{key}"

    def _answered(self, key: str, answer: JsonDict) -> None:
        if answer:
            self.show(key, answer)

    def use(self, key: str, payload: JsonDict) -> str | None:
        """Take a post to a ``response_url``; gives back Slack's error word, or None when it was shown."""
        entry = self._response_urls.get(key)
        if entry is None:
            return "invalid_url"
        if self._workspace.clock.now() - entry.made_at > RESPONSE_SECONDS:
            return "expired_url"
        if entry.uses >= RESPONSE_USES:
            return "used_url"
        entry.uses += 1
        self.show(key, payload)
        return None

    def show(self, key: str, payload: JsonDict) -> None:
        """Show an answer to a command: to one person, or in the channel."""
        entry = self._response_urls[key]
        app = self._workspace.app
        message = {
            "type": "message",
            "user": app["bot_user"],
            "bot_id": app["bot_id"],
            "app_id": app["id"],
            "text": payload.get("text", ""),
            "ts": self._workspace.new_ts(),
        }
        if payload.get("blocks"):
            message["blocks"] = payload["blocks"]
        if payload.get("response_type") == "in_channel":
            self._workspace.store(entry.channel, message)
        else:
            self._workspace.add_ephemeral(entry.channel, entry.user, message)

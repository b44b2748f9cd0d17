"""The ``response_url`` of a command or a click: five uses within thirty minutes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from local_slack import block_kit, mrkdwn
from local_slack.errors import NotThere
from local_slack.events import Events
from local_slack.model import Ping
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]
#: How long a ``response_url`` works, in seconds, and how often.
RESPONSE_SECONDS, RESPONSE_USES = 30 * 60, 5


@dataclass(slots=True)
class _Address:
    channel: str
    user: str
    made_at: float
    ts: str | None
    thread_ts: str | None
    ephemeral: bool
    uses: int = 0


class ResponseUrls:
    """Addresses given out, and what the bot may do with them."""

    def __init__(self, workspace: Workspace, events: Events) -> None:
        self._workspace = workspace
        self._events = events
        self._addresses: dict[str, _Address] = {}
        #: "http://127.0.0.1:PORT".
        self.root = ""

    def new(
        self, channel: str, user: str, ts: str | None = None, thread_ts: str | None = None, ephemeral: bool = False
    ) -> str:
        """A fresh address; ``ts`` is the message that was clicked, which may then be replaced or deleted."""
        key = secrets.token_urlsafe(24)
        with self._workspace.changed:
            self._addresses[key] = _Address(channel, user, self._workspace.clock.now(), ts, thread_ts, ephemeral)
        return f"{self.root}/respond/{self._workspace.team['id']}/{key}"

    def use(self, key: str, payload: Any) -> str | None:
        """Take a post to an address; Slack's error word, or None when it was done.

        Words: ``invalid_url``, ``expired_url``, ``used_url``, ``invalid_payload``, ``no_text``, ``invalid_blocks``.
        """
        with self._workspace.changed:
            address = self._addresses.get(key)
            if address is None:
                return "invalid_url"
            if self._workspace.clock.now() - address.made_at > RESPONSE_SECONDS:
                return "expired_url"
            if address.uses >= RESPONSE_USES:
                return "used_url"
            if not isinstance(payload, dict):
                return "invalid_payload"
            address.uses += 1
            return self._do(address, payload)

    def answered(self, url: str, payload: JsonDict) -> str | None:
        """Show what came with the ack of a command: it costs no use of the address."""
        with self._workspace.changed:
            return self._do(self._addresses[url.rsplit("/", 1)[-1]], payload)

    def say_privately(self, channel: str, user: str, text: str) -> None:
        """Slack's own word to one person."""
        message = {"type": "message", "user": "USLACKBOT", "text": text, "ts": self._workspace.new_ts()}
        self._workspace.add_ephemeral(channel, user, message)

    def _do(self, address: _Address, payload: JsonDict) -> str | None:
        if payload.get("delete_original") in (True, "true"):
            self._delete(address)
            return None
        message = self._message(payload)
        if isinstance(message, str):
            return message
        if payload.get("replace_original") in (True, "true") and address.ts is not None:
            self._replace(address, message)
            self._record(address.channel, {**message, "ts": address.ts}, payload)
            return None
        place = self._workspace.channel(address.channel)
        thread = payload.get("thread_ts") or address.thread_ts
        if thread:
            message["thread_ts"] = thread
        if payload.get("response_type") == "in_channel":
            self._workspace.store(place.id, message)
            self._record(place.id, message, payload)
            self._events.announce(place, message, unfurl=payload.get("unfurl_links", True) is not False)
        else:
            self._workspace.add_ephemeral(place.id, address.user, message)
            self._record(place.id, message, payload)
        return None

    def _message(self, payload: JsonDict) -> JsonDict | str:
        """The bot's message, or why it is none; the cap on all text together does not hold here (bolt-js 2867)."""
        text, blocks = payload.get("text") or "", payload.get("blocks") or []
        if not isinstance(text, str) or not (text or blocks or payload.get("attachments")):
            return "no_text"
        if block_kit.check(blocks).errors:
            return "invalid_blocks"
        app = self._workspace.app
        message: JsonDict = {
            "type": "message",
            "user": app["bot_user"],
            "bot_id": app["bot_id"],
            "app_id": app["id"],
            "team": self._workspace.team["id"],
            "text": mrkdwn.normalise(text),
            "ts": self._workspace.new_ts(),
        }
        if blocks:
            message["blocks"] = block_kit.with_ids(blocks)
        if payload.get("metadata"):
            message["metadata"] = payload["metadata"]
        return message

    def _replace(self, address: _Address, message: JsonDict) -> None:
        ts = str(address.ts)
        if address.ephemeral:
            kept = {"thread_ts": address.thread_ts} if address.thread_ts else {}
            self._workspace.add_ephemeral(address.channel, address.user, {**message, **kept, "ts": ts})
            return
        try:
            before = self._workspace.message(address.channel, ts)
        except NotThere:
            return
        after = {key: value for key, value in before.items() if key != "blocks"}
        after |= {key: message[key] for key in ("text", "blocks", "metadata") if key in message}
        after["edited"] = {"user": self._workspace.app["bot_user"], "ts": self._workspace.new_ts()}
        self._workspace.store(address.channel, after)
        self._events.announce_change(self._workspace.channel(address.channel), before, after)

    def _delete(self, address: _Address) -> None:
        if address.ts is None:
            return
        if address.ephemeral:
            self._workspace.drop_ephemeral(address.ts)
            return
        try:
            gone = self._workspace.remove(address.channel, address.ts)
        except NotThere:
            return
        self._events.announce_removal(self._workspace.channel(address.channel), gone)

    def _record(self, channel: str, message: JsonDict, payload: JsonDict) -> None:
        text = str(payload.get("text") or "")
        self._workspace.record_pings(pings_of(channel, message["ts"], text, message.get("blocks", [])))


def pings_of(channel: str, ts: str, text: str, blocks: list[JsonDict]) -> list[Ping]:
    """Every live token that the bot wrote in a text or in blocks; an address that Slack links by itself is none."""
    found = [Ping(channel, ts, t.kind, t.target, t.label, "text") for t in mrkdwn.tokens(text)]
    checked = block_kit.check(blocks)
    return found + [Ping(channel, ts, t.kind, t.target, t.label, t.where) for t in checked.tokens]

"""The events Slack sends to the bot for what happens in conversations, and the previews of links."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from typing import Any

from local_slack import mrkdwn
from local_slack.clock import Timers
from local_slack.delivery import Deliveries
from local_slack.errors import NotThere
from local_slack.model import Channel
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]
#: Seconds after which a message with a link comes back with its preview.
UNFURL_SECONDS = 1.0
_SUBSCRIPTIONS = {
    "channel": "message.channels",
    "group": "message.groups",
    "mpim": "message.mpim",
    "im": "message.im",
}


class Events:
    """Tells the bot what happened, as far as it may know: it hears nothing of conversations it is not in."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries, timers: Timers) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._timers = timers
        #: Domains the app registered for ``link_shared``.
        self.unfurl_domains: frozenset[str] = frozenset()
        #: What a preview of an address says: ``title`` and ``service_name``. Nothing is fetched for it.
        self.preview: Callable[[str], JsonDict] = lambda url: {"title": url}
        #: Whether ``message_changed`` tells what the message was before; Slack leaves it out at times.
        self.tells_previous = True
        #: Links in composers whose messages are not posted yet: unfurl id -> addresses as Slack sends them.
        self.composed: dict[str, list[str]] = {}
        #: Previews made for them: unfurl id -> address -> preview.
        self.composer_previews: dict[str, JsonDict] = {}

    def announce(self, place: Channel, message: JsonDict, *, unfurl: bool = True) -> None:
        """Send the events Slack sends for a new message: ``message``, ``app_mention``, ``link_shared``, the echo."""
        if not self._workspace.bot_is_in(place.id):
            return
        event = {
            **self._workspace.shown(message),
            "channel": place.id,
            "channel_type": place.kind,
            "event_ts": message["ts"],
        }
        self._send(place, event, message.get("user"))
        bot = self._workspace.app["bot_user"]
        if place.kind != "im" and f"<@{bot}>" in message["text"] and message.get("user") != bot:
            self.mention(place, message)
        if message.get("app_id") != self._workspace.app["id"]:
            author = message.get("user", "")
            self.link_shared(message["text"], place.id, author, message["ts"], "conversations_history")
        if unfurl:
            self.unfurl_later(place, message)

    def announce_change(self, place: Channel, before: JsonDict, after: JsonDict) -> None:
        """Send ``message_changed``, as for an edit, an update by the bot or a preview that arrived."""
        stamp = self._workspace.new_ts()
        event = {
            "type": "message",
            "subtype": "message_changed",
            "message": self._workspace.shown(after),
            "channel": place.id,
            "hidden": True,
            "ts": stamp,
            "event_ts": stamp,
            "channel_type": place.kind,
        }
        if self.tells_previous:
            event["previous_message"] = self._workspace.shown(before)
        if self._workspace.bot_is_in(place.id):
            self._send(place, event, after.get("user"))

    def announce_removal(self, place: Channel, gone: JsonDict) -> None:
        """Send ``message_deleted``."""
        stamp = self._workspace.new_ts()
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "previous_message": self._workspace.shown(gone),
            "channel": place.id,
            "hidden": True,
            "deleted_ts": gone["ts"],
            "ts": stamp,
            "event_ts": stamp,
            "channel_type": place.kind,
        }
        if self._workspace.bot_is_in(place.id):
            self._send(place, event, gone.get("user"))

    def mention(self, place: Channel, message: JsonDict) -> None:
        """Send ``app_mention`` for a message, or an edit, that names the bot."""
        left_out = ("type", "subtype", "metadata", "attachments", "reactions")
        kept = {key: value for key, value in message.items() if key not in left_out}
        stamp = message["edited"]["ts"] if "edited" in message else message["ts"]
        if self._workspace.guest(message.get("user")):
            kept["team"] = self._workspace.team["id"]
        event = {"type": "app_mention", **kept, "channel": place.id, "event_ts": stamp}
        self._deliveries.event(event, channel=place.id)

    def link_shared(self, wire: str, channel: str, user: str, ts: str, source: str) -> str | None:
        """Send ``link_shared`` for the links of a text as it goes over the wire; None without a registered domain.

        ``source`` is "composer" for what is not posted yet, else "conversations_history".
        """
        found = []
        for url in mrkdwn.links(wire):
            host = url.split("/")[2].lower().split(":")[0]
            domain = next((d for d in self.unfurl_domains if host == d or host.endswith("." + d)), None)
            if domain is not None:
                # As the message's text has it: with "&amp;" for "&".
                found.append({"domain": domain, "url": mrkdwn.escape(url)})
        if not found:
            return None
        composing = source == "composer"
        unfurl_id = f"{user}-{uuid.uuid4()}" if composing else f"{channel}.{ts}.{secrets.token_hex(32)}"
        if composing:
            self.composed[unfurl_id] = [one["url"] for one in found]
        event = {
            "type": "link_shared",
            "channel": channel,
            "is_bot_user_member": channel in self._workspace.channels and self._workspace.bot_is_in(channel),
            "user": user,
            "message_ts": ts,
            "unfurl_id": unfurl_id,
            "source": source,
            "links": found,
            "event_ts": self._workspace.new_ts(),
        }
        return self._deliveries.event(event, channel=channel, actor=user)

    def unfurl_later(self, place: Channel, message: JsonDict) -> None:
        """A second after a message with a link, Slack changes it to carry the preview; the words stay the same."""
        urls = mrkdwn.links(message["text"])
        if urls:
            self._timers.after(UNFURL_SECONDS, lambda: self._unfurl(place.id, message["ts"], urls))

    def _unfurl(self, channel_id: str, ts: str, urls: list[str]) -> None:
        try:
            with self._workspace.changed:
                place = self._workspace.channel(channel_id)
                before = self._workspace.message(channel_id, ts)
                known = {one.get("from_url") for one in before.get("attachments", [])}
                fresh = [url for url in urls if url not in known]
                if not fresh:
                    return
                previews = [
                    {"id": number, "from_url": url, "original_url": url, "fallback": url, **self.preview(url)}
                    for number, url in enumerate(fresh, start=len(known) + 1)
                ]
                after = {**before, "attachments": [*before.get("attachments", []), *previews]}
                self._workspace.store(channel_id, after)
        except NotThere:  # deleted meanwhile
            return
        self.announce_change(place, before, after)

    def _send(self, place: Channel, event: JsonDict, actor: str | None) -> None:
        self._deliveries.event(event, _SUBSCRIPTIONS[place.kind], channel=place.id, actor=actor)

"""What people do in the local Slack."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from local_slack import mrkdwn
from local_slack.delivery import Deliveries
from local_slack.errors import Refused
from local_slack.events import Events
from local_slack.model import Channel, new_id
from local_slack.workspace import Workspace

JsonDict = dict[str, Any]


class People:
    """People at their keyboards. Names of people and channels may be ids, handles or shown names."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries, events: Events) -> None:
        self._workspace = workspace
        self._deliveries = deliveries
        self._events = events

    def say(
        self,
        text: str,
        channel: str,
        user: str,
        thread_ts: str | None = None,
        *,
        raw: bool = False,
        extra: JsonDict | None = None,
    ) -> str:
        """Post a typed line; gives back its ts. ``raw`` sends ``text`` over the wire as it is.

        ``extra`` adds fields to the message (a ``subtype``, ``files``), for shapes the composer cannot make.
        """
        place, person = self._workspace.channel(channel), self._workspace.user(user)
        typed = mrkdwn.Typed(text, ()) if raw else self._workspace.typed(text)
        message: JsonDict = {
            "type": "message",
            "user": person.id,
            "text": typed.text,
            "ts": self._workspace.new_ts(),
            "client_msg_id": str(uuid.uuid4()),
            **self._origin(person.id),
        }
        if typed.blocks:
            message["blocks"] = list(typed.blocks)
        if thread_ts:
            message["thread_ts"] = thread_ts
            parent = self._workspace.messages[place.id].get(thread_ts)
            if parent is not None:
                message["parent_user_id"] = parent.get("user")
        message |= extra or {}
        if message.get("subtype") == "bot_message":
            for key in ("user", "client_msg_id"):
                message.pop(key, None)
        self._workspace.store(place.id, message)
        self._events.announce(place, message)
        return str(message["ts"])

    def edit(self, ts: str, text: str, channel: str, *, raw: bool = False, by: str | None = None) -> None:
        """Change the words of a message, as its author or as ``by``.

        Raises:
            NotThere: there is no such message.
            Refused: ``by`` did not write it.
        """
        place = self._workspace.channel(channel)
        before = self._own(place, ts, by)
        typed = mrkdwn.Typed(text, ()) if raw else self._workspace.typed(text)
        after = {**before, "text": typed.text, "edited": {"user": before["user"], "ts": self._workspace.new_ts()}}
        if typed.blocks:
            after["blocks"] = list(typed.blocks)
        self._workspace.store(place.id, after)
        self._events.announce_change(place, before, after)
        mention = f"<@{self._workspace.app['bot_user']}>"
        if mention in typed.text and mention not in before["text"]:
            self._events.mention(place, after)
        self._events.unfurl_later(place, after)

    def delete(self, ts: str, channel: str, *, by: str | None = None) -> None:
        """Take a message away, as its author or as ``by``.

        Raises:
            NotThere: there is no such message.
            Refused: ``by`` did not write it.
        """
        place = self._workspace.channel(channel)
        self._own(place, ts, by)
        gone = self._workspace.remove(place.id, ts)
        if gone.get("reply_count"):  # its thread stays, under a tombstone
            self._events.announce_change(place, gone, self._workspace.message(place.id, ts))
        else:
            self._events.announce_removal(place, gone)

    def react(self, ts: str, name: str, channel: str, user: str, *, add: bool = True) -> bool:
        """Add or take back a reaction; False when it was so already.

        Raises:
            NotThere: there is no such message.
        """
        place, person = self._workspace.channel(channel), self._workspace.user(user)
        with self._workspace.changed:
            message = self._workspace.message(place.id, ts)
            reactions = [dict(one) for one in message.get("reactions", [])]
            one = next((r for r in reactions if r["name"] == name), None)
            if (one is not None and person.id in one["users"]) == add:
                return False
            if one is None:
                one = {"name": name, "users": [], "count": 0}
                reactions.append(one)
            one["users"] = [*one["users"], person.id] if add else [u for u in one["users"] if u != person.id]
            one["count"] = len(one["users"])
            message["reactions"] = [r for r in reactions if r["users"]]
            if not message["reactions"]:
                del message["reactions"]
            self._workspace.store(place.id, message)
        if self._workspace.bot_is_in(place.id):
            self._deliveries.event(
                {
                    "type": "reaction_added" if add else "reaction_removed",
                    "user": person.id,
                    "reaction": name,
                    "item": {"type": "message", "channel": place.id, "ts": ts},
                    "item_user": message.get("user"),
                    "event_ts": self._workspace.new_ts(),
                },
                channel=place.id,
                actor=person.id,
            )
        return True

    def invite_bot(self, channel: str, inviter: str) -> str | None:
        """Bring the bot into a channel; the event id, or None when it was there already."""
        place, person = self._workspace.channel(channel), self._workspace.user(inviter)
        bot = self._workspace.app["bot_user"]
        if not self._workspace.set_member(place.id, bot, True):
            return None
        self._system_line(place, "channel_join", bot, f"<@{bot}> has joined the channel", inviter=person.id)
        event = {
            "type": "member_joined_channel",
            "user": bot,
            "channel": place.id,
            "channel_type": "C" if place.kind == "channel" else "G",
            "team": self._workspace.team["id"],
            "inviter": person.id,
            "event_ts": self._workspace.new_ts(),
        }
        return self._deliveries.event(event, channel=place.id)

    def remove_bot(self, channel: str) -> None:
        """Take the bot out of a channel."""
        place = self._workspace.channel(channel)
        bot = self._workspace.app["bot_user"]
        if self._workspace.set_member(place.id, bot, False):
            kind = "channel_left" if place.kind == "channel" else "group_left"
            self._deliveries.event({"type": kind, "channel": place.id, "event_ts": self._workspace.new_ts()})

    def archive(self, channel: str, archived: bool = True) -> None:
        """Close a channel for good, or open it again."""
        place = self._workspace.channel(channel)
        self._workspace.add_channel(replace(place, archived=archived))
        kind = "channel_archive" if archived else "channel_unarchive"
        event = {"type": kind, "channel": place.id, "event_ts": self._workspace.new_ts()}
        self._deliveries.event(event, channel=place.id)

    def convert(self, channel: str, user: str, *, private: bool) -> None:
        """Make a public channel private or the other way round; it keeps its id, whatever that begins with."""
        place = self._workspace.channel(channel)
        changed = self._workspace.add_channel(replace(place, kind="group" if private else "channel"))
        now = "private" if private else "public"
        self._system_line(changed, f"channel_convert_to_{now}", user, f"made this channel *{now}*.")

    def compose(self, text: str, user: str) -> str | None:
        """Paste links into the composer without posting: ``link_shared``; None without a registered domain."""
        wire = self._workspace.typed(text).text
        person = self._workspace.user(user).id
        return self._events.link_shared(wire, "COMPOSER", person, f"{person}-{uuid.uuid4()}", "composer")

    def huddle(self, channel: str, user: str) -> str:
        """Begin a huddle: Slack writes a line of its own into the conversation; its ts."""
        place, person = self._workspace.channel(channel), self._workspace.user(user)
        room = new_id("R")
        address = f"https://app.slack.com/huddle/{self._workspace.team['id']}/{place.id}"
        return self._system_line(
            place,
            "huddle_thread",
            "USLACKBOT",
            "A huddle started",
            room={"id": room, "created_by": person.id, "call_family": "huddle", "channels": [place.id]},
            permalink=address,
            no_notifications=True,
        )

    def _origin(self, user: str) -> JsonDict:
        """How a message names the workspace of its author: for Grid by the organisation, as Slack does."""
        guest = self._workspace.guest(user)
        if guest is None:
            return {"team": self._workspace.team["id"]}
        return dict.fromkeys(("team", "user_team", "source_team"), guest.enterprise or guest.team)

    def _own(self, place: Channel, ts: str, by: str | None) -> JsonDict:
        message = self._workspace.message(place.id, ts)
        if by is not None and message.get("user") != by:
            raise Refused("Only its author can do that.")
        return message

    def _system_line(self, place: Channel, subtype: str, user: str, text: str, **more: Any) -> str:
        message: JsonDict = {
            "type": "message",
            "subtype": subtype,
            "user": user,
            "text": text,
            "ts": self._workspace.new_ts(),
            **more,
        }
        self._workspace.store(place.id, message)
        self._events.announce(place, message)
        return str(message["ts"])

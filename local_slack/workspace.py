"""The state of the local Slack: people, conversations, messages, and who waits for changes."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from local_slack import mrkdwn
from local_slack.clock import Clock
from local_slack.errors import NotThere
from local_slack.model import Change, Channel, Ephemeral, Ping, User, new_id
from local_slack.state_file import StateFile

JsonDict = dict[str, Any]
#: How long a status is shown at most.
STATUS_SECONDS = 120.0


class Workspace:
    """Everything a workspace holds, guarded by one condition that is notified at each change."""

    def __init__(self, clock: Clock, state_file: StateFile, *, app_name: str = "", bot_name: str = "") -> None:
        """``app_name`` and ``bot_name`` are those of the app's manifest; a test app has names of its own."""
        #: Where the time is read.
        self.clock = clock
        #: Where messages and conversations outlive the process.
        self.state_file = state_file
        #: Guards all state of the local Slack; notified at each change.
        self.changed = threading.Condition(threading.RLock())
        #: Counts changes, for those who poll.
        self.revision = 0
        seed = json.loads(resources.files("local_slack").joinpath("data/workspace.json").read_text("utf-8"))
        #: Team: id, name, domain.
        self.team: JsonDict = seed["team"]
        #: The app: id, bot_id, bot_user, names.
        self.app: JsonDict = seed["app"]
        self.app["bot_real_name"] = app_name or self.app["bot_real_name"]
        self.app["bot_name"] = bot_name or self.app["bot_name"]
        #: The person the chat page shows the workspace as.
        self.viewer: str = seed["viewer"]
        #: People and bots by id.
        self.users: dict[str, User] = {}
        #: Conversations by id.
        self.channels: dict[str, Channel] = {}
        #: Messages by conversation and ts.
        self.messages: dict[str, dict[str, JsonDict]] = {}
        #: Messages only one person sees, oldest first.
        self.ephemerals: list[Ephemeral] = []
        #: Live tokens in what the bot posted, oldest first.
        self.pings: list[Ping] = []
        #: Block types refused with ``invalid_blocks``, by where they stand: "message", "unfurl", "view".
        self.refused_blocks: dict[str, frozenset[str]] = {}
        #: What the bot says it is doing, by conversation and thread, with the instant it said so.
        self._statuses: dict[tuple[str, str], tuple[str, float]] = {}
        self._watchers: list[Callable[[Change], None]] = []
        self._last_ts = 0
        self._seed(seed)
        self._restore()

    # people and conversations

    def add_user(self, user: User) -> User:
        """Let a person (or bot) into the workspace."""
        with self.changed:
            self.users[user.id] = user
            self.notify()
        return user

    def add_channel(self, channel: Channel) -> Channel:
        """Open a conversation, or replace what is known of it."""
        with self.changed:
            self.channels[channel.id] = channel
            self.messages.setdefault(channel.id, {})
            self.state_file.put_channel(channel.id, _channel_record(channel))
            self.publish(Change("channel", {"channel": channel.id}))
        return channel

    def channel(self, name: str) -> Channel:
        """A conversation by id or by name, with or without "#".

        Raises:
            NotThere: there is no such conversation.
        """
        with self.changed:
            found = self.channels.get(name)
            if found is None:
                bare = name.removeprefix("#")
                found = next(
                    (c for c in self.channels.values() if c.kind not in ("im", "mpim") and c.name == bare), None
                )
        if found is None:
            raise NotThere(f"There is no channel {name} in the local workspace.")
        return found

    def user(self, name: str) -> User:
        """A person by id, handle or shown name.

        Raises:
            NotThere: there is nobody of that name.
        """
        with self.changed:
            found = self.users.get(name)
            if found is None:
                bare = name.removeprefix("@").lower()
                found = next((u for u in self.users.values() if bare in (u.name, u.real_name.lower())), None)
        if found is None:
            raise NotThere(f"There is nobody called {name} in the local workspace.")
        return found

    def direct_channel(self, user: str) -> Channel:
        """The direct message between the bot and one person, opened when needed."""
        person = self.user(user).id
        with self.changed:
            channel_id = "D" + person[1:]
            return self.channels.get(channel_id) or self.add_channel(
                Channel(channel_id, person, "im", frozenset({person, self.app["bot_user"]}))
            )

    def group_direct(self, users: Iterable[str]) -> Channel:
        """The group direct message of the bot and some people, opened when needed."""
        people = [self.user(name) for name in users]
        members = frozenset({*(one.id for one in people), self.app["bot_user"]})
        with self.changed:
            for place in self.channels.values():
                if place.kind == "mpim" and place.members == members:
                    return place
            name = f"mpdm-{'--'.join(sorted(self.users[one].name for one in members))}-1"
            return self.add_channel(Channel(new_id("G"), name, "mpim", members, creator=self.app["bot_user"]))

    def guest(self, user_id: str | None) -> User | None:
        """A person of another workspace, or None for everybody else."""
        found = self.users.get(user_id or "")
        return found if found is not None and found.team else None

    def is_shared(self, channel_id: str) -> bool:
        """Whether people of another workspace are in a conversation (Slack Connect)."""
        with self.changed:
            place = self.channels.get(channel_id)
            return place is not None and any(self.guest(member) for member in place.members)

    def set_member(self, channel_id: str, user: str, inside: bool) -> bool:
        """Let a person into or out of a conversation; False when nothing changed."""
        with self.changed:
            channel = self.channel(channel_id)
            if (user in channel.members) == inside:
                return False
            members = channel.members | {user} if inside else channel.members - {user}
            self.add_channel(replace(channel, members=members))
            return True

    def bot_is_in(self, channel_id: str) -> bool:
        """Whether the bot is a member of the conversation."""
        with self.changed:
            return bool(self.app["bot_user"] in self.channels[channel_id].members)

    def typed(self, line: str) -> mrkdwn.Typed:
        """What the composer sends for a line typed in this workspace."""
        with self.changed:
            people = self.users.values()
            users = {name.lower(): u.id for u in people for name in (u.name, u.real_name.replace(" ", "."))}
            channels = {c.name: c.id for c in self.channels.values() if c.kind not in ("im", "mpim")}
        return mrkdwn.typed(line, users, channels)

    # messages

    def new_ts(self) -> str:
        """A message stamp, "seconds.microseconds", later than every one before it."""
        with self.changed:
            self._last_ts = max(self._last_ts + 1, int(self.clock.now() * 1_000_000))
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def store(self, channel_id: str, message: JsonDict) -> JsonDict:
        """Keep a message (new or changed) and keep its thread's head up to date; gives back the stored one."""
        with self.changed:
            message = copy.deepcopy(message)
            self.messages[channel_id][message["ts"]] = message
            self.state_file.put_message(channel_id, message["ts"], message)
            self.publish(Change("message", {"channel": channel_id, "message": self.shown(message)}))
            thread = message.get("thread_ts")
            if thread and thread != message["ts"]:
                self._refresh_thread(channel_id, thread)
                if message.get("user") == self.app["bot_user"]:
                    self.set_status(channel_id, thread, "")
            return message

    def set_status(self, channel_id: str, thread_ts: str, status: str) -> None:
        """Show what the bot is doing in a thread; "" takes it away, as the bot's answer and two minutes do."""
        with self.changed:
            if self._statuses.pop((channel_id, thread_ts), None) is None and not status:
                return
            if status:
                self._statuses[channel_id, thread_ts] = status, self.clock.now()
            self.publish(Change("doing", {"channel": channel_id, "thread_ts": thread_ts, "status": status}))

    def statuses(self, channel_id: str) -> dict[str, str]:
        """What the bot is doing in a conversation, by thread."""
        with self.changed:
            since = self.clock.now() - STATUS_SECONDS
            return {
                ts: words for (place, ts), (words, at) in self._statuses.items() if place == channel_id and at > since
            }

    def remove(self, channel_id: str, ts: str) -> JsonDict:
        """Take a message away; a thread's head with replies leaves a tombstone, as in Slack.

        Raises:
            NotThere: there is no such message.
        """
        with self.changed:
            old = self.message(channel_id, ts)
            if old.get("reply_count"):
                kept = ("ts", "thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply")
                stone: JsonDict = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT"}
                stone |= {key: old[key] for key in kept if key in old}
                self.store(channel_id, stone | {"text": "This message was deleted."})
                return old
            del self.messages[channel_id][ts]
            self.state_file.drop_message(channel_id, ts)
            self.publish(Change("deleted", {"channel": channel_id, "ts": ts}))
            if old.get("thread_ts", ts) != ts:
                self._refresh_thread(channel_id, old["thread_ts"])
            return old

    def message(self, channel_id: str, ts: str) -> JsonDict:
        """A copy of one stored message.

        Raises:
            NotThere: there is no such message.
        """
        with self.changed:
            found = self.messages.get(channel_id, {}).get(ts)
            if found is None:
                raise NotThere("That message is not in the local workspace.")
            return copy.deepcopy(found)

    def history(self, channel_id: str) -> list[JsonDict]:
        """Messages of the conversation itself, oldest first; replies only when also sent to the channel."""
        with self.changed:
            found = [m for m in self.messages[channel_id].values() if _is_top(m)]
            return copy.deepcopy(sorted(found, key=lambda m: m["ts"]))

    def thread(self, channel_id: str, ts: str) -> list[JsonDict]:
        """A thread's head and its replies, oldest first; empty when there is no such message."""
        with self.changed:
            found = [m for m in self.messages[channel_id].values() if m["ts"] == ts or m.get("thread_ts") == ts]
            return copy.deepcopy(sorted(found, key=lambda m: m["ts"]))

    def add_ephemeral(self, channel: str, user: str, message: JsonDict) -> Ephemeral:
        """Show one person a message nobody else sees; it is not kept over a restart."""
        with self.changed:
            ephemeral = Ephemeral(channel, user, message["ts"], copy.deepcopy(message))
            self.ephemerals = [e for e in self.ephemerals if e.ts != ephemeral.ts] + [ephemeral]
            self.publish(Change("ephemeral", {"channel": channel, "message": self.shown(message)}, user))
            return ephemeral

    def drop_ephemeral(self, ts: str) -> None:
        """Take an ephemeral message away."""
        with self.changed:
            for gone in [e for e in self.ephemerals if e.ts == ts]:
                self.ephemerals.remove(gone)
                self.publish(Change("ephemeral_deleted", {"channel": gone.channel, "ts": ts}, gone.user))

    def record_pings(self, pings: list[Ping]) -> None:
        """Note what a posted message would make ring or link to."""
        with self.changed:
            self.pings += pings
            self.notify()

    # watching

    def watch(self, watcher: Callable[[Change], None]) -> Callable[[], None]:
        """Call ``watcher`` at each change; gives back how to stop that."""
        with self.changed:
            self._watchers.append(watcher)

        def stop() -> None:
            with self.changed:
                if watcher in self._watchers:
                    self._watchers.remove(watcher)

        return stop

    def publish(self, change: Change) -> None:
        """Tell the watchers of a change and wake whoever waits."""
        with self.changed:
            for watcher in list(self._watchers):
                watcher(change)
            self.notify()

    def notify(self) -> None:
        """Wake whoever waits for a change."""
        with self.changed:
            self.revision += 1
            self.changed.notify_all()

    @staticmethod
    def shown(message: JsonDict) -> JsonDict:
        """A copy without what readers of a message do not get unasked (its metadata)."""
        return copy.deepcopy({key: value for key, value in message.items() if key != "metadata"})

    def user_record(self, user: User) -> JsonDict:
        """A person in the shape of ``users.info``."""
        offset = datetime.fromtimestamp(self.clock.now(), ZoneInfo(user.tz)).utcoffset()
        return {
            "id": user.id,
            "team_id": user.team or self.team["id"],
            "name": user.name,
            "real_name": user.real_name,
            "deleted": False,
            "tz": user.tz,
            "tz_label": user.tz.rsplit("/", 1)[-1].replace("_", " "),
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "locale": user.locale,
            "is_bot": user.is_bot,
            "is_admin": user.is_admin,
            "is_app_user": False,
            "profile": {"real_name": user.real_name, "display_name": user.real_name.split()[0]},
        }

    def _refresh_thread(self, channel_id: str, ts: str) -> None:
        head = self.messages[channel_id].get(ts)
        if head is None:
            return
        replies = [m for m in self.thread(channel_id, ts) if m["ts"] != ts]
        for key in ("reply_count", "reply_users", "reply_users_count", "latest_reply", "thread_ts"):
            head.pop(key, None)
        if replies:
            users = list(dict.fromkeys(str(m.get("user") or m.get("bot_id")) for m in replies))
            head |= {
                "thread_ts": ts,
                "reply_count": len(replies),
                "reply_users": users,
                "reply_users_count": len(users),
                "latest_reply": replies[-1]["ts"],
            }
        self.state_file.put_message(channel_id, ts, head)
        self.publish(Change("message", {"channel": channel_id, "message": self.shown(head)}))

    def _seed(self, seed: JsonDict) -> None:
        app = self.app
        self.add_user(User(app["bot_user"], app["bot_name"], app["bot_real_name"], is_bot=True))
        for person in seed["users"]:
            self.add_user(User(**person))
        people = frozenset(person["id"] for person in seed["users"])
        for one in seed["channels"]:
            members = people | {app["bot_user"]} if one["bot"] else people
            self.channels[one["id"]] = Channel(
                one["id"], one["name"], "channel", members, one["topic"], creator=seed["viewer"]
            )
            self.messages[one["id"]] = {}

    def _restore(self) -> None:
        for channel_id, record in self.state_file.channels():
            members: Iterable[str] = record.pop("members")
            self.channels[channel_id] = Channel(**record, members=frozenset(members))
            self.messages.setdefault(channel_id, {})
        for channel_id, ts, message in self.state_file.messages():
            self.messages.setdefault(channel_id, {})[ts] = message
            self._last_ts = max(self._last_ts, int(ts.replace(".", "")))


def _is_top(message: JsonDict) -> bool:
    return message.get("thread_ts", message["ts"]) == message["ts"] or message.get("subtype") == "thread_broadcast"


def _channel_record(channel: Channel) -> JsonDict:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "members": sorted(channel.members),
        "topic": channel.topic,
        "archived": channel.archived,
        "creator": channel.creator,
    }

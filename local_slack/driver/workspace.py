"""Who is in the workspace, and in which conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from local_slack.driver.base import Driver
from local_slack.model import Channel, ChannelKind, User, new_id


class WorkspaceDriver(Driver):
    """People and the bot come and go, conversations are opened and closed."""

    def invite_bot(self, channel: str, user: str | None = None) -> str | None:
        """Bring the bot into a channel; the event id, or None when it was there already."""
        return self.components.people.invite_bot(channel, user or self.viewer)

    def remove_bot(self, channel: str) -> None:
        """Take the bot out of a channel."""
        self.components.people.remove_bot(channel)

    def archive(self, channel: str, archived: bool = True) -> None:
        """Close a channel, or open it again."""
        self.components.people.archive(channel, archived)

    def convert(self, channel: str, *, private: bool) -> None:
        """Make a public channel private or the other way round; it keeps its id."""
        self.components.people.convert(channel, self.viewer, private=private)

    def add_user(
        self, name: str, real_name: str, tz: str = "Etc/UTC", locale: str = "en-US", admin: bool = False
    ) -> str:
        """Let a person into the workspace and its channels; gives back the id."""
        user = self.components.workspace.add_user(User(new_id("U"), name, real_name, tz, locale, False, admin))
        with self.components.workspace.changed:
            for place in [p for p in self.components.workspace.channels.values() if p.kind == "channel"]:
                self.components.workspace.set_member(place.id, user.id, True)
        return user.id

    def add_guest(
        self, name: str, channel: str, team: str = "T0PARTNER1", enterprise: str = "", admin: bool = False
    ) -> str:
        """Share a channel (Slack Connect) with a person of another workspace; gives back the id.

        With an ``enterprise`` ("E…") that workspace is one of an Enterprise Grid, whose people's ids begin with "W".
        """
        user = User(new_id("W" if enterprise else "U"), name, name.title(), "Etc/UTC", "en-US", False, admin)
        with self.components.workspace.changed:
            self.components.workspace.add_user(replace(user, team=team, enterprise=enterprise))
            self.components.workspace.set_member(self.components.workspace.channel(channel).id, user.id, True)
        return user.id

    def add_channel(self, name: str, kind: ChannelKind = "channel", bot: bool = True, creator: str = "") -> str:
        """Open a channel with everybody of the workspace in it, the bot too unless ``bot`` is False; gives the id."""
        with self.components.workspace.changed:
            people = frozenset(
                u.id for u in self.components.workspace.users.values() if not u.team and (not u.is_bot or bot)
            )
            id = new_id("G" if kind == "group" else "C")
            return self.components.workspace.add_channel(
                Channel(id, name, kind, people, creator=creator or self.viewer)
            ).id

    def group_dm(self, users: Sequence[str]) -> str:
        """The group direct message of the bot and some people; gives back the id."""
        return self.components.workspace.group_direct(users).id

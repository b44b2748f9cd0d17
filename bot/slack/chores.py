"""Durable chores beside briefs: the Home tab, deleting a brief, forgetting a workspace.

Their keys carry what they need, parted by "|": Slack's ids hold no such sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import structlog
from slack_sdk.errors import SlackClientError

from bot.slack import messages
from bot.slack.errors import trouble_of
from bot.slack.home import MOST_BRIEFS, MOST_CHANNELS, home_view
from bot.slack.places import is_full_member
from bot.slack.sender import Clients
from bot.store import Store
from bot.store.briefs import BriefLine
from bot.store.channels import Preferences
from bot.store.deliveries import Delivery

#: Pages of 200 conversations read for a Home tab.
_PAGES = 5


class Chores:
    """The work of chore jobs."""

    def __init__(self, store: Store, clients: Clients, *, link_to: Callable[[str, str], str]) -> None:
        """``link_to(channel, ts)`` gives the address of a message."""
        self._store = store
        self._clients = clients
        self._link_to = link_to
        self._log = structlog.get_logger("attache.chores")

    def home(self, key: str) -> None:
        """Publish the Home tab of a person; key ``team|user|moment``."""
        team, user, _moment = key.split("|")
        try:
            seen = set(self._conversations(team, user)) if user else set()
            channels = [channel for channel in self._conversations(team, None) if channel in seen]
            view = home_view(self._modes(team, channels), self._recent(team, channels), len(channels) - MOST_CHANNELS)
            self._clients(team).views_publish(user_id=user, view=view)
        except (SlackClientError, OSError) as error:
            # The tab is drawn anew each time it is opened.
            self._log.warning("no home tab", error=trouble_of(error).code)

    def delete(self, key: str) -> None:
        """Delete a brief's message if the person may; key ``team|channel|ts|user``."""
        team, channel, ts, user = key.split("|")
        row = self._store.deliveries.at(team, channel, ts)
        client = self._clients(team)
        try:
            if not self._may_delete(row, team, channel, user):
                client.chat_postEphemeral(channel=channel, user=user, text=messages.say("not_yours"))
                return
            client.chat_delete(channel=channel, ts=ts)
        except (SlackClientError, OSError) as error:
            trouble = trouble_of(error)
            if trouble.code != "message_not_found":
                self._log.warning("not deleted", channel=channel, ts=ts, error=trouble.code)
                self._say(team, channel, user, messages.say("not_deleted"))
                return
        if row is not None:
            self._store.take_back(row)
            self._take_back_pointers(row)

    def _take_back_pointers(self, row: Delivery) -> None:
        """Lines that lead to a deleted brief go as well; one that Slack will not take back leads to nothing."""
        for pointer in self._store.deliveries.pointers(row.team, row.brief_id) if row.brief_id else ():
            try:
                self._clients(row.team).chat_delete(channel=pointer.channel, ts=str(pointer.slack_ts))
            except (SlackClientError, OSError) as error:
                self._log.info("pointer not deleted", delivery=pointer.key, error=trouble_of(error).code)
            self._store.deliveries.withdrawn(pointer.key)

    def forget(self, key: str) -> None:
        """A workspace took the bot out: delete its data; key ``team|moment``.

        News that came late, after the bot was let in again, is known by a token that works.
        """
        team, _moment = key.split("|")
        try:
            self._clients(team).auth_test()
        except (SlackClientError, OSError) as error:
            self._store.workspaces.leaves(team)
            self._log.info("forgot", team=team, error=trouble_of(error).code)
        else:
            self._log.warning("not forgotten: its token works", team=team)

    def _may_delete(self, row: Delivery | None, team: str, channel: str, user: str) -> bool:
        """The person who asked, the channel's creator, an admin or owner of this workspace (not of one it shares with)."""
        if row is not None and row.asked_by == user:
            return True
        client = self._clients(team)
        about = client.users_info(user=user).get("user") or {}
        if is_full_member(about, team) and (about.get("is_admin") or about.get("is_owner")):
            return True
        place = client.conversations_info(channel=channel).get("channel") or {}
        return bool(place.get("creator") == user)

    def _say(self, team: str, channel: str, user: str, text: str) -> None:
        try:
            self._clients(team).chat_postEphemeral(channel=channel, user=user, text=text)
        except (SlackClientError, OSError) as error:
            self._log.info("not said", error=trouble_of(error).code)

    def _conversations(self, team: str, user: str | None) -> Iterator[str]:
        """Channels of a person (of the bot itself for None); of private ones only those shared with the bot."""
        cursor: str | None = None
        for _page in range(_PAGES):
            answer = self._clients(team).users_conversations(
                user=user, types="public_channel,private_channel", exclude_archived=True, limit=200, cursor=cursor
            )
            yield from (str(channel["id"]) for channel in answer.get("channels") or ())
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _modes(self, team: str, channels: list[str]) -> dict[str, Preferences]:
        own = self._store.channels.of_team(team)
        return {channel: own.get(channel, Preferences()) for channel in channels}

    def _recent(self, team: str, channels: list[str]) -> list[tuple[BriefLine, str | None]]:
        rows = self._store.deliveries.recent(team, "brief", channels, MOST_BRIEFS)
        lines = self._store.briefs.lines(team, [row.brief_id for row in rows if row.brief_id])
        return [
            (lines[row.brief_id], self._link_to(row.channel, row.slack_ts) if row.slack_ts else None)
            for row in rows
            if row.brief_id in lines
        ]

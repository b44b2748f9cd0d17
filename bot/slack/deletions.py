"""Deleting a brief's message: who may, and what goes with it."""

from __future__ import annotations

import structlog
from slack_sdk.errors import SlackClientError

from bot.job_arguments import BriefDeletion
from bot.slack import messages
from bot.slack.conversation_access import is_full_member
from bot.slack.errors import trouble_of
from bot.slack.sender import Clients
from bot.store import Store
from bot.store.deliveries import Delivery


class Deletions:
    """The work of the job "delete"."""

    def __init__(self, store: Store, clients: Clients) -> None:
        self._store = store
        self._clients = clients
        self._log = structlog.get_logger("attache.deletions")

    def delete(self, asked: BriefDeletion) -> None:
        """Delete a brief's message if the person may."""
        team, channel, ts, user = asked.team, asked.channel, asked.ts, asked.user
        row = self._store.deliveries.at(team, channel, ts)
        client = self._clients(team)
        try:
            if not self.may_delete(row, team, channel, user):
                self._say(row, asked, messages.say("not_yours"))
                return
            client.chat_delete(channel=channel, ts=ts)
        except (SlackClientError, OSError) as error:
            trouble = trouble_of(error)
            if trouble.code != "message_not_found":
                self._log.warning("not deleted", channel=channel, ts=ts, error=trouble.code)
                self._say(row, asked, messages.say("not_deleted"))
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

    def may_delete(self, row: Delivery | None, team: str, channel: str, user: str) -> bool:
        """The person who asked, the channel's creator, an admin or owner of this workspace (not of one it shares with)."""
        if row is not None and row.asked_by == user:
            return True
        client = self._clients(team)
        about = client.users_info(user=user).get("user") or {}
        if is_full_member(about, team) and (about.get("is_admin") or about.get("is_owner")):
            return True
        place = client.conversations_info(channel=channel).get("channel") or {}
        return bool(place.get("creator") == user)

    def _say(self, row: Delivery | None, asked: BriefDeletion, text: str) -> None:
        """Answer where the button was pressed: in the thread the brief stands in, if any."""
        thread = row.thread_ts if row is not None else None
        try:
            self._clients(asked.team).chat_postEphemeral(
                channel=asked.channel, user=asked.user, text=text, thread_ts=thread
            )
        except (SlackClientError, OSError) as error:
            self._log.info("not said", error=trouble_of(error).code)

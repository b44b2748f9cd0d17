"""What shows that a brief is being made, a thread's status or a reaction; it may fail without harm."""

from __future__ import annotations

import structlog
from slack_sdk.errors import SlackClientError

from bot.slack import messages
from bot.slack.errors import trouble_of
from bot.slack.sender import Clients

#: Reaction shown while a brief is being made.
WORKING = "hourglass_flowing_sand"
#: Answers that mean the reaction is as we want it.
_FINE = {"already_reacted", "no_reaction", "message_not_found"}


class Reactions:
    """Puts reactions on messages and takes them off."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._log = structlog.get_logger("attache.reactions")

    def show_working(self, team: str, channel: str, ts: str, thread_ts: str = "") -> bool:
        """Show that a message is being worked on; whether it is shown.

        In a direct message that is the status of its thread, which Slack takes away with the answer, or after two minutes;
        elsewhere, and where there are no such statuses, the hourglass.
        """
        if channel.startswith("D") and self._show_status(team, channel, thread_ts or ts):
            return True
        try:
            self._clients(team).reactions_add(channel=channel, timestamp=ts, name=WORKING)
        except (SlackClientError, OSError) as error:
            return self._excuse("reactions.add", error)
        return True

    def _show_status(self, team: str, channel: str, thread_ts: str) -> bool:
        """Set the status of a thread (docs.slack.dev, assistant.threads.setStatus); whether Slack took it."""
        return self._set_status(team, channel, thread_ts, messages.plain("status_reading"))

    def _set_status(self, team: str, channel: str, thread_ts: str, status: str) -> bool:
        try:
            self._clients(team).assistant_threads_setStatus(channel_id=channel, thread_ts=thread_ts, status=status)
        except (SlackClientError, OSError) as error:
            self._log.info("no status", error=trouble_of(error).code)
            return False
        return True

    def answered_meanwhile(self, team: str, channel: str, ts: str, thread_ts: str = "") -> None:
        """Take away what was shown after the answer was there: no answer would take the status with it."""
        if channel.startswith("D"):
            self._set_status(team, channel, thread_ts or ts, "")
        self.hide_working(team, channel, ts)

    def hide_working(self, team: str, channel: str, ts: str) -> bool:
        """Take the hourglass off a message; whether it is gone."""
        try:
            self._clients(team).reactions_remove(channel=channel, timestamp=ts, name=WORKING)
        except (SlackClientError, OSError) as error:
            return self._excuse("reactions.remove", error)
        return True

    def _excuse(self, method: str, error: Exception) -> bool:
        trouble = trouble_of(error)
        if trouble.code in _FINE:
            return trouble.code != "message_not_found"
        self._log.info("reaction failed", method=method, error=trouble.code)
        return False
